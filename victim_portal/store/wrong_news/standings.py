"""How far putting something right has got, who is rung, and taking it back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import aliased

from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.domain.wrong_news import Siblings, WayOn
from victim_portal.store.models import (
    Case,
    Task,
    Update,
    WrongNews,
    WrongNewsUpdate,
)
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.walls import reached_by
from victim_portal.store.wrong_news.siblings import looked_at, matching


def left_to_look_at(uow: UnitOfWork, wrong: WrongNews) -> int:
    """How many updates nobody looked at yet."""
    siblings = Siblings(wrong.siblings)
    if siblings in (Siblings.ALONE, Siblings.CHOSEN):
        query = select(func.count(WrongNewsUpdate.id)).where(
            WrongNewsUpdate.wrong_news_id == wrong.id, WrongNewsUpdate.reached.is_(None)
        )
    else:
        which = matching(Stage(wrong.stage), siblings, wrong.cause, wrong.since, wrong.until)
        query = select(func.count(Update.id)).where(which, ~looked_at())
    return uow.session.scalar(query) or 0


def numbers(uow: UnitOfWork, wrong_id: UUID) -> list[tuple[str, str, str | None, int, int]]:
    """How many were reached how and are put right how: and how many messages were stopped."""
    query = (
        select(
            WrongNewsUpdate.reached,
            WrongNewsUpdate.way_on,
            WrongNewsUpdate.why_not,
            func.count(WrongNewsUpdate.id),
            func.sum(WrongNewsUpdate.stopped),
        )
        .where(WrongNewsUpdate.wrong_news_id == wrong_id, WrongNewsUpdate.reached.is_not(None))
        .group_by(WrongNewsUpdate.reached, WrongNewsUpdate.way_on, WrongNewsUpdate.why_not)
    )
    return [tuple(row) for row in uow.session.execute(query)]  # type: ignore[misc]  # five each


def count_corrections(uow: UnitOfWork, wrong_id: UUID) -> dict[str, int]:
    """How many corrections stand in which state."""
    mine = select(WrongNewsUpdate.correction_id).where(WrongNewsUpdate.wrong_news_id == wrong_id)
    query = select(Update.state, func.count(Update.id)).where(Update.id.in_(mine))
    return dict(iter(uow.session.execute(query.group_by(Update.state))))


def to_ring(
    uow: UnitOfWork, wrong_id: UUID, user_id: UUID | None, unit_id: UUID | None, limit: int
) -> list[tuple[WrongNewsUpdate, Case, Update | None]]:
    """Who is told by a person, as far as somebody reaches their cases."""
    correction = aliased(Update)
    query = (
        select(WrongNewsUpdate, Case, correction)
        .join(Case, Case.id == WrongNewsUpdate.case_id)
        .outerjoin(correction, correction.id == WrongNewsUpdate.correction_id)
        .where(
            WrongNewsUpdate.wrong_news_id == wrong_id,
            WrongNewsUpdate.way_on.in_((WayOn.CALL, WayOn.DECIDE)),
            WrongNewsUpdate.dropped_at.is_(None),
            reached_by(Case, user_id, unit_id),
        )
        .order_by(Case.reference)
        .limit(limit)
    )
    return [(item, case, one) for item, case, one in uow.session.execute(query)]


def calls_of(uow: UnitOfWork, wrong: WrongNews) -> list[Task]:
    """The open tasks by which people are to be rung, or a manager decides about them."""
    query = (
        select(Task)
        .join(WrongNewsUpdate, WrongNewsUpdate.case_id == Task.case_id)
        .where(
            WrongNewsUpdate.wrong_news_id == wrong.id,
            WrongNewsUpdate.way_on.in_((WayOn.CALL, WayOn.DECIDE)),
            Task.done_at.is_(None),
            Task.kind.in_(("telephone", "decide_correction")),
        )
    )
    corrections = select(Update.id).where(Update.plan_key == wrong.correction_key)
    about = {str(wrong.id), *map(str, uow.session.scalars(corrections))}
    return [one for one in uow.session.scalars(query) if one.task_key.rpartition(":")[2] in about]


def take_away(uow: UnitOfWork, wrong: WrongNews, by: str, now: datetime) -> list[UUID]:
    """Cancel every correction that didn't go, and let go of what was found; the former's cases."""
    plan_key = wrong.correction_key
    drafts = and_(Update.plan_key == plan_key, Update.state == UpdateState.DRAFT)
    cases = list(uow.session.scalars(select(Update.case_id).where(drafts)))
    uow.session.execute(
        update(Update)
        .where(drafts)
        .values(
            state=UpdateState.CANCELLED.value,
            cancelled_by=by,
            decided_at=now,
            changed_at=now,
            row_version=Update.row_version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    uow.session.execute(
        update(WrongNewsUpdate)
        .where(WrongNewsUpdate.wrong_news_id == wrong.id)
        .values(dropped_at=now)
        .execution_options(synchronize_session=False)
    )
    return cases
