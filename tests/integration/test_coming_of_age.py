"""At 18 a parent's part ends at midnight in London, whatever ran then; the young person decides."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.support.casework import FIRST, answered, approve, ready, task_kinds, update_of, view
from tests.support.portal import CLI, Portal
from tests.support.senders import FakeSender
from tests.support.young import (
    BORN,
    DAY,
    EVE,
    MIDNIGHT,
    childs,
    lacking,
    own_choice,
    parents,
    queued,
)
from victim_portal.domain.minors import SpokenWith
from victim_portal.domain.vocabulary import (
    ContactMethod,
    Enrolment,
    Level,
    MessageState,
    UpdateState,
)
from victim_portal.services.channels import confirm_channel
from victim_portal.services.coming_of_age import end_capacity
from victim_portal.services.delivery import FaultPoint, Round, deliver_due
from victim_portal.services.enrolment import answer_asked
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.messages import requeue_held
from victim_portal.services.minors import minor_for_form, record_spoken_with
from victim_portal.services.planning import plan_due
from victim_portal.services.tasks import NotByHandError, finish_task
from victim_portal.store.models import Channel, Message, Task

HELD, HANDED = MessageState.HELD.value, MessageState.HANDED_OVER.value


def _states(portal: Portal) -> list[str]:
    with portal.ctx.store.reading() as uow:
        return sorted(uow.session.scalars(select(Message.state)))


def _whys(portal: Portal) -> set[str | None]:
    with portal.ctx.store.reading() as uow:
        return set(uow.session.scalars(select(Message.why_code)))


def _round(portal: Portal, sender: FakeSender | None = None) -> Round:
    return deliver_due(portal.ctx, (sender or FakeSender()).senders, "w1")


@pytest.fixture(params=[parents, childs], ids=["parents-case", "childs-case"])
def reference(request: pytest.FixtureRequest, portal: Portal) -> str:
    make: Callable[[Portal], str] = request.param
    return make(portal)


def test_a_moment_before_midnight_it_goes(portal: Portal, reference: str) -> None:
    queued(portal, reference)
    assert _round(portal).handed_over == 2


def test_at_midnight_the_last_look_holds_it_though_nothing_else_ran(
    portal: Portal, reference: str
) -> None:
    queued(portal, reference)
    portal.clock.set(MIDNIGHT)
    sender = FakeSender()
    assert (_round(portal, sender).held, sender.taken) == (2, [])
    assert (_states(portal), _whys(portal)) == ([HELD, HELD], {"aged_18"})
    assert task_kinds(portal, reference).count("held_message") == 2
    # Released, it meets the same last look.
    with portal.ctx.store.reading() as uow:
        held = list(uow.session.scalars(select(Message.id)))
    for message_id in held:
        requeue_held(portal.ctx, portal.officer, message_id)
    assert _round(portal, sender).held == 2
    assert sender.taken == []


class _Midnight:
    """Puts the clock to midnight between the last look and the first send."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def hit(self, point: FaultPoint) -> None:
        if point is FaultPoint.AFTER_CLAIM:
            self._portal.clock.set(MIDNIGHT)


def test_what_was_claimed_before_midnight_isnt_sent_after_it(portal: Portal) -> None:
    reference = parents(portal)
    queued(portal, reference)
    sender = FakeSender()
    done = deliver_due(portal.ctx, sender.senders, "w1", faults=_Midnight(portal))
    assert (done.handed_over, done.put_back, sender.taken) == (0, 2, [])
    assert _states(portal) == ["queued", "queued"]
    assert _round(portal, sender).held == 2
    assert sender.taken == []


def test_a_second_message_isnt_sent_that_midnight_overtook(portal: Portal) -> None:
    queued(portal, parents(portal))
    sender = FakeSender(meanwhile=lambda _: portal.clock.set(MIDNIGHT))
    done = _round(portal, sender)
    assert (done.handed_over, done.put_back, len(sender.taken)) == (1, 1, 1)


