"""What belongs to a parole review: the moves of its hearing, and what a victim asks for at it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from victim_portal.domain.parole import AskKind, AskState, HearingMove
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
OFFENDER: dict[str, Any] = {"subject": Subject.OFFENDER, "retention": Retention.OFFENDER}


class HearingStep(Row):
    """One move of a review's hearing; rows are only ever added.

    `learnt_on` is the London day on which we were told of it.
    """

    __tablename__ = "hearing_step"
    __table_args__ = (
        closed_list("move", HearingMove, table="hearing_step"),
        UniqueConstraint("review_id", "number"),
    )

    offender_id: Mapped[UUID] = link("offender.id", nullable=False, index=True, **OFFENDER)
    review_id: Mapped[UUID] = link("review.id", nullable=False, **OFFENDER)
    number: Mapped[int] = plain(nullable=False, **OFFENDER)
    move: Mapped[str] = plain(String(20), nullable=False, **OFFENDER)
    before_on: Mapped[date | None] = plain(Date, **OFFENDER)
    after_on: Mapped[date | None] = plain(Date, **OFFENDER)
    learnt_on: Mapped[date] = plain(Date, nullable=False, **OFFENDER)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **OFFENDER)
    recorded_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **OFFENDER)


class ReviewAsk(Row):
    """One thing that a victim asks for at a review, and what became of it.

    `how` is None where it was said with a statement. `reason` is what was given with the answer,
    `in_plain_words` the same in words for her.
    """

    __tablename__ = "review_ask"
    __table_args__ = (
        closed_list("kind", AskKind, table="review_ask"),
        closed_list("state", AskState, table="review_ask"),
        CheckConstraint(
            "state <> 'refused' OR reason_sealed IS NOT NULL", name="refusal_has_reason"
        ),
        UniqueConstraint("case_id", "review_id", "kind"),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    review_id: Mapped[UUID] = link("review.id", nullable=False, index=True, **PERSON)
    kind: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    state: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    state_on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    wanted_on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    how: Mapped[str | None] = plain(String(20), **PERSON)
    passed_on: Mapped[date | None] = plain(Date, **PERSON)
    passed_to_sealed: Mapped[bytes | None] = sealed(**PERSON)
    reason_sealed: Mapped[bytes | None] = sealed(**PERSON)
    in_plain_words_sealed: Mapped[bytes | None] = sealed(**PERSON)
    told_on: Mapped[date | None] = plain(Date, **PERSON)
    told_how: Mapped[str | None] = plain(String(20), **PERSON)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    recorded_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    row_version: Mapped[int] = plain(nullable=False, **PERSON)

    passed_to = SealedText("passed_to_sealed")
    reason = SealedText("reason_sealed")
    in_plain_words = SealedText("in_plain_words_sealed")

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy's own form
