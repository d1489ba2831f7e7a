"""Whether somebody of the staff is still here."""

from datetime import datetime

from victim_portal.store.models import User


def has_left(user: User, now: datetime) -> bool:
    """Whether the moment at which an account's access ends has come, whoever has noted it yet."""
    return user.access_ends_at is not None and user.access_ends_at <= now


def may_enter(user: User, now: datetime) -> bool:
    """Whether an account is open and its person hasn't left."""
    return user.active and not has_left(user, now)
