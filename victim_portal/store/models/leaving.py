"""Officers who leave: the moment that was planned, and who gets each of their cases."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from victim_portal.store.base import Row
from victim_portal.store.columns import Retention, Subject, UtcDateTime, link, plain

PERSON: dict[str, Any] = {"subject": Subject.PERSON}
STAFF: dict[str, Any] = {"subject": Subject.STAFF, "retention": Retention.STAFF}
OPEN = "ended_at IS NULL"


class Leaving(Row):
    """One planned leaving: at that moment every case goes over and the access ends."""

    __tablename__ = "leaving"
    __table_args__ = (
        Index(
            "uq_leaving_open",
            "user_id",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
    )

    user_id: Mapped[UUID] = link("user.id", nullable=False, **STAFF)
    unit_id: Mapped[UUID] = link("unit.id", nullable=False, **STAFF)
    leaves_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **STAFF)
    planned_by: Mapped[str] = plain(String(120), nullable=False, **STAFF)
    planned_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **STAFF)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **STAFF)
    stays: Mapped[bool] = plain(nullable=False, default=False, **STAFF)


class LeavingCase(Row):
    """Who gets one of the cases; nobody where none may have it, so that it goes to the queue."""

    __tablename__ = "leaving_case"
    __table_args__ = (UniqueConstraint("leaving_id", "case_id"),)

    leaving_id: Mapped[UUID] = link("leaving.id", nullable=False, **PERSON)
    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    officer_id: Mapped[UUID | None] = link("user.id", **PERSON)
