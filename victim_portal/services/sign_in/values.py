"""What signing in answers with, and how long its parts last."""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from victim_portal.domain.access import Actor, staff
from victim_portal.domain.vocabulary import Role
from victim_portal.services.context import Context
from victim_portal.services.staff_standing import may_enter
from victim_portal.store.models import StaffSession, User

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
HALF_WAY = timedelta(minutes=10)
"""For how long a session waits for the second factor."""
CHALLENGE = timedelta(minutes=5)
"""For how long a passkey may take to answer."""
# A page a second must not be a write a second.
SEEN_EVERY = timedelta(minutes=1)
MOST_PASSKEYS = 2


@dataclass(frozen=True)
class StaffMember:
    """A signed-in member of staff, as the web room knows them."""

    actor: Actor
    session_id: UUID
    email: str
    first_name: str
    full_name: str
    role: Role
    unit_name: str
    expires_at: datetime
    """When the session ends if nothing more is asked of it."""


@dataclass(frozen=True)
class Factors:
    """What a person can show beside a password."""

    code: bool
    passkeys: int

    @property
    def any(self) -> bool:
        """Whether there is anything at all."""
        return self.code or self.passkeys > 0


@dataclass(frozen=True)
class HalfWay:
    """Somebody whose password was right, and whose second factor is waited for."""

    user_id: UUID
    email: str
    factors: Factors
    demo_code: str | None = None
    """The code of this moment, for an account of the demo and nobody else."""


@dataclass(frozen=True)
class Confirmed:
    """A whole session: its fresh token, and the tries that failed since the last time."""

    token: str = field(repr=False)
    failed: int = 0
    failed_last_at: datetime | None = None


def fresh_token(ctx: Context) -> str:
    """A token that nobody can guess, as it goes into a cookie or a link."""
    return urlsafe_b64encode(ctx.tokens.secret(32)).decode().rstrip("=")


def digest(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).digest()


def actor_of(user: User, came_from: str, session: StaffSession | None = None) -> Actor:
    """An account as an actor, with the proof that its session holds."""
    who = staff(user.id, Role(user.role), user.unit_id, f"{user.first_name} {user.last_name}")
    return replace(who, came_from=came_from, proved_at=session.proved_at if session else None)


UNLINKED = "unlinked "
"""Begins what stands in place of a provider's identity that a recovery took away: from then on
an address is enough no more, and only the person themselves links the account again."""


def is_linked(user: User) -> bool:
    """Whether an account is linked to somebody of the organisation's provider."""
    return user.provider_subject is not None and not user.provider_subject.startswith(UNLINKED)


def unlink(user: User) -> None:
    """Take an account's link to the provider away, for good until its person links it."""
    if user.provider_subject is not None:
        user.provider_subject = f"{UNLINKED}{user.id}"


def is_half_way(session: StaffSession, user: User, now: datetime) -> bool:
    """Whether a session still waits for its second factor."""
    return (
        may_enter(user, now)
        and session.confirmed_at is None
        and now - session.started_at <= HALF_WAY
    )


def is_open(session: StaffSession, user: User, now: datetime) -> bool:
    """Whether a session opens pages: confirmed, used of late, not too old, not shut out."""
    return (
        may_enter(user, now)
        and session.confirmed_at is not None
        and now - session.seen_at <= IDLE
        and now - session.started_at <= LONGEST
    )
