"""How a case stands to its young person's 18th birthday, as staff see it."""

from dataclasses import dataclass, field
from datetime import date

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.calendar import london_date
from victim_portal.domain.coming_of_age import (
    access_ends_at,
    comes_of_age_on,
    half_birthday_17,
    has_decided,
    has_ended,
    latest_review,
)
from victim_portal.services import audit
from victim_portal.services.ages import ages_of
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.store import ages as store
from victim_portal.store.models import CapacityRecord, Case
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class CapacityView:
    """One recorded lack of capacity; `ended_by` is "" while nobody ended it.

    `counts` is whether it keeps a parent's or guardian's part today.
    """

    decision: str = field(repr=False)
    basis: str = field(repr=False)
    assessed_by: str = field(repr=False)
    assessed_on: date
    review_on: date
    recorded_by: str
    recorded_on: date
    ended_on: date | None
    ended_by: str
    ended_why: str = field(repr=False)
    counts: bool


@dataclass(frozen=True)
class ComingOfAgeView:
    """How a case stands to the 18th birthday.

    `turns_18_on` is None where there is no such day, or nobody knows it. `near` is from 17 and
    a half on. `parent_stands`: a parent or guardian was written to and spoken with; `ends_on`
    is then the London date from whose moment on that counts no more, `ended` whether it has
    come, and `decided` whether the young person has answered for themselves since.
    `capacity` is every record, newest first.
    """

    reference: str
    turns_18_on: date | None = field(repr=False)
    near: bool
    parent_stands: bool
    ends_on: date | None = field(repr=False)
    ended: bool
    decided: bool
    may_record: bool
    latest_review: date
    capacity: tuple[CapacityView, ...]

    @property
    def to_ask(self) -> bool:
        """Whether the young person has to be asked, and nothing is sent until then."""
        return self.ended and not self.decided

    @property
    def counting(self) -> CapacityView | None:
        """The record that keeps a parent's or guardian's part today."""
        return next((one for one in self.capacity if one.counts), None)


def coming_of_age_view(
    ctx: Context, actor: Actor, reference: str, permission: Permission = Permission.CHANGE_CASE
) -> ComingOfAgeView:
    """The same for its page; the view is recorded. NotFoundError out of reach."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, permission)
        shown = coming_of_age_of(ctx, uow, actor, case)
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
        return shown


def coming_of_age_of(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> ComingOfAgeView:
    """How a case stands that the reader may see, in the caller's unit of work."""
    age, now, today = ages_of(uow, case), ctx.now(), ctx.today()
    day, ends = comes_of_age_on(age), access_ends_at(age)
    records = store.capacity_records(uow, [case.id]).get(case.id, [])
    return ComingOfAgeView(
        reference=case.reference,
        turns_18_on=day,
        near=day is not None and age.born_on is not None and half_birthday_17(age.born_on) <= today,
        parent_stands=age.parent_stands,
        ends_on=london_date(ends) if ends else None,
        ended=has_ended(age, now),
        decided=has_decided(age),
        may_record=is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case)),
        latest_review=latest_review(today),
        capacity=tuple(_capacity(row, today) for row in reversed(records)),
    )


def _capacity(row: CapacityRecord, today: date) -> CapacityView:
    return CapacityView(
        decision=row.decision or "",
        basis=row.basis or "",
        assessed_by=row.assessed_by or "",
        assessed_on=row.assessed_on,
        review_on=row.review_on,
        recorded_by=row.recorded_by,
        recorded_on=london_date(row.recorded_at),
        ended_on=london_date(row.ended_at) if row.ended_at else None,
        ended_by=row.ended_by or "",
        ended_why=row.ended_why or "",
        counts=row.ended_at is None and today <= row.review_on,
    )
