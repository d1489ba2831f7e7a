"""The safe-contact plan of a person's channels, as the rules see it."""

from collections.abc import Iterable
from datetime import time
from typing import Any
from uuid import UUID

from victim_portal.domain.contact import ChannelStanding, ContactPlan, Window
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse, Language
from victim_portal.services.contact_values import compared
from victim_portal.services.context import Context
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Channel, Person
from victim_portal.store.unit_of_work import UnitOfWork

# Which channels carry messages, and the use that a plan has to allow for it.
MESSAGE_USES = {
    ChannelKind.MOBILE: ChannelUse.SMS,
    ChannelKind.EMAIL: ChannelUse.EMAIL,
}
PLAN = (
    "uses",
    "any_time",
    "windows",
    "fuller_words",
    "who_else",
    "code_word",
    "if_answered",
    "if_dropped",
    "name_to_give",
    "danger",
    "language",
)
"""What was agreed, as far as it holds for another number or address too."""


def unplanned_channel(
    ctx: Context, uow: UnitOfWork, person: Person, kind: ChannelKind, value: str
) -> Channel:
    """A channel that came with a referral: nothing may be sent to it before its plan is made."""
    return Channel(
        id=uow.tokens.uuid(),
        person_id=person.id,
        kind=kind.value,
        value=value,
        value_index=value_index(uow, kind, value),
        uses=[],
        any_time=False,
        windows=[],
        fuller_words=False,
        language=person.language,
        created_at=ctx.now(),
    )


def copy_plan(agreed: Channel, channel: Channel) -> None:
    """Put what was agreed about one channel on another; nobody has confirmed it there."""
    for name in PLAN:
        setattr(channel, name, getattr(agreed, name))


def value_index(uow: UnitOfWork, kind: ChannelKind, value: str) -> bytes:
    """What a number or address is found by."""
    return uow.keyring.exact(f"channel {kind.value}", compared(kind, value))


def standing_of(channel: Channel) -> ChannelStanding:
    """A channel as the rules of safe contact see it."""
    return ChannelStanding(
        kind=ChannelKind(channel.kind),
        plan=plan_of(channel),
        language=Language(channel.language),
        verified_at=channel.verified_at,
        confirmed_at=channel.confirmed_at,
        review_on=channel.review_on,
        suspended_at=channel.suspended_at,
        suspended_why=channel.suspended_why or "",
        ended_at=channel.ended_at,
    )


def plan_of(channel: Channel) -> ContactPlan:
    """The safe-contact plan of a channel."""
    return ContactPlan(
        uses=frozenset(ChannelUse(use) for use in channel.uses),
        windows=tuple(window_from(stored) for stored in channel.windows),
        any_time=channel.any_time,
        fuller_words=channel.fuller_words,
        who_else=channel.who_else or "",
        code_word=channel.code_word or "",
    )


def window_from(stored: dict[str, Any]) -> Window:
    """A stored window of safe hours."""
    return Window(
        frozenset(stored["days"]),
        time.fromisoformat(stored["start"]),
        time.fromisoformat(stored["end"]),
    )


def window_to(window: Window) -> dict[str, Any]:
    """A window of safe hours as it is stored."""
    return {
        "days": sorted(window.days),
        "start": window.start.isoformat("minutes"),
        "end": window.end.isoformat("minutes"),
    }


def message_channels(uow: UnitOfWork, case: Case) -> list[Channel]:
    """The channels of a case's person whose plan lets messages through, oldest first."""
    return message_channels_of(uow, case.person_id)


def message_channels_of(uow: UnitOfWork, person_id: UUID) -> list[Channel]:
    """The channels of one person whose plan lets messages through, oldest first."""
    return that_carry_messages(people_store.channels_of(uow, person_id))


def that_carry_messages(channels: Iterable[Channel]) -> list[Channel]:
    """Of some channels those whose plan lets messages through, in their order."""
    found = []
    for channel in channels:
        use = MESSAGE_USES.get(ChannelKind(channel.kind))
        if use is not None and use in plan_of(channel).uses:
            found.append(channel)
    return found
