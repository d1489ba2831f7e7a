"""How a letter looks on paper: one name and one address in the window, and nothing else."""

import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.extraction import translator
from tests.support.submissions import names_of, opened, pages_of, renderer, squeezed
from tests.support.tools import require_tool
from victim_portal.documents.letters import MOST_LINES, window_lines
from victim_portal.domain.vocabulary import Language, LetterKind
from victim_portal.domain.wording.first_contact import LetterFacts, letter_words
from victim_portal.ports import LetterContent, RenderedPdf

ADDRESS = ("Rhiannon Example", "14 Long Lane", "Oldtown", "WINCHESTER", "SO23 9AA")
# Millimetres from the left and the top: a DL window, and how far the paper slides in it.
WINDOW, SLIDE = (20, 45, 110, 70), 11
POINTS_PER_MM = 72 / 25.4
# The letter with news has the words of its update.
KINDS = [kind for kind in LetterKind if kind is not LetterKind.UPDATE]


def letter(
    kind: LetterKind = LetterKind.FIRST,
    neutral: bool = False,
    language: Language = Language.ENGLISH,
    large_print: bool = False,
    address: Sequence[str] = ADDRESS,
    person: str = "Rhiannon",
) -> LetterContent:
    facts = LetterFacts(
        person_name=person,
        officer_first_name="Samantha",
        officer_phone="01632 960001",
        officer_hours="Monday to Friday, 9am to 5pm",
        made_on=date(2026, 11, 22),
        code="482915",
        valid_until=date(2026, 12, 13),
    )
    words = letter_words(kind, neutral, facts, language, translator(language))
    return LetterContent(
        letter_id=UUID("5f0c1a2b-0000-4000-8000-000000000000"),
        made_on=date(2026, 11, 22),
        language=language,
        large_print=large_print,
        name=words.name,
        day=words.day,
        address=address,
        parts=[(part.kind.value, part.text) for part in words.parts],
    )


EVERY_FORM = [
    letter(kind, neutral, language, large)
    for kind in KINDS
    for neutral in (False, True)
    for language in Language
    for large in (False, True)
]


def draw(content: LetterContent) -> RenderedPdf:
    return renderer().render_letter(content)


def boxes(rendered: RenderedPdf) -> list[tuple[float, float, float, float, str]]:
    """The words of the first page with their edges, in millimetres from its top left."""
    done = subprocess.run(
        [require_tool("pdftotext"), "-q", "-bbox", "-l", "1", "-", "-"],
        input=rendered.content,
        capture_output=True,
        check=True,
    )
    found = re.findall(
        r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<',
        done.stdout.decode(),
    )
    return [
        (*(float(edge) / POINTS_PER_MM for edge in edges), text)  # type: ignore[misc]  # four edges
        for *edges, text in found
    ]


@pytest.mark.parametrize("content", EVERY_FORM[::3])
def test_every_letter_is_tagged_archivable_and_accessible(content: LetterContent) -> None:
    pdf = opened(draw(content))
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == content.language.value
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as xmp:
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "A")
        assert xmp["pdfuaid:part"] == "1"
        assert str(xmp["dc:title"]) == {"en": "Letter", "cy": "Llythyr"}[content.language]
    levels = [name for name in names_of(pdf) if re.fullmatch(r"/H\d", name)]
    assert levels[:1] in ([], ["/H1"])
    assert set(levels) <= {"/H1", "/H2"}


@pytest.mark.parametrize("content", EVERY_FORM[::3])
def test_nothing_in_the_file_tells_who_sent_it_or_to_whom(content: LetterContent) -> None:
    rendered = draw(content)
    pdf = opened(rendered)
    assert rendered.file_name == "letter-5f0c1a2b.pdf"
    with pdf.open_metadata() as xmp:
        about = str(xmp) + str(dict(pdf.docinfo))
    for private in ("Rhiannon", "Samantha", "Long Lane", "Probation", "Victim", "960001"):
        assert private not in about
    assert not pdf.attachments
    assert not {"/AA", "/OpenAction", "/AcroForm", "/AF"} & set(pdf.Root.keys())
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary):
            assert not {"/JS", "/URI", "/Launch"} & set(item.keys())
            assert item.get("/Subtype") != "/Image"


@pytest.mark.parametrize("content", EVERY_FORM)
def test_only_name_and_address_show_through_the_window(content: LetterContent) -> None:
    left, top, right, bottom = WINDOW
    inside, near = [], []
    for x0, y0, x1, y1, text in boxes(draw(content)):
        if x0 >= left and y0 >= top and x1 <= right and y1 <= bottom:
            inside.append(text)
        elif y0 < bottom + SLIDE and y1 > top - SLIDE:
            near.append(text)
    assert squeezed("".join(inside)) == squeezed("".join(ADDRESS))
    assert near == []


