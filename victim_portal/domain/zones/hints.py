"""What the shape of an area could tell about where the victim lives.

The portal never knows where her door is, and must not: it can only say what a reader of the
map would see, and ask the officer. An area round a home points to it; practice is to take named
streets and areas that aren't centred on it.
"""

from enum import StrEnum
from math import pi

from victim_portal.domain.zones.measuring import Measures, measures_of
from victim_portal.domain.zones.values import Circle, Shape

FEW_HOMES = 40_000
"""Square metres below which an area holds a few dozen homes at most (200 m by 200 m)."""
LARGE = 10_000_000
"""Square metres above which the smallest area that protects needs saying why."""
ROUND = 0.88
"""From which share of a circle's area with the same length round it a shape looks round: a
square has 0.79, a regular hexagon 0.91."""
NARROW = 0.12


class Hint(StrEnum):
    """One thing that a reader of the map could draw from its shape."""

    CIRCLE = "circle"
    ROUND = "round"
    SMALL = "small"
    NARROW = "narrow"
    LARGE = "large"


HINTS = {
    Hint.CIRCLE: "The middle of a circle is easily found. Whoever reads the map will think that "
    "the victim lives or works there.",
    Hint.ROUND: "The area is nearly round, so that its middle is easily found.",
    Hint.SMALL: "The area is so small that it can hold a few homes only. One of them will be "
    "taken for the victim's.",
    Hint.NARROW: "The area is a narrow strip, as along one street. That street will be taken for "
    "the victim's.",
    Hint.LARGE: "The area is large. A zone is as small as protects: say why a smaller one would "
    "not do, or those who decide may refuse it.",
}


def hints_of(shape: Shape) -> tuple[Hint, ...]:
    """What is to be thought of before the map goes to anybody; empty where nothing stands out."""
    measures = measures_of(shape)
    found = []
    if isinstance(shape, Circle):
        found.append(Hint.CIRCLE)
    elif _roundness(measures) >= ROUND:
        found.append(Hint.ROUND)
    if measures.area < FEW_HOMES:
        found.append(Hint.SMALL)
    elif not isinstance(shape, Circle) and _roundness(measures) < NARROW:
        found.append(Hint.NARROW)
    if measures.area > LARGE:
        found.append(Hint.LARGE)
    return tuple(found)


def _roundness(measures: Measures) -> float:
    """1 for a circle and near 0 for a strip: 4 pi times the area over the square of the length."""
    return 4 * pi * measures.area / measures.around**2 if measures.around else 0.0
