"""What PDF/A-2a and PDF/UA-1 ask of a file, as far as one can see without a validator."""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf

from tests.support.reading_pdf import Reading, read

_ACTIVE = {"/JS", "/JavaScript", "/Launch", "/URI", "/EmbeddedFiles", "/RichMedia"}
_ACTS = {"/AA", "/OpenAction", "/AcroForm", "/AF", "/Collection"}


def faults(content: bytes) -> list[str]:
    """Everything that is wrong with a file of ours, in words; nothing for a good one."""
    with pikepdf.open(BytesIO(content)) as pdf:
        found = [*pdf.check_pdf_syntax(), *_of_root(pdf), *_of_metadata(pdf), *_of_objects(pdf)]
        found += [
            f"page {page.index + 1} has no tab order" for page in pdf.pages if not _tabs(page)
        ]
    return found + list(_of_reading(read(content)))


def _tabs(page: Any) -> bool:
    return str(page.get("/Tabs")) == "/S" and "/StructParents" in page


def _of_root(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not ("/StructTreeRoot" in root and root.MarkInfo.Marked):
        yield "not tagged"
    if str(root.get("/Lang", "")) not in {"en", "cy"}:
        yield "no language"
    if not root.ViewerPreferences.get("/DisplayDocTitle"):
        yield "the title isn't shown"
    if [str(one.S) for one in root.OutputIntents] != ["/GTS_PDFA1"]:
        yield "no output intent"
    if "/Encrypt" in pdf.trailer or "/ID" not in pdf.trailer:
        yield "encrypted, or without an identifier"
    yield from (f"holds {key}" for key in sorted(_ACTS & set(root.keys())))
    if pdf.attachments:
        yield "holds attachments"


def _of_metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    # Only looked at: nothing of the reader's own may come in.
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        wanted = {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
        for key, value in wanted.items():
            if xmp.get(key) != value:
                yield f"{key} isn't {value}"
        if not xmp.get("dc:title") or str(xmp["dc:title"]) != str(pdf.docinfo["/Title"]):
            yield "two titles, or none"
    if not set(pdf.docinfo.keys()) <= {"/Title", "/Creator", "/CreationDate", "/ModDate"}:
        yield "metadata beyond the title"


def _of_objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary):
            continue
        yield from (f"holds {key}" for key in sorted(_ACTIVE & set(item.keys())))
        if item.get("/Type") == "/FontDescriptor" and not {"/FontFile2", "/FontFile3"} & set(
            item.keys()
        ):
            yield f"{item.FontName} isn't embedded"
        if item.get("/Type") == "/Font" and str(item.Subtype) not in {"/Type0", "/CIDFontType2"}:
            yield f"a font of the kind {item.Subtype}"
        if item.get("/Subtype") == "/Type0" and "/ToUnicode" not in item:
            yield f"{item.BaseFont} has no table of characters"


def _of_reading(reading: Reading) -> Iterator[str]:
    yield from (f"neither tagged nor an artifact: {one!r}" for one in reading.stray)
    every = list(reading.walk())
    levels = [int(one.name[2:]) for one in every if re.fullmatch(r"/H\d", one.name)]
    if levels[:1] not in ([], [1]) or any(after > before + 1 for before, after in pairwise(levels)):
        yield f"headings go {levels}"
    for one in every:
        if one.name == "/Figure" and not (one.alternative or "").strip():
            yield "a figure without words"
        if one.name == "/TH" and "/Scope" not in one.attributes:
            yield "a table header without a scope"
        if one.name in {"/H1", "/H2", "/TH"} and not one.text.strip():
            yield f"an empty {one.name}"
