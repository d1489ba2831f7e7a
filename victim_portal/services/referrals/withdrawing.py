"""A referral made in error is withdrawn, and opened again where that was the error.

Whoever was contacted already isn't left with silence: a manager decides how they are told.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    Enrolment,
    LetterKind,
    MessageState,
)
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.keeping.retaining import start_clock
from victim_portal.services.messages.codes import end_live_code
from victim_portal.services.messages.moving import move
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach
from victim_portal.services.reconciliation.following import follow_sentence
from victim_portal.services.referrals.followup import soon
from victim_portal.store import allocation as allocation_store
from victim_portal.store import cases as case_store
from victim_portal.store import contacts as contact_store
from victim_portal.store.allocation import WITHDRAWN
from victim_portal.store.models import Case, ContactLog, Message
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

LONGEST_REASON = 1000
IN_IT = (
    "They have opted in. Find out with them what they want and record their answer first, "
    "then withdraw the referral."
)
CLOSED = "This case is closed already."
MEANWHILE = (
    "Somebody else changed this case in the same moment. Nothing was withdrawn: look at it again."
)
TELL, STOP_LETTER = "tell_of_withdrawal", "stop_letter"
SETTLED_BY = tasks.SETTLED_BY
# What stands even where the referral was an error: a leak is reported all the same, and who
# wrote or was contacted against the plan is heard.
KEPT = frozenset({"incident", "against_plan", "reply_received"})
# Of these nothing reached anybody: the telephone rang, or the letter came back.
NOBODY_REACHED = frozenset({ContactOutcome.NO_ANSWER, ContactOutcome.RETURNED})
MAY_HAVE_GONE = frozenset({MessageState.CLAIMED, MessageState.UNCERTAIN})


@dataclass(frozen=True)
class LetterDone:
    """A letter that was printed; the days are None where it wasn't posted or didn't come back."""

    kind: LetterKind
    posted_on: date | None
    returned_on: date | None


@dataclass(frozen=True)
class MessageDone:
    """A message that went out, or may have; `sms` is False for an e-mail."""

    sms: bool
    state: MessageState
    at: datetime | None


@dataclass(frozen=True)
class ContactDone:
    """One entry of the contact log."""

    on: date
    method: ContactMethod
    outcome: ContactOutcome
    inward: bool


@dataclass(frozen=True)
class DoneSoFar:
    """What was done towards a person before their referral is withdrawn.

    `contacted` is whether somebody may have noticed any of it; `waiting` counts the messages
    that would be cancelled. `refused` says why it can't be withdrawn, or "".
    """

    reference: str
    letters: tuple[LetterDone, ...]
    messages: tuple[MessageDone, ...]
    contacts: tuple[ContactDone, ...]
    waiting: int
    contacted: bool
    refused: str = field(default="")


def done_so_far(ctx: Context, actor: Actor, reference: str) -> DoneSoFar:
    """What was already done and sent on a case, for its manager; the view is recorded."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.DECIDE_AS_MANAGER)
        done = _done(uow, case)
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
        return done


def withdraw_referral(
    ctx: Context, actor: Actor, reference: str, why: str, once: UUID | None = None
) -> bool:
    """Close a case whose referral was an error; returns whether its person has to be told.

    For the manager of its unit; NotFoundError for everybody else. What waited is cancelled
    and its tasks are settled. Raises InvalidError without a reason or while they are opted
    in, ConflictError for a case that is closed or changed in the same moment.
    """
    try:
        return _withdraw(ctx, actor, reference, why.strip(), once)
    except LostUpdateError:
        raise ConflictError(MEANWHILE) from None


def was_contacted(uow: UnitOfWork, case: Case) -> bool:
    """Whether the person of a case, or somebody near them, may have noticed anything."""
    return _done(uow, case).contacted


