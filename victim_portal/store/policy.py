"""What was amended of the policy, and what a change of it touches."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select, update

from victim_portal.domain.policy import Amendment, Change, RowChange, Table
from victim_portal.domain.policy.amending import from_json
from victim_portal.domain.vocabulary import Role, TwoPersonAct, UpdateState
from victim_portal.store.models import Case, PolicyAmendment, Proposal, Review, Update, User
from victim_portal.store.unit_of_work import UnitOfWork

# No row's id: whoever amends the policy waits for whoever does already.
ONE_AT_A_TIME = UUID("7f6a2b61-9d0e-4b0a-8c55-2f4c0d1e7a15")


def newest_number(uow: UnitOfWork) -> int:
    """The number of the last amendment; 0 where there is none."""
    return uow.session.scalar(select(func.max(PolicyAmendment.number))) or 0


def amendments(uow: UnitOfWork) -> list[Amendment]:
    """Every amendment as the rules take it, in the order of the numbers."""
    query = select(PolicyAmendment).order_by(PolicyAmendment.number)
    return [amendment_of(row) for row in uow.session.scalars(query)]


def amendment_of(row: PolicyAmendment) -> Amendment:
    """One amendment as the rules take it."""
    change = RowChange(
        Change(row.change), Table(row.table_name), from_json(row.row_values), row.before_row
    )
    return Amendment(row.number, change)


def with_people(uow: UnitOfWork) -> list[tuple[PolicyAmendment, User, User]]:
    """Every amendment with who proposed it and who agreed, the newest first."""
    query = select(PolicyAmendment).order_by(PolicyAmendment.number.desc())
    rows = list(uow.session.scalars(query))
    ids = {one.proposed_by_id for one in rows} | {one.agreed_by_id for one in rows}
    people = {user.id: user for user in uow.session.scalars(select(User).where(User.id.in_(ids)))}
    return [(row, people[row.proposed_by_id], people[row.agreed_by_id]) for row in rows]


def proposals(uow: UnitOfWork) -> list[tuple[Proposal, User, User | None]]:
    """Every change of the policy that was ever proposed, with who did and decided; newest first."""
    query = (
        select(Proposal)
        .where(Proposal.act == TwoPersonAct.CHANGE_POLICY.value)
        .order_by(Proposal.proposed_at.desc(), Proposal.id)
    )
    rows = list(uow.session.scalars(query))
    ids = {one.proposed_by_id for one in rows} | {one.decided_by_id for one in rows}
    known = select(User).where(User.id.in_([one for one in ids if one is not None]))
    people = {user.id: user for user in uow.session.scalars(known)}
    return [
        (row, people[row.proposed_by_id], people[row.decided_by_id] if row.decided_by_id else None)
        for row in rows
    ]


def touched(uow: UnitOfWork, stages: Collection[str]) -> tuple[int, int, int]:
    """How many open cases there are, and drafts and approved updates of these stages."""
    cases = select(func.count()).select_from(Case).where(Case.closed_at.is_(None))
    waiting = (
        select(Update.state, func.count())
        .where(
            Update.stage.in_(sorted(stages)),
            Update.state.in_([UpdateState.DRAFT.value, UpdateState.APPROVED.value]),
        )
        .group_by(Update.state)
    )
    counts = dict(iter(uow.session.execute(waiting))) if stages else {}
    return (
        uow.session.scalar(cases) or 0,
        counts.get(UpdateState.DRAFT.value, 0),
        counts.get(UpdateState.APPROVED.value, 0),
    )


def other_administrators(uow: UnitOfWork, user_id: UUID | None) -> int:
    """How many administrators there are beside one, who could be the second person."""
    query = (
        select(func.count())
        .select_from(User)
        .where(User.role == Role.ADMINISTRATOR.value, User.active, User.id != user_id)
    )
    return uow.session.scalar(query) or 0


def review_to_follow(
    uow: UnitOfWork, policy_version: str, but_for: Collection[UUID]
) -> Review | None:
    """An open review whose deadlines weren't followed by this policy yet, locked past another's."""
    query = (
        select(Review)
        .where(
            Review.closed_at.is_(None),
            Review.policy_version.is_distinct_from(policy_version),
            Review.id.not_in(list(but_for)),
        )
        .order_by(Review.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return uow.session.scalar(query)


def note_followed(uow: UnitOfWork, review_id: UUID, policy_version: str) -> None:
    """Keep by which policy a review's deadlines were followed; the caller holds its lock."""
    known = update(Review).where(Review.id == review_id)
    uow.session.execute(known.values(policy_version=policy_version))
