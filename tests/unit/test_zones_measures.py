"""Areas and distances of zones, judged by pyproj; and what a shape gives away."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyproj import Geod

from victim_portal.domain.zones import (
    Circle,
    Hint,
    Outline,
    Position,
    alternative,
    crossing,
    distance,
    hints_of,
    measures_of,
    metres,
    outline_of,
    size_in_words,
    square_metres,
)

EARTH = Geod(ellps="WGS84")
MIDDLE = Position.of(51.3, -5.6)

# From the Channel to Shetland, and up to some fifteen kilometres across.
bases = st.tuples(st.floats(49.0, 61.0), st.floats(-8.0, 2.0))
steps = st.tuples(st.floats(-0.1, 0.1), st.floats(-0.1, 0.1))


def at(east: float, north: float) -> Position:
    """A place so many metres from the middle."""
    degree = 111_250.0
    return Position.of(
        51.3 + north / degree, -5.6 + east / (degree * math.cos(math.radians(51.3)) * 1.0027)
    )


def outline(*places: tuple[float, float]) -> Outline:
    return outline_of([at(*one) for one in places])


@given(bases, steps, steps)
def test_distances_are_those_on_the_ground(
    base: tuple[float, float], one: tuple[float, float], other: tuple[float, float]
) -> None:
    first = Position.of(base[0] + one[0], base[1] + one[1])
    second = Position.of(base[0] + other[0], base[1] + other[1])
    _, _, truth = EARTH.inv(first.longitude, first.latitude, second.longitude, second.latitude)
    assert distance(first, second) == pytest.approx(truth, rel=1e-4, abs=0.2)
    assert distance(first, second) == distance(second, first)


def _round(corners: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The corners in the order in which one meets them going round: nearly never crossing."""
    north = sum(one[0] for one in corners) / len(corners)
    east = sum(one[1] for one in corners) / len(corners)
    return sorted(corners, key=lambda one: math.atan2(one[0] - north, one[1] - east))


@given(bases, st.lists(steps, min_size=3, max_size=8, unique=True))
def test_areas_are_those_on_the_ground(
    base: tuple[float, float], corners: list[tuple[float, float]]
) -> None:
    shape = outline_of([Position.of(base[0] + n, base[1] + e) for n, e in _round(corners)])
    assume(len(shape.corners) >= 3 and crossing(shape) is None)
    lons = [one.longitude for one in shape.corners]
    lats = [one.latitude for one in shape.corners]
    area, around = EARTH.polygon_area_perimeter(lons, lats)
    found = measures_of(shape)
    # A parallel and a straight line part by a few metres on such lengths.
    assert found.area == pytest.approx(abs(area), rel=2e-3, abs=4 * around)
    assert found.around == pytest.approx(around, rel=1e-4)
    assert sum(found.sides) == pytest.approx(found.around)


def test_a_square_kilometre_is_one() -> None:
    found = measures_of(outline((0, 0), (1000, 0), (1000, 1000), (0, 1000)))
    assert found.area == pytest.approx(1_000_000, rel=5e-3)
    assert found.across == pytest.approx(1000, rel=5e-3)
    assert found.along == pytest.approx(1000, rel=5e-3)
    assert len(found.sides) == 4


def test_a_circle_is_measured_by_its_radius() -> None:
    found = measures_of(Circle(MIDDLE, 250))
    assert found.area == pytest.approx(math.pi * 250**2)
    assert found.across == found.along == 500


@given(st.integers(0, 359))
def test_the_way_round_and_the_first_corner_change_no_area(turn: int) -> None:
    corners = [at(400 * math.cos(n), 250 * math.sin(n)) for n in (0.3, 1.9, 3.1, 4.4, 5.6)]
    turned = corners[turn % 5 :] + corners[: turn % 5]
    whole = measures_of(Outline(tuple(corners))).area
    assert measures_of(Outline(tuple(turned))).area == pytest.approx(whole, rel=1e-6)
    assert measures_of(Outline(tuple(reversed(turned)))).area == pytest.approx(whole, rel=1e-6)


def test_a_circle_points_to_its_middle() -> None:
    assert Hint.CIRCLE in hints_of(Circle(MIDDLE, 400))


def test_an_outline_that_is_nearly_a_circle_points_to_its_middle() -> None:
    many = [
        (500 * math.cos(n / 12 * math.tau), 500 * math.sin(n / 12 * math.tau)) for n in range(12)
    ]
    assert hints_of(outline(*many)) == (Hint.ROUND,)


def test_an_area_along_roads_gives_no_hint() -> None:
    assert hints_of(outline((0, 0), (900, 60), (820, 700), (300, 640), (-60, 420))) == ()


def test_a_few_homes_are_few() -> None:
    assert hints_of(outline((0, 0), (150, 0), (150, 150), (0, 150))) == (Hint.SMALL,)
    assert hints_of(Circle(MIDDLE, 60)) == (Hint.CIRCLE, Hint.SMALL)


def test_a_strip_along_a_street_is_narrow() -> None:
    assert hints_of(outline((0, 0), (3000, 0), (3000, 40), (0, 40))) == (Hint.NARROW,)


def test_a_whole_city_has_to_be_accounted_for() -> None:
    assert Hint.LARGE in hints_of(outline((0, 0), (5000, 0), (4000, 5000), (0, 3000)))


@pytest.mark.parametrize(
    ("length", "said"),
    [(1.2, "1 metre"), (86.6, "87 metres"), (123, "120 metres"), (1238, "1,240 metres")],
)
def test_lengths_are_said_in_metres(length: float, said: str) -> None:
    assert metres(length) == said


@pytest.mark.parametrize(
    ("area", "said"),
    [
        (1234, "1,230 square metres"),
        (41_234, "41,200 square metres"),
        (412_345, "412,300 square metres (0.41 square kilometres)"),
    ],
)
def test_areas_are_said_in_square_metres(area: float, said: str) -> None:
    assert square_metres(area) == said


def test_the_text_of_a_figure_says_what_it_shows() -> None:
    shape = outline((0, 0), (600, 0), (600, 400), (0, 400))
    said = alternative("Mill Lane,\nQuay Street", shape)
    assert "north at the top" in said
    assert "An outline with 4 corners." in said
    assert size_in_words(measures_of(shape)) in said
    assert said.endswith("In words: Mill Lane, Quay Street")
    assert alternative("Mill Lane") == "Map of the area. In words: Mill Lane"
