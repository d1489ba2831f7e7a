"""Which part of a map a figure shows, and where a place stands on it.

Figures are drawn as web maps are (Mercator), north at the top, so that tiles, pictures and
what was drawn on the screen lie on each other.
"""

from dataclasses import dataclass
from math import asinh, atan, degrees, radians, sinh, tan

from victim_portal.domain.zones.measuring import corner_places, metres_per_degree
from victim_portal.domain.zones.values import Bounds, Position, Shape

WIDTH = 900
HEIGHT = 675
LOWEST, HIGHEST = 450, 1200
AROUND = 0.35
"""How much more than the area a figure shows on each side, as a share of it."""
LEAST_AROUND_METRES = 80
NORTHERNMOST = 85.0
"""Where the projection ends."""


@dataclass(frozen=True)
class Frame:
    """A part of the map on a canvas of `width` by `height`, in its units."""

    bounds: Bounds
    width: int
    height: int

    def place(self, position: Position) -> tuple[float, float]:
        """Where a place stands, from the left and from the top."""
        left, top = self.bounds.south_west.east, mercator(self.bounds.north_east.latitude)
        wide = self.bounds.north_east.east - left
        tall = top - mercator(self.bounds.south_west.latitude)
        return (
            (position.east - left) / wide * self.width,
            (top - mercator(position.latitude)) / tall * self.height,
        )

    @property
    def metres_per_unit(self) -> float:
        """How many metres on the ground one unit is, in the middle of the figure."""
        south, north = self.bounds.south_west.latitude, self.bounds.north_east.latitude
        by_east, _ = metres_per_degree((south + north) / 2)
        wide = self.bounds.north_east.longitude - self.bounds.south_west.longitude
        return wide * by_east / self.width


def mercator(latitude: float) -> float:
    """How far up a latitude stands, in degrees of longitude."""
    return degrees(asinh(tan(radians(latitude))))


def latitude_at(up: float) -> float:
    """The latitude that stands so far up: the reverse of `mercator`."""
    return degrees(atan(sinh(radians(up))))


def frame_around(shape: Shape, limit: Bounds | None = None) -> Frame:
    """The frame of a figure: the area with what lies around it, within the base map.

    `limit` is what the base map shows; the frame is moved into it, and cut where it is larger.
    """
    south_west, north_east = corner_places(shape)
    by_east, by_north = metres_per_degree((south_west.latitude + north_east.latitude) / 2)
    wide = north_east.longitude - south_west.longitude
    tall = north_east.latitude - south_west.latitude
    beside = max(wide * AROUND, LEAST_AROUND_METRES / by_east)
    above = max(tall * AROUND, LEAST_AROUND_METRES / by_north)
    left, right = south_west.longitude - beside, north_east.longitude + beside
    low = mercator(max(south_west.latitude - above, -NORTHERNMOST))
    high = mercator(min(north_east.latitude + above, NORTHERNMOST))
    left, right, low, high = _in_proportion(left, right, low, high)
    if limit is not None:
        south, north = limit.south_west.latitude, limit.north_east.latitude
        left, right = _within(left, right, limit.south_west.longitude, limit.north_east.longitude)
        low, high = _within(low, high, mercator(south), mercator(north))
    bounds = Bounds(
        Position.of(latitude_at(low), left),
        Position.of(latitude_at(high), right),
    )
    height = round(WIDTH * (high - low) / (right - left))
    return Frame(bounds, WIDTH, min(max(height, LOWEST), HIGHEST))


def frame_of(bounds: Bounds) -> Frame:
    """The frame that shows a whole base map, in its own proportion."""
    wide = bounds.north_east.longitude - bounds.south_west.longitude
    tall = mercator(bounds.north_east.latitude) - mercator(bounds.south_west.latitude)
    return Frame(bounds, WIDTH, max(round(WIDTH * tall / wide), 1))


def _in_proportion(
    left: float, right: float, low: float, high: float
) -> tuple[float, float, float, float]:
    """The box made wider or taller, about its middle, to the figure's own proportion."""
    wanted = WIDTH / HEIGHT
    wide, tall = right - left, high - low
    if wide < tall * wanted:
        more = (tall * wanted - wide) / 2
        return left - more, right + more, low, high
    more = (wide / wanted - tall) / 2
    return left, right, low - more, high + more


def _within(start: float, end: float, first: float, last: float) -> tuple[float, float]:
    """A stretch moved into another, or all of that where it is longer."""
    if end - start >= last - first:
        return first, last
    moved = max(first - start, 0) - max(end - last, 0)
    return start + moved, end + moved
