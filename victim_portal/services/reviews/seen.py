"""Which review a page of a case is about, and which one something was asked for at."""

from victim_portal.domain.parole import AskKind, AskState, DeadlineKind, is_unfinished
from victim_portal.services.context import Context
from victim_portal.services.reviews.deadlines import timetable_of
from victim_portal.store import offenders as offender_store
from victim_portal.store import reviews as review_store
from victim_portal.store.models import Case, Review, ReviewAsk
from victim_portal.store.unit_of_work import UnitOfWork


def review_of(ctx: Context, uow: UnitOfWork, case: Case) -> Review | None:
    """The review under way; else the last one, while a window runs or an ask has no answer."""
    under_way = offender_store.open_review(uow, case.offender_id)
    if under_way is not None:
        return under_way
    last = review_store.newest_closed(uow, case.offender_id)
    if last is None:
        return None
    if any(unfinished(row) for row in review_store.asks(uow, case.id, last.id)):
        return last
    runs = last.decided_on is not None and any(
        one.kind is DeadlineKind.SUMMARY and one.due_on >= ctx.today()
        for one in timetable_of(ctx, uow, last, case)
    )
    return last if runs else None


def review_for(ctx: Context, uow: UnitOfWork, case: Case, kind: AskKind) -> Review | None:
    """The same for one thing that is asked for: an earlier review where that is unfinished.

    The next review may begin before a summary of the last has come: it stays in sight.
    """
    for row in review_store.asks_of_case(uow, case.id):
        if row.kind == kind and unfinished(row):
            return uow.get(Review, row.review_id)
    return review_of(ctx, uow, case)


def unfinished(row: ReviewAsk) -> bool:
    """Whether something is still to be done about an ask."""
    return is_unfinished(AskState(row.state), told=row.told_on is not None)
