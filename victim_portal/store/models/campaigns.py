"""Date-change campaigns: a file that moved many dates, whom it concerns, what was approved."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Date, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from victim_portal.domain.campaigns import CampaignOutcome, CampaignReason, Dropped, Nothing
from victim_portal.domain.stages import Road
from victim_portal.store.base import Row, SealedText
from victim_portal.store.columns import Subject, UtcDateTime, closed_list, link, plain, sealed

PERSON: dict[str, Any] = {"subject": Subject.PERSON}
OFFENDER: dict[str, Any] = {"subject": Subject.OFFENDER}


class Campaign(Row):
    """One file of date changes; `finished_at` is empty while some of it is still to be done."""

    __tablename__ = "campaign"
    __table_args__ = (
        closed_list("reason", CampaignReason, table="campaign"),
        UniqueConstraint("name_key"),
        UniqueConstraint("file_digest"),
        Index("ix_campaign_made_at", "made_at", "id"),
    )

    name: Mapped[str] = plain(String(80), nullable=False)
    name_key: Mapped[str] = plain(String(160), nullable=False)
    reason: Mapped[str] = plain(String(20), nullable=False)
    file_digest: Mapped[str] = plain(String(64), nullable=False)
    rows_read: Mapped[int] = plain(nullable=False)
    rows_refused: Mapped[int] = plain(nullable=False)
    rows_unknown: Mapped[int] = plain(nullable=False)
    made_by: Mapped[str] = plain(String(120), nullable=False)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False)
    finished_at: Mapped[datetime | None] = plain(UtcDateTime())


class CampaignOffender(Row):
    """An offender of the file who is done: an import that died goes on with the others."""

    __tablename__ = "campaign_offender"
    __table_args__ = (
        closed_list("outcome", CampaignOutcome, table="campaign_offender"),
        UniqueConstraint("campaign_id", "offender_id"),
    )

    campaign_id: Mapped[UUID] = link("campaign.id", nullable=False, **OFFENDER)
    offender_id: Mapped[UUID] = link("offender.id", nullable=False, index=True, **OFFENDER)
    outcome: Mapped[str] = plain(String(20), nullable=False, **OFFENDER)
    version: Mapped[int] = plain(nullable=False, **OFFENDER)
    reason_sealed: Mapped[bytes | None] = sealed(**OFFENDER)
    done_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **OFFENDER)

    reason = SealedText("reason_sealed")


class CampaignMove(Row):
    """One month that moved for one case: what was known, what is known now, what tells of it.

    `plan_key` is that of the update which tells it, whether or not its words could be written;
    `why_nothing` says why none does. `told_month` is what the victim knew when the file came.
    """

    __tablename__ = "campaign_move"
    __table_args__ = (
        closed_list("road", Road, table="campaign_move"),
        closed_list("why_nothing", Nothing, table="campaign_move"),
        CheckConstraint("(plan_key IS NULL) <> (why_nothing IS NULL)", name="told_or_why_not"),
        UniqueConstraint("campaign_id", "case_id", "road"),
        Index("ix_campaign_move_nearest", "campaign_id", "nearest_on", "id"),
    )

    campaign_id: Mapped[UUID] = link("campaign.id", nullable=False, **PERSON)
    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, index=True, **PERSON)
    road: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    month_before: Mapped[str | None] = plain(String(7), **PERSON)
    month_after: Mapped[str | None] = plain(String(7), **PERSON)
    moved_months: Mapped[int | None] = plain(**PERSON)
    nearest_on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    told_month: Mapped[str | None] = plain(String(7), **PERSON)
    plan_key: Mapped[str | None] = plain(String(120), **PERSON)
    why_nothing: Mapped[str | None] = plain(String(20), **PERSON)
    # When its officer was asked, because the nearest date comes and they haven't been told.
    asked_on: Mapped[date | None] = plain(Date, **PERSON)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)


class CampaignTranche(Row):
    """Updates that one person proposed to approve together, for a second one to agree to."""

    __tablename__ = "campaign_tranche"

    campaign_id: Mapped[UUID] = link("campaign.id", nullable=False, index=True)
    unit_id: Mapped[UUID] = link("unit.id", nullable=False)
    proposal_id: Mapped[UUID] = link("proposal.id", nullable=False, index=True)
    # Which slice was asked for: codes and a day.
    asked: Mapped[dict[str, Any]] = plain(JSON, nullable=False)
    proposed_by: Mapped[str] = plain(String(120), nullable=False)
    proposed_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False)


class TrancheUpdate(Row):
    """One update of a tranche in exactly the version and words that were proposed.

    `approved` is empty until the second person agreed; `dropped` says why it was left out.
    """

    __tablename__ = "tranche_update"
    __table_args__ = (
        closed_list("dropped", Dropped, table="tranche_update"),
        CheckConstraint("approved IS NOT TRUE OR dropped IS NULL", name="approved_or_dropped"),
        UniqueConstraint("tranche_id", "update_id"),
    )

    tranche_id: Mapped[UUID] = link("campaign_tranche.id", nullable=False, **PERSON)
    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, index=True, **PERSON)
    update_id: Mapped[UUID] = link("update.id", nullable=False, index=True, **PERSON)
    version: Mapped[int] = plain(nullable=False, **PERSON)
    words_digest: Mapped[str] = plain(String(64), nullable=False, **PERSON)
    approved: Mapped[bool | None] = plain(**PERSON)
    dropped: Mapped[str | None] = plain(String(20), **PERSON)
