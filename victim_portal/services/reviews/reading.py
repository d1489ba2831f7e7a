"""The review under way, with its countdowns."""

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.parole import ReviewKind, standing
from victim_portal.domain.stages import YearMonth
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.reach import case_within_reach
from victim_portal.services.reviews.deadlines import decision_on_of, timetable_of
from victim_portal.services.reviews.values import ReviewView
from victim_portal.store import offenders as offender_store


def review_view(ctx: Context, actor: Actor, reference: str) -> ReviewView | None:
    """The review under way, or None; the view is recorded. NotFoundError out of reach."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.SEE_CASE)
        review = offender_store.open_review(uow, case.offender_id)
        view = None
        if review is not None:
            today = ctx.today()
            view = ReviewView(
                id=review.id,
                kind=ReviewKind(review.kind),
                target_month=YearMonth.parse(review.target_month) if review.target_month else None,
                hearing_on=review.hearing_on,
                decision_on=decision_on_of(uow, review),
                panel_reference=review.panel_reference or "",
                version=review.version,
                deadlines=tuple(standing(one, today) for one in timetable_of(ctx, uow, review)),
            )
        audit.record(uow, actor, What.REPRESENTATION_VIEWED, case.id)
        uow.commit()
    return view
