"""What planning again changed waits for the officer, who sees it and decides."""

import json
from dataclasses import replace

import pytest

from tests.support.casework import (
    answered,
    approve,
    dated,
    delivered,
    ready,
    task_kinds,
    update_of,
    view,
)
from tests.support.portal import CLI, OTHER_UNIT, Portal
from tests.support.walls import tasks_of, trail
from tests.support.web import STRANGER, client_for
from victim_portal.domain.stages import Stage, YearMonth
from victim_portal.domain.timeline import ChangeKind
from victim_portal.domain.vocabulary import Enrolment, UpdateState
from victim_portal.services.errors import ConflictError, NotFoundError
from victim_portal.services.events import EventInput, record_event
from victim_portal.services.key_dates import import_key_dates
from victim_portal.services.plan_changes import (
    PlanChangesView,
    decide_plan_changes,
    plan_changes,
)
from victim_portal.services.reach import case_within_reach
from victim_portal.store import cases as case_store

pytestmark = pytest.mark.long

K = ChangeKind
BEGAN = {"CRD": "2031-11-01", "SLED": "2034-11-01"}
LATER = {"CRD": "2032-02-02", "SLED": "2034-11-01"}
LAST = {"CRD": "2032-06-01", "SLED": "2034-11-01"}
BEFORE, CHANGED = Stage.PRE_RELEASE, Stage.DATE_CHANGED


@pytest.fixture
def portal(town: Portal) -> Portal:
    """Every test of this room runs on both databases."""
    return town


@pytest.fixture
def reference(portal: Portal) -> str:
    """A case whose victim was told November 2031, and on which nothing waits."""
    made = ready(portal)
    approve(portal, made)
    delivered(portal)
    assert changes(portal, made).waiting == ()
    return made


def changes(portal: Portal, reference: str) -> PlanChangesView:
    return plan_changes(portal.ctx, portal.officer, reference)


def kinds(seen: PlanChangesView) -> dict[Stage, ChangeKind]:
    return {one.stage: one.kind for one in seen.together}


def decide(portal: Portal, reference: str) -> int:
    shown = [one.id for one in changes(portal, reference).waiting]
    return decide_plan_changes(portal.ctx, portal.officer, reference, shown)


def given(portal: Portal, **dates: str) -> None:
    sets = {"prisonerId": "A1234BC", "calculationStatus": "CONFIRMED", "dates": dates}
    import_key_dates(portal.ctx, CLI, json.dumps([sets]).encode())


def test_a_file_that_moves_a_date_waits_for_the_officer(portal: Portal, reference: str) -> None:
    given(portal, **LATER)
    seen = changes(portal, reference)
    assert (kinds(seen)[CHANGED], kinds(seen)[BEFORE]) == (K.ADDED, K.MOVED)
    [release] = [one for one in seen.told if one.told == YearMonth(2031, 11)]
    assert release.now == YearMonth(2032, 2)
    [task] = tasks_of(portal, "plan_changed")
    assert task.for_user_id == portal.officer.user_id
    client = client_for(portal)
    case = client.get(f"/cases/{reference}")
    [way] = [words for words in case.links if words.startswith("See what changed in the plan")]
    page = case.follow(way)
    assert page.path == f"/cases/{reference}/plan-changes"
    assert "Release: they know November 2031. It is now February 2032." in page.text
    assert "Because of: conditional release date (CRD)." in page.text
    done = page.submit(button="I have looked at these changes")
    assert done.follow().notices == ["Recorded: you have looked at the changes of the plan."]
    assert tasks_of(portal, "plan_changed") == []
    after = changes(portal, reference)
    assert (after.waiting, after.earlier[0].seen_by) == ((), "Sam Carter")


def test_nothing_is_told_by_looking(portal: Portal, reference: str) -> None:
    given(portal, **LATER)
    decide(portal, reference)
    assert update_of(portal, reference, CHANGED).state is UpdateState.DRAFT
    assert delivered(portal) == []


def test_there_and_back_again_is_no_difference_but_each_step_is_shown(
    portal: Portal, reference: str
) -> None:
    began = view(portal, reference).updates
    for dates in (LATER, LAST, BEGAN):
        dated(portal, reference, **dates)
    seen = changes(portal, reference)
    assert seen.together == ()
    assert len(seen.waiting) == 3
    assert len(tasks_of(portal, "plan_changed")) == 1
    ended = view(portal, reference).updates
    places = [(u.stage, u.window_opens, u.window_closes, u.month) for u in ended]
    assert [(u.stage, u.window_opens, u.window_closes, u.month) for u in began] == [
        place for place in places if place[0] is not CHANGED
    ]
    assert all(u.state is not UpdateState.APPROVED for u in ended)


def test_what_was_approved_is_read_again_wherever_the_date_ends(
    portal: Portal, reference: str
) -> None:
    approve(portal, reference, BEFORE)
    for dates in (LATER, LAST, BEGAN):
        dated(portal, reference, **dates)
    assert kinds(changes(portal, reference)) == {BEFORE: K.BACK_TO_DRAFT}
    assert update_of(portal, reference, BEFORE).state is UpdateState.DRAFT
    decide(portal, reference)
    # Looking is no approval: the update is asked for by a task of its own.
    assert update_of(portal, reference, BEFORE).state is UpdateState.DRAFT
    assert "read_again" in task_kinds(portal, reference)


