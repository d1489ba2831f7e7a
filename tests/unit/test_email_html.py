"""The HTML of an e-mail: the approved words and no others, valid, and telling nobody anything."""

import os
import re
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support import html
from tests.support.extraction import translator
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording import draft, draft_code
from victim_portal.domain.wording.email_html import email_html, paragraphs
from victim_portal.domain.wording.shapes import example_facts

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "email_html"
NOTICES = {
    "news": Stage.RELEASED,
    "urgent": Stage.RECALLED,
    "catch-up": Stage.ANNUAL_CONTACT,
}
MAY_STAND = {
    "html": {"lang"},
    "head": set(),
    "meta": {"charset", "name", "content"},
    "title": set(),
    "body": set(),
    "div": {"lang", "style"},
    "p": set(),
    "br": set(),
}
HOSTILE = (
    "</p></div><script>alert(1)</script>",
    '"><img src=https://example.com/x.gif onerror=alert(1)>',
    "<!-- --><style>p { display: none }</style>",
    "&lt;b&gt; &amp;amp; &#x41;",
    "Ring 07700 900123\nor 020 7946 0018",
    "]]> <![CDATA[ x",
    "\N{RIGHT-TO-LEFT OVERRIDE}abc",
)
# A control character has no form in HTML: the next test but one says what becomes of it.
words = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\t"),
    max_size=300,
).filter(str.strip)
languages = st.sampled_from(list(Language))


def _parsed(made: str) -> Element:
    tree, faults = html.parse(made)
    assert faults == []
    return tree


def _shown(tree: Element) -> str:
    """What a reader sees: line breaks are breaks, paragraphs lie apart."""
    (body,) = html.elements(tree, "body")
    return "\n\n".join(
        "".join("\n" if one.tag == "br" else "" for one in [p])
        + (p.text or "")
        + "".join("\n" + (one.tail or "") for one in p)
        for p in html.elements(body, "p")
    )


def test_a_link_to_their_own_pages_can_be_pressed_and_no_other() -> None:
    own = "https://messages.example.org/m/2hPz0nQkVw7tYb1cXe9uRg"
    html = email_html("Hello", f"Here it is: {own} Sam\n\nhttps://evil.example/x", Language.ENGLISH)
    assert f'<a href="{own}">{own}</a> Sam' in html
    assert html.count("<a ") == 1


@given(words, words, languages)
@example("x", HOSTILE[0], Language.ENGLISH)
@example(HOSTILE[0], HOSTILE[1], Language.WELSH)
@example("x", HOSTILE[2], Language.ENGLISH)
@example("x", HOSTILE[3], Language.ENGLISH)
@example("x", HOSTILE[4], Language.ENGLISH)
@example("x", HOSTILE[5], Language.ENGLISH)
@example("x", HOSTILE[6], Language.ENGLISH)
def test_it_says_word_for_word_what_the_plain_text_says(
    subject: str, text: str, language: Language
) -> None:
    tree = _parsed(email_html(subject, text, language))
    assert _shown(tree).split() == text.split()
    (title,) = html.elements(tree, "title")
    assert (title.text or "").split() == subject.split()
    # Nothing a reader sees stands outside of the paragraphs.
    (body,) = html.elements(tree, "body")
    assert (
        "".join(body.itertext()).split()
        == "".join("".join(p.itertext()) + " " for p in html.elements(body, "p")).split()
    )


@given(words, words, languages)
@example("x", HOSTILE[0], Language.ENGLISH)
@example("x", HOSTILE[1], Language.ENGLISH)
@example("x", HOSTILE[2], Language.ENGLISH)
def test_nothing_stands_in_it_but_paragraphs(subject: str, text: str, language: Language) -> None:
    made = email_html(subject, text, language)
    tree = _parsed(made)
    for element in html.every(tree):
        assert element.tag in MAY_STAND
        assert set(element.attrib) <= MAY_STAND[element.tag]
    assert {one.get("lang") for one in html.elements(tree, "html", "div")} == {language.value}
    styles = {one.get("style") for one in html.elements(tree, "div")}
    assert len(styles) == 1
    # No style that hides, fetches, or names a colour that a dark screen would swallow.
    assert not re.search(r"none|hidden|url|opacity|color|background|-\d", "".join(map(str, styles)))


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x1b", "\x85", "\ufffe", "\ufdd0"])
def test_what_html_cannot_carry_stands_there_as_a_mark(character: str) -> None:
    tree = _parsed(email_html(f"a{character}b", f"Hello{character}Ana", Language.ENGLISH))
    assert _shown(tree) == "Hello\N{REPLACEMENT CHARACTER}Ana"


def test_it_stays_small() -> None:
    text = "Hello Ana,\n\nThere is news for you.\n"
    assert len(email_html("Please ring Sam", text, Language.ENGLISH)) < len(text) + 700


def test_paragraphs_are_parted_by_blank_lines() -> None:
    text = "\nHello Ana,\r\n\r\nOne.\nTwo.\n \t\n\n\nSam\n"
    assert paragraphs(text) == (("Hello Ana,",), ("One.", "Two."), ("Sam",))
    assert paragraphs(" \n \n") == ()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", [*NOTICES, "code"])
def test_each_notice_is_the_golden_one(name: str, language: Language) -> None:
    """Set UPDATE_GOLDEN=1 to write the files anew, then read the difference."""
    golden = GOLDEN / language / f"{name}.html"
    if name == "code":
        code = draft_code("482915", "Rhiannon", "Samantha", language, translator(language))
        made = email_html(code.subject, code.email, language)
    else:
        facts = example_facts(language)
        texts = draft(NOTICES[name], facts, language, translator(language))
        made = email_html(texts.notice_subject, texts.notice_email, language)
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(made, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == made
    _parsed(made)


@pytest.mark.parametrize("language", list(Language))
def test_no_golden_file_is_left_over(language: Language) -> None:
    assert {path.stem for path in (GOLDEN / language).iterdir()} == {*NOTICES, "code"}
