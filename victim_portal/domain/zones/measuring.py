"""Lengths and areas on the ground, in metres, for areas of a few kilometres.

The Earth is WGS 84's ellipsoid, whose radii of curvature are taken at the middle of each
side. On 50 km that is off by less than a thousandth, and by nothing that counts on a town.
"""

from dataclasses import dataclass
from math import cos, hypot, pi, radians, sin, sqrt

from victim_portal.domain.zones.values import Circle, Outline, Position, Shape

EQUATORIAL_RADIUS = 6_378_137.0
_FLATTENING = 1 / 298.257223563
_ECCENTRICITY2 = _FLATTENING * (2 - _FLATTENING)


@dataclass(frozen=True)
class Measures:
    """An area in figures: square metres, and metres.

    `sides` are the lengths from each corner to the next, the last back to the first; none of
    a circle. `across` is from west to east, `along` from south to north.
    """

    area: float
    around: float
    across: float
    along: float
    sides: tuple[float, ...]


def distance(one: Position, other: Position) -> float:
    """Metres from one place to another near it."""
    east, north = metres_between(one, other)
    return hypot(east, north)


def metres_between(one: Position, other: Position) -> tuple[float, float]:
    """How far another place lies to the east and to the north, in metres."""
    by_east, by_north = metres_per_degree((one.latitude + other.latitude) / 2)
    return (
        (other.longitude - one.longitude) * by_east,
        (other.latitude - one.latitude) * by_north,
    )


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """The metres of a degree of longitude and of one of latitude, at a latitude."""
    at = radians(latitude)
    shrunk = 1 - _ECCENTRICITY2 * sin(at) ** 2
    meridian = EQUATORIAL_RADIUS * (1 - _ECCENTRICITY2) / shrunk**1.5
    return radians(1) * EQUATORIAL_RADIUS / sqrt(shrunk) * cos(at), radians(1) * meridian


def measures_of(shape: Shape) -> Measures:
    """The figures of an area; an outline that crosses itself has none that mean anything."""
    if isinstance(shape, Circle):
        radius = float(shape.radius)
        return Measures(pi * radius**2, 2 * pi * radius, 2 * radius, 2 * radius, ())
    corners = shape.corners
    pairs = list(zip(corners, (*corners[1:], *corners[:1]), strict=True))
    sides = tuple(distance(one, other) for one, other in pairs)
    south_west, north_east = corner_places(shape)
    across, along = metres_between(south_west, north_east)
    return Measures(_area(shape), sum(sides), across, along, sides)


def corner_places(shape: Shape) -> tuple[Position, Position]:
    """The south-western and the north-eastern corner of the box around a shape."""
    if isinstance(shape, Circle):
        by_east, by_north = metres_per_degree(shape.centre.latitude)
        north, east = shape.radius / by_north, shape.radius / by_east
        at = shape.centre
        return (
            Position.of(max(-90, at.latitude - north), max(-180, at.longitude - east)),
            Position.of(min(90, at.latitude + north), min(180, at.longitude + east)),
        )
    norths = [one.north for one in shape.corners]
    easts = [one.east for one in shape.corners]
    return Position(min(norths), min(easts)), Position(max(norths), max(easts))


def _area(outline: Outline) -> float:
    """The area between each side and a meridian, added up all the way round."""
    corners = outline.corners
    base = corners[0].longitude
    total = 0.0
    for one, other in zip(corners, (*corners[1:], *corners[:1]), strict=True):
        # Simpson's rule along the side: exact enough for the curving of the parallels.
        rise = other.latitude - one.latitude
        strip = 0.0
        for part, weight in ((0.0, 1), (0.5, 4), (1.0, 1)):
            latitude = one.latitude + part * rise
            longitude = one.longitude + part * (other.longitude - one.longitude) - base
            by_east, by_north = metres_per_degree(latitude)
            strip += weight * longitude * by_east * by_north
        total += strip / 6 * rise
    return abs(total)
