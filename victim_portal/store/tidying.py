"""Deleting what has no subject but time."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, delete

from victim_portal.store.models import FormOnce, SignInAttempt, StaffSession
from victim_portal.store.unit_of_work import UnitOfWork


def sign_ins_before(uow: UnitOfWork, moment: datetime) -> int:
    """Tries to sign in, and sessions that are long over; how many rows."""
    sessions = delete(StaffSession).where(StaffSession.seen_at < moment)
    return _gone(uow, delete(SignInAttempt).where(SignInAttempt.at < moment)) + _gone(uow, sessions)


def forms_before(uow: UnitOfWork, moment: datetime) -> int:
    """Tokens of forms that nobody can send again; how many rows."""
    return _gone(uow, delete(FormOnce).where(FormOnce.used_at < moment))


def _gone(uow: UnitOfWork, statement: Delete) -> int:
    return cast(CursorResult[Any], uow.session.execute(statement)).rowcount
