"""When a case was last looked at for silence, and what was found."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from victim_portal.store.base import Row
from victim_portal.store.columns import Subject, UtcDateTime, link, plain

PERSON: dict[str, Any] = {"subject": Subject.PERSON}
SILENT = "since IS NOT NULL"


class CaseWatch(Row):
    """One case: when it was looked at, and since when it is silent in which way.

    `since` is the earliest of the days; it is empty while the case isn't silent.
    """

    __tablename__ = "case_watch"
    __table_args__ = (
        UniqueConstraint("case_id"),
        Index(
            "ix_case_watch_since",
            "since",
            "id",
            sqlite_where=text(SILENT),
            postgresql_where=text(SILENT),
        ),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, index=True, **PERSON)
    looked_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    since: Mapped[date | None] = plain(Date, **PERSON)
    no_way_since: Mapped[date | None] = plain(Date, **PERSON)
    unread_since: Mapped[date | None] = plain(Date, **PERSON)
    no_contact_since: Mapped[date | None] = plain(Date, **PERSON)
    unconfirmed_since: Mapped[date | None] = plain(Date, **PERSON)
    passed_over_since: Mapped[date | None] = plain(Date, **PERSON)
