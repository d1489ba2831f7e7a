"""Reading, keeping and judging the shapes of exclusion zones."""

import json
import math
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.zones import (
    MOST_CORNERS,
    Bounds,
    Circle,
    Outline,
    Position,
    Shape,
    ShapeError,
    crossing,
    from_geojson,
    outline_of,
    read_circle,
    read_corners,
    read_place,
    read_radius,
    shape_problem,
    to_geojson,
)

SQUARE = "51.300000, -5.610000\n51.300000, -5.600000\n51.306000, -5.600000\n51.306000, -5.610000"
BOUNDS = Bounds(Position.of(51.29, -5.62), Position.of(51.32, -5.58))

places = st.builds(
    Position, st.integers(-90_000_000, 90_000_000), st.integers(-180_000_000, 180_000_000)
)
# A small grid, so that corners fall on sides and sides on each other all the time.
near = st.builds(Position, st.integers(0, 6), st.integers(0, 6))
outlines = (
    st.lists(near, min_size=3, max_size=8).map(outline_of).filter(lambda one: len(one.corners) >= 3)
)
shapes = st.one_of(
    st.lists(places, min_size=3, max_size=20)
    .map(outline_of)
    .filter(lambda one: len(one.corners) >= 3),
    st.builds(Circle, places, st.integers(1, 60_000)),
)


@given(shapes)
def test_a_shape_comes_back_from_geojson_as_it_was(shape: Shape) -> None:
    text = json.dumps(to_geojson(shape))
    assert from_geojson(json.loads(text)) == shape


@given(shapes)
def test_a_ring_of_geojson_is_closed_and_has_longitude_first(shape: Shape) -> None:
    geometry = to_geojson(shape)["geometry"]
    assert isinstance(geometry, dict)
    if isinstance(shape, Outline):
        (ring,) = geometry["coordinates"]
        assert ring[0] == ring[-1]
        assert ring[0] == [shape.corners[0].longitude, shape.corners[0].latitude]


@given(outlines)
def test_an_outline_crosses_itself_exactly_where_two_sides_share_a_point(outline: Outline) -> None:
    assert (crossing(outline) is not None) == shares_points(outline)


def shares_points(outline: Outline) -> bool:
    """Whether two sides have a point in common beside the corner that joins them.

    Found another way than the rule does: in fractions, by solving for the point where they meet.
    """
    places = [(Fraction(one.east), Fraction(one.north)) for one in outline.corners]
    sides = list(zip(places, [*places[1:], places[0]], strict=True))
    for first, second in combinations(range(len(sides)), 2):
        shared = set(sides[first]) & set(sides[second])
        joined = second - first in (1, len(sides) - 1)
        found = common(*sides[first], *sides[second])
        if found - shared if joined else found:
            return True
        if joined and len(shared) > 1:
            return True
    return False


Point = tuple[Fraction, Fraction]


