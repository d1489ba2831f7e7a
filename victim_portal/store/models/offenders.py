"""Offenders, their sentences, official key dates and what happened to the sentence."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Date, Index, Integer, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from victim_portal.domain.sources import ToldBy
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import OffenceCategory, SentenceType
from victim_portal.store.base import Row, SealedDate, SealedText
from victim_portal.store.columns import (
    Retention,
    Search,
    Subject,
    UtcDateTime,
    closed_list,
    link,
    plain,
    sealed,
)

OPEN = "ended_at IS NULL"
OWN: dict[str, Any] = {"subject": Subject.SELF, "retention": Retention.OFFENDER}
OFFENDER: dict[str, Any] = {"subject": Subject.OFFENDER, "retention": Retention.OFFENDER}


class Offender(Row):
    """The person sentenced: one data subject, kept apart from every victim."""

    __tablename__ = "offender"

    first_name_sealed: Mapped[bytes | None] = sealed(search=Search.NAME, **OWN)
    last_name_sealed: Mapped[bytes] = sealed(search=Search.NAME, nullable=False, **OWN)
    born_on_sealed: Mapped[bytes | None] = sealed(search=Search.WITH_SURNAME, **OWN)
    prison_number_sealed: Mapped[bytes | None] = sealed(search=Search.EXACT, **OWN)
    prison_number_index: Mapped[bytes | None] = plain(LargeBinary, index=True, **OWN)
    crn_sealed: Mapped[bytes | None] = sealed(search=Search.EXACT, **OWN)
    crn_index: Mapped[bytes | None] = plain(LargeBinary, index=True, **OWN)
    created_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **OWN)
    row_version: Mapped[int] = plain(nullable=False, server_default="1", **OWN)

    first_name = SealedText("first_name_sealed")
    last_name = SealedText("last_name_sealed")
    born_on = SealedDate("born_on_sealed")
    prison_number = SealedText("prison_number_sealed")
    crn = SealedText("crn_sealed")

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy's own form


class OffenderCorrection(Row):
    """What stood before something about an offender was put right."""

    __tablename__ = "offender_correction"

    offender_id: Mapped[UUID] = link("offender.id", nullable=False, index=True, **OFFENDER)
    field: Mapped[str] = plain(String(40), nullable=False, **OFFENDER)
    before_sealed: Mapped[bytes | None] = sealed(**OFFENDER)
    why_sealed: Mapped[bytes] = sealed(nullable=False, **OFFENDER)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **OFFENDER)
    recorded_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **OFFENDER)

    before = SealedText("before_sealed")
    why = SealedText("why_sealed")


class ConflictOfInterest(Row):
    """A member of staff who knows an offender or works with them: they see none of the cases."""

    __tablename__ = "conflict_of_interest"
    __table_args__ = (
        Index(
            "uq_conflict_of_interest_open",
            "offender_id",
            "user_id",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
    )

    offender_id: Mapped[UUID] = link("offender.id", nullable=False, **OFFENDER)
    user_id: Mapped[UUID] = link("user.id", nullable=False, index=True, **OFFENDER)
    why_sealed: Mapped[bytes] = sealed(nullable=False, **OFFENDER)
    declared_by: Mapped[str] = plain(String(120), nullable=False, **OFFENDER)
    declared_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **OFFENDER)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **OFFENDER)
    ended_by: Mapped[str | None] = plain(String(120), **OFFENDER)

    why = SealedText("why_sealed")


class Sentence(Row):
    """One sentence or order, as the referral tells it."""

    __tablename__ = "sentence"
    __table_args__ = (
        closed_list("sentence_type", SentenceType, table="sentence"),
        closed_list("offence_category", OffenceCategory, table="sentence"),
    )

    offender_id: Mapped[UUID] = link("offender.id", nullable=False, index=True, **OFFENDER)
    sentence_type: Mapped[str] = plain(String(30), nullable=False, **OFFENDER)
    offence_category: Mapped[str] = plain(String(30), nullable=False, **OFFENDER)
    offence_sealed: Mapped[bytes | None] = sealed(**OFFENDER)
    sentenced_on: Mapped[date] = plain(Date, nullable=False, **OFFENDER)
    court_sealed: Mapped[bytes | None] = sealed(**OFFENDER)
    custodial_term: Mapped[str | None] = plain(String(40), **OFFENDER)
    minimum_term: Mapped[str | None] = plain(String(40), **OFFENDER)
    created_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **OFFENDER)

    offence = SealedText("offence_sealed")
    court = SealedText("court_sealed")


class KeyDates(Row):
    """One version of an offender's official dates, as given; never computed here."""

    __tablename__ = "key_dates"
    __table_args__ = (UniqueConstraint("offender_id", "version"),)

    offender_id: Mapped[UUID] = link("offender.id", nullable=False, **OFFENDER)
    version: Mapped[int] = plain(Integer, nullable=False, **OFFENDER)
    source: Mapped[str] = plain(String(40), nullable=False, **OFFENDER)
    status: Mapped[str] = plain(String(40), nullable=False, **OFFENDER)
    flags: Mapped[list[Any]] = plain(JSON, nullable=False, **OFFENDER)
    received_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **OFFENDER)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **OFFENDER)
    # When the same dates were given again: no new version, but no less sure for being old.
    confirmed_at: Mapped[datetime | None] = plain(UtcDateTime(), **OFFENDER)


class KeyDate(Row):
    """One date of one version; an unknown code is kept and shown."""

    __tablename__ = "key_date"
    __table_args__ = (
        UniqueConstraint("key_dates_id", "code"),
        Index("ix_key_date_falls_on", "falls_on"),
    )

    key_dates_id: Mapped[UUID] = link("key_dates.id", nullable=False, **OFFENDER)
    code: Mapped[str] = plain(String(40), nullable=False, **OFFENDER)
    falls_on: Mapped[date] = plain(Date, nullable=False, **OFFENDER)
    # The version at which this date last changed: what an update rests on.
    since_version: Mapped[int] = plain(Integer, nullable=False, **OFFENDER)


class Event(Row):
    """Something that happened to the sentence, and from whom we know."""

    __tablename__ = "event"
    __table_args__ = (
        closed_list("stage", Stage, table="event"),
        closed_list("source", ToldBy, table="event"),
        Index("ix_event_happened_on", "happened_on"),
    )

    offender_id: Mapped[UUID] = link("offender.id", nullable=False, index=True, **OFFENDER)
    stage: Mapped[str] = plain(String(40), nullable=False, **OFFENDER)
    happened_on: Mapped[date] = plain(Date, nullable=False, **OFFENDER)
    outcome: Mapped[str | None] = plain(String(30), **OFFENDER)
    month: Mapped[str | None] = plain(String(7), **OFFENDER)
    hearing_on: Mapped[date | None] = plain(Date, **OFFENDER)
    source: Mapped[str | None] = plain(String(20), **OFFENDER)
    # Where it was written: its free text is shown to who reaches that case, and nobody else.
    case_id: Mapped[UUID | None] = link("case.id", **OFFENDER)
    told_by_sealed: Mapped[bytes] = sealed(nullable=False, **OFFENDER)
    note_sealed: Mapped[bytes | None] = sealed(**OFFENDER)
    version: Mapped[int] = plain(Integer, nullable=False, **OFFENDER)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **OFFENDER)
    recorded_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **OFFENDER)

    told_by = SealedText("told_by_sealed")
    note = SealedText("note_sealed")
