"""Looking into a finished file: everything in it that could be read, and what mustn't be in it.

Two libraries that had no part in drawing it read it back: PDFium the text layer, pikepdf
every object.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from threading import Lock

import pikepdf
import pypdfium2

from victim_portal.ports import InsidePdf

# PDFium is one machine for the whole process, and not made for two at once.
_ONE_AT_A_TIME = Lock()
_MARKED = re.compile(
    rb"/(?:ActualText|Alt|E|Title|Contents)\s*(\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>)", re.DOTALL
)
_XMP_TEXT = re.compile(r">([^<>]*\w[^<>]*)<")
_XMP_IDS = re.compile(r"<(\w+:(?:InstanceID|DocumentID|instanceID))>[^<]*</\1>")
_OUR_INFO = frozenset({"/Title", "/Creator", "/Producer", "/CreationDate", "/ModDate"})
_OF_A_PERSON = ("dc:creator", "pdf:Author", "pdf:Keywords>", "dc:subject", "dc:description>")
_IMAGE_META = (b"Exif\x00", b"http://ns.adobe.com/xap/1.0/", b"Photoshop 3.0")


def look_inside(content: bytes) -> InsidePdf:
    """Everything that a reader, a search or a tool could get out of a PDF.

    Raises `pikepdf.PdfError` for what is no PDF.
    """
    with pikepdf.open(BytesIO(content)) as pdf:
        metadata = tuple(_metadata(pdf))
        others = tuple(_strings(pdf))
        unclean = tuple(dict.fromkeys(_unclean(pdf)))
    return InsidePdf(_pages(content), metadata, others, unclean)


def _pages(content: bytes) -> tuple[str, ...]:
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(content)
        try:
            texts = []
            for page in document:
                text = page.get_textpage()
                texts.append(text.get_text_bounded())
                text.close()
                page.close()
            return tuple(texts)
        finally:
            document.close()


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    yield from (str(value) for value in pdf.docinfo.values())
    xmp = pdf.Root.get("/Metadata")
    if isinstance(xmp, pikepdf.Stream):
        # An id is made of a digest: it says nothing, and could look like anything.
        plain = _XMP_IDS.sub("", xmp.read_bytes().decode("utf-8", "replace"))
        yield from _XMP_TEXT.findall(plain)


def _strings(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every string of every object, such as bookmarks and alternative texts, and in drawings."""
    for one in pdf.objects:
        yield from _within(one)
        if isinstance(one, pikepdf.Stream) and _is_drawn(one):
            for marked in _MARKED.findall(one.read_bytes()):
                yield str(pikepdf.Object.parse(marked))


def _within(value: object) -> Iterator[str]:
    if isinstance(value, pikepdf.Stream):
        yield from _within(value.stream_dict)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Array):
        inside = value.values() if isinstance(value, pikepdf.Dictionary) else value
        for one in inside:
            # What has a number of its own comes by itself.
            if not (getattr(one, "is_indirect", False)):
                yield from _within(one)
    elif isinstance(value, pikepdf.String):
        yield str(value)


def _is_drawn(stream: pikepdf.Stream) -> bool:
    kind = stream.get("/Subtype")
    return kind == "/Form" or (kind is None and stream.get("/Type") is None)


def _unclean(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if "/OCProperties" in root:
        yield "layers"
    if len(pdf.attachments) or "/AF" in root:
        yield "attachments"
    if "/AcroForm" in root:
        yield "forms"
    names = root.get("/Names")
    if "/OpenAction" in root or "/AA" in root or (names is not None and "/JavaScript" in names):
        yield "actions"
    if set(pdf.docinfo.keys()) - _OUR_INFO:
        yield "metadata"
    xmp = root.get("/Metadata")
    if isinstance(xmp, pikepdf.Stream):
        plain = xmp.read_bytes().decode("utf-8", "replace")
        if any(f"<{name}" in plain for name in _OF_A_PERSON):
            yield "metadata"
    for page in pdf.pages:
        if "/Annots" in page and len(page.Annots):
            yield "annotations"
    for one in pdf.objects:
        if not isinstance(one, pikepdf.Stream):
            continue
        if one.get("/Subtype") == "/Image" and any(
            mark in one.read_raw_bytes() for mark in _IMAGE_META
        ):
            yield "metadata of a picture"
