"""What was done with an account is seen at once by others than those who did it."""

import pytest
from sqlalchemy import select

from tests.support.portal import CLI, Portal
from tests.support.second_person import agreed, helped
from tests.support.walls import tasks_of
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts, tasks
from victim_portal.services.accounts import NewUser, Place
from victim_portal.store.models import StaffNotice, User

ANA = NewUser("ana@example.org", "Ana", "Cole", Role.OFFICER, "Hampshire")
MOIRA, OTTO = "moira.hughes@example.org", "otto.lang@example.org"
SAM = "sam.carter@example.org"


def administrator(portal: Portal, name: str = "ada") -> Actor:
    new = NewUser(f"{name}@example.org", "Ada", "Ross", Role.ADMINISTRATOR, "")
    return accounts.actor_for(portal.ctx, accounts.add_user(portal.ctx, CLI, new))


def told(portal: Portal, kind: str) -> list[str]:
    """Who has a notice of a kind."""
    with portal.ctx.store.reading() as uow:
        query = (
            select(User.email)
            .join(StaffNotice, StaffNotice.user_id == User.id)
            .where(StaffNotice.kind == kind)
        )
        return sorted(uow.session.scalars(query))


def test_a_new_reader_of_a_units_cases_is_shown_to_its_manager(portal: Portal) -> None:
    ada = administrator(portal)
    ana = accounts.add_user(portal.ctx, ada, ANA)
    # Nobody was let in yet.
    assert told(portal, "colleague_joined") == []
    agreed(portal, ana)
    assert told(portal, "colleague_joined") == [MOIRA]
    [task] = tasks_of(portal, "reader_joined")
    assert "Zoe Lund let Ana Cole at the cases of your unit" in task.what
    assert task.due_on == portal.ctx.today()
    [shown] = [
        one for one in tasks.list_tasks(portal.ctx, portal.manager) if one.kind == "reader_joined"
    ]
    assert shown.what == task.what
    others = tasks.list_tasks(portal.ctx, portal.stranger)
    assert not [one for one in others if one.kind == "reader_joined"]


def test_a_manager_who_agreed_has_no_task_to_look_at_it(portal: Portal) -> None:
    ana = accounts.add_user(portal.ctx, administrator(portal), ANA)
    agreed(portal, ana, portal.manager)
    assert tasks_of(portal, "reader_joined") == []
    # They know; an administrator is told in their place.
    assert told(portal, "colleague_joined") == ["ada@example.org"]


def test_so_is_one_who_is_moved_into_it_or_let_in_again(portal: Portal) -> None:
    ada = administrator(portal)
    sam = portal.user(SAM)
    accounts.change_role(portal.ctx, ada, sam, Place(Role.OFFICER, "Northumbria"))
    agreed(portal, sam)
    assert told(portal, "colleague_joined") == [OTTO]
    accounts.disable(portal.ctx, ada, sam)
    accounts.enable(portal.ctx, ada, sam)
    agreed(portal, sam)
    assert told(portal, "colleague_joined") == [OTTO, OTTO]
    # One who reads no case concerns no unit.
    accounts.change_role(portal.ctx, ada, sam, Place(Role.AUDITOR, ""))
    agreed(portal, sam)
    assert told(portal, "colleague_joined") == [OTTO, OTTO]
    assert told(portal, "role") == [SAM, SAM]


def test_where_the_unit_has_no_other_manager_the_other_administrators_are_told(
    portal: Portal,
) -> None:
    ada = administrator(portal)
    administrator(portal, "bo")
    new = NewUser("kit@example.org", "Kit", "Vale", Role.MANAGER, "Powys")
    agreed(portal, accounts.add_user(portal.ctx, ada, new))
    assert told(portal, "colleague_joined") == ["ada@example.org", "bo@example.org"]


def test_the_command_line_sets_the_portal_up(portal: Portal) -> None:
    ada = administrator(portal)
    accounts.add_user(portal.ctx, CLI, ANA)
    new = NewUser("kit@example.org", "Kit", "Vale", Role.MANAGER, "Powys")
    agreed(portal, accounts.add_user(portal.ctx, ada, new), CLI)
    assert told(portal, "colleague_joined") == []


@pytest.mark.parametrize("second", [False, True])
def test_recovery_is_known_to_its_person_and_to_somebody_else(portal: Portal, second: bool) -> None:
    ada = administrator(portal)
    if second:
        new = NewUser("kit@example.org", "Kit", "Vale", Role.MANAGER, "Hampshire")
        accounts.add_user(portal.ctx, CLI, new)
    helped(portal, portal.manager, portal.user(SAM), ada)
    assert told(portal, "link_made") == [SAM]
    expected = ["kit@example.org", MOIRA] if second else [MOIRA]
    assert told(portal, "colleague_helped") == expected
