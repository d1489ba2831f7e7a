"""The numbers and addresses by which a case's person, or who stands beside them, is reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from victim_portal.domain.contact import USES_BY_KIND
from victim_portal.domain.contacts import KINDS
from victim_portal.domain.vocabulary import ChannelUse, ContactMethod
from victim_portal.services.channels.views import ChannelView, case_channels
from victim_portal.services.context import Context
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Channel
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class UseNow:
    """One use of a channel: whether it was agreed, and whether it is safe at this moment."""

    use: ChannelUse
    agreed: bool
    safe_now: bool
    sentence: str


@dataclass(frozen=True)
class Way:
    """One live number or address of the person or a supporter, and how it may be used now."""

    channel: ChannelView
    uses: tuple[UseNow, ...]

    def fits(self, method: ContactMethod) -> bool:
        """Whether a contact of this way goes over this channel."""
        return self.channel.kind in KINDS[method]


def live_channels(uow: UnitOfWork, case: Case) -> Iterator[tuple[Channel, UUID | None]]:
    """Each live channel; with it the supporter whose it is, None for the person's own."""
    for channel in people_store.channels_of(uow, case.person_id):
        yield channel, None
    for one in people_store.live_supporters(uow, case.id):
        for channel in people_store.channels_of(uow, one.supporter_id):
            yield channel, one.supporter_id


def ways_of(ctx: Context, uow: UnitOfWork, case: Case) -> tuple[Way, ...]:
    """The ways of a case as values, the person's own first."""
    return tuple(Way(view, _uses(view)) for view in case_channels(ctx, uow, case))


def _uses(view: ChannelView) -> tuple[UseNow, ...]:
    agreed = {use: (safe, sentence) for use, safe, sentence in view.answers}
    return tuple(
        UseNow(use, use in agreed, *agreed.get(use, (False, "Not agreed.")))
        for use in ChannelUse
        if use in USES_BY_KIND[view.kind]
    )
