"""A conflict of interest: that person sees nothing more, and nobody's case is left alone."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.support.casework import approve, ready, received, view
from tests.support.conflicts import WHY, case_of, declare, id_of, offender_of
from tests.support.portal import CLI, UNIT, Portal
from tests.support.referral_files import OMAR, imported
from tests.support.supporters import count, events
from victim_portal.domain.access import Actor
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import MessageState, UpdateState
from victim_portal.services import tasks
from victim_portal.services.allocation import assign_case, take_case
from victim_portal.services.callers import find_caller
from victim_portal.services.cases import CaseFilter, case_view, list_cases
from victim_portal.services.channels import check_reach
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.offenders import (
    Declared,
    conflicted,
    declare_page,
    offender_view,
    people_of_unit,
)
from victim_portal.services.referrals import count_duplicates, list_duplicates
from victim_portal.services.submissions import export_submission
from victim_portal.services.updates import update_view
from victim_portal.store import allocation as allocation_store
from victim_portal.store.models import ConflictOfInterest, Message, Task


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal, mobile="07700 900123")


def test_the_officers_cases_go_to_the_queue_with_a_fresh_date(
    portal: Portal, reference: str
) -> None:
    portal.clock.move(days=30)
    assert declare(portal, reference) == Declared(own=True, queued=1, no_manager=False)
    case = case_of(portal, reference)
    assert (case.officer_id, case.officer_active) == (None, None)
    assert case.queued_since == portal.ctx.now()
    # Friday 18 December and two working days.
    assert (portal.ctx.today(), case.queue_due_on) == (date(2026, 12, 18), date(2026, 12, 22))
    assert events(portal, "case_queued") == [{"why": "conflict"}]
    with portal.ctx.store.reading() as uow:
        for task in uow.session.scalars(select(Task).where(Task.done_at.is_(None))):
            assert (task.for_user_id, task.for_role, task.unit_id) == (
                None,
                "manager",
                portal.manager.unit_id,
            )
    assert "first_contact" in {
        task.kind for task in case_view(portal.ctx, portal.manager, reference).tasks
    }
    [declared] = events(portal, "conflict_declared")
    assert declared["user"] == str(portal.officer.user_id)
    assert "cousin" not in str(declared)


def test_an_approved_update_that_names_them_is_read_again(portal: Portal) -> None:
    reference = ready(portal)
    assert approve(portal, reference) > 0
    declare(portal, reference)
    with portal.ctx.store.reading() as uow:
        states = set(uow.session.scalars(select(Message.state)))
    assert states == {MessageState.CANCELLED}
    seen = case_view(portal.ctx, portal.colleague, reference)
    [first] = [one for one in seen.updates if one.stage is Stage.SENTENCE_EXPLAINED]
    assert first.state is UpdateState.DRAFT
    words = update_view(portal.ctx, portal.colleague, reference, first.id)
    assert "Sam" not in words.notice_sms


def test_that_person_sees_nothing_more_anywhere(portal: Portal, reference: str) -> None:
    again = received(portal, referral_reference="WCU-4", victim_date_of_birth="")
    imported(portal, CLI, {**OMAR, "unit": UNIT})
    theirs = tasks.list_tasks(portal.ctx, portal.officer)
    assert {task.case_reference for task in theirs} == {reference, again}
    assert count_duplicates(portal.ctx, portal.officer) == 1
    offender_id = offender_of(portal, reference)
    task_id = theirs[0].id
    declare(portal, reference)
    me = portal.officer
    for gone in (
        lambda: case_view(portal.ctx, me, reference),
        lambda: case_view(portal.ctx, me, again),
        lambda: take_case(portal.ctx, me, reference),
        lambda: check_reach(portal.ctx, me, reference),
        lambda: export_submission(portal.ctx, me, reference),
        lambda: tasks.finish_task(portal.ctx, me, task_id, ""),
        lambda: offender_view(portal.ctx, me, offender_id),
        lambda: declare_page(portal.ctx, me, offender_id),
        lambda: declare(portal, reference),
    ):
        with pytest.raises(NotFoundError):
            gone()
    for text in (reference, "WCU-1", "07700 900123", "A1234BC", "X123456", "Mary Ash", "Oak"):
        assert find_caller(portal.ctx, me, text).cases == ()
    assert tasks.list_tasks(portal.ctx, me) == []
    assert list_duplicates(portal.ctx, me).pairs == ()
    assert count_duplicates(portal.ctx, me) == 0
    for which in CaseFilter:
        names = {line.person_name for line in list_cases(portal.ctx, me, which).lines}
        assert names <= {"Omar Tamboli"}
    # The others of the unit go on as before.
    assert case_view(portal.ctx, portal.colleague, reference).queued
    assert len(list_duplicates(portal.ctx, portal.manager).pairs) == 1
    take_case(portal.ctx, portal.colleague, reference)


def test_tasks_on_a_colleagues_case_go_to_that_colleague(portal: Portal, reference: str) -> None:
    assign_case(portal.ctx, portal.manager, reference, id_of(portal.colleague))
    with portal.ctx.store.writing() as uow:
        for task in uow.session.scalars(select(Task).where(Task.done_at.is_(None))):
            task.for_user_id, task.for_role = portal.officer.user_id, None
        uow.commit()
    assert declare(portal, reference).queued == 0
    case = case_of(portal, reference)
    assert case.officer_id == portal.colleague.user_id
    assert {task.case_reference for task in tasks.list_tasks(portal.ctx, portal.colleague)} == {
        reference
    }
    assert tasks.list_tasks(portal.ctx, portal.officer) == []


def test_a_manager_declares_it_for_one_of_the_units_people(portal: Portal, reference: str) -> None:
    names = [name for _, name in people_of_unit(portal.ctx, portal.manager)]
    assert names == ["Moira Hughes", "Nia Evans", "Sam Carter"]
    assert people_of_unit(portal.ctx, portal.officer) == ()
    done = declare(portal, reference, portal.manager, portal.officer)
    assert done == Declared(own=False, queued=1, no_manager=False)
    with pytest.raises(NotFoundError):
        view(portal, reference)
    with pytest.raises(InvalidError) as refused:
        declare(portal, reference, portal.manager, portal.officer)
    assert refused.value.problems == {"user": "This is recorded already."}
    [shown] = offender_view(portal.ctx, portal.manager, offender_of(portal, reference)).conflicts
    assert (shown.name, shown.why, shown.declared_by) == ("Sam Carter", WHY, "Moira Hughes")
    assert (
        offender_view(portal.ctx, portal.colleague, offender_of(portal, reference)).conflicts == ()
    )
    with portal.ctx.store.reading() as uow:
        assert conflicted(uow, offender_of(portal, reference)) == {portal.officer.user_id}


def test_nobody_declares_it_for_others_people(portal: Portal, reference: str) -> None:
    nobody = Actor(portal.officer.kind, "x", UUID(int=3))
    for actor, user in (
        (portal.officer, portal.colleague),
        (portal.officer, portal.manager),
        (portal.manager, portal.stranger),
        (portal.manager, nobody),
    ):
        with pytest.raises(InvalidError) as refused:
            declare(portal, reference, actor, user)
        assert set(refused.value.problems) == {"user"}
    with pytest.raises(NotFoundError):
        declare(portal, reference, portal.stranger)
    for why in ("", "  ", "x" * 1001):
        with pytest.raises(InvalidError) as refused:
            declare(portal, reference, why=why)
        assert set(refused.value.problems) == {"why"}
    assert count(portal, ConflictOfInterest) == 0
    assert case_of(portal, reference).officer_id == portal.officer.user_id


def test_a_referral_typed_by_them_goes_to_the_queue(portal: Portal, reference: str) -> None:
    declare(portal, reference)
    typed = received(portal, referral_reference="WCU-9", victim_last_name="Elm")
    case = case_of(portal, typed)
    assert (case.officer_id, case.queued_since) == (None, portal.ctx.now())
    with pytest.raises(NotFoundError):
        view(portal, typed)
    assert case_view(portal.ctx, portal.colleague, typed).queued


def test_sent_twice_it_is_declared_once(portal: Portal, reference: str) -> None:
    once = uuid4()
    first = declare(portal, reference, once=once)
    assert declare(portal, reference, once=once) == first
    assert count(portal, ConflictOfInterest) == 1
    assert len(events(portal, "conflict_declared")) == 1


def test_who_gives_a_case_away_in_the_same_moment_has_to_look_again(
    portal: Portal, reference: str
) -> None:
    assign_case(portal.ctx, portal.manager, reference, id_of(portal.colleague))
    before = case_of(portal, reference).row_version
    declare(portal, reference)
    assert case_of(portal, reference).row_version > before
    with pytest.raises(InvalidError):
        assign_case(portal.ctx, portal.manager, reference, id_of(portal.officer))


def test_the_queue_shows_it_to_whoever_has_no_conflict(portal: Portal, reference: str) -> None:
    declare(portal, reference)
    unit_id = portal.officer.unit_id
    assert unit_id is not None
    with portal.ctx.store.reading() as uow:
        for actor, number in ((portal.officer, 0), (portal.colleague, 1), (portal.manager, 1)):
            assert len(allocation_store.queued(uow, unit_id, actor.user_id)) == number
    assert "allocate_case" in {task.kind for task in tasks.list_tasks(portal.ctx, portal.manager)}
