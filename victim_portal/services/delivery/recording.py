"""What came of hand-overs, in transactions of their own."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Condition
from uuid import UUID

from victim_portal.domain.access import WORKER
from victim_portal.domain.calendar import end_of_day
from victim_portal.domain.messages import next_delay
from victim_portal.domain.vocabulary import MessageState
from victim_portal.ports import HandOver, Outcome
from victim_portal.services.context import Context
from victim_portal.services.delivery.claiming import Claim
from victim_portal.services.messages import (
    digest_of_words,
    fail_for_good,
    fail_for_now,
    is_stop_code,
    leave_uncertain,
    note_handed_over,
    note_receipt,
    stop_channel,
    wait_for_provider,
)
from victim_portal.services.messages.doubled import note_doubled
from victim_portal.services.messages.moving import change_state
from victim_portal.store import messages as message_store
from victim_portal.store import updates as update_store
from victim_portal.store.models import Channel, Message
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

logger = logging.getLogger(__name__)

TRIES = 5
LINGER = 0.003
"""Seconds for which a record waits for the other hands' sends: far less than any of them takes,
and a transaction saved for each that comes in time."""
_PAST_DEADLINE = "The next try would come after the message's last day."
_EXHAUSTED = "Every try failed."


class Recorder:
    """Writes down what came of the sends of one round, several in one transaction where they wait.

    `hands` put in what came back and go on; one thread, whose transactions none of them has to
    wait for, writes. What is handed over and not recorded is never more than was claimed
    together, which is what a crash leaves in doubt anyhow. `can_ask` says whether the provider
    of texts can be asked what it has.
    """

    def __init__(self, ctx: Context, worker_name: str, *, can_ask: bool, hands: int = 1) -> None:
        self._ctx = ctx
        self._worker_name = worker_name
        self._can_ask = can_ask
        self._hands = hands
        self._waiting: list[_Slip] = []
        self._over = False
        self._came = Condition()

    def record(self, claim: Claim, handed: HandOver, *, outage: bool = False) -> MessageState:
        """Write down the provider's answer at once; returns where the message stands then.

        `outage` says whether the provider's breaker is open now: then its own failure uses up
        no try.
        """
        slip = _Slip(claim, handed, outage)
        self._write([slip])
        if isinstance(slip.came_to, MessageState):
            return slip.came_to
        raise slip.came_to or RuntimeError("a slip was lost")

    def put(self, claim: Claim, handed: HandOver, *, outage: bool = False) -> None:
        """Leave an answer to whoever is in `written`; may be called from any thread."""
        with self._came:
            self._waiting.append(_Slip(claim, handed, outage))
            if len(self._waiting) in (1, self._hands):
                self._came.notify()

    def no_more(self) -> None:
        """Say that nobody puts in anything any more."""
        with self._came:
            self._over = True
            self._came.notify()

    def written(self) -> Iterator[tuple[Claim, MessageState | Exception]]:
        """Write what is put in until there is `no_more`; where each stands, or why it doesn't."""
        while True:
            with self._came:
                self._came.wait_for(lambda: self._over or self._waiting)
                self._came.wait_for(lambda: self._over or len(self._waiting) >= self._hands, LINGER)
                slips, self._waiting = self._waiting, []
                over = self._over
            self._write(slips)
            for slip in slips:
                yield slip.claim, slip.came_to or RuntimeError("a slip was lost")
            if over and not slips:
                return

    def _write(self, slips: list["_Slip"]) -> None:
        if len(slips) > 1:
            try:
                states = self._together(slips)
            except Exception as error:
                # One that can't be recorded mustn't make the others uncertain.
                logger.info("%d messages: one by one: %s", len(slips), type(error).__name__)
            else:
                for slip, state in zip(slips, states, strict=True):
                    slip.came_to = state
                return
        for slip in slips:
            try:
                slip.came_to = self._alone(slip)
            except Exception as error:
                slip.came_to = error

    def _alone(self, slip: "_Slip") -> MessageState:
        """Somebody else's change of the same update in the same moment is met by trying again.

        An answer that isn't recorded would make a message uncertain that isn't.
        """
        for _ in range(TRIES - 1):
            try:
                return self._together([slip])[0]
            except (LostUpdateError, ConstraintError) as error:
                kind = type(error).__name__
                logger.info("message %s: recorded again: %s", slip.claim.message_id, kind)
        return self._together([slip])[0]

    def _together(self, slips: list["_Slip"]) -> list[MessageState]:
        with self._ctx.store.writing() as uow:
            uow.trail_at_commit = True
            messages = update_store.locked_together(uow, [one.claim.message_id for one in slips])
            with message_store.at_hand(uow, messages.values()):
                for slip in slips:
                    self._note(uow, messages, slip)
            uow.commit()
            return [MessageState(messages[one.claim.message_id].state) for one in slips]

    def _note(self, uow: UnitOfWork, messages: Mapping[UUID, Message], slip: "_Slip") -> None:
        claim, handed = slip.claim, slip.handed
        message = messages.get(claim.message_id)
        if message is None:
            raise LookupError("a claimed message is gone")
        ours = _still_ours(message, self._worker_name, claim)
        if handed.outcome is Outcome.ACCEPTED:
            # Proof, whoever has swept the message up meanwhile.
            note_receipt(uow, message, MessageState.HANDED_OVER.value, "answer", handed.code)
            words = digest_of_words(claim.subject, claim.body)
            known, reference = message.provider_reference, handed.provider_reference
            if message.kind == "sms" and known and reference and known != reference:
                # A report told of another one before: this answer is about the second.
                note_doubled(self._ctx, uow, WORKER, message, reference)
            note_handed_over(self._ctx, uow, WORKER, message, reference, words)
        elif ours:
            _record_failure(self._ctx, uow, message, handed, self._can_ask, slip.outage)
        if ours:
            message.claimed_by = message.lease_until = None
        else:
            logger.warning("message %s: another hand moved it on", claim.message_id)


@dataclass
class _Slip:
    """What came of one send, and where its message stands once that is written down."""

    claim: Claim
    handed: HandOver
    outage: bool
    came_to: MessageState | Exception | None = None


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


def _still_ours(message: Message, worker_name: str, claim: Claim) -> bool:
    return (
        message.state == MessageState.CLAIMED
        and message.claimed_by == worker_name
        and message.tries == claim.tries
    )


def _record_failure(
    ctx: Context,
    uow: UnitOfWork,
    message: Message,
    handed: HandOver,
    can_ask: bool,
    outage: bool,
) -> None:
    code, why = f"{message.kind}_{handed.code or handed.outcome.value}"[:60], handed.reason
    match handed.outcome:
        case Outcome.REFUSED:
            message.provider_reference = handed.provider_reference
            fail_for_good(ctx, uow, WORKER, message, code, why)
            channel = uow.get(Channel, message.channel_id)
            if message.kind == "sms" and channel is not None and is_stop_code(handed.code):
                stop_channel(ctx, uow, WORKER, channel, why, message)
        case Outcome.NOT_SENT if outage and handed.providers_fault:
            wait_for_provider(uow, WORKER, message, code, why)
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
