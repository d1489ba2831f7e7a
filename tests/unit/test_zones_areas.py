"""The areas of a request: which map stays beside which words, and what stands against them."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.zones import (
    Area,
    AreaMap,
    Circle,
    MapKind,
    Outline,
    Position,
    areas_from,
    areas_to_store,
    figure_of,
    frame_around,
    maps_problem,
    with_map,
    with_words,
)

SQUARE = Outline(
    tuple(
        Position.of(*one)
        for one in ((51.300, -5.610), (51.300, -5.600), (51.306, -5.600), (51.306, -5.610))
    )
)
DRAWN = AreaMap(
    MapKind.DRAWN, "p1", "Mill Lane", shape=SQUARE, frame=frame_around(SQUARE), credit="Marlhaven"
)
UPLOADED = AreaMap(
    MapKind.UPLOADED, "p2", "Quay Street", width=400, height=300, file_words="Page 2"
)
READY = replace(DRAWN, shows_home=False, agreed=True)


def judged(words: str, name: str = "p") -> Area:
    return Area(words, replace(READY, words=words, picture=name))


maps = st.sampled_from([None, DRAWN, UPLOADED, READY, replace(UPLOADED, shows_home=True)])
areas = st.lists(st.builds(Area, st.text(min_size=1, max_size=12), maps), max_size=5)
said = st.lists(st.sampled_from("ABCDEF"), max_size=6)


@given(areas)
def test_areas_come_back_from_the_record_as_they_were(some: list[Area]) -> None:
    stored = areas_to_store(some)
    assert areas_from(json.loads(json.dumps(stored))) == tuple(some)


def test_a_record_from_before_there_were_maps_is_read() -> None:
    assert areas_from({"areas": [{"words": "Mill Lane"}]}) == (Area("Mill Lane"),)
    assert areas_from(None) == ()


@given(said, said)
def test_a_map_never_stands_beside_words_it_was_not_judged_with(
    before: list[str], after: list[str]
) -> None:
    some = [judged(words, str(place)) for place, words in enumerate(before)]
    found = with_words(some, after)
    assert [one.words for one in found] == after
    for one in found:
        if one.map is not None and one.map.words != one.words:
            assert one.to_be_judged
            assert maps_problem([one])


@given(said, said)
def test_no_map_comes_twice_and_none_is_made_up(before: list[str], after: list[str]) -> None:
    some = [judged(words, str(place)) for place, words in enumerate(before)]
    kept = [one.map.picture for one in with_words(some, after) if one.map is not None]
    assert len(set(kept)) == len(kept)
    assert set(kept) <= {str(place) for place in range(len(before))}


@given(st.lists(st.sampled_from("ABCDEF"), unique=True, max_size=6), st.randoms())
def test_words_that_change_places_take_their_maps_with_them(
    before: list[str], random: object
) -> None:
    some = [judged(words, words) for words in before]
    after = list(before)
    random.shuffle(after)  # type: ignore[attr-defined]
    found = with_words(some, after)
    assert [one.map.picture for one in found if one.map] == after
    assert maps_problem(found) == ""


def test_an_area_that_was_taken_away_takes_its_map_with_it() -> None:
    some = [judged("A", "a"), judged("B", "b")]
    (left,) = with_words(some, ["B"])
    assert left.map is not None
    assert left.map.picture == "b"


def test_words_that_were_put_right_keep_the_map_to_be_judged_again() -> None:
    (one,) = with_words([judged("Mill Lane")], ["Mill Lane and Quay Street"])
    assert one.map is not None
    assert one.to_be_judged
    # Going back to the words that it was judged beside needs no other look.
    (again,) = with_words([one], ["Mill Lane"])
    assert not again.to_be_judged


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (Area("Mill Lane"), ""),
        (Area("Mill Lane", DRAWN), "look at the map"),
        (Area("Mill Lane", replace(READY, shows_home=True)), "gives away where the victim lives"),
        (Area("Mill Lane", replace(READY, agreed=False)), "no recorded agreement to the map"),
        (Area("Another lane", READY), "look at the map"),
        (Area("Mill Lane", READY), ""),
    ],
)
def test_what_keeps_a_map_from_going_forward(one: Area, why: str) -> None:
    found = maps_problem([one])
    assert why in found
    assert bool(found) == bool(why)
    assert maps_problem([judged("B"), one]).count("area 2") == bool(why)


def test_a_map_is_put_at_a_number_from_one() -> None:
    some = (Area("A"), Area("B"))
    assert with_map(some, 2, DRAWN) == (Area("A"), Area("B", DRAWN))
    assert with_map(with_map(some, 1, DRAWN), 1, None) == some
    for number in (0, 3, -1):
        with pytest.raises(IndexError):
            with_map(some, number, DRAWN)


def test_a_drawn_figure_holds_its_base_map() -> None:
    figure = figure_of(1, 1, "Mill Lane", DRAWN, b"<g id='town'/>", "image/svg+xml")
    assert "<g id='town'/>" in figure.drawing
    assert figure.caption == "Map"
    assert not figure.picture
    raster = figure_of(2, 2, "Mill Lane", DRAWN, b"\xff\xd8\xff", "image/jpeg")
    assert "data:image/jpeg" in raster.drawing
    assert raster.caption == "Map 2"


def test_an_uploaded_figure_is_its_picture() -> None:
    figure = figure_of(1, 1, "Quay Street", UPLOADED, b"\xff\xd8\xff", "image/jpeg")
    assert figure.picture == b"\xff\xd8\xff"
    assert 'viewBox="0 0 400 300"' in figure.drawing
    assert figure.alternative == "Map of the area. In words: Quay Street"
    # What the file said isn't hers to have told: it stays with the officer.
    assert "Page 2" not in figure.drawing + figure.alternative


def test_a_circle_is_kept_as_one() -> None:
    circle = Circle(Position.of(51.3, -5.6), 250)
    area = Area("A", replace(DRAWN, shape=circle, frame=frame_around(circle)))
    assert areas_from(json.loads(json.dumps(areas_to_store([area])))) == (area,)