def common(a: Point, b: Point, c: Point, d: Point) -> set[Point]:
    """Points that two sides share: the one where they cross, or ends that lie on the other."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = a, b, c, d
    turn = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    if turn:
        s = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / turn
        t = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / turn
        return {(ax + s * (bx - ax), ay + s * (by - ay))} if 0 <= s <= 1 and 0 <= t <= 1 else set()
    return {p for p in (a, b) if on(c, d, p)} | {p for p in (c, d) if on(a, b, p)}


def on(a: Point, b: Point, p: Point) -> bool:
    """Whether a point lies on a side: the ways to its ends add up, squared out of roots."""
    along = (b[0] - a[0]) * (p[0] - a[0]) + (b[1] - a[1]) * (p[1] - a[1])
    whole = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2
    off = (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
    return off == 0 and 0 <= along <= whole


@given(outlines, st.integers(0, 7))
def test_where_an_outline_begins_and_which_way_it_runs_decides_nothing(
    outline: Outline, turn: int
) -> None:
    corners = outline.corners
    turned = Outline(corners[turn % len(corners) :] + corners[: turn % len(corners)])
    backwards = Outline(tuple(reversed(corners)))
    found = crossing(outline) is None
    assert (crossing(turned) is None) == found
    assert (crossing(backwards) is None) == found


@given(st.lists(places, min_size=1, max_size=10))
def test_what_is_shown_of_corners_can_be_typed_again(corners: list[Position]) -> None:
    typed = "\n".join(one.in_words() for one in corners)
    assert read_corners(typed) == outline_of(corners)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_place_or_a_sentence(typed: str) -> None:
    try:
        found: Position | str = read_place(typed)
    except ShapeError as error:
        found = str(error)
    if isinstance(found, Position):
        assert -90 <= found.latitude <= 90
        assert -180 <= found.longitude <= 180
    else:
        assert found.endswith(".")


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.dictionaries(
            st.sampled_from(["type", "geometry", "coordinates", "properties", "radius"]), inner
        )
    ),
    max_leaves=30,
)


@given(junk)
def test_whatever_is_no_shape_is_refused_with_a_sentence(document: object) -> None:
    with pytest.raises(ShapeError):
        from_geojson(document)


@given(junk, st.sampled_from(["Point", "Polygon", "MultiPolygon"]), junk)
def test_a_feature_of_junk_is_refused_or_a_shape(
    coordinates: object, kind: str, radius: object
) -> None:
    feature = {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": {"radius": radius},
    }
    try:
        shape = from_geojson(feature)
    except ShapeError:
        return
    assert isinstance(shape_problem(shape), str)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 1e300, 91, True, "51"])
def test_a_corner_that_is_nowhere_is_refused(number: object) -> None:
    ring = [[0, 51], [0, number], [1, 51], [0, 51]]
    with pytest.raises(ShapeError):
        from_geojson({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}})


def test_an_outline_that_is_not_closed_is_refused() -> None:
    ring = [[0, 51], [1, 51], [1, 52], [0, 52]]
    with pytest.raises(ShapeError, match="isn't closed"):
        from_geojson({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}})


def test_holes_and_several_areas_are_refused() -> None:
    ring = [[0, 51], [1, 51], [1, 52], [0, 51]]
    for geometry in (
        {"type": "Polygon", "coordinates": [ring, ring]},
        {"type": "MultiPolygon", "coordinates": [[ring]]},
    ):
        with pytest.raises(ShapeError):
            from_geojson({"type": "Feature", "geometry": geometry})


@pytest.mark.parametrize(
    "typed",
    [
        "51.5081, -0.0759",
        "51.5081 -0.0759",
        " 51.5081;-0.0759 ",
        "51.5081N 0.0759W",
        "51.5081° N, 0.0759° w",
        "+51.50810,-0.07590",
    ],
)
def test_a_place_may_be_typed_as_people_write_it(typed: str) -> None:
    assert read_place(typed) == Position.of(51.5081, -0.0759)


@pytest.mark.parametrize(
    "typed", ["", "SW1A 2AA", "51.5081", "51,5081 -0,0759", "TQ 300 800", "1e9 2"]
)
def test_what_is_no_place_is_said_with_an_example(typed: str) -> None:
    with pytest.raises(ShapeError, match="latitude"):
        read_place(typed)


def test_the_line_that_is_wrong_is_named() -> None:
    with pytest.raises(ShapeError, match=r"^Line 3: “here”"):
        read_corners("51.3, -5.61\n\nhere\n51.3, -5.60")


@pytest.mark.parametrize(("typed", "metres"), [("300", 300), ("1,500 m", 1500), ("80 metres", 80)])
def test_a_radius_is_in_metres(typed: str, metres: int) -> None:
    assert read_radius(typed) == metres


@pytest.mark.parametrize("typed", ["", "-5", "1.5", "2 km", "300 miles", "9" * 40])
def test_a_radius_is_a_whole_number(typed: str) -> None:
    with pytest.raises(ShapeError, match="metres"):
        read_radius(typed)


def test_a_sound_area_has_no_problem() -> None:
    assert shape_problem(read_corners(SQUARE), BOUNDS) == ""
    assert shape_problem(read_circle("51.3, -5.6", "250"), BOUNDS) == ""


def test_a_bow_is_refused_with_the_sides_that_cross() -> None:
    bow = read_corners("51.300, -5.610\n51.306, -5.600\n51.300, -5.600\n51.306, -5.610")
    said = shape_problem(bow)
    assert "the side from corner 1 to corner 2" in said
    assert "the side from corner 3 to corner 4" in said


def test_a_spike_and_a_touching_corner_are_refused() -> None:
    spike = read_corners("51.30, -5.61\n51.30, -5.60\n51.31, -5.60\n51.30, -5.60\n51.29, -5.61")
    touching = read_corners("51.30, -5.61\n51.30, -5.59\n51.31, -5.59\n51.30, -5.60\n51.31, -5.61")
    for outline in (spike, touching):
        assert "crosses or touches itself" in shape_problem(outline)


def test_what_lies_outside_the_map_is_named() -> None:
    swapped = read_corners("-5.61, 51.30\n-5.60, 51.30\n-5.60, 51.31")
    assert shape_problem(swapped, BOUNDS).startswith("Corner 1 lies outside the map.")
    assert shape_problem(read_circle("51.4, -5.6", "100"), BOUNDS).startswith("The centre lies")


@pytest.mark.parametrize("radius", [0, 19, 50_001])
def test_a_circle_has_a_sensible_radius(radius: int) -> None:
    assert "from 20 to 50,000 metres" in shape_problem(Circle(Position.of(51.3, -5.6), radius))


def test_too_few_too_many_and_nothing_but_a_line_are_no_area() -> None:
    assert "3 to 100 corners" in shape_problem(read_corners("51.3, -5.6\n51.3, -5.5"))
    around = [
        Position.of(51.3 + math.sin(n / 101 * math.tau), -5.6 + math.cos(n / 101 * math.tau))
        for n in range(MOST_CORNERS + 1)
    ]
    assert "3 to 100 corners" in shape_problem(Outline(tuple(around)))
    thin = read_corners("51.300000, -5.610000\n51.300000, -5.600000\n51.300001, -5.605000")
    assert "nobody could see it" in shape_problem(thin)


def test_a_corner_given_twice_running_counts_once() -> None:
    twice = "\n".join(line for line in SQUARE.splitlines() for _ in range(2))
    closed = f"{SQUARE}\n{SQUARE.splitlines()[0]}"
    assert read_corners(twice) == read_corners(closed) == read_corners(SQUARE)
