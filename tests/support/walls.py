"""People of every role, cases behind walls, and what the trail says of them."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import event, select

from tests.support.portal import CLI, PASSWORD, PROVED, UNIT, Portal
from victim_portal.domain.access import Actor, staff
from victim_portal.domain.glass import GlassReason
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts, glass, restrictions
from victim_portal.services.accounts import NewUser
from victim_portal.services.glass import Broken, GlassInput
from victim_portal.services.restrictions import RestrictionInput
from victim_portal.store.models import AuditEvent, GlassBreaking, Task, Unit, User

ASK = GlassInput(GlassReason.IN_TOUCH, "Her sister rings. <b>😀</b>")
WHY = "Her cousin works in the unit. <b>😀</b>"


def person(portal: Portal, role: Role, unit: str = UNIT, first_name: str = "Ada") -> Actor:
    """One more member of staff; administrators and the like have no unit."""
    of = unit if role in (Role.OFFICER, Role.MANAGER) else ""
    email = f"{first_name.lower()}.{role.value.replace('_', '.')}@example.org"
    long = f"{PASSWORD} {PASSWORD}" if role is Role.ADMINISTRATOR else PASSWORD
    user_id = accounts.add_user(portal.ctx, CLI, NewUser(email, first_name, "Ross", role, of, long))
    with portal.ctx.store.reading() as uow:
        user = uow.get(User, user_id)
        assert user is not None
        made = staff(user_id, role, user.unit_id, f"{first_name} Ross")
        return replace(made, proved_at=PROVED)


def restricted(portal: Portal, reference: str, *names: Actor, by: Actor | None = None) -> None:
    """Restrict a case to its officer, the manager who does it, and these."""
    ids = frozenset(one.user_id for one in names if one.user_id)
    restrictions.restrict_case(
        portal.ctx, by or portal.manager, reference, RestrictionInput(WHY, ids)
    )


def broken(portal: Portal, actor: Actor, reference: str, **more: Any) -> Broken:
    """Break the glass over a case by its reference."""
    return glass.break_glass(portal.ctx, actor, replace(ASK, reference=reference, **more))


def trail(portal: Portal, what: str) -> list[AuditEvent]:
    """The events of a kind, first to last."""
    with portal.ctx.store.reading() as uow:
        query = select(AuditEvent).where(AuditEvent.what == what).order_by(AuditEvent.seq)
        return list(uow.session.scalars(query))


def tasks_of(portal: Portal, kind: str) -> list[Task]:
    """The open tasks of a kind."""
    with portal.ctx.store.reading() as uow:
        query = select(Task).where(Task.kind == kind, Task.done_at.is_(None))
        return list(uow.session.scalars(query.order_by(Task.made_at, Task.task_key)))


def breakings(portal: Portal) -> list[GlassBreaking]:
    """Everything that was broken."""
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(GlassBreaking).order_by(GlassBreaking.at)))


def unit_id(portal: Portal, name: str) -> UUID:
    """A unit's id."""
    with portal.ctx.store.reading() as uow:
        return uow.session.scalars(select(Unit.id).where(Unit.name == name)).one()


class Statements:
    """What the database is asked within a `with`, without the values."""

    def __init__(self, portal: Portal) -> None:
        self._engine = portal.engine
        self.asked: list[str] = []

    def _note(self, _c: object, _u: object, statement: str, *_: object) -> None:
        self.asked.append(statement)

    def __enter__(self) -> "Statements":
        event.listen(self._engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)
