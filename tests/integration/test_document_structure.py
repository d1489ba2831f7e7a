"""How the files of a submission are built.

The engine refuses to write a file that breaks PDF/A-2a or PDF/UA-1; what is checked here is
read back with pikepdf and qpdf. No third-party validator takes part.
"""

import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from tests.support.submissions import EVERY_FORM, PARTS, STATEMENT, draw, names_of, opened
from tests.support.tools import require_tool
from victim_portal.documents import file_name
from victim_portal.ports import SubmissionContent


@pytest.mark.parametrize("content", EVERY_FORM, ids=file_name)
def test_every_form_is_tagged_archivable_and_accessible(content: SubmissionContent) -> None:
    pdf = opened(draw(content))
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == content.language.value
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert [str(intent.S) for intent in pdf.Root.OutputIntents] == ["/GTS_PDFA1"]
    assert all(str(page.Tabs) == "/S" for page in pdf.pages)
    with pdf.open_metadata() as xmp:
        assert xmp["pdfaid:part"] == "2"
        assert xmp["pdfaid:conformance"] == "A"
        assert xmp["pdfuaid:part"] == "1"
        assert content.case_reference in str(xmp["dc:title"])


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
