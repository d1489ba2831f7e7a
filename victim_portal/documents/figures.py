"""Pictures as the engine may draw them: vectors without anything active, and our own fonts.

What is drawn comes from the portal's own code, or from a file that was made anew. All the
same nothing but shapes, words and pictures within the file gets through, because what the
engine refuses would stop the export of a victim's words.
"""

import re
from base64 import b64encode
from xml.etree import ElementTree

from victim_portal.documents.glyphs import Glyphs
from victim_portal.ports import Figure

FAMILIES = "Source Sans 3, DejaVu Sans"
_SVG = "http://www.w3.org/2000/svg"
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_DRAWN = frozenset(
    f"{{{_SVG}}}{name}"
    for name in (
        *("svg", "g", "defs", "title", "desc", "clipPath", "pattern", "marker"),
        *("path", "polygon", "polyline", "line", "rect", "circle", "ellipse"),
        *("text", "tspan", "image", "linearGradient", "radialGradient", "stop"),
    )
)
_WORDS = frozenset({f"{{{_SVG}}}text", f"{{{_SVG}}}tspan"})
_WITHIN = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]*\Z")
_FONT = re.compile(r"(^|;)\s*font(-family)?\s*:[^;]*")
# Ours are three deep; a parser's stack isn't endless.
_DEEPEST = 20
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
# The segments of a JPEG file that say how large the picture is.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def drawing_of(figure: Figure, glyphs: Glyphs) -> str:
    """The figure as an SVG file, its words as the glyphs can show them.

    Empty for what can't be drawn: then the words of the figure stand in its place.
    """
    if figure.picture:
        return _around(figure.picture)
    # Entities could grow without end, and no drawing of ours has any.
    if "<!" in figure.drawing.replace("<!--", ""):
        return ""
    try:
        root = ElementTree.fromstring(figure.drawing)  # noqa: S314 - see above
    except (ElementTree.ParseError, ValueError):
        return ""
    if root.tag != f"{{{_SVG}}}svg":
        return ""
    _clean(root, glyphs)
    root.set("font-family", FAMILIES)
    return ElementTree.tostring(root, encoding="unicode")


def _clean(element: ElementTree.Element, glyphs: Glyphs, depth: int = 0) -> None:
    for name in [name for name in element.attrib if name == "font-family" or name[:2] == "on"]:
        del element.attrib[name]
    if "style" in element.attrib:
        element.set("style", _FONT.sub("", element.attrib["style"]))
    if element.tag in _WORDS:
        element.text = glyphs.show(element.text or "")
    for child in list(element):
        if element.tag in _WORDS:
            child.tail = glyphs.show(child.tail or "")
        if child.tag not in _DRAWN or depth >= _DEEPEST or not _holds_itself(child):
            element.remove(child)
        else:
            _clean(child, glyphs, depth + 1)


def _holds_itself(element: ElementTree.Element) -> bool:
    """Whether a picture in the drawing is within the file, and nothing else is referred to."""
    found = [element.attrib[name] for name in _HREFS if name in element.attrib]
    return all(_WITHIN.match(one) for one in found)


def _around(picture: bytes) -> str:
    """An SVG file around a PNG or JPEG file; empty for anything else."""
    size, kind = _png_size(picture), "png"
    if size is None:
        size, kind = _jpeg_size(picture), "jpeg"
    if size is None or not all(size):
        return ""
    width, height = size
    href = f"data:image/{kind};base64,{b64encode(picture).decode()}"
    return (
        f'<svg xmlns="{_SVG}" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image href="{href}" width="{width}" height="{height}"/></svg>'
    )


def _png_size(picture: bytes) -> tuple[int, int] | None:
    if not picture.startswith(_PNG) or len(picture) < 24:
        return None
    return int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])


def _jpeg_size(picture: bytes) -> tuple[int, int] | None:
    """Width and height, from the first segment that says them."""
    if not picture.startswith(_JPEG):
        return None
    at = 2
    while at + 9 <= len(picture) and picture[at] == 0xFF:
        if picture[at + 1] in _FRAMES:
            height, width = picture[at + 5 : at + 7], picture[at + 7 : at + 9]
            return int.from_bytes(width), int.from_bytes(height)
        at += 2 + int.from_bytes(picture[at + 2 : at + 4])
    return None
