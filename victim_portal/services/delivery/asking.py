"""Asking the provider what it has of the texts that are in doubt. No session is open meanwhile."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import WORKER
from victim_portal.domain.provider_status import TWILIO_STATUS
from victim_portal.domain.reconciling import (
    ASKING_LASTS,
    UNREACHABLE,
    Finding,
    SentText,
    Step,
    look_for,
)
from victim_portal.domain.vocabulary import MessageState
from victim_portal.ports import SmsLedger
from victim_portal.services.context import Context
from victim_portal.services.delivery.faults import FaultPoint, Faults
from victim_portal.services.messages import begin_asking, settle_doubt
from victim_portal.store import messages as store
from victim_portal.store import updates as update_store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Message
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

logger = logging.getLogger(__name__)

AT_ONCE = 20
"""Questions in one round, so that no due message waits for many."""


@dataclass(frozen=True)
class _Question:
    """One text to ask after; `until` fences it: a question that lapsed records nothing."""

    message_id: UUID
    until: datetime
    to: str | None = field(repr=False)


def ask_about_doubts(
    ctx: Context, ledger: SmsLedger | None, faults: Faults, no_more: Callable[[], bool]
) -> int:
    """Ask after what is due, and do what follows; gives how many were found out or given up.

    Once the provider couldn't say, nobody is asked again in this round: what is left goes to
    people at once, rather than after one time limit for each. `no_more` is asked before each.
    """
    questions = _take(ctx)
    settled, silent = 0, ledger is None
    for question in questions:
        if no_more():
            # Still noted as being asked about: it comes up again when that lapses.
            break
        faults.hit(FaultPoint.BEFORE_ASK)
        listed = None
        if ledger is not None and not silent and question.to is not None:
            listed = ledger.find(question.to)
            silent = listed is None
        faults.hit(FaultPoint.AFTER_ASK)
        step = _record(ctx, question, listed)
        logger.info("message %s: asked after: %s", question.message_id, step)
        settled += step not in (None, Step.ASK)
    return settled


def _take(ctx: Context) -> list[_Question]:
    with ctx.store.writing() as uow:
        until = ctx.now() + ASKING_LASTS
        taken = [
            _Question(message.id, begin_asking(message, until), _number(message))
            for message in store.to_ask_about(uow, ctx.now(), AT_ONCE)
        ]
        uow.commit()
    return taken


def _number(message: Message) -> str | None:
    try:
        return message.sent_to
    except UnreadableError:
        # The person's key is gone, and with it whom to ask about.
        return None


def _record(ctx: Context, question: _Question, listed: Sequence[SentText] | None) -> Step | None:
    for _ in range(4):
        try:
            return _record_once(ctx, question, listed)
        except (LostUpdateError, ConstraintError) as error:
            logger.info("message %s: again: %s", question.message_id, type(error).__name__)
    return _record_once(ctx, question, listed)


def _record_once(
    ctx: Context, question: _Question, listed: Sequence[SentText] | None
) -> Step | None:
    with ctx.store.writing() as uow:
        message = update_store.locked(uow, question.message_id)
        if (
            message is None
            or message.state != MessageState.UNCERTAIN
            or message.ask_at != question.until
        ):
            # A report, the late answer of its own worker, or another question was quicker.
            return None
        step = settle_doubt(ctx, uow, WORKER, message, _finding(uow, message, listed))
        uow.commit()
        return step


def _finding(uow: UnitOfWork, message: Message, listed: Sequence[SentText] | None) -> Finding:
    if listed is None:
        return UNREACHABLE
    sids = [text.sid for text in listed]
    try:
        beside = [one.body for one in store.unsettled_beside(uow, message)]
        finding = look_for(
            message.body or "",
            message.made_at,
            listed,
            known_to_be_others=store.references_of_others(uow, message, sids),
            alike=message.body in beside,
        )
    except UnreadableError:
        return UNREACHABLE
    if finding.text is not None and finding.text.status not in TWILIO_STATUS:
        logger.error("text %s: a status that isn't known", message.id)
        return UNREACHABLE
    return finding
