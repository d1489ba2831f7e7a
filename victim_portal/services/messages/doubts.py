"""Messages of which it isn't known whether they went: asked after, sent once more, or a person's.

Everything here works within the caller's transaction.
"""

from datetime import datetime

from victim_portal.domain.access import Actor
from victim_portal.domain.messages import LEASE
from victim_portal.domain.reconciling import (
    BETWEEN_ASKS,
    MAIL_IN_DOUBT,
    QUIET,
    Carries,
    Doubt,
    Finding,
    Says,
    Step,
    first_step,
    next_step,
)
from victim_portal.domain.vocabulary import MessageState
from victim_portal.services.context import Context
from victim_portal.services.links.words import approved_words
from victim_portal.services.messages import asks
from victim_portal.services.messages.carried import Carried, carried
from victim_portal.services.messages.moving import case_of, move, note_state
from victim_portal.services.messages.reports import apply_report
from victim_portal.store.models import Message
from victim_portal.store.unit_of_work import UnitOfWork


def leave_uncertain(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    message: Message,
    why_code: str,
    why: str,
    *,
    can_ask: bool,
) -> None:
    """It may or may not have gone: the provider is asked where it can be, else a person at once.

    `can_ask` says whether texts can be asked after. Urgent safety news is told by telephone
    meanwhile, whatever comes of it.
    """
    lease_ends = message.lease_until or ctx.now() + LEASE
    move(uow, actor, message, MessageState.UNCERTAIN, why_code, why)
    message.asks = 0
    what = carried(uow, message)
    if what.is_urgent:
        asks.ask_to_ring_meanwhile(ctx, uow, actor, case_of(uow, message), what)
    match first_step(_doubt(ctx, message, what, can_ask=can_ask)):
        case Step.ASK:
            message.ask_at = lease_ends + QUIET
        case Step.SEND_AGAIN:
            _send_again(ctx, uow, actor, message, "mail_policy")
        case _:
            _ask_a_person(ctx, uow, actor, message, what)


def settle_doubt(
    ctx: Context, uow: UnitOfWork, actor: Actor, message: Message, finding: Finding
) -> Step:
    """Do what follows from what the provider said of an uncertain message; gives what that is."""
    what = carried(uow, message)
    step = next_step(_doubt(ctx, message, what, can_ask=True), finding.says)
    message.asks += finding.says is Says.HAS_IT_NOT
    match step:
        case Step.RECORD if finding.text is not None:
            text = finding.text
            apply_report(ctx, uow, actor, message, text.status, text.sid, text.error_code)
        case Step.ASK:
            message.ask_at = ctx.now() + BETWEEN_ASKS
        case Step.SEND_AGAIN:
            _send_again(ctx, uow, actor, message, finding.why)
        case _:
            step = Step.PERSON
            message.ask_at, message.why_code = None, finding.why
            note_state(uow, actor, message, finding.why)
            _ask_a_person(ctx, uow, actor, message, what)
    return step


def begin_asking(message: Message, until: datetime) -> datetime:
    """Note that somebody asks until then; the moment itself fences what they record."""
    message.ask_at = until
    return until


def _doubt(ctx: Context, message: Message, what: Carried, *, can_ask: bool) -> Doubt:
    mail = MAIL_IN_DOUBT[_carries(ctx, message, what)] if message.kind == "email" else None
    return Doubt(can_ask, message.asks, message.sent_again, mail)


def _carries(ctx: Context, message: Message, what: Carried) -> Carries:
    if what.update is None:
        return Carries.CODE if what.code is not None else Carries.LINK
    update = what.update
    notice = (update.notice_subject, update.notice_email)
    words = (message.subject, approved_words(ctx, message))
    return Carries.NOTICE if words == notice else Carries.FULLER_WORDS


def _send_again(ctx: Context, uow: UnitOfWork, actor: Actor, message: Message, why: str) -> None:
    """Once more under the same key: it waits in the queue for another whole last look."""
    move(uow, actor, message, MessageState.QUEUED, why)
    message.sent_again = True
    message.next_try_at = ctx.now()
    message.claimed_by = message.lease_until = message.sent_to = None


def _ask_a_person(
    ctx: Context, uow: UnitOfWork, actor: Actor, message: Message, what: Carried
) -> None:
    asks.ask_about_uncertain(ctx, uow, actor, case_of(uow, message), message, what)
