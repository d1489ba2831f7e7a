"""Supporters for tests: a sister who stands beside the victim."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from tests.support.portal import Portal
from victim_portal.domain.vocabulary import ChannelKind, ContactMethod, SupporterRole
from victim_portal.services.reach import case_within_reach
from victim_portal.services.safe_contact import unplanned_channel
from victim_portal.services.supporters import (
    SupporterInput,
    SupporterView,
    add_supporter,
    supporters_of,
)
from victim_portal.store.models import AuditEvent, Person

TODAY = date(2026, 11, 18)
WORDS = "You can talk to my sister.\n😀 <b>Really</b>"


def sister(**changes: object) -> SupporterInput:
    """The victim's sister, who may hear news."""
    given: dict[str, object] = {
        "first_name": "Ruth",
        "last_name": "Birch",
        "role": SupporterRole.SUPPORTER,
        "may_hear_news": True,
        "consent_words": WORDS,
        "consented_on": TODAY,
        "how": ContactMethod.TELEPHONE,
    }
    return SupporterInput(**{**given, **changes})  # type: ignore[arg-type]  # whatever the test gives


def beside(portal: Portal, reference: str) -> tuple[SupporterView, ...]:
    """Who stands or stood beside the person of the case."""
    with portal.ctx.store.reading() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        return supporters_of(portal.ctx, uow, case)


def add(portal: Portal, reference: str, **changes: object) -> UUID:
    """Add the sister, or somebody else; their supporter's id."""
    return add_supporter(portal.ctx, portal.officer, reference, sister(**changes))


def with_channel(portal: Portal, person_id: UUID, value: str = "+447700900555") -> UUID:
    """A number of a supporter, as the page of channels adds it."""
    with portal.ctx.store.writing() as uow:
        person = uow.get(Person, person_id)
        assert person is not None
        channel = unplanned_channel(portal.ctx, uow, person, ChannelKind.MOBILE, value)
        channel.uses = ["sms", "call"]
        uow.add(channel)
        uow.commit()
        return channel.id


def count(portal: Portal, kind: type) -> int:
    """How many rows of a table there are."""
    with portal.ctx.store.reading() as uow:
        return uow.session.scalar(select(func.count()).select_from(kind)) or 0


def events(portal: Portal, what: str) -> list[dict[str, object]]:
    """The details of one kind of event of the trail."""
    with portal.ctx.store.reading() as uow:
        found = uow.session.scalars(select(AuditEvent).where(AuditEvent.what == what))
        return [dict(one.details) for one in found]
