"""The numbers and addresses of an invented person, with the plans that were agreed for them."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from victim_portal.domain.invented import InventedCase
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services.context import Context
from victim_portal.services.safe_contact import value_index
from victim_portal.services.seeding.about import at_noon
from victim_portal.store import bulk
from victim_portal.store.models import Channel
from victim_portal.store.unit_of_work import UnitOfWork

REVIEW = timedelta(days=182)
KINDS = {ChannelKind.MOBILE: "sms", ChannelKind.EMAIL: "email"}


@dataclass(frozen=True)
class Way:
    """A channel by which messages may go, and as what."""

    channel_id: UUID
    kind: str


def make_channels(ctx: Context, uow: UnitOfWork, one: InventedCase, person_id: UUID) -> list[Way]:
    """Add somebody's channels; returns those by which messages went."""
    ways = []
    for channel in one.channels:
        agreed = at_noon(channel.agreed_on) if channel.agreed_on else None
        suspended = agreed + timedelta(days=1) if agreed and channel.suspended else None
        channel_id = bulk.add(
            uow,
            Channel,
            person_id=person_id,
            kind=channel.kind.value,
            value=channel.value,
            value_index=value_index(uow, channel.kind, channel.value),
            uses=[use.value for use in channel.uses],
            any_time=bool(channel.uses),
            windows=[],
            code_word=channel.code_word or None,
            language=one.language.value,
            verified_at=agreed,
            verified_how="spoken" if agreed else None,
            confirmed_at=agreed,
            review_on=channel.agreed_on + REVIEW if channel.agreed_on else None,
            suspended_at=suspended,
            suspended_why="Somebody else answered." if suspended else None,
            created_at=at_noon(one.received_on),
        )
        if agreed and channel.kind in KINDS:
            ways.append(Way(channel_id, KINDS[channel.kind]))
    return ways
