"""The demo's base map, drawn by ourselves: no map of a real place is anybody's to ship."""

from collections.abc import Iterator
from itertools import pairwise
from math import atan2, degrees, hypot

from victim_portal.domain.zones import Bounds, Frame, Position, frame_of
from victim_portal.domain.zones.measuring import metres_per_degree
from victim_portal.maps.town_places import (
    FIELDS,
    MAJOR,
    MINOR,
    RAILWAY,
    RIVER,
    SEA,
    SOUTH,
    TALL,
    WEST,
    WIDE,
    Place,
    Way,
)
from victim_portal.ports import MapPicture

SVG = "image/svg+xml"
FONT = "Source Sans 3, Arial, sans-serif"
LAND, WATER, WATER_EDGE = "#f7f4ec", "#bfdcec", "#5b8fae"
FILLS = {"water": WATER, "green": "#d3e6c4", "ground": "#e4dacb"}
LETTERS = 17
"""The height of letters, in units of a figure."""
_SQUARE = 26
"""Metres from one building to the next."""

Point = tuple[float, float]


class Town:
    """Marlhaven as a base map: one picture, and figures cut from the same drawing."""

    credit = "Marlhaven, an invented town"
    tiled = False
    zooms = (0, 0)

    def __init__(self) -> None:
        by_east, by_north = metres_per_degree(SOUTH + TALL / 2 / 111_250)
        self._by_east, self._by_north = by_east, by_north
        self.bounds = Bounds(
            Position.of(SOUTH, WEST), Position.of(SOUTH + TALL / by_north, WEST + WIDE / by_east)
        )

    def whole(self) -> MapPicture:
        """The town as an SVG file of its own."""
        frame = frame_of(self.bounds)
        file = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {frame.height}" '
            f'width="{frame.width}" height="{frame.height}" preserveAspectRatio="none">'
            f"{''.join(self._elements(frame, letters=11))}</svg>"
        )
        return MapPicture(file.encode("utf-8"), SVG)

    def tile(self, zoom: int, x: int, y: int) -> MapPicture | None:
        """There are none."""
        return None

    def cut(self, frame: Frame) -> MapPicture:
        """The elements that fill a figure."""
        return MapPicture("".join(self._elements(frame, LETTERS)).encode("utf-8"), SVG)

    def position(self, place: Place) -> Position:
        """Where a place of the town lies."""
        return Position.of(SOUTH + place[1] / self._by_north, WEST + place[0] / self._by_east)

    def _elements(self, frame: Frame, letters: int) -> Iterator[str]:
        """Land, water, fields, houses, roads and names, in the order of drawing."""
        unit = 1 / frame.metres_per_unit
        yield f'<rect width="{frame.width}" height="{frame.height}" fill="{LAND}"/>'
        for field in FIELDS:
            edge = f' stroke="{WATER_EDGE}" stroke-width="2"' if field is SEA else ""
            yield (
                f'<path d="M{self._joined(field.places, frame)} Z" '
                f'fill="{FILLS[field.kind]}"{edge}/>'
            )
        yield self._line(RIVER, frame, WATER, RIVER.wide * unit)
        yield from self._houses(frame)
        yield self._line(RAILWAY, frame, "#505a5f", max(RAILWAY.wide * unit, 3))
        yield self._line(RAILWAY, frame, "#ffffff", max(RAILWAY.wide * unit - 3, 1), "9 9")
        for ways, edge in ((MINOR, "#9c9488"), (MAJOR, "#8a6d3b")):
            for way in ways:
                yield self._line(way, frame, edge, max(way.wide * unit, 3) + 3)
        for ways, fill in ((MINOR, "#ffffff"), (MAJOR, "#fbe3a8")):
            for way in ways:
                yield self._line(way, frame, fill, max(way.wide * unit, 3))
        for way in (*MAJOR, *MINOR, RIVER):
            yield from self._name(way, frame, letters)
        for field in FIELDS:
            x, y = frame.place(self.position(field.label))
            if 0 < x < frame.width and 0 < y < frame.height:
                yield _text(field.name, x, y, letters, "#1d5a35" if field.kind == "green" else INK)

    def _line(self, way: Way, frame: Frame, colour: str, wide: float, dashes: str = "") -> str:
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        return (
            f'<path d="M{self._joined(way.places, frame)}" fill="none" stroke="{colour}" '
            f'stroke-width="{wide:.1f}" stroke-linejoin="round"{dashed}/>'
        )

    def _joined(self, places: tuple[Place, ...], frame: Frame) -> str:
        points = (frame.place(self.position(one)) for one in places)
        return " L".join(f"{x:.1f} {y:.1f}" for x, y in points)

    def _houses(self, frame: Frame) -> Iterator[str]:
        """Rows of houses along the small streets, as one path."""
        unit = 1 / frame.metres_per_unit
        side = 11 * unit
        found = []
        for way in MINOR:
            for x, y in _along(way):
                left, top = frame.place(self.position((round(x), round(y))))
                if -side < left < frame.width and -side < top < frame.height:
                    found.append(f"M{left:.1f} {top:.1f}h{side:.1f}v{side:.1f}h-{side:.1f}z")
        if found:
            yield f'<path d="{"".join(found)}" fill="#ddd3c4"/>'

    def _name(self, way: Way, frame: Frame, letters: int) -> Iterator[str]:
        """The name along the longest stretch that can be seen, where it has room."""
        points = [frame.place(self.position(one)) for one in way.places]
        stretches = [
            stretch for one, other in pairwise(points) if (stretch := _seen(one, other, frame))
        ]
        if not stretches:
            return
        (x1, y1), (x2, y2) = max(stretches, key=lambda one: hypot(*_step(*one)))
        if hypot(x2 - x1, y2 - y1) < len(way.name) * letters * 0.55:
            return
        turn = degrees(atan2(y2 - y1, x2 - x1))
        turn -= 180 if turn > 90 else -180 if turn <= -90 else 0
        colour = WATER_EDGE if way is RIVER else INK
        yield _text(way.name, (x1 + x2) / 2, (y1 + y2) / 2, letters, colour, turn)


