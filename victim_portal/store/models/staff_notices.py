"""What staff are told of changes to how they sign in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped

from victim_portal.domain.staff_notices import NoticeKind, NoticeState
from victim_portal.store.base import Row
from victim_portal.store.columns import UtcDateTime, closed_list, link, plain
from victim_portal.store.models.staff import STAFF


class StaffNotice(Row):
    """One e-mail to a member of staff, written with the change that it tells of.

    Its id is the key under which it is sent: the same at every try.
    """

    __tablename__ = "staff_notice"
    __table_args__ = (
        closed_list("kind", NoticeKind, table="staff_notice"),
        closed_list("state", NoticeState, table="staff_notice"),
        Index("ix_staff_notice_state", "state", "next_try_at"),
    )

    user_id: Mapped[UUID] = link("user.id", nullable=False, index=True, **STAFF)
    kind: Mapped[str] = plain(String(20), nullable=False, **STAFF)
    state: Mapped[str] = plain(String(20), nullable=False, **STAFF)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **STAFF)
    tries: Mapped[int] = plain(nullable=False, **STAFF)
    next_try_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **STAFF)
    claimed_by: Mapped[str | None] = plain(String(80), **STAFF)
    lease_until: Mapped[datetime | None] = plain(UtcDateTime(), **STAFF)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **STAFF)
