"""Conflicts of interest for tests, and what is left of a case after one."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from tests.support.portal import CLI, PASSWORD, PROVED, UNIT, Portal
from victim_portal.domain.access import Actor, staff
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts
from victim_portal.services.accounts import NewUser
from victim_portal.services.offenders import ConflictInput, Declared, declare_conflict
from victim_portal.store.models import Case, Task

WHY = "He is my cousin. <b>😀</b>"


def offender_of(portal: Portal, reference: str) -> UUID:
    """The offender of a case."""
    with portal.ctx.store.reading() as uow:
        query = select(Case.offender_id).where(Case.reference == reference)
        return uow.session.scalars(query).one()


def declare(
    portal: Portal,
    reference: str,
    actor: Actor | None = None,
    user: Actor | None = None,
    once: UUID | None = None,
    why: str = WHY,
) -> Declared:
    """Declare a conflict of interest: the officer's own, unless a test says otherwise."""
    given = ConflictInput(user.user_id if user else None, why)
    offender_id = offender_of(portal, reference)
    return declare_conflict(portal.ctx, actor or portal.officer, offender_id, given, once)


def case_of(portal: Portal, reference: str) -> Case:
    """A case, whoever may see it."""
    with portal.ctx.store.reading() as uow:
        return uow.session.scalars(select(Case).where(Case.reference == reference)).one()


def open_tasks(portal: Portal, kind: str) -> list[Task]:
    """The open tasks of a kind."""
    with portal.ctx.store.reading() as uow:
        query = select(Task).where(Task.kind == kind, Task.done_at.is_(None))
        return list(uow.session.scalars(query))


def second(portal: Portal) -> Actor:
    """Another manager of the unit."""
    new = NewUser("ada.ross@example.org", "Ada", "Ross", Role.MANAGER, UNIT, PASSWORD)
    user_id = accounts.add_user(portal.ctx, CLI, new)
    made = staff(user_id, Role.MANAGER, portal.manager.unit_id, "Ada Ross")
    return replace(made, proved_at=PROVED)


def id_of(actor: Actor) -> UUID:
    """The id of a member of staff."""
    assert actor.user_id is not None
    return actor.user_id
