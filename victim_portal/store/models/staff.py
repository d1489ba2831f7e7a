"""Units, the people who work in them, and their sessions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped

from victim_portal.domain.vocabulary import InvitationKind, Role
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

STAFF: dict[str, Any] = {"subject": Subject.STAFF, "retention": Retention.STAFF}
LIVE = "ended_at IS NULL"


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
        Index("uq_user_provider_subject", "provider_subject", unique=True),
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
    # Empty until the invited person has chosen one: no password fits it.
    password_hash: Mapped[str] = plain(Text, nullable=False, **STAFF)
    password_changed_at: Mapped[datetime | None] = plain(UtcDateTime(), **STAFF)
    # Who the organisation's sign-in provider says they are: its issuer, a space, its subject.
    provider_subject: Mapped[str | None] = plain(String(400), **STAFF)
    active: Mapped[bool] = plain(nullable=False, **STAFF)
    demo: Mapped[bool] = plain(nullable=False, **STAFF)
    # From this moment on nobody gets in, whether or not a worker has seen to it yet.
    access_ends_at: Mapped[datetime | None] = plain(UtcDateTime(), **STAFF)
    created_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **STAFF)


class StaffSession(Row):
    """One signed-in browser; the cookie holds a token whose digest stands here.

    It opens nothing but the second factor before `confirmed_at`. `proved_at` is when its
    person last proved that it is them, which what can hurt asks for again.
    """

    __tablename__ = "staff_session"
    __table_args__ = (UniqueConstraint("token_digest"),)

    user_id: Mapped[UUID] = link("user.id", nullable=False, index=True, **STAFF)
    token_digest: Mapped[bytes] = plain(LargeBinary, nullable=False, **STAFF)
    started_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **STAFF)
    seen_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **STAFF)
    confirmed_at: Mapped[datetime | None] = plain(UtcDateTime(), **STAFF)
    proved_at: Mapped[datetime | None] = plain(UtcDateTime(), **STAFF)
    came_from: Mapped[str | None] = plain(String(60), **STAFF)
    browser: Mapped[str | None] = plain(String(60), **STAFF)
    # What the browser's passkey must sign next, and until when.
    challenge: Mapped[bytes | None] = plain(LargeBinary, **STAFF)
    challenge_ends_at: Mapped[datetime | None] = plain(UtcDateTime(), **STAFF)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **STAFF)
    ended_why: Mapped[str | None] = plain(String(30), **STAFF)


class SignInAttempt(Row):
    """One try to sign in, counted before the password or the second factor is checked."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_account", "account_index", "at"),
        Index("ix_sign_in_attempt_address", "address_index", "at"),
    )

    at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **STAFF)
    account_index: Mapped[bytes] = plain(LargeBinary, nullable=False, **STAFF)
    address_index: Mapped[bytes] = plain(LargeBinary, nullable=False, **STAFF)
    succeeded: Mapped[bool] = plain(nullable=False, **STAFF)
    step: Mapped[str] = plain(String(20), nullable=False, server_default="password", **STAFF)


class Totp(Row):
    """A person's app for one-time codes: one lives at a time, and each code counts once."""

    __tablename__ = "totp"
    __table_args__ = (
        Index(
            "uq_totp_live",
            "user_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    user_id: Mapped[UUID] = link("user.id", nullable=False, index=True, **STAFF)
    secret_sealed: Mapped[bytes] = sealed(
        subject=Subject.USER, retention=Retention.STAFF, nullable=False
    )
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **STAFF)
    confirmed_at: Mapped[datetime | None] = plain(UtcDateTime(), **STAFF)
    # The newest half-minute whose code was used (RFC 6238): it and those before are spent.
    last_step: Mapped[int | None] = plain(BigInteger, **STAFF)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **STAFF)

    secret = SealedText("secret_sealed")


class Passkey(Row):
    """A person's passkey (WebAuthn): the public half only."""

    __tablename__ = "passkey"
    __table_args__ = (UniqueConstraint("credential_id"),)

    user_id: Mapped[UUID] = link("user.id", nullable=False, index=True, **STAFF)
    credential_id: Mapped[bytes] = plain(LargeBinary, nullable=False, **STAFF)
    public_key: Mapped[bytes] = plain(LargeBinary, nullable=False, **STAFF)
    sign_count: Mapped[int] = plain(BigInteger, nullable=False, **STAFF)
    name: Mapped[str] = plain(String(60), nullable=False, **STAFF)
    transports: Mapped[list[str]] = plain(JSON, nullable=False, **STAFF)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **STAFF)
    used_at: Mapped[datetime | None] = plain(UtcDateTime(), **STAFF)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **STAFF)


class Invitation(Row):
    """A single-use link by which a member of staff chooses a password and a second factor."""

    __tablename__ = "invitation"
    __table_args__ = (
        closed_list("kind", InvitationKind, table="invitation"),
        UniqueConstraint("token_digest"),
    )

    user_id: Mapped[UUID] = link("user.id", nullable=False, index=True, **STAFF)
    kind: Mapped[str] = plain(String(20), nullable=False, **STAFF)
    token_digest: Mapped[bytes] = plain(LargeBinary, nullable=False, **STAFF)
    made_by: Mapped[str] = plain(String(120), nullable=False, **STAFF)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **STAFF)
    expires_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **STAFF)
    used_at: Mapped[datetime | None] = plain(UtcDateTime(), **STAFF)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **STAFF)
