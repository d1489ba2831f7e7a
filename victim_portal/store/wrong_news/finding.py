"""Finding what was wrong, what is live of it, and what is frozen meanwhile."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from victim_portal.domain.wrong_news import LIVE, Standing
from victim_portal.store.models import (
    FrozenText,
    Message,
    Unit,
    Update,
    WrongNews,
    WrongNewsUpdate,
)
from victim_portal.store.unit_of_work import UnitOfWork


def frozen(uow: UnitOfWork, stage: str) -> FrozenText | None:
    """What freezes the texts of a stage now."""
    query = select(FrozenText).where(FrozenText.stage == stage, FrozenText.lifted_at.is_(None))
    return uow.session.scalar(query)


def frozen_stages(uow: UnitOfWork) -> frozenset[str]:
    """The stages whose texts are frozen now."""
    query = select(FrozenText.stage).where(FrozenText.lifted_at.is_(None))
    return frozenset(uow.session.scalars(query))


def live_with_key(uow: UnitOfWork, live_key: str) -> WrongNews | None:
    """The putting right of one thing that isn't over."""
    query = select(WrongNews).where(WrongNews.live_key == live_key, WrongNews.standing.in_(LIVE))
    return uow.session.scalar(query)


def live_of_update(uow: UnitOfWork, update_id: UUID) -> WrongNews | None:
    """The putting right of an update that isn't over."""
    query = (
        select(WrongNews)
        .join(WrongNewsUpdate, WrongNewsUpdate.wrong_news_id == WrongNews.id)
        .where(
            WrongNewsUpdate.update_id == update_id,
            WrongNewsUpdate.dropped_at.is_(None),
            WrongNews.standing.in_(LIVE),
        )
    )
    return uow.session.scalar(query)


def named_wrong(uow: UnitOfWork, update_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Which of some updates were found to be wrong, and since when; none that was taken back."""
    query = (
        select(WrongNewsUpdate.update_id, WrongNews.raised_at)
        .join(WrongNews, WrongNews.id == WrongNewsUpdate.wrong_news_id)
        .where(
            WrongNewsUpdate.update_id.in_(list(update_ids)),
            WrongNewsUpdate.dropped_at.is_(None),
        )
    )
    return dict(iter(uow.session.execute(query)))


def live_of_stage(uow: UnitOfWork, stage: str) -> bool:
    """Whether something of a stage is being put right that wasn't released yet."""
    before = (Standing.GATHERING, Standing.READY)
    query = select(WrongNews.id).where(WrongNews.stage == stage, WrongNews.standing.in_(before))
    return uow.session.scalar(query.limit(1)) is not None


def locked(uow: UnitOfWork, wrong_id: UUID) -> WrongNews | None:
    """One as it stands now, locked against everybody else who goes on with it."""
    query = select(WrongNews).where(WrongNews.id == wrong_id).with_for_update()
    return uow.session.scalar(query.execution_options(populate_existing=True))


def newest(uow: UnitOfWork, limit: int) -> list[tuple[WrongNews, Unit]]:
    """What was put right, live ones first, the newest on top."""
    query = (
        select(WrongNews, Unit)
        .join(Unit, Unit.id == WrongNews.unit_id)
        .order_by(WrongNews.standing.not_in(LIVE), WrongNews.raised_at.desc(), WrongNews.id)
        .limit(limit)
    )
    return [(wrong, unit) for wrong, unit in uow.session.execute(query)]


def unfinished(uow: UnitOfWork) -> list[UUID]:
    """Those with whom a batch can go on."""
    going_on = (Standing.GATHERING, Standing.RELEASING)
    query = select(WrongNews.id).where(WrongNews.standing.in_(going_on))
    return list(uow.session.scalars(query.order_by(WrongNews.raised_at, WrongNews.id)))


def held_by_freeze(uow: UnitOfWork, stage: str, why_code: str) -> list[Message]:
    """Messages of a stage that wait for its thaw alone, locked."""
    of_stage = select(Update.id).where(Update.stage == stage)
    query = select(Message).where(Message.why_code == why_code, Message.update_id.in_(of_stage))
    return list(uow.session.scalars(query.order_by(Message.id).with_for_update()))
