"""What can't wait for a provider that is down: told by telephone, and never silence."""

import logging
from datetime import timedelta

from victim_portal.domain.access import WORKER
from victim_portal.domain.breaker import LONGEST_WAIT, cant_wait, next_look
from victim_portal.domain.calendar import end_of_day, london_date
from victim_portal.domain.last_look import Drop, Hold, HoldReason
from victim_portal.domain.vocabulary import MessageState, UpdateState
from victim_portal.services.context import Context
from victim_portal.services.delivery.looking import look_facts, verdict_on
from victim_portal.services.delivery.seen import seen_of
from victim_portal.services.messages import asks, fail_for_good, hold
from victim_portal.services.messages.carried import carried
from victim_portal.services.messages.moving import case_of, move
from victim_portal.services.wrong_news.stopping import stop_for_good
from victim_portal.store import providers as store
from victim_portal.store.models import Message
from victim_portal.store.unit_of_work import UnitOfWork

logger = logging.getLogger(__name__)

LOOK_EVERY = timedelta(seconds=30)
AT_ONCE = 50
"""How many are seen to in one transaction; where there are more, the next round goes on."""

_OUT_OF_TIME = frozenset({HoldReason.TOO_LATE, HoldReason.NO_TIME_FITS})
_DOWN = {"sms": "Texts couldn't be sent", "email": "E-mail couldn't be sent"}


def see_to_stranded(ctx: Context, kind: str) -> int:
    """See to what waits for a provider and can't wait; how many messages ended by it.

    Urgent safety news is to be told by telephone at once, and goes as a message too once it
    can. What has no time left fails for good, with a task to telephone; what the last look
    would hold is held for that reason, so that nobody telephones what isn't true any more.
    One worker does it at a time.
    """
    now = ctx.now()
    with ctx.store.writing() as uow:
        row = store.locked(uow, kind)
        if row is None or (row.swept_at is not None and now - row.swept_at < LOOK_EVERY):
            return 0
        breaker = store.breaker_of(row)
        if not breaker.is_open:
            return 0
        urgent = store.to_ring_now(uow, kind, now, AT_ONCE)
        for message in urgent:
            _ring_now(ctx, uow, message)
        last_day = london_date(max(now, next_look(breaker, now)))
        found = store.cant_wait(uow, kind, now, last_day, now - LONGEST_WAIT, AT_ONCE)
        ended = 0
        for message in found:
            last_moment = end_of_day(message.deadline_on)
            why = cant_wait(breaker, message.next_try_at, last_moment, now)
            ended += _end(ctx, uow, message, f"{_DOWN[kind]}. {why}" if why else "")
        more = AT_ONCE in (len(urgent), ended)
        row.swept_at = None if more else now
        uow.commit()
    if ended:
        logger.warning("provider of %s: %d messages can't wait for it", kind, ended)
    return ended


def _ring_now(ctx: Context, uow: UnitOfWork, message: Message) -> None:
    message.why_code = store.RING_NOW
    what = carried(uow, message)
    if what.update is not None and what.update.state == UpdateState.APPROVED:
        asks.ask_to_ring_while_down(ctx, uow, WORKER, case_of(uow, message), what)


def _end(ctx: Context, uow: UnitOfWork, message: Message, why: str) -> bool:
    """Whether the message ended: because it isn't fit to go, or because its time is over."""
    try:
        verdict = verdict_on(look_facts(ctx, uow, message, seen_of(uow, [message])), ctx.now())
    except Exception as error:
        # As in the last look: a doubt is a no, and one message mustn't stop the others.
        logger.error("message %s: not readable: %s", message.id, type(error).__name__)
        hold(ctx, uow, WORKER, message, asks.UNREADABLE, None)
        return True
    match verdict:
        case Drop(reason, sentence):
            move(uow, WORKER, message, MessageState.CANCELLED, reason.value, sentence)
        case Hold(HoldReason.KNOWN_WRONG, sentence):
            stop_for_good(ctx, uow, WORKER, message, sentence)
        case Hold(reason, sentence) if reason not in _OUT_OF_TIME:
            hold(ctx, uow, WORKER, message, reason.value, sentence)
        case Hold(_, sentence):
            down = f"{_DOWN[message.kind]}. {sentence}"
            fail_for_good(ctx, uow, WORKER, message, f"{message.kind}_down", why or down)
        case _ if why:
            fail_for_good(ctx, uow, WORKER, message, f"{message.kind}_down", why)
        case _:
            return False
    return True
