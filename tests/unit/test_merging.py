"""Which of two cases stays, and what nobody may lose by it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.merging import Merge, MergeSide, NoMerge, merge_of
from victim_portal.domain.vocabulary import Enrolment

E = Enrolment
EARLY = (date(2026, 11, 3), datetime(2026, 11, 3, 9, tzinfo=UTC))
LATE = (date(2026, 11, 9), datetime(2026, 11, 9, 9, tzinfo=UTC))


def merged(new: MergeSide, known: MergeSide, **how: bool) -> Merge | NoMerge:
    return merge_of(new, known, **{"same_offender": True, "same_person": False, **how})


def side(enrolment: Enrolment = E.NOT_OFFERED, **more: object) -> MergeSide:
    return MergeSide(enrolment, **more)  # type: ignore[arg-type]  # as the test says


def sentence(new: MergeSide, known: MergeSide, **how: bool) -> str:
    found = merged(new, known, **how)
    assert isinstance(found, NoMerge)
    return found.sentence


@pytest.mark.parametrize(
    ("new", "known", "new_stays"),
    [
        (side(), side(), False),
        (side(E.OPTED_IN, answered=LATE), side(), True),
        (side(), side(E.OPTED_IN, answered=LATE), False),
        (side(E.DECLINED, answered=EARLY), side(), True),
        (side(E.OPTED_IN, answered=EARLY), side(E.OPTED_IN, answered=LATE), False),
        (side(E.OPTED_IN, answered=LATE), side(E.OPTED_IN, answered=EARLY), True),
        (side(E.OPTED_IN, answered=LATE), side(E.OPTED_BACK_IN, answered=EARLY), True),
        (side(E.OPTED_OUT, answered=EARLY), side(E.DECLINED, answered=LATE), False),
        (side(E.DO_NOT_CONTACT), side(E.DO_NOT_CONTACT), False),
        (side(E.OPTED_IN, answered=LATE), side(E.OPTED_IN, answered=EARLY, reachable=True), False),
        (
            side(E.OPTED_IN, answered=EARLY, heard=True),
            side(E.OPTED_IN, answered=LATE, reachable=True),
            True,
        ),
    ],
)
def test_the_one_further_along_stays(new: MergeSide, known: MergeSide, new_stays: bool) -> None:
    assert merged(new, known) == Merge(new_stays)


def test_a_do_not_contact_is_settled_by_a_person_first() -> None:
    for other in E:
        if other is not E.DO_NOT_CONTACT:
            for pair in (
                (side(E.DO_NOT_CONTACT), side(other)),
                (side(other), side(E.DO_NOT_CONTACT)),
            ):
                assert "asked not to be contacted" in sentence(*pair)


@pytest.mark.parametrize(
    ("new", "known", "how", "said"),
    [
        (side(E.OPTED_IN), side(E.DECLINED), {}, "“Opted in”"),
        (side(E.OFFERED), side(E.OPTED_IN), {}, "record it in both"),
        (side(), side(), {"same_offender": False}, "two offenders"),
        (side(), side(), {"same_person": True}, "one person already"),
        (side(closed=True), side(), {}, "closed"),
        (side(), side(closed=True), {}, "closed"),
        (side(readable=False), side(), {}, "can't be read"),
        (side(guarded=True), side(), {}, "restricted or protected"),
        (side(heard=True), side(heard=True), {}, "Both hold"),
        (side(heard=True), side(E.OPTED_IN), {}, "would close holds"),
    ],
)
def test_what_stands_against_it_is_said(
    new: MergeSide, known: MergeSide, how: dict[str, bool], said: str
) -> None:
    assert said in sentence(new, known, **how)


answers = st.none() | st.sampled_from([EARLY, LATE])
sides = st.builds(
    MergeSide,
    enrolment=st.sampled_from(E),
    closed=st.booleans(),
    guarded=st.booleans(),
    heard=st.booleans(),
    reachable=st.booleans(),
    answered=answers,
)
NO = {E.DECLINED, E.OPTED_OUT, E.DO_NOT_CONTACT}


@settings(max_examples=150)
@given(sides, sides)
def test_nothing_that_was_said_is_lost(new: MergeSide, known: MergeSide) -> None:
    found = merged(new, known)
    if isinstance(found, NoMerge):
        assert found.sentence.endswith(".")
        return
    stays, closes = (new, known) if found.new_stays else (known, new)
    assert not stays.closed
    assert not closes.heard
    # A yes stays a yes and a no stays a no, on whichever side it was said.
    assert (stays.enrolment in IN_SCHEME) >= (closes.enrolment in IN_SCHEME)
    assert (stays.enrolment in NO) >= (closes.enrolment in NO)
    assert (stays.enrolment is E.DO_NOT_CONTACT) == (
        E.DO_NOT_CONTACT in (new.enrolment, known.enrolment)
    )
    assert stays.guarded == closes.guarded


@settings(max_examples=150)
@given(sides, sides)
def test_whether_it_can_be_does_not_hang_on_the_order(new: MergeSide, known: MergeSide) -> None:
    assert isinstance(merged(new, known), Merge) == isinstance(merged(known, new), Merge)
