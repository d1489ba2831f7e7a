"""What an officer sees of a person's own pages: what opens them, and what was said there."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.link_codes import Proof
from victim_portal.domain.own_choices import OwnRequestKind
from victim_portal.domain.secure_link import LinkState, state_of
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.domain.wording import WordingError
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.channels.views import shown_value
from victim_portal.services.context import Context
from victim_portal.services.door.agreeing import why_not
from victim_portal.services.links.issuing import standing_of_link
from victim_portal.services.links.words import link_words, shown
from victim_portal.services.reach import case_within_reach
from victim_portal.services.safe_contact import message_channels
from victim_portal.store import door as door_store
from victim_portal.store.models import Case, Channel, OwnRequest
from victim_portal.store.unit_of_work import UnitOfWork

NEWEST = 10


@dataclass(frozen=True)
class WayView:
    """One channel by which a link could go, and the words that would carry it."""

    channel_id: UUID
    kind: ChannelKind
    to: str
    subject: str
    body: str
    why_not: str


@dataclass(frozen=True)
class RequestView:
    """What they asked for on their own pages; `about` is the number or address, or ""."""

    kind: OwnRequestKind
    asked_at: datetime
    about: str = field(repr=False)
    words: str = field(repr=False)


@dataclass(frozen=True)
class DoorPage:
    """How a person's own pages stand: what opens them, and what became of the last link.

    `why_not` says in a sentence why they can have none; empty where they can. `clear` and
    `unclear` count the messages that were, as they said.
    """

    agreed_at: datetime | None
    agreed_by: str
    proof: Proof | None
    issued_at: datetime | None
    state: LinkState | None
    ways: tuple[WayView, ...]
    requests: tuple[RequestView, ...]
    clear: int
    unclear: int
    why_not: str


def door_page(ctx: Context, actor: Actor, reference: str) -> DoorPage:
    """The page on which an officer sets up a person's own pages; the view is recorded.

    Raises NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        agreed = door_store.passphrase(uow, case.id)
        link = door_store.newest_link(uow, case.id)
        standing = standing_of_link(link) if link is not None else None
        counts = door_store.feedback_counts(uow, case.id)
        asked = door_store.requests_of(uow, case.id, NEWEST)
        page = DoorPage(
            agreed_at=agreed.agreed_at if agreed else None,
            agreed_by=agreed.agreed_by if agreed else "",
            proof=Proof(agreed.proof) if agreed else None,
            issued_at=link.issued_at if link else None,
            state=state_of(standing, ctx.now()) if standing else None,
            ways=_ways(ctx, uow, case),
            requests=tuple(_request(uow, one) for one in asked),
            clear=counts.get(True, 0),
            unclear=counts.get(False, 0),
            why_not=why_not(uow, case),
        )
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
    return page


def _request(uow: UnitOfWork, row: OwnRequest) -> RequestView:
    channel = uow.get(Channel, row.channel_id)
    return RequestView(
        kind=OwnRequestKind(row.kind),
        asked_at=row.made_at,
        about=shown_value(channel) if channel is not None else "",
        words=row.words or "",
    )


def _ways(ctx: Context, uow: UnitOfWork, case: Case) -> tuple[WayView, ...]:
    found = []
    for channel in message_channels(uow, case):
        try:
            subject, body = link_words(ctx, uow, case, channel)
            problem = ""
        except WordingError as error:
            subject, body, problem = "", "", str(error)
        found.append(
            WayView(
                channel.id,
                ChannelKind(channel.kind),
                shown_value(channel),
                subject,
                shown(ctx, uow, case.id, body),
                problem,
            )
        )
    return tuple(found)
