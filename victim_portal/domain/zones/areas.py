"""The areas of one request: the words that bound each, its map, and what stands against it.

The words are the legal text, and each area has them. A map may stand beside them. What an
officer said of a map (that it doesn't show where the victim lives, that she agreed to it) was
said of that map beside those words, while she lived where she did: where any of these changes, it
is asked again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from victim_portal.domain.zones.framing import Frame
from victim_portal.domain.zones.reading import from_geojson, to_geojson
from victim_portal.domain.zones.values import Bounds, MapKind, Position, Shape, ShapeError


@dataclass(frozen=True)
class AreaMap:
    """The map of an area.

    `shape` and `frame` are those of a drawn one, `width` and `height` the picture's of an
    uploaded one. `picture` is the id of the kept picture: the base map as it was when the area
    was drawn, or the uploaded map. `words` are those that it was judged beside; `shows_home`
    and `agreed` what the officer said of it, None while nobody has.
    """

    kind: MapKind
    picture: str
    words: str = field(repr=False)
    shape: Shape | None = field(default=None, repr=False)
    frame: Frame | None = field(default=None, repr=False)
    width: int = 0
    height: int = 0
    credit: str = ""
    file_words: str = field(default="", repr=False)
    shows_home: bool | None = None
    agreed: bool = False


@dataclass(frozen=True)
class Area:
    """One area of a request: its boundary in words, and its map, if it has one."""

    words: str = field(repr=False)
    map: AreaMap | None = None

    @property
    def to_be_judged(self) -> bool:
        """Whether its map has still to be looked at, or again beside other words."""
        return self.map is not None and (
            self.map.shows_home is None or self.map.words != self.words
        )


def areas_from(stored: Mapping[str, Any] | None) -> tuple[Area, ...]:
    """The areas of a request as the record holds them; none where it has no maps."""
    rows = stored["areas"] if stored else ()
    return tuple(Area(row["words"], _map_from(row.get("map"))) for row in rows)


def areas_to_store(areas: Sequence[Area]) -> dict[str, Any] | None:
    """The same as JSON."""
    if not areas:
        return None
    return {"areas": [_row(area) for area in areas]}


def with_words(areas: Sequence[Area], words: Sequence[str]) -> tuple[Area, ...]:
    """The areas after their words were changed: each map stays beside the words it is of.

    A map whose words are still there goes with them, wherever they stand now. One whose words
    are gone stays in its place where new words stand there, to be judged again; else it goes.
    """
    left = dict(enumerate(areas))
    found: dict[int, Area] = {}
    for place, said in enumerate(words):
        same = [old for old, area in left.items() if area.words == said]
        if same:
            old = place if place in same else same[0]
            found[place] = left.pop(old)
    for place, said in enumerate(words):
        if place not in found:
            before = left.pop(place, None)
            found[place] = Area(said, before.map if before else None)
    return tuple(found[place] for place in range(len(words)))


def with_map(areas: Sequence[Area], number: int, new: AreaMap | None) -> tuple[Area, ...]:
    """The areas with another map, or none, at a number from 1. Raises IndexError."""
    if not 1 <= number <= len(areas):
        raise IndexError(number)
    return tuple(
        replace(area, map=new) if place == number else area
        for place, area in enumerate(areas, start=1)
    )


def in_doubt(areas: Sequence[Area]) -> tuple[Area, ...]:
    """The areas with nothing said of any map: she has another home than when it was said.

    Equal to `areas` where nothing had been said.
    """
    return tuple(
        replace(area, map=replace(area.map, shows_home=None, agreed=False)) if area.map else area
        for area in areas
    )


def maps_problem(areas: Sequence[Area]) -> str:
    """Why the maps of a request can't go to anybody yet, as a sentence; empty when they can."""
    for number, area in enumerate(areas, start=1):
        which = f"the map of area {number}" if len(areas) > 1 else "the map"
        why = _problem(area, which)
        if why:
            return f"It can't be put forward: {why}"
    return ""


def _problem(area: Area, which: str) -> str:
    if area.map is None:
        return ""
    if area.to_be_judged:
        return f"look at {which}, and say whether it gives away where the victim lives."
    if area.map.shows_home:
        return f"{which} gives away where the victim lives. Draw or upload another one."
    if not area.map.agreed:
        return f"there is no recorded agreement to {which} as it is."
    return ""


def _row(area: Area) -> dict[str, Any]:
    row: dict[str, Any] = {"words": area.words}
    one = area.map
    if one is not None:
        row["map"] = {
            "kind": one.kind.value,
            "picture": one.picture,
            "words": one.words,
            "shape": to_geojson(one.shape) if one.shape else None,
            "frame": _frame_row(one.frame),
            "size": [one.width, one.height],
            "credit": one.credit,
            "file_words": one.file_words,
            "shows_home": one.shows_home,
            "agreed": one.agreed,
        }
    return row


def _map_from(row: Mapping[str, Any] | None) -> AreaMap | None:
    if row is None:
        return None
    kind = MapKind(row["kind"])
    shape = from_geojson(row["shape"]) if row["shape"] is not None else None
    if (kind is MapKind.DRAWN) != (shape is not None):
        raise ShapeError("A drawn map has a shape, and no other has.")
    width, height = row["size"]
    return AreaMap(
        kind=kind,
        picture=row["picture"],
        words=row["words"],
        shape=shape,
        frame=_frame_from(row["frame"]),
        width=width,
        height=height,
        credit=row["credit"],
        file_words=row["file_words"],
        shows_home=row["shows_home"],
        agreed=row["agreed"],
    )


def _frame_row(frame: Frame | None) -> list[int] | None:
    if frame is None:
        return None
    south_west, north_east = frame.bounds.south_west, frame.bounds.north_east
    corners = [south_west.north, south_west.east, north_east.north, north_east.east]
    return [*corners, frame.width, frame.height]


def _frame_from(row: Sequence[int] | None) -> Frame | None:
    if row is None:
        return None
    south, west, north, east, width, height = row
    return Frame(Bounds(Position(south, west), Position(north, east)), width, height)
