"""A recorded lack of capacity to decide about contact: by whom, when, on what basis, how long.

A manager records it, since capacity is presumed (Mental Capacity Act 2005, s.1(2)) and the
record keeps another person's part in an adult's case. Whoever works on the case may end it:
that gives the decision back to the young person.
"""

from dataclasses import dataclass, field
from datetime import date

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.coming_of_age import comes_of_age_on, half_birthday_17, latest_review
from victim_portal.services import audit
from victim_portal.services.ages import ages_of
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach
from victim_portal.store import ages as store
from victim_portal.store.models import CapacityRecord, Case
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

LONGEST = {"decision": 500, "assessed_by": 200, "basis": 2000, "why": 1000}
NO_SUCH_DAY = (
    "No parent or guardian stands on this case for somebody who comes of age, so there is nothing "
    "to keep."
)
TOO_EARLY = "This can be recorded from 17 and a half on: before that a parent stands anyway."
NONE_STANDS = "No lack of capacity is recorded, or it has ended already: look at what stands now."
REPLACED = "A newer assessment took its place."
CHANGED_MEANWHILE = (
    "Somebody else changed this case in the same moment. Nothing of yours was saved: look at it "
    "as it stands now."
)
_ENTER = {
    "decision": "Enter which decision they can't make.",
    "assessed_by": "Enter who assessed it.",
    "basis": "Enter on what basis.",
}


@dataclass(frozen=True)
class CapacityInput:
    """An assessment: of which decision, by whom, when, on what basis, and to be looked at when."""

    decision: str = field(repr=False)
    assessed_by: str = field(repr=False)
    assessed_on: date
    basis: str = field(repr=False)
    review_on: date


def record_capacity(ctx: Context, actor: Actor, reference: str, given: CapacityInput) -> None:
    """Record that the young person lacks the capacity to decide; one that stands is replaced.

    For the manager of the case. Raises InvalidError with a sentence for each field,
    ConflictError where there is nothing to keep yet, NotFoundError for everybody else.
    """
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.DECIDE_AS_MANAGER)
            uow.only_one_for(case.id)
            _check(ctx, uow, case, given)
            for standing in _standing(uow, case):
                _end(ctx, actor, standing, REPLACED)
            row = CapacityRecord(
                id=uow.tokens.uuid(),
                case_id=case.id,
                person_id=case.person_id,
                decision=given.decision.strip(),
                basis=given.basis.strip(),
                assessed_by=given.assessed_by.strip(),
                assessed_on=given.assessed_on,
                review_on=given.review_on,
                recorded_by=actor.name,
                recorded_at=ctx.now(),
            )
            uow.add(row)
            audit.record(uow, actor, What.CAPACITY_RECORDED, case.id, capacity=str(row.id))
            replan(ctx, uow, actor, case)
            uow.commit()
    except (ConstraintError, LostUpdateError):
        raise ConflictError(CHANGED_MEANWHILE) from None


def end_capacity(ctx: Context, actor: Actor, reference: str, why: str) -> None:
    """End what is recorded, with a reason: at 18 the young person is asked from now on.

    Raises InvalidError (`why`), ConflictError where none stands, NotFoundError out of reach.
    """
    if not why.strip() or len(why.strip()) > LONGEST["why"]:
        raise InvalidError({"why": f"Give the reason, in at most {LONGEST['why']:,} characters."})
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
            uow.only_one_for(case.id)
            standing = _standing(uow, case)
            if not standing:
                raise ConflictError(NONE_STANDS)
            for row in standing:
                _end(ctx, actor, row, why.strip())
                audit.record(uow, actor, What.CAPACITY_ENDED, case.id, capacity=str(row.id))
            replan(ctx, uow, actor, case)
            uow.commit()
    except (ConstraintError, LostUpdateError):
        raise ConflictError(CHANGED_MEANWHILE) from None


def _standing(uow: UnitOfWork, case: Case) -> list[CapacityRecord]:
    records = store.capacity_records(uow, [case.id]).get(case.id, [])
    return [row for row in records if row.ended_at is None]


def _end(ctx: Context, actor: Actor, row: CapacityRecord, why: str) -> None:
    row.ended_at = ctx.now()
    row.ended_by = actor.name
    row.ended_why = why


def _check(ctx: Context, uow: UnitOfWork, case: Case, given: CapacityInput) -> None:
    age, today = ages_of(uow, case), ctx.today()
    if comes_of_age_on(age) is None or age.born_on is None or not age.parent_stands:
        raise ConflictError(NO_SUCH_DAY)
    if today < half_birthday_17(age.born_on):
        raise ConflictError(TOO_EARLY)
    problems = {}
    for name, sentence in _ENTER.items():
        text = getattr(given, name).strip()
        if not text:
            problems[name] = sentence
        elif len(text) > LONGEST[name]:
            problems[name] = f"Use at most {LONGEST[name]:,} characters."
    if not age.born_on <= given.assessed_on <= today:
        problems["assessed_on"] = "The day must be today or in the past."
    latest = latest_review(today)
    if given.review_on <= today:
        problems["review_on"] = "The day must be ahead."
    elif given.review_on > latest:
        problems["review_on"] = f"The day must be {latest.day} {latest:%B %Y} or before."
    if problems:
        raise InvalidError(problems)
