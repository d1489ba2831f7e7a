"""Whatever a victim writes reaches the page: as typed, or marked where it can be seen."""

import re
import subprocess
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.reading_pdf import read
from tests.support.submissions import (
    STATEMENT,
    WITHHELD,
    draw,
    opened,
    pages_of,
    renderer,
    squeezed,
    words,
)
from tests.support.tools import require_tool
from tests.support.words_back import read_out, under, unmarked, visible, written
from victim_portal.domain.richtext import (
    Block,
    BlockKind,
    Run,
    from_clean_html,
    plain_text,
    typed_to_html,
)
from victim_portal.ports import Figure, SubmissionContent

ANY_SHAPE = settings(max_examples=25, deadline=None)


def test_a_long_word_is_broken_inside_the_margins() -> None:
    rendered = draw(replace(STATEMENT, body=words("x" * 500 + " " + "日" * 90)))
    done = subprocess.run(
        [require_tool("pdftotext"), "-q", "-bbox", "-", "-"],
        input=rendered.content,
        capture_output=True,
        check=True,
    )
    rights = [float(edge) for edge in re.findall(rb'xMax="([\d.]+)"', done.stdout)]
    assert len(rights) > 10
    assert max(rights) <= 595.3 - 60
    assert "x" * 500 in squeezed("".join(pages_of(rendered))).replace("\n", "")


DEEP = "<ul><li>deeper " * 30 + "done" + "</li></ul>" * 30


@pytest.mark.parametrize(
    ("part", "body"),
    [
        (STATEMENT, words("again " * 20_000 + "done")),
        (STATEMENT, words("x" * 100_000 + "done")),
        (WITHHELD, words("https://example.org/a?b=c&d=" * 3_500 + "done")),
        (STATEMENT, words("日" * 5_000 + "done")),
        (WITHHELD, words("line\n" * 3_000 + "done")),
        (STATEMENT, tuple(words("A paragraph.")[0] for _ in range(3_000)) + words("done")),
        (WITHHELD, (Block(BlockKind.NUMBERS, ((Run("item"),),) * 2_000 + ((Run("done"),),)),)),
        (STATEMENT, (Block(BlockKind.PARAGRAPH, ((Run("a "), Run("done", True)) * 3_000,)),)),
        (STATEMENT, from_clean_html(typed_to_html(DEEP))),
    ],
)
def test_a_flood_of_words_is_drawn_to_its_end(
    part: SubmissionContent, body: tuple[Block, ...]
) -> None:
    rendered = draw(replace(part, body=body))
    got = read_out(list(under(read(rendered.content).elements, part)))
    assert [visible(unmarked(one)) for one in got] == [visible(one) for one in written(body)]
    assert "done" in got[-1]


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd") #import "@preview/x:1.0.0": *',
        "$x$ *b* _e_ `c` <label> @ref \\ // c /* d */ = H - i + j ~ -- ... 'q' \"r\"",
        "{{7*7}} {page} {reference} %s <script>alert(1)</script> &lt;b&gt;",
        "Ŵy a ŷ, “smart” £5 €6 ½ Ελληνικά Кириллица",
    ],
)
def test_hostile_text_comes_out_as_typed(text: str) -> None:
    rendered = draw(replace(STATEMENT, body=words(text), victim_role=text))
    read = squeezed("".join(pages_of(rendered)))
    assert read.count(squeezed(text)) == 2
    assert rendered.unprintable == ()


@pytest.mark.parametrize(
    ("char", "mark"),
    [
        ("日", "[U+65E5]"),
        ("\u202e", "[U+202E]"),
        ("\u200b", "[U+200B]"),
        ("\u00ad", "[U+00AD]"),
        ("\ue000", "[U+E000]"),
        ("\x00", "[U+0000]"),
        ("\x1f", "[U+001F]"),
        ("\ufffe", "[U+FFFE]"),
        ("\U000e0041", "[U+E0041]"),
        ("\U0001f469", "[U+1F469]"),
        ("\u200d", "[U+200D]"),
    ],
)
def test_what_cannot_be_printed_is_marked_and_listed(char: str, mark: str) -> None:
    rendered = draw(replace(STATEMENT, body=words(f"a{char}b")))
    text = "".join(pages_of(rendered))
    assert f"a{mark}b" in text
    assert "Some characters could not be printed." in text
    assert rendered.unprintable == (char,)


def test_a_lone_surrogate_is_listed_by_its_marker() -> None:
    rendered = draw(replace(STATEMENT, prisoner_name="a\ud800b"))
    assert rendered.unprintable == ("[U+D800]",)


def test_a_tower_of_accents_stays_on_its_line() -> None:
    rendered = draw(replace(STATEMENT, body=words("Z" + "\u0301" * 40)))
    assert rendered.unprintable == ("\u0301",)


