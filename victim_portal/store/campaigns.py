"""Finding campaigns, whom they concern, and what was approved together."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, distinct, func, or_, select

from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.store.conflicts import fetch as fetch_conflicts
from victim_portal.store.conflicts import none_over
from victim_portal.store.models import (
    Campaign,
    CampaignMove,
    CampaignOffender,
    CampaignTranche,
    Case,
    CaseReader,
    Message,
    Person,
    Proposal,
    TrancheUpdate,
    Unit,
    Update,
)
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.walls import fetch as fetch_walls
from victim_portal.store.walls import reached_by

PORTION = 500
MoveRow = tuple[CampaignMove, Case, Update | None]


@dataclass(frozen=True)
class UnitCount:
    """How many of a unit a campaign concerns: numbers alone."""

    unit_id: UUID
    name: str
    offenders: int
    victims: int


def by_name(uow: UnitOfWork, name_key: str) -> Campaign | None:
    """The campaign of a name."""
    return uow.session.scalar(select(Campaign).where(Campaign.name_key == name_key))


def of_file(uow: UnitOfWork, file_digest: str) -> Campaign | None:
    """The campaign that a file was brought in as."""
    return uow.session.scalar(select(Campaign).where(Campaign.file_digest == file_digest))


def that_planned(uow: UnitOfWork, update: Update) -> UUID | None:
    """The newest campaign that moved the month which an update tells; None where none did."""
    query = (
        select(CampaignMove.campaign_id)
        .where(CampaignMove.case_id == update.case_id, CampaignMove.plan_key == update.plan_key)
        .order_by(CampaignMove.made_at.desc(), CampaignMove.id)
        .limit(1)
    )
    return uow.session.scalar(query)


def newest(uow: UnitOfWork, limit: int) -> list[Campaign]:
    """The newest campaigns."""
    query = select(Campaign).order_by(Campaign.made_at.desc(), Campaign.id.desc()).limit(limit)
    return list(uow.session.scalars(query))


def done_of(uow: UnitOfWork, campaign_id: UUID, offender_ids: Collection[UUID]) -> set[UUID]:
    """Which of some offenders are done already."""
    query = select(CampaignOffender.offender_id).where(
        CampaignOffender.campaign_id == campaign_id,
        CampaignOffender.offender_id.in_(list(offender_ids)),
    )
    return set(uow.session.scalars(query))


def offenders_by_outcome(
    uow: UnitOfWork, campaign_ids: Collection[UUID]
) -> dict[UUID, dict[str, int]]:
    """How many offenders each campaign moved and left as they were."""
    query = (
        select(CampaignOffender.campaign_id, CampaignOffender.outcome, func.count())
        .where(CampaignOffender.campaign_id.in_(list(campaign_ids)))
        .group_by(CampaignOffender.campaign_id, CampaignOffender.outcome)
    )
    found: dict[UUID, dict[str, int]] = {one: {} for one in campaign_ids}
    for campaign_id, outcome, number in uow.session.execute(query):
        found[campaign_id][outcome] = number
    return found


def counts_by_unit(uow: UnitOfWork, campaign_id: UUID, user_id: UUID | None) -> list[UnitCount]:
    """How many offenders and victims of each unit.

    What is hidden from the reader (a restricted case that doesn't name them, an offender with
    whom they have a conflict) isn't hinted at by a number.
    """
    named = select(CaseReader.case_id).where(
        CaseReader.user_id == user_id, CaseReader.ended_at.is_(None)
    )
    query = (
        select(
            Unit.id,
            Unit.name,
            func.count(distinct(Case.offender_id)),
            func.count(distinct(CampaignMove.case_id)),
        )
        .select_from(CampaignMove)
        .join(Case, Case.id == CampaignMove.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .where(
            CampaignMove.campaign_id == campaign_id,
            or_(Case.restricted.is_(False), Case.id.in_(named)),
            none_over(Case, user_id),
        )
        .group_by(Unit.id, Unit.name)
        .order_by(Unit.name)
    )
    return [UnitCount(*row) for row in uow.session.execute(query)]


def moves_within_reach(
    uow: UnitOfWork, campaign_id: UUID, user_id: UUID | None, unit_id: UUID | None
) -> list[MoveRow]:
    """What moved for the cases that a reader may see, nearest date first, with its update."""
    query = (
        select(CampaignMove, Case, Update)
        .join(Case, Case.id == CampaignMove.case_id)
        .outerjoin(Update, _tells())
        .where(CampaignMove.campaign_id == campaign_id, reached_by(Case, user_id, unit_id))
        .order_by(CampaignMove.nearest_on, CampaignMove.id)
    )
    rows: list[MoveRow] = [
        (move, case, update) for move, case, update in uow.session.execute(query)
    ]
    fetch_conflicts(uow, {case.offender_id for _, case, _ in rows})
    fetch_walls(uow, [case.id for _, case, _ in rows])
    return rows


def untold(uow: UnitOfWork, nearest_by: date, limit: int) -> list[tuple[CampaignMove, Case]]:
    """Moves of open cases whose update nobody approved yet and about which nobody was asked."""
    query = (
        select(CampaignMove, Case)
        .join(Case, Case.id == CampaignMove.case_id)
        .outerjoin(Update, _tells())
        .where(
            CampaignMove.asked_on.is_(None),
            CampaignMove.plan_key.is_not(None),
            CampaignMove.nearest_on <= nearest_by,
            Case.closed_at.is_(None),
            Case.enrolment.in_(IN_SCHEME),
            or_(Update.id.is_(None), Update.state == UpdateState.DRAFT),
        )
        .order_by(CampaignMove.nearest_on, CampaignMove.id)
        .limit(limit)
    )
    return [(move, case) for move, case in uow.session.execute(query)]


def messages_of(
    uow: UnitOfWork, updates: Iterable[tuple[UUID, int | None]]
) -> dict[UUID, list[tuple[str, bool]]]:
    """The state of each message of some updates in these versions, and whether it ever went."""
    versions = dict(updates)
    found: dict[UUID, list[tuple[str, bool]]] = {}
    ids = list(versions)
    for start in range(0, len(ids), PORTION):
        query = select(
            Message.update_id, Message.update_version, Message.state, Message.handed_over_at
        ).where(Message.update_id.in_(ids[start : start + PORTION]))
        for update_id, version, state, at in uow.session.execute(query):
            if update_id is not None and versions[update_id] == version:
                found.setdefault(update_id, []).append((state, at is not None))
    return found


def proposed(uow: UnitOfWork, campaign_id: UUID, now: datetime) -> dict[UUID, int]:
    """The updates that wait for a second person, each with the version that was proposed."""
    query = (
        select(TrancheUpdate.update_id, TrancheUpdate.version)
        .join(CampaignTranche, CampaignTranche.id == TrancheUpdate.tranche_id)
        .join(Proposal, Proposal.id == CampaignTranche.proposal_id)
        .where(
            CampaignTranche.campaign_id == campaign_id,
            Proposal.decided_at.is_(None),
            Proposal.expires_at > now,
        )
    )
    return {row.update_id: row.version for row in uow.session.execute(query)}


def tranches(
    uow: UnitOfWork, campaign_id: UUID, unit_id: UUID | None
) -> list[tuple[CampaignTranche, Proposal, int, int]]:
    """A unit's tranches of a campaign, newest first, with their updates and those approved."""
    query = (
        select(
            CampaignTranche,
            Proposal,
            func.count(TrancheUpdate.id),
            func.count(TrancheUpdate.id).filter(TrancheUpdate.approved.is_(True)),
        )
        .join(Proposal, Proposal.id == CampaignTranche.proposal_id)
        .outerjoin(TrancheUpdate, TrancheUpdate.tranche_id == CampaignTranche.id)
        .where(CampaignTranche.campaign_id == campaign_id, CampaignTranche.unit_id == unit_id)
        .group_by(CampaignTranche.id, Proposal.id)
        .order_by(CampaignTranche.proposed_at.desc(), CampaignTranche.id)
    )
    return [(one, proposal, all_, some) for one, proposal, all_, some in uow.session.execute(query)]


