"""What an officer's day asks of the database besides tasks."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select

from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.store.models import Case, Update
from victim_portal.store.unit_of_work import UnitOfWork


def unedited(
    uow: UnitOfWork, officer_id: UUID, stages: Collection[Stage], opens_by: date, limit: int
) -> list[tuple[Update, Case]]:
    """An officer's drafts of some stages that are due and stand as they were made."""
    query = (
        select(Update, Case)
        .join(Case, Case.id == Update.case_id)
        .where(
            Case.officer_id == officer_id,
            Case.closed_at.is_(None),
            Update.state == UpdateState.DRAFT.value,
            Update.stage.in_([stage.value for stage in stages]),
            Update.window_opens <= opens_by,
            Update.edited.is_(False),
            Update.needs_manager.is_(False),
            Update.back_to_draft_why.is_(None),
        )
        .order_by(Update.window_opens, Update.id)
        .limit(limit)
    )
    rows = [(update, case) for update, case in uow.session.execute(query)]
    uow.vault.fetch([case.person_id for _, case in rows])
    return rows
