"""What a message's row, its update, its receipts and the audit say after each thing.

Everything here works within the caller's transaction and may be told twice.
"""

import hashlib
import json
from datetime import timedelta

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import MessageState, UpdateState
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.messages import asks
from victim_portal.services.messages.carried import carried, code_of, locked_update_of
from victim_portal.services.messages.codes import NOT_UNSAFE, end_code, note_code_sent
from victim_portal.services.messages.moving import case_of, change_state, move
from victim_portal.store import messages as message_store
from victim_portal.store.models import Message, Receipt
from victim_portal.store.unit_of_work import UnitOfWork


def note_receipt(
    uow: UnitOfWork, message: Message, rung: str, source: str, code: str | None = None
) -> None:
    """Keep what was reported, once for each rung and source."""
    message_store.add_receipt(
        uow,
        Receipt(
            id=uow.tokens.uuid(),
            message_id=message.id,
            person_id=message.person_id,
            rung=rung,
            source=source,
            code=code[:40] if code else None,
            at=uow.clock.now(),
        ),
    )


def note_handed_over(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    message: Message,
    reference: str | None,
    digest: str | None = None,
) -> None:
    """A provider has the message: at its first hand-over the update, or the code, was sent.

    A state that is further on stays as it is. `digest` is that of the words that were handed
    over, where it is known.
    """
    if message.provider_reference is None:
        message.provider_reference = reference[:80] if reference else None
    if message.state in (MessageState.UNCERTAIN, MessageState.HELD):
        for kind in (asks.UNCERTAIN, asks.HELD):
            tasks.settle(uow, actor, kind, case_of(uow, message), key=str(message.id))
    settled = (MessageState.HANDED_OVER, MessageState.DELIVERED, MessageState.FAILED_FOR_GOOD)
    if message.state not in settled:
        change_state(uow, message, MessageState.HANDED_OVER, None, None)
    if message.handed_over_at is not None:
        return
    message.handed_over_at = ctx.now()
    if message.update_id is not None:
        _note_update_sent(ctx, uow, actor, message)
    elif message.verification_id is not None:
        _note_code_sent(ctx, uow, actor, message)
    audit.record(
        uow,
        actor,
        What.MESSAGE_HANDED_OVER,
        message.case_id,
        message=str(message.id),
        update=str(message.update_id) if message.update_id else None,
        version=message.update_version,
        channel=str(message.channel_id),
        digest=_digest_for_trail(uow, message, digest or digest_of(message)),
    )


def _digest_for_trail(uow: UnitOfWork, message: Message, digest: str) -> str:
    """Keyed for a code: its six digits could be found from a plain one by trying."""
    if message.verification_id is None and message.link_code_id is None:
        return digest
    return uow.keyring.audit_code(digest.encode()).hex()


def _note_update_sent(ctx: Context, uow: UnitOfWork, actor: Actor, message: Message) -> None:
    update = locked_update_of(uow, message)
    as_sent = update.version == message.update_version
    if as_sent and update.state == UpdateState.APPROVED:
        message_store.mark_sent(uow, update, ctx.today())
    elif not as_sent or update.state != UpdateState.SENT:
        what = carried(uow, message)
        asks.ask_what_was_told(ctx, uow, actor, case_of(uow, message), message, what)


def _note_code_sent(ctx: Context, uow: UnitOfWork, actor: Actor, message: Message) -> None:
    code = code_of(uow, message)
    note_code_sent(ctx, code)
    if code.ended_at is not None and code.ended_why not in NOT_UNSAFE:
        what = carried(uow, message)
        asks.ask_what_was_told(ctx, uow, actor, case_of(uow, message), message, what)


def fail_for_now(
    uow: UnitOfWork, actor: Actor, message: Message, wait: timedelta, why_code: str, why: str
) -> None:
    """Surely unsent, and worth another try after `wait`."""
    move(uow, actor, message, MessageState.FAILED_FOR_NOW, why_code, why)
    message.next_try_at = uow.clock.now() + wait


def wait_for_provider(
    uow: UnitOfWork, actor: Actor, message: Message, why_code: str, why: str
) -> None:
    """Surely unsent, because its provider is down: it stays due, and no try is used up."""
    move(uow, actor, message, MessageState.FAILED_FOR_NOW, why_code, why)
    message.tries -= 1


def fail_for_good(
    ctx: Context, uow: UnitOfWork, actor: Actor, message: Message, why_code: str, why: str
) -> None:
    """It won't arrive: a person tells the news by telephone, or checks the number."""
    move(uow, actor, message, MessageState.FAILED_FOR_GOOD, why_code, why)
    asks.ask_about_failed(ctx, uow, actor, case_of(uow, message), carried(uow, message))


def hold(
    ctx: Context, uow: UnitOfWork, actor: Actor, message: Message, why_code: str, why: str | None
) -> None:
    """Keep a message back until a person has acted; a code that is held counts no more."""
    move(uow, actor, message, MessageState.HELD, why_code, why)
    what = carried(uow, message)
    if what.code is not None:
        end_code(ctx, what.code, "held")
    asks.ask_about_held(ctx, uow, actor, case_of(uow, message), message, what)


def digest_of(message: Message) -> str:
    """The SHA-256 of a message's subject and body, in hexadecimal."""
    return digest_of_words(message.subject or "", message.body or "")


def digest_of_words(subject: str, body: str) -> str:
    """The SHA-256 of a subject and a body, in hexadecimal."""
    words = [subject, body]
    return hashlib.sha256(json.dumps(words, ensure_ascii=True).encode()).hexdigest()
