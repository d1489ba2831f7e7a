"""What a batch looks at, drafts to and queues, read for many at once."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import exists, select

from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.domain.wrong_news import Siblings
from victim_portal.store.models import (
    Case,
    Message,
    Update,
    WrongNews,
    WrongNewsUpdate,
)
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.wrong_news.siblings import looked_at, matching

Found = tuple[WrongNewsUpdate | None, Update, Case]


def to_look_at(uow: UnitOfWork, wrong: WrongNews, limit: int) -> list[Found]:
    """Some updates that nobody looked at yet: those named one by one, and what matches."""
    named = (
        select(WrongNewsUpdate, Update, Case)
        .join(Update, Update.id == WrongNewsUpdate.update_id)
        .join(Case, Case.id == Update.case_id)
        .where(WrongNewsUpdate.wrong_news_id == wrong.id, WrongNewsUpdate.reached.is_(None))
        .order_by(Update.id)
        .limit(limit)
    )
    rows: list[Found] = [(item, one, case) for item, one, case in uow.session.execute(named)]
    siblings = Siblings(wrong.siblings)
    if rows or siblings in (Siblings.ALONE, Siblings.CHOSEN):
        return rows
    query = (
        select(Update, Case)
        .join(Case, Case.id == Update.case_id)
        .where(
            matching(Stage(wrong.stage), siblings, wrong.cause, wrong.since, wrong.until),
            ~looked_at(),
        )
        .order_by(Update.id)
        .limit(limit)
    )
    return [(None, one, case) for one, case in uow.session.execute(query)]


def messages_of(uow: UnitOfWork, update_ids: Collection[UUID]) -> dict[UUID, list[Message]]:
    """The messages of some updates, locked, by update."""
    query = select(Message).where(Message.update_id.in_(list(update_ids)))
    found: dict[UUID, list[Message]] = {update_id: [] for update_id in update_ids}
    for message in uow.session.scalars(query.order_by(Message.id).with_for_update()):
        if message.update_id is not None:
            found[message.update_id].append(message)
    return found


def corrections_of(
    uow: UnitOfWork, case_ids: Collection[UUID], plan_key: str
) -> dict[UUID, Update]:
    """The correction that each of some cases has already, by case."""
    query = select(Update).where(Update.case_id.in_(list(case_ids)), Update.plan_key == plan_key)
    return {one.case_id: one for one in uow.session.scalars(query)}


def to_release(uow: UnitOfWork, wrong: WrongNews, limit: int) -> list[tuple[Update, Case]]:
    """Some corrections that two people released and nobody queued yet."""
    mine = exists().where(
        WrongNewsUpdate.correction_id == Update.id,
        WrongNewsUpdate.wrong_news_id == wrong.id,
        WrongNewsUpdate.dropped_at.is_(None),
    )
    query = (
        select(Update, Case)
        .join(Case, Case.id == Update.case_id)
        .where(mine, Update.state == UpdateState.DRAFT)
        .order_by(Update.id)
        .limit(limit)
    )
    return [(one, case) for one, case in uow.session.execute(query)]


def items_of_corrections(
    uow: UnitOfWork, correction_ids: Collection[UUID]
) -> dict[UUID, list[WrongNewsUpdate]]:
    """What each of some corrections puts right."""
    query = select(WrongNewsUpdate).where(
        WrongNewsUpdate.correction_id.in_(list(correction_ids)),
        WrongNewsUpdate.dropped_at.is_(None),
    )
    found: dict[UUID, list[WrongNewsUpdate]] = {one: [] for one in correction_ids}
    for item in uow.session.scalars(query.order_by(WrongNewsUpdate.id)):
        if item.correction_id is not None:
            found[item.correction_id].append(item)
    return found