def test_who_asked_not_to_hear_of_small_moves_does_not(portal: Portal, reference: str) -> None:
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        preference = case_store.preference(uow, case.id)
        assert preference is not None
        preference.ignore_moves_up_to_months = 3
        uow.commit()
    given(portal, **LATER)
    seen = changes(portal, reference)
    assert CHANGED not in kinds(seen)
    assert kinds(seen)[BEFORE] is K.MOVED
    words = client_for(portal).get(f"/cases/{reference}/plan-changes").text
    assert "They asked not to hear of moves of up to 3 months" in words
    # One month more is no small move.
    given(portal, CRD="2032-03-02", SLED="2034-11-01")
    assert kinds(changes(portal, reference))[CHANGED] is K.ADDED


def test_news_of_the_sentence_withdraws_and_adds(portal: Portal, reference: str) -> None:
    news = EventInput(Stage.RELEASED, portal.ctx.today(), "The prison")
    record_event(portal.ctx, portal.officer, reference, news)
    seen = changes(portal, reference)
    assert (kinds(seen)[BEFORE], kinds(seen)[Stage.RELEASED]) == (K.WITHDRAWN, K.ADDED)
    page = client_for(portal).get(f"/cases/{reference}/plan-changes").text
    assert "Withdrawn Release is coming" in page


def test_an_answer_of_their_own_is_no_difference_to_look_at(portal: Portal, reference: str) -> None:
    answered(portal, reference, Enrolment.OPTED_OUT, portal.ctx.today())
    seen = changes(portal, reference)
    assert (seen.waiting, tasks_of(portal, "plan_changed")) == ((), [])
    assert {one.kind for one in seen.earlier[0].changes} == {K.WITHDRAWN}


def test_planning_again_changes_and_asks_nothing(portal: Portal, reference: str) -> None:
    given(portal, **LATER)
    before = changes(portal, reference)
    given(portal, **LATER)
    assert changes(portal, reference) == before


def test_what_came_meanwhile_is_not_decided_with_it(portal: Portal, reference: str) -> None:
    given(portal, **LATER)
    page = client_for(portal).get(f"/cases/{reference}/plan-changes")
    given(portal, **LAST)
    answer = page.submit(button="I have looked at these changes").follow()
    assert "The plan has changed again" in " ".join(answer.notices)
    assert len(changes(portal, reference).waiting) == 1
    assert len(tasks_of(portal, "plan_changed")) == 1


def test_deciding_twice_says_that_somebody_was_first(portal: Portal, reference: str) -> None:
    given(portal, **LATER)
    shown = [one.id for one in changes(portal, reference).waiting]
    assert decide_plan_changes(portal.ctx, portal.colleague, reference, shown) == 0
    for again in (shown, [], [portal.tokens.uuid()]):
        with pytest.raises(ConflictError, match="Somebody else"):
            decide_plan_changes(portal.ctx, portal.officer, reference, again)
    [event] = trail(portal, "plan_changes_decided")
    assert event.details == {"changes": 1, "waiting": 0}


@pytest.mark.parametrize("typed", ["", "x", "<b>😀", ",,,", "0" * 32, "9" * 5000])
def test_a_form_that_carries_nonsense_decides_nothing(
    portal: Portal, reference: str, typed: str
) -> None:
    given(portal, **LATER)
    client = client_for(portal)
    page = client.get(f"/cases/{reference}/plan-changes")
    page.submit({"shown": typed}, button="I have looked at these changes")
    assert len(changes(portal, reference).waiting) == 1


def test_another_units_differences_are_out_of_reach(portal: Portal, reference: str) -> None:
    there = replace(portal, officer=portal.stranger)
    other = ready(there, unit=OTHER_UNIT, referral_reference="W9", victim_first_name="Omar")
    given(portal, **LATER)
    theirs = [one.id for one in plan_changes(portal.ctx, portal.stranger, other).waiting]
    assert theirs
    with pytest.raises(NotFoundError):
        plan_changes(portal.ctx, portal.officer, other)
    with pytest.raises(NotFoundError):
        decide_plan_changes(portal.ctx, portal.officer, other, theirs)
    # Nor does an id of theirs decide anything through a case of one's own.
    with pytest.raises(ConflictError):
        decide_plan_changes(portal.ctx, portal.officer, reference, theirs)
    client_for(portal, STRANGER).get(f"/cases/{reference}/plan-changes", status=404)


def test_who_typed_it_elsewhere_is_not_named(portal: Portal, reference: str) -> None:
    there = replace(portal, officer=portal.stranger)
    other = ready(there, unit=OTHER_UNIT, referral_reference="W9", victim_first_name="Omar")
    dated(there, other, **LATER)
    assert {one.made_by for one in changes(portal, reference).waiting} == {""}
    page = client_for(portal).get(f"/cases/{reference}/plan-changes").text
    assert "by somebody outside this unit" in page
    assert "Otto" not in page


def test_earlier_changes_go_on_page_by_page(portal: Portal, reference: str) -> None:
    for number in range(23):
        given(portal, CRD=f"2032-{number % 2 + 2:02d}-02", SLED="2034-11-01")
        decide(portal, reference)
    client = client_for(portal)
    page = client.get(f"/cases/{reference}/plan-changes")
    older = page.follow("Older changes")
    assert "Newest changes" in older.links
    for strange in ("x", "-1", "²", "9" * 400):
        answer = client.get(f"/cases/{reference}/plan-changes", query={"before": strange})
        assert answer.text == page.text
