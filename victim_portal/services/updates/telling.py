"""News that a person told: by telephone, on a visit, or by letter."""

from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.overtaking import OvertakenBy
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    MessageState,
    UpdateState,
)
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.contacts import Effect, Reached, keep_contact
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.ladder.receipts import note_spoken
from victim_portal.services.messages.asks import UNCERTAIN
from victim_portal.services.planning import replan
from victim_portal.services.planning.asking import settle_asks
from victim_portal.services.planning.taking_back import stop_messages
from victim_portal.services.updates.reading import update_within_reach, words_digest
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, Update
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

# How a person tells something, and what came of it when they did.
WAYS = {
    ContactMethod.TELEPHONE: ContactOutcome.SPOKE,
    ContactMethod.VISIT: ContactOutcome.SPOKE,
    ContactMethod.LETTER: ContactOutcome.SENT,
}
BY_VOICE = "Select by telephone or on a visit: a letter says nothing of whether they know."
CHANGED_MEANWHILE = (
    "This update changed while you had it open. Read it again: what you told may not be what "
    "stands there now."
)


def record_telling(
    ctx: Context,
    actor: Actor,
    reference: str,
    update_id: UUID,
    on: date,
    how: ContactMethod,
    seen_version: int,
    reached: Reached | None = None,
) -> tuple[Effect, ...]:
    """Record that an update was told by a person, and stop its messages.

    `reached` is by which number or address, and what they said of "still right, still safe?".
    Returns what followed from that contact.

    From then on it counts as told, so that a date that moves later is told as a change. Where
    messages carried it already, they were spoken to about it: the top of its receipt ladder.
    Raises InvalidError for `on`, `how` and what the contact log asks, ConflictError when the
    words changed meanwhile.
    """
    problems = {}
    if how not in WAYS:
        problems["how"] = "Choose how you told them."
    if on > ctx.today():
        problems["on"] = "The date must be today or in the past."
    if problems:
        raise InvalidError(problems)
    try:
        with ctx.store.writing() as uow:
            case, update = update_within_reach(uow, actor, reference, update_id)
            if on < case.received_on:
                raise InvalidError({"on": "The date is before the referral came."})
            if _was_sent(update, seen_version):
                effects = _spoke_about(ctx, uow, actor, case, update, on, how, reached)
                uow.commit()
                return effects
            open_states = (UpdateState.DRAFT, UpdateState.APPROVED)
            if update.version != seen_version or update.state not in open_states:
                raise ConflictError(CHANGED_MEANWHILE)
            mark_told(ctx, uow, actor, case, update, on, how)
            contact = (reached or Reached()).as_contact(how, WAYS[how], on)
            effects = keep_contact(ctx, uow, actor, case, contact).effects
            replan(ctx, uow, actor, case)
            uow.commit()
            return effects
    except (ConstraintError, LostUpdateError):
        raise ConflictError(CHANGED_MEANWHILE) from None


def mark_told(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    update: Update,
    on: date,
    how: ContactMethod,
) -> None:
    """An update was told by a person, in the caller's transaction: no message of it goes now.

    The caller keeps the contact, and plans the case again.
    """
    _stop_all(uow, actor, case, update)
    settle_asks(uow, actor, case, update, OvertakenBy.TOLD)
    update.state = UpdateState.SENT
    update.approved_version = update.version
    update.sent_on = on
    update.told_how = how.value
    update.told_by, update.decided_at = actor.name, ctx.now()
    update.changed_at = ctx.now()
    audit.record(
        uow,
        actor,
        What.UPDATE_TOLD,
        case.id,
        update=str(update.id),
        version=update.version,
        digest=words_digest(update),
        how=how.value,
    )


def _stop_all(uow: UnitOfWork, actor: Actor, case: Case, update: Update) -> None:
    """No message of an update goes any more, and nobody rings to find out whether one did.

    One that is on its way at this moment, and doesn't get through, is dropped by the last look.
    """
    stop_messages(uow, actor, update, "They were told by a person.")
    for message in update_store.messages_of(uow, [update.id]):
        if message.state == MessageState.UNCERTAIN:
            tasks.settle(uow, actor, UNCERTAIN, case, key=str(message.id))


def _was_sent(update: Update, seen_version: int) -> bool:
    """Whether messages carried the version that was read, and no person told it."""
    same = update.version == seen_version
    return same and update.state == UpdateState.SENT and update.told_how is None


def _spoke_about(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    update: Update,
    on: date,
    how: ContactMethod,
    reached: Reached | None,
) -> tuple[Effect, ...]:
    if WAYS[how] is not ContactOutcome.SPOKE:
        raise InvalidError({"how": BY_VOICE})
    if update.sent_on is not None and on < update.sent_on:
        raise InvalidError({"on": "The date is before the update was sent."})
    contact = (reached or Reached()).as_contact(how, WAYS[how], on)
    kept = keep_contact(ctx, uow, actor, case, contact)
    _stop_all(uow, actor, case, update)
    if not note_spoken(uow, actor, case, update, kept.contact_id):
        raise ConflictError(CHANGED_MEANWHILE)
    audit.record(
        uow,
        actor,
        What.UPDATE_TOLD,
        case.id,
        update=str(update.id),
        version=update.version,
        digest=words_digest(update),
        how=how.value,
    )
    return kept.effects
