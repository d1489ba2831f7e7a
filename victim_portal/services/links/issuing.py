"""The moment at which a link begins to live: as the worker lets its message go."""

from uuid import UUID

from victim_portal.domain.secure_link import (
    LASTS,
    MARK,
    LinkStanding,
    LinkState,
    filled,
    state_of,
    token_from,
    token_in,
)
from victim_portal.services.context import Context
from victim_portal.services.links.codes import end_code
from victim_portal.services.links.words import approved_words
from victim_portal.store import door as door_store
from victim_portal.store.models import Channel, Message, SecureLink
from victim_portal.store.unit_of_work import UnitOfWork


def link_digest(uow: UnitOfWork, token: str) -> bytes:
    """What is kept of a token: keyed, so that the database alone opens nothing."""
    return uow.keyring.exact("secure link", token)


def standing_of_link(link: SecureLink) -> LinkStanding | None:
    """A link as the rules see it; None before it was issued."""
    if link.expires_at is None:
        return None
    return LinkStanding(link.expires_at, link.redeemed_at, link.ended_at, link.locked_at)


def put_link_in(ctx: Context, uow: UnitOfWork, message: Message) -> str:
    """The body of a message that is about to leave, with a link that lives.

    Messages of one update share a link, so that the text and the e-mail open the same door,
    each with a token of its own; any other link of the case ends. Works within the claiming
    transaction: what doesn't leave after all carries the same link at the next try, as long
    as it lives.
    """
    link = uow.get(SecureLink, message.link_id)
    if link is None:
        return message.body or ""
    words = approved_words(ctx, message)
    if MARK not in words:
        return message.body or ""
    token = _token_in(ctx, uow, link, message)
    if token is None:
        if not _lives(ctx, link):
            link = _issue(ctx, uow, link)
            message.link_id = link.id
        token = token_from(ctx.tokens.secret(16))
        message.link_digest = link_digest(uow, token)
    message.body = filled(words, ctx.victim_base_url, token)
    uow.flush()
    return message.body


def end_links(ctx: Context, uow: UnitOfWork, case_id: UUID, why: str) -> bool:
    """End the link of a case that lives; returns whether one did."""
    link = door_store.live_link(uow, case_id)
    if link is None:
        return False
    link.ended_at, link.ended_why = ctx.now(), why
    end_code(ctx, uow, link.id, why)
    # The next one may only live once this one is out of the way.
    uow.flush()
    return True


def end_links_at(ctx: Context, uow: UnitOfWork, channel: Channel) -> None:
    """End every link that lives and went to a channel, which nobody is sure of any more.

    So does every code that went there, whose link came another way.
    """
    for link in door_store.live_links_at(uow, channel.id):
        link.ended_at, link.ended_why = ctx.now(), "channel"
        end_code(ctx, uow, link.id, "channel")
    for code in door_store.live_codes_at(uow, channel.id):
        end_code(ctx, uow, code.link_id, "channel")


def _lives(ctx: Context, link: SecureLink) -> bool:
    standing = standing_of_link(link)
    return standing is not None and state_of(standing, ctx.now()) is LinkState.LIVE


def _token_in(ctx: Context, uow: UnitOfWork, link: SecureLink, message: Message) -> str | None:
    """The token that stands in a message already, if its link lives: only the message knows it."""
    token = token_in(message.body or "", ctx.victim_base_url)
    if token is None or not _lives(ctx, link) or link_digest(uow, token) != message.link_digest:
        return None
    return token


def _issue(ctx: Context, uow: UnitOfWork, link: SecureLink) -> SecureLink:
    end_links(ctx, uow, link.case_id, "newer")
    if link.issued_at is not None:
        # It was opened, or grew old, while a second message with it waited for its hour.
        link = uow.add(
            SecureLink(
                id=uow.tokens.uuid(),
                case_id=link.case_id,
                person_id=link.person_id,
                made_by=link.made_by,
                made_at=ctx.now(),
                tries=0,
            )
        )
    link.issued_at = ctx.now()
    link.expires_at = ctx.now() + LASTS
    uow.flush()
    return link
