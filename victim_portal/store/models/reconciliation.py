"""Sentences as courts and prisons list them, and what became of each."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped

from victim_portal.domain.reconciliation import ListedState, ListedStep, Matched, Outcome
from victim_portal.domain.vocabulary import OffenceCategory, Route, SentenceType
from victim_portal.store.base import Row, SealedJson, SealedText
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

OWN: dict[str, Any] = {"subject": Subject.SELF, "retention": Retention.OFFENDER}
OFFENDER: dict[str, Any] = {"subject": Subject.OFFENDER, "retention": Retention.OFFENDER}
LISTED: dict[str, Any] = {"subject": Subject.LISTED, "retention": Retention.OFFENDER}
LOOKED_AT = "look_on IS NOT NULL"
_DATED = ("sentenced_on", "sentence_type")


class ListedSentence(Row):
    """One sentence, from however many lists: a data subject of its own until it is matched.

    `due_on` is by when somebody has to act; of one that waits, when its clock ends; of a settled
    one, the day on which it was. `look_on` is when time alone may change how it stands.
    """

    __tablename__ = "listed_sentence"
    __table_args__ = (
        closed_list("sentence_type", SentenceType, table="listed_sentence"),
        closed_list("offence_category", OffenceCategory, table="listed_sentence"),
        closed_list("route", Route, table="listed_sentence"),
        closed_list("state", ListedState, table="listed_sentence"),
        closed_list("matched", Matched, table="listed_sentence"),
        closed_list("referral_answer", Outcome, table="listed_sentence"),
        closed_list("outcome", Outcome, table="listed_sentence"),
        CheckConstraint("(state = 'settled') = (outcome IS NOT NULL)", name="settled_somehow"),
        CheckConstraint("(sentence_id IS NULL) = (matched IS NULL)", name="matched_somehow"),
        CheckConstraint("owner_id IS NULL OR state = 'open'", name="owned_while_open"),
        # One row for one sentence, whoever lists it and by whichever number.
        UniqueConstraint("prison_number_index", *_DATED, name="uq_listed_sentence_number"),
        UniqueConstraint("crn_index", *_DATED, name="uq_listed_sentence_crn"),
        UniqueConstraint("pnc_index", *_DATED, name="uq_listed_sentence_pnc"),
        Index("ix_listed_sentence_unit", "unit_id", "state", "due_on", "id"),
        Index("ix_listed_sentence_settled_at", "settled_at"),
        Index(
            "ix_listed_sentence_look",
            "look_on",
            "id",
            sqlite_where=text(LOOKED_AT),
            postgresql_where=text(LOOKED_AT),
        ),
    )

    details_sealed: Mapped[bytes] = sealed(search=Search.EXACT, nullable=False, **OWN)
    prison_number_index: Mapped[bytes | None] = plain(LargeBinary, **OWN)
    crn_index: Mapped[bytes | None] = plain(LargeBinary, **OWN)
    pnc_index: Mapped[bytes | None] = plain(LargeBinary, **OWN)
    sentence_type: Mapped[str] = plain(String(30), nullable=False, **OWN)
    offence_category: Mapped[str] = plain(String(30), nullable=False, **OWN)
    sentenced_on: Mapped[date] = plain(Date, nullable=False, **OWN)
    custodial_term: Mapped[str | None] = plain(String(40), **OWN)
    # How many victims the lists know of, the most where they differ; None where none says.
    victims: Mapped[int | None] = plain(**OWN)
    route: Mapped[str] = plain(String(40), nullable=False, **OWN)
    route_rule: Mapped[str] = plain(String(60), nullable=False, **OWN)
    unit_id: Mapped[UUID] = link("unit.id", nullable=False, **OWN)
    owner_id: Mapped[UUID | None] = link("user.id", index=True, **OWN)
    offender_id: Mapped[UUID | None] = link("offender.id", index=True, **OFFENDER)
    sentence_id: Mapped[UUID | None] = link("sentence.id", index=True, **OWN)
    matched: Mapped[str | None] = plain(String(10), **OWN)
    # Sentences of which a person said that they aren't this one.
    denied: Mapped[list[str]] = plain(JSON, nullable=False, **OWN)
    state: Mapped[str] = plain(String(10), nullable=False, **OWN)
    never_referred: Mapped[bool] = plain(nullable=False, **OWN)
    referred_late: Mapped[bool] = plain(nullable=False, **OWN)
    never_offered: Mapped[bool] = plain(nullable=False, **OWN)
    perhaps: Mapped[bool] = plain(nullable=False, **OWN)
    referral_answer: Mapped[str | None] = plain(String(20), **OWN)
    late_answered: Mapped[bool] = plain(nullable=False, **OWN)
    outcome: Mapped[str | None] = plain(String(20), **OWN)
    settled_at: Mapped[datetime | None] = plain(UtcDateTime(), **OWN)
    chased_on: Mapped[date | None] = plain(Date, **OWN)
    due_on: Mapped[date] = plain(Date, nullable=False, **OWN)
    look_on: Mapped[date | None] = plain(Date, **OWN)
    listed_on: Mapped[date] = plain(Date, nullable=False, **OWN)
    row_version: Mapped[int] = plain(nullable=False, **OWN)

    details = SealedJson("details_sealed")

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy's own form


class ListedSource(Row):
    """One row of one source's list, so that the same one is known when it comes again."""

    __tablename__ = "listed_source"
    __table_args__ = (UniqueConstraint("reference_index"),)

    listed_id: Mapped[UUID] = link("listed_sentence.id", nullable=False, index=True, **LISTED)
    reference_index: Mapped[bytes] = plain(LargeBinary, nullable=False, **LISTED)
    row_sealed: Mapped[bytes] = sealed(search=Search.EXACT, nullable=False, **LISTED)
    row_digest: Mapped[bytes] = plain(LargeBinary, nullable=False, **LISTED)
    listed_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **LISTED)
    changed_at: Mapped[datetime | None] = plain(UtcDateTime(), **LISTED)

    row = SealedJson("row_sealed")


class ListedNote(Row):
    """What was done or noticed about a listed sentence, by whom, and their words."""

    __tablename__ = "listed_note"
    __table_args__ = (
        closed_list("step", ListedStep, table="listed_note"),
        closed_list("outcome", Outcome, table="listed_note"),
        Index("ix_listed_note_listed_id", "listed_id", "at", "id"),
    )

    listed_id: Mapped[UUID] = link("listed_sentence.id", nullable=False, **LISTED)
    step: Mapped[str] = plain(String(20), nullable=False, **LISTED)
    outcome: Mapped[str | None] = plain(String(20), **LISTED)
    owner_id: Mapped[UUID | None] = link("user.id", **LISTED)
    next_on: Mapped[date | None] = plain(Date, **LISTED)
    words_sealed: Mapped[bytes | None] = sealed(**LISTED)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **LISTED)
    at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **LISTED)

    words = SealedText("words_sealed")
