"""Callers for tests: found by what they give, and checked."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from tests.support.casework import mobile, view
from tests.support.portal import Portal
from victim_portal.domain.access import Actor
from victim_portal.domain.callers import CheckOutcome
from victim_portal.services.callers import (
    CallerCheck,
    Checked,
    CheckInput,
    Found,
    Search,
    caller_check,
    find_caller,
    record_check,
)
from victim_portal.services.channels import add_channel
from victim_portal.services.reach import case_within_reach
from victim_portal.store.models import Channel, ContactLog, Task

HERS = {
    "mobile": "07700 900123",
    "email": "mary.ash@example.org",
    "address": "1 High Street",
    "postcode": "SO14 1AA",
}
NOTHING = Search((), False, False, False)
CODE, ANSWERS = CheckOutcome.CODE_WORD, CheckOutcome.TWO_ANSWERS
FAILED, OTHER = CheckOutcome.NOT_PASSED, CheckOutcome.SOMEONE_ELSE


def found(portal: Portal, text: str, actor: Actor | None = None) -> Search:
    """What is found by a text, by the officer or somebody else."""
    return find_caller(portal.ctx, actor or portal.officer, text)


def only_case(portal: Portal, text: str) -> Found:
    """The one case that is found."""
    [case] = found(portal, text).cases
    return case


def channel_ids(portal: Portal, reference: str) -> dict[str, UUID]:
    """The numbers and addresses of a case's person, by their kind."""
    return {channel.kind.value: channel.id for channel in view(portal, reference).channels}


def check(portal: Portal, reference: str) -> CallerCheck:
    """What the officer is shown to ask."""
    return caller_check(portal.ctx, portal.officer, reference)


def record(
    portal: Portal, reference: str, outcome: CheckOutcome, once: UUID | None = None, **more: object
) -> Checked:
    """Record what came of a check."""
    given = CheckInput(outcome, **more)  # type: ignore[arg-type]  # whatever the test gives
    return record_check(portal.ctx, portal.officer, reference, given, once)


def log(portal: Portal) -> list[ContactLog]:
    """Every contact, in the order in which they were recorded."""
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(ContactLog).order_by(ContactLog.recorded_at)))


def talked(portal: Portal, reference: str, with_id: UUID | None = None) -> None:
    """A talk of the 12th, by which alone a caller can be told from others; no clock stops."""
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        uow.add(
            ContactLog(
                id=uow.tokens.uuid(),
                case_id=case.id,
                person_id=case.person_id,
                on=date(2026, 11, 12),
                inward=False,
                method="telephone",
                outcome="spoke",
                with_id=with_id,
                recorded_by="Sam Carter",
                recorded_at=portal.ctx.now() - timedelta(days=6),
            )
        )
        uow.commit()


def change(portal: Portal, channel_id: UUID, **values: object) -> None:
    """Change a number or address by hand."""
    with portal.ctx.store.writing() as uow:
        channel = uow.get(Channel, channel_id)
        assert channel is not None
        for name, value in values.items():
            setattr(channel, name, value)
        uow.commit()


def number_of(portal: Portal, reference: str) -> UUID:
    """The mobile that came with the referral."""
    return next(c.id for c in view(portal, reference).channels if c.kind == "mobile")


def verified(portal: Portal, reference: str) -> UUID:
    """Another number of theirs that was verified and may be rung."""
    value = mobile(value="07700 900777", code_word="Bluebell")
    channel_id = add_channel(portal.ctx, portal.officer, reference, value)
    change(portal, channel_id, verified_at=portal.ctx.now())
    return channel_id


def ring_back(portal: Portal, kind: str = "ring_back") -> Task:
    """The one task of its kind."""
    with portal.ctx.store.reading() as uow:
        return uow.session.scalars(select(Task).where(Task.kind == kind)).one()
