"""What a victim writes on her own pages: wishes, and a statement until it is signed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from victim_portal.domain.own_statement import DraftEnd, StatementPart
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wishes import WishKind
from victim_portal.store.base import Row, SealedJson, SealedText
from victim_portal.store.columns import Subject, UtcDateTime, closed_list, link, plain, sealed

PERSON: dict[str, Any] = {"subject": Subject.PERSON}


class Wish(Row):
    """One thing that she wishes for release, in her own words, as she wrote it.

    No row of it is ever changed but for `dropped_at`: when she said that she doesn't want it
    any more.
    """

    __tablename__ = "wish"
    __table_args__ = (
        closed_list("kind", WishKind, table="wish"),
        closed_list("language", Language, table="wish"),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    kind: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    words_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    why_sealed: Mapped[bytes | None] = sealed(**PERSON)
    language: Mapped[str] = plain(String(5), nullable=False, **PERSON)
    asked_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    dropped_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)

    words = SealedText("words_sealed")
    why = SealedText("why_sealed")


class StatementDraft(Row):
    """A statement that she writes herself; at most one of a case stands at a time."""

    __tablename__ = "statement_draft"
    __table_args__ = (
        closed_list("language", Language, table="statement_draft"),
        closed_list("ended_why", DraftEnd, table="statement_draft"),
        Index(
            "uq_statement_draft_standing",
            "case_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    language: Mapped[str] = plain(String(5), nullable=False, **PERSON)
    preference: Mapped[str | None] = plain(String(40), **PERSON)
    observing: Mapped[bool | None] = plain(**PERSON)
    support_sealed: Mapped[bytes | None] = sealed(**PERSON)
    begun_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    ended_why: Mapped[str | None] = plain(String(20), **PERSON)

    support = SealedText("support_sealed")


class DraftPart(Row):
    """One part of a draft. `version` counts the texts that it had.

    `page` saved last, without a break since version `page_from`. `others` holds, for each
    page whose text came when the part had changed elsewhere, that text, until she has chosen.
    """

    __tablename__ = "draft_part"
    __table_args__ = (
        closed_list("part", StatementPart, table="draft_part"),
        UniqueConstraint("draft_id", "part"),
    )

    draft_id: Mapped[UUID] = link("statement_draft.id", nullable=False, **PERSON)
    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    part: Mapped[str] = plain(String(10), nullable=False, **PERSON)
    words_sealed: Mapped[bytes | None] = sealed(**PERSON)
    others_sealed: Mapped[bytes | None] = sealed(**PERSON)
    version: Mapped[int] = plain(nullable=False, **PERSON)
    page: Mapped[str | None] = plain(String(40), **PERSON)
    page_from: Mapped[int] = plain(nullable=False, **PERSON)
    saved_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)

    words = SealedText("words_sealed")
    others = SealedJson("others_sealed")


class DraftWorry(Row):
    """A passage of a draft that she is worried about, and why."""

    __tablename__ = "draft_worry"
    __table_args__ = (closed_list("part", StatementPart, table="draft_worry"),)

    draft_id: Mapped[UUID] = link("statement_draft.id", nullable=False, index=True, **PERSON)
    case_id: Mapped[UUID] = link("case.id", nullable=False, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    part: Mapped[str] = plain(String(10), nullable=False, **PERSON)
    passage_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    reason_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)

    passage = SealedText("passage_sealed")
    reason = SealedText("reason_sealed")
