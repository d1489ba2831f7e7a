"""What opens a victim's own pages: the agreed passphrase, the links, and the visits."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from victim_portal.store.base import Row
from victim_portal.store.columns import Subject, UtcDateTime, link, plain

PERSON: dict[str, Any] = {"subject": Subject.PERSON}
LIVE = "issued_at IS NOT NULL AND ended_at IS NULL AND redeemed_at IS NULL"


class Passphrase(Row):
    """The passphrase that the person of a case agreed on with the officer: its hash alone.

    At most one stands for a case at a time.
    """

    __tablename__ = "passphrase"
    __table_args__ = (
        Index(
            "uq_passphrase_standing",
            "case_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    hash: Mapped[str] = plain(String(200), nullable=False, **PERSON)
    agreed_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    agreed_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    ended_by: Mapped[str | None] = plain(String(120), **PERSON)


class SecureLink(Row):
    """One link to a victim's own pages.

    It is made with the messages that will carry it, and gets its token as the first of them
    leaves: only then does it begin to live. The token's digest stands here. Of one case at
    most one lives: a newer one ends the older.
    """

    __tablename__ = "secure_link"
    __table_args__ = (
        UniqueConstraint("token_digest"),
        Index(
            "uq_secure_link_live",
            "case_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    made_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    token_digest: Mapped[bytes | None] = plain(LargeBinary, **PERSON)
    issued_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    expires_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    tries: Mapped[int] = plain(nullable=False, default=0, **PERSON)
    redeemed_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    locked_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    ended_why: Mapped[str | None] = plain(String(30), **PERSON)
    row_version: Mapped[int] = plain(nullable=False, server_default="1", **PERSON)

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy's own form


class VictimVisit(Row):
    """One visit to a victim's own pages; the cookie holds a token whose digest stands here.

    `warned_at` is when the interruption page was passed. Of the browser and the network
    nothing is kept: whoever reads the trail must not learn where she is.
    """

    __tablename__ = "victim_visit"
    __table_args__ = (UniqueConstraint("token_digest"),)

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    link_id: Mapped[UUID] = link("secure_link.id", nullable=False, **PERSON)
    token_digest: Mapped[bytes] = plain(LargeBinary, nullable=False, **PERSON)
    started_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    seen_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    warned_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
