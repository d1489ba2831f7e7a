"""Events over a real database: recorded once, planned for every case of the offender."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.support.casework import dated, opted_in, ready, task_kinds, update_of, view
from tests.support.portal import Portal
from victim_portal.domain.stages import OUTCOMES, EventOutcome, Stage, YearMonth
from victim_portal.domain.vocabulary import ContactMethod, UpdateState
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.events import PLANNED_ONLY, RECORDABLE, EventInput, record_event
from victim_portal.services.updates import (
    approve_update,
    cancel_update,
    record_telling,
    update_view,
)


def event(portal: Portal, stage: Stage, **more: object) -> EventInput:
    given: dict[str, object] = {"happened_on": portal.ctx.today(), "told_by": "The prison"}
    return EventInput(stage, **{**given, **more})  # type: ignore[arg-type]  # whatever the test gives


@pytest.mark.parametrize("stage", RECORDABLE)
def test_each_stage_that_can_be_recorded_brings_a_draft_or_says_that_it_brings_none(
    portal: Portal, stage: Stage
) -> None:
    reference = ready(portal)
    draft = record_event(
        portal.ctx, portal.officer, reference, event(portal, stage, month=YearMonth(2027, 3))
    )
    assert draft is not None
    update = update_view(portal.ctx, portal.officer, reference, draft)
    assert (update.stage, update.state) == (stage, UpdateState.DRAFT)
    assert not {word for one in update.outgoing for word in one.unfit}
    # What the news took out of the plan is asked about once, beside the news itself.
    asked = [kind for kind in task_kinds(portal, reference) if kind != "plan_changed"]
    assert asked == (["approve_as_manager"] if update.needs_manager else [])


@pytest.mark.parametrize(
    ("stage", "outcome"), [(stage, one) for stage, known in OUTCOMES.items() for one in known]
)
def test_each_outcome_has_its_words(portal: Portal, stage: Stage, outcome: EventOutcome) -> None:
    reference = ready(portal)
    given = event(portal, stage, outcome=outcome)
    draft = record_event(portal.ctx, portal.officer, reference, given)
    assert draft is not None
    assert update_view(portal.ctx, portal.officer, reference, draft).content


def test_what_is_wrong_is_said_field_by_field(portal: Portal) -> None:
    reference = ready(portal)
    today = portal.ctx.today()
    for given, field in (
        (event(portal, Stage.RELEASED, happened_on=today + timedelta(days=1)), "happened_on"),
        (event(portal, Stage.RELEASED, happened_on=date(2026, 11, 1)), "happened_on"),
        (event(portal, Stage.RELEASED, told_by="  "), "told_by"),
        (event(portal, Stage.RELEASED, told_by="x" * 121), "told_by"),
        (event(portal, Stage.RELEASED, outcome=EventOutcome.FIXED_TERM), "outcome"),
        (event(portal, Stage.RELEASED, hearing_on=today), "hearing_on"),
        (event(portal, Stage.HEARING_LISTED, hearing_on=today - timedelta(days=1)), "hearing_on"),
        *((event(portal, stage), "stage") for stage in PLANNED_ONLY),
    ):
        with pytest.raises(InvalidError) as refused:
            record_event(portal.ctx, portal.officer, reference, given)
        assert field in refused.value.problems
    assert view(portal, reference).events == ()


def test_a_hearing_names_its_month_and_brings_its_deadlines(portal: Portal) -> None:
    reference = ready(portal)
    listed = event(portal, Stage.HEARING_LISTED, hearing_on=date(2027, 4, 20))
    record_event(portal.ctx, portal.officer, reference, listed)
    hearing = update_of(portal, reference, Stage.HEARING_LISTED)
    statement = update_of(portal, reference, Stage.STATEMENT_DUE)
    assert hearing.month == statement.month == "April 2027"
    told = hearing.content + statement.content
    assert "April 2027" in told
    assert "20 April" not in told


def test_every_case_of_the_offender_is_planned_and_nobody_sees_the_other(portal: Portal) -> None:
    first = ready(portal)
    second = opted_in(
        portal,
        referral_reference="WCU-2",
        victim_first_name="Ivy",
        victim_last_name="Elm",
        victim_date_of_birth="1970-02-03",
    )
    draft = record_event(portal.ctx, portal.officer, first, event(portal, Stage.RECALLED))
    there = update_of(portal, second, Stage.RECALLED)
    assert draft != there.id
    assert "Mary" not in there.content
    assert "Ivy" in there.content


def test_a_form_sent_twice_is_recorded_once(portal: Portal) -> None:
    reference = ready(portal)
    once, given = uuid4(), event(portal, Stage.RECALLED)
    results = {record_event(portal.ctx, portal.officer, reference, given, once) for _ in range(2)}
    assert len(results) == 1
    assert len(view(portal, reference).events) == 1


def test_out_of_reach_nothing_is_recorded(portal: Portal) -> None:
    reference = ready(portal)
    with pytest.raises(NotFoundError):
        record_event(portal.ctx, portal.stranger, reference, event(portal, Stage.RECALLED))
    assert view(portal, reference).events == ()


def test_after_a_death_only_its_news_is_left(portal: Portal) -> None:
    reference = ready(portal)
    before = update_of(portal, reference, Stage.PRE_RELEASE)
    approve_update(portal.ctx, portal.officer, reference, before.id, before.version)
    record_event(portal.ctx, portal.officer, reference, event(portal, Stage.OFFENDER_DEATH))
    states = {one.stage: one.state for one in view(portal, reference).updates}
    assert states.pop(Stage.OFFENDER_DEATH) is UpdateState.DRAFT
    assert set(states.values()) == {UpdateState.CANCELLED}


def test_the_managers_task_is_done_when_it_is_decided(portal: Portal) -> None:
    reference = ready(portal)
    for decide in ("approve", "cancel"):
        draft = record_event(portal.ctx, portal.officer, reference, event(portal, Stage.RECALLED))
        assert draft is not None
        assert task_kinds(portal, reference) == ["approve_as_manager"]
        version = update_view(portal.ctx, portal.officer, reference, draft).version
        if decide == "approve":
            approve_update(portal.ctx, portal.manager, reference, draft, version)
            assert task_kinds(portal, reference) == ["telephone"], "urgent news has a voice too"
            told, how = portal.ctx.today(), ContactMethod.TELEPHONE
            record_telling(portal.ctx, portal.officer, reference, draft, told, how, version)
        else:
            cancel_update(portal.ctx, portal.manager, reference, draft, "Told in person", version)
        assert task_kinds(portal, reference) == []


def test_a_recall_two_days_after_a_release_update_was_approved(portal: Portal) -> None:
    reference = ready(portal)
    dated(portal, reference, CRD="2026-12-20", SLED="2034-11-01")
    release = update_of(portal, reference, Stage.PRE_RELEASE)
    approve_update(portal.ctx, portal.officer, reference, release.id, release.version)
    record_event(portal.ctx, portal.officer, reference, event(portal, Stage.RELEASED))
    portal.clock.move(days=2)
    given = event(portal, Stage.RECALLED, outcome=EventOutcome.FIXED_TERM)
    record_event(portal.ctx, portal.officer, reference, given)
    case = {one.stage: one for one in view(portal, reference).updates}
    assert case[Stage.RECALLED].state is UpdateState.DRAFT
    # It would no longer be true; and whoever reads the recall learns that they didn't hear of it.
    assert case[Stage.RELEASED].state is UpdateState.CANCELLED
    assert "They weren't told of what came before: released" in case[Stage.RECALLED].reason
    released = update_view(portal.ctx, portal.officer, reference, release.id)
    assert {message.state.value for message in released.messages} == {"cancelled"}
