"""Two hundred statements, plain, hostile and rare, in both languages: what came in comes out."""

import unicodedata
from collections import Counter
from functools import cache

import pytest

from tests.support.inspecting_pdf import faults
from tests.support.reading_pdf import read
from tests.support.statements import statements
from tests.support.submissions import draw, renderer
from tests.support.words_back import MARKER, read_out, under, unmarked, unspaced, visible, written
from victim_portal.domain.vocabulary import Language, SubmissionPart
from victim_portal.ports import RenderedPdf, SubmissionContent

NUMBER, AT_ONCE = 200, 25


@cache
def drawn() -> tuple[tuple[SubmissionContent, RenderedPdf], ...]:
    return tuple((content, draw(content)) for content in statements(NUMBER))


def some(start: int) -> tuple[tuple[SubmissionContent, RenderedPdf], ...]:
    return drawn()[start : start + AT_ONCE]


STARTS = pytest.mark.parametrize("start", range(0, NUMBER, AT_ONCE))


def runs_both_ways(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in {"R", "AL", "AN"} for char in text)


def joins(text: str) -> bool:
    """Whether letters are drawn of several pieces, so that one may be read out twice."""
    everywhere = renderer()._fonts.everywhere
    return any(
        unicodedata.category(char)[0] == "M"
        or (unicodedata.decomposition(char)[:1].isalnum() and ord(char) not in everywhere)
        for char in unicodedata.normalize("NFC", text)
    )


def holds_all(got: str, wanted: str) -> bool:
    """Every character in its order, and none that wasn't written."""
    shown, meant = unicodedata.normalize("NFD", got), unicodedata.normalize("NFD", wanted)
    rest = iter(shown)
    return all(char in rest for char in meant) and set(shown) == set(meant)


def same_characters(got: str, wanted: str) -> bool:
    """As many of each character, with markers for what was marked; in any order."""
    left = Counter(got)
    left.subtract(wanted)
    for char, number in [(char, number) for char, number in left.items() if number < 0]:
        left[char] = 0
        for each in f"[U+{ord(char):04X}]":
            left[each] += number
    return not any(left.values())


@STARTS
def test_no_statement_makes_a_file_with_a_fault(start: int) -> None:
    assert len({content.language for content, _ in some(start)}) == len(Language)
    for content, rendered in some(start):
        assert faults(rendered.content) == [], content


@STARTS
def test_each_statement_can_be_pulled_back_out(start: int) -> None:
    for content, rendered in some(start):
        elements = list(under(read(rendered.content).elements, content))
        own_words = content.conditions[0].wish if content.conditions else content.body
        got, wanted = read_out(elements), written(own_words)
        assert len(got) == len(wanted)
        for one, other in zip(got, wanted, strict=True):
            back, meant = visible(unmarked(one)), visible(other)
            if runs_both_ways(other):
                same = same_characters(unspaced(one), unspaced(other))
                assert back == meant or same or joins(other), ascii(other)
            elif joins(other):
                assert holds_all(back, meant), ascii(other)
            else:
                assert back == meant, ascii(other)


@STARTS
def test_a_marker_stands_for_what_no_font_has_alone(start: int) -> None:
    everywhere = renderer()._fonts.everywhere
    for content, rendered in some(start):
        marked = set(rendered.unprintable)
        shown = read(rendered.content).text
        assert {f"[U+{int(mark, 16):04X}]" for mark in MARKER.findall(shown)} or not marked
        for char in marked:
            plain = len(char) == 1 and unicodedata.category(char)[0] in "LNPS"
            assert not (plain and ord(char) in everywhere), ascii(content.body)


def test_they_are_worth_the_while() -> None:
    contents = [content for content, _ in drawn()]
    assert len({content.part for content in contents}) == len(SubmissionPart)
    assert {content.large_print for content in contents} == {False, True}
    assert sum(bool(rendered.unprintable) for _, rendered in drawn()) > NUMBER / 2
    lines = [line for content in contents for line in written(content.body)]
    exact = [line for line in lines if not joins(line) and not runs_both_ways(line)]
    assert len(exact) > len(lines) / 2
