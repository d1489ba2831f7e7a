"""What becomes of a code beside its message: handed over, ended, and what waited cancelled."""

from datetime import date, datetime, timedelta
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import end_of_day, london_date
from victim_portal.domain.vocabulary import MessageState, VerificationWay
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.messages import asks
from victim_portal.services.messages.moving import case_of, move
from victim_portal.store import updates as update_store
from victim_portal.store import verification as code_store
from victim_portal.store.models import Verification
from victim_portal.store.unit_of_work import UnitOfWork

LIVES = {
    VerificationWay.SMS: "code_by_text",
    VerificationWay.EMAIL: "code_by_email",
    VerificationWay.LETTER: "code_by_letter",
}
WAITS = "code_waits"
NOT_UNSAFE = frozenset({"newer", "used", "held"})
"""Ends of a code that say nothing against its number or address."""


def life_of(ctx: Context, way: VerificationWay) -> timedelta:
    """How long a code counts after it was handed over, or its letter posted."""
    return _span(ctx, LIVES[way])


def longest_wait(ctx: Context) -> timedelta:
    """How long a code may wait to be handed over."""
    return _span(ctx, WAITS)


def note_code_sent(ctx: Context, code: Verification, at: datetime | None = None) -> None:
    """A code has left the house: from now on its life is counted, never beyond its bound.

    By letter the last day counts whole, for a day is what the letter names.
    """
    if code.sent_at is not None:
        return
    way = VerificationWay(code.way)
    code.sent_at = at or ctx.now()
    lives_until = code.sent_at + life_of(ctx, way)
    if way is VerificationWay.LETTER:
        lives_until = end_of_day(london_date(lives_until))
    code.expires_at = min(code.expires_at, lives_until)


def end_code(ctx: Context, code: Verification, why: str) -> None:
    """It no longer counts, whatever is entered; the first reason stays."""
    if code.ended_at is None:
        code.ended_at = ctx.now()
        code.ended_why = why


def end_live_code(ctx: Context, uow: UnitOfWork, actor: Actor, channel_id: UUID, why: str) -> bool:
    """End the code that lives for a channel, if one does, and cancel what carries it.

    Returns whether one did. What was asked about older codes is settled with it: nobody
    needs to see to them any more.
    """
    code = code_store.live(uow, channel_id)
    if code is not None:
        end_code(ctx, code, why)
    for message in code_store.messages(uow, channel_id):
        case = case_of(uow, message)
        if message.state in update_store.STOPPABLE:
            move(uow, actor, message, MessageState.CANCELLED, f"code_{why}"[:60])
        message.ask_at = None
        for kind in (asks.HELD, asks.UNCERTAIN):
            tasks.settle(uow, actor, kind, case, key=str(message.id))
        tasks.settle(uow, actor, asks.CODE_FAILED, case, key=str(channel_id))
    # The next code's row may only stand once this one is out of the way.
    uow.flush()
    return code is not None


def _span(ctx: Context, name: str) -> timedelta:
    today: date = ctx.today()
    return ctx.policy.review_period(name, today).applied_to(today, ctx.bank_holidays) - today
