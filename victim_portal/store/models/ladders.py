"""How far up the receipt ladder each update that was sent has climbed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from victim_portal.domain.ladder import LadderEnd, LadderStep
from victim_portal.store.base import Row
from victim_portal.store.columns import Subject, UtcDateTime, closed_list, link, plain

CLIMBS = "look_at IS NOT NULL"


class Ladder(Row):
    """One update's ladder: the step that it stands on since when, and when it is looked at next.

    `look_at` is empty once it ended, and while the manager has it.
    """

    __tablename__ = "ladder"
    __table_args__ = (
        closed_list("step", LadderStep, table="ladder"),
        closed_list("ended_why", LadderEnd, table="ladder"),
        CheckConstraint("ended_why IS NULL OR look_at IS NULL", name="ended_is_over"),
        UniqueConstraint("update_id"),
        Index(
            "ix_ladder_look_at",
            "look_at",
            sqlite_where=text(CLIMBS),
            postgresql_where=text(CLIMBS),
        ),
    )

    update_id: Mapped[UUID] = link("update.id", nullable=False, subject=Subject.PERSON)
    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, subject=Subject.PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, subject=Subject.PERSON)
    version: Mapped[int] = plain(nullable=False, subject=Subject.PERSON)
    step: Mapped[str] = plain(String(20), nullable=False, subject=Subject.PERSON)
    since: Mapped[datetime] = plain(UtcDateTime(), nullable=False, subject=Subject.PERSON)
    look_at: Mapped[datetime | None] = plain(UtcDateTime(), subject=Subject.PERSON)
    ended_why: Mapped[str | None] = plain(String(20), subject=Subject.PERSON)
