"""A referral is sent back to the witness care unit with a question, and its answer comes.

The case stays where it is, with its officer or in the queue, and its clocks run on: a date
to chase the answer stands until it is recorded.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.vocabulary import ReturnReason
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.contact_values import shown_phone
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.names import full_name
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.reach import case_within_reach
from victim_portal.store import allocation as allocation_store
from victim_portal.store import cases as case_store
from victim_portal.store.models import Case, ReferralReturn, Unit, User
from victim_portal.store.unit_of_work import UnitOfWork

PERIOD = "referral_return"
CHASE = "chase_referral"
LONGEST_NOTE, LONGEST_TO = 2000, 200
CLOSED = "This case is closed, so its referral can't be sent back."


@dataclass(frozen=True)
class ReturnInput:
    """Why a referral goes back, what is asked, and whom."""

    reason: ReturnReason
    note: str = field(repr=False)
    sent_to: str = field(repr=False)


@dataclass(frozen=True)
class ReturnView:
    """One sending back; `answered_on` is None while the answer is awaited."""

    id: UUID
    reason: ReturnReason
    sent_on: date
    chase_on: date
    answered_on: date | None
    recorded_by: str
    note: str = field(repr=False)
    sent_to: str = field(repr=False)
    answer: str = field(repr=False)


@dataclass(frozen=True)
class ReturnPage:
    """One sending back with what a message to the witness care unit needs, and no more.

    `referral_reference` is theirs, `reference` ours; `signed` are the lines below: who asks,
    their unit, and their telephone number where they have one.
    """

    one: ReturnView
    reference: str
    referral_reference: str = field(repr=False)
    received_on: date
    signed: tuple[str, ...]


def check_sending_back(ctx: Context, actor: Actor, reference: str) -> None:
    """Whether a referral can go back: NotFoundError out of reach, ConflictError when closed."""
    with ctx.store.reading() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        if case.closed_at is not None:
            raise ConflictError(CLOSED)


def send_back(
    ctx: Context, actor: Actor, reference: str, given: ReturnInput, once: UUID | None = None
) -> UUID:
    """Record that a referral goes back to whoever referred it; returns the record's id.

    Leaves a task to chase the answer. Raises InvalidError with a sentence for each field,
    NotFoundError out of reach, ConflictError for a case that is closed.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        said = saying("send_back", reference, given)
        done = already_done(uow, once, said)
        if done is not None:
            return UUID(done)
        if case.closed_at is not None:
            raise ConflictError(CLOSED)
        _check(given)
        period = ctx.policy.review_period(PERIOD, ctx.today())
        one = ReferralReturn(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            reason=given.reason.value,
            note=given.note.strip(),
            sent_to=given.sent_to.strip(),
            sent_on=ctx.today(),
            chase_on=period.applied_to(ctx.today(), ctx.bank_holidays),
            recorded_by=actor.name,
            recorded_at=ctx.now(),
        )
        uow.add(one)
        uow.flush()
        ask_to_chase(uow, actor, case, one)
        audit.record(
            uow,
            actor,
            What.REFERRAL_SENT_BACK,
            case.id,
            sent_back=str(one.id),
            reason=one.reason,
        )
        remember(uow, once, str(one.id), said)
        uow.commit()
        return one.id


def answer_return(
    ctx: Context, actor: Actor, reference: str, return_id: UUID, on: date | None, answer: str
) -> None:
    """Record what came back and on which day; it settles the task to chase it.

    Raises InvalidError with a sentence for each field, NotFoundError out of reach,
    ConflictError where somebody recorded another answer before.
    """
    words = answer.strip()
    with ctx.store.writing() as uow:
        case, one = _within_reach(uow, actor, reference, return_id)
        if one.answered_on is not None:
            if (one.answered_on, one.answer) == (on, words):
                return
            raise ConflictError("Somebody recorded an answer already. It stands below.")
        problems = {}
        if not words or len(words) > LONGEST_NOTE:
            problems["answer"] = f"Write what they answered, in at most {LONGEST_NOTE} characters."
        if on is None or not one.sent_on <= on <= ctx.today():
            problems["on"] = "The day must be today or before, and not before it was sent back."
        if problems:
            raise InvalidError(problems)
        one.answered_on = on
        one.answer = words
        tasks.settle(uow, actor, CHASE, case, key=str(one.id))
        audit.record(uow, actor, What.REFERRAL_ANSWERED, case.id, sent_back=str(one.id))
        uow.commit()


def return_page(ctx: Context, actor: Actor, reference: str, return_id: UUID) -> ReturnPage:
    """One sending back for its page; the view is recorded."""
    with ctx.store.writing() as uow:
        case, one = _within_reach(uow, actor, reference, return_id)
        referrals = case_store.referrals(uow, case.id)
        page = ReturnPage(
            one=_view(one),
            reference=case.reference,
            referral_reference=", ".join(row.reference or "" for row in referrals),
            received_on=case.received_on,
            signed=_signed(uow, actor, case),
        )
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
        return page


def returns_of(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> tuple[ReturnView, ...]:
    """Each time that a case's referral was sent back, newest first.

    For whoever was let at the case, in the transaction that records the view of it.
    """
    return tuple(_view(one) for one in reversed(allocation_store.returns_of(uow, case.id)))


def ask_to_chase(uow: UnitOfWork, actor: Actor, case: Case, one: ReferralReturn) -> None:
    """Have an answer chased that isn't there by its day."""
    tasks.raise_for_case(
        uow,
        actor,
        case,
        CHASE,
        "Chase the witness care unit: the referral was sent back and isn't answered",
        "A referral that is sent back isn't lost sight of",
        one.chase_on,
        key=str(one.id),
        sent_back=str(one.id),
    )


def _within_reach(
    uow: UnitOfWork, actor: Actor, reference: str, return_id: UUID
) -> tuple[Case, ReferralReturn]:
    case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
    one = allocation_store.locked_return(uow, return_id)
    if one is None or one.case_id != case.id:
        raise NotFoundError
    return case, one


def _check(given: ReturnInput) -> None:
    problems = {}
    for name, text, limit, what in (
        ("note", given.note, LONGEST_NOTE, "Write what you ask them"),
        ("sent_to", given.sent_to, LONGEST_TO, "Write whom you ask"),
    ):
        if not text.strip() or len(text.strip()) > limit:
            problems[name] = f"{what}, in at most {limit} characters."
    if problems:
        raise InvalidError(problems)


def _signed(uow: UnitOfWork, actor: Actor, case: Case) -> tuple[str, ...]:
    unit = uow.get(Unit, case.unit_id)
    user = uow.get(User, actor.user_id)
    if user is None:
        return ()
    lines = (
        full_name(user.first_name, user.last_name),
        f"Victim Contact Scheme, {unit.name}" if unit else "",
        shown_phone(user.telephone) if user.telephone else "",
    )
    return tuple(line for line in lines if line)


def _view(one: ReferralReturn) -> ReturnView:
    return ReturnView(
        id=one.id,
        reason=ReturnReason(one.reason),
        sent_on=one.sent_on,
        chase_on=one.chase_on,
        answered_on=one.answered_on,
        recorded_by=one.recorded_by,
        note=one.note or "",
        sent_to=one.sent_to or "",
        answer=one.answer or "",
    )
