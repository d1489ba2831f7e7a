"""What opens a victim's own pages, the visits, and what was asked and said there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from victim_portal.domain.link_codes import Proof
from victim_portal.domain.own_choices import OwnRequestKind
from victim_portal.store.base import Row, SealedText
from victim_portal.store.columns import Subject, UtcDateTime, closed_list, link, plain, sealed

PERSON: dict[str, Any] = {"subject": Subject.PERSON}
LIVE = "issued_at IS NOT NULL AND ended_at IS NULL AND redeemed_at IS NULL"


class Passphrase(Row):
    """What the person of a case agreed with the officer to prove by that it is them.

    The hash of a passphrase; or a code that is sent another way, with the hash of a secret that
    nobody knows. At most one stands for a case at a time.
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
        closed_list("proof", Proof, table="passphrase"),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    proof: Mapped[str] = plain(String(10), nullable=False, server_default="words", **PERSON)
    hash: Mapped[str] = plain(String(200), nullable=False, **PERSON)
    agreed_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    agreed_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    ended_by: Mapped[str | None] = plain(String(120), **PERSON)


class SecureLink(Row):
    """One link to a victim's own pages.

    It is made with the messages that will carry it, and begins to live as the first of them
    leaves. Each message carries a token of its own, whose digest stands with it: so it is known
    by which number or address the link came that somebody opens. Of one case at most one lives:
    a newer one ends the older.
    """

    __tablename__ = "secure_link"
    __table_args__ = (
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
    issued_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    expires_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    tries: Mapped[int] = plain(nullable=False, default=0, **PERSON)
    redeemed_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    locked_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    ended_why: Mapped[str | None] = plain(String(30), **PERSON)
    row_version: Mapped[int] = plain(nullable=False, server_default="1", **PERSON)

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy's own form


class LinkCode(Row):
    """A code that proves who opens a link; it is made as its message leaves.

    Of one link at most one lives: a newer one ends the older.
    """

    __tablename__ = "link_code"
    __table_args__ = (
        Index(
            "uq_link_code_live",
            "link_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    link_id: Mapped[UUID] = link("secure_link.id", nullable=False, index=True, **PERSON)
    channel_id: Mapped[UUID] = link("channel.id", nullable=False, **PERSON)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    code_digest: Mapped[bytes | None] = plain(LargeBinary, **PERSON)
    expires_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    ended_why: Mapped[str | None] = plain(String(30), **PERSON)


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


class OwnRequest(Row):
    """What the person of a case asked for on their own pages, and an officer agrees with them.

    `channel_id` is the number or address that it is about.
    """

    __tablename__ = "own_request"
    __table_args__ = (closed_list("kind", OwnRequestKind, table="own_request"),)

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    channel_id: Mapped[UUID | None] = link("channel.id", **PERSON)
    kind: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    words_sealed: Mapped[bytes | None] = sealed(**PERSON)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)

    words = SealedText("words_sealed")


class Feedback(Row):
    """Whether what they were told was clear to them, in one answer for each update."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("update_id"),)

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    update_id: Mapped[UUID] = link("update.id", nullable=False, **PERSON)
    clear: Mapped[bool] = plain(nullable=False, **PERSON)
    words_sealed: Mapped[bytes | None] = sealed(**PERSON)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)

    words = SealedText("words_sealed")