def test_the_day_holds_also_what_opens_later_and_a_task_stands(
    portal: Portal, reference: str
) -> None:
    queued(portal, reference)
    with portal.ctx.store.writing() as uow:
        for message in uow.session.scalars(select(Message)):
            message.next_try_at = MIDNIGHT + timedelta(days=3)
        uow.commit()
    portal.clock.set(MIDNIGHT)
    assert plan_due(portal.ctx, CLI).failed == 0
    assert (_states(portal), _whys(portal)) == ([HELD, HELD], {"aged_18"})
    assert "own_choice" in task_kinds(portal, reference)
    before = task_kinds(portal, reference)
    portal.clock.move(days=1)
    plan_due(portal.ctx, CLI)
    plan_due(portal.ctx, CLI)
    assert task_kinds(portal, reference) == before


def test_from_17_and_a_half_somebody_speaks_to_them_alone(portal: Portal, reference: str) -> None:
    portal.clock.set(datetime(2027, 1, 2, 23, 59, tzinfo=MIDNIGHT.tzinfo))
    plan_due(portal.ctx, CLI)
    assert "speak_alone" not in task_kinds(portal, reference)
    portal.clock.move(minutes=1)
    plan_due(portal.ctx, CLI)
    [task] = [one for one in view(portal, reference).tasks if one.kind == "speak_alone"]
    assert task.due_on == date(2027, 7, 2)
    # Done, it isn't asked for again; at 18 they are asked in any case.
    finish_task(portal.ctx, portal.officer, task.id, "Spoke at school, alone")
    portal.clock.move(days=1)
    plan_due(portal.ctx, CLI)
    assert "speak_alone" not in task_kinds(portal, reference)
    portal.clock.set(MIDNIGHT)
    plan_due(portal.ctx, CLI)
    assert "own_choice" in task_kinds(portal, reference)


def test_the_task_is_done_by_their_own_answer_alone(portal: Portal, reference: str) -> None:
    portal.clock.set(MIDNIGHT)
    plan_due(portal.ctx, CLI)
    [task] = [one for one in view(portal, reference).tasks if one.kind == "own_choice"]
    with pytest.raises(NotByHandError):
        finish_task(portal.ctx, portal.officer, task.id, "Mum says it's fine")
    assert answer_asked(portal.ctx, portal.officer, reference).own_word_asked
    with pytest.raises(InvalidError) as refused:
        own_choice(portal, reference, own_word=False)
    assert set(refused.value.problems) == {"own_word"}
    own_choice(portal, reference)
    assert "own_choice" not in task_kinds(portal, reference)
    assert not answer_asked(portal.ctx, portal.officer, reference).own_word_asked
    # From now on they are asked like everybody else.
    own_choice(portal, reference, level=Level.ANNUAL, own_word=False)


def test_their_no_is_theirs_and_decides(portal: Portal, reference: str) -> None:
    portal.clock.set(MIDNIGHT)
    plan_due(portal.ctx, CLI)
    given = {"how": ContactMethod.VISIT}
    with pytest.raises(InvalidError):
        answered(portal, reference, Enrolment.OPTED_OUT, DAY, **given)
    answered(portal, reference, Enrolment.OPTED_OUT, DAY, own_word=True, **given)
    assert view(portal, reference).enrolment is Enrolment.OPTED_OUT
    assert "own_choice" not in task_kinds(portal, reference)


def test_a_parents_no_of_before_doesnt_answer_for_them(portal: Portal) -> None:
    reference = parents(portal)
    answered(portal, reference, Enrolment.OPTED_OUT, portal.ctx.today())
    portal.clock.set(MIDNIGHT)
    plan_due(portal.ctx, CLI)
    [task] = [one for one in view(portal, reference).tasks if one.kind == "own_choice"]
    # One that came in on the eve and is written down now is a parent's too.
    answered(portal, reference, Enrolment.DO_NOT_CONTACT, date(2027, 7, 2))
    assert "own_choice" not in task_kinds(portal, reference)
    assert "They said no" not in task.what


