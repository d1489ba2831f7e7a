"""A contact or an answer that was recorded by mistake: kept, shown, and it counts no more."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.support.answers import E, give, logged
from tests.support.casework import approve, opted_in, ready, view
from tests.support.contacts import Out, case_row, channel, open_tasks, tried, why_stopped
from tests.support.letters import OTHER, letter_row, made, plan_of, posted, referred
from tests.support.portal import Portal
from victim_portal.domain.vocabulary import (
    ChannelKind,
    Level,
    MessageState,
    UpdateState,
)
from victim_portal.services.callbacks import record_inbound
from victim_portal.services.contacts import contact_log
from victim_portal.services.enrolment import possible_answers
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.letters import post_letter, return_letter
from victim_portal.services.undoing import (
    answer_to_undo,
    ask_to_undo_answer,
    contact_to_undo,
    undo_answer,
    undo_contact,
)
from victim_portal.store.models import EnrolmentStep, Message, Task

WHY = "It was another case. <b>Sorry</b>"


def kinds(portal: Portal) -> list[str]:
    return sorted(one.kind for one in open_tasks(portal))


def newest(portal: Portal, reference: str) -> UUID:
    return answer_to_undo(portal.ctx, portal.manager, reference).step_id


def undone(portal: Portal, reference: str, *, with_contact: bool = False) -> None:
    undo_answer(portal.ctx, portal.manager, reference, newest(portal, reference), WHY, with_contact)


def test_a_call_on_the_wrong_case_starts_its_clock_again(portal: Portal) -> None:
    reference = referred(portal)
    entry = tried(
        portal, reference, Out.SPOKE, next_step="Ring", next_on=portal.ctx.today()
    ).contact_id
    assert kinds(portal) == ["get_answer", "next_step"]
    undo_contact(portal.ctx, portal.officer, reference, entry, WHY)
    assert case_row(portal, reference).first_contact_on is None
    assert plan_of(portal, reference).plan.next_step is not None
    assert kinds(portal) == ["first_contact"]
    (shown,) = contact_log(portal.ctx, portal.officer, reference).entries
    assert (shown.undone_by, shown.undone_why) == ("Sam Carter", WHY)
    assert (shown.may_undo, shown.undone_at) == (False, portal.ctx.now())
    (row,) = logged(portal)
    assert WHY.encode() not in (row.undone_why_sealed or b"")
    # A second time, with another reason, changes nothing.
    undo_contact(portal.ctx, portal.colleague, reference, entry, "Other")
    assert contact_log(portal.ctx, portal.officer, reference).entries == (shown,)


def test_the_earliest_contact_that_is_left_stops_the_clock(portal: Portal) -> None:
    reference = referred(portal)
    first = tried(portal, reference, Out.SPOKE).contact_id
    portal.clock.move(days=2)
    tried(portal, reference, Out.SPOKE)
    undo_contact(portal.ctx, portal.officer, reference, first, WHY)
    assert case_row(portal, reference).first_contact_on == portal.ctx.today()


@pytest.mark.parametrize("outcome", [Out.WRONG_NUMBER, Out.SOMEONE_ELSE_ANSWERED])
def test_a_stop_that_it_alone_brought_ends_with_it(portal: Portal, outcome: Out) -> None:
    reference = referred(portal)
    (number,) = [c.id for c in view(portal, reference).channels if c.kind is ChannelKind.MOBILE]
    entry = tried(portal, reference, outcome, channel_id=number).contact_id
    assert why_stopped(portal, number)
    undo_contact(portal.ctx, portal.officer, reference, entry, WHY)
    assert channel(portal, number).suspended_at is None
    assert channel(portal, number).verified_at is None
    assert kinds(portal) == ["first_contact"]


def test_a_stop_that_somebody_else_brought_too_stays(portal: Portal) -> None:
    reference = referred(portal)
    (number,) = [c.id for c in view(portal, reference).channels if c.kind is ChannelKind.MOBILE]
    entry = tried(portal, reference, Out.WRONG_NUMBER, channel_id=number).contact_id
    portal.clock.move(hours=1)
    tried(portal, reference, Out.SOMEONE_ELSE_ANSWERED, channel_id=number)
    undo_contact(portal.ctx, portal.officer, reference, entry, WHY)
    assert channel(portal, number).suspended_at is not None
    assert "confirm_channel" in kinds(portal)


def test_a_letter_that_came_back_by_mistake_went_after_all(portal: Portal) -> None:
    reference = referred(portal)
    letter_id = posted(portal, reference)
    return_letter(portal.ctx, portal.officer, reference, letter_id, portal.ctx.today())
    (back,) = [one.id for one in logged(portal) if one.outcome == Out.RETURNED]
    undo_contact(portal.ctx, portal.officer, reference, back, WHY)
    assert letter_row(portal, letter_id).returned_on is None
    assert plan_of(portal, reference).attempts == (portal.ctx.today(),)


def test_a_letter_that_was_never_posted_is_to_be_posted(portal: Portal) -> None:
    reference = referred(portal)
    letter_id = posted(portal, reference)
    (sent,) = [one.id for one in logged(portal)]
    undo_contact(portal.ctx, portal.officer, reference, sent, WHY)
    assert letter_row(portal, letter_id).posted_on is None
    assert kinds(portal) == ["first_contact", "post_letter", "undo_answer"]
    undone(portal, reference)
    assert view(portal, reference).enrolment is E.NOT_OFFERED
    post_letter(portal.ctx, portal.officer, reference, letter_id, portal.ctx.today())
    assert view(portal, reference).enrolment is E.OFFERED
    assert kinds(portal) == ["first_contact"]


@pytest.mark.parametrize("why", ["", "  ", "x" * 1001])
def test_a_mistake_has_a_reason(portal: Portal, why: str) -> None:
    reference = referred(portal)
    entry = tried(portal, reference, Out.SPOKE).contact_id
    give(portal, reference, E.OFFERED)
    step = newest(portal, reference)
    for act in (
        lambda: undo_contact(portal.ctx, portal.officer, reference, entry, why),
        lambda: undo_answer(portal.ctx, portal.manager, reference, step, why),
        lambda: ask_to_undo_answer(portal.ctx, portal.officer, reference, step, why),
    ):
        with pytest.raises(InvalidError) as refused:
            act()
        assert set(refused.value.problems) == {"why"}


def test_a_text_that_came_in_can_not_be_taken_back(portal: Portal) -> None:
    reference = referred(portal)
    record_inbound(portal.ctx, "07700 900123", "Please ring me")
    (entry,) = [one.id for one in logged(portal)]
    with pytest.raises(InvalidError):
        undo_contact(portal.ctx, portal.officer, reference, entry, WHY)


def test_nobody_takes_back_what_is_not_theirs(portal: Portal) -> None:
    reference, other = referred(portal), referred(portal, **OTHER)
    entry = tried(portal, reference, Out.SPOKE).contact_id
    give(portal, reference, E.OFFERED)
    step = newest(portal, reference)
    for who, where in ((portal.stranger, reference), (portal.officer, other)):
        for act in (contact_to_undo, lambda *a: undo_contact(*a, WHY)):
            with pytest.raises(NotFoundError):
                act(portal.ctx, who, where, entry)
    with pytest.raises(NotFoundError):
        contact_to_undo(portal.ctx, portal.officer, reference, uuid4())
    # An answer is a manager's to take back.
    for who in (portal.officer, portal.stranger):
        with pytest.raises(NotFoundError):
            undo_answer(portal.ctx, who, reference, step, WHY)
    with pytest.raises(ConflictError):
        undo_answer(portal.ctx, portal.manager, other, step, WHY)
    assert view(portal, reference).enrolment is E.OFFERED


def test_do_not_contact_on_the_wrong_case_is_undone_and_she_is_offered_the_scheme(
    portal: Portal,
) -> None:
    reference = referred(portal)
    letter_id = made(portal, reference)
    on = portal.ctx.today() + timedelta(days=2)
    tried(portal, reference, Out.NO_ANSWER, next_step="Ring her on Friday", next_on=on)
    before = kinds(portal)
    assert before == ["first_contact", "next_step", "post_letter"]
    give(portal, reference, E.DO_NOT_CONTACT)
    assert E.OFFERED not in possible_answers(portal.ctx, portal.officer, reference)
    step = newest(portal, reference)
    ask_to_undo_answer(portal.ctx, portal.officer, reference, step, WHY)
    ask_to_undo_answer(portal.ctx, portal.officer, reference, step, WHY)
    (asked,) = [one for one in open_tasks(portal) if one.kind == "undo_answer"]
    assert asked.managers_own
    notes = [one.note for one in contact_log(portal.ctx, portal.manager, reference).entries]
    assert sum(WHY in note for note in notes) == 1
    undone(portal, reference, with_contact=True)
    seen = view(portal, reference)
    assert seen.enrolment is E.NOT_OFFERED
    assert (seen.steps[0].undone_by, seen.steps[0].undone_why) == ("Moira Hughes", WHY)
    assert case_row(portal, reference).first_contact_on is None
    assert kinds(portal) == before
    assert {one.for_user_id for one in open_tasks(portal)} == {portal.officer.user_id}
    post_letter(portal.ctx, portal.officer, reference, letter_id, portal.ctx.today())
    assert view(portal, reference).enrolment is E.OFFERED
    assert [one.number for one in view_steps(portal)] == [1, 2]


def view_steps(portal: Portal) -> list[EnrolmentStep]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(EnrolmentStep).order_by(EnrolmentStep.number)))


def test_a_yes_that_was_never_given_sends_nothing(portal: Portal) -> None:
    reference = ready(portal)
    assert approve(portal, reference) == 2
    undone(portal, reference)
    seen = view(portal, reference)
    assert (seen.enrolment, seen.level) == (E.OFFERED, None)
    assert {one.state for one in seen.updates} == {UpdateState.CANCELLED}
    with portal.ctx.store.reading() as uow:
        states = {one.state for one in uow.session.scalars(select(Message))}
    assert states == {MessageState.CANCELLED}
    assert kinds(portal) == ["get_answer", "plan_changed"]
    give(portal, reference, E.OPTED_IN)
    assert view(portal, reference).level is Level.KEY_STAGES


def test_the_answer_before_stands_again_with_its_level(portal: Portal) -> None:
    reference = opted_in(portal, Level.ANNUAL)
    give(portal, reference, E.OPTED_OUT)
    assert kinds(portal) == []
    undone(portal, reference)
    seen = view(portal, reference)
    assert (seen.enrolment, seen.level) == (E.OPTED_IN, Level.ANNUAL)
    assert kinds(portal) == ["make_plan", "plan_changed"]
    assert E.OPTED_OUT in possible_answers(portal.ctx, portal.officer, reference)


def test_a_deferral_that_is_left_has_its_day_again(portal: Portal) -> None:
    reference = referred(portal)
    for state in (E.OFFERED, E.DEFERRED, E.DECLINED):
        give(portal, reference, state)
    until = portal.ctx.today() + timedelta(days=30)
    undone(portal, reference)
    assert case_row(portal, reference).deferred_until == until
    assert [(one.kind, one.due_on) for one in open_tasks(portal)] == [("ask_again", until)]


def test_only_the_newest_answer_is_taken_back(portal: Portal) -> None:
    reference = referred(portal)
    give(portal, reference, E.OFFERED)
    step = newest(portal, reference)
    give(portal, reference, E.DECLINED)
    for act in (
        lambda: undo_answer(portal.ctx, portal.manager, reference, step, WHY),
        lambda: ask_to_undo_answer(portal.ctx, portal.officer, reference, step, WHY),
    ):
        with pytest.raises(ConflictError):
            act()
    declined = newest(portal, reference)
    for _ in range(2):
        undo_answer(portal.ctx, portal.manager, reference, declined, WHY)
    assert view(portal, reference).enrolment is E.OFFERED
    with portal.ctx.store.reading() as uow:
        assert len(list(uow.session.scalars(select(Task).where(Task.done_at.is_(None))))) == 1


def test_a_no_under_a_no_is_still_a_no(portal: Portal) -> None:
    reference = referred(portal)
    give(portal, reference, E.OFFERED)
    on = portal.ctx.today() + timedelta(days=2)
    tried(portal, reference, Out.SPOKE, next_step="Ring her", next_on=on)
    give(portal, reference, E.DECLINED)
    give(portal, reference, E.DO_NOT_CONTACT)
    undone(portal, reference)
    assert view(portal, reference).enrolment is E.DECLINED
    assert [(one.kind, one.managers_own) for one in open_tasks(portal)] == [("next_step", True)]