INK = "#383f43"


def _text(name: str, x: float, y: float, letters: int, colour: str, turn: float = 0.0) -> str:
    # Names hold letters, blanks and an apostrophe: nothing that markup could mean.
    turned = f' transform="rotate({turn:.1f} {x:.1f} {y:.1f})"' if turn else ""
    return (
        f'<text x="{x:.1f}" y="{y + letters * 0.35:.1f}"{turned} text-anchor="middle" '
        f'font-family="{FONT}" font-size="{letters}" fill="{colour}" stroke="#ffffff" '
        f'stroke-width="3" paint-order="stroke">{name}</text>'
    )


def _along(way: Way) -> Iterator[Point]:
    """Places on both sides of a street, one for each house."""
    for (x1, y1), (x2, y2) in pairwise(way.places):
        long = hypot(x2 - x1, y2 - y1)
        east, north = (x2 - x1) / long, (y2 - y1) / long
        for place in range(1, int(long // _SQUARE)):
            for beside in (15, -27):
                at = place * _SQUARE
                yield x1 + east * at - north * beside, y1 + north * at + east * beside


def _step(one: Point, other: Point) -> Point:
    return other[0] - one[0], other[1] - one[1]


def _seen(one: Point, other: Point, frame: Frame) -> tuple[Point, Point] | None:
    """The part of a line that lies within a figure, a little from its edge."""
    start, end = 0.0, 1.0
    east, down = _step(one, other)
    for at, step, last in ((one[0], east, frame.width), (one[1], down, frame.height)):
        low, high = 30 - at, last - 30 - at
        if step == 0:
            if low > 0 or high < 0:
                return None
            continue
        first, second = sorted((low / step, high / step))
        start, end = max(start, first), min(end, second)
    if start >= end:
        return None
    return (
        (one[0] + east * start, one[1] + down * start),
        (one[0] + east * end, one[1] + down * end),
    )