def test_no_number_carries_over_by_itself(portal: Portal, reference: str) -> None:
    """They opt in for themselves; what a parent had agreed carries nothing until they agree it."""
    queued(portal, reference)
    portal.clock.set(MIDNIGHT + timedelta(hours=10))
    plan_due(portal.ctx, CLI)
    own_choice(portal, reference)
    assert task_kinds(portal, reference).count("confirm_channel") == 2
    assert update_of(portal, reference, FIRST).state is UpdateState.DRAFT
    approve(portal, reference)
    sender = FakeSender()
    _round(portal, sender)
    assert sender.taken == []
    for channel in view(portal, reference).channels:
        confirm_channel(portal.ctx, portal.officer, reference, channel.id, "in_person")
    with portal.ctx.store.reading() as uow:
        waiting = uow.session.scalars(select(Message.id).where(Message.state == HELD)).all()
    for message_id in waiting:
        requeue_held(portal.ctx, portal.officer, message_id)
    assert _round(portal, sender).handed_over == 2


def test_a_bereaved_relatives_case_has_no_such_day(portal: Portal) -> None:
    reference = ready(portal, relationship="bereaved_relative", victim_date_of_birth=BORN)
    _, version = minor_for_form(portal.ctx, portal.officer, reference)
    parent = SpokenWith.PARENT_OR_GUARDIAN
    record_spoken_with(portal.ctx, portal.officer, reference, parent, "Safe", version)
    queued(portal, reference, MIDNIGHT)
    assert not {"own_choice", "speak_alone"} & set(task_kinds(portal, reference))
    assert _round(portal).handed_over == 2


def test_a_parents_case_without_a_date_of_birth_asks_for_it(portal: Portal) -> None:
    reference = parents(portal, victim_date_of_birth="")
    assert "ask_birth_date" in task_kinds(portal, reference)


class TestCapacity:
    """A recorded lack of capacity keeps a parent's part, no longer than it counts."""

    def test_it_goes_on_until_the_review_and_not_a_moment_longer(self, portal: Portal) -> None:
        reference = parents(portal)
        portal.clock.set(EVE)
        lacking(portal, reference, DAY + timedelta(days=30))
        queued(portal, reference, MIDNIGHT)
        assert "own_choice" not in task_kinds(portal, reference)
        assert _round(portal).handed_over == 2
        portal.clock.set(MIDNIGHT + timedelta(days=2))
        plan_due(portal.ctx, CLI)
        assert "capacity_review" in task_kinds(portal, reference)
        portal.clock.set(MIDNIGHT + timedelta(days=31))
        plan_due(portal.ctx, CLI)
        assert "own_choice" in task_kinds(portal, reference)
        assert "capacity_review" not in task_kinds(portal, reference)

    def test_ended_it_ends_at_once(self, portal: Portal) -> None:
        reference = parents(portal)
        portal.clock.set(EVE)
        lacking(portal, reference, DAY + timedelta(days=30))
        portal.clock.set(MIDNIGHT + timedelta(hours=9))
        end_capacity(portal.ctx, portal.officer, reference, "Assessed again: she decides")
        assert "own_choice" in task_kinds(portal, reference)
        with pytest.raises(ConflictError):
            end_capacity(portal.ctx, portal.officer, reference, "Again")

    def test_what_is_wrong_is_said_and_nothing_is_kept(self, portal: Portal) -> None:
        reference = parents(portal)
        with pytest.raises(ConflictError):
            lacking(portal, reference, DAY)
        portal.clock.set(EVE)
        with pytest.raises(InvalidError) as refused:
            lacking(
                portal,
                reference,
                portal.ctx.today(),
                **{"decision": " ", "assessed_by": "x" * 201, "basis": ""},
                assessed_on=DAY,
            )
        fields = {"decision", "assessed_by", "basis", "assessed_on", "review_on"}
        assert set(refused.value.problems) == fields
        with pytest.raises(InvalidError):
            lacking(portal, reference, date(2028, 7, 3))
        lacking(portal, reference, date(2028, 7, 2))


def test_the_words_of_the_tasks_hold_no_birthday(portal: Portal) -> None:
    reference = parents(portal)
    portal.clock.set(MIDNIGHT)
    plan_due(portal.ctx, CLI)
    with portal.ctx.store.reading() as uow:
        [task] = uow.session.scalars(select(Task).where(Task.kind == "own_choice"))
        assert "2027" not in f"{task.what} {task.rule} {task.task_key} {task.about}"
        assert uow.session.scalars(select(Channel.confirmed_at)).first() is not None
    assert reference
