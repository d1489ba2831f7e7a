"""The texts as a victim would read them, with invented people: for previews."""

from collections.abc import Iterator
from dataclasses import replace

from victim_portal.domain.stages import OUTCOMES, Stage, YearMonth
from victim_portal.domain.templates import (
    CODES,
    LINK_CODES,
    LINKS,
    STAGES_BY_GROUP,
    LiveTexts,
    NewWording,
    TemplateText,
    TextKind,
    example_facts,
    filled,
    groups_of,
    measured,
)
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording import (
    DraftTexts,
    Translator,
    WordingFacts,
    draft,
    draft_code,
    draft_link,
    draft_link_code,
)
from victim_portal.domain.wording.door import LINK_EMAIL_BY_CODE, LinkTexts
from victim_portal.services.context import Context
from victim_portal.services.templates.values import Seen

EXAMPLE_CODE = "482915"
_ROADS = ("CRD", "PED", "SLED")
_BEFORE = YearMonth(2027, 6)


def example_texts(
    ctx: Context, stage: Stage, language: Language, live: LiveTexts | None = None
) -> DraftTexts:
    """An update on a stage in the words that are live, for people who don't exist.

    `live` is another wording to try. Raises MissingTranslationError where there is no Welsh.
    """
    texts = live or ctx.live_texts
    speaker = texts.speaker(language, ctx.translators[language])
    return draft(stage, example_facts(language), language, speaker)


def seen_as(
    ctx: Context, live: LiveTexts, text: TemplateText, wording: NewWording, language: Language
) -> Seen:
    """A wording of a text in one language, alone and in the first whole in which it stands."""
    words = wording.in_language(language)
    subject, whole = _whole(ctx, live.trying(text, wording), text, words, language)
    return Seen(
        words=filled(words, language),
        subject=subject,
        whole=whole,
        measure=measured(text, words, language),
    )


def _whole(
    ctx: Context, live: LiveTexts, text: TemplateText, words: str, language: Language
) -> tuple[str, str]:
    """Subject and body of what holds the text; empty for one that only letters have."""
    if CODES in text.groups:
        speaker = live.speaker(language, ctx.translators[language])
        facts = example_facts(language)
        code = draft_code(
            EXAMPLE_CODE, facts.person_name, facts.officer_first_name, language, speaker
        )
        if text.kind is TextKind.SMS:
            return "", code.sms
        return code.subject, code.email
    if LINKS in text.groups or LINK_CODES in text.groups:
        link = _of_the_door(live.speaker(language, ctx.translators[language]), text, language)
        body = filled(link.sms if text.kind is TextKind.SMS else link.email, language)
        return ("", body) if text.kind is TextKind.SMS else (link.subject, body)
    for stage in _stages(text):
        for facts in _variants(stage, language):
            speaker = live.speaker(language, ctx.translators[language])
            drafted = _with_link(draft(stage, facts, language, speaker), language)
            if text.key in speaker.heard:
                return _part(text, filled(words, language), drafted)
    return "", ""


def _of_the_door(speaker: Translator, text: TemplateText, language: Language) -> LinkTexts:
    """The messages of their own pages that hold the text."""
    facts = example_facts(language)
    names = (facts.person_name, facts.officer_first_name, "")
    if LINKS in text.groups:
        by_code = text.source == LINK_EMAIL_BY_CODE
        return draft_link(*names, language, speaker, by_code=by_code)
    return draft_link_code(*names, language, speaker)


def _with_link(drafted: DraftTexts, language: Language) -> DraftTexts:
    """An update whose notices have an invented link in the place of its mark."""
    return replace(
        drafted,
        notice_sms=filled(drafted.notice_sms, language),
        notice_email=filled(drafted.notice_email, language),
    )


def _stages(text: TemplateText) -> Iterator[Stage]:
    """The stages in whose updates a text stands; a notice's come with it."""
    groups = set(text.groups)
    for stage in STAGES_BY_GROUP.values():
        if groups & groups_of(stage):
            yield stage


def _variants(stage: Stage, language: Language) -> Iterator[WordingFacts]:
    """Invented facts of every shape that a stage's text can take."""
    facts = example_facts(language)
    yield facts
    yield replace(facts, code_word="bluebell")
    yield replace(facts, link=True)
    yield replace(facts, on_licence=False)
    for outcome in OUTCOMES.get(stage, ()):
        yield replace(facts, outcome=outcome)
    for code in _ROADS:
        yield replace(facts, anchor_code=code)
        yield replace(facts, anchor_code=code, previous_month=_BEFORE)
    yield replace(facts, month=None)


def _part(text: TemplateText, words: str, drafted: DraftTexts) -> tuple[str, str]:
    """The part of an update that holds the words."""
    if text.kind is TextKind.SMS:
        return "", drafted.notice_sms
    if words in f"{drafted.content_subject}\n{drafted.content}":
        return drafted.content_subject, drafted.content
    return drafted.notice_subject, drafted.notice_email
