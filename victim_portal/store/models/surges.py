"""Surges: messages that were parked because an hour had far more of them than any before."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from victim_portal.store.base import Row
from victim_portal.store.columns import UtcDateTime, link, plain


class Surge(Row):
    """One burst: how many messages its hour had when it was parked, and what became of it.

    `let_go_at` is when two managers let it go, `stopped_at` when one stopped it for good.
    """

    __tablename__ = "surge"
    __table_args__ = (
        CheckConstraint("let_go_at IS NULL OR stopped_at IS NULL", name="ends_once"),
        CheckConstraint(
            "(ended_by_id IS NULL) = (let_go_at IS NULL AND stopped_at IS NULL)",
            name="somebody_ended_it",
        ),
    )

    opened_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False)
    counted: Mapped[int] = plain(nullable=False)
    threshold: Mapped[int] = plain(nullable=False)
    let_go_at: Mapped[datetime | None] = plain(UtcDateTime())
    stopped_at: Mapped[datetime | None] = plain(UtcDateTime())
    ended_by_id: Mapped[UUID | None] = link("user.id")
