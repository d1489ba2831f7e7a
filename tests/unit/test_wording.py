"""The words of every stage: complete, plain, neutral outside, and the same in Welsh."""

import os
import re
from dataclasses import replace
from gettext import NullTranslations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.correspondence import FACTS, HOURS, variants
from tests.support.extraction import translator
from victim_portal.domain.sms_text import Encoding, segments
from victim_portal.domain.stages import EventOutcome, Stage, YearMonth
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording import (
    CONTENTS,
    PLACEHOLDERS,
    DraftTexts,
    MissingTranslationError,
    When,
    WordingError,
    WordingFacts,
    all_texts,
    draft,
    month_in_words,
    placeholders_in,
)

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "wording"
LONGEST_SENTENCE = 25

# What a notice may never hold, in either language; whole words and their beginnings.
TELLTALES = re.compile(
    r"\b(offen|crim|prison|custod|jail|probation|victim|releas|parole?\b|licen|court|sentence\b"
    r"|police|hearing|recall|hospital|tribunal|liaison|danger|stage"
    r"|trosedd|carchar|dalfa|ddalfa|prawf|brawf|dioddef|ddioddef|rhyddh|ryddh|parôl|barôl"
    r"|trwydded|drwydded|thrwydded|llys|lys\b|dedfryd|ddedfryd|heddlu|gwrandawiad|ysbyty"
    r"|cyswllt|gyswllt|perygl)",
    re.IGNORECASE,
)
MONTHS = [
    month_in_words(YearMonth(2027, number), language).split()[0]
    for language in Language
    for number in range(1, 13)
]


VARIANTS = variants()
every_variant = pytest.mark.parametrize(("stage", "facts"), VARIANTS.values(), ids=VARIANTS)
every_language = pytest.mark.parametrize("language", list(Language))


def _draft(stage: Stage, facts: WordingFacts, language: Language) -> DraftTexts:
    facts = replace(facts, officer_hours=HOURS[language])
    return draft(stage, facts, language, translator(language))


def _as_text(texts: DraftTexts) -> str:
    return (
        f"=== notice: text message ===\n{texts.notice_sms}\n\n"
        f"=== notice: e-mail ===\nSubject: {texts.notice_subject}\n\n{texts.notice_email}\n"
        f"=== content ===\n{texts.content_subject}\n\n{texts.content}"
    )


def _sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.!?:])\s+|\n+", text) if s.strip()]


