"""An entry of the contact log that was recorded by mistake: kept, and it counts no more."""

from datetime import date, timedelta
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.first_contact import reached_them
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome, Enrolment
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.channels.verifying import CONFIRM, ask_to_confirm
from victim_portal.services.contacts.effects import NOT_SAFE, RETURNED, STRANGER, WRONG
from victim_portal.services.contacts.owed import leave_owed
from victim_portal.services.contacts.reading import LogEntry, entry_view, may_be_undone
from victim_portal.services.contacts.tried import tried_on
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.ladder import reopen_after
from victim_portal.services.letter_tasks import ask_to_post
from victim_portal.services.messages.asks import working_day
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach
from victim_portal.services.undoing.asking import ask_to_undo
from victim_portal.services.untold import NOT_POSTED, untell
from victim_portal.store import cases as case_store
from victim_portal.store import contacts as contact_store
from victim_portal.store.duplicates import case_ids_with_merged
from victim_portal.store.models import Case, Channel, ContactLog, Letter
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

LONGEST_REASON = 1000
WHY = f"Say why it was a mistake, in at most {LONGEST_REASON} characters."
BY_ITSELF = "It came in by itself, so it did happen: it can't be taken back."
MEANWHILE = "Somebody else changed this case in the same moment. Look at it again."
ASKED_AGAIN = "A yes to “still right, still safe?” was recorded by mistake: ask them"
# A stop belongs to an entry whose transaction set it.
SAME_MOMENT = timedelta(minutes=1)
_STOPS = {
    ContactOutcome.WRONG_NUMBER: WRONG,
    ContactOutcome.SOMEONE_ELSE_ANSWERED: STRANGER,
    ContactOutcome.RETURNED: RETURNED,
}


def contact_to_undo(ctx: Context, actor: Actor, reference: str, contact_id: UUID) -> LogEntry:
    """One entry of a case's log, for the page that takes it back; the view is recorded.

    NotFoundError out of reach, and for an entry of another case.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        entry = _entry(uow, case, contact_id)
        shown = entry_view(uow, case, entry)
        audit.record(uow, actor, What.CONTACTS_VIEWED, case.id, rows=1)
        uow.commit()
        return shown


def undo_contact(ctx: Context, actor: Actor, reference: str, contact_id: UUID, why: str) -> None:
    """Record that an entry was a mistake; a second time does nothing.

    The clock of first contact, the steps of the plan and the tasks stand as if it hadn't been
    recorded; an incident and a manager's decision about it stay. Raises InvalidError (`why`),
    ConflictError when somebody changed the case in the same moment, NotFoundError out of reach.
    """
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
            entry = _entry(uow, case, contact_id)
            if entry.undone_at is not None:
                return
            check_reason(why)
            if not may_be_undone(entry):
                raise InvalidError({"": BY_ITSELF})
            take_back(ctx, uow, actor, case, entry, why)
            recompute(ctx, uow, actor, case)
            uow.commit()
    except LostUpdateError:
        raise ConflictError(MEANWHILE) from None


def check_reason(why: str) -> None:
    """InvalidError for a reason that is missing or too long."""
    if not why.strip() or len(why.strip()) > LONGEST_REASON:
        raise InvalidError({"why": WHY})


def take_back(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, entry: ContactLog, why: str
) -> None:
    """Mark one entry as a mistake, with what came of it alone, in the caller's transaction."""
    entry.undone_at = ctx.now()
    entry.undone_by = actor.name
    entry.undone_why = why.strip()
    tasks.settle(uow, actor, "next_step", case, key=str(entry.id))
    reopen_after(ctx, uow, case, entry.id)
    channel = uow.get(Channel, entry.channel_id)
    if channel is not None and channel.ended_at is None:
        _lift_stop(uow, actor, case, entry, channel)
        if entry.still_safe is True and channel.confirmed_at is not None:
            ask_to_confirm(ctx, uow, actor, case, channel, ASKED_AGAIN)
    letter = uow.get(Letter, entry.letter_id)
    if letter is not None:
        _letter_stands_as_before(ctx, uow, actor, case, entry, letter)
    audit.record(uow, actor, What.CONTACT_UNDONE, case.id, contact=str(entry.id))
    uow.flush()


def recompute(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    """Bring the clock of first contact, the tasks and the plan in step with what still counts."""
    days: list[date] = [
        tried.on for _, tried in tried_on(uow, case) if tried.with_them and reached_them(tried)
    ]
    case.first_contact_on = max(min(days), case.received_on) if days else None
    leave_owed(ctx, uow, actor, case)
    # The yearly contact counts from the last one.
    replan(ctx, uow, actor, case)


def _entry(uow: UnitOfWork, case: Case, contact_id: UUID) -> ContactLog:
    entry = contact_store.locked(uow, contact_id)
    if entry is None or entry.case_id not in case_ids_with_merged(uow, case):
        raise NotFoundError
    return entry


def _lift_stop(
    uow: UnitOfWork, actor: Actor, case: Case, entry: ContactLog, channel: Channel
) -> None:
    """A stop that this entry alone brought ends with it; that it was verified doesn't come back.

    What they themselves called unsafe stays stopped until they say otherwise.
    """
    why = _STOPS.get(ContactOutcome(entry.outcome))
    since = channel.suspended_at
    alone = why is not None and (channel.suspended_why or "").strip() == why
    if since is None or not alone or NOT_SAFE in (channel.suspended_why or ""):
        return
    if timedelta(0) <= since - entry.recorded_at <= SAME_MOMENT:
        channel.suspended_at = None
        channel.suspended_why = None
        tasks.settle(uow, actor, CONFIRM, case, key=str(channel.id))


def _letter_stands_as_before(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, entry: ContactLog, letter: Letter
) -> None:
    if entry.outcome == ContactOutcome.RETURNED:
        letter.returned_on = None
        return
    if entry.outcome != ContactOutcome.SENT or letter.returned_on is not None:
        return
    posted_on, letter.posted_on = letter.posted_on, None
    untell(ctx, uow, actor, case, letter, NOT_POSTED)
    ask_to_post(uow, actor, case, letter.id, working_day(ctx))
    steps = case_store.steps(uow, case.id)
    newest = steps[-1] if steps else None
    if (
        newest is not None
        and newest.moved_to == Enrolment.OFFERED
        and (newest.how, newest.on) == (ContactMethod.LETTER, posted_on)
    ):
        # The offer that it was is an answer's step, and those are a manager's to take back.
        ask_to_undo(ctx, uow, actor, case, newest.id)
