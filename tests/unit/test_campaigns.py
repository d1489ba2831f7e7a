"""The rules of a date-change campaign: months that moved, slices, and who counts as told."""

from datetime import date

import pytest

from victim_portal.domain.campaigns import (
    FEWEST,
    MOST,
    TO_BE_TOLD,
    TOLD,
    Alone,
    Direction,
    NewsFacts,
    NewsStanding,
    Slice,
    direction_of,
    moves,
    read_changes,
    shown_number,
    standing,
    why_alone,
)
from victim_portal.domain.stages import Road
from victim_portal.domain.vocabulary import MessageState, UpdateState

TODAY = date(2026, 11, 26)
WAS = {"CRD": date(2031, 11, 1), "SLED": date(2034, 11, 1)}


def test_only_roads_whose_day_changed_are_moves() -> None:
    [move] = moves(WAS, {**WAS, "CRD": date(2030, 5, 1)}, TODAY)
    assert (move.road, move.months) == (Road.RELEASE, -18)
    assert (str(move.month_before), str(move.month_after)) == ("2031-11", "2030-05")
    assert move.nearest(TODAY) == date(2030, 5, 1)
    assert moves(WAS, WAS, TODAY) == ()


def test_a_first_and_a_vanished_date_have_no_distance() -> None:
    [first] = moves({}, {"CRD": date(2030, 5, 1)}, TODAY)
    [gone] = moves({"CRD": date(2030, 5, 1)}, {}, TODAY)
    assert (first.before, first.months, gone.after) == (None, None, None)


def test_the_nearest_date_is_the_next_one_and_once_both_are_past_the_later() -> None:
    [move] = moves({"CRD": date(2026, 12, 1)}, {"CRD": date(2027, 3, 1)}, TODAY)
    assert move.nearest(TODAY) == date(2026, 12, 1)
    assert move.nearest(date(2026, 12, 2)) == date(2027, 3, 1)
    assert move.nearest(date(2028, 1, 1)) == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("months", "way"),
    [
        (None, Direction.UNKNOWN),
        (0, Direction.SAME),
        (-1, Direction.EARLIER),
        (1, Direction.LATER),
    ],
)
def test_which_way_a_month_moved(months: int | None, way: Direction) -> None:
    assert direction_of(months) is way
    assert Slice(direction=way).holds(months, TODAY)
    assert not any(Slice(direction=one).holds(months, TODAY) for one in Direction if one is not way)


def test_a_slice_is_cut_to_what_two_people_can_read() -> None:
    assert [Slice(at_most=number).limit for number in (-1, 0, 1, MOST, 10**9)] == [
        *(1, 1, 1),
        *(MOST, MOST),
    ]
    assert Slice(nearest_by=TODAY).holds(1, TODAY)
    assert not Slice(nearest_by=TODAY).holds(1, date(2026, 11, 27))


def test_each_reason_keeps_a_draft_out_of_a_tranche() -> None:
    fine = {
        "needs_manager": False,
        "edited": False,
        "restricted": False,
        "minor_undecided": False,
        "aged_18": False,
        "rests": True,
    }
    assert why_alone(**fine) is None
    turned = {name: why_alone(**{**fine, name: not value}) for name, value in fine.items()}
    assert turned == {
        "needs_manager": Alone.NEEDS_MANAGER,
        "edited": Alone.EDITED,
        "restricted": Alone.RESTRICTED,
        "minor_undecided": Alone.MINOR_UNDECIDED,
        "aged_18": Alone.AGED_18,
        "rests": Alone.NOT_TRUE,
    }


