"""Editing, approving and cancelling an update. Approval queues its messages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.calendar import LONDON
from victim_portal.domain.stages import Stage
from victim_portal.domain.surge import is_counted
from victim_portal.domain.vocabulary import Language, MessageState, UpdateState
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotAllowedError
from victim_portal.services.planning import current_facts
from victim_portal.services.planning.asking import ask_manager_to_approve, settle_asks
from victim_portal.services.planning.taking_back import back_to_draft, stop_messages
from victim_portal.services.reach import reach_of
from victim_portal.services.surges.parking import park_a_surge
from victim_portal.services.updates.reading import (
    outgoing,
    update_within_reach,
    words_digest,
)
from victim_portal.services.updates.texts import TEXTS, unagreed_days
from victim_portal.store.models import Approval, Case, Message, Update
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

CHANGED_MEANWHILE = (
    "This update changed while you had it open. Nothing was approved or saved: "
    "read it again as it stands now."
)
APPROVED_ALREADY = "This update was approved already: see below what became of its messages."
NOT_TRUE = (
    "What these words rest on has changed, and the new ones can't be written yet. Fill in what "
    "the task on the case asks for, or cancel this and tell them by telephone."
)
WHO_FIRST = (
    "Check first who the offender is: the referral and what is known of them don't agree. "
    "Do the task on the case, then approve."
)
NAMES_A_DAY = (
    "These words name a day, and only the month is told: {days}. Take it out, or ask a manager "
    "to agree to it first."
)
PLAN = "plan"


@dataclass(frozen=True)
class EditedWords:
    """The five texts of an update as an officer edited them."""

    notice_sms: str = field(repr=False)
    notice_subject: str = field(repr=False)
    notice_email: str = field(repr=False)
    content_subject: str = field(repr=False)
    content: str = field(repr=False)


def edit_update(
    ctx: Context,
    actor: Actor,
    reference: str,
    update_id: UUID,
    words: EditedWords,
    seen_version: int,
) -> None:
    """Change an update's words; an approved one falls back to draft.

    Raises ConflictError when it changed in between, InvalidError for empty words.
    """
    with _no_lost_words(), ctx.store.writing() as uow:
        case, update = update_within_reach(uow, actor, reference, update_id)
        _check_seen(update, seen_version, UpdateState.DRAFT, UpdateState.APPROVED)
        problems = {name: "Enter the words." for name in TEXTS if not getattr(words, name).strip()}
        for name in ("notice_subject", "content_subject"):
            if len(getattr(words, name).strip().splitlines()) > 1:
                problems[name] = "A subject has one line."
        if problems:
            raise InvalidError(problems)
        if update.state == UpdateState.APPROVED:
            back_to_draft(uow, actor, update, "The words were edited after it was approved.")
        for name in TEXTS:
            setattr(update, name, getattr(words, name).replace("\r\n", "\n").strip())
        update.edited = True
        update.back_to_draft_why = None
        update.version += 1
        update.changed_at = ctx.now()
        audit.record(
            uow,
            actor,
            What.UPDATE_EDITED,
            case.id,
            update=str(update.id),
            version=update.version,
            digest=words_digest(update),
        )
        ask_manager_to_approve(ctx, uow, actor, case, update)
        uow.commit()


def approve_update(
    ctx: Context, actor: Actor, reference: str, update_id: UUID, seen_version: int
) -> int:
    """Approve an update in the version that was read, and queue its messages.

    Returns how many messages were queued; with no channel that may carry one, a task to
    telephone is left instead. Raises InvalidError for words that give too much away,
    ConflictError when it changed in between, NotAllowedError where a manager is needed.
    """
    with _no_lost_words(), ctx.store.writing() as uow:
        case, update = update_within_reach(uow, actor, reference, update_id)
        if update.state == UpdateState.APPROVED and update.version == seen_version:
            raise ConflictError(APPROVED_ALREADY)
        _check_seen(update, seen_version, UpdateState.DRAFT)
        if actor.user_id is None:
            raise NotAllowedError
        as_manager = is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case))
        if update.needs_manager and not as_manager:
            raise NotAllowedError
        if update.language == Language.WELSH and ctx.production and not ctx.welsh_reviewer:
            raise InvalidError(
                {
                    "": "The Welsh texts have no named reviewer yet. Ask them how they "
                    "would like to hear this, and telephone."
                }
            )
        _check_true(uow, case, update)
        if tasks.is_open(uow, tasks.CHECK_OFFENDER, case):
            raise InvalidError({"": WHO_FIRST})
        ready = outgoing(ctx, uow, case, update)
        unfit = sorted({word for message in ready for word in message.unfit})
        if unfit:
            raise InvalidError({"": f"Take out or fill in before it can go: {', '.join(unfit)}."})
        days = unagreed_days(uow, update)
        if days:
            raise InvalidError({"": NAMES_A_DAY.format(days=", ".join(days))})
        update.state = UpdateState.APPROVED
        update.approved_version = update.version
        update.back_to_draft_why = None
        update.changed_at = ctx.now()
        uow.add(
            Approval(
                id=uow.tokens.uuid(),
                update_id=update.id,
                person_id=update.person_id,
                version=update.version,
                words_digest=words_digest(update),
                approved_by=actor.user_id,
                approved_at=ctx.now(),
            )
        )
        for message in ready:
            _queue(
                ctx,
                uow,
                actor,
                case,
                update,
                message.channel_id,
                message.kind,
                message.subject,
                message.body,
            )
        if is_counted(Stage(update.stage)):
            park_a_surge(ctx, uow, actor)
        settle_asks(uow, actor, case, update)
        if not ready:
            tasks.raise_for_case(
                uow,
                actor,
                case,
                tasks.TELEPHONE,
                "Tell them by telephone or letter: no channel carries messages",
                "Never silence: what can't be sent is told by a person",
                update.window_closes,
                key=str(update.id),
                update=str(update.id),
            )
        audit.record(
            uow,
            actor,
            What.UPDATE_APPROVED,
            case.id,
            update=str(update.id),
            version=update.version,
            digest=words_digest(update),
            messages=len(ready),
            policy=ctx.policy.version,
        )
        uow.commit()
        return len(ready)


def cancel_update(
    ctx: Context, actor: Actor, reference: str, update_id: UUID, why: str, seen_version: int
) -> None:
    """Cancel an update for good, with a reason; what no provider has yet is stopped."""
    if not why.strip():
        raise InvalidError({"why": "Say why they won't be told this."})
    with _no_lost_words(), ctx.store.writing() as uow:
        case, update = update_within_reach(uow, actor, reference, update_id)
        _check_seen(update, seen_version, UpdateState.DRAFT, UpdateState.APPROVED)
        stop_messages(uow, actor, update, "The update was cancelled.")
        settle_asks(uow, actor, case, update)
        update.state = UpdateState.CANCELLED
        update.approved_version = None
        update.cancelled_by = actor.name
        update.cancelled_why = why.strip()
        update.changed_at = ctx.now()
        audit.record(
            uow,
            actor,
            What.UPDATE_CANCELLED,
            case.id,
            update=str(update.id),
            version=update.version,
        )
        uow.commit()


def _queue(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    update: Update,
    channel_id: UUID,
    kind: str,
    subject: str,
    body: str,
) -> None:
    send_key = f"{update.id}:{update.version}:{update.person_id}:{channel_id}:{PLAN}"
    opens = datetime.combine(update.window_opens, time.min, LONDON)
    message = Message(
        id=uow.tokens.uuid(),
        update_id=update.id,
        case_id=case.id,
        person_id=update.person_id,
        channel_id=channel_id,
        kind=kind,
        update_version=update.version,
        cause=PLAN,
        send_key=send_key,
        state=MessageState.QUEUED.value,
        language=update.language,
        subject=subject or None,
        body=body,
        deadline_on=update.window_closes,
        next_try_at=max(ctx.now(), opens),
        tries=0,
        made_at=ctx.now(),
        changed_at=ctx.now(),
    )
    uow.add(message)
    audit.record(
        uow,
        actor,
        What.MESSAGE_QUEUED,
        case.id,
        message=str(message.id),
        update=str(update.id),
        channel=str(channel_id),
    )


def _check_seen(update: Update, seen_version: int, *states: UpdateState) -> None:
    if update.version != seen_version or update.state not in states:
        raise ConflictError(CHANGED_MEANWHILE)


def _check_true(uow: UnitOfWork, case: Case, update: Update) -> None:
    """Nothing is approved that rests on something that has changed, or on nothing."""
    rests_on = {name: str(version) for name, version in update.facts.items()}
    if not rests_on or current_facts(uow, case, rests_on) != rests_on:
        raise InvalidError({"": NOT_TRUE})


@contextmanager
def _no_lost_words() -> Iterator[None]:
    try:
        yield
    except LostUpdateError:
        raise ConflictError(CHANGED_MEANWHILE) from None
