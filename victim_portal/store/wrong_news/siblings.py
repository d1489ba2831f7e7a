"""Which updates are wrong together, as far as a query has to know it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.domain.wrong_news import Siblings
from victim_portal.store.models import (
    CampaignMove,
    Case,
    Message,
    Unit,
    Update,
    WrongNewsUpdate,
)
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.walls import reached_by

CAMPAIGN, EVENT = "campaign:", "event:"
Which = ColumnElement[bool]


def matching(
    stage: Stage,
    siblings: Siblings,
    cause: str | None,
    since: datetime | None,
    until: datetime | None,
) -> ColumnElement[bool]:
    """Which updates are wrong together: sent, on their way, or told by a person."""
    went = or_(
        Update.state == UpdateState.APPROVED,
        Update.told_how.is_not(None),
        exists().where(Message.update_id == Update.id),
    )
    of_stage = Update.stage == stage
    if siblings is Siblings.CAUSE and cause is not None:
        return and_(of_stage, went, _of_cause(stage, cause))
    if siblings is Siblings.DAY and since is not None and until is not None:
        queued = exists().where(
            Message.update_id == Update.id, Message.made_at >= since, Message.made_at <= until
        )
        told = and_(Update.told_how.is_not(None), Update.decided_at.between(since, until))
        waits = and_(Update.state == UpdateState.APPROVED, Update.changed_at.between(since, until))
        return and_(of_stage, or_(queued, told, waits))
    raise ValueError("these are named one by one")


def _of_cause(stage: Stage, cause: str) -> ColumnElement[bool]:
    kind, _, key = cause.partition(":")
    if f"{kind}:" == EVENT:
        return Update.plan_key == f"{stage}:{key}"
    if f"{kind}:" == CAMPAIGN:
        return exists().where(
            CampaignMove.campaign_id == UUID(key),
            CampaignMove.case_id == Update.case_id,
            CampaignMove.plan_key == Update.plan_key,
        )
    return Update.plan_key == cause


def looked_at() -> Which:
    """Somebody looked at an update already, and that counts."""
    return exists().where(
        WrongNewsUpdate.update_id == Update.id, WrongNewsUpdate.dropped_at.is_(None)
    )


def units_of(uow: UnitOfWork, which: ColumnElement[bool]) -> list[tuple[UUID, str, int]]:
    """How many updates of each unit: its id, its name, the number."""
    query = (
        select(Unit.id, Unit.name, func.count(Update.id))
        .select_from(Update)
        .join(Case, Case.id == Update.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .where(which)
        .group_by(Unit.id, Unit.name)
        .order_by(Unit.name)
    )
    return [(unit_id, name, count) for unit_id, name, count in uow.session.execute(query)]


def within_reach(
    uow: UnitOfWork,
    which: ColumnElement[bool],
    user_id: UUID | None,
    unit_id: UUID | None,
    limit: int,
) -> list[tuple[Update, Case]]:
    """Updates of cases that somebody reaches, the newest window first."""
    query = (
        select(Update, Case)
        .join(Case, Case.id == Update.case_id)
        .where(which, reached_by(Case, user_id, unit_id))
        .order_by(Update.window_opens.desc(), Case.reference)
        .limit(limit)
    )
    return [(one, case) for one, case in uow.session.execute(query)]
