"""A hearing that moves: kept, told as what it is, rung about on the same day, on every case."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support import casework
from tests.support.portal import Portal
from tests.support.representations import TODAY, new_case, state
from tests.support.reviews import (
    HEARING,
    LATER,
    SOONER,
    asked,
    joined,
    listed,
    tasks,
    view,
    wanted,
)
from victim_portal.domain.parole import AskKind, DeadlineKind, HearingMove, ReviewKind
from victim_portal.domain.stages import Stage, YearMonth
from victim_portal.domain.vocabulary import Level, UpdateState
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.reviews import ReviewInput, record_review
from victim_portal.services.submissions import export_submission
from victim_portal.store import offenders as offender_store
from victim_portal.store import updates as update_store
from victim_portal.store.cases import by_reference
from victim_portal.store.models import Event

OTHER = {"referral_reference": "WCU-2", "victim_first_name": "Ann", "victim_last_name": "Birch"}


def events(portal: Portal, reference: str) -> list[Event]:
    with portal.ctx.store.reading() as uow:
        case = by_reference(uow, reference)
        assert case is not None
        return offender_store.events(uow, case.offender_id)


def stages(portal: Portal, reference: str) -> list[str]:
    return [event.stage for event in events(portal, reference)]


def drafts(portal: Portal, reference: str, stage: Stage) -> list[str | None]:
    with portal.ctx.store.reading() as uow:
        case = by_reference(uow, reference)
        assert case is not None
        return [
            one.anchor_month
            for one in update_store.of_case(uow, case.id)
            if one.stage == stage and one.state == UpdateState.DRAFT
        ]


def test_a_hearing_that_is_put_off_is_rung_about_on_the_same_day(portal: Portal) -> None:
    reference = joined(portal)
    listed(portal, reference)
    assert tasks(portal, "hearing_put_off") == []
    done = listed(portal, reference, LATER)
    assert done.move is HearingMove.PUT_OFF
    [task] = tasks(portal, "hearing_put_off")
    assert task.due_on == TODAY
    assert task.what.startswith("The hearing was put off: ring them today")
    assert drafts(portal, reference, Stage.HEARING_DEFERRED) == [str(YearMonth.of(LATER))]
    # The news of the first date isn't told any more.
    assert drafts(portal, reference, Stage.HEARING_LISTED) == []


def test_the_difference_is_shown_and_the_whole_way_kept(portal: Portal) -> None:
    reference = joined(portal)
    for day in (HEARING, LATER, None, SOONER):
        listed(portal, reference, day)
    seen = view(portal, reference)
    assert [step.move for step in seen.steps] == [
        HearingMove.LISTED,
        HearingMove.PUT_OFF,
        HearingMove.PUT_OFF,
        HearingMove.LISTED,
    ]
    assert seen.times_put_off == 2
    assert (DeadlineKind.STATEMENT, HEARING - timedelta(28), LATER - timedelta(28)) in seen.steps[
        2
    ].moved
    assert all(after is None for _, _, after in seen.steps[1].moved)


def test_a_date_that_was_entered_wrongly_is_told_to_nobody_as_put_off(portal: Portal) -> None:
    reference = joined(portal)
    listed(portal, reference)
    [before] = [one for one in events(portal, reference) if one.stage == Stage.HEARING_LISTED]
    done = listed(portal, reference, LATER, put_right=True)
    assert done.move is HearingMove.PUT_RIGHT
    assert Stage.HEARING_DEFERRED not in stages(portal, reference)
    assert tasks(portal, "hearing_put_off", "sent_before_correction") == []
    [after] = [one for one in events(portal, reference) if one.stage == Stage.HEARING_LISTED]
    assert (after.id, after.hearing_on, after.version) == (before.id, LATER, 2)
    assert drafts(portal, reference, Stage.HEARING_LISTED) == [str(YearMonth.of(LATER))]
    # The deadlines are those of the right date.
    assert {one.due_on for one in tasks(portal, "parole_deadline")} == {
        one.deadline.work_by for one in view(portal, reference).deadlines
    }


def test_a_wrong_month_that_went_out_is_looked_after(portal: Portal) -> None:
    reference = casework.ready(portal, sentence_type="EDS")
    listed(portal, reference)
    casework.approve(portal, reference, Stage.HEARING_LISTED)
    assert len(casework.delivered(portal)) > 0
    listed(portal, reference, HEARING + timedelta(days=1), put_right=True)
    assert tasks(portal, "sent_before_correction") == []
    listed(portal, reference, LATER, put_right=True)
    [task] = tasks(portal, "sent_before_correction")
    assert "entered wrongly" in task.what


def test_a_hearing_without_a_new_date_is_asked_after(portal: Portal) -> None:
    reference = joined(portal)
    listed(portal, reference)
    listed(portal, reference, None)
    [task] = tasks(portal, "new_hearing_date")
    assert task.due_on > TODAY
    assert tasks(portal, "parole_deadline", "parole_reminder") == []
    listed(portal, reference, LATER)
    assert tasks(portal, "new_hearing_date") == []
    assert len(tasks(portal, "parole_deadline")) == 3


def test_files_that_name_the_old_date_are_to_be_made_again(portal: Portal) -> None:
    reference = joined(portal)
    listed(portal, reference)
    state(portal, reference)
    listed(portal, reference, LATER)
    assert tasks(portal, "tell_recipients") == []
    export_submission(portal.ctx, portal.officer, reference)
    listed(portal, reference, LATER + timedelta(days=7))
    [task] = tasks(portal, "tell_recipients")
    assert "make them again" in task.what


def test_a_wrong_date_never_gives_way_to_none(portal: Portal) -> None:
    reference = joined(portal)
    listed(portal, reference)
    with pytest.raises(InvalidError) as refused:
        listed(portal, reference, None, put_right=True)
    assert set(refused.value.problems) == {"hearing_on"}
    assert view(portal, reference).hearing_on == HEARING


def test_a_hearing_that_comes_sooner_is_no_deferral(portal: Portal) -> None:
    reference = joined(portal)
    listed(portal, reference)
    assert listed(portal, reference, SOONER).move is HearingMove.BROUGHT_FORWARD
    assert Stage.HEARING_DEFERRED not in stages(portal, reference)
    [task] = tasks(portal, "hearing_put_off")
    assert "brought forward" in task.what
    assert drafts(portal, reference, Stage.HEARING_LISTED) == [str(YearMonth.of(SOONER))]


def test_who_hears_of_no_hearing_is_rung_all_the_same_if_they_would_be_there(
    portal: Portal,
) -> None:
    reference = joined(portal, Level.RELEASE_MONTH_ONLY)
    listed(portal, reference)
    listed(portal, reference, LATER)
    assert tasks(portal, "hearing_put_off") == []
    wanted(portal, reference, AskKind.OBSERVE)
    listed(portal, reference, LATER + timedelta(days=7))
    assert len(tasks(portal, "hearing_put_off")) == 1


def test_whoever_said_no_is_not_rung(portal: Portal) -> None:
    reference = new_case(portal)
    listed(portal, reference)
    listed(portal, reference, LATER)
    assert tasks(portal, "hearing_put_off") == []


def test_every_victim_of_the_offender_is_rung(portal: Portal) -> None:
    first, second = joined(portal), joined(portal, **OTHER)
    listed(portal, first)
    listed(portal, second, LATER)
    assert {task.case_reference for task in tasks(portal, "hearing_put_off")} == {first, second}
    assert [step.move for step in view(portal, first).steps] == [
        HearingMove.PUT_OFF,
        HearingMove.LISTED,
    ]


def test_an_old_page_puts_no_hearing_back(portal: Portal) -> None:
    reference = joined(portal)
    seen = listed(portal, reference).version
    listed(portal, reference, LATER)
    old = ReviewInput(ReviewKind.FIRST, None, SOONER)
    with pytest.raises(ConflictError):
        record_review(portal.ctx, portal.officer, reference, old, seen_version=seen)
    with pytest.raises(ConflictError):
        record_review(portal.ctx, portal.officer, reference, old, seen_version=0)
    assert view(portal, reference).hearing_on == LATER
    assert stages(portal, reference).count(Stage.HEARING_DEFERRED) == 1


@pytest.mark.parametrize(
    "at", ["2027-03-28T00:30:00", "2026-10-25T01:30:00", "2026-11-18T23:59:00"]
)
def test_the_same_day_is_the_day_in_london(portal: Portal, at: str) -> None:
    reference = joined(portal)
    listed(portal, reference)
    portal.clock.at = datetime.fromisoformat(at).replace(tzinfo=UTC)
    listed(portal, reference, LATER + timedelta(days=300))
    [task] = tasks(portal, "hearing_put_off")
    assert task.due_on == portal.ctx.today()
    assert view(portal, reference).steps[0].learnt_on == portal.ctx.today()


def test_the_officer_is_reminded_on_the_way_until_a_statement_is_signed(portal: Portal) -> None:
    reference = joined(portal)
    listed(portal, reference)
    first, second = tasks(portal, "parole_reminder")
    assert first.what.startswith("Remind them by their plan: what must be kept from the prisoner")
    assert first.due_on < second.due_on < HEARING - timedelta(days=28)
    listed(portal, reference, LATER)
    moved = tasks(portal, "parole_reminder")
    assert [one.due_on for one in moved] == [
        first.due_on + timedelta(days=35),
        second.due_on + timedelta(days=35),
    ]
    state(portal, reference, signed_on=None)
    assert len(tasks(portal, "parole_reminder")) == 2
    state(portal, reference)
    assert tasks(portal, "parole_reminder") == []
    # A hearing that moves again reminds of nothing that was done.
    listed(portal, reference, LATER + timedelta(days=35))
    assert tasks(portal, "parole_reminder") == []


def test_where_no_statement_is_heard_nobody_is_asked_for_one(portal: Portal) -> None:
    reference = joined(
        portal,
        sentence_type="SDS",
        offence_category="stalking_harassment",
        custodial_term="P6M",
    )
    listed(portal, reference, kind=ReviewKind.RECALL)
    [task] = tasks(portal, "parole_deadline")
    assert task.what.startswith("Find out what the Board decided")
    assert tasks(portal, "parole_reminder") == []


def test_the_hearing_has_been_is_said_plainly(portal: Portal) -> None:
    reference = joined(portal)
    listed(portal, reference, TODAY + timedelta(days=3))
    portal.clock.move(days=5)
    gone = [one for one in view(portal, reference).deadlines if one.gone]
    assert len(gone) == 2
    assert all(one.still.startswith("The hearing has been.") for one in gone)
    assert asked(portal, reference, AskKind.OBSERVE).cannot != ""
