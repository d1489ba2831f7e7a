"""Contacts of an invented case, and what stands after them."""

from uuid import UUID

from sqlalchemy import select

from tests.support.portal import Portal
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome
from victim_portal.services.contacts import ContactInput, Recorded, record_contact
from victim_portal.services.reach import case_within_reach
from victim_portal.store.models import Case, Channel, Incident, Letter, Task

M, Out = ContactMethod, ContactOutcome


def tried(
    portal: Portal,
    reference: str,
    outcome: ContactOutcome,
    method: ContactMethod = M.TELEPHONE,
    **more: object,
) -> Recorded:
    """Record an attempt of today; without a channel it was another number."""
    given: dict[str, object] = {"on": portal.ctx.today(), **more}
    given.setdefault("elsewhere", "channel_id" not in given)
    contact = ContactInput(method, outcome, **given)  # type: ignore[arg-type]  # whatever the test gives
    return record_contact(portal.ctx, portal.officer, reference, contact)


def channel(portal: Portal, channel_id: UUID) -> Channel:
    """A channel as it stands."""
    with portal.ctx.store.reading() as uow:
        found = uow.get(Channel, channel_id)
        assert found is not None
        return found


def why_stopped(portal: Portal, channel_id: UUID) -> str:
    """Why a channel was stopped; "" where it wasn't."""
    with portal.ctx.store.reading() as uow:
        found = uow.get(Channel, channel_id)
        return (found.suspended_why if found else "") or ""


def case_row(portal: Portal, reference: str) -> Case:
    """The case as it stands."""
    with portal.ctx.store.reading() as uow:
        return case_within_reach(uow, portal.officer, reference)


def open_tasks(portal: Portal) -> list[Task]:
    """Every task that waits, by its kind."""
    with portal.ctx.store.reading() as uow:
        query = select(Task).where(Task.done_at.is_(None)).order_by(Task.kind, Task.due_on)
        return list(uow.session.scalars(query))


def incident_notes(portal: Portal) -> list[str]:
    """What the incidents say, opened."""
    with portal.ctx.store.reading() as uow:
        return [one.note or "" for one in uow.session.scalars(select(Incident))]


def posted_letter(portal: Portal, reference: str, channel_id: UUID) -> UUID:
    """A first letter that is in the post since today, made of its row."""
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        letter = Letter(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            channel_id=channel_id,
            kind="first",
            language="en",
            large_print=False,
            neutral=False,
            words={},
            made_by="Sam Carter",
            made_at=portal.ctx.now(),
            posted_on=portal.ctx.today(),
        )
        uow.add(letter)
        uow.commit()
        return letter.id
