"""What was put to use of the texts' versions, and what was proposed."""

from uuid import UUID

from sqlalchemy import func, select

from victim_portal.domain.templates import NewWording, TextVersion
from victim_portal.domain.vocabulary import TwoPersonAct, UpdateState
from victim_portal.store.models import Proposal, TemplateVersion, Update, User
from victim_portal.store.unit_of_work import UnitOfWork

# No row's id: whoever puts a version to use waits for whoever does already.
ONE_AT_A_TIME = UUID("5a0f3c51-6a43-4e2f-9a33-0d6c0b8f1e52")


def newest_number(uow: UnitOfWork) -> int:
    """The number of the newest version; 0 where there is none."""
    return uow.session.scalar(select(func.max(TemplateVersion.number))) or 0


def versions(uow: UnitOfWork) -> list[TextVersion]:
    """Every version as the rules take it, in the order of the numbers."""
    query = select(TemplateVersion).order_by(TemplateVersion.number)
    return [version_of(row) for row in uow.session.scalars(query)]


def version_of(row: TemplateVersion) -> TextVersion:
    """One version as the rules take it."""
    wording = NewWording(row.english, row.welsh, row.reviewer)
    return TextVersion(row.number, row.name, row.version, row.source, wording)


def with_people(uow: UnitOfWork) -> list[tuple[TemplateVersion, User, User]]:
    """Every version with who proposed it and who agreed, the newest first."""
    query = select(TemplateVersion).order_by(TemplateVersion.number.desc())
    rows = list(uow.session.scalars(query))
    people = _people(uow, {one.proposed_by_id for one in rows} | {one.agreed_by_id for one in rows})
    return [(row, people[row.proposed_by_id], people[row.agreed_by_id]) for row in rows]


def proposals(uow: UnitOfWork) -> list[tuple[Proposal, User, User | None]]:
    """Every wording that was ever proposed, with who did and who decided; the newest first."""
    query = (
        select(Proposal)
        .where(Proposal.act == TwoPersonAct.PUBLISH_TEMPLATE.value)
        .order_by(Proposal.proposed_at.desc(), Proposal.id)
    )
    rows = list(uow.session.scalars(query))
    decided = {one.decided_by_id for one in rows if one.decided_by_id is not None}
    people = _people(uow, {one.proposed_by_id for one in rows} | decided)
    return [
        (row, people[row.proposed_by_id], people[row.decided_by_id] if row.decided_by_id else None)
        for row in rows
    ]


def _people(uow: UnitOfWork, ids: set[UUID]) -> dict[UUID, User]:
    return {user.id: user for user in uow.session.scalars(select(User).where(User.id.in_(ids)))}


def drafts_on(uow: UnitOfWork, stages: list[str]) -> tuple[int, int]:
    """How many updates on some stages are drafts nobody edited, and how many are approved."""
    query = (
        select(Update.state, func.count())
        .where(
            Update.stage.in_(stages),
            (Update.state == UpdateState.APPROVED.value)
            | ((Update.state == UpdateState.DRAFT.value) & Update.edited.is_(False)),
        )
        .group_by(Update.state)
    )
    counts = dict(iter(uow.session.execute(query)))
    return (
        counts.get(UpdateState.DRAFT.value, 0),
        counts.get(UpdateState.APPROVED.value, 0),
    )
