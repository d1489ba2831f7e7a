"""Closing a case, the clock of its retention, and legal holds."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.support import casework
from tests.support.keeping import case_row, close, declined, due, events
from tests.support.portal import Portal
from tests.support.representations import a_request, ask, new_case
from victim_portal.domain.access import Actor
from victim_portal.domain.closing import ClosingReason
from victim_portal.domain.vocabulary import Enrolment, MessageState
from victim_portal.services import keeping
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.referrals import reopen_case, withdraw_referral
from victim_portal.services.representations import put_forward, withdraw_request
from victim_portal.store.models import Case, LegalHold, Message

R = ClosingReason


def test_closing_starts_the_clock_and_closes_the_queue(portal: Portal) -> None:
    reference = declined(portal)
    case = case_row(portal, reference)
    assert case.closed_at == portal.clock.now()
    assert (case.retain_from, case.officer_id, case.queued_since) == (
        portal.ctx.today(),
        None,
        None,
    )
    [event] = events(portal, "case_closed")
    assert event.details == {"why": "said_no", "retain_from": "2026-11-18"}
    assert casework.task_kinds(portal, reference) == []


def test_opening_and_closing_again_keeps_the_day(portal: Portal) -> None:
    reference = declined(portal)
    portal.clock.move(days=400)
    reopen_case(portal.ctx, portal.manager, reference, "They rang and want to join.")
    case = case_row(portal, reference)
    assert (case.closed_at, case.retain_from) == (None, date(2026, 11, 18))
    close(portal, reference)
    assert case_row(portal, reference).retain_from == date(2026, 11, 18)


def test_withdrawn_and_double_start_it_too(portal: Portal) -> None:
    reference = casework.received(portal)
    withdraw_referral(portal.ctx, portal.manager, reference, "The wrong person was named.")
    assert case_row(portal, reference).retain_from == portal.ctx.today()


def test_nothing_goes_out_after_closing(portal: Portal) -> None:
    reference = casework.ready(portal)
    assert casework.approve(portal, reference) == 2
    close(portal, reference)
    assert casework.delivered(portal) == []
    with portal.ctx.store.reading() as uow:
        states = {message.state for message in uow.session.scalars(select(Message))}
    assert states == {MessageState.CANCELLED.value}


@pytest.mark.parametrize("reason", [R.SAID_NO, R.NO_RESPONSE])
def test_an_answer_that_was_not_recorded_closes_nothing(portal: Portal, reason: R) -> None:
    reference = casework.opted_in(portal)
    with pytest.raises(InvalidError) as refused:
        close(portal, reference, reason)
    assert set(refused.value.problems) == {"reason"}
    assert case_row(portal, reference).closed_at is None


def test_whoever_wants_to_hear_is_told_how_it_ends_first(portal: Portal) -> None:
    reference = casework.ready(portal)
    with pytest.raises(InvalidError) as refused:
        close(portal, reference, R.SENTENCE_OVER)
    assert refused.value.problems["reason"] == "The sentence with its licence isn't over yet."
    portal.clock.move(days=365 * 9)
    with pytest.raises(InvalidError) as refused:
        close(portal, reference, R.SENTENCE_OVER)
    assert "Tell them how it ends first" in refused.value.problems["reason"]


def test_without_a_note_nothing_closes(portal: Portal) -> None:
    reference = casework.received(portal)
    for note in (" ", "x" * 1001):
        with pytest.raises(InvalidError):
            keeping.close_case(portal.ctx, portal.manager, reference, R.PERSON_DIED, note)


def test_closing_is_the_managers_of_its_unit(portal: Portal) -> None:
    reference = casework.received(portal)
    for somebody in (portal.officer, portal.stranger):
        with pytest.raises(NotFoundError):
            keeping.close_case(portal.ctx, somebody, reference, R.PERSON_DIED, "x")
    close(portal, reference)
    with pytest.raises(ConflictError):
        close(portal, reference)
    once = portal.tokens.uuid()
    other = casework.received(portal, referral_reference="W2", victim_last_name="Birch")
    for _ in range(2):
        keeping.close_case(portal.ctx, portal.manager, other, R.PERSON_DIED, "x", once)


def test_the_day_is_moved_only_with_a_reason(portal: Portal) -> None:
    reference = declined(portal)
    version = case_row(portal, reference).row_version
    to = date(2026, 11, 18) - timedelta(days=0)
    for bad_day, why in ((to + timedelta(days=1), "x"), (date(2020, 1, 1), "x"), (to, " ")):
        with pytest.raises(InvalidError):
            keeping.move_retention(portal.ctx, portal.officer, reference, bad_day, why, version)
    portal.clock.move(days=30)
    later = date(2026, 12, 10)
    keeping.move_retention(
        portal.ctx, portal.officer, reference, later, "A complaint came in.", version
    )
    assert case_row(portal, reference).retain_from == later
    [event] = events(portal, "retention_moved")
    assert event.details == {"moved_from": "2026-11-18", "moved_to": "2026-12-10"}
    shown = keeping.keeping_view(portal.ctx, portal.officer, reference)
    assert shown.retain_from_why == "A complaint came in."
    with pytest.raises(ConflictError):
        keeping.move_retention(portal.ctx, portal.officer, reference, later, "Again", version)
    with pytest.raises(NotFoundError):
        keeping.move_retention(portal.ctx, portal.stranger, reference, later, "x", version)


def test_only_a_manager_has_a_case_forgotten_sooner(portal: Portal) -> None:
    reference = declined(portal)
    with portal.ctx.store.writing() as uow:
        case = uow.get(Case, case_row(portal, reference).id)
        assert case is not None
        case.opened_on -= timedelta(days=400)
        uow.commit()
    sooner = date(2025, 12, 1)

    def move(actor: Actor, to: date) -> None:
        version = case_row(portal, reference).row_version
        keeping.move_retention(portal.ctx, actor, reference, to, "A reason.", version)

    # Moved on and back again is the same as moved back.
    portal.clock.move(days=30)
    move(portal.officer, date(2026, 12, 10))
    for to in (sooner, date(2026, 12, 9)):
        with pytest.raises(InvalidError) as refused:
            move(portal.officer, to)
        assert "Only a manager" in refused.value.problems["to"]
    assert case_row(portal, reference).retain_from == date(2026, 12, 10)
    move(portal.manager, sooner)
    assert case_row(portal, reference).retain_from == sooner


def test_open_case_has_no_day_to_move(portal: Portal) -> None:
    reference = casework.received(portal)
    with pytest.raises(ConflictError):
        keeping.move_retention(portal.ctx, portal.officer, reference, portal.ctx.today(), "x", 1)


def test_a_hold_stops_what_is_due(portal: Portal) -> None:
    reference = declined(portal)
    portal.clock.move(days=365 * 12)
    assert set(due(portal)) == {reference}
    keeping.set_hold(portal.ctx, portal.manager, reference, "An inquest <b>asks</b> for it.")
    assert due(portal) == {}
    shown = keeping.keeping_view(portal.ctx, portal.officer, reference)
    assert shown.hold is not None
    assert (shown.hold.why, shown.hold.set_by) == (
        "An inquest <b>asks</b> for it.",
        "Moira Hughes",
    )
    with pytest.raises(ConflictError):
        keeping.set_hold(portal.ctx, portal.manager, reference, "Twice")
    keeping.lift_hold(portal.ctx, portal.manager, reference, "The inquest is over.")
    assert set(due(portal)) == {reference}
    with pytest.raises(ConflictError):
        keeping.lift_hold(portal.ctx, portal.manager, reference, "Twice")
    with portal.ctx.store.reading() as uow:
        [hold] = uow.session.scalars(select(LegalHold))
        assert (hold.ended_why, hold.ended_by) == ("The inquest is over.", "Moira Hughes")
    assert len(events(portal, "hold_set")) == len(events(portal, "hold_lifted")) == 1


def test_holds_are_the_managers_of_its_unit(portal: Portal) -> None:
    reference = casework.received(portal)
    for somebody in (portal.officer, portal.stranger):
        with pytest.raises(NotFoundError):
            keeping.set_hold(portal.ctx, somebody, reference, "x")
    with pytest.raises(InvalidError):
        keeping.set_hold(portal.ctx, portal.manager, reference, " ")


def test_reopening_a_case_that_closed_brings_its_tasks_back(portal: Portal) -> None:
    reference = casework.received(portal)
    before = set(casework.task_kinds(portal, reference))
    close(portal, reference)
    assert casework.task_kinds(portal, reference) == []
    reopen_case(portal.ctx, portal.manager, reference, "It was the wrong case.")
    assert before <= set(casework.task_kinds(portal, reference))
    assert case_row(portal, reference).enrolment == Enrolment.NOT_OFFERED


def test_a_case_does_not_close_over_a_request_that_nobody_decided(portal: Portal) -> None:
    """Every request has an outcome, or an owner and a date: a closed case has neither."""
    reference = new_case(portal)
    ask(portal, reference, a_request())
    casework.answered(portal, reference, Enrolment.OFFERED, casework.OFFERED_ON)
    casework.answered(portal, reference, Enrolment.DECLINED, casework.ANSWERED_ON)
    for move in (None, "put forward"):
        if move:
            put_forward(portal.ctx, portal.officer, reference, 1, "The prison", portal.ctx.today())
        with pytest.raises(InvalidError) as caught:
            close(portal, reference, R.SAID_NO)
        assert "has no outcome yet" in caught.value.problems["reason"]
    withdraw_request(portal.ctx, portal.officer, reference, 1)
    close(portal, reference, R.SAID_NO)
    assert case_row(portal, reference).closed_at is not None


def test_a_death_closes_whatever_was_asked_for(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference, a_request())
    close(portal, reference, R.PERSON_DIED)
    assert case_row(portal, reference).closed_at is not None
