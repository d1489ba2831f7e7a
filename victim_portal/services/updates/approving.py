"""Approving an update: every check that stands before it, and the messages that it queues."""

from datetime import date, datetime, time
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.calendar import LONDON
from victim_portal.domain.stages import STAGES, Stage
from victim_portal.domain.surge import is_counted
from victim_portal.domain.vocabulary import Language, UpdateState
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotAllowedError
from victim_portal.services.frozen_texts import is_frozen
from victim_portal.services.links.sending import link_of
from victim_portal.services.messages.parking import park_a_surge
from victim_portal.services.messages.queueing import queue
from victim_portal.services.planning import current_facts
from victim_portal.services.planning.asking import settle_asks
from victim_portal.services.reach import reach_of
from victim_portal.services.updates.causes import PLAN, cause_of
from victim_portal.services.updates.meanwhile import (
    check_seen,
    no_lost_words,
    refuse_corrections,
)
from victim_portal.services.updates.reading import outgoing, update_within_reach, words_digest
from victim_portal.services.updates.texts import unagreed_days
from victim_portal.store.models import Approval, Case, Update
from victim_portal.store.unit_of_work import UnitOfWork

APPROVED_ALREADY = "This update was approved already: see below what became of its messages."
NOT_TRUE = (
    "What these words rest on has changed, and the new ones can't be written yet. Fill in what "
    "the task on the case asks for, or cancel this and tell them by telephone."
)
WHO_FIRST = (
    "Check first who the offender is: the referral and what is known of them don't agree. "
    "Do the task on the case, then approve."
)
FROZEN = (
    "Something that was told of this kind was wrong, so none of it goes for now. Two managers thaw "
    "it once that is put right. If this can't wait, telephone them."
)
NAMES_A_DAY = (
    "These words name a day, and only the month is told: {days}. Take it out, or ask a manager "
    "to agree to it first."
)


def approve_update(
    ctx: Context, actor: Actor, reference: str, update_id: UUID, seen_version: int
) -> int:
    """Approve an update in the version that was read, and queue its messages.

    Returns how many messages were queued; with no channel that may carry one, a task to
    telephone is left instead. Raises InvalidError for words that give too much away,
    ConflictError when it changed in between, NotAllowedError where a manager is needed.
    """
    with no_lost_words(), ctx.store.writing() as uow:
        case, update = update_within_reach(uow, actor, reference, update_id)
        if update.state == UpdateState.APPROVED and update.version == seen_version:
            raise ConflictError(APPROVED_ALREADY)
        refuse_corrections(update)
        check_seen(update, seen_version, UpdateState.DRAFT)
        cause = cause_of(uow, update)
        queued = approve_within(ctx, uow, actor, case, update, cause)
        if is_counted(Stage(update.stage)):
            park_a_surge(ctx, uow, actor, cause if cause != PLAN else None)
        uow.commit()
        return queued


def approve_within(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, update: Update, cause: str = PLAN
) -> int:
    """Approve a draft as it stands, within the caller's transaction; how many messages it queues.

    The caller has looked up that the actor may change the case, and that this is the version
    that was read. `cause` is the plan, or what two people agreed to. What refuses it (see
    `approve_update`) does so before anything was changed.
    """
    if actor.user_id is None:
        raise NotAllowedError
    as_manager = is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case))
    if update.needs_manager and not as_manager:
        raise NotAllowedError
    if not ctx.may_speak(Language(update.language), update.text_versions):
        raise InvalidError(
            {
                "": "The Welsh texts have no named reviewer yet. Ask them how they "
                "would like to hear this, and telephone."
            }
        )
    if not rests_on_what_stands(uow, case, update):
        raise InvalidError({"": NOT_TRUE})
    if is_frozen(uow, update):
        raise InvalidError({"": FROZEN})
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
        queue_message(
            ctx,
            uow,
            actor,
            case,
            update,
            message.channel_id,
            message.kind,
            message.subject,
            message.body,
            cause,
        )
    settle_asks(uow, actor, case, update)
    if ready and STAGES[Stage(update.stage)].urgent:
        # A text may lie unread; such news is told by a voice first (`decisions.md`, section 1).
        tasks.raise_for_case(
            uow,
            actor,
            case,
            tasks.TELEPHONE,
            "Urgent: ring them now. A message is on its way too, in case they can't be reached",
            "Urgent safety news is told by telephone first",
            ctx.today(),
            key=str(update.id),
            update=str(update.id),
        )
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
    return len(ready)


def queue_message(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    update: Update,
    channel_id: UUID,
    kind: str,
    subject: str,
    body: str,
    cause: str,
    *,
    key: str = PLAN,
    last_day: date | None = None,
) -> None:
    """Queue one message of an update as it stands, in the caller's transaction.

    `key` is the cause as the send key has it: one message for each, and no second one.
    `last_day` is its last, where that isn't the update's own.
    """
    send_key = f"{update.id}:{update.version}:{update.person_id}:{channel_id}:{key}"
    opens = datetime.combine(update.window_opens, time.min, LONDON)
    words, link_id = link_of(ctx, uow, actor, case, update, body)
    queue(
        ctx,
        uow,
        actor,
        case,
        person_id=update.person_id,
        channel_id=channel_id,
        kind=kind,
        cause=cause,
        send_key=send_key,
        language=update.language,
        subject=subject,
        body=words,
        deadline_on=last_day or update.window_closes,
        not_before=opens,
        update_id=update.id,
        update_version=update.version,
        link_id=link_id,
    )


def rests_on_what_stands(uow: UnitOfWork, case: Case, update: Update) -> bool:
    """Whether everything that an update rests on stands as it did; false for nothing at all."""
    rests_on = {name: str(version) for name, version in update.facts.items()}
    return bool(rests_on) and current_facts(uow, case, rests_on) == rests_on
