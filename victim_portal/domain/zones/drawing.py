"""The figure of an area as SVG: for the page, and as a plain text that a PDF can draw.

It holds the base map, the area, a scale, north and whose the map is. There is no other layer,
and no way to hand one in: least of all where the victim lives. No style and no script stand in
it, and nothing in it is fetched from anywhere.
"""

import re
from base64 import b64encode
from dataclasses import dataclass
from math import log10
from xml.sax.saxutils import escape, quoteattr

from victim_portal.domain.zones.framing import Frame
from victim_portal.domain.zones.values import Circle, Position, Shape

FONT = "Source Sans 3, Arial, sans-serif"
INK, PAPER, EDGE, FILL = "#0b0c0c", "#ffffff", "#942514", "#d4351c"
PLACE_OF_LEGEND = 18
ZONE_MARK = "zone"
"""The id of the group that holds the area itself."""
_NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Scale:
    """A bar of a round length: metres, and units on the figure."""

    metres: int
    units: float

    def in_words(self) -> str:
        """``200 m``, ``2 km``."""
        if self.metres >= 1000:
            return f"{self.metres // 1000} km"
        return f"{self.metres} m"


def scale_of(frame: Frame) -> Scale:
    """The longest round length that fits in a quarter of the figure: 1, 2 or 5 and noughts."""
    room = frame.metres_per_unit * frame.width / 4
    power = 10 ** max(int(log10(room)) if room >= 1 else 0, 0)
    fitting = [step * power for step in (1, 2, 5) if step * power <= room]
    metres = max(fitting, default=1)
    return Scale(metres, metres / frame.metres_per_unit)


def zone_svg(
    shape: Shape, frame: Frame, background: str, alternative: str, *, credit: str = ""
) -> str:
    """The whole figure. `background` is markup of our own in the frame's units.

    `alternative` is its text for whoever doesn't see it, and `credit` whose map it is.
    """
    size = f"{frame.width} {frame.height}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{frame.width}" '
        f'height="{frame.height}" role="img" aria-label={_quoted(alternative)}>',
        f"<title>{_text(alternative)}</title>",
        f'<rect width="{frame.width}" height="{frame.height}" fill="#f3f2f1"/>',
        background,
        f'<g id="{ZONE_MARK}">{_area(shape, frame)}</g>',
        _legend(frame),
        _north(frame),
        _credit(frame, credit) if credit else "",
        f'<rect x="1" y="1" width="{frame.width - 2}" height="{frame.height - 2}" fill="none" '
        f'stroke="{INK}" stroke-width="2"/>',
        "</svg>",
    ]
    return "".join(parts)


def picture_svg(picture: bytes, width: int, height: int, alternative: str) -> str:
    """An uploaded map as a figure of the same kind; it has its own scale, or none."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label={_quoted(alternative)}>'
        f"<title>{_text(alternative)}</title>{picture_markup(picture, width, height)}</svg>"
    )


def picture_markup(picture: bytes, width: int, height: int) -> str:
    """A JPEG or PNG that fills a figure, in the figure itself."""
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    data = b64encode(picture).decode("ascii")
    return (
        f'<image x="0" y="0" width="{width}" height="{height}" preserveAspectRatio="none" '
        f'href="data:image/{kind};base64,{data}"/>'
    )


def _area(shape: Shape, frame: Frame) -> str:
    if isinstance(shape, Circle):
        x, y = frame.place(shape.centre)
        radius = shape.radius / frame.metres_per_unit
        drawn = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"'
    else:
        drawn = f'<path d="{_path(shape.corners, frame)}" stroke-linejoin="round"'
    # Names of roads stand on the map itself, and the line runs along those roads.
    return (
        f'{drawn} fill="{FILL}" fill-opacity="0.2" stroke="{EDGE}" stroke-opacity="0.72" '
        f'stroke-width="5"/>'
    )


def _path(corners: tuple[Position, ...], frame: Frame) -> str:
    places = (f"{x:.1f} {y:.1f}" for x, y in map(frame.place, corners))
    return f"M{' L'.join(places)} Z"


def _legend(frame: Frame) -> str:
    """The scale bar, in two halves, with its length."""
    scale = scale_of(frame)
    left, low = PLACE_OF_LEGEND + 14, frame.height - PLACE_OF_LEGEND - 16
    half = scale.units / 2
    return (
        f'<g id="scale"><rect x="{PLACE_OF_LEGEND}" y="{low - 34}" '
        f'width="{scale.units + 28:.1f}" height="60" fill="{PAPER}" fill-opacity="0.92"/>'
        f'<rect x="{left}" y="{low}" width="{half:.1f}" height="10" fill="{INK}" '
        f'stroke="{INK}" stroke-width="2"/>'
        f'<rect x="{left + half:.1f}" y="{low}" width="{half:.1f}" height="10" fill="{PAPER}" '
        f'stroke="{INK}" stroke-width="2"/>'
        f'<text x="{left}" y="{low - 9}" font-family="{FONT}" font-size="22" '
        f'fill="{INK}">{scale.in_words()}</text></g>'
    )


def _north(frame: Frame) -> str:
    middle, top = frame.width - PLACE_OF_LEGEND - 26, PLACE_OF_LEGEND
    return (
        f'<g id="north"><rect x="{middle - 26}" y="{top}" width="52" height="84" fill="{PAPER}" '
        f'fill-opacity="0.92"/>'
        f'<path d="M{middle} {top + 8} L{middle + 13} {top + 46} L{middle} {top + 37} '
        f'L{middle - 13} {top + 46} Z" fill="{INK}"/>'
        f'<text x="{middle}" y="{top + 74}" text-anchor="middle" font-family="{FONT}" '
        f'font-size="26" font-weight="bold" fill="{INK}">N</text></g>'
    )


def _credit(frame: Frame, credit: str) -> str:
    right, low = frame.width - 10, frame.height - 12
    return (
        f'<text x="{right}" y="{low}" text-anchor="end" font-family="{FONT}" font-size="18" '
        f'fill="{INK}" stroke="{PAPER}" stroke-width="4" paint-order="stroke">'
        f"{_text(credit)}</text>"
    )


def _text(words: str) -> str:
    return escape(_NOT_IN_XML.sub("\ufffd", words))


def _quoted(words: str) -> str:
    return quoteattr(_NOT_IN_XML.sub("\ufffd", words))
