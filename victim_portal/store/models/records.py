"""Tasks, incidents, the audit and its seals: what must be done, and what was done."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped

from victim_portal.domain.vocabulary import Role
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
OPEN = "done_at IS NULL"


class Task(Row):
    """What must be done, for whom, by when, and from which rule. Never without an owner."""

    __tablename__ = "task"
    __table_args__ = (
        closed_list("for_role", Role, table="task"),
        CheckConstraint(
            "for_user_id IS NOT NULL OR for_role IS NOT NULL", name="task_has_an_owner"
        ),
        Index(
            "uq_task_open_key",
            "task_key",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index(
            "ix_task_open_unit",
            "unit_id",
            "due_on",
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
    )

    task_key: Mapped[str] = plain(String(160), nullable=False)
    kind: Mapped[str] = plain(String(60), nullable=False)
    what: Mapped[str] = plain(String(300), nullable=False)
    rule: Mapped[str] = plain(String(120), nullable=False)
    case_id: Mapped[UUID | None] = link("case.id", index=True, **PERSON)
    person_id: Mapped[UUID | None] = link("person.id", **PERSON)
    unit_id: Mapped[UUID | None] = link("unit.id")
    for_user_id: Mapped[UUID | None] = link("user.id", index=True)
    for_role: Mapped[str | None] = plain(String(30))
    # A manager's decision stays with the manager when an officer gets the case.
    managers_own: Mapped[bool] = plain(nullable=False, default=False)
    due_on: Mapped[date] = plain(Date, nullable=False)
    about: Mapped[dict[str, Any]] = plain(JSON, nullable=False)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False)
    done_at: Mapped[datetime | None] = plain(UtcDateTime())
    done_by: Mapped[str | None] = plain(String(120))
    done_note_sealed: Mapped[bytes | None] = sealed(**PERSON)
    # Out of sight on the page of the day until then; every other list shows it.
    put_off_until: Mapped[date | None] = plain(Date)
    put_off_by: Mapped[str | None] = plain(String(120))
    put_off_why_sealed: Mapped[bytes | None] = sealed(**PERSON)

    done_note = SealedText("done_note_sealed")
    put_off_why = SealedText("put_off_why_sealed")


class Incident(Row):
    """A wrong recipient, a lost paper, a leak: with its clock of 72 hours.

    An incident may concern no case, or many: what happened and what was done about it stand
    under a data key of the incident's own.
    """

    __tablename__ = "incident"

    kind: Mapped[str] = plain(String(60), nullable=False)
    unit_id: Mapped[UUID | None] = link("unit.id", index=True)
    case_id: Mapped[UUID | None] = link("case.id", **PERSON)
    person_id: Mapped[UUID | None] = link("person.id", **PERSON)
    noticed_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False)
    due_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False)
    note_sealed: Mapped[bytes | None] = sealed(**PERSON)
    closed_at: Mapped[datetime | None] = plain(UtcDateTime())
    closed_by: Mapped[str | None] = plain(String(120))
    recorded_by: Mapped[str] = plain(String(120), nullable=False)
    happened_sealed: Mapped[bytes | None] = sealed(subject=Subject.SELF)
    done_sealed: Mapped[bytes | None] = sealed(subject=Subject.SELF)
    # Whether there is a risk to somebody, which decides who must be told; None: not yet known.
    risk: Mapped[bool | None] = plain()
    reported_at: Mapped[datetime | None] = plain(UtcDateTime())
    told_at: Mapped[datetime | None] = plain(UtcDateTime())
    row_version: Mapped[int] = plain(nullable=False, server_default="1")

    note = SealedText("note_sealed")
    happened = SealedText("happened_sealed")
    done = SealedText("done_sealed")

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy's own form


class AuditEvent(Row):
    """One thing that somebody did or saw. Triggers keep it from being changed."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_case", "case_id", "seq"),
        Index("ix_audit_event_actor", "actor_id", "at"),
        Index("ix_audit_event_at", "at"),
        UniqueConstraint("id"),
        {"sqlite_autoincrement": True},
    )

    # The order of the trail. SQLite numbers by itself only an integer primary key.
    seq: Mapped[int] = plain(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True, **AUDIT
    )
    id: Mapped[UUID] = plain(nullable=False, **AUDIT)
    at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **AUDIT)
    actor: Mapped[str] = plain(String(120), nullable=False, subject=Subject.STAFF, **AUDIT)
    actor_id: Mapped[UUID | None] = plain(subject=Subject.STAFF, **AUDIT)
    came_from: Mapped[str] = plain(String(60), nullable=False, subject=Subject.STAFF, **AUDIT)
    what: Mapped[str] = plain(String(60), nullable=False, **AUDIT)
    case_id: Mapped[UUID | None] = plain(**AUDIT)
    details: Mapped[dict[str, Any]] = plain(JSON, nullable=False, **AUDIT)
    code: Mapped[bytes] = plain(LargeBinary, nullable=False, **AUDIT)


class Seal(Row):
    """A sealed batch of audit rows, chained to the batch before.

    `marks` holds place and shortened digest of each row, so that a fault can be named; no two
    seals follow the same one.
    """

    __tablename__ = "seal"
    __table_args__ = (
        UniqueConstraint("first_seq"),
        UniqueConstraint("last_seq"),
        Index("uq_seal_previous", "previous", unique=True),
    )

    first_seq: Mapped[int] = plain(BigInteger, nullable=False, **AUDIT)
    last_seq: Mapped[int] = plain(BigInteger, nullable=False, **AUDIT)
    rows: Mapped[int] = plain(Integer, nullable=False, server_default="0", **AUDIT)
    marks: Mapped[bytes] = plain(LargeBinary, nullable=False, server_default=text("''"), **AUDIT)
    root: Mapped[bytes] = plain(LargeBinary, nullable=False, **AUDIT)
    previous: Mapped[bytes] = plain(LargeBinary, nullable=False, **AUDIT)
    code: Mapped[bytes] = plain(LargeBinary, nullable=False, **AUDIT)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **AUDIT)


class FormOnce(Row):
    """A form that was sent: its token, so that a double click does nothing twice."""

    __tablename__ = "form_once"

    used_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False)
    result: Mapped[str] = plain(String(200), nullable=False)
    # A keyed code over which form it was and what it said: another entry is told from it.
    said: Mapped[bytes | None] = plain(LargeBinary)
