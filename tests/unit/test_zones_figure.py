"""The figure of a zone: what stands where, its scale, and what is never in it."""

import math
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.zones import (
    Bounds,
    Circle,
    Frame,
    Outline,
    Position,
    Shape,
    distance,
    frame_around,
    frame_of,
    grid_svg,
    picture_svg,
    scale_of,
    zone_svg,
)

SVG = "{http://www.w3.org/2000/svg}"
LIMIT = Bounds(Position.of(51.28, -5.64), Position.of(51.32, -5.56))
SQUARE = Outline(
    tuple(
        Position.of(*one)
        for one in ((51.300, -5.610), (51.300, -5.600), (51.306, -5.600), (51.306, -5.610))
    )
)

inside = st.builds(Position.of, st.floats(51.281, 51.319), st.floats(-5.639, -5.561))
shapes = st.one_of(
    st.builds(Circle, inside, st.integers(20, 3000)),
    st.lists(inside, min_size=3, max_size=9, unique=True).map(lambda some: Outline(tuple(some))),
)


@given(shapes)
def test_every_corner_stands_within_the_figure(shape: Shape) -> None:
    frame = frame_around(shape)
    places = shape.corners if isinstance(shape, Outline) else (shape.centre,)
    for x, y in map(frame.place, places):
        assert 0 < x < frame.width
        assert 0 < y < frame.height


@given(shapes)
def test_a_figure_never_leaves_the_base_map(shape: Shape) -> None:
    found = frame_around(shape, LIMIT)
    assert LIMIT.holds(found.bounds.south_west)
    assert LIMIT.holds(found.bounds.north_east)
    for place in shape.corners if isinstance(shape, Outline) else (shape.centre,):
        x, y = found.place(place)
        assert -0.1 <= x <= found.width + 0.1
        assert -0.1 <= y <= found.height + 0.1


@given(shapes)
def test_the_bar_is_as_long_as_it_says(shape: Shape) -> None:
    frame = frame_around(shape)
    scale = scale_of(frame)
    assert str(scale.metres).strip("0") in ("1", "2", "5")
    assert scale.units <= frame.width / 4 + 1
    middle = frame.height / 2
    # Two places of the figure's middle, so far apart as the bar is.
    left = _position(frame, 100, middle)
    right = _position(frame, 100 + scale.units, middle)
    assert distance(left, right) == pytest.approx(scale.metres, rel=0.01, abs=0.3)


@given(shapes)
def test_north_is_up_and_a_metre_is_as_long_each_way(shape: Shape) -> None:
    frame = frame_around(shape)
    south_west, north_east = frame.bounds.south_west, frame.bounds.north_east
    assert frame.place(south_west) == pytest.approx((0, frame.height), abs=0.01)
    assert frame.place(north_east) == pytest.approx((frame.width, 0), abs=0.01)
    north_west = Position(north_east.north, south_west.east)
    across = distance(south_west, Position(south_west.north, north_east.east)) / frame.width
    along = distance(south_west, north_west) / frame.height
    assert along == pytest.approx(across, rel=0.02)


@given(st.text(max_size=200), st.text(max_size=40))
def test_hostile_words_stand_in_it_as_words(words: str, credit: str) -> None:
    whole = f'{words}</title><script>alert(1)</script>" onload="x'
    figure = zone_svg(SQUARE, frame_around(SQUARE), "", whole, credit=credit)
    found = _parsed(figure)
    assert {one.tag.removeprefix(SVG) for one in found.iter()} <= {
        *("svg", "title", "rect", "g", "path", "text", "circle")
    }
    assert not any(name.startswith("on") for one in found.iter() for name in one.attrib)
    assert (found.find(f"{SVG}title").text or "").endswith('" onload="x')  # type: ignore[union-attr]


def test_it_has_a_scale_a_north_and_a_text() -> None:
    figure = zone_svg(SQUARE, frame_around(SQUARE), "", "An area", credit="Map of Anywhere")
    found = _parsed(figure)
    assert found.get("role") == "img"
    assert found.get("aria-label") == "An area"
    texts = [one.text for one in found.iter(f"{SVG}text")]
    assert "N" in texts
    assert "Map of Anywhere" in texts
    assert any(text and text.endswith(" m") for text in texts)
    assert "style" not in figure


def test_an_area_is_all_that_it_marks() -> None:
    figure = _parsed(
        zone_svg(Circle(Position.of(51.3, -5.6), 300), frame_around(SQUARE), "", "An area")
    )
    assert [one.get("id") for one in figure if one.tag == f"{SVG}g"] == ["zone", "scale", "north"]
    # The circle alone: its middle has no mark.
    assert [one.tag for one in figure.find(f"{SVG}g[@id='zone']") or ()] == [f"{SVG}circle"]


def test_the_same_area_is_the_same_text() -> None:
    first = zone_svg(SQUARE, frame_around(SQUARE, LIMIT), "<g/>", "An area")
    assert zone_svg(SQUARE, frame_around(SQUARE, LIMIT), "<g/>", "An area") == first


def test_a_picture_is_in_the_figure_itself() -> None:
    figure = picture_svg(b"\xff\xd8\xff\xe0jpeg", 400, 300, "An area")
    image = _parsed(figure).find(f"{SVG}image")
    assert image is not None
    assert (image.get("href") or "").startswith("data:image/jpeg;base64,")


def test_a_base_map_is_shown_whole_in_its_own_proportion() -> None:
    frame = frame_of(LIMIT)
    assert frame.place(LIMIT.north_east) == pytest.approx((frame.width, 0), abs=0.01)
    assert frame.width == 900


@pytest.mark.parametrize("wide", [0.004, 0.046, 0.3, 4.0])
def test_a_base_map_has_a_grid_to_read_places_from(wide: float) -> None:
    bounds = Bounds(Position.of(51.28, -5.64), Position.of(51.28 + wide / 2, -5.64 + wide))
    found = _parsed(grid_svg(bounds, "/map/picture", "The base map"))
    assert found.get("aria-label") == "The base map"
    (image,) = found.iter(f"{SVG}image")
    assert image.get("href") == "/map/picture"
    labels = [one.text for one in found.iter(f"{SVG}text")]
    assert 3 <= len(labels) <= 14
    frame = frame_of(bounds)
    for text in found.iter(f"{SVG}text"):
        value = Position.of(float(text.text or ""), float(text.text or ""))
        x, y = frame.place(value)
        if (text.text or "").startswith("-"):
            assert float(text.get("x", "")) == pytest.approx(x + 5, abs=0.2)
        else:
            assert float(text.get("y", "")) == pytest.approx(y - 5, abs=0.2)


def _parsed(figure: str) -> ElementTree.Element:
    return ElementTree.fromstring(figure)  # noqa: S314 - made by the portal itself


def _position(frame: Frame, x: float, y: float) -> Position:
    """The place at a point of a figure, near enough for a few hundred metres."""
    bounds = frame.bounds
    wide = bounds.north_east.longitude - bounds.south_west.longitude
    tall = math.log(math.tan(math.pi / 4 + math.radians(bounds.north_east.latitude) / 2))
    low = math.log(math.tan(math.pi / 4 + math.radians(bounds.south_west.latitude) / 2))
    up = tall - (tall - low) * y / frame.height
    latitude = math.degrees(2 * math.atan(math.exp(up)) - math.pi / 2)
    return Position.of(latitude, bounds.south_west.longitude + wide * x / frame.width)
