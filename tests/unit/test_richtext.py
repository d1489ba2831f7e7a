"""Rich text as a tree: read, kept, written back, counted."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.richtext import (
    Block,
    BlockKind,
    Run,
    from_clean_html,
    from_json,
    plain_text,
    reading_minutes,
    to_json,
    to_source,
    typed_to_html,
    word_count,
)

PARAGRAPH, BULLETS, NUMBERS = BlockKind.PARAGRAPH, BlockKind.BULLETS, BlockKind.NUMBERS

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)
RUNS = st.lists(st.builds(Run, ANY_TEXT, st.booleans(), st.booleans()), max_size=4).map(tuple)
TREES = st.lists(
    st.one_of(
        st.builds(lambda line: Block(PARAGRAPH, (line,)), RUNS),
        st.builds(
            lambda kind, lines: Block(kind, tuple(lines)),
            st.sampled_from([BULLETS, NUMBERS]),
            st.lists(RUNS, max_size=4),
        ),
    ),
    max_size=4,
).map(tuple)
# Markup in every state of disrepair, between ordinary words.
BROKEN_MARKUP = (
    *("<p>", "</p>", "<ul>", "</ul>", "<ol>", "</ol>", "<li>", "</li>", "<br>", "<br/>"),
    *("<strong>", "</strong>", "<em>", "</em>", "<em></em>", "<", ">", "&", "&lt;", "&amp;"),
    *("/", "p", "li>", "<!--", "-->", "<![x[", "<script>"),
)
TYPED = st.lists(
    st.one_of(
        st.sampled_from(BROKEN_MARKUP),
        st.sampled_from(["\n", "\n\n", "\r\n", " "]),
        st.text("abc <>&\"'=/!\n\t\u00a0", max_size=8),
    ),
    max_size=25,
).map("".join)


def read(text: str) -> tuple[Block, ...]:
    return from_clean_html(typed_to_html(text))


def paragraph(*runs: Run) -> Block:
    return Block(PARAGRAPH, (runs,))


@pytest.mark.parametrize(
    ("html", "tree"),
    [
        ("", ()),
        (" \n\n ", ()),
        ("one", (paragraph(Run("one")),)),
        ("one\ntwo\n\n \nthree", (paragraph(Run("one\ntwo")), paragraph(Run("three")))),
        ("<p>one</p>\n<p>two</p>", (paragraph(Run("one")), paragraph(Run("two")))),
        ("one<br>two", (paragraph(Run("one\ntwo")),)),
        ("<p> one&nbsp;</p><p></p>", (paragraph(Run("one")),)),
        (
            "a <strong>b <em>c</em></strong>",
            (paragraph(Run("a "), Run("b ", strong=True), Run("c", True, True)),),
        ),
        (
            "<strong>a\n\nb</strong>",
            (paragraph(Run("a", strong=True)), paragraph(Run("b", strong=True))),
        ),
        (
            "<ul><li>a</li><li> </li><li>b<br>c</li></ul>",
            (Block(BULLETS, ((Run("a"),), (Run("b\nc"),))),),
        ),
        (
            "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>d",
            (Block(NUMBERS, ((Run("a"),), (Run("b"),), (Run("c"),))), paragraph(Run("d"))),
        ),
        ("<ul>a<li><p>b</p><p>c</p></ul>", (Block(BULLETS, ((Run("a"),), (Run("b\nc"),))),)),
        ("<ul><li>a", (Block(BULLETS, ((Run("a"),),)),)),
        ("<div><h1>kept</h1></div>", (paragraph(Run("kept")),)),
        ("&lt;p&gt; &amp;amp;", (paragraph(Run("<p> &amp;")),)),
    ],
)
def test_html_becomes_a_tree(html: str, tree: tuple[Block, ...]) -> None:
    assert from_clean_html(html) == tree


@settings(max_examples=200)
@given(st.one_of(TYPED, ANY_TEXT))
def test_reading_never_raises_whatever_it_is_given(html: str) -> None:
    for block in from_clean_html(html):
        assert block.lines
        assert all(line for line in block.lines)


def test_a_declaration_that_the_parser_gives_up_on_loses_no_word() -> None:
    assert "kept" in plain_text(from_clean_html("<![bad[ kept"))


@settings(max_examples=200)
@given(TYPED)
def test_what_is_written_back_gives_the_same_tree_when_saved_again(text: str) -> None:
    tree = read(text)
    assert read(to_source(tree)) == tree


def test_the_source_is_plain_text_but_for_lists_and_emphasis() -> None:
    tree = read("one\ntwo\n\nthree <strong>four</strong>\n<ol><li>five<li>six</ol>")
    assert to_source(tree) == (
        "one\ntwo\n\nthree <strong>four</strong>\n\n<ol>\n<li>five</li>\n<li>six</li>\n</ol>"
    )


def test_text_that_looks_like_a_tag_is_written_back_as_text() -> None:
    tree = (paragraph(Run("<strong>not bold</strong>")),)
    assert read(to_source(tree)) == tree


@settings(max_examples=200)
@given(st.text(st.characters(exclude_characters="\r")))
def test_text_without_our_tags_comes_out_as_typed(text: str) -> None:
    # "<" followed by a space is never a tag, so every other character is free to be anything.
    typed = text.replace("<", "< ")
    assert "".join(plain_text(read(typed)).split()) == "".join(typed.split())


@settings(max_examples=200)
@given(TREES)
def test_a_kept_tree_comes_back_equal(tree: tuple[Block, ...]) -> None:
    assert from_json(json.loads(json.dumps(to_json(tree)))) == tree


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        "text",
        [None],
        [{}],
        [{"kind": "paragraph"}],
        [{"kind": "heading", "lines": [[]]}],
        [{"kind": ["paragraph"], "lines": [[]]}],
        [{"kind": "paragraph", "lines": []}],
        [{"kind": "paragraph", "lines": [[], []]}],
        [{"kind": "paragraph", "lines": [[]], "style": "color:red"}],
        [{"kind": "bullets", "lines": "ab"}],
        [{"kind": "bullets", "lines": [["a"]]}],
        [{"kind": "bullets", "lines": [[{"text": 1}]]}],
        [{"kind": "bullets", "lines": [[{"strong": True}]]}],
        [{"kind": "bullets", "lines": [[{"text": "a", "strong": 1}]]}],
        [{"kind": "bullets", "lines": [[{"text": "a", "href": "x"}]]}],
    ],
)
def test_anything_but_a_kept_tree_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"must|no known kind"):
        from_json(data)


def test_a_refusal_does_not_quote_the_words() -> None:
    with pytest.raises(ValueError, match="block 1") as refusal:
        from_json([{"kind": "paragraph", "lines": [[{"text": "secret", "x": "secret"}]]}])
    assert "secret" not in str(refusal.value)


def test_plain_text_marks_lists() -> None:
    tree = read("one <em>two</em>\n<ul><li>a<li>b</ul><ol><li>c<li>d</ol>")
    assert plain_text(tree) == "one two\n\n• a\n• b\n\n1. c\n2. d"


def test_words_are_counted_without_list_marks() -> None:
    assert word_count(read("one two\n<ul><li>three<li>four</ol>")) == 4
    assert word_count(()) == 0


@pytest.mark.parametrize(
    ("words", "minutes"), [(0, 0), (1, 1), (150, 1), (151, 2), (1500, 10), (1501, 11)]
)
def test_minutes_are_rounded_up(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes


def test_a_pace_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one word"):
        reading_minutes(10, words_per_minute=0)
