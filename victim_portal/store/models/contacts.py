"""Contact with a person: every attempt, letters, notes and promises, codes that verify."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, LargeBinary, String, false, text
from sqlalchemy.orm import Mapped

from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    Language,
    LetterKind,
    VerificationWay,
)
from victim_portal.store.base import Row, SealedJson, SealedText
from victim_portal.store.columns import (
    Subject,
    UtcDateTime,
    closed_list,
    link,
    plain,
    sealed,
)

OWN: dict[str, Any] = {"subject": Subject.SELF}
PERSON: dict[str, Any] = {"subject": Subject.PERSON}
LIVE = "ended_at IS NULL"


class ContactLog(Row):
    """One attempt or contact, in or out."""

    __tablename__ = "contact_log"
    __table_args__ = (
        closed_list("method", ContactMethod, table="contact_log"),
        closed_list("outcome", ContactOutcome, table="contact_log"),
        Index("ix_contact_log_case", "case_id", "on"),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    channel_id: Mapped[UUID | None] = link("channel.id", **PERSON)
    on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    inward: Mapped[bool] = plain(nullable=False, **PERSON)
    method: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    outcome: Mapped[str] = plain(String(30), nullable=False, **PERSON)
    note_sealed: Mapped[bytes | None] = sealed(**PERSON)
    # The moment, where it was noted: a call is tried again at another hour.
    at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    # Whom it was with, where that wasn't the person of the case but a supporter.
    with_id: Mapped[UUID | None] = link("person.id", **PERSON)
    # Whether it was somebody who rang or wrote for them, and is no supporter on record.
    for_them: Mapped[bool] = plain(nullable=False, default=False, server_default=false(), **PERSON)
    letter_id: Mapped[UUID | None] = link("letter.id", **PERSON)
    visit_offered: Mapped[bool] = plain(
        nullable=False, default=False, server_default=false(), **PERSON
    )
    # Whether they said that the channel is still right and still safe; None where not asked.
    still_safe: Mapped[bool | None] = plain(**PERSON)
    next_step_sealed: Mapped[bytes | None] = sealed(**PERSON)
    next_on: Mapped[date | None] = plain(Date, **PERSON)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    recorded_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    # It came by itself from a number that nobody had checked: nobody knows who wrote.
    unproven: Mapped[bool] = plain(nullable=False, default=False, server_default=false(), **PERSON)
    # Recorded by mistake: it is kept and shown, and counts for nothing any more.
    undone_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    undone_by: Mapped[str | None] = plain(String(120), **PERSON)
    undone_why_sealed: Mapped[bytes | None] = sealed(**PERSON)

    note = SealedText("note_sealed")
    next_step = SealedText("next_step_sealed")
    undone_why = SealedText("undone_why_sealed")


class Letter(Row):
    """A letter that was printed: its exact words, and whether it was posted and came back."""

    __tablename__ = "letter"
    __table_args__ = (
        closed_list("kind", LetterKind, table="letter"),
        closed_list("language", Language, table="letter"),
        # A letter with news carries an update in one version, and no other letter does.
        CheckConstraint(
            "(kind = 'update') = (update_id IS NOT NULL)"
            " AND (update_id IS NULL) = (update_version IS NULL)",
            name="carries_an_update",
        ),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    channel_id: Mapped[UUID] = link("channel.id", nullable=False, index=True, **PERSON)
    verification_id: Mapped[UUID | None] = link("verification.id", **PERSON)
    update_id: Mapped[UUID | None] = link("update.id", index=True, **PERSON)
    update_version: Mapped[int | None] = plain(**PERSON)
    kind: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    language: Mapped[str] = plain(String(5), nullable=False, **PERSON)
    large_print: Mapped[bool] = plain(nullable=False, **PERSON)
    # Only "please ring me": for a door where somebody else may open the post.
    neutral: Mapped[bool] = plain(nullable=False, **PERSON)
    words_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    made_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    posted_on: Mapped[date | None] = plain(Date, **PERSON)
    returned_on: Mapped[date | None] = plain(Date, **PERSON)
    discarded_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)

    words = SealedJson("words_sealed")


class CaseNote(Row):
    """A note on a case, for the people who work on it."""

    __tablename__ = "case_note"

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    text_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    recorded_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)

    text = SealedText("text_sealed")


class Promise(Row):
    """What was promised to somebody, by when, and whether it was kept."""

    __tablename__ = "promise"

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    contact_id: Mapped[UUID | None] = link("contact_log.id", **PERSON)
    case_note_id: Mapped[UUID | None] = link("case_note.id", **PERSON)
    what_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    due_on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    made_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    kept_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    kept_by: Mapped[str | None] = plain(String(120), **PERSON)

    what = SealedText("what_sealed")


class Verification(Row):
    """A code that was sent to a channel; read back, it proves that the channel reaches them.

    Of one channel at most one lives at a time: a newer code ends the older one.
    """

    __tablename__ = "verification"
    __table_args__ = (
        closed_list("way", VerificationWay, table="verification"),
        Index(
            "uq_verification_live",
            "channel_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    # Whose channel it is: the person of the case, or a supporter.
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    channel_id: Mapped[UUID] = link("channel.id", nullable=False, index=True, **PERSON)
    way: Mapped[str] = plain(String(10), nullable=False, **PERSON)
    code_digest: Mapped[bytes] = plain(LargeBinary, nullable=False, **PERSON)
    plan_version: Mapped[int] = plain(nullable=False, **PERSON)
    tries: Mapped[int] = plain(nullable=False, default=0, **PERSON)
    made_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    sent_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    expires_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    locked_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    used_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    ended_why: Mapped[str | None] = plain(String(30), **PERSON)
    row_version: Mapped[int] = plain(nullable=False, **PERSON)

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy's own form


class UnmatchedText(Row):
    """A text from a number that isn't on record: sealed for itself until somebody reads it."""

    __tablename__ = "unmatched_text"

    number_sealed: Mapped[bytes] = sealed(nullable=False, **OWN)
    body_sealed: Mapped[bytes] = sealed(nullable=False, **OWN)
    received_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **OWN)
    # Who reads it and sees to it: nobody else sees its words.
    taken_by_id: Mapped[UUID | None] = link("user.id", **OWN)
    taken_at: Mapped[datetime | None] = plain(UtcDateTime(), **OWN)
    # The case whose it turned out to be, or why it was closed without one.
    case_id: Mapped[UUID | None] = link("case.id", **OWN)
    closed_at: Mapped[datetime | None] = plain(UtcDateTime(), **OWN)
    closed_by: Mapped[str | None] = plain(String(120), **OWN)
    closed_why_sealed: Mapped[bytes | None] = sealed(**OWN)
    row_version: Mapped[int] = plain(nullable=False, server_default="1", **OWN)

    number = SealedText("number_sealed")
    body = SealedText("body_sealed")
    closed_why = SealedText("closed_why_sealed")

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy's own form
