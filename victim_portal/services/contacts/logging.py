"""One entry of the contact log, in the caller's transaction."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.contacts import is_real_contact
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.contacts.owed import leave_owed
from victim_portal.services.context import Context
from victim_portal.services.reconciliation.following import follow_sentence
from victim_portal.store.models import Case, ContactLog
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Logged:
    """What is known of one attempt or contact.

    `on` is the day in London, `at` the moment where it was noted. `with_id` is whom it was
    with, where that wasn't the person of the case. `still_safe` is what they answered when
    asked whether the channel is still right and safe, None where nobody asked. `for_them`
    is whether somebody else rang or wrote for them. `unproven`: it came by itself from a
    number that nobody had checked, so it isn't known who wrote.
    """

    method: ContactMethod
    outcome: ContactOutcome
    on: date
    inward: bool = False
    channel_id: UUID | None = None
    at: datetime | None = None
    with_id: UUID | None = None
    letter_id: UUID | None = None
    visit_offered: bool = False
    still_safe: bool | None = None
    for_them: bool = False
    next_on: date | None = None
    unproven: bool = False
    note: str = field(default="", repr=False)
    next_step: str = field(default="", repr=False)


def log_contact(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, given: Logged
) -> ContactLog:
    """Keep one entry; the first real contact with the person stops the clock of the case.

    A contact with a supporter, or with somebody who rings for them, is none with the victim,
    and leaves the clock running; so is a text of which it isn't known who wrote it. What is
    still owed to them has its task after.
    """
    entry = ContactLog(
        id=uow.tokens.uuid(),
        case_id=case.id,
        person_id=case.person_id,
        channel_id=given.channel_id,
        on=given.on,
        inward=given.inward,
        method=given.method.value,
        outcome=given.outcome.value,
        note=given.note.strip() or None,
        at=given.at,
        with_id=given.with_id,
        letter_id=given.letter_id,
        visit_offered=given.visit_offered,
        still_safe=given.still_safe,
        for_them=given.for_them,
        next_step=given.next_step.strip() or None,
        next_on=given.next_on,
        recorded_by=actor.name,
        recorded_at=ctx.now(),
        unproven=given.unproven,
    )
    uow.add(entry)
    own = given.with_id in (None, case.person_id) and not given.for_them
    if is_real_contact(given.outcome) and own and not given.unproven:
        first = case.first_contact_on is None
        note_reached(uow, actor, case, given.on)
        if first:
            follow_sentence(ctx, uow, actor, case.sentence_id)
    leave_owed(ctx, uow, actor, case)
    audit.record(
        uow,
        actor,
        What.CONTACT_RECORDED,
        case.id,
        contact=str(entry.id),
        how=given.method.value,
        outcome=given.outcome.value,
        on=given.on.isoformat(),
    )
    return entry


def note_reached(uow: UnitOfWork, actor: Actor, case: Case, on: date) -> None:
    """Stop the clock of first contact on the day of a real contact, the earliest there was."""
    if case.first_contact_on is None or on < case.first_contact_on:
        case.first_contact_on = max(on, case.received_on)
    tasks.settle(uow, actor, "first_contact", case)
