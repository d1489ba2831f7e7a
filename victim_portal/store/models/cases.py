"""Cases: one victim's place in the scheme for one offender, through a sentence."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped

from victim_portal.domain.vocabulary import (
    ContactMethod,
    Enrolment,
    Level,
    Relationship,
    ReturnReason,
    Route,
)
from victim_portal.store.base import Row, SealedJson, SealedText
from victim_portal.store.columns import (
    Search,
    Subject,
    UtcDateTime,
    closed_list,
    link,
    plain,
    sealed,
)

PERSON: dict[str, Any] = {"subject": Subject.PERSON}


class Case(Row):
    """One victim's place in the scheme for one offender.

    An open case has an active officer or stands in its unit's allocation queue with a
    date by which it must be allocated; the constraints below hold that at every moment.
    """

    __tablename__ = "case"
    __table_args__ = (
        closed_list("relationship", Relationship, table="case"),
        closed_list("route", Route, table="case"),
        closed_list("enrolment", Enrolment, table="case"),
        UniqueConstraint("reference"),
        UniqueConstraint("person_id", "sentence_id"),
        CheckConstraint(
            "closed_at IS NOT NULL"
            " OR (officer_id IS NOT NULL AND officer_active IS NOT NULL AND queued_since IS NULL)"
            " OR (officer_id IS NULL AND queued_since IS NOT NULL AND queue_due_on IS NOT NULL)",
            name="open_case_has_somebody",
        ),
        CheckConstraint("officer_active IS NULL OR officer_active", name="officer_is_active"),
        ForeignKeyConstraint(
            ["officer_id", "officer_active"],
            ["user.id", "user.active"],
            name="fk_case_active_officer",
            deferrable=True,
            initially="DEFERRED",
        ),
        Index("ix_case_officer", "officer_id", "opened_on", "id"),
        Index("ix_case_unit", "unit_id", "opened_on", "id"),
        Index(
            "ix_case_queue",
            "unit_id",
            "queued_since",
            sqlite_where=text("queued_since IS NOT NULL"),
            postgresql_where=text("queued_since IS NOT NULL"),
        ),
    )

    reference: Mapped[str] = plain(String(11), nullable=False, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, index=True, **PERSON)
    offender_id: Mapped[UUID] = link("offender.id", nullable=False, index=True, **PERSON)
    sentence_id: Mapped[UUID] = link("sentence.id", nullable=False, index=True, **PERSON)
    relationship: Mapped[str] = plain(String(30), nullable=False, **PERSON)
    unit_id: Mapped[UUID] = link("unit.id", nullable=False, **PERSON)
    officer_id: Mapped[UUID | None] = link("user.id", **PERSON)
    officer_active: Mapped[bool | None] = plain(**PERSON)
    queued_since: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    queue_due_on: Mapped[date | None] = plain(Date, **PERSON)
    restricted: Mapped[bool] = plain(nullable=False, default=False, **PERSON)
    route: Mapped[str] = plain(String(40), nullable=False, **PERSON)
    route_rule: Mapped[str] = plain(String(60), nullable=False, **PERSON)
    route_reason: Mapped[str] = plain(String(500), nullable=False, **PERSON)
    route_decided_why_sealed: Mapped[bytes | None] = sealed(**PERSON)
    enrolment: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    enrolment_version: Mapped[int] = plain(nullable=False, **PERSON)
    deferred_until: Mapped[date | None] = plain(Date, **PERSON)
    received_on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    first_contact_on: Mapped[date | None] = plain(Date, **PERSON)
    opened_on: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    closed_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    closed_why: Mapped[str | None] = plain(String(60), **PERSON)
    closed_note_sealed: Mapped[bytes | None] = sealed(**PERSON)
    # The day from which the retention period counts: set by the first closing, and moved
    # only with a reason.
    retain_from: Mapped[date | None] = plain(Date, **PERSON)
    retain_from_why_sealed: Mapped[bytes | None] = sealed(**PERSON)
    # The case that stays, where this one turned out to be a double of it.
    merged_into_id: Mapped[UUID | None] = link("case.id", index=True, **PERSON)
    row_version: Mapped[int] = plain(nullable=False, **PERSON)

    route_decided_why = SealedText("route_decided_why_sealed")
    closed_note = SealedText("closed_note_sealed")
    retain_from_why = SealedText("retain_from_why_sealed")

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy's own form


class Referral(Row):
    """A referral as it arrived, so that a changed row with a known reference shows."""

    __tablename__ = "referral"
    __table_args__ = (UniqueConstraint("reference_index"),)

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    reference_sealed: Mapped[bytes] = sealed(search=Search.EXACT, nullable=False, **PERSON)
    reference_index: Mapped[bytes] = plain(LargeBinary, nullable=False, **PERSON)
    received_on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    row_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    row_digest: Mapped[bytes] = plain(LargeBinary, nullable=False, **PERSON)
    source: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    recorded_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)

    reference = SealedText("reference_sealed")
    row = SealedJson("row_sealed")


class EnrolmentStep(Row):
    """One move of the offer and its answer: who recorded it, when it was, and how."""

    __tablename__ = "enrolment_step"
    __table_args__ = (
        closed_list("moved_to", Enrolment, table="enrolment_step"),
        closed_list("how", ContactMethod, table="enrolment_step"),
        UniqueConstraint("case_id", "number"),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    number: Mapped[int] = plain(nullable=False, **PERSON)
    moved_from: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    moved_to: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    how: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    deferred_until: Mapped[date | None] = plain(Date, **PERSON)
    level: Mapped[str | None] = plain(String(30), **PERSON)
    # What was read out or shown to them, and what they said to it.
    consent_shown_sealed: Mapped[bytes | None] = sealed(**PERSON)
    consent_words_sealed: Mapped[bytes | None] = sealed(**PERSON)
    note_sealed: Mapped[bytes | None] = sealed(**PERSON)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    recorded_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    # Recorded by mistake: it is kept and shown, and counts for nothing any more.
    undone_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    undone_by: Mapped[str | None] = plain(String(120), **PERSON)
    undone_why_sealed: Mapped[bytes | None] = sealed(**PERSON)

    consent_shown = SealedText("consent_shown_sealed")
    consent_words = SealedText("consent_words_sealed")
    note = SealedText("note_sealed")
    undone_why = SealedText("undone_why_sealed")


class Preference(Row):
    """How the person of a case wants to be told."""

    __tablename__ = "preference"
    __table_args__ = (
        closed_list("level", Level, table="preference"),
        UniqueConstraint("case_id"),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    level: Mapped[str] = plain(String(30), nullable=False, **PERSON)
    call_first: Mapped[bool] = plain(nullable=False, default=False, **PERSON)
    windows: Mapped[list[Any]] = plain(JSON, nullable=False, **PERSON)
    dates_to_avoid_sealed: Mapped[bytes | None] = sealed(**PERSON)
    ignore_moves_up_to_months: Mapped[int] = plain(nullable=False, default=0, **PERSON)
    formats: Mapped[list[str]] = plain(JSON, nullable=False, **PERSON)
    version: Mapped[int] = plain(nullable=False, **PERSON)
    changed_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)

    dates_to_avoid = SealedJson("dates_to_avoid_sealed")


class DuplicateFlag(Row):
    """A likely duplicate, for a person to decide."""

    __tablename__ = "duplicate_flag"
    __table_args__ = (UniqueConstraint("case_id", "other_case_id"),)

    case_id: Mapped[UUID] = link("case.id", nullable=False, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    other_case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    reason: Mapped[str] = plain(String(60), nullable=False, **PERSON)
    flagged_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    decision: Mapped[str | None] = plain(String(30), **PERSON)
    decided_by: Mapped[str | None] = plain(String(120), **PERSON)
    decided_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)


class ReferralReturn(Row):
    """A referral sent back to the witness care unit, and what came of it."""

    __tablename__ = "referral_return"
    __table_args__ = (closed_list("reason", ReturnReason, table="referral_return"),)

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    reason: Mapped[str] = plain(String(30), nullable=False, **PERSON)
    note_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    sent_to_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    sent_on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    chase_on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    answered_on: Mapped[date | None] = plain(Date, **PERSON)
    answer_sealed: Mapped[bytes | None] = sealed(**PERSON)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    recorded_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)

    note = SealedText("note_sealed")
    sent_to = SealedText("sent_to_sealed")
    answer = SealedText("answer_sealed")


class CaseMove(Row):
    """A case that went from one unit's queue or officer to another unit's queue."""

    __tablename__ = "case_move"

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    from_unit_id: Mapped[UUID] = link("unit.id", nullable=False, **PERSON)
    to_unit_id: Mapped[UUID] = link("unit.id", nullable=False, **PERSON)
    why_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    moved_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    moved_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)

    why = SealedText("why_sealed")
