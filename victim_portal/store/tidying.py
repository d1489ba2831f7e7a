"""Deleting what has no subject but time."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, delete, select

from victim_portal.store import data_keys
from victim_portal.store.models import (
    DocumentCheck,
    FormOnce,
    Invitation,
    ListedNote,
    ListedSentence,
    ListedSource,
    Passkey,
    SignInAttempt,
    StaffNotice,
    StaffSession,
    Totp,
    UnmatchedText,
)
from victim_portal.store.unit_of_work import UnitOfWork

AT_ONCE = 400
"""Texts in one round."""


def sign_ins_before(uow: UnitOfWork, moment: datetime) -> int:
    """Tries to sign in, and sessions that are long over; how many rows."""
    sessions = delete(StaffSession).where(StaffSession.seen_at < moment)
    return _gone(uow, delete(SignInAttempt).where(SignInAttempt.at < moment)) + _gone(uow, sessions)


def checks_before(uow: UnitOfWork, moment: datetime) -> int:
    """That somebody asked about a document; how many rows."""
    return _gone(uow, delete(DocumentCheck).where(DocumentCheck.at < moment))


def factors_before(uow: UnitOfWork, moment: datetime) -> int:
    """Second factors that ended, links that open nothing any more, old notices; how many rows."""
    gone = _gone(uow, delete(Invitation).where(Invitation.expires_at < moment))
    gone += _gone(uow, delete(StaffNotice).where(StaffNotice.ended_at < moment))
    for factor in (Totp, Passkey):
        gone += _gone(uow, delete(factor).where(factor.ended_at < moment))
    return gone


def texts_before(uow: UnitOfWork, moment: datetime) -> int:
    """Texts that were closed without a case, with the keys that open them; how many rows."""
    query = select(UnmatchedText.id).where(
        UnmatchedText.case_id.is_(None), UnmatchedText.closed_at < moment
    )
    # Each batch is small enough for one statement; the next round takes the rest.
    ids = list(uow.session.scalars(query.order_by(UnmatchedText.closed_at).limit(AT_ONCE)))
    data_keys.destroy(uow, ids)
    return _gone(uow, delete(UnmatchedText).where(UnmatchedText.id.in_(ids)))


def listed_before(uow: UnitOfWork, moment: datetime) -> int:
    """Listed sentences that were settled long ago, with the keys that open them; how many rows."""
    query = select(ListedSentence.id).where(ListedSentence.settled_at < moment)
    ids = list(uow.session.scalars(query.order_by(ListedSentence.settled_at).limit(AT_ONCE)))
    gone = 0
    for table in (ListedNote, ListedSource):
        gone += _gone(uow, delete(table).where(table.listed_id.in_(ids)))
    data_keys.destroy(uow, ids)
    return gone + _gone(uow, delete(ListedSentence).where(ListedSentence.id.in_(ids)))


def forms_before(uow: UnitOfWork, moment: datetime) -> int:
    """Tokens of forms that nobody can send again; how many rows."""
    return _gone(uow, delete(FormOnce).where(FormOnce.used_at < moment))


def _gone(uow: UnitOfWork, statement: Delete) -> int:
    return cast(CursorResult[Any], uow.session.execute(statement)).rowcount
