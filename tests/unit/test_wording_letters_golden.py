"""Golden files of what isn't an update: letters, codes, and notices with the agreed word.

With those of `test_wording.py` they hold every text of the list, in both languages.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.support.extraction import translator
from tests.unit.test_wording import FACTS, HOURS, VARIANTS
from victim_portal.domain.stages import Stage
from victim_portal.domain.templates import TEXTS, LiveTexts, Speaker
from victim_portal.domain.templates.texts import letter_group
from victim_portal.domain.vocabulary import Language, LetterKind
from victim_portal.domain.wording import draft, draft_code, draft_link, draft_link_code
from victim_portal.domain.wording.draft import draft_correction
from victim_portal.domain.wording.first_contact import LETTER_PARTS, LetterFacts, letter_words

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "correspondence"
LETTER = LetterFacts(
    person_name="Rhiannon",
    officer_first_name="Samantha",
    officer_phone="07700 900123",
    officer_hours="",
    made_on=date(2026, 11, 22),
    cover_first_name="Nia",
    cover_phone="07700 900124",
    text_number="07700 900125",
    code="482915",
    valid_until=date(2026, 12, 6),
)
WITH_LINK = (Stage.RELEASED, Stage.ESCAPE_OR_RELEASE_IN_ERROR, Stage.ANNUAL_CONTACT)
Written = Callable[[Language, Speaker], str]


def _letter(kind: LetterKind, neutral: bool) -> Written:
    def written(language: Language, speaker: Speaker) -> str:
        facts = replace(LETTER, officer_hours=HOURS[language])
        words = letter_words(kind, neutral, facts, language, speaker)
        parts = "\n\n".join(f"[{part.kind}] {part.text}" for part in words.parts)
        return f"{words.name}\n{words.day}\n\n{parts}\n"

    return written


def _notice(stage: Stage) -> Written:
    def written(language: Language, speaker: Speaker) -> str:
        facts = replace(FACTS, officer_hours=HOURS[language], code_word="bluebell")
        said = draft(stage, facts, language, speaker)
        return f"{said.notice_sms}\n\nSubject: {said.notice_subject}\n\n{said.notice_email}"

    return written


def _code(language: Language, speaker: Speaker) -> str:
    said = draft_code("482915", "Rhiannon", "Samantha", language, speaker)
    return f"{said.sms}\n\nSubject: {said.subject}\n\n{said.email}"


def _link(language: Language, speaker: Speaker) -> str:
    alone = draft_link("Rhiannon", "Samantha", "bluebell", language, speaker)
    facts = replace(FACTS, officer_hours=HOURS[language], link=True)
    said = [draft(stage, facts, language, speaker) for stage in WITH_LINK]
    notices = "\n".join(f"{one.notice_sms}\n\n{one.notice_email}" for one in said)
    return f"{alone.sms}\n\nSubject: {alone.subject}\n\n{alone.email}\n{notices}"


def _link_code(language: Language, speaker: Speaker) -> str:
    names = ("Rhiannon", "Samantha", "bluebell")
    code = draft_link_code(*names, language, speaker)
    asks = draft_link(*names, language, speaker, by_code=True)
    return f"{code.sms}\n\nSubject: {code.subject}\n\n{code.email}\n{asks.email}"


def _correction(language: Language, speaker: Speaker) -> str:
    """Of every stage and in both degrees of certainty."""
    facts = replace(FACTS, officer_hours=HOURS[language])
    found = [
        draft_correction(stage, facts, "[...]", language, speaker, surely_told=sure)
        for stage in Stage
        for sure in (True, False)
    ]
    return "\n".join(f"{one.content_subject}\n\n{one.content}" for one in found)


WRITTEN: dict[str, Written] = {
    **{letter_group(kind, neutral): _letter(kind, neutral) for kind, neutral in LETTER_PARTS},
    "notice-news": _notice(Stage.RELEASED),
    "notice-urgent": _notice(Stage.ESCAPE_OR_RELEASE_IN_ERROR),
    "notice-catch-up": _notice(Stage.ANNUAL_CONTACT),
    "codes": _code,
    "links": _link,
    "link-codes": _link_code,
    "putting-right": _correction,
}
every_language = pytest.mark.parametrize("language", list(Language))


def _speaker(language: Language) -> Speaker:
    return LiveTexts().speaker(language, translator(language))


@every_language
@pytest.mark.parametrize("name", WRITTEN)
def test_texts_are_the_golden_ones(name: str, language: Language) -> None:
    """Set UPDATE_GOLDEN=1 to write the files anew, then read the difference."""
    golden = GOLDEN / language / f"{name}.txt"
    made = WRITTEN[name](language, _speaker(language))
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(made, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == made


@every_language
def test_no_golden_file_is_left_over(language: Language) -> None:
    assert {path.stem for path in (GOLDEN / language).iterdir()} == set(WRITTEN)


@every_language
def test_the_golden_files_hold_every_text_of_the_list(language: Language) -> None:
    speaker = _speaker(language)
    for stage, facts in VARIANTS.values():
        draft(stage, replace(facts, officer_hours=HOURS[language]), language, speaker)
    for written in WRITTEN.values():
        written(language, speaker)
    missing = {one.name for one in TEXTS.values()} - {
        one.name for one in TEXTS.values() if one.key in speaker.heard
    }
    assert missing == set()
