"""The offer and its answer over a real database: moves, words of consent, clocks, tasks."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.support.answers import E, at, give
from tests.support.casework import (
    OFFERED_ON,
    answered,
    mobile,
    opted_in,
    reachable,
    ready,
    received,
    task_kinds,
    unanswered,
    update_of,
    view,
)
from tests.support.portal import Portal
from victim_portal.domain.enrolment import AT_ONCE, IN_SCHEME, MOVES
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import (
    ContactMethod,
    Enrolment,
    Level,
    MessageState,
    UpdateState,
)
from victim_portal.services.cases import case_view
from victim_portal.services.enrolment import (
    AnswerInput,
    possible_answers,
    record_answer,
)
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.events import EventInput, record_event
from victim_portal.services.updates import approve_update
from victim_portal.store.models import AuditEvent, Message


@pytest.mark.parametrize("state", list(Enrolment))
def test_each_move_is_taken_or_refused_as_the_table_says(portal: Portal, state: Enrolment) -> None:
    reference = at(portal, state)
    possible = set(possible_answers(portal.ctx, portal.officer, reference))
    assert possible <= MOVES[state] | (AT_ONCE if state is E.NOT_OFFERED else set())
    for target in Enrolment:
        if target in possible:
            continue
        before = view(portal, reference)
        with pytest.raises(InvalidError) as refused:
            give(portal, reference, target)
        assert "state" in refused.value.problems
        assert view(portal, reference) == before


@pytest.mark.parametrize(
    ("state", "target"),
    [(state, target) for state in Enrolment for target in sorted(MOVES[state])],
)
def test_each_allowed_move_is_recorded_with_who_when_and_how(
    portal: Portal, state: Enrolment, target: Enrolment
) -> None:
    reference = at(portal, state)
    if target not in possible_answers(portal.ctx, portal.officer, reference):
        # In once, only "back in" is left; never in, there is no "back".
        assert target in IN_SCHEME
        return
    if target is E.NO_RESPONSE:
        unanswered(portal, reference)
    give(portal, reference, target)
    last = view(portal, reference).steps[-1]
    assert (last.moved_to, last.on, last.how, last.recorded_by) == (
        target,
        portal.ctx.today(),
        ContactMethod.TELEPHONE,
        "Sam Carter",
    )


def test_an_answer_has_a_day_between_the_referral_and_today(portal: Portal) -> None:
    reference = received(portal)
    for on in (date(2026, 11, 9), portal.ctx.today() + timedelta(days=1)):
        with pytest.raises(InvalidError) as refused:
            answered(portal, reference, E.OFFERED, on)
        assert set(refused.value.problems) == {"on"}
    answered(portal, reference, E.OFFERED, date(2026, 11, 13))
    with pytest.raises(InvalidError) as refused:
        answered(portal, reference, E.DECLINED, date(2026, 11, 12))
    assert set(refused.value.problems) == {"on"}


def test_a_deferral_is_asked_for_again_on_its_day(portal: Portal) -> None:
    reference = at(portal, E.DEFERRED)
    (task,) = view(portal, reference).tasks
    assert (task.kind, task.due_on) == ("ask_again", portal.ctx.today() + timedelta(days=30))
    give(portal, reference, E.DECLINED)
    assert task_kinds(portal, reference) == []
    assert view(portal, reference).deferred_until is None


def test_a_form_sent_twice_records_one_answer(portal: Portal) -> None:
    reference = received(portal)
    once = uuid4()
    given = AnswerInput(E.OFFERED, OFFERED_ON, ContactMethod.LETTER)
    for _ in range(2):
        record_answer(portal.ctx, portal.officer, reference, given, once)
    assert len(view(portal, reference).steps) == 1


def test_nobody_out_of_reach_records_an_answer(portal: Portal) -> None:
    reference = received(portal)
    given = AnswerInput(E.OFFERED, OFFERED_ON, ContactMethod.LETTER)
    with pytest.raises(NotFoundError):
        record_answer(portal.ctx, portal.stranger, reference, given)
    assert view(portal, reference).steps == ()


def test_opting_out_withdraws_drafts_stops_messages_and_calls_nobody(portal: Portal) -> None:
    reference = ready(portal)
    update = update_of(portal, reference, Stage.SENTENCE_EXPLAINED)
    approve_update(portal.ctx, portal.officer, reference, update.id, update.version)
    give(portal, reference, E.OPTED_OUT)
    after = view(portal, reference)
    assert {one.state for one in after.updates} == {UpdateState.CANCELLED}
    with portal.ctx.store.reading() as uow:
        states = [message.state for message in uow.session.scalars(select(Message))]
    assert states == [MessageState.CANCELLED] * 2
    assert after.tasks == ()


def test_whoever_opts_out_is_not_telephoned_either(portal: Portal) -> None:
    reference = opted_in(portal)
    update = update_of(portal, reference, Stage.SENTENCE_EXPLAINED)
    assert approve_update(portal.ctx, portal.officer, reference, update.id, update.version) == 0
    assert task_kinds(portal, reference) == ["make_plan", "telephone"]
    give(portal, reference, E.OPTED_OUT)
    assert task_kinds(portal, reference) == []


def test_opted_back_in_the_plan_comes_back_as_drafts_to_read(portal: Portal) -> None:
    reference = ready(portal)
    before = update_of(portal, reference, Stage.PRE_RELEASE)
    approve_update(portal.ctx, portal.officer, reference, before.id, before.version)
    give(portal, reference, E.OPTED_OUT)
    give(portal, reference, E.OPTED_BACK_IN)
    after = update_of(portal, reference, Stage.PRE_RELEASE)
    assert (after.id, after.state) == (before.id, UpdateState.DRAFT)
    assert after.version > before.version
    assert all(message.state is MessageState.CANCELLED for message in after.messages)
    assert all(one.state is UpdateState.DRAFT for one in view(portal, reference).updates)


@pytest.mark.parametrize("no", [E.DECLINED, E.DO_NOT_CONTACT])
def test_urgent_news_of_whoever_said_no_is_a_managers_decision_once(
    portal: Portal, no: Enrolment
) -> None:
    reference = at(portal, E.OFFERED)
    give(portal, reference, no)
    recall = EventInput(Stage.RECALLED, portal.ctx.today(), "The prison")
    record_event(portal.ctx, portal.officer, reference, recall)
    case = view(portal, reference)
    assert case.updates == ()
    assert [task.kind for task in case.tasks] == ["decide_urgent_news"]
    with portal.ctx.store.reading() as uow:
        raised = [
            event.details
            for event in uow.session.scalars(select(AuditEvent))
            if event.what == "task_raised" and event.details["kind"] == "decide_urgent_news"
        ]
    assert len(raised) == 1
    other = EventInput(Stage.OPEN_CONDITIONS_MOVED, portal.ctx.today(), "The prison")
    record_event(portal.ctx, portal.officer, reference, other)
    assert task_kinds(portal, reference) == ["decide_urgent_news"]


def test_the_level_decides_what_is_planned(portal: Portal) -> None:
    reference = opted_in(portal, Level.RELEASE_MONTH_ONLY)
    reachable(portal, reference, mobile())
    assert view(portal, reference).updates == ()
    case = case_view(portal.ctx, portal.colleague, reference)
    assert case.level is Level.RELEASE_MONTH_ONLY
