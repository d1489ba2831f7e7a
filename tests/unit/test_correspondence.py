"""The correspondence is one closed list, and nothing is missing from it.

For each stage, in each shape that its text can take and in both languages: a text message and
an e-mail (plain and HTML) with and without a code word, the content, and the letter.
"""

import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest

from tests.support.correspondence import variants
from tests.support.extraction import translator
from tests.support.fakes import NOON
from tests.support.readability import grade, sentences
from victim_portal.domain.stages import OUTCOMES, Stage, YearMonth
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording import CONTENTS, DraftTexts, WordingFacts, draft
from victim_portal.domain.wording.email_html import email_html
from victim_portal.domain.wording.letters import CLOSE, GREETING
from victim_portal.domain.wording.news_letter import news_letter
from victim_portal.domain.wording.notices import CATCH_UP, NEWS, URGENT, notice_for
from victim_portal.domain.wording.shapes import CODE_WORD, example_facts, shapes_of

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "letters"
LONGEST_SENTENCE = 25
HARDEST = 6.0
"""The highest grade of one content; all of them together are easier (see below)."""
HARDEST_IN_ALL = 4.5

ASKS = {
    Language.ENGLISH: re.compile(r"\bplease\b", re.IGNORECASE),
    Language.WELSH: re.compile(r"\bffoniwch\b", re.IGNORECASE),
}
every_stage = pytest.mark.parametrize("stage", list(Stage))
every_language = pytest.mark.parametrize("language", list(Language))


