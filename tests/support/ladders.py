"""Updates that were sent, and the silence after them."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from tests.support.portal import Portal
from tests.support.senders import FakeSender
from tests.support.updates import Told, told
from victim_portal.domain.access import WORKER
from victim_portal.domain.ladder import Rung
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ContactMethod,
    MessageState,
)
from victim_portal.services.delivery import deliver_due
from victim_portal.services.ladder import note_on_portal
from victim_portal.services.ladder.climbing import climb_ladders
from victim_portal.services.safe_contact import value_index
from victim_portal.services.updates import record_telling
from victim_portal.store.models import Channel, Ladder, Message

TODAY = date(2026, 11, 18)
WEDNESDAY_AFTER = datetime(2026, 11, 25, 12, tzinfo=UTC)
OTHER = "ana.other@example.org"


def sent(portal: Portal, stage: Stage = Stage.PRE_RELEASE, **more: object) -> Told:
    case = told(portal, stage=stage, **more).approve(portal.manager)  # type: ignore[arg-type]  # those of `told`
    deliver(portal)
    assert case.message().state == MessageState.HANDED_OVER
    climb_ladders(portal.ctx)
    return case


def deliver(portal: Portal) -> list[str]:
    sender = FakeSender()
    deliver_due(portal.ctx, sender.senders, "one")
    return [one.to for one in sender.taken]


def ladder(case: Told) -> Ladder:
    with case.portal.ctx.store.reading() as uow:
        query = select(Ladder).where(Ladder.update_id == case.update_id)
        return uow.session.scalars(query).one()


def silence(portal: Portal, case: Told) -> None:
    """Nothing is heard until the time of the present step is over."""
    look_at = ladder(case).look_at
    assert look_at is not None
    portal.clock.set(look_at - timedelta(seconds=1))
    assert climb_ladders(portal.ctx) == 0
    portal.clock.set(look_at + timedelta(seconds=1))
    assert climb_ladders(portal.ctx) == 1
    assert climb_ladders(portal.ctx) == 0


def another_channel(case: Told, **changes: object) -> UUID:
    """An address that they gave after the update had gone."""
    portal = case.portal
    with portal.ctx.store.writing() as uow:
        uow.vault.fetch([case.person_id])
        now = uow.clock.now()
        given = {
            "uses": ["email"],
            "any_time": True,
            "windows": [],
            "language": "en",
            "verified_at": now,
            "confirmed_at": now,
            "review_on": date(2027, 5, 1),
            **changes,
        }
        channel = uow.add(
            Channel(
                id=uow.tokens.uuid(),
                person_id=case.person_id,
                kind="email",
                value=OTHER,
                value_index=value_index(uow, ChannelKind.EMAIL, OTHER),
                created_at=now,
                **given,
            )
        )
        uow.commit()
        return channel.id


def confirmed(case: Told, rung: Rung = Rung.CONFIRMED) -> None:
    """They said on the portal that they have read it."""
    with case.portal.ctx.store.writing() as uow:
        query = select(Message).where(Message.update_id == case.update_id)
        note_on_portal(uow, WORKER, uow.session.scalars(query).first(), rung)  # type: ignore[arg-type]  # there is one
        uow.commit()


def spoke(case: Told, on: date, how: ContactMethod = ContactMethod.TELEPHONE) -> None:
    record_telling(case.portal.ctx, case.portal.officer, case.reference, case.update_id, on, how, 1)
