"""News that was wrong: what was found of it, whom it reached, and what may not go meanwhile."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from victim_portal.domain.stages import Stage
from victim_portal.domain.wrong_news import PLAN_KEY, Reached, Siblings, Standing, WayOn, WhyNot
from victim_portal.store.base import Row, SealedText
from victim_portal.store.columns import Subject, UtcDateTime, closed_list, link, plain, sealed

PERSON: dict[str, Any] = {"subject": Subject.PERSON}
LIVE = "standing NOT IN ('done', 'taken_back')"
COUNTS = "dropped_at IS NULL"
FROZEN = "lifted_at IS NULL"


class WrongNews(Row):
    """One mistake that went out, perhaps many times, and how it is put right.

    `cause` and the two moments say what else is looked for; the words stand under a data key
    of their own, for they are told to many.
    """

    __tablename__ = "wrong_news"
    __table_args__ = (
        closed_list("stage", Stage, table="wrong_news"),
        closed_list("siblings", Siblings, table="wrong_news"),
        closed_list("standing", Standing, table="wrong_news"),
        CheckConstraint("(released_by_id IS NULL) = (released_at IS NULL)", name="released_whole"),
        CheckConstraint(
            "released_by_id IS NULL OR released_by_id <> proposed_by_id",
            name="second_is_not_the_first",
        ),
        Index(
            "uq_wrong_news_live_key",
            "live_key",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    stage: Mapped[str] = plain(String(40), nullable=False)
    siblings: Mapped[str] = plain(String(20), nullable=False)
    # What it is about, so that two who see it at once begin it once.
    live_key: Mapped[str] = plain(String(160), nullable=False)
    cause: Mapped[str | None] = plain(String(60))
    since: Mapped[datetime | None] = plain(UtcDateTime())
    until: Mapped[datetime | None] = plain(UtcDateTime())
    standing: Mapped[str] = plain(String(20), nullable=False)
    # Whether somebody learned what isn't theirs to know: then the 72 hours run.
    personal: Mapped[bool] = plain(nullable=False)
    why_sealed: Mapped[bytes] = sealed(nullable=False, subject=Subject.SELF)
    truth_sealed: Mapped[bytes] = sealed(nullable=False, subject=Subject.SELF)
    truth_welsh_sealed: Mapped[bytes | None] = sealed(subject=Subject.SELF)
    unit_id: Mapped[UUID] = link("unit.id", nullable=False, index=True)
    incident_id: Mapped[UUID | None] = link("incident.id")
    raised_by_id: Mapped[UUID] = link("user.id", nullable=False)
    raised_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False)
    proposed_by_id: Mapped[UUID | None] = link("user.id")
    released_by_id: Mapped[UUID | None] = link("user.id")
    released_at: Mapped[datetime | None] = plain(UtcDateTime())
    taken_back_by: Mapped[str | None] = plain(String(120))
    finished_at: Mapped[datetime | None] = plain(UtcDateTime())
    row_version: Mapped[int] = plain(nullable=False, server_default="1")

    why = SealedText("why_sealed")
    truth = SealedText("truth_sealed")
    truth_welsh = SealedText("truth_welsh_sealed")

    @property
    def correction_key(self) -> str:
        """The plan key of its corrections: one for each case."""
        return f"{PLAN_KEY}{self.id}"

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy's own form


class WrongNewsUpdate(Row):
    """One update that was wrong: how far it came, and how its reader is put right.

    `reached` is empty for one that was chosen by hand and not looked at yet.
    """

    __tablename__ = "wrong_news_update"
    __table_args__ = (
        closed_list("reached", Reached, table="wrong_news_update"),
        closed_list("way_on", WayOn, table="wrong_news_update"),
        closed_list("why_not", WhyNot, table="wrong_news_update"),
        CheckConstraint("(reached IS NULL) = (way_on IS NULL)", name="looked_at_whole"),
        UniqueConstraint("wrong_news_id", "update_id"),
        Index(
            "uq_wrong_news_update_counts",
            "update_id",
            unique=True,
            sqlite_where=text(COUNTS),
            postgresql_where=text(COUNTS),
        ),
        Index("ix_wrong_news_update_correction", "correction_id"),
    )

    wrong_news_id: Mapped[UUID] = link("wrong_news.id", nullable=False, **PERSON)
    update_id: Mapped[UUID] = link("update.id", nullable=False, **PERSON)
    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, index=True, **PERSON)
    reached: Mapped[str | None] = plain(String(20), **PERSON)
    stopped: Mapped[int] = plain(nullable=False, default=0, **PERSON)
    way_on: Mapped[str | None] = plain(String(20), **PERSON)
    why_not: Mapped[str | None] = plain(String(20), **PERSON)
    correction_id: Mapped[UUID | None] = link("update.id", **PERSON)
    # Set where all of it was taken back: the update may be wrong again.
    dropped_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)


class FrozenText(Row):
    """The texts of a stage that nobody may approve or send, until two people thaw them."""

    __tablename__ = "frozen_text"
    __table_args__ = (
        closed_list("stage", Stage, table="frozen_text"),
        CheckConstraint("(lifted_by_id IS NULL) = (lifted_at IS NULL)", name="lifted_whole"),
        Index(
            "uq_frozen_text_stage",
            "stage",
            unique=True,
            sqlite_where=text(FROZEN),
            postgresql_where=text(FROZEN),
        ),
    )

    stage: Mapped[str] = plain(String(40), nullable=False)
    wrong_news_id: Mapped[UUID] = link("wrong_news.id", nullable=False)
    frozen_by_id: Mapped[UUID] = link("user.id", nullable=False)
    frozen_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False)
    lifted_by_id: Mapped[UUID | None] = link("user.id")
    lifted_at: Mapped[datetime | None] = plain(UtcDateTime())
