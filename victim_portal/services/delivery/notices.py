"""Handing notices to staff over, one by one: claimed and committed, sent, written down.

As with messages, what isn't surely unsent is never sent again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from victim_portal.domain.access import WORKER
from victim_portal.domain.messages import LEASE, next_delay
from victim_portal.domain.staff_notices import NoticeKind, NoticeState, words_of
from victim_portal.domain.vocabulary import Language
from victim_portal.ports import EmailSender, HandOver, Outcome, OutgoingEmail
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.store import staff_notices as store
from victim_portal.store.models import StaffNotice
from victim_portal.store.unit_of_work import UnitOfWork

logger = logging.getLogger(__name__)

AT_ONCE = 20
"""Notices in one round, so that no message to a victim waits for many."""


@dataclass(frozen=True)
class _Claim:
    notice_id: UUID
    tries: int
    to: str = field(repr=False)
    subject: str
    text: str


def tell_staff(
    ctx: Context,
    sender: EmailSender,
    worker_name: str,
    *,
    stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Hand over the notices that are due, as the worker; how many were tried."""
    with ctx.store.reading() as uow:
        # Asked without the write lock, which an idle worker mustn't take every two seconds.
        wakes_at = store.wakes_at(uow)
    if wakes_at is None or wakes_at > ctx.now():
        return 0
    _sweep(ctx)
    tried = 0
    while tried < AT_ONCE and not stopping():
        claim = _claim(ctx, worker_name)
        if claim is None:
            break
        _record(ctx, worker_name, claim, _send(sender, claim))
        tried += 1
    return tried


def _sweep(ctx: Context) -> None:
    with ctx.store.writing() as uow:
        for notice in store.lapsed(uow, ctx.now()):
            _end(ctx, uow, notice, NoticeState.UNCERTAIN)
        uow.commit()


def _claim(ctx: Context, worker_name: str) -> _Claim | None:
    with ctx.store.writing() as uow:
        found = store.next_due(uow, ctx.now())
        if found is None:
            return None
        notice, user = found
        notice.state, notice.claimed_by = NoticeState.CLAIMED.value, worker_name
        notice.tries += 1
        notice.lease_until = ctx.now() + LEASE
        subject, text = words_of(NoticeKind(notice.kind), notice.made_at)
        uow.commit()
        return _Claim(notice.id, notice.tries, user.email, subject, text)


def _send(sender: EmailSender, claim: _Claim) -> HandOver:
    email = OutgoingEmail(claim.notice_id, claim.to, claim.subject, claim.text, Language.ENGLISH)
    try:
        return sender.send(email)
    except Exception as error:
        # Senders promise not to raise, so nothing is known of how far this one came.
        logger.error("notice %s: the sender failed: %s", claim.notice_id, type(error).__name__)
        return HandOver(Outcome.UNCERTAIN)


def _record(ctx: Context, worker_name: str, claim: _Claim, handed: HandOver) -> None:
    with ctx.store.writing() as uow:
        notice = store.locked(uow, claim.notice_id)
        claimed = (NoticeState.CLAIMED, worker_name, claim.tries)
        if notice is None or (notice.state, notice.claimed_by, notice.tries) != claimed:
            # Its lease lapsed meanwhile: it is uncertain and stays so.
            logger.warning("notice %s: another hand moved it on", claim.notice_id)
            return
        wait = next_delay(notice.tries, handed.retry_after)
        match handed.outcome:
            case Outcome.ACCEPTED:
                _end(ctx, uow, notice, NoticeState.HANDED_OVER)
            case Outcome.NOT_SENT if wait is not None:
                notice.state, notice.next_try_at = NoticeState.WAITING.value, ctx.now() + wait
                notice.claimed_by = notice.lease_until = None
            case Outcome.NOT_SENT | Outcome.REFUSED:
                _end(ctx, uow, notice, NoticeState.FAILED)
            case _:
                _end(ctx, uow, notice, NoticeState.UNCERTAIN)
        logger.info("notice %s: %s", notice.id, notice.state)
        uow.commit()


def _end(ctx: Context, uow: UnitOfWork, notice: StaffNotice, state: NoticeState) -> None:
    notice.state, notice.ended_at = state.value, ctx.now()
    notice.claimed_by = notice.lease_until = None
    audit.record(
        uow,
        WORKER,
        What.STAFF_TOLD,
        user=str(notice.user_id),
        notice=str(notice.id),
        kind=notice.kind,
        state=notice.state,
    )
