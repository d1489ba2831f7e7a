"""Which review a page of a case is about."""

from datetime import date

from victim_portal.domain.parole import OPEN_ASKS, DeadlineKind
from victim_portal.services.context import Context
from victim_portal.services.reviews.deadlines import timetable_of
from victim_portal.store import offenders as offender_store
from victim_portal.store import reviews as review_store
from victim_portal.store.models import Case, Review
from victim_portal.store.unit_of_work import UnitOfWork


def review_of(ctx: Context, uow: UnitOfWork, case: Case) -> Review | None:
    """The review under way; else the last one, while a window runs or an ask has no answer."""
    under_way = offender_store.open_review(uow, case.offender_id)
    if under_way is not None:
        return under_way
    last = review_store.newest_closed(uow, case.offender_id)
    if last is None or last.decided_on is None:
        return None
    asked = review_store.asks(uow, case.id, last.id)
    if any(one.state in OPEN_ASKS or not one.told_on for one in asked):
        return last
    return last if _summary_due(ctx, uow, last, case) >= ctx.today() else None


def _summary_due(ctx: Context, uow: UnitOfWork, review: Review, case: Case) -> date:
    return max(
        (
            one.due_on
            for one in timetable_of(ctx, uow, review, case)
            if one.kind is DeadlineKind.SUMMARY
        ),
        default=date.min,
    )
