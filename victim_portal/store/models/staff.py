"""Units, the people who work in them, and their sessions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from victim_portal.domain.vocabulary import Role
from victim_portal.store.base import Row
from victim_portal.store.columns import Retention, Subject, UtcDateTime, closed_list, link, plain

STAFF: dict[str, Any] = {"subject": Subject.STAFF, "retention": Retention.STAFF}


class Unit(Row):
    """A victim liaison unit; an active one has a manager, who owns its allocation queue."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("NOT active OR manager_id IS NOT NULL", name="active_has_manager"),
        UniqueConstraint("name_key"),
    )

    name: Mapped[str] = plain(String(100), retention=Retention.POLICY, nullable=False)
    # Longer than the name, since letters may become several when their case is taken away.
    name_key: Mapped[str] = plain(String(300), retention=Retention.POLICY, nullable=False)
    active: Mapped[bool] = plain(retention=Retention.POLICY, nullable=False)
    manager_id: Mapped[UUID | None] = link(
        "user.id", use_alter=True, name="fk_unit_manager_id_user", retention=Retention.POLICY
    )
    created_at: Mapped[datetime] = plain(UtcDateTime(), retention=Retention.POLICY, nullable=False)


class User(Row):
    """A member of staff. A victim sees the first name, telephone and hours, no surname."""

    __tablename__ = "user"
    __table_args__ = (
        closed_list("role", Role, table="user"),
        UniqueConstraint("email"),
        # Cases point at (id, active), so that an officer with open cases can't be disabled.
        UniqueConstraint("id", "active"),
    )

    email: Mapped[str] = plain(String(254), nullable=False, **STAFF)
    first_name: Mapped[str] = plain(String(100), nullable=False, **STAFF)
    last_name: Mapped[str] = plain(String(100), nullable=False, **STAFF)
    role: Mapped[str] = plain(String(30), nullable=False, **STAFF)
    unit_id: Mapped[UUID | None] = link("unit.id", **STAFF)
    telephone: Mapped[str] = plain(String(30), nullable=False, **STAFF)
    hours: Mapped[str] = plain(String(100), nullable=False, **STAFF)
    hours_welsh: Mapped[str] = plain(String(100), nullable=False, **STAFF)
    languages: Mapped[str] = plain(String(20), nullable=False, **STAFF)
    covered_by_id: Mapped[UUID | None] = link("user.id", **STAFF)
    password_hash: Mapped[str] = plain(Text, nullable=False, **STAFF)
    active: Mapped[bool] = plain(nullable=False, **STAFF)
    demo: Mapped[bool] = plain(nullable=False, **STAFF)
    created_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **STAFF)


class StaffSession(Row):
    """One signed-in browser; the cookie holds a token whose digest stands here."""

    __tablename__ = "staff_session"
    __table_args__ = (UniqueConstraint("token_digest"),)

    user_id: Mapped[UUID] = link("user.id", nullable=False, index=True, **STAFF)
    token_digest: Mapped[bytes] = plain(LargeBinary, nullable=False, **STAFF)
    started_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **STAFF)
    seen_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **STAFF)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **STAFF)


class SignInAttempt(Row):
    """One try to sign in, counted before the password is checked."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_account", "account_index", "at"),
        Index("ix_sign_in_attempt_address", "address_index", "at"),
    )

    at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **STAFF)
    account_index: Mapped[bytes] = plain(LargeBinary, nullable=False, **STAFF)
    address_index: Mapped[bytes] = plain(LargeBinary, nullable=False, **STAFF)
    succeeded: Mapped[bool] = plain(nullable=False, **STAFF)
