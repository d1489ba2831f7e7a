"""Recording an attempt or a contact: its entry, and all that follows from it, in one go."""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.vocabulary import ContactOutcome
from victim_portal.services.contacts.checking import checked
from victim_portal.services.contacts.effects import follow
from victim_portal.services.contacts.logging import Logged, log_contact
from victim_portal.services.contacts.values import ContactInput, Effect, Recorded
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.promises import make_promise
from victim_portal.services.reach import case_within_reach
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

CHANGED_MEANWHILE = (
    "Somebody else changed this case in the same moment, so nothing was saved yet. What you "
    "entered is still here: look at the plans again, then save."
)


def record_contact(
    ctx: Context, actor: Actor, reference: str, given: ContactInput, once: UUID | None = None
) -> Recorded:
    """Record one attempt or contact of a case, with its next step and its promise.

    Raises InvalidError with a sentence for each field, ConflictError when somebody changed
    the case or the channel in the same moment. A form that is sent twice (`once`) is
    recorded once.
    """
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
            said = saying("record_contact", reference, given)
            done = already_done(uow, once, said)
            if done is not None:
                return Recorded.from_text(done)
            recorded = keep_contact(ctx, uow, actor, case, given)
            remember(uow, once, recorded.as_text(), said)
            uow.commit()
            return recorded
    except LostUpdateError:
        raise ConflictError(CHANGED_MEANWHILE) from None


def keep_contact(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, given: ContactInput
) -> Recorded:
    """The same in the caller's transaction, for a case that the caller may change."""
    found = checked(ctx, uow, case, given)
    waited = case.first_contact_on is None
    entry = log_contact(
        ctx,
        uow,
        actor,
        case,
        Logged(
            method=given.method,
            # Whatever was said, they themselves weren't there.
            outcome=ContactOutcome.SOMEONE_ELSE_ANSWERED if given.for_them else given.outcome,
            on=given.on,
            inward=given.inward,
            channel_id=found.channel.id if found.channel else None,
            at=found.at,
            with_id=found.whose,
            letter_id=found.letter.id if found.letter else None,
            visit_offered=given.visit_offered,
            still_safe=given.still_safe,
            for_them=given.for_them,
            next_on=given.next_on,
            note=given.note,
            next_step=given.next_step,
        ),
    )
    effects = follow(ctx, uow, actor, case, entry, given, found)
    if waited and case.first_contact_on is not None:
        effects = (*effects, Effect.FIRST_CONTACT)
    if given.promise.strip() and given.promise_on is not None:
        make_promise(ctx, uow, actor, case, given.promise, given.promise_on, contact_id=entry.id)
    return Recorded(entry.id, effects)
