"""A non-disclosure application: what it covers, the gist that is served, what the Board decided."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.calendar import add_working_days
from victim_portal.domain.parole import DeadlineKind, Standing, standing
from victim_portal.domain.richtext import Block, to_json, to_source
from victim_portal.domain.submissions import (
    OPEN_DECISIONS,
    BoardDecision,
    Recipient,
    after_decision,
)
from victim_portal.domain.vocabulary import Language, SubmissionPart
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.reach import case_within_reach
from victim_portal.services.representations.rows import (
    LONGEST,
    TOO_LONG,
    blocks_of,
    open_case,
    tell_recipients,
    writing,
)
from victim_portal.services.reviews.deadlines import timetable_of
from victim_portal.services.sanitise import sanitise
from victim_portal.services.submissions.parts import contents
from victim_portal.services.submissions.sources import Sources, gather
from victim_portal.services.submissions.withholding import IN_GIST, withheld_in_gist
from victim_portal.store.models import NonDisclosure
from victim_portal.store.unit_of_work import UnitOfWork

TASK = "tell_non_disclosure"
TELL_WITHIN_WORKING_DAYS = 1
NOTHING = "Nothing is withheld now: there is no application."
OTHER = "What is withheld has changed since. Look at it again."


@dataclass(frozen=True)
class NonDisclosureView:
    """What an application now would cover, and how it stands.

    `gist` is the source of what stands in the served statement, where a part of the statement
    is withheld. `deadline` is None where no hearing is listed. `handed_on` is when its file
    last went to the casework section.
    """

    reference: str
    material: tuple[Block, ...] = field(repr=False)
    reasons: tuple[Block, ...] = field(repr=False)
    statement_id: UUID | None
    of_statement: bool
    gist: str = field(repr=False)
    agreed_on: date | None
    deadline: Standing | None
    decision: BoardDecision | None
    decided_on: date | None
    decided_why: str = field(repr=False)


@dataclass(frozen=True)
class DecisionInput:
    """What the Board decided, when, and what it said."""

    decision: BoardDecision
    on: date
    why: str = field(default="", repr=False)


def non_disclosure_view(ctx: Context, actor: Actor, reference: str) -> NonDisclosureView | None:
    """The application of a case, or None where nothing is withheld; the view is recorded.

    Raises NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.SEE_CASE)
        sources = gather(uow, case)
        material = _material(ctx, sources)
        view = None
        if material is not None:
            statement, beside = sources.statement, sources.non_disclosure
            view = NonDisclosureView(
                reference=case.reference,
                material=material[0],
                reasons=material[1],
                statement_id=statement.id if statement else None,
                of_statement=statement is not None and statement.withheld is not None,
                gist=to_source(blocks_of(beside.gist)) if beside else "",
                agreed_on=beside.agreed_on if beside else None,
                deadline=_deadline(ctx, uow, sources),
                decision=BoardDecision(beside.decision) if beside and beside.decision else None,
                decided_on=beside.decided_on if beside else None,
                decided_why=(beside.decided_why or "") if beside else "",
            )
        audit.record(uow, actor, What.SUBMISSIONS_VIEWED, case.id)
        uow.commit()
    return view


def agree_gist(
    ctx: Context,
    actor: Actor,
    reference: str,
    gist: str,
    agreed_on: date | None,
    seen: UUID | None,
) -> None:
    """Keep the gist that stands in the served statement, as agreed with her; empty for none.

    `seen` is the version of the statement that the form was made from. Raises InvalidError
    (`gist`, `agreed_on`), ConflictError where something else is withheld now, NotFoundError.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        sources = gather(uow, case)
        statement = sources.statement
        if statement is None or statement.withheld is None or statement.id != seen:
            raise ConflictError(OTHER)
        problems: dict[str, str] = {}
        blocks = sanitise(gist)
        if len(gist) > LONGEST:
            problems["gist"] = TOO_LONG
        elif repeated := withheld_in_gist(sources, blocks):
            problems["gist"] = IN_GIST.format(words=repeated[0])
        if agreed_on is None:
            problems["agreed_on"] = "Enter the day on which she agreed."
        elif agreed_on > ctx.today():
            problems["agreed_on"] = "The date must be today or in the past."
        if problems:
            raise InvalidError(problems)
        row = _row(ctx, uow, actor, sources)
        row.gist, row.agreed_on = (to_json(blocks) if blocks else None), agreed_on
        audit.record(uow, actor, What.GIST_AGREED, case.id, statement=str(statement.id))
        tell_recipients(
            ctx,
            uow,
            actor,
            case,
            "The gist of what is withheld has changed after an export: send it",
            "gist",
        )
        uow.commit()


def record_decision(ctx: Context, actor: Actor, reference: str, given: DecisionInput) -> None:
    """Record what the Board decided on the application. Leaves a task to tell the victim.

    Raises InvalidError (`decision`, `on`, `why`), ConflictError, NotFoundError out of reach.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        sources = gather(uow, case)
        problems: dict[str, str] = {}
        if _material(ctx, sources) is None:
            problems["decision"] = NOTHING
        if given.on > ctx.today():
            problems["on"] = "The date must be today or in the past."
        if given.decision in OPEN_DECISIONS and not given.why.strip():
            problems["why"] = "Enter what the Board said: the victim is owed it."
        if len(given.why.strip()) > 5000:
            problems["why"] = "Enter it in at most 5,000 characters."
        if problems:
            raise InvalidError(problems)
        row = _row(ctx, uow, actor, sources)
        row.decision, row.decided_on = given.decision.value, given.on
        row.decided_why, row.decision_by = given.why.strip() or None, actor.name
        audit.record(
            uow,
            actor,
            What.NON_DISCLOSURE_DECIDED,
            case.id,
            application=str(row.id),
            decision=given.decision.value,
        )
        tasks.settle(uow, actor, TASK, case)
        uow.flush()
        urgent = given.decision in OPEN_DECISIONS
        due = add_working_days(ctx.today(), TELL_WITHIN_WORKING_DAYS, ctx.bank_holidays)
        tasks.raise_for_case(
            uow,
            actor,
            case,
            TASK,
            after_decision(given.decision),
            "She decides about her words before they are served",
            ctx.today() if urgent else due,
        )
        uow.commit()


def _material(ctx: Context, sources: Sources) -> tuple[tuple[Block, ...], tuple[Block, ...]] | None:
    if Recipient.CASEWORK not in sources.recipients:
        return None
    for content in contents(ctx, sources, Language.ENGLISH, Recipient.CASEWORK):
        if content.part is SubmissionPart.NON_DISCLOSURE:
            return tuple(content.body), tuple(content.reasons)
    return None


def _row(ctx: Context, uow: UnitOfWork, actor: Actor, sources: Sources) -> NonDisclosure:
    known = sources.non_disclosure
    if known is not None:
        return known
    return uow.add(
        NonDisclosure(
            id=uow.tokens.uuid(),
            case_id=sources.case.id,
            person_id=sources.case.person_id,
            statement_id=sources.statement.id if sources.statement else None,
            recorded_by=actor.name,
            recorded_at=ctx.now(),
        )
    )


def _deadline(ctx: Context, uow: UnitOfWork, sources: Sources) -> Standing | None:
    if sources.review is None:
        return None
    for one in timetable_of(ctx, uow, sources.review):
        if one.kind is DeadlineKind.NON_DISCLOSURE:
            return standing(one, ctx.today())
    return None
