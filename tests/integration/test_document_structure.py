"""How the files of a submission are built.

The engine refuses to write a file that breaks PDF/A-2a or PDF/UA-1; what is checked here is
read back with pikepdf and qpdf. No third-party validator takes part.
"""

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from tests.support.reading_pdf import read
from tests.support.submissions import (
    CONDITIONS,
    EVERY_FORM,
    PARTS,
    STATEMENT,
    WITHHELD,
    draw,
    names_of,
    opened,
    squeezed,
    words,
)
from tests.support.tools import require_tool
from victim_portal.documents import file_name
from victim_portal.domain.vocabulary import Language
from victim_portal.ports import Figure, SubmissionContent

# What a Document may hold that PDF 1.7 itself names (ISO 32000-1, 14.8.4).
STANDARD = {
    *("/Document", "/Part", "/Div", "/BlockQuote", "/Caption", "/P", "/H1", "/H2"),
    *("/L", "/LI", "/Lbl", "/LBody", "/Table", "/THead", "/TBody", "/TR", "/TH", "/TD"),
    *("/Span", "/Figure"),
}


@pytest.mark.parametrize("content", EVERY_FORM, ids=file_name)
def test_every_form_is_tagged_archivable_and_accessible(content: SubmissionContent) -> None:
    pdf = opened(draw(content))
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == content.language.value
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert [str(intent.S) for intent in pdf.Root.OutputIntents] == ["/GTS_PDFA1"]
    assert pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()[36:40] == b"acsp"
    assert all(str(page.Tabs) == "/S" for page in pdf.pages)
    assert [int(page.StructParents) for page in pdf.pages] == list(range(len(pdf.pages)))
    assert "/Encrypt" not in pdf.trailer
    assert "/ID" in pdf.trailer
    with pdf.open_metadata() as xmp:
        assert xmp["pdfaid:part"] == "2"
        assert xmp["pdfaid:conformance"] == "A"
        assert xmp["pdfuaid:part"] == "1"
        # PDF/A asks both places to say the same.
        assert content.case_reference in str(pdf.docinfo["/Title"]) == str(xmp["dc:title"])
        assert str(pdf.docinfo["/Creator"]) == xmp["xmp:CreatorTool"]
        assert xmp["xmp:CreateDate"] == xmp["xmp:ModifyDate"] == "2026-11-21T00:00:00Z"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261121000000Z"
        assert str(pdf.docinfo["/ModDate"]) == "D:20261121000000Z"


@pytest.mark.parametrize("content", EVERY_FORM, ids=file_name)
def test_whatever_is_drawn_is_tagged_or_an_artifact(content: SubmissionContent) -> None:
    reading = read(draw(content).content)
    assert reading.stray == []
    beside = squeezed("".join(reading.artifacts))
    assert content.case_reference in beside
    # What the heads of pages say to the eye is said once to the ear.
    said = squeezed(reading.text)
    assert said.count(content.case_reference) == 1
    assert said.count("OFFICIAL-SENSITIVE") == 1
    withheld = "Rule 17 application: do not disclose"
    shown = "May be shown to the prisoner"
    assert squeezed(shown if content.may_be_shown_to_prisoner else withheld) in said


def test_every_kind_of_element_is_one_that_readers_know() -> None:
    for content in PARTS:
        with opened(draw(content)) as pdf:
            roles = {str(new): str(old) for new, old in pdf.Root.StructTreeRoot.RoleMap.items()}
            found = {roles.get(name, name) for name in names_of(pdf)}
        assert found <= STANDARD


@pytest.mark.parametrize("content", EVERY_FORM, ids=file_name)
def test_each_label_of_the_facts_is_the_header_of_its_row(content: SubmissionContent) -> None:
    facts = next(one for one in read(draw(content).content).walk() if one.name == "/Table")
    title, *rows = (one.children for one in facts.walk() if one.name == "/TR")
    assert [(cell.name, cell.attributes["/Scope"]) for cell in title] == [("/TH", "/Column")]
    assert len(rows) >= 9
    for label, value in rows:
        assert (label.name, label.attributes["/Scope"]) == ("/TH", "/Row")
        assert value.name == "/TD"
        assert "/Headers" not in value.attributes
    assert [value.text for _, value in rows[2:4]] == [content.prisoner_name, content.prison_number]


@pytest.mark.parametrize("large", [False, True])
def test_each_cell_of_the_conditions_says_which_header_is_its_own(large: bool) -> None:
    reading = read(draw(replace(CONDITIONS, large_print=large)).content)
    table = [one for one in reading.walk() if one.name == "/Table"][1]
    heads = [one.attributes for one in table.walk() if one.name == "/TH"]
    cells = [one.attributes for one in table.walk() if one.name == "/TD"]
    assert [head["/Scope"] for head in heads] == ["/Column"] * (2 if large else 4)
    assert len(cells) == len(heads) * len(CONDITIONS.conditions)
    assert all(cell["/Headers"] for cell in cells)


