"""What the reader's own pages have to know: what is in doubt, and what was put right."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.domain.wrong_news import Siblings, Standing
from victim_portal.store.models import Update, WrongNews, WrongNewsUpdate
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.wrong_news.siblings import looked_at, matching


def ever_named(uow: UnitOfWork, update_ids: Collection[UUID]) -> set[UUID]:
    """Which of some updates were found to be wrong, those among them that were taken back too."""
    query = select(WrongNewsUpdate.update_id)
    return set(uow.session.scalars(query.where(WrongNewsUpdate.update_id.in_(list(update_ids)))))


def not_looked_at_yet(uow: UnitOfWork, case_id: UUID) -> set[UUID]:
    """The updates of a case that are wrong with others, and that no batch has come to yet."""
    found: set[UUID] = set()
    gathering = select(WrongNews).where(
        WrongNews.standing == Standing.GATHERING,
        WrongNews.siblings.in_((Siblings.CAUSE, Siblings.DAY)),
    )
    for wrong in uow.session.scalars(gathering.order_by(WrongNews.id)).all():
        query = select(Update.id).where(
            Update.case_id == case_id,
            matching(
                Stage(wrong.stage),
                Siblings(wrong.siblings),
                wrong.cause,
                wrong.since,
                wrong.until,
            ),
            ~looked_at(),
        )
        found.update(uow.session.scalars(query))
    return found


def told_corrections(uow: UnitOfWork, update_ids: Collection[UUID]) -> dict[UUID, Update]:
    """What puts some updates right and was handed over or told, by the update that was wrong."""
    query = (
        select(WrongNewsUpdate.update_id, Update)
        .join(Update, Update.id == WrongNewsUpdate.correction_id)
        .where(
            WrongNewsUpdate.update_id.in_(list(update_ids)),
            WrongNewsUpdate.dropped_at.is_(None),
            Update.state == UpdateState.SENT,
        )
    )
    return dict(iter(uow.session.execute(query)))
