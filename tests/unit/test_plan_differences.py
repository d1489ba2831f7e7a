"""What an officer sees of a plan that was planned again."""

from dataclasses import replace

import pytest

from tests.support.planning import TODAY, day
from victim_portal.domain.stages import Stage, YearMonth
from victim_portal.domain.timeline import (
    Change,
    ChangeKind,
    Placed,
    asks_for_eyes,
    because,
    taken_together,
    what_changed,
)

K = ChangeKind
MARCH = Placed(day("2027-01-08"), day("2027-01-22"), YearMonth(2027, 3))
MAY = Placed(day("2027-03-08"), day("2027-03-22"), YearMonth(2027, 5), YearMonth(2027, 3))


def change(kind: ChangeKind, before: Placed | None, after: Placed | None, key: str = "a") -> Change:
    stage, why = Stage.PRE_RELEASE, ("key_date:CRD",)
    return Change(kind, stage, key, f"id-{key}", before, after, "CRD", why)


@pytest.mark.parametrize(
    ("before", "after", "approved", "kind"),
    [
        (None, None, False, None),
        (None, MARCH, False, K.ADDED),
        (MARCH, None, False, K.WITHDRAWN),
        (MARCH, None, True, K.WITHDRAWN),
        (MARCH, MAY, False, K.MOVED),
        (MARCH, MAY, True, K.BACK_TO_DRAFT),
        (MARCH, MARCH, True, K.BACK_TO_DRAFT),
        (MARCH, MARCH, False, None),
        (MARCH, replace(MARCH, month=YearMonth(2027, 4)), False, K.MOVED),
    ],
)
def test_what_became_of_one_update(
    before: Placed | None, after: Placed | None, approved: bool, kind: ChangeKind | None
) -> None:
    assert what_changed(before, after, approved, TODAY) is kind


def test_a_window_that_has_opened_opens_today_and_has_not_moved() -> None:
    open_since = replace(MARCH, opens=day("2026-11-02"))
    assert what_changed(open_since, replace(MARCH, opens=TODAY), False, TODAY) is None


def test_it_is_kept_in_codes_and_read_back() -> None:
    for one in (change(K.MOVED, MARCH, MAY), change(K.ADDED, None, MAY)):
        assert Change.from_stored(one.as_stored()) == one


def test_what_moved_and_moved_back_is_no_difference() -> None:
    there, back = change(K.MOVED, MARCH, MAY), change(K.MOVED, MAY, MARCH)
    came, went = change(K.ADDED, None, MAY, "b"), change(K.WITHDRAWN, MAY, None, "b")
    assert taken_together([[there, came], [back, went]], TODAY) == ()
    assert taken_together([], TODAY) == ()


def test_what_fell_back_to_draft_is_one_wherever_it_ended() -> None:
    fell, back = change(K.BACK_TO_DRAFT, MARCH, MAY), change(K.MOVED, MAY, MARCH)
    [one] = taken_together([[fell], [back]], TODAY)
    assert (one.kind, one.before, one.after) == (K.BACK_TO_DRAFT, MARCH, MARCH)


def test_several_moves_are_one_from_the_first_place_to_the_last() -> None:
    june = replace(MAY, month=YearMonth(2027, 6))
    moved = replace(change(K.MOVED, MAY, june), because=("preference",))
    [one] = taken_together([[change(K.MOVED, MARCH, MAY)], [moved]], TODAY)
    assert (one.before, one.after) == (MARCH, june)
    assert one.because == ("key_date:CRD", "preference")


def test_the_facts_that_moved_are_named() -> None:
    assert because({"key_date:CRD": 1, "enrolment": 4}, {"key_date:CRD": 2, "enrolment": 4}) == (
        "key_date:CRD",
    )
    # Of one that is new: what it hangs on, and not that they are in the scheme.
    assert because({}, {"key_date:CRD": 2, "enrolment": 4, "preference": 1}) == ("key_date:CRD",)


@pytest.mark.parametrize(
    ("one", "of_own"),
    [
        (change(K.ADDED, None, MAY), False),
        (change(K.MOVED, MARCH, MAY), True),
        (change(K.MOVED, replace(MARCH, month=None), MAY), False),
        (change(K.BACK_TO_DRAFT, MARCH, MAY), True),
        (change(K.WITHDRAWN, MARCH, None), True),
        (replace(change(K.WITHDRAWN, MARCH, None), because=("enrolment",)), False),
        (replace(change(K.MOVED, MARCH, MAY), stage=Stage.ANNUAL_CONTACT), False),
    ],
)
def test_whose_change_waits_to_be_looked_at(one: Change, of_own: bool) -> None:
    assert asks_for_eyes([one], own_hand=True) is of_own
    assert asks_for_eyes([one], own_hand=False)
    assert not asks_for_eyes([], own_hand=False)
