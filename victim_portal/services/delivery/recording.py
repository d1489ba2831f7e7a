"""What came of a hand-over, in a transaction of its own."""

import logging

from victim_portal.domain.access import WORKER
from victim_portal.domain.calendar import end_of_day
from victim_portal.domain.messages import next_delay
from victim_portal.domain.vocabulary import MessageState
from victim_portal.ports import HandOver, Outcome
from victim_portal.services.context import Context
from victim_portal.services.delivery.claiming import Claim
from victim_portal.services.messages import (
    fail_for_good,
    fail_for_now,
    is_stop_code,
    leave_uncertain,
    note_handed_over,
    note_receipt,
    stop_channel,
)
from victim_portal.services.messages.doubled import note_doubled
from victim_portal.services.messages.moving import change_state
from victim_portal.store import updates as update_store
from victim_portal.store.models import Channel, Message
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

logger = logging.getLogger(__name__)

TRIES = 5
_PAST_DEADLINE = "The next try would come after the message's last day."
_EXHAUSTED = "Every try failed."


def record(
    ctx: Context, worker_name: str, claim: Claim, handed: HandOver, *, can_ask: bool
) -> MessageState:
    """Write down the provider's answer; returns where the message stands then.

    `can_ask` says whether the provider of texts can be asked what it has.

    Somebody else's change of the same update in the same moment is met by trying again:
    an answer that isn't recorded would make a message uncertain that isn't.
    """
    for _ in range(TRIES - 1):
        try:
            return _record(ctx, worker_name, claim, handed, can_ask)
        except (LostUpdateError, ConstraintError) as error:
            logger.info("message %s: recorded again: %s", claim.message_id, type(error).__name__)
    return _record(ctx, worker_name, claim, handed, can_ask)


def put_back(ctx: Context, worker_name: str, claims: list[Claim]) -> None:
    """Give claims back that surely weren't sent, as if they had never been taken."""
    with ctx.store.writing() as uow:
        for claim in claims:
            message = update_store.locked(uow, claim.message_id)
            if message is not None and _still_ours(message, worker_name, claim):
                change_state(uow, message, MessageState.QUEUED, None, None)
                message.tries -= 1
                message.claimed_by = message.lease_until = message.sent_to = None
        uow.commit()


def _record(
    ctx: Context, worker_name: str, claim: Claim, handed: HandOver, can_ask: bool
) -> MessageState:
    with ctx.store.writing() as uow:
        message = update_store.locked(uow, claim.message_id)
        if message is None:
            raise LookupError("a claimed message is gone")
        ours = _still_ours(message, worker_name, claim)
        if handed.outcome is Outcome.ACCEPTED:
            # Proof, whoever has swept the message up meanwhile.
            note_receipt(uow, message, MessageState.HANDED_OVER.value, "answer", handed.code)
            known, given = message.provider_reference, handed.provider_reference
            if message.kind == "sms" and known and given and known != given:
                # A report told of another one before: this answer is about the second.
                note_doubled(ctx, uow, WORKER, message, given)
            note_handed_over(ctx, uow, WORKER, message, handed.provider_reference)
        elif ours:
            _record_failure(ctx, uow, message, handed, can_ask)
        if ours:
            message.claimed_by = message.lease_until = None
        else:
            logger.warning("message %s: another hand moved it on", claim.message_id)
        uow.commit()
        return MessageState(message.state)


def _still_ours(message: Message, worker_name: str, claim: Claim) -> bool:
    return (
        message.state == MessageState.CLAIMED
        and message.claimed_by == worker_name
        and message.tries == claim.tries
    )


def _record_failure(
    ctx: Context, uow: UnitOfWork, message: Message, handed: HandOver, can_ask: bool
) -> None:
    code, why = f"{message.kind}_{handed.code or handed.outcome.value}"[:60], handed.reason
    match handed.outcome:
        case Outcome.REFUSED:
            message.provider_reference = handed.provider_reference
            fail_for_good(ctx, uow, WORKER, message, code, why)
            channel = uow.get(Channel, message.channel_id)
            if message.kind == "sms" and channel is not None and is_stop_code(handed.code):
                stop_channel(ctx, uow, WORKER, channel, why)
        case Outcome.NOT_SENT:
            wait = next_delay(message.tries, handed.retry_after)
            if wait is None:
                fail_for_good(ctx, uow, WORKER, message, code, f"{why} {_EXHAUSTED}".strip())
            elif ctx.now() + wait > end_of_day(message.deadline_on):
                fail_for_good(ctx, uow, WORKER, message, code, f"{why} {_PAST_DEADLINE}".strip())
            else:
                fail_for_now(uow, WORKER, message, wait, code, why)
        case _:
            leave_uncertain(ctx, uow, WORKER, message, code, why, can_ask=can_ask)
