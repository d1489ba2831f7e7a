"""Maps and other pictures in a submission: drawn, described, and nothing else let in."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from tests.support.reading_pdf import Element, read
from tests.support.submissions import (
    CONDITIONS,
    WITHHELD,
    draw,
    opened,
    pages_of,
    renderer,
    squeezed,
)
from victim_portal.documents.figures import drawing_of
from victim_portal.documents.glyphs import Glyphs
from victim_portal.ports import ConditionRow, Figure, RenderedPdf, SubmissionContent

WORDS = "The area between Mill Lane, the river\nand the line {page} #read"
MISSING = squeezed("The picture can't be shown. This is what it shows:")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" {0}</svg>'


def svg(inside: str, size: str = 'viewBox="0 0 100 60"') -> str:
    return SVG.format(f"{size}>{inside}")


SHAPE = '<polygon points="5,5 90,9 50,55" fill="#b3261e" fill-opacity="0.2" stroke="#b3261e"/>'
MAP = Figure(WORDS, "Map of area 1", drawing=svg(SHAPE))


def holding(*figures: Figure) -> SubmissionContent:
    first: ConditionRow = replace(CONDITIONS.conditions[0], figures=figures)
    return replace(CONDITIONS, conditions=[first, *CONDITIONS.conditions[1:]])


def with_figures(*figures: Figure, large: bool = False) -> RenderedPdf:
    return draw(replace(holding(*figures), large_print=large))


def figures_in(rendered: RenderedPdf) -> list[Element]:
    return [one for one in read(rendered.content).walk() if one.name == "/Figure"]


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (90, 50)) -> bytes:
    out = BytesIO()
    Image.new(mode, size, "red").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("large", [False, True])
def test_a_map_is_a_figure_with_its_words_and_its_caption(large: bool) -> None:
    rendered = with_figures(MAP, large=large)
    assert [one.alternative for one in figures_in(rendered)] == [WORDS]
    reading = read(rendered.content)
    assert "Map of area 1" in [one.text for one in reading.walk() if one.name == "/Caption"]
    assert reading.stray == []
    names = [one.name for one in reading.walk()]
    at = names.index("/Figure")
    assert names[at + 1] == "/H2"  # below the condition, before the wish


def test_several_maps_stand_at_their_own_conditions() -> None:
    one, two = MAP, replace(MAP, alternative="The second", caption="Map of area 2")
    rows = [replace(row, figures=(one, two)) for row in CONDITIONS.conditions]
    found = figures_in(draw(replace(CONDITIONS, conditions=rows)))
    assert [each.alternative for each in found] == [WORDS, "The second"] * 2


def test_a_map_may_stand_under_an_application() -> None:
    assert len(figures_in(draw(replace(WITHHELD, figures=(MAP,))))) == 1


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("PNG", "L"), ("JPEG", "RGB")])
def test_a_picture_is_drawn_in_its_own_shape(kind: str, mode: str) -> None:
    rendered = with_figures(Figure(WORDS, picture=picture(kind, mode)))
    assert len(figures_in(rendered)) == 1
    with opened(rendered) as pdf:
        sizes = [
            (int(one.Width), int(one.Height))
            for one in pdf.objects
            if getattr(one, "get", dict)("/Subtype") == "/Image"
        ]
    assert sizes == [(90, 50)]


@pytest.mark.parametrize("size", ['width="10" height="5000"', 'width="9000" height="10"'])
def test_a_long_picture_stays_on_its_page(size: str) -> None:
    rendered = with_figures(replace(MAP, drawing=svg(SHAPE, size)))
    assert len(figures_in(rendered)) == 1
    assert len(pages_of(rendered)) <= 3


@pytest.mark.parametrize(
    "figure",
    [
        Figure(WORDS),
        Figure(WORDS, drawing="<svg"),
        Figure(WORDS, drawing="<p>not a drawing</p>"),
        Figure(WORDS, drawing='<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("<text>&a;</text>")),
        Figure(WORDS, drawing=svg(SHAPE, 'width="0" height="0"')),
        Figure(WORDS, drawing="\ud800"),
        Figure(WORDS, drawing=svg(f"<text y='9'>{chr(0x2632)}{chr(0x5B0)} a{chr(0x5B5)}</text>")),
        Figure(WORDS, picture=b"GIF89a"),
        Figure(WORDS, picture=b"\x89PNG\r\n\x1a\n" + b"\x00" * 40),
        Figure(WORDS, picture=b"\xff\xd8\xff\xe0\x00"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_words(figure: Figure) -> None:
    rendered = with_figures(figure)
    text = squeezed("".join(pages_of(rendered)))
    assert figures_in(rendered) == []
    assert MISSING + squeezed(WORDS) in text
    assert rendered.unprintable == ()


def test_nobody_has_to_guess_what_a_picture_shows() -> None:
    found = figures_in(with_figures(replace(MAP, alternative=" ")))
    assert [one.alternative for one in found] == ["A picture that nobody has described"]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<image href="/etc/passwd" width="9" height="9"/>',
        '<image href="../parts.typ" width="9" height="9"/>',
        '<image x:href="http://127.0.0.1:9/a.png" width="9" height="9"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zy8+" width="9" height="9"/>',
        '<a x:href="http://example.org/"><rect width="9" height="9"/></a>',
        '<foreignObject width="9" height="9"><p>words</p></foreignObject>',
        "<style>@import url(http://example.org/)</style>",
        '<g id="a"><use href="#a"/><use href="#a"/></g>',
        "<g>" * 4000 + "</g>" * 4000,
    ],
)
def test_nothing_else_comes_in_with_a_drawing(hostile: str) -> None:
    rendered = with_figures(replace(MAP, drawing=svg(hostile + SHAPE)))
    assert [one.alternative for one in figures_in(rendered)] == [WORDS]
    drawn = drawing_of(replace(MAP, drawing=svg(hostile + SHAPE)), Glyphs(set()))
    assert "polygon" in drawn
    for active in ("script", "href", "foreign", "style", "<use", ":use", "import"):
        assert active not in drawn
    assert drawn.count(":g") <= 50


def test_words_on_a_map_are_set_in_our_fonts_and_marked_where_they_must() -> None:
    words = (
        "<text y='20' font-family='Comic' style='font-family:Other;fill:red'>"
        "Tŷ 日<tspan>本</tspan></text>"
    )
    rendered = with_figures(replace(MAP, drawing=svg(words)))
    assert rendered.unprintable == ("日", "本")
    assert "Tŷ[U+65E5][U+672C]" in squeezed("".join(pages_of(rendered)))
    shown = renderer().unprintable(holding(replace(MAP, drawing=svg(words))))
    assert shown == rendered.unprintable


def test_another_drawing_is_another_document() -> None:
    one, other = with_figures(MAP), with_figures(replace(MAP, drawing=svg(SHAPE + SHAPE)))
    assert one.content_digest != other.content_digest
    assert one == with_figures(MAP)
