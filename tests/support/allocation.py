"""Short ways to cases that wait in a queue, and to who may not have them."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from tests.support.casework import REFERRAL
from tests.support.portal import CLI, OTHER_UNIT, PASSWORD, Portal
from victim_portal.domain.access import Actor, staff
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts
from victim_portal.services.accounts import NewUser
from victim_portal.services.referrals import receive_typed
from victim_portal.store.models import Case, ConflictOfInterest, Task


def distinct(number: int) -> dict[str, str]:
    """What makes a referral another person's, for another offender."""
    return {
        "referral_reference": f"WCU-Q{number}",
        "victim_last_name": f"Ash{number}",
        "victim_date_of_birth": (date(2000, 1, 1) - timedelta(days=number)).isoformat(),
        "offender_last_name": f"Oak{number}",
        "prison_number": f"A{number:04d}BC",
        "crn": f"X{number:06d}",
    }


def queued(portal: Portal, **changes: str) -> str:
    """A case that came by a manager, and so waits in the unit's queue; its reference."""
    return receive_typed(portal.ctx, portal.manager, {**REFERRAL, **changes})


def row_of(portal: Portal, reference: str) -> Case:
    """The row of a case."""
    with portal.ctx.store.reading() as uow:
        found = uow.session.scalar(select(Case).where(Case.reference == reference))
        assert found is not None
        return found


def tasks_of(portal: Portal, reference: str) -> dict[str, Task]:
    """The open tasks of a case by kind."""
    with portal.ctx.store.reading() as uow:
        query = select(Task).join(Case, Case.id == Task.case_id)
        found = uow.session.scalars(
            query.where(Case.reference == reference, Task.done_at.is_(None))
        )
        return {task.kind: task for task in found}


def conflict(portal: Portal, reference: str, user_id: UUID | None) -> None:
    """A conflict of interest of one member of staff over a case's offender."""
    assert user_id is not None
    case = row_of(portal, reference)
    with portal.ctx.store.writing() as uow:
        uow.add(
            ConflictOfInterest(
                id=uow.tokens.uuid(),
                offender_id=case.offender_id,
                user_id=user_id,
                why="They went to school together.",
                declared_by="tester",
                declared_at=portal.clock.now(),
            )
        )
        uow.commit()


def officer_elsewhere(portal: Portal) -> Actor:
    """An officer of the other unit."""
    new = NewUser("ola.berg@example.org", "Ola", "Berg", Role.OFFICER, OTHER_UNIT, PASSWORD)
    user_id = accounts.add_user(portal.ctx, CLI, new)
    return staff(user_id, Role.OFFICER, portal.stranger.unit_id, "Ola Berg")
