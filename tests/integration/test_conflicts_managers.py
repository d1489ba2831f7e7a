"""Conflicts of interest of managers, and how one ends."""

from datetime import date
from uuid import UUID

import pytest

from tests.support.casework import received, view
from tests.support.conflicts import case_of, declare, offender_of, open_tasks, second
from tests.support.portal import UNIT, Portal
from tests.support.referral_files import OMAR
from tests.support.supporters import events
from victim_portal.services.cases import case_view
from victim_portal.services.errors import ConflictError, NotFoundError
from victim_portal.services.offenders import Declared, end_conflict, offender_view
from victim_portal.services.reach import case_within_reach
from victim_portal.store import conflicts as conflict_store


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal, mobile="07700 900123")


def test_a_managers_own_leaves_the_administrators_a_task(portal: Portal, reference: str) -> None:
    done = declare(portal, reference, portal.manager)
    assert done == Declared(own=True, queued=0, no_manager=True)
    [task] = open_tasks(portal, "manager_conflict")
    assert (task.for_role, task.case_id) == ("administrator", None)
    assert task.due_on == date(2026, 11, 20)
    for secret in ("Oak", "Ash", reference, "Moira"):
        assert secret not in task.what
    # The unit's officers still work.
    assert view(portal, reference).officer_name == "Sam Carter"
    with pytest.raises(NotFoundError):
        case_view(portal.ctx, portal.manager, reference)
    assert declare(portal, reference).no_manager
    assert len(open_tasks(portal, "manager_conflict")) == 1
    assert case_view(portal.ctx, portal.colleague, reference).queued


def test_with_a_second_manager_nobody_has_to_be_named(portal: Portal, reference: str) -> None:
    second(portal)
    assert not declare(portal, reference, portal.manager).no_manager
    assert open_tasks(portal, "manager_conflict") == []


def test_a_restricted_case_is_not_left_to_nobody_in_silence(portal: Portal, reference: str) -> None:
    with portal.ctx.store.writing() as uow:
        case_within_reach(uow, portal.officer, reference).restricted = True
        uow.commit()
    assert declare(portal, reference).queued == 0
    [task] = open_tasks(portal, "name_somebody")
    assert task.for_role == "administrator"
    assert reference in task.what
    assert case_of(portal, reference).officer_id is not None
    with pytest.raises(NotFoundError):
        view(portal, reference)


def test_it_ends_by_another_manager_alone(portal: Portal, reference: str) -> None:
    offender_id = offender_of(portal, reference)
    declare(portal, reference)
    ada = second(portal)
    declare(portal, reference, ada)
    rows = offender_view(portal.ctx, portal.manager, offender_id).conflicts
    ids = {one.name: one.id for one in rows}
    for actor in (portal.officer, portal.colleague, portal.stranger, ada):
        for conflict_id in (*ids.values(), UUID(int=4)):
            with pytest.raises(NotFoundError):
                end_conflict(portal.ctx, actor, offender_id, conflict_id)
    with pytest.raises(NotFoundError):
        end_conflict(portal.ctx, portal.manager, UUID(int=4), ids["Sam Carter"])
    end_conflict(portal.ctx, portal.manager, offender_id, ids["Sam Carter"])
    with pytest.raises(ConflictError):
        end_conflict(portal.ctx, portal.manager, offender_id, ids["Sam Carter"])
    # They see the case again, and it didn't come back by itself.
    assert view(portal, reference).queued
    assert len(events(portal, "conflict_ended")) == 1
    with portal.ctx.store.reading() as uow:
        assert conflict_store.staff_of(uow, offender_id) == {ada.user_id}
    declare(portal, reference)
    with pytest.raises(NotFoundError):
        view(portal, reference)


def test_a_conflict_over_one_offender_is_none_over_another(portal: Portal, reference: str) -> None:
    other = received(portal, **{**OMAR, "unit": UNIT})
    declare(portal, reference)
    assert view(portal, other).officer_name == "Sam Carter"
    first, second_one = offender_of(portal, reference), offender_of(portal, other)
    declare(portal, other, portal.manager, portal.colleague)
    [one] = offender_view(portal.ctx, portal.manager, second_one).conflicts
    with pytest.raises(NotFoundError):
        end_conflict(portal.ctx, portal.manager, first, one.id)