def updates_in(
    uow: UnitOfWork, tranche_id: UUID, *, lock: bool = False
) -> list[tuple[TrancheUpdate, Update, Case]]:
    """A tranche's updates as they stand now, nearest window first; locked where asked."""
    query = (
        select(TrancheUpdate, Update, Case)
        .join(Update, Update.id == TrancheUpdate.update_id)
        .join(Case, Case.id == TrancheUpdate.case_id)
        .where(TrancheUpdate.tranche_id == tranche_id)
        .order_by(Update.id)
    )
    if lock:
        query = query.with_for_update(of=Update).execution_options(populate_existing=True)
    rows = [(item, update, case) for item, update, case in uow.session.execute(query)]
    fetch_conflicts(uow, {case.offender_id for _, _, case in rows})
    fetch_walls(uow, [case.id for _, _, case in rows])
    return rows


def _tells() -> ColumnElement[bool]:
    return (Update.case_id == CampaignMove.case_id) & (Update.plan_key == CampaignMove.plan_key)


def people_of(uow: UnitOfWork, person_ids: Collection[UUID]) -> list[Person]:
    """Some persons with their keys at hand; held by the caller, each is asked for once."""
    ids = list(person_ids)
    uow.vault.fetch(ids)
    found: list[Person] = []
    for start in range(0, len(ids), PORTION):
        query = select(Person).where(Person.id.in_(ids[start : start + PORTION]))
        found += uow.session.scalars(query)
    return found
