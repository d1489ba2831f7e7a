"""To whom files went, how and when, and that they said that they have them."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.calendar import add_working_days, london_date
from victim_portal.domain.submissions import (
    DECIDES_RELEASE,
    DocumentStanding,
    HandoverWay,
    Recipient,
    handover_problem,
)
from victim_portal.domain.vocabulary import RequestState, SubmissionPart
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.reach import case_within_reach
from victim_portal.services.representations.rows import open_case, writing
from victim_portal.services.submissions.deadlines import conditions_went
from victim_portal.services.submissions.reading import exports_of
from victim_portal.services.submissions.sources import Sources, gather
from victim_portal.services.submissions.values import DocumentView, SubmissionView
from victim_portal.store.models import Case, Handover
from victim_portal.store.unit_of_work import UnitOfWork

TASK = "acknowledge_handover"
ACKNOWLEDGED_WITHIN_WORKING_DAYS = 3
LONGEST = 120
NOT_THE_NEWEST = (
    "One of these files is replaced by what the victim says now. Make the files again and send "
    "those, or tick that it went before it was replaced."
)
TAKEN_BACK = "The victim took back what stands in one of these files: it isn't handed over."


@dataclass(frozen=True)
class HandoverInput:
    """Which files of an export went, to whom by name or office, how and on which day.

    `went_before`: a file among them that is replaced went before it was.
    """

    document_ids: frozenset[UUID]
    way: HandoverWay
    on: date
    to_whom: str = field(repr=False)
    went_before: bool = False


@dataclass(frozen=True)
class HandoverAsked:
    """One export for its own page: what it is, where it went, and what may still go.

    `could_put_forward` are the numbers of requests in it that nobody put forward yet.
    """

    reference: str
    submission: SubmissionView
    recipient: Recipient
    files: tuple[DocumentView, ...]
    could_put_forward: tuple[int, ...]


def submission_asked(
    ctx: Context, actor: Actor, reference: str, submission_id: UUID
) -> HandoverAsked:
    """One export with all that is on record of it; recorded. NotFoundError out of reach."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.SEE_CASE)
        sources = gather(uow, case)
        made = _submission(ctx, uow, sources, submission_id)
        audit.record(uow, actor, What.SUBMISSIONS_VIEWED, case.id)
        uow.commit()
    waiting = {one.number for one in sources.requests if one.state == RequestState.ASKED_FOR}
    in_it = {number for one in made.documents for number in one.request_numbers}
    return HandoverAsked(
        reference=case.reference,
        submission=made,
        recipient=made.recipient or sources.recipients[0],
        files=tuple(one for one in made.documents if not one.taken_back),
        could_put_forward=tuple(sorted(waiting & in_it)),
    )


def record_handover(
    ctx: Context,
    actor: Actor,
    reference: str,
    submission_id: UUID,
    given: HandoverInput,
    once: UUID | None = None,
) -> UUID:
    """Record that files of an export went to its recipient; the id of the record.

    Leaves a task to hear that they have them. A non-disclosure application goes alone. What is
    replaced is only recorded as having gone before, and meets no deadline. Raises
    InvalidError (`files`, `on`, `to_whom`, `went_before`), ConflictError, NotFoundError out of
    reach.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        said = saying("record_handover", reference, submission_id, given)
        done = already_done(uow, once, said)
        if done is not None:
            return UUID(done)
        sources = gather(uow, case)
        made = _submission(ctx, uow, sources, submission_id)
        recipient = made.recipient or sources.recipients[0]
        chosen = _check(ctx, sources, made, recipient, given)
        handover = Handover(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            submission_id=made.id,
            document_ids=sorted(str(one) for one in given.document_ids),
            recipient=recipient.value,
            to_whom=given.to_whom.strip(),
            way=given.way.value,
            handed_on=given.on,
            recorded_by=actor.name,
            recorded_at=ctx.now(),
        )
        uow.add(handover)
        audit.record(
            uow,
            actor,
            What.SUBMISSION_HANDED_OVER,
            case.id,
            handover=str(handover.id),
            submission=str(made.id),
            recipient=recipient.value,
            files=len(given.document_ids),
            replaced=sum(map(_is_replaced, chosen)),
            on=given.on.isoformat(),
        )
        sent = {one.part for one in chosen if not _is_replaced(one)}
        if recipient is Recipient.COMMUNITY_OFFENDER_MANAGER and SubmissionPart.CONDITIONS in sent:
            conditions_went(uow, actor, case)
        _ask_for_word(ctx, uow, actor, case, handover, recipient)
        remember(uow, once, str(handover.id), said)
        uow.commit()
        return handover.id


def record_acknowledgement(
    ctx: Context, actor: Actor, reference: str, handover_id: UUID, on: date, how: str
) -> None:
    """Record that a recipient said that they have the files. Twice keeps the later entry.

    Raises InvalidError (`on`, `how`), ConflictError, NotFoundError out of reach.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        row = uow.get(Handover, handover_id)
        if row is None or row.case_id != case.id:
            raise NotFoundError
        problems: dict[str, str] = {}
        if on > ctx.today():
            problems["on"] = "The date must be today or in the past."
        elif on < row.handed_on:
            problems["on"] = "The date is before the files went."
        if not how.strip() or len(how.strip()) > LONGEST:
            problems["how"] = "Enter who said it and how, in at most 120 characters."
        if problems:
            raise InvalidError(problems)
        row.acknowledged_on, row.acknowledged_how = on, how.strip()
        row.acknowledgement_by = actor.name
        audit.record(
            uow,
            actor,
            What.HANDOVER_ACKNOWLEDGED,
            case.id,
            handover=str(row.id),
            on=on.isoformat(),
        )
        tasks.settle(uow, actor, TASK, case, str(row.id))
        uow.commit()


def _submission(
    ctx: Context, uow: UnitOfWork, sources: Sources, submission_id: UUID
) -> SubmissionView:
    found = [one for one in exports_of(ctx, uow, sources) if one.id == submission_id]
    if not found:
        raise NotFoundError
    return found[0]


def _check(
    ctx: Context,
    sources: Sources,
    made: SubmissionView,
    recipient: Recipient,
    given: HandoverInput,
) -> list[DocumentView]:
    chosen = [one for one in made.documents if one.id in given.document_ids]
    problems = handover_problem(
        recipient,
        frozenset(one.part for one in chosen),
        frozenset(SubmissionPart) & sources.parts_of(recipient),
        given.on,
        london_date(made.made_at),
        ctx.today(),
    )
    if len(chosen) != len(given.document_ids):
        problems["files"] = "Choose among the files of this export."
    elif any(one.taken_back for one in chosen):
        problems["files"] = TAKEN_BACK
    elif not given.went_before and any(map(_is_replaced, chosen)):
        problems["went_before"] = NOT_THE_NEWEST
    if not given.to_whom.strip() or len(given.to_whom.strip()) > LONGEST:
        problems["to_whom"] = "Enter to whom it went, in at most 120 characters."
    if problems:
        raise InvalidError(problems)
    return chosen


def _is_replaced(one: DocumentView) -> bool:
    return one.standing is DocumentStanding.REPLACED


def _ask_for_word(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    handover: Handover,
    recipient: Recipient,
) -> None:
    office = DECIDES_RELEASE[recipient]
    tasks.raise_for_case(
        uow,
        actor,
        case,
        TASK,
        f"Hear from those who got the files that they have them ({office})",
        "What nobody has received was never said",
        add_working_days(ctx.today(), ACKNOWLEDGED_WITHIN_WORKING_DAYS, ctx.bank_holidays),
        key=str(handover.id),
    )