@every_language
@every_variant
def test_texts_are_the_golden_ones(
    stage: Stage, facts: WordingFacts, language: Language, request: pytest.FixtureRequest
) -> None:
    """Set UPDATE_GOLDEN=1 to write the files anew, then read the difference."""
    name = next(n for n, variant in VARIANTS.items() if variant == (stage, facts))
    golden = GOLDEN / language / f"{name}.txt"
    made = _as_text(_draft(stage, facts, language))
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(made, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == made


@every_language
def test_no_golden_file_is_left_over(language: Language) -> None:
    names = {path.stem for path in (GOLDEN / language).iterdir()}
    assert names == set(VARIANTS)


def test_there_is_a_text_for_every_stage() -> None:
    assert set(CONTENTS) == set(Stage)


@every_language
@every_variant
def test_notices_tell_nothing(stage: Stage, facts: WordingFacts, language: Language) -> None:
    texts = _draft(stage, replace(facts, code_word="bluebell"), language)
    for notice in (texts.notice_sms, texts.notice_subject, texts.notice_email):
        assert not TELLTALES.search(notice)
        assert facts.offender_name not in notice
        assert not any(month in notice for month in MONTHS)
        assert "2027" not in notice


@every_language
@pytest.mark.parametrize("stage", list(Stage))
def test_notices_greet_and_sign(stage: Stage, language: Language) -> None:
    texts = _draft(stage, replace(FACTS, code_word="bluebell"), language)
    for notice in (texts.notice_sms, texts.notice_email):
        assert FACTS.person_name in notice
        assert FACTS.officer_phone in notice
        assert notice.strip().endswith("Samantha (bluebell)")
    without = _draft(stage, FACTS, language)
    assert without.notice_sms.endswith("Samantha")
    assert "(" not in without.notice_sms + without.notice_email


@pytest.mark.parametrize("code_word", ["", "bluebell"])
@pytest.mark.parametrize("stage", list(Stage))
def test_text_messages_are_short(stage: Stage, code_word: str) -> None:
    facts = replace(FACTS, code_word=code_word)
    english = segments(_draft(stage, facts, Language.ENGLISH).notice_sms)
    assert (english.encoding, english.count) == (Encoding.GSM7, 1)
    welsh = segments(_draft(stage, facts, Language.WELSH).notice_sms)
    assert (welsh.encoding, welsh.count <= 2) == (Encoding.GSM7, True)


def test_a_circumflex_in_a_welsh_name_still_fits() -> None:
    facts = replace(FACTS, person_name="Siân", officer_first_name="Siôn")
    for stage in Stage:
        assert segments(_draft(stage, facts, Language.WELSH).notice_sms).count <= 2


@every_language
@every_variant
def test_contents_are_plain(stage: Stage, facts: WordingFacts, language: Language) -> None:
    texts = _draft(stage, facts, language)
    for text in (texts.content, texts.notice_email, texts.notice_sms):
        for sentence in _sentences(text):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence
    assert not re.search(r"\s{2,}", texts.content.replace("\n\n", "\n").replace("\n", "|"))
    assert "{" not in _as_text(texts)


@every_language
@every_variant
def test_contents_say_who_to_ring(stage: Stage, facts: WordingFacts, language: Language) -> None:
    content = _draft(stage, facts, language).content
    assert facts.officer_phone in content
    assert facts.offender_name in content
    assert content.startswith(("Hello Rhiannon,\n", "Helo Rhiannon,\n"))


NOTHING_NEEDED = re.compile(
    r"do not (need|have) to|You do not need|It is your choice|how we reach you", re.IGNORECASE
)


@every_variant
def test_contents_say_what_need_not_be_done(stage: Stage, facts: WordingFacts) -> None:
    assert NOTHING_NEEDED.search(_draft(stage, facts, Language.ENGLISH).content)


@every_variant
def test_no_sentence_starts_with_the_offender(stage: Stage, facts: WordingFacts) -> None:
    """The reader's own term ("my father") would want a capital letter there."""
    content = _draft(stage, facts, Language.ENGLISH).content
    assert not any(s.startswith(facts.offender_name) for s in _sentences(content))


@every_language
@every_variant
def test_no_content_names_a_day(stage: Stage, facts: WordingFacts, language: Language) -> None:
    texts = _draft(stage, facts, language)
    digits = set(re.findall(r"\d+", texts.content)) - {"9", "5", "07700", "900123"}
    assert digits <= {"2027", "999"}


@every_variant
def test_contents_name_the_month_when_it_is_known(stage: Stage, facts: WordingFacts) -> None:
    text = CONTENTS[stage]
    named = any("{month}" in part.text and part.stands(facts) for part in text.parts)
    for language, month in ((Language.ENGLISH, "March 2027"), (Language.WELSH, "Mawrth 2027")):
        assert (month in _draft(stage, facts, language).content) == named


def test_placeholders_are_known_and_guarded() -> None:
    assert placeholders_in("".join(all_texts())) <= PLACEHOLDERS
    for stage, text in CONTENTS.items():
        for part in text.parts:
            if "{month}" in part.text:
                assert part.when is When.MONTH or text.needs_month, stage
            if "{previous_month}" in part.text:
                assert part.when is When.PREVIOUS, stage


def test_the_end_of_a_licence_says_that_every_condition_stops() -> None:
    content = _draft(Stage.LICENCE_ENDED, FACTS, Language.ENGLISH).content
    assert "all conditions stop, including any area that Gareth Example may not enter" in content


def test_without_a_licence_no_condition_is_offered() -> None:
    facts = replace(FACTS, on_licence=False)
    content = _draft(Stage.PRE_RELEASE, facts, Language.ENGLISH).content
    assert "no licence conditions" in content
    assert "You can ask for conditions" not in content


def test_an_unknown_outcome_claims_nothing() -> None:
    content = _draft(Stage.PAROLE_DECISION, FACTS, Language.ENGLISH).content
    assert "can be released" not in content
    assert "will not be released" not in content


def test_a_month_is_required_where_the_news_is_the_month() -> None:
    with pytest.raises(WordingError, match="without a month"):
        _draft(Stage.DATE_CHANGED, replace(FACTS, month=None), Language.ENGLISH)


def test_a_foreign_outcome_is_refused() -> None:
    with pytest.raises(WordingError, match="knows no outcome"):
        _draft(
            Stage.RELEASED, replace(FACTS, outcome=EventOutcome.BACK_IN_CUSTODY), Language.ENGLISH
        )


@pytest.mark.parametrize("field", ["person_name", "offender_name", "officer_phone"])
@pytest.mark.parametrize("value", ["", "  ", "Sam\nBcc: x", "Sam\u2028x", "Sam\x00"])
def test_unusable_facts_are_refused(field: str, value: str) -> None:
    facts = replace(FACTS, **{field: value})  # type: ignore[arg-type] # each of them is a text
    with pytest.raises(WordingError):
        draft(Stage.RELEASED, facts, Language.ENGLISH, NullTranslations())


def test_english_is_never_sent_to_a_welsh_reader() -> None:
    with pytest.raises(MissingTranslationError, match="Welsh"):
        draft(Stage.RELEASED, FACTS, Language.WELSH, NullTranslations())


names = st.text(
    alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=30
).filter(str.strip)


@settings(max_examples=100)
@given(names, names, st.sampled_from(list(Stage)), st.sampled_from(list(Language)))
def test_names_stand_as_they_are(
    person: str, offender: str, stage: Stage, language: Language
) -> None:
    """Braces in a name fill nothing in, and the notice never holds the other name."""
    facts = replace(FACTS, person_name=person, offender_name=f"{offender}#")
    texts = _draft(stage, facts, language)
    assert person.strip() in texts.notice_sms
    assert f"{offender.lstrip()}#" in texts.content
    assert "#" not in (texts.notice_sms + texts.notice_email).replace(person.strip(), "")


def test_months_in_words() -> None:
    assert month_in_words(YearMonth(2027, 3), Language.ENGLISH) == "March 2027"
    assert month_in_words(YearMonth(2027, 3), Language.WELSH) == "Mawrth 2027"
    assert len(set(MONTHS)) == 24