@pytest.mark.parametrize(
    ("kind", "neutral"), [(kind, False) for kind in KINDS] + [(LetterKind.FIRST, True)]
)
@pytest.mark.parametrize("language", Language)
def test_an_ordinary_letter_fits_one_page(
    kind: LetterKind, neutral: bool, language: Language
) -> None:
    assert len(pages_of(draw(letter(kind, neutral, language)))) == 1


@pytest.mark.parametrize("content", EVERY_FORM)
def test_no_line_runs_into_another(content: LetterContent) -> None:
    tops = sorted({round(top, 1) for _, top, _, _, _ in boxes(draw(content))})
    # Lines of 11 point type, the smallest that an ordinary address has, stand 4 mm apart.
    gaps = [lower - upper for upper, lower in pairwise(tops)]
    assert min(gaps) > 3.5, tops


def test_large_print_is_large_and_numbered() -> None:
    pages = pages_of(draw(letter(LetterKind.SECOND, large_print=True)))
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
    assert "Page" not in pages_of(draw(letter()))[0]

    def height(large: bool) -> float:
        return next(y1 - y0 for _, y0, _, y1, text in boxes(draw(letter(large_print=large)))
                    if text == "Hello")  # fmt: skip

    assert height(True) == pytest.approx(1.5 * height(False), rel=0.02)


def test_the_words_are_those_that_were_read() -> None:
    for content in (letter(), letter(LetterKind.CODE), letter(LetterKind.DOOR_OPEN, True)):
        drawn = squeezed("".join(pages_of(draw(content)))).replace("•", "")
        said = "".join([*content.address, content.day, *(text for _, text in content.parts)])
        assert drawn == squeezed(said)


def test_the_same_words_give_the_same_bytes_whatever_the_letter() -> None:
    one, two = letter(), replace(letter(), letter_id=UUID(int=7))
    assert draw(one).content == draw(letter()).content == draw(two).content
    assert draw(two).file_name == "letter-00000000.pdf"


@pytest.mark.parametrize(
    "text", ['#read("/etc/passwd")', "$x$ *b* _e_ <label> @ref \\", "Ŵyn O'Sé — £", "{{7*7}} {day}"]
)
def test_hostile_text_comes_out_as_typed(text: str) -> None:
    rendered = draw(letter(address=(text, "1 High Street"), person=text))
    assert squeezed("".join(pages_of(rendered))).count(squeezed(text)) == 2
    assert rendered.unprintable == ()


def test_what_cannot_be_printed_is_marked_and_listed() -> None:
    rendered = draw(letter(address=("Mei 日", "1 High\u202e Street")))
    assert "[U+65E5]" in pages_of(rendered)[0]
    assert rendered.unprintable == ("\u202e", "日")


def test_an_address_of_many_lines_still_fits_the_window() -> None:
    lines = ["Rhiannon Example", "Flat 2", "The Old Mill", "14 Long Lane", "Upper Green", "Oldtown",
             "Near Winchester", "Hampshire", "SO23 9AA"]  # fmt: skip
    rendered = draw(letter(address=lines))
    left, top, right, bottom = WINDOW
    shown = [b for b in boxes(rendered) if b[1] < 80]
    assert all(b[0] >= left and b[1] >= top and b[2] <= right and b[3] <= bottom for b in shown)
    assert squeezed("".join(b[4] for b in shown)).replace(",", "") == squeezed("".join(lines))


def test_every_number_stays_on_one_line() -> None:
    text = "\n".join(pages_of(draw(letter(large_print=True))))
    assert text.count("01632\N{NO-BREAK SPACE}960001") + text.count("01632 960001") >= 1
    assert "01632\n" not in text


def test_qpdf_finds_nothing_wrong(tmp_path: Path) -> None:
    path = tmp_path / "one.pdf"
    path.write_bytes(draw(letter(large_print=True)).content)
    done = subprocess.run([require_tool("qpdf"), "--check", str(path)], capture_output=True)
    assert done.returncode == 0, done.stdout


ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)


@settings(max_examples=25, deadline=None)
@given(st.lists(ANYTHING, min_size=1, max_size=12), ANYTHING, st.booleans())
def test_a_letter_never_fails_on_words(lines: list[str], words: str, large: bool) -> None:
    content = letter(address=lines, large_print=large)
    rendered = draw(replace(content, parts=[*content.parts, ("item", words), ("paragraph", words)]))
    assert len(opened(rendered).pages) >= 1
    "".join(rendered.unprintable).encode("utf-8")


@given(st.lists(st.text(max_size=30), max_size=20))
def test_no_line_of_an_address_is_lost(lines: list[str]) -> None:
    shown = window_lines(lines)
    assert len(shown) <= MOST_LINES
    kept = re.sub(r"[\s,]", "", "".join(shown))
    assert kept == re.sub(r"[\s,]", "", "".join(lines))
