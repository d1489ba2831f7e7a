"""An area in words and figures: for the page, and for whoever doesn't see the figure."""

from victim_portal.domain.zones.measuring import Measures, measures_of
from victim_portal.domain.zones.values import Circle, Shape


def metres(length: float) -> str:
    """``87 metres``, ``1,240 metres``: to the metre below 100, to ten above."""
    rounded = round(length) if length < 100 else round(length, -1)
    return f"{rounded:,.0f} metre{'' if rounded == 1 else 's'}"


def square_metres(area: float) -> str:
    """``41,000 square metres``, with square kilometres as well where it is large."""
    rounded = round(area, -1 if area < 10_000 else -2)
    said = f"{rounded:,.0f} square metres"
    return f"{said} ({area / 1_000_000:.2f} square kilometres)" if area >= 100_000 else said


def size_in_words(measures: Measures) -> str:
    """How large an area is, in a sentence."""
    return (
        f"It is {metres(measures.across)} from west to east and {metres(measures.along)} from "
        f"south to north, and covers {square_metres(measures.area)}."
    )


def shape_in_words(shape: Shape) -> str:
    """What kind of shape it is, as the start of a sentence."""
    if isinstance(shape, Circle):
        return f"A circle of {metres(shape.radius)} around its centre."
    return f"An outline with {len(shape.corners)} corners."


def alternative(words: str, shape: Shape | None = None) -> str:
    """The text of a figure for whoever doesn't see it; without a shape, of an uploaded map."""
    said = " ".join(words.split())
    if shape is None:
        return f"Map of the area. In words: {said}"
    size = size_in_words(measures_of(shape))
    return f"Map of the area, north at the top. {shape_in_words(shape)} {size} In words: {said}"