def test_right_to_left_scripts_are_drawn() -> None:
    body = (*words("مرحبا بالعالم"), *words("שלום"))
    rendered = draw(replace(STATEMENT, body=body))
    assert rendered.unprintable == ()
    assert "שלום" in squeezed("".join(pages_of(rendered)))


ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
STYLED = st.builds(Run, ANYTHING, st.booleans(), st.booleans())
LINES = st.lists(STYLED, max_size=3).map(tuple)
BLOCKS = st.one_of(
    st.builds(lambda line: Block(BlockKind.PARAGRAPH, (line,)), LINES),
    st.builds(
        lambda kind, lines: Block(kind, tuple(lines)),
        st.sampled_from([BlockKind.BULLETS, BlockKind.NUMBERS]),
        st.lists(LINES, max_size=3),
    ),
)


@ANY_SHAPE
@given(st.lists(BLOCKS, max_size=4), ANYTHING, st.booleans())
def test_an_export_never_fails_on_words(body: list[Block], name: str, large: bool) -> None:
    rendered = draw(replace(STATEMENT, body=body, prisoner_name=name, large_print=large))
    assert len(opened(rendered).pages) >= 1
    "".join(rendered.unprintable).encode("utf-8")


# Left to right and drawn letter by letter, so that the text layer has one right order.
LETTERS = st.text(
    "abcXYZ ŵŷŴŶâêîôû'“”—<>&#$*_@\\{}[]()0123456789£€½ΑΩαωЖжЯ日本😀\n\t", max_size=200
)


@ANY_SHAPE
@given(LETTERS, st.booleans())
def test_what_goes_in_can_be_pulled_back_out(text: str, large: bool) -> None:
    body = words(f"start {text} end")
    rendered = draw(replace(STATEMENT, body=body, large_print=large))
    expected = plain_text(body)
    for char in rendered.unprintable:
        expected = expected.replace(char, f"[U+{ord(char):04X}]")
    assert squeezed(expected) in squeezed("".join(pages_of(rendered)))


# The fonts hold each of these, and no font all of them: the engine can't draw them together.
TOGETHER = "\u25b0\u4df1\u0615\u253c\u0653\u032f\ufe0d\u1dcd"


def test_of_a_sequence_that_the_engine_refuses_one_character_is_marked() -> None:
    body = (*words(f"plain ŵ and مرحبا, then {TOGETHER}"), *words("שלום"))
    rendered = draw(replace(STATEMENT, body=body))
    assert rendered.unprintable == ("\u253c",)
    text = "".join(pages_of(rendered))
    assert "plain ŵ and" in text
    assert "[U+253C]" in text
    assert "שלום" in text


def refusing(monkeypatch: pytest.MonkeyPatch, *messages: str) -> list[str]:
    """Let the engine refuse what it is first given, once for each message; keeps what it got."""
    compile_once, refused, still = typst.compile, [], list(messages)

    def refuse_first(*args: Any, **kwargs: Any) -> Any:
        if still:
            refused.append(kwargs["sys_inputs"]["data"])
            raise typst.TypstError(still.pop(0))
        return compile_once(*args, **kwargs)

    monkeypatch.setattr(typst, "compile", refuse_first)
    return refused


NAMED = (
    'PDF/A-2a, PDF/UA-1 error: the text `"{}"` could not be displayed with font `"Source Sans 3"`'
)


@pytest.mark.parametrize("name", ["ش", "\\u{634}"])
def test_what_the_engine_names_is_marked_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    refused = refusing(monkeypatch, NAMED.format(name))
    rendered = draw(replace(STATEMENT, body=words("plain ŵ and ش with Я")))
    assert "ش" in refused[0]
    assert rendered.unprintable == ("ش",)
    assert "plain ŵ and [U+0634] with Я" in "".join(pages_of(rendered))


@pytest.mark.parametrize(
    "messages",
    [
        ["something else"] * 2,
        [NAMED.format("p")] * 2,
        [NAMED.format(char) for char in "ابتثجحخد"],
    ],
)
def test_an_engine_that_refuses_more_is_given_what_is_always_safe(
    monkeypatch: pytest.MonkeyPatch, messages: list[str]
) -> None:
    refusing(monkeypatch, *messages)
    rendered = draw(replace(STATEMENT, body=words("plain ŵ and ش")))
    assert rendered.unprintable == ("ش",)
    assert "plain ŵ and [U+0634]" in "".join(pages_of(rendered))


def test_what_has_no_day_yet_can_be_looked_through() -> None:
    for body in (words("日"), words(f"日 {TOGETHER}")):
        content = replace(STATEMENT, body=body, made_on=date(1, 1, 1))
        assert "日" in renderer().unprintable(content)


def test_words_that_are_refused_take_no_map_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    refusing(monkeypatch, NAMED.format("ش"), NAMED.format("p"))
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    figures = (Figure("A map", drawing=drawing),)
    rendered = draw(replace(WITHHELD, body=words("plain ش"), figures=figures))
    assert rendered.unprintable == ("ش",)
    assert "/Figure" in [one.name for one in read(rendered.content).walk()]


@ANY_SHAPE
@given(st.text(st.characters(exclude_categories=()), max_size=60), st.booleans())
def test_an_officer_sees_before_what_will_be_marked(text: str, together: bool) -> None:
    content = replace(STATEMENT, body=words(text + TOGETHER * together))
    assert renderer().unprintable(content) == draw(content).unprintable
