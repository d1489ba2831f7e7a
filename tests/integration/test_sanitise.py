"""The one door for rich text: hostile text comes out as typed, and only three shapes exist."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.richtext import Block, BlockKind, Run, plain_text, to_source
from victim_portal.services.sanitise import sanitise

MARKUP = st.sampled_from(
    [
        *("<p>", "</p>", "<ul>", "</ul>", "<ol>", "</ol>", "<li>", "</li>", "<br>"),
        *("<strong>", "</strong>", "<em>", "</em>", "<script>", "</script>", "<!--", "-->"),
        *("<![CDATA[", "<?", "&lt;", "&#0;", "<p onclick='x'>", "<em of course>"),
        *("<strong a=b>", "<a href=javascript:x>", "\n", "\n\n"),
    ]
)
TYPED = st.lists(
    st.one_of(MARKUP, st.text(st.characters(exclude_categories=()), max_size=6)), max_size=20
).map("".join)


@pytest.mark.parametrize(
    "text",
    [
        "I <3 you",
        "my </3 is broken",
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//example.org/x>",
        "<img src=x onerror=alert(1)>",
        "<!-- not a comment -->",
        "<!doctype html>",
        "<![CDATA[x]]>",
        "<?php x ?>",
        "<style>@import 'x'</style>",
        '<a href="javascript:alert(1)">x</a>',
        "<em of course I was afraid>",
        "<p",
        "</",
        "a < b > c",
        "AT&T",
        "a & b",
        "&lt;",
        "&amp;lt;",
        "&#x3c;b&#x3e;",
        '{{ 7*7 }} {% x %} $x$ #read("x") *b* _e_ @ref \\',
        "日本語 \u202eevil\u202c zero\u200bwidth 😀 ŵŷ",
        "<textarea><title><plaintext>",
    ],
)
def test_hostile_text_comes_out_as_typed(text: str) -> None:
    assert sanitise(text) == (Block(BlockKind.PARAGRAPH, ((Run(text),),)),)


@settings(max_examples=150)
@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), max_size=60))
def test_no_character_is_lost(text: str) -> None:
    typed = text.replace("<", "< ")
    assert "".join(plain_text(sanitise(typed)).split()) == "".join(typed.split())


@settings(max_examples=150, deadline=None)
@given(TYPED)
def test_what_is_saved_again_unchanged_stays_the_same(text: str) -> None:
    tree = sanitise(text)
    assert sanitise(to_source(tree)) == tree


def test_allowed_markup_becomes_structure_and_its_attributes_go() -> None:
    tree = sanitise('<p onclick="x()" style="a">one <strong class=b>two</strong></p><ul><li>x</ul>')
    assert tree == (
        Block(BlockKind.PARAGRAPH, ((Run("one "), Run("two", strong=True)),)),
        Block(BlockKind.BULLETS, ((Run("x"),),)),
    )


@pytest.mark.parametrize("end", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028"])
def test_every_line_end_is_a_newline(end: str) -> None:
    assert plain_text(sanitise(f"one{end}two")) == "one\ntwo"


def test_a_paragraph_separator_parts_paragraphs() -> None:
    assert len(sanitise("one\u2029two")) == 2


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\x7f", "\x92", "\ud800", "\ufffe"])
def test_what_cannot_be_stored_is_replaced_where_it_can_be_seen(char: str) -> None:
    text = plain_text(sanitise(f"a{char}b"))
    assert text == "a\ufffdb"
    text.encode("utf-8")


@pytest.mark.parametrize("text", ["<strong>" * 5000, "<ul><li>" * 5000, "<em>" * 5000 + "x"])
def test_deep_nesting_is_taken_as_text_in_reasonable_time(text: str) -> None:
    started = time.monotonic()
    assert "<" in plain_text(sanitise(text))
    assert time.monotonic() - started < 10
