"""Sweeping up after dead workers, and claiming what is due with the last look."""

import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import WORKER
from victim_portal.domain.contact import closes_at
from victim_portal.domain.last_look import Drop, Hold, HoldReason, LookFacts, Send, Wait
from victim_portal.domain.messages import LEASE
from victim_portal.domain.vocabulary import Language, MessageState
from victim_portal.services.context import Context
from victim_portal.services.delivery.breaking import let_through
from victim_portal.services.delivery.looking import look_facts, verdict_on
from victim_portal.services.delivery.seen import Seen, seen_of
from victim_portal.services.links.codes import put_code_in
from victim_portal.services.links.issuing import put_link_in
from victim_portal.services.messages import asks, hold, leave_uncertain
from victim_portal.services.messages.moving import change_state, move
from victim_portal.services.wrong_news.stopping import stop_for_good
from victim_portal.store import updates as update_store
from victim_portal.store.models import Message
from victim_portal.store.unit_of_work import UnitOfWork

logger = logging.getLogger(__name__)

SILENT = "The worker fell silent between sending this and saying what came of it."


@dataclass(frozen=True)
class Claim:
    """One message that this worker alone may send, with all that sending takes.

    `tries` fences it: a claim of an earlier try records nothing. `not_from` is the moment from
    which it may not be sent any more, because somebody comes of age or the safe hours end: a
    claim that reaches it unsent is given back.
    """

    message_id: UUID
    kind: str
    tries: int
    language: Language
    to: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)
    not_from: datetime | None = None


@dataclass
class Claimed:
    """What claiming did: the claims, and how many were held, have to wait or aren't wanted."""

    claims: list[Claim] = field(default_factory=list)
    held: int = 0
    waiting: int = 0
    dropped: int = 0


def sweep(ctx: Context, *, can_ask: bool) -> int:
    """Turn claims whose lease has lapsed into uncertain messages; returns how many.

    `can_ask` says whether the provider of texts can be asked what it has.
    """
    with ctx.store.writing() as uow:
        lapsed = update_store.lapsed(uow, ctx.now())
        for message in lapsed:
            leave_uncertain(ctx, uow, WORKER, message, "lease_lapsed", SILENT, can_ask=can_ask)
        uow.commit()
    for message in lapsed:
        logger.error("message %s: its worker fell silent", message.id)
    return len(lapsed)


def claim(ctx: Context, worker_name: str, limit: int, limited: Collection[str] = ()) -> Claimed:
    """Take up to `limit` due messages, after the last look at each, in one transaction.

    Of the kinds that are `limited`, only what their provider's breaker lets through.
    """
    done = Claimed()
    with ctx.store.writing() as uow:
        messages = update_store.claimable(uow, ctx.now(), limit, limited)
        seen = seen_of(uow, messages)
        for message in messages:
            _look_at(ctx, uow, message, seen, worker_name, done)
        for kind in sorted(limited):
            for message in let_through(ctx, uow, kind, limit, lambda: len(done.claims)):
                _look_at(ctx, uow, message, seen_of(uow, [message]), worker_name, done)
        uow.commit()
    return done


def _look_at(
    ctx: Context,
    uow: UnitOfWork,
    message: Message,
    seen: Seen,
    worker_name: str,
    done: Claimed,
) -> None:
    if message.state == MessageState.CANCELLED:
        # A link that leaves in the same round ended what opened an older one.
        return
    try:
        facts = look_facts(ctx, uow, message, seen)
        verdict = verdict_on(facts, ctx.now())
        to = seen.channel(message).value or ""
    except Exception as error:
        # A doubt is a no, and one message that can't be read mustn't stop all the others.
        logger.error("message %s: not readable: %s", message.id, type(error).__name__)
        hold(ctx, uow, WORKER, message, asks.UNREADABLE, None)
        done.held += 1
        return
    match verdict:
        case Hold(HoldReason.KNOWN_WRONG, sentence):
            stop_for_good(ctx, uow, WORKER, message, sentence)
            done.held += 1
        case Hold(reason, sentence):
            hold(ctx, uow, WORKER, message, reason.value, sentence)
            done.held += 1
        case Drop(reason, sentence):
            move(uow, WORKER, message, MessageState.CANCELLED, reason.value, sentence)
            done.dropped += 1
        case Wait(until):
            message.next_try_at = until
            done.waiting += 1
        case Send():
            change_state(uow, message, MessageState.CLAIMED, None, None)
            message.tries += 1
            message.claimed_by = worker_name
            message.lease_until = ctx.now() + LEASE
            message.sent_to = to
            body = _with_what_opens(ctx, uow, message)
            done.claims.append(
                Claim(
                    message_id=message.id,
                    kind=message.kind,
                    tries=message.tries,
                    language=Language(message.language),
                    to=to,
                    subject=message.subject or "",
                    body=body,
                    not_from=_not_from(facts, ctx.now()),
                )
            )


def _not_from(facts: LookFacts, now: datetime) -> datetime | None:
    ends = (facts.parents_way_ends_at, closes_at(facts.standing.plan, now))
    return min((one for one in ends if one is not None), default=None)


def _with_what_opens(ctx: Context, uow: UnitOfWork, message: Message) -> str:
    """The body as it leaves: with the link, or the code of one, that begins to live now."""
    if message.link_id is not None:
        return put_link_in(ctx, uow, message)
    if message.link_code_id is not None:
        return put_code_in(ctx, uow, message)
    return message.body or ""
