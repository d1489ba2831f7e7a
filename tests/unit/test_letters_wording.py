"""The words of the letters: complete, plain, in both languages, and neutral where they must be."""

import re
from dataclasses import replace
from datetime import date
from gettext import NullTranslations
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.extraction import extracted, translator
from tests.support.readability import grade, sentences, syllables
from victim_portal.domain.vocabulary import Language, LetterKind
from victim_portal.domain.wording import MissingTranslationError, WordingError
from victim_portal.domain.wording.first_contact import (
    LetterFacts,
    LetterWords,
    PartKind,
    day_in_words,
    letter_texts,
    letter_words,
)

LONGEST_SENTENCE = 25
HOURS = {
    Language.ENGLISH: "Monday to Friday, 9am to 5pm",
    Language.WELSH: "dydd Llun i ddydd Gwener, 9am tan 5pm",
}
FACTS = LetterFacts(
    person_name="Rhiannon",
    officer_first_name="Samantha",
    officer_phone="01632 960001",
    officer_hours=HOURS[Language.ENGLISH],
    made_on=date(2026, 11, 22),
    code="482915",
    valid_until=date(2026, 12, 6),
)
OFFERING = [LetterKind.FIRST, LetterKind.SECOND, LetterKind.DOOR_OPEN]
FORMS = [*product(OFFERING, [False, True]), (LetterKind.CODE, True)]
every_form = pytest.mark.parametrize(("kind", "neutral"), FORMS)
every_language = pytest.mark.parametrize("language", list(Language))

# What nobody may read who opens a letter, in either language; whole words and beginnings.
NEVER = re.compile(
    r"\b(prison|jail|offen[cd]|rape|murder|assault|stalk|parole?\b|licen|carchar|llofrudd)",
    re.IGNORECASE,
)
TELLTALES = re.compile(
    NEVER.pattern + r"|\b(crim|probation|victim|releas|court|sentence\b|police|liaison|scheme"
    r"|safe\b|join|address|trosedd|prawf|brawf|dioddef|ddioddef|rhyddh|ryddh|llys\b|lys\b"
    r"|dedfryd|ddedfryd|heddlu|cyswllt|gyswllt|cynllun|gynllun|ymuno|diogel)",
    re.IGNORECASE,
)


def _written(
    kind: LetterKind, neutral: bool, language: Language = Language.ENGLISH, **facts: str
) -> LetterWords:
    given = {"officer_hours": HOURS[language], **facts}
    told = replace(FACTS, **given)  # type: ignore[arg-type]  # each of them is a text
    return letter_words(kind, neutral, told, language, translator(language))


def _text(words: LetterWords) -> str:
    return "\n".join(part.text for part in words.parts)


@every_language
@every_form
def test_each_letter_says_who_to_ring_and_when(
    kind: LetterKind, neutral: bool, language: Language
) -> None:
    words = _written(kind, neutral, language)
    text = _text(words)
    assert "01632 960001" in text
    assert HOURS[language] in text
    assert words.parts[-1].text.startswith("Samantha")
    assert ("Hello Rhiannon," in text) == (language is Language.ENGLISH)
    assert words.day == {"en": "22 November 2026", "cy": "22 Tachwedd 2026"}[language]
    assert "{" not in text + words.name


@every_language
@every_form
def test_no_letter_names_what_only_they_may_know(
    kind: LetterKind, neutral: bool, language: Language
) -> None:
    words = _written(kind, neutral, language)
    found = NEVER.search(_text(words) + words.name)
    assert not found, found


@every_language
@pytest.mark.parametrize("kind", [one for one in LetterKind if one is not LetterKind.UPDATE])
def test_a_neutral_letter_tells_nothing(kind: LetterKind, language: Language) -> None:
    words = _written(kind, True, language)
    found = TELLTALES.search(_text(words) + words.name)
    assert not found, found
    assert {part.kind for part in words.parts} <= {PartKind.PARAGRAPH, PartKind.CODE}


def test_the_telltales_are_found_where_they_stand() -> None:
    for language in Language:
        assert TELLTALES.search(_text(_written(LetterKind.FIRST, False, language)))


@pytest.mark.parametrize("kind", OFFERING)
def test_the_offer_says_everything_that_they_need(kind: LetterKind) -> None:
    text = _text(_written(kind, False))
    for said in (
        "victim liaison officer with the Probation Service",
        "Victim Contact Scheme",
        "rules that help to protect you",
        "friend",
        "large print, easy read, sign language (BSL) or an interpreter",
        "Welsh or English",
        "as long as the sentence or order lasts",
    ):
        assert said in text, said


def test_the_first_letters_say_that_it_is_a_choice_and_what_silence_means() -> None:
    for kind in (LetterKind.FIRST, LetterKind.SECOND):
        text = _text(_written(kind, False))
        for said in ("It is your choice", "yes or no, or ask for more time", "do not answer"):
            assert said in text
    assert "at your home or at an office" in _text(_written(LetterKind.SECOND, False))