_SENT, _DRAFT, _APPROVED = UpdateState.SENT, UpdateState.DRAFT, UpdateState.APPROVED


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        (NewsFacts(False, True), NewsStanding.NO_NEWS),
        (NewsFacts(True, True), NewsStanding.NO_WORDS),
        (NewsFacts(True, False), NewsStanding.CASE_CLOSED),
        (NewsFacts(True, True, _DRAFT), NewsStanding.TO_READ),
        (NewsFacts(True, True, _DRAFT, proposed=True), NewsStanding.PROPOSED),
        (NewsFacts(True, True, UpdateState.CANCELLED), NewsStanding.NOTHING_LEFT),
        (NewsFacts(True, True, UpdateState.CANCELLED, by_hand=True), NewsStanding.CANCELLED),
        (NewsFacts(True, True, _APPROVED), NewsStanding.TO_TELEPHONE),
        (NewsFacts(True, False, _SENT), NewsStanding.TOLD_BY_PERSON),
        (NewsFacts(True, True, _SENT, came_back=True), NewsStanding.FAILED),
    ],
)
def test_where_news_stands(facts: NewsFacts, wanted: NewsStanding) -> None:
    assert standing(facts) is wanted


@pytest.mark.parametrize(
    ("states", "wanted"),
    [
        ({MessageState.QUEUED}, NewsStanding.APPROVED),
        ({MessageState.HELD, MessageState.QUEUED}, NewsStanding.HELD),
        ({MessageState.UNCERTAIN, MessageState.QUEUED}, NewsStanding.FAILED),
        ({MessageState.DELIVERED, MessageState.HELD}, NewsStanding.SENT),
        ({MessageState.CANCELLED}, NewsStanding.TO_TELEPHONE),
    ],
)
def test_the_messages_say_whether_they_were_told(
    states: set[MessageState], wanted: NewsStanding
) -> None:
    assert standing(NewsFacts(True, True, _APPROVED, messages=states)) is wanted


def test_told_and_not_told_never_overlap() -> None:
    assert not TOLD & TO_BE_TOLD
    over = {NewsStanding.CANCELLED, NewsStanding.NOTHING_LEFT, NewsStanding.NO_NEWS}
    assert set(NewsStanding) - TOLD - TO_BE_TOLD == over | {NewsStanding.CASE_CLOSED}


def test_a_small_number_of_another_unit_is_not_said() -> None:
    assert [shown_number(number, own=False) for number in (1, FEWEST - 1, FEWEST)] == [
        *(None, None),
        FEWEST,
    ]
    assert shown_number(1, own=True) == 1


def test_rows_of_one_prisoner_are_one_change_and_a_contradiction_is_refused_whole() -> None:
    data = "prison_number,code,date\n a1 bc,crd,2030-05-01\nA1BC,sled,2034-11-01\n"
    [change] = read_changes(data.encode()).changes
    assert (change.plain_number, change.places) == ("A1BC", (2, 3))
    assert change.given.dates == {"CRD": date(2030, 5, 1), "SLED": date(2034, 11, 1)}
    found = read_changes(f"{data}A1BC,CRD,2030-05-02\n".encode())
    assert (found.read, found.changes, [one.place for one in found.refused]) == (3, (), [2, 3, 4])
    twice = read_changes(f"{data}A1BC,CRD,2030-05-01\n".encode())
    assert len(twice.changes) == 1


@pytest.mark.parametrize(
    "row",
    [
        "A1,CRD,2030-02-30",
        "A1,CRD,1 May 2030",
        "A1,CRD,",
        ",CRD,2030-05-01",
        "A1,,2030-05-01",
        f"{'A' * 41},CRD,2030-05-01",
        "A\u202e1,CRD,2030-05-01",
    ],
)
def test_a_bad_row_is_refused_with_its_column(row: str) -> None:
    found = read_changes(f"prison_number,code,date\n{row}\nB2,CRD,2030-05-01\n".encode())
    assert [one.plain_number for one in found.changes] == ["B2"]
    [refused] = found.refused
    assert refused.column in ("prison_number", "code", "date")
    assert refused.place == 2


def test_the_calculation_services_form_is_a_whole_set() -> None:
    one = '{"prisonerId": "A1BC", "calculationStatus": "CONFIRMED", "dates": {"CRD": "2030-05-01"}}'
    other = one.replace("2030-05-01", "2031-05-01")
    found = read_changes(f"[{one}]".encode())
    assert found.changes[0].whole
    assert not found.is_table
    assert read_changes(f"[{one},{other}]".encode()).changes == ()
