"""Passages that she is worried about: marked with a reason, and passed on at once."""

from uuid import UUID

from victim_portal.domain.access import THE_PERSON
from victim_portal.domain.calendar import add_working_days
from victim_portal.domain.own_statement import (
    LONGEST_PASSAGE,
    StatementPart,
    is_in,
    is_markable,
)
from victim_portal.domain.parole import DeadlineKind
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.door.values import Visitor
from victim_portal.services.errors import InvalidError
from victim_portal.services.own_statement.rows import case_of, draft_of, offered, texts
from victim_portal.services.own_statement.values import EMPTY, NOT_THERE, TOO_LONG, TOO_SHORT
from victim_portal.services.reviews.deadlines import timetable_of
from victim_portal.services.sanitise import storable
from victim_portal.store import voice as store
from victim_portal.store.models import Case, DraftWorry
from victim_portal.store.unit_of_work import UnitOfWork

OWN_WORRY = "own_worry"
LONGEST_REASON = 2_000
WORKING_DAYS = 2


def mark_passage(
    ctx: Context, visitor: Visitor, part: StatementPart, passage: str, reason: str
) -> None:
    """Mark a passage of a part, with why it mustn't be shown.

    It is left out of what is served, and an officer talks with her about the application, by
    which the duty member decides (Parole Board Rules 2019, r.17). Marked twice is marked.
    Raises NotFoundError where there is no draft, InvalidError for `passage` and `reason`.
    """
    passage, reason = storable(passage).strip(), storable(reason).strip()
    with ctx.store.writing() as uow:
        case = case_of(uow, visitor)
        draft = draft_of(uow, case)
        by_part = texts(store.parts(uow, draft.id))
        problems = _problems(passage, reason, by_part[part])
        if problems:
            raise InvalidError(problems)
        same = [
            one
            for one in store.worries(uow, draft.id)
            if one.part == part and (one.passage or "").split() == passage.split()
        ]
        if same:
            same[0].reason = reason
            worry = same[0]
        else:
            worry = uow.add(
                DraftWorry(
                    id=uow.tokens.uuid(),
                    draft_id=draft.id,
                    case_id=case.id,
                    person_id=case.person_id,
                    part=part.value,
                    passage=passage,
                    reason=reason,
                    made_at=ctx.now(),
                )
            )
            uow.flush()
        audit.record(
            uow,
            THE_PERSON,
            What.WORRY_MARKED,
            case.id,
            draft=str(draft.id),
            worry=str(worry.id),
            part=part.value,
        )
        _ask_officer(ctx, uow, case)
        uow.commit()


def end_worry(ctx: Context, visitor: Visitor, worry_id: UUID) -> None:
    """She isn't worried any more; what isn't hers, or is gone, changes nothing."""
    with ctx.store.writing() as uow:
        case = case_of(uow, visitor)
        draft = draft_of(uow, case)
        worry = next((one for one in store.worries(uow, draft.id) if one.id == worry_id), None)
        if worry is not None:
            uow.session.delete(worry)
            audit.record(
                uow,
                THE_PERSON,
                What.WORRY_ENDED,
                case.id,
                draft=str(draft.id),
                worry=str(worry_id),
            )
        uow.commit()


def _problems(passage: str, reason: str, text: str) -> dict[str, str]:
    problems = {}
    if not passage:
        problems["passage"] = EMPTY
    elif not is_markable(passage):
        problems["passage"] = TOO_SHORT
    elif len(passage) > LONGEST_PASSAGE:
        problems["passage"] = TOO_LONG
    elif not is_in(passage, text):
        problems["passage"] = NOT_THERE
    if not reason:
        problems["reason"] = EMPTY
    elif len(reason) > LONGEST_REASON:
        problems["reason"] = TOO_LONG
    return problems


def _ask_officer(ctx: Context, uow: UnitOfWork, case: Case) -> None:
    due_on = add_working_days(ctx.today(), WORKING_DAYS, ctx.bank_holidays)
    until = "No hearing is listed yet: the application is due 8 weeks before it"
    _, review = offered(ctx, uow, case)
    for one in timetable_of(ctx, uow, review) if review else ():
        if one.kind is DeadlineKind.NON_DISCLOSURE:
            day = f"{one.due_on.day} {one.due_on:%B %Y}"
            gone = one.due_on < ctx.today()
            until = f"It was due by {day}: ask for a late one" if gone else f"It is due by {day}"
            due_on = max(ctx.today(), min(due_on, one.work_by))
    tasks.raise_for_case(
        uow,
        THE_PERSON,
        case,
        OWN_WORRY,
        f"They are worried that a part of their statement is shown: ring them by their plan, "
        f"and apply for non-disclosure. {until}.",
        "Parole Board Rules 2019, r.17",
        due_on,
    )
