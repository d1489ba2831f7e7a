"""The codes that open links: queued to another number or address, made as they leave, ended."""

import hmac
from uuid import UUID

from victim_portal.domain.access import THE_PERSON
from victim_portal.domain.calendar import london_date
from victim_portal.domain.link_codes import LASTS, MARK, with_code, without_code
from victim_portal.domain.verification import code_from, codes_in
from victim_portal.domain.vocabulary import ChannelKind, MessageState
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.links.words import link_code_words
from victim_portal.services.messages import asks
from victim_portal.services.messages.moving import case_of, move
from victim_portal.services.messages.queueing import queue
from victim_portal.store import door as door_store
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, Channel, LinkCode, Message, SecureLink
from victim_portal.store.unit_of_work import UnitOfWork

CAUSE = "link_code"
KIND = {ChannelKind.MOBILE: "sms", ChannelKind.EMAIL: "email"}


def queue_code(
    ctx: Context, uow: UnitOfWork, case: Case, link: SecureLink, channel: Channel
) -> Message:
    """Queue a code for a link that lives; an older one counts no more.

    Works within the caller's transaction. Raises WordingError where its words can't be made.
    """
    subject, body = link_code_words(ctx, uow, case, channel)
    end_code(ctx, uow, link.id, "newer")
    code = uow.add(
        LinkCode(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            link_id=link.id,
            channel_id=channel.id,
            made_at=ctx.now(),
        )
    )
    uow.flush()
    return queue(
        ctx,
        uow,
        THE_PERSON,
        case,
        person_id=case.person_id,
        channel_id=channel.id,
        kind=KIND[ChannelKind(channel.kind)],
        cause=CAUSE,
        send_key=f"link-code:{code.id}",
        language=channel.language,
        subject=subject,
        body=body,
        deadline_on=london_date(link.expires_at or ctx.now()),
        link_code_id=code.id,
    )


def put_code_in(ctx: Context, uow: UnitOfWork, message: Message) -> str:
    """The body of a message that is about to leave, with its code, which begins to count now.

    Works within the claiming transaction: what doesn't leave after all has the same code at
    the next try.
    """
    code = code_of(uow, message)
    if MARK in (message.body or ""):
        digits = code_from(ctx.tokens.secret)
        code.code_digest = _digest(uow, code.id, digits)
        message.body = with_code(message.body or "", digits)
    code.expires_at = ctx.now() + LASTS
    uow.flush()
    return message.body or ""


def code_of(uow: UnitOfWork, message: Message) -> LinkCode:
    """The code that a message carries; LookupError for none."""
    code = uow.get(LinkCode, message.link_code_id)
    if code is None:
        raise LookupError("a message without its code")
    return code


def is_code(ctx: Context, uow: UnitOfWork, link_id: UUID, came_by: UUID, digits: str) -> bool:
    """Whether six digits are the code of a link, which left and counts still.

    A code that went to the number or address by which the link itself came (`came_by`, a
    channel) proves nothing: whoever reads the one reads the other.
    """
    code = door_store.live_code(uow, link_id)
    if code is None or code.code_digest is None or code.expires_at is None:
        return False
    went_to, came = uow.get(Channel, code.channel_id), uow.get(Channel, came_by)
    if went_to is None or came is None or went_to.value_index == came.value_index:
        return False
    same = hmac.compare_digest(code.code_digest, _digest(uow, code.id, digits))
    return same and ctx.now() < code.expires_at


def words_before(uow: UnitOfWork, message: Message, code: LinkCode) -> str:
    """A message's body before a code was put in."""
    body = message.body or ""
    for digits in codes_in(body):
        if code.code_digest is not None and code.code_digest == _digest(uow, code.id, digits):
            return without_code(body, digits)
    return body


def end_code(ctx: Context, uow: UnitOfWork, link_id: UUID, why: str) -> None:
    """End the code of a link, and cancel what carries it and waits; in the caller's transaction."""
    code = door_store.live_code(uow, link_id)
    if code is None:
        return
    code.ended_at, code.ended_why = ctx.now(), why
    for message in door_store.carrying_code(uow, code.id):
        if message.state in update_store.STOPPABLE:
            move(uow, THE_PERSON, message, MessageState.CANCELLED, f"code_{why}"[:60])
        tasks.settle(uow, THE_PERSON, asks.HELD, case_of(uow, message), key=str(message.id))
    # The next one may only stand once this one is out of the way.
    uow.flush()


def _digest(uow: UnitOfWork, code_id: UUID, digits: str) -> bytes:
    """What is kept of a code: keyed, and another one for each row."""
    return uow.keyring.exact("link code", f"{code_id}:{digits}")