class _Words(HTMLParser):
    """The words between the tags of a body."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_body = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_body = self._in_body or tag == "body"

    def handle_data(self, data: str) -> None:
        self.found += data.split() if self._in_body else []


def _shapes(stage: Stage, language: Language, code_word: str = "") -> list[WordingFacts]:
    return [one.facts for one in shapes_of(stage, example_facts(language, code_word))]


def _drafted(stage: Stage, facts: WordingFacts, language: Language) -> DraftTexts:
    return draft(stage, facts, language, translator(language))


@every_language
@every_stage
def test_each_stage_has_everything_in_both_languages(stage: Stage, language: Language) -> None:
    for code_word, facts in (
        (word, one) for word in ("", CODE_WORD) for one in _shapes(stage, language, word)
    ):
        texts = _drafted(stage, facts, language)
        for text in (texts.notice_sms, texts.notice_subject, texts.notice_email):
            assert text.strip()
        for text in (texts.notice_sms, texts.notice_email):
            assert text.strip().endswith(f"Samantha ({code_word})" if code_word else "Samantha")
        for subject, body in (
            (texts.notice_subject, texts.notice_email),
            (texts.content_subject, texts.content),
        ):
            read = _Words()
            read.feed(email_html(subject, body, language))
            assert read.found == body.split()
        letter = news_letter(
            texts.content_subject, texts.content, NOON.date(), language, translator(language)
        )
        said = " ".join(part.text for part in letter.parts).split()
        assert said == [*texts.content_subject.split(), *texts.content.split()]
        assert len(letter.parts) > 4
        assert CODE_WORD not in said


def test_there_is_no_notice_without_a_stage() -> None:
    assert {id(notice_for(stage)) for stage in Stage} == {id(NEWS), id(URGENT), id(CATCH_UP)}


@every_language
def test_no_two_languages_share_a_text(language: Language) -> None:
    other = next(one for one in Language if one is not language)
    for stage in Stage:
        ours, theirs = (_drafted(stage, example_facts(one), one) for one in (language, other))
        for name in ("notice_sms", "notice_subject", "notice_email", "content_subject", "content"):
            assert getattr(ours, name) != getattr(theirs, name), (stage, name)


def _whatever_is_known(stage: Stage) -> list[WordingFacts]:
    """Every state of knowledge that a text can be made from, likely or not."""
    base = example_facts(Language.ENGLISH)
    months = (YearMonth(2027, 3),) if CONTENTS[stage].needs_month else (YearMonth(2027, 3), None)
    return [
        replace(
            base,
            month=month,
            previous_month=before,
            anchor_code=code,
            outcome=outcome,
            on_licence=licence,
        )
        for month, before, code, outcome, licence in product(
            months,
            (None, YearMonth(2027, 6)),
            ("", "CRD", "PED", "SLED"),
            (None, *OUTCOMES.get(stage, ())),
            (True, False),
        )
    ]


@every_stage
def test_whatever_is_known_it_says_what_happens_next_and_what_need_not_be_done(
    stage: Stage,
) -> None:
    for facts in _whatever_is_known(stage):
        stands = [part for part in CONTENTS[stage].parts if part.stands(facts)]
        assert any(part.next_step for part in stands), facts
        assert any(part.need_not for part in stands), facts
        # What need not be done is the last word of the news, so that it is what stays.
        assert stands[-1].need_not, facts


def test_what_is_marked_says_so() -> None:
    """The marks are of words that a reader takes for it, and not of any paragraph."""
    ahead = re.compile(
        r"\bwill\b|what happens next|may be allowed later|conditions stop|can be taken"
        r"|is looked at from time to time|decides whether",
    )
    free = re.compile(r"You do not (need|have) to|you do not need to|You do not have to")
    for stage, text in CONTENTS.items():
        for part in text.parts:
            assert not part.next_step or ahead.search(part.text), (stage, part.text)
            assert part.need_not == bool(free.search(part.text)), (stage, part.text)


@every_stage
def test_each_message_asks_for_one_thing(stage: Stage) -> None:
    for language in Language:
        for facts in _shapes(stage, language):
            texts = _drafted(stage, facts, language)
            for text in (texts.notice_sms, texts.notice_email):
                assert len(ASKS[language].findall(text)) == 1, text
    english = translator(Language.ENGLISH)
    always = [GREETING, *CLOSE]
    for facts in _whatever_is_known(stage):
        own = "\n".join(p.text for p in CONTENTS[stage].parts if p.stands(facts))
        assert len(ASKS[Language.ENGLISH].findall(own)) <= 1, own
    # The close asks nothing of who doesn't want to talk.
    assert [one for one in always if ASKS[Language.ENGLISH].search(english.gettext(one))] == [
        CLOSE[0]
    ]
    assert CLOSE[0].startswith("If you want to talk about this, please ring")


@every_language
@every_stage
def test_sentences_are_short(stage: Stage, language: Language) -> None:
    for facts in _shapes(stage, language, CODE_WORD):
        texts = _drafted(stage, facts, language)
        for text in (texts.notice_sms, texts.notice_email, texts.content):
            for sentence in sentences(text):
                assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


@every_stage
def test_each_text_is_easy_to_read(stage: Stage) -> None:
    for facts in _shapes(stage, Language.ENGLISH):
        texts = _drafted(stage, facts, Language.ENGLISH)
        for text in (texts.notice_sms, texts.notice_email, texts.content):
            assert grade(text) <= HARDEST, f"{grade(text):.1f}: {text}"


def test_all_texts_together_are_easier_still() -> None:
    texts = [_drafted(stage, example_facts(Language.ENGLISH), Language.ENGLISH) for stage in Stage]
    found = sum(grade(one.content) for one in texts) / len(texts)
    assert found <= HARDEST_IN_ALL, f"{found:.2f}"


VARIANTS = variants()


@every_language
@pytest.mark.parametrize("name", VARIANTS)
def test_each_letter_is_the_golden_one(name: str, language: Language) -> None:
    """Set UPDATE_GOLDEN=1 to write the files anew, then read the difference."""
    stage, facts = VARIANTS[name]
    hours = example_facts(language).officer_hours
    texts = _drafted(stage, replace(facts, officer_hours=hours), language)
    letter = news_letter(
        texts.content_subject, texts.content, NOON.date(), language, translator(language)
    )
    parts = [f"{part.kind}: {part.text}" for part in letter.parts]
    made = "\n\n".join([f"file: {letter.name}", f"day: {letter.day}", *parts]) + "\n"
    golden = GOLDEN / language / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(made, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == made


@every_language
def test_no_golden_letter_is_left_over(language: Language) -> None:
    assert {path.stem for path in (GOLDEN / language).iterdir()} == set(VARIANTS)
