"""What a message's row, its update, its receipts and the audit say after each thing.

Everything here works within the caller's transaction and may be told twice.
"""

import hashlib
import json
from datetime import timedelta

from victim_portal.domain.access import Actor
from victim_portal.domain.messages import check_move
from victim_portal.domain.vocabulary import MessageState, UpdateState
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.messages import asks
from victim_portal.store import messages as message_store
from victim_portal.store import updates as update_store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Message, Receipt, Update
from victim_portal.store.unit_of_work import UnitOfWork


def change_state(
    uow: UnitOfWork, message: Message, to: MessageState, why_code: str | None, why: str | None
) -> None:
    """Move a message, and say why in a code and in words for staff; MoveError if it can't."""
    check_move(MessageState(message.state), to)
    message.state = to.value
    message.why_code = why_code
    try:
        message.why = why
    except UnreadableError:
        # The person's key is gone: the code must do, for the move itself mustn't fail.
        message.why = None
    message.changed_at = uow.clock.now()


def move(
    uow: UnitOfWork,
    actor: Actor,
    message: Message,
    to: MessageState,
    why_code: str | None = None,
    why: str | None = None,
) -> None:
    """Move a message, on the record."""
    change_state(uow, message, to, why_code, why)
    audit.record(
        uow,
        actor,
        What.MESSAGE_STATE,
        message.case_id,
        message=str(message.id),
        state=message.state,
        why=why_code,
    )


def note_receipt(
    uow: UnitOfWork, message: Message, rung: str, source: str, code: str | None = None
) -> None:
    """Keep what was reported, once for each rung and source."""
    if update_store.has_receipt(uow, message.id, rung, source):
        return
    uow.add(
        Receipt(
            id=uow.tokens.uuid(),
            message_id=message.id,
            person_id=message.person_id,
            rung=rung,
            source=source,
            code=code[:40] if code else None,
            at=uow.clock.now(),
        )
    )
    uow.flush()


def note_handed_over(
    ctx: Context, uow: UnitOfWork, actor: Actor, message: Message, reference: str | None
) -> None:
    """A provider has the message: its first hand-over makes the update one that was sent.

    A state that is further on stays as it is.
    """
    case = case_of(uow, message)
    if message.provider_reference is None:
        message.provider_reference = reference[:80] if reference else None
    if message.state in (MessageState.UNCERTAIN, MessageState.HELD):
        for kind in (asks.UNCERTAIN, asks.HELD):
            tasks.settle(uow, actor, kind, case, key=str(message.id))
    settled = (MessageState.HANDED_OVER, MessageState.DELIVERED, MessageState.FAILED_FOR_GOOD)
    if message.state not in settled:
        change_state(uow, message, MessageState.HANDED_OVER, None, None)
    if message.handed_over_at is not None:
        return
    message.handed_over_at = ctx.now()
    update = message_store.locked_update(uow, message.update_id)
    as_sent = update.version == message.update_version
    if as_sent and update.state == UpdateState.APPROVED:
        update.state = UpdateState.SENT.value
        update.sent_on = ctx.today()
        update.changed_at = ctx.now()
    elif not as_sent or update.state != UpdateState.SENT:
        asks.ask_what_was_told(ctx, uow, actor, case, message, update)
    audit.record(
        uow,
        actor,
        What.MESSAGE_HANDED_OVER,
        message.case_id,
        message=str(message.id),
        update=str(update.id),
        version=message.update_version,
        channel=str(message.channel_id),
        digest=digest_of(message),
    )


def fail_for_now(
    uow: UnitOfWork, actor: Actor, message: Message, wait: timedelta, why_code: str, why: str
) -> None:
    """Surely unsent, and worth another try after `wait`."""
    move(uow, actor, message, MessageState.FAILED_FOR_NOW, why_code, why)
    message.next_try_at = uow.clock.now() + wait


def fail_for_good(
    ctx: Context, uow: UnitOfWork, actor: Actor, message: Message, why_code: str, why: str
) -> None:
    """It won't arrive: a person tells the news by telephone."""
    move(uow, actor, message, MessageState.FAILED_FOR_GOOD, why_code, why)
    asks.ask_to_telephone(ctx, uow, actor, case_of(uow, message), update_of(uow, message))


def leave_uncertain(
    ctx: Context, uow: UnitOfWork, actor: Actor, message: Message, why_code: str, why: str
) -> None:
    """It may or may not have gone: a person finds out, and it isn't sent again."""
    move(uow, actor, message, MessageState.UNCERTAIN, why_code, why)
    asks.ask_about_uncertain(
        ctx, uow, actor, case_of(uow, message), message, update_of(uow, message)
    )


def hold(
    ctx: Context, uow: UnitOfWork, actor: Actor, message: Message, why_code: str, why: str | None
) -> None:
    """Keep a message back until a person has acted."""
    move(uow, actor, message, MessageState.HELD, why_code, why)
    asks.ask_about_held(ctx, uow, actor, case_of(uow, message), message, update_of(uow, message))


def case_of(uow: UnitOfWork, message: Message) -> Case:
    """The case of a message; LookupError for none, which the database doesn't allow."""
    case = uow.get(Case, message.case_id)
    if case is None:
        raise LookupError("a message without its case")
    return case


def update_of(uow: UnitOfWork, message: Message) -> Update:
    """The update that a message carries; LookupError for none, as above."""
    update = uow.get(Update, message.update_id)
    if update is None:
        raise LookupError("a message without its update")
    return update


def digest_of(message: Message) -> str:
    """The SHA-256 of a message's subject and body, in hexadecimal."""
    words = [message.subject or "", message.body or ""]
    return hashlib.sha256(json.dumps(words, ensure_ascii=True).encode()).hexdigest()
