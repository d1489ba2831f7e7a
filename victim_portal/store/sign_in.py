"""What signing in reads: sessions, tries, second factors, single-use links."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update

from victim_portal.store.models import (
    Invitation,
    Passkey,
    SignInAttempt,
    StaffSession,
    Totp,
    User,
)
from victim_portal.store.unit_of_work import UnitOfWork

WHOLE = ("code", "passkey", "provider")
"""The steps that end a sign-in, after which an address counts as known."""


def session_with(uow: UnitOfWork, token_digest: bytes) -> tuple[StaffSession, User] | None:
    """An unended session and its user."""
    row = uow.session.execute(
        select(StaffSession, User)
        .join(User, User.id == StaffSession.user_id)
        .where(StaffSession.token_digest == token_digest, StaffSession.ended_at.is_(None))
    ).first()
    return (row[0], row[1]) if row else None


def open_sessions(
    uow: UnitOfWork, user_id: UUID, seen_since: datetime, started_since: datetime
) -> list[StaffSession]:
    """A person's whole sessions that are still open, the newest first."""
    query = select(StaffSession).where(
        StaffSession.user_id == user_id,
        StaffSession.ended_at.is_(None),
        StaffSession.confirmed_at.is_not(None),
        StaffSession.seen_at >= seen_since,
        StaffSession.started_at >= started_since,
    )
    return list(uow.session.scalars(query.order_by(StaffSession.started_at.desc())))


def end_sessions(
    uow: UnitOfWork, user_id: UUID, now: datetime, why: str, spared: UUID | None = None
) -> int:
    """End a person's sessions but the spared one; how many it were."""
    query = select(StaffSession).where(
        StaffSession.user_id == user_id, StaffSession.ended_at.is_(None)
    )
    ended = [one for one in uow.session.scalars(query) if one.id != spared]
    for one in ended:
        one.ended_at, one.ended_why = now, why
    return len(ended)


def tries_at(
    uow: UnitOfWork, account_index: bytes, step: str, since: datetime
) -> Sequence[tuple[datetime, bool, bytes]]:
    """The tries at an account's step since a moment: when, whether it succeeded, from where."""
    rows = uow.session.execute(
        select(SignInAttempt.at, SignInAttempt.succeeded, SignInAttempt.address_index).where(
            SignInAttempt.account_index == account_index,
            SignInAttempt.step == step,
            SignInAttempt.at >= since,
        )
    )
    return [(at, succeeded, address) for at, succeeded, address in rows]


def is_known_address(
    uow: UnitOfWork, account_index: bytes, address_index: bytes, since: datetime
) -> bool:
    """Whether the account has signed in from the address since a moment."""
    query = select(SignInAttempt.id).where(
        SignInAttempt.account_index == account_index,
        SignInAttempt.address_index == address_index,
        SignInAttempt.succeeded,
        SignInAttempt.step.in_(WHOLE),
        SignInAttempt.at >= since,
    )
    return uow.session.scalar(query.limit(1)) is not None


def failures_from(uow: UnitOfWork, address_index: bytes, since: datetime) -> int:
    """How many tries failed from a network address since a moment."""
    query = select(func.count()).where(
        SignInAttempt.address_index == address_index,
        SignInAttempt.at >= since,
        SignInAttempt.succeeded.is_(False),
    )
    return uow.session.scalar(query) or 0


def failed_since_last_time(
    uow: UnitOfWork, account_index: bytes, but: UUID | None
) -> list[datetime]:
    """When tries at an account failed since it was last signed in to, the oldest first.

    `but` is a try that is under way.
    """
    last = uow.session.scalar(
        select(func.max(SignInAttempt.at)).where(
            SignInAttempt.account_index == account_index,
            SignInAttempt.succeeded,
            SignInAttempt.step.in_(WHOLE),
        )
    )
    query = select(SignInAttempt.at).where(
        SignInAttempt.account_index == account_index, SignInAttempt.succeeded.is_(False)
    )
    if last is not None:
        query = query.where(SignInAttempt.at > last)
    if but is not None:
        query = query.where(SignInAttempt.id != but)
    return list(uow.session.scalars(query.order_by(SignInAttempt.at)))


def code_of(uow: UnitOfWork, user_id: UUID) -> Totp | None:
    """A person's app for one-time codes."""
    return uow.session.scalar(select(Totp).where(Totp.user_id == user_id, Totp.ended_at.is_(None)))


def passkeys_of(uow: UnitOfWork, user_id: UUID) -> list[Passkey]:
    """A person's live passkeys, the oldest first."""
    query = select(Passkey).where(Passkey.user_id == user_id, Passkey.ended_at.is_(None))
    return list(uow.session.scalars(query.order_by(Passkey.made_at, Passkey.id)))


def end_factors(uow: UnitOfWork, user_id: UUID, now: datetime) -> None:
    """Take a person's app and passkeys out of use."""
    for table in (Totp, Passkey):
        uow.session.execute(
            update(table)
            .where(table.user_id == user_id, table.ended_at.is_(None))
            .values(ended_at=now)
        )


def link_with(uow: UnitOfWork, token_digest: bytes) -> tuple[Invitation, User] | None:
    """A single-use link and whose it is, spent or not."""
    row = uow.session.execute(
        select(Invitation, User)
        .join(User, User.id == Invitation.user_id)
        .where(Invitation.token_digest == token_digest)
    ).first()
    return (row[0], row[1]) if row else None


def end_links(uow: UnitOfWork, user_id: UUID, now: datetime) -> None:
    """Take the links that were made for a person and not used out of use."""
    uow.session.execute(
        update(Invitation)
        .where(
            Invitation.user_id == user_id,
            Invitation.used_at.is_(None),
            Invitation.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
