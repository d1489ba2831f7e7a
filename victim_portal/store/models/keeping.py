"""What is kept longer than its time, and what is left of what was forgotten."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from victim_portal.domain.vocabulary import SubjectKind
from victim_portal.store.base import Row, SealedText
from victim_portal.store.columns import (
    Retention,
    Subject,
    UtcDateTime,
    closed_list,
    link,
    plain,
    sealed,
)

PERSON: dict[str, Any] = {"subject": Subject.PERSON}
AUDIT: dict[str, Any] = {"retention": Retention.AUDIT}
LIVE = "ended_at IS NULL"


class LegalHold(Row):
    """Why a case may not be forgotten yet, however old it is."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        Index(
            "uq_legal_hold_live",
            "case_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    why_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    set_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    set_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    ended_why_sealed: Mapped[bytes | None] = sealed(**PERSON)
    ended_by: Mapped[str | None] = plain(String(120), **PERSON)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)

    why = SealedText("why_sealed")
    ended_why = SealedText("ended_why_sealed")


class Tombstone(Row):
    """All that is left of a data subject who was forgotten: that there was one.

    No foreign key: what it stood for is gone. A restore destroys the keys of all of these
    again before anybody can sign in.
    """

    __tablename__ = "tombstone"
    __table_args__ = (
        closed_list("kind", SubjectKind, table="tombstone"),
        UniqueConstraint("gone_id"),
    )

    gone_id: Mapped[UUID] = plain(nullable=False, **AUDIT)
    kind: Mapped[str] = plain(String(20), nullable=False, **AUDIT)
    rule: Mapped[str] = plain(String(60), nullable=False, **AUDIT)
    purged_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **AUDIT)
    purged_by: Mapped[str] = plain(String(250), nullable=False, subject=Subject.STAFF, **AUDIT)
