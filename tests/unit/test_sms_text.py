"""Segments of a text message, by the tables of 3GPP TS 23.038 and 23.040."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.sms_text import (
    GSM7_BASIC,
    GSM7_EXTENSION,
    Encoding,
    Segments,
    segments,
    unusual_characters,
)

GSM7, UCS2 = Encoding.GSM7, Encoding.UCS2
WELSH_VOWELS = "âêîôûŵŷÂÊÎÔÛŴŶ"

gsm7_text = st.text(alphabet=sorted(GSM7_BASIC | GSM7_EXTENSION), max_size=700)
any_text = st.text(
    alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("aŵ😀€")),
    max_size=400,
)


def test_tables_have_the_published_sizes() -> None:
    assert len(GSM7_BASIC) == 127  # 128 places, one of them the escape to the extension
    assert len(GSM7_EXTENSION) == 10
    assert not GSM7_BASIC & GSM7_EXTENSION


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Segments(GSM7, 0, 0)),
        ("a", Segments(GSM7, 1, 1)),
        ("a" * 160, Segments(GSM7, 160, 1)),
        ("a" * 161, Segments(GSM7, 161, 2)),
        ("a" * 306, Segments(GSM7, 306, 2)),
        ("a" * 307, Segments(GSM7, 307, 3)),
        ("€" * 80, Segments(GSM7, 160, 1)),
        ("€" * 81, Segments(GSM7, 162, 2)),
        ("a£$ \n\r?", Segments(GSM7, 7, 1)),
        ("ŵ" * 70, Segments(UCS2, 70, 1)),
        ("ŵ" * 71, Segments(UCS2, 71, 2)),
        ("ŵ" * 134, Segments(UCS2, 134, 2)),
        ("ŵ" * 135, Segments(UCS2, 135, 3)),
        ("😀" * 35, Segments(UCS2, 70, 1)),
        ("😀" * 36, Segments(UCS2, 72, 2)),
        ("a" * 69 + "ŷ", Segments(UCS2, 70, 1)),
        ("It\u2019s", Segments(UCS2, 4, 1)),
        ("a`b", Segments(UCS2, 3, 1)),
    ],
)
def test_segments(text: str, expected: Segments) -> None:
    assert segments(text) == expected


def test_an_escape_never_straddles_two_parts() -> None:
    """152 + 2 septets don't fit a part of 153, so the euro sign moves on whole."""
    assert segments("a" * 152 + "€" + "a" * 152) == Segments(GSM7, 306, 3)


def test_a_surrogate_pair_never_straddles_two_parts() -> None:
    assert segments("ŵ" * 66 + "😀" + "ŵ" * 66) == Segments(UCS2, 134, 3)


@pytest.mark.parametrize("vowel", WELSH_VOWELS)
def test_welsh_circumflex_vowels_force_ucs2(vowel: str) -> None:
    assert segments(f"Helo {vowel}").encoding is UCS2
    assert unusual_characters(f"Helo {vowel}{vowel}") == (vowel,)


@settings(max_examples=150)
@given(any_text)
def test_units_are_those_of_the_alphabet(text: str) -> None:
    found = segments(text)
    if found.encoding is UCS2:
        assert found.units == len(text.encode("utf-16-be")) // 2
    else:
        assert found.units == len(text) + sum(c in GSM7_EXTENSION for c in text)


@settings(max_examples=150)
@given(any_text | gsm7_text)
def test_parts_hold_the_text_and_none_is_wasted(text: str) -> None:
    found = segments(text)
    alone, part = (160, 153) if found.encoding is GSM7 else (70, 67)
    assert (found.count == 1) == (0 < found.units <= alone)
    if found.count > 1:
        # A pair that moves on whole leaves one unit of a part empty at most.
        assert found.units <= found.count * part
        assert found.units > (found.count - 1) * (part - 1)


@settings(max_examples=100)
@given(gsm7_text)
def test_plain_text_stays_in_the_seven_bit_alphabet(text: str) -> None:
    assert segments(text).encoding is GSM7
    assert unusual_characters(text) == ()


@settings(max_examples=100)
@given(any_text, any_text)
def test_more_text_never_takes_fewer_segments(text: str, more: str) -> None:
    assert segments(text + more).count >= segments(text).count
