"""Whether an outline or a circle can be an area on a licence, in exact whole numbers."""

from itertools import combinations

from victim_portal.domain.zones.measuring import measures_of
from victim_portal.domain.zones.reading import MOST_CORNERS
from victim_portal.domain.zones.values import Bounds, Circle, Outline, Position, Shape

FEWEST_CORNERS = 3
SMALLEST_RADIUS = 20
LARGEST_RADIUS = 50_000
SMALLEST_AREA = 100
OUTSIDE = "lies outside the map. Is the latitude first?"


def shape_problem(shape: Shape, bounds: Bounds | None = None) -> str:
    """Why a shape can't be taken, as a sentence; empty when it can.

    `bounds` are those of the base map: what is drawn outside it can't be shown on it.
    """
    if isinstance(shape, Circle):
        return _circle_problem(shape, bounds)
    return _outline_problem(shape, bounds)


def crossing(outline: Outline) -> tuple[int, int] | None:
    """Two sides of an outline that cross, touch or run over each other, counted from 1.

    None where it is simple. Side 1 goes from corner 1 to corner 2.
    """
    corners = outline.corners
    sides = [(one, corners[(place + 1) % len(corners)]) for place, one in enumerate(corners)]
    for (i, first), (j, second) in combinations(enumerate(sides), 2):
        following, closing = j == i + 1, i == 0 and j == len(sides) - 1
        if following or closing:
            before, after = (first, second) if following else (second, first)
            meets = _turns_back(before[0], before[1], after[1])
        else:
            meets = _meet(*first, *second)
        if meets:
            return i + 1, j + 1
    return None


def _circle_problem(circle: Circle, bounds: Bounds | None) -> str:
    if not SMALLEST_RADIUS <= circle.radius <= LARGEST_RADIUS:
        return (
            f"The radius must be from {SMALLEST_RADIUS} to {LARGEST_RADIUS:,} metres. "
            "An area is as small as protects."
        )
    if bounds is not None and not bounds.holds(circle.centre):
        return f"The centre {OUTSIDE}"
    return ""


def _outline_problem(outline: Outline, bounds: Bounds | None) -> str:
    corners = outline.corners
    if not FEWEST_CORNERS <= len(corners) <= MOST_CORNERS:
        return f"An area has {FEWEST_CORNERS} to {MOST_CORNERS} corners."
    if bounds is not None:
        for number, corner in enumerate(corners, start=1):
            if not bounds.holds(corner):
                return f"Corner {number} {OUTSIDE}"
    met = crossing(outline)
    if met is not None:
        return (
            f"The outline crosses or touches itself: {_side(met[0], len(corners))} and "
            f"{_side(met[1], len(corners))}. Put the corners in order, all the way round."
        )
    if measures_of(outline).area < SMALLEST_AREA:
        return "The area is so thin or small that nobody could see it on the map."
    return ""


def _side(number: int, of: int) -> str:
    return f"the side from corner {number} to corner {number % of + 1}"


def _cross(a: Position, b: Position, c: Position) -> int:
    """Above 0 where a, b, c turn to the left, below to the right, 0 on one line."""
    return (b.east - a.east) * (c.north - a.north) - (b.north - a.north) * (c.east - a.east)


def _turns_back(a: Position, b: Position, c: Position) -> bool:
    """Whether the side from b to c runs back over the one from a to b."""
    ahead = (b.east - a.east) * (c.east - b.east) + (b.north - a.north) * (c.north - b.north)
    return _cross(a, b, c) == 0 and ahead < 0


def _meet(a: Position, b: Position, c: Position, d: Position) -> bool:
    """Whether the lines from a to b and from c to d have a point in common."""
    if _opposite(_cross(a, b, c), _cross(a, b, d)) and _opposite(_cross(c, d, a), _cross(c, d, b)):
        return True
    return any(
        _cross(p, q, r) == 0 and _between(p, q, r)
        for p, q, r in ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    )


def _opposite(one: int, other: int) -> bool:
    return (one > 0 > other) or (one < 0 < other)


def _between(a: Position, b: Position, c: Position) -> bool:
    """Whether c, on the line through a and b, lies from a to b."""
    return min(a.east, b.east) <= c.east <= max(a.east, b.east) and (
        min(a.north, b.north) <= c.north <= max(a.north, b.north)
    )
