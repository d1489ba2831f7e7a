"""Codes: random and unbiased, read as people write them, judged once and never guessed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.extraction import translator
from victim_portal.domain.contact import (
    Allowed,
    ChannelStanding,
    ContactPlan,
    Never,
    NotNow,
    Window,
)
from victim_portal.domain.last_look import unfit_words
from victim_portal.domain.sms_text import Encoding, segments
from victim_portal.domain.verification import (
    MOST_TRIES,
    CodeStanding,
    Tried,
    WithCare,
    code_from,
    codes_in,
    judge,
    may_ring,
    shown_code,
    typed_code,
)
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse, Language
from victim_portal.domain.wording import CodeTexts, WordingError, draft_code

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
FRESH = CodeStanding(tries=0, expires_at=NOW + timedelta(days=1), plan_version=3, plan_now=3)


def _bytes(*numbers: int) -> Callable[[int], bytes]:
    left = list(numbers)
    return lambda size: left.pop(0).to_bytes(size, "big")


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ((482_913,), "482913"),
        ((0,), "000000"),
        ((1_000_000,), "000000"),
        ((4_293_999_999,), "999999"),
        # From here on the low codes would come more often: thrown away.
        ((4_294_000_000, 17), "000017"),
        ((2**32 - 1, 2**32 - 2, 7), "000007"),
    ],
)
def test_every_code_is_as_likely_as_any_other(numbers: tuple[int, ...], code: str) -> None:
    assert code_from(_bytes(*numbers)) == code


@given(st.from_regex(r"[0-9]{6}", fullmatch=True))
def test_a_code_that_is_shown_can_be_typed_and_found(code: str) -> None:
    shown = shown_code(code)
    assert typed_code(shown) == code
    assert codes_in(f"It is {shown}.") == (code,)
    assert codes_in(f"{code} thanks") == (code,)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (" 482 913\n", "482913"),
        ("482-913", "482913"),
        ("4 8 2 9 1 3", "482913"),
        ("\N{FULLWIDTH DIGIT FOUR}82913", "482913"),
        ("482.913", "482913"),
        ("48291", None),
        ("4829134", None),
        ("482 91x", None),
        ("", None),
        ("\N{ARABIC-INDIC DIGIT FOUR}82913", None),
    ],
)
def test_what_was_typed_is_six_digits_or_nothing(typed: str, code: str | None) -> None:
    assert typed_code(typed) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("482913", ("482913",)),
        ("The number is 482 913, bye", ("482913",)),
        ("4 8 2 9 1 3", ("482913",)),
        ("482 913 482913", ("482913",)),
        ("111111 or 222222", ("111111", "222222")),
        ("1234567", ()),
        ("my 4829 number", ()),
        ("on 24 11 26", ()),
        ("", ()),
        ("\N{FULLWIDTH NUMBER SIGN}\N{FULLWIDTH DIGIT FOUR}82913", ("482913",)),
    ],
)
def test_codes_are_found_in_a_text(text: str, codes: tuple[str, ...]) -> None:
    assert codes_in(text) == codes


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    assert all(typed_code(code) == code for code in codes_in(text))


@pytest.mark.parametrize(
    ("change", "right", "tried"),
    [
        ({}, True, Tried.RIGHT),
        ({}, False, Tried.WRONG),
        ({"tries": MOST_TRIES - 1}, False, Tried.LOCKS),
        ({"tries": MOST_TRIES - 1}, True, Tried.RIGHT),
        ({"tries": MOST_TRIES}, True, Tried.LOCKED),
        ({"locked": True}, True, Tried.LOCKED),
        ({"locked": True}, False, Tried.LOCKED),
        ({"expires_at": NOW}, True, Tried.EXPIRED),
        ({"plan_now": 4}, True, Tried.PLAN_CHANGED),
        ({"ended": True}, True, Tried.ENDED),
        ({"ended": True, "locked": True}, True, Tried.ENDED),
    ],
)
def test_a_try_is_judged(change: dict[str, Any], right: bool, tried: Tried) -> None:
    assert judge(replace(FRESH, **change), right, NOW) is tried


def test_a_code_lives_to_its_last_moment() -> None:
    last = FRESH.expires_at - timedelta(microseconds=1)
    assert judge(FRESH, True, last) is Tried.RIGHT


PLAN = ContactPlan(
    frozenset({ChannelUse.SMS, ChannelUse.CALL, ChannelUse.VOICEMAIL}), any_time=True
)
STANDING = ChannelStanding(
    kind=ChannelKind.MOBILE,
    plan=PLAN,
    language=Language.ENGLISH,
    verified_at=None,
    confirmed_at=NOW - timedelta(days=1),
    review_on=date(2027, 11, 24),
)


def test_an_agreed_number_may_be_rung_with_care_before_it_is_verified() -> None:
    answer = may_ring(STANDING, ChannelUse.CALL, NOW)
    assert isinstance(answer, WithCare)
    assert "right person" in answer.sentence
    assert isinstance(may_ring(STANDING, ChannelUse.VOICEMAIL, NOW), Never)


@pytest.mark.parametrize(
    "change",
    [
        {"suspended_at": NOW},
        {"ended_at": NOW},
        {"confirmed_at": None},
        {"review_on": date(2026, 11, 23)},
        {"plan": ContactPlan(frozenset({ChannelUse.SMS}), any_time=True)},
    ],
)
def test_care_stands_in_for_nothing_else(change: dict[str, Any]) -> None:
    assert isinstance(may_ring(replace(STANDING, **change), ChannelUse.CALL, NOW), Never)


def test_its_hours_are_kept_and_a_verified_number_is_rung_as_agreed() -> None:
    evening = Window(frozenset(range(7)), NOW.time().replace(hour=18), NOW.time().replace(hour=20))
    by_hours = replace(PLAN, any_time=False, windows=(evening,))
    assert isinstance(may_ring(replace(STANDING, plan=by_hours), ChannelUse.CALL, NOW), NotNow)
    verified = replace(STANDING, verified_at=NOW)
    assert may_ring(verified, ChannelUse.VOICEMAIL, NOW) == Allowed()
    with pytest.raises(ValueError, match="calls"):
        may_ring(verified, ChannelUse.SMS, NOW)


def _words(language: Language, **changes: str) -> CodeTexts:
    names = {"person_name": "Ana", "officer_first_name": "Sam", **changes}
    return draft_code("482913", **names, language=language, translate=translator(language))


@pytest.mark.parametrize("language", list(Language))
def test_the_words_are_neutral_short_and_carry_the_code(language: Language) -> None:
    words = _words(language)
    whole = "\n".join([words.sms, words.subject, words.email])
    assert unfit_words(whole, (), "https://example.org") == ()
    assert "http" not in whole
    assert codes_in(words.sms) == codes_in(words.email) == ("482913",)
    assert "482" not in words.subject
    assert segments(words.sms).encoding is Encoding.GSM7
    assert segments(words.sms).count == 1
    assert words.email.rstrip().endswith("Sam")


def test_the_english_text_word_for_word() -> None:
    expected = "Hello Ana. Sam will ask you for this number: 482 913. Sam"
    assert _words(Language.ENGLISH).sms == expected


@pytest.mark.parametrize("name", ["person_name", "officer_first_name"])
@pytest.mark.parametrize("value", ["", "  ", "Ana\nSTOP"])
def test_a_name_that_is_missing_or_broken_makes_no_words(name: str, value: str) -> None:
    with pytest.raises(WordingError):
        _words(Language.ENGLISH, **{name: value})
