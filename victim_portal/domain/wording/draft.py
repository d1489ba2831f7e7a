"""From a stage and its facts to the words, in one language."""

from collections.abc import Callable, Iterable

from victim_portal.domain.secure_link import MARK
from victim_portal.domain.stages import OUTCOMES, Stage
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording.door import READ_HERE
from victim_portal.domain.wording.filling import WordingError, checked, say
from victim_portal.domain.wording.letters import CLOSE, CONTENTS, GREETING
from victim_portal.domain.wording.months import month_in_words
from victim_portal.domain.wording.notices import SIGN_OFF, SIGN_OFF_WITH_CODE_WORD, notice_for
from victim_portal.domain.wording.putting_right import (
    ABOUT,
    PERHAPS_TOLD,
    PUT_ASIDE,
    SUBJECT,
    TOLD,
    TRUE,
)
from victim_portal.domain.wording.values import DraftTexts, Translator, WordingFacts


def draft(
    stage: Stage, facts: WordingFacts, language: Language, translate: Translator
) -> DraftTexts:
    """The words of an update on `stage` for one reader, as an officer first sees them.

    `translate` is the catalogue of `language`. Raises WordingError for a missing or
    unusable fact, an outcome that the stage doesn't know, or a month that the stage can't
    do without; MissingTranslationError where the language lacks a text.
    """
    if facts.outcome is not None and facts.outcome not in OUTCOMES.get(stage, ()):
        raise WordingError(f"The stage {stage} knows no outcome {facts.outcome}.")
    text = CONTENTS[stage]
    if text.needs_month and facts.month is None:
        raise WordingError(f"The stage {stage} can't be told without a month.")
    values = _values(facts, language)

    def speak(message: str) -> str:
        return say(message, values, language, translate)

    content = [part.text for part in text.parts if part.stands(facts)]
    return _texts(
        stage,
        values,
        speak,
        has_code_word=bool(facts.code_word),
        subject=speak(text.subject),
        content=list(map(speak, (GREETING, *content, *CLOSE))),
    )


def draft_correction(
    stage: Stage,
    facts: WordingFacts,
    truth: str,
    language: Language,
    translate: Translator,
    *,
    surely_told: bool,
) -> DraftTexts:
    """The words that put wrong news of `stage` right for one reader; the notice is as ever.

    `truth` is what is true, in the reader's language, in a manager's own paragraphs; it is
    put in as it is. Unless they were `surely_told`, the words are true either way. Raises
    WordingError for a missing or unusable fact.
    """
    if not truth.strip():
        raise WordingError("A correction can't be made without what is true.")
    values = _values(facts, language)

    def speak(message: str) -> str:
        return say(message, values, language, translate)

    opening = (GREETING, TOLD if surely_told else PERHAPS_TOLD, ABOUT[stage], PUT_ASIDE, TRUE)
    return _texts(
        stage,
        values,
        speak,
        has_code_word=bool(facts.code_word),
        subject=speak(SUBJECT),
        content=[*map(speak, opening), truth.strip(), *map(speak, CLOSE)],
    )


def _texts(
    stage: Stage,
    values: dict[str, str],
    speak: Callable[[str], str],
    *,
    has_code_word: bool,
    subject: str,
    content: list[str],
) -> DraftTexts:
    """The neutral notice of a stage around what stands behind the door."""
    notice = notice_for(stage)
    sms = speak(notice.sms_with_code_word if has_code_word else notice.sms)
    # Last but for the one that says that no answer is needed.
    here = [READ_HERE] if "link" in values else []
    email = [*notice.email[:-1], *here, notice.email[-1]]
    sign_off = (SIGN_OFF_WITH_CODE_WORD if has_code_word else SIGN_OFF).format_map(values)
    return DraftTexts(
        notice_sms=f"{sms} {speak(READ_HERE)}" if "link" in values else sms,
        notice_subject=speak(notice.subject),
        notice_email=_paragraphs([*map(speak, email), sign_off]),
        content_subject=subject,
        content=_paragraphs(content),
    )


def _paragraphs(texts: Iterable[str]) -> str:
    return "\n\n".join(texts) + "\n"


def _values(facts: WordingFacts, language: Language) -> dict[str, str]:
    values = {
        name: checked(name, getattr(facts, name))
        for name in (
            "person_name",
            "offender_name",
            "officer_first_name",
            "officer_phone",
            "officer_hours",
        )
    }
    if facts.code_word:
        values["code_word"] = checked("code_word", facts.code_word)
    if facts.link:
        values["link"] = MARK
    if facts.month is not None:
        values["month"] = month_in_words(facts.month, language)
    if facts.previous_month is not None:
        values["previous_month"] = month_in_words(facts.previous_month, language)
    return values