def test_words_that_look_like_a_tag_stay_words() -> None:
    hostile = "/S/TD/P 1 0 R/A[<</O/Table/Headers[(U1x0y0)]>>]"
    figure = Figure(hostile, drawing='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    content = replace(WITHHELD, called=hostile, prisoner_name=hostile, figures=[figure])
    reading = read(draw(replace(content, body=words(hostile))).content)
    assert squeezed(reading.text).count(squeezed(hostile)) == 3
    assert [one.alternative for one in reading.walk() if one.name == "/Figure"] == [hostile]


@pytest.mark.parametrize("content", PARTS, ids=file_name)
def test_bookmarks_are_the_headings(content: SubmissionContent) -> None:
    rendered = draw(content)
    headings = [one.text for one in read(rendered.content).walk() if re.match(r"/H\d", one.name)]
    with opened(rendered) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in below(outline.root)] == headings


def below(items: Sequence[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from below(item.children)


@pytest.mark.parametrize("words_language", [None, *Language])
def test_a_reading_voice_is_told_of_the_language_of_the_words(
    words_language: Language | None,
) -> None:
    for part in PARTS:
        reading = read(draw(replace(part, words_language=words_language)).content)
        languages = {one.language for one in reading.walk()}
        assert languages == ({"", "cy"} if words_language is Language.WELSH else {""})


def test_the_digest_is_a_paragraph_and_her_wishes_are_quoted() -> None:
    rendered = draw(CONDITIONS)
    elements = read(rendered.content).elements
    assert elements[-1].name == "/P"
    assert squeezed(elements[-1].text).endswith(rendered.content_digest)
    quoted = [one.text for one in elements if one.name == "/BlockQuote"]
    assert quoted == ["Leave me", "My street"]


@pytest.mark.parametrize("content", EVERY_FORM, ids=file_name)
def test_headings_go_down_one_level_at_a_time_and_tables_have_headers(
    content: SubmissionContent,
) -> None:
    found = names_of(opened(draw(content)))
    levels = [int(name[2:]) for name in found if re.fullmatch(r"/H\d", name)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert found.count("/Table") == found.count("/THead") > 0
    assert "/TH" in found


def test_lists_in_a_statement_are_lists_to_a_screen_reader() -> None:
    found = names_of(opened(draw(STATEMENT)))
    assert found.count("/L") == 2
    assert found.count("/LBody") == 4


@pytest.mark.parametrize("content", PARTS, ids=file_name)
def test_every_font_is_embedded(content: SubmissionContent) -> None:
    pdf = opened(draw(content))
    descriptors = [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
    ]
    assert descriptors
    for descriptor in descriptors:
        assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())
    fonts = [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
    ]
    kinds = {str(font.Subtype) for font in fonts}
    assert kinds == {"/Type0", "/CIDFontType2"}
    assert all("/ToUnicode" in font for font in fonts if font.Subtype == "/Type0")


@pytest.mark.parametrize("content", EVERY_FORM, ids=file_name)
def test_nothing_shines_through(content: SubmissionContent) -> None:
    pdf = opened(draw(content))
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary):
            assert not {"/SMask", "/BM"} & set(item.keys())
            assert item.get("/ca", 1) == item.get("/CA", 1) == 1


@pytest.mark.parametrize("content", PARTS, ids=file_name)
def test_nothing_is_active_attached_or_signed_by_a_person(content: SubmissionContent) -> None:
    pdf = opened(draw(content))
    assert not {"/AA", "/OpenAction", "/AcroForm", "/AF"} & set(pdf.Root.keys())
    assert not pdf.attachments
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary):
            assert not {"/JS", "/JavaScript", "/Launch", "/URI"} & set(item.keys())
    assert set(pdf.docinfo.keys()) <= {"/Title", "/Creator", "/CreationDate", "/ModDate"}
    with pdf.open_metadata() as xmp:
        about = str(xmp)
    for private in ("Author", "creator>", "Rhian", "Marsh", "A1234BC", "960001"):
        assert private not in about


@pytest.mark.parametrize("content", EVERY_FORM, ids=file_name)
def test_qpdf_finds_nothing_wrong(content: SubmissionContent, tmp_path: Path) -> None:
    qpdf = require_tool("qpdf")
    path = tmp_path / "one.pdf"
    path.write_bytes(draw(content).content)
    done = subprocess.run([qpdf, "--check", str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