def test_the_last_letter_is_the_last() -> None:
    for neutral in (False, True):
        text = _text(_written(LetterKind.DOOR_OPEN, neutral))
        assert "again unless you ask me to" in text
        assert "at any time" in text


def test_the_letter_with_a_code_says_only_that() -> None:
    words = _written(LetterKind.CODE, True)
    assert [part.text for part in words.parts] == [
        "Hello Rhiannon,",
        "Please ring me on 01632 960001, Monday to Friday, 9am to 5pm. Then read me this code:",
        "482 915",
        "You can use the code until 6 December 2026. If you are deaf or find it hard to speak, "
        "dial 18001 and then my number. "
        "That is Relay UK.",
        "Samantha",
    ]
    assert _written(LetterKind.CODE, False) == words


@every_language
@every_form
def test_each_letter_offers_another_way_than_ringing(
    kind: LetterKind, neutral: bool, language: Language
) -> None:
    """Somebody who is deaf isn't asked to do what they can't."""
    assert "18001" in _text(_written(kind, neutral, language))
    plain = _text(_written(kind, neutral, language))
    facts = {"text_number": "07700 900400", "cover_first_name": "Nia", "cover_phone": "01632 9"}
    told = _text(_written(kind, neutral, language, **facts))
    assert ("07700 900400" in told) == (kind is not LetterKind.CODE)
    assert "Nia" in told
    assert "01632 9\n" not in plain
    assert "Nia" not in plain


@every_language
@every_form
def test_sentences_are_short(kind: LetterKind, neutral: bool, language: Language) -> None:
    for sentence in sentences(_text(_written(kind, neutral, language))):
        assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


@every_form
def test_a_child_of_eleven_can_read_it(kind: LetterKind, neutral: bool) -> None:
    found = grade(_text(_written(kind, neutral)))
    assert found <= 6, f"grade {found:.1f}"


@pytest.mark.parametrize(
    ("word", "count"),
    [("I", 1), ("ring", 1), ("safe", 1), ("people", 2), ("asked", 1), ("wanted", 2), ("victim", 2),
     ("officer", 3), ("scheme", 1), ("liaison", 2), ("see", 1)],
)  # fmt: skip
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_harder_text_has_a_higher_grade() -> None:
    hard = "Notwithstanding the aforementioned considerations, applications remain admissible."
    assert grade(hard) > 12 > 3 > grade("I see the cat. It sat on the mat.")


@pytest.mark.parametrize("kind", OFFERING)
def test_headings_go_down_one_level_at_a_time(kind: LetterKind) -> None:
    kinds = [part.kind for part in _written(kind, False).parts]
    assert kinds.count(PartKind.TITLE) == 1
    assert kinds[0] is PartKind.TITLE
    assert all(b is not PartKind.HEADING for a, b in pairwise(kinds) if a is PartKind.HEADING)


def test_the_catalogue_has_every_text() -> None:
    assert set(letter_texts()) <= set(extracted())


@pytest.mark.parametrize("field", ["person_name", "officer_first_name", "officer_hours", "code"])
@pytest.mark.parametrize("value", ["", "  ", "Sam\nDear x", "Sam\u2028x", "Sam\x00"])
def test_unusable_facts_are_refused(field: str, value: str) -> None:
    with pytest.raises(WordingError):
        _written(LetterKind.CODE, True, **{field: value})


def test_a_code_without_its_last_day_is_refused() -> None:
    facts = replace(FACTS, valid_until=None)
    with pytest.raises(WordingError, match="valid_until"):
        letter_words(LetterKind.CODE, True, facts, Language.ENGLISH, NullTranslations())


def test_english_never_goes_to_a_welsh_reader() -> None:
    with pytest.raises(MissingTranslationError):
        letter_words(LetterKind.FIRST, False, FACTS, Language.WELSH, NullTranslations())


names = st.text(
    alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=30
).filter(str.strip)


@settings(max_examples=100)
@given(names, st.sampled_from(FORMS), st.sampled_from(list(Language)))
def test_names_stand_as_they_are(
    name: str, form: tuple[LetterKind, bool], language: Language
) -> None:
    """Braces in a name fill nothing in."""
    words = _written(*form, language, person_name=name)
    greeting = next(part.text for part in words.parts if part.kind is PartKind.PARAGRAPH)
    assert name.strip() in greeting


def test_days_in_words() -> None:
    assert day_in_words(date(2027, 3, 1), Language.ENGLISH) == "1 March 2027"
    assert day_in_words(date(2027, 3, 1), Language.WELSH) == "1 Mawrth 2027"


def test_no_word_of_a_letter_is_in_a_repr() -> None:
    words = _written(LetterKind.CODE, True)
    assert "482" not in repr(words) + repr(FACTS)
    assert "Rhiannon" not in repr(words) + repr(FACTS)