def _withdraw(ctx: Context, actor: Actor, reference: str, why: str, once: UUID | None) -> bool:
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.DECIDE_AS_MANAGER)
        said = saying("withdraw", reference, why)
        done = already_done(uow, once, said)
        if done is not None:
            return done == TELL
        if case.closed_at is not None:
            raise ConflictError(CLOSED)
        _check(case, why)
        so_far = _done(uow, case)
        case.closed_at = ctx.now()
        start_clock(ctx, case)
        case.closed_why = WITHDRAWN
        case.closed_note = why
        case.queued_since = None
        case.queue_due_on = None
        case.officer_active = None
        case.officer_id = None
        replan(ctx, uow, actor, case)
        _cancel_messages(ctx, uow, actor, case)
        for task in case_store.open_tasks(uow, case.id):
            if task.kind not in KEPT:
                tasks.finish(uow, actor, task)
                task.about = {**task.about, SETTLED_BY: WITHDRAWN}
        uow.flush()
        _leave_tasks(ctx, uow, actor, case, so_far)
        follow_sentence(ctx, uow, actor, case.sentence_id)
        audit.record(uow, actor, What.REFERRAL_WITHDRAWN, case.id, why=WITHDRAWN)
        remember(uow, once, TELL if so_far.contacted else WITHDRAWN, said)
        uow.commit()
        return so_far.contacted


def _check(case: Case, why: str) -> None:
    if Enrolment(case.enrolment) in IN_SCHEME:
        raise InvalidError({"": IN_IT})
    if not why or len(why) > LONGEST_REASON:
        raise InvalidError({"why": f"Give the reason, in at most {LONGEST_REASON} characters."})


def _cancel_messages(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    for code in allocation_store.live_verifications(uow, case.id):
        end_live_code(ctx, uow, actor, code.channel_id, WITHDRAWN)
    for message in allocation_store.stoppable_messages(uow, case.id):
        move(uow, actor, message, MessageState.CANCELLED, WITHDRAWN, "The referral was withdrawn.")


def _leave_tasks(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, so_far: DoneSoFar
) -> None:
    if so_far.contacted:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            TELL,
            "A referral was withdrawn after they were contacted: decide how they are told",
            "Never silence: whoever was contacted hears how it ends",
            soon(ctx),
            manager=True,
        )
    if any(letter.posted_on is None for letter in so_far.letters):
        tasks.raise_for_case(
            uow,
            actor,
            case,
            STOP_LETTER,
            "A printed letter isn't recorded as posted: stop it, or find out whether it went",
            "Nothing goes out for a referral that was withdrawn",
            ctx.today(),
            manager=True,
        )


def _done(uow: UnitOfWork, case: Case) -> DoneSoFar:
    letters = tuple(
        LetterDone(LetterKind(one.kind), one.posted_on, one.returned_on)
        for one in allocation_store.letters_of_case(uow, case.id)
    )
    messages = allocation_store.messages_of_case(uow, case.id)
    gone = tuple(_message(one) for one in messages if _may_have_gone(one))
    contacts = contact_store.contacts(uow, case.id)[::-1]
    stoppable = (MessageState.QUEUED, MessageState.FAILED_FOR_NOW, MessageState.HELD)
    refused = IN_IT if Enrolment(case.enrolment) in IN_SCHEME else ""
    return DoneSoFar(
        reference=case.reference,
        letters=letters,
        messages=gone,
        contacts=tuple(_contact(one) for one in contacts),
        waiting=sum(1 for one in messages if one.state in stoppable),
        contacted=bool(gone)
        or any(letter.posted_on for letter in letters)
        or any(ContactOutcome(one.outcome) not in NOBODY_REACHED for one in contacts),
        refused=CLOSED if case.closed_at is not None else refused,
    )


def _may_have_gone(message: Message) -> bool:
    return message.handed_over_at is not None or message.state in MAY_HAVE_GONE


def _message(message: Message) -> MessageDone:
    return MessageDone(message.kind == "sms", MessageState(message.state), message.handed_over_at)


def _contact(one: ContactLog) -> ContactDone:
    return ContactDone(one.on, ContactMethod(one.method), ContactOutcome(one.outcome), one.inward)
