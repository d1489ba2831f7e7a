"""Queueing a correction that two managers released, batch by batch."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from victim_portal.domain.access import WORKER
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Enrolment, Language, MessageState, UpdateState
from victim_portal.domain.wrong_news import (
    REACHED,
    Reached,
    Recipient,
    Standing,
    WayOn,
    furthest,
    reached_by,
    way_on,
)
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.planning.names import Names
from victim_portal.services.updates.reading import words_digest, words_for
from victim_portal.services.wrong_news.asking import ask_to_decide, ask_to_ring
from victim_portal.services.wrong_news.facts import facts_now
from victim_portal.services.wrong_news.gathering import safe_among
from victim_portal.store import tasks as task_store
from victim_portal.store import wrong_news as store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import (
    Approval,
    Case,
    Channel,
    Message,
    Update,
    WrongNews,
    WrongNewsUpdate,
)
from victim_portal.store.surges import CORRECTION_CAUSE
from victim_portal.store.unit_of_work import UnitOfWork

GOES_STALE = timedelta(days=7)
"""A correction that couldn't go for so long is told by a person."""


def queue_some(ctx: Context, wrong_id: UUID, limit: int) -> bool:
    """Queue some more of a correction that was released; whether more may be left.

    Two people have read the words, so none of it is counted as a surge. Who said no since
    then, or can't be reached safely any more, is a manager's to decide about, or is rung.
    """
    with ctx.store.writing() as uow:
        uow.only_one_for(wrong_id)
        wrong = store.locked(uow, wrong_id)
        if wrong is None or wrong.standing != Standing.RELEASING or wrong.released_by_id is None:
            return False
        rows = store.to_release(uow, wrong, limit)
        if not rows:
            wrong.standing, wrong.finished_at = Standing.DONE.value, ctx.now()
            audit.record(uow, WORKER, What.WRONG_NEWS_QUEUED, wrong_news=str(wrong.id))
            uow.commit()
            return False
        _Batch(ctx, uow, wrong, wrong.released_by_id, rows).queue()
        uow.commit()
        return True


class _Batch:
    """Some corrections that are queued together, with all that is read for them at once."""

    def __init__(
        self,
        ctx: Context,
        uow: UnitOfWork,
        wrong: WrongNews,
        released_by: UUID,
        rows: Sequence[tuple[Update, Case]],
    ) -> None:
        self._ctx, self._uow, self._wrong = ctx, uow, wrong
        self._actor = WORKER
        self._released_by, self._rows = released_by, rows
        self._items = store.items_of_corrections(uow, [update.id for update, _ in rows])
        wrongs = [item.update_id for items in self._items.values() for item in items]
        self._messages = store.messages_of(uow, wrongs)
        self._names = Names(uow, [case for _, case in rows])
        self._facts = facts_now(uow, rows)

    def queue(self) -> None:
        """Queue each."""
        with task_store.at_hand(self._uow, [case.id for _, case in self._rows], ()):
            for update, case in self._rows:
                self._release(update, case, self._items[update.id])
            self._uow.flush()

    def _release(self, update: Update, case: Case, items: Sequence[WrongNewsUpdate]) -> None:
        messages = [one for item in items for one in self._messages[item.update_id]]
        ways = {
            one.channel_id
            for one in messages
            if reached_by(MessageState(one.state), one.handed_over_at) in REACHED
        }
        channels = self._safe(case, ways)
        recipient = Recipient(
            furthest(Reached(item.reached) for item in items if item.reached),
            Enrolment(case.enrolment),
            case.closed_at is not None,
            bool(channels),
            Language(update.language),
        )
        # Whoever was to be rung for their language is, whatever language the words are in.
        rung = all(item.way_on == WayOn.CALL for item in items)
        way, why_not = way_on(recipient, welsh_stands=True)
        if way is WayOn.DECIDE:
            update.state = UpdateState.CANCELLED.value
            update.changed_at = self._ctx.now()
            ask_to_decide(self._ctx, self._uow, self._actor, case, self._wrong, why_not)
        else:
            self._approve(update, case, [] if rung or way is WayOn.CALL else channels)
            if rung:
                return
        if way is WayOn.CALL:
            ask_to_ring(self._ctx, self._uow, self._actor, case, update, Stage(update.stage))
        for item in items:
            item.way_on, item.why_not = way.value, why_not.value if why_not else None

    def _safe(self, case: Case, channel_ids: set[UUID]) -> list[Channel]:
        try:
            return safe_among(self._ctx, self._names.of(case).channels, channel_ids)
        except UnreadableError:
            return []

    def _approve(self, update: Update, case: Case, channels: Sequence[Channel]) -> None:
        """Approve the words as the second manager agreed to them, and queue what carries them."""
        now, today = self._ctx.now(), self._ctx.today()
        update.state = UpdateState.APPROVED.value
        update.approved_version = update.version
        update.facts = self._facts[update.id]
        update.window_opens, update.window_closes = today, today + GOES_STALE
        update.changed_at = now
        digest = words_digest(update)
        self._uow.add_at_commit(
            Approval,
            id=self._uow.tokens.uuid(),
            update_id=update.id,
            person_id=update.person_id,
            version=update.version,
            words_digest=digest,
            approved_by=self._released_by,
            approved_at=now,
        )
        audit.record(
            self._uow,
            self._actor,
            What.UPDATE_APPROVED,
            case.id,
            update=str(update.id),
            version=update.version,
            digest=digest,
            messages=len(channels),
            policy=self._ctx.policy.version,
        )
        for channel in channels:
            self._queue(update, case, channel)

    def _queue(self, update: Update, case: Case, channel: Channel) -> None:
        kind, subject, body = words_for(channel, update)
        now = self._ctx.now()
        message = Message(
            id=self._uow.tokens.uuid(),
            update_id=update.id,
            case_id=case.id,
            person_id=update.person_id,
            channel_id=channel.id,
            kind=kind,
            update_version=update.version,
            cause=f"{CORRECTION_CAUSE}{self._wrong.id}",
            send_key=f"{update.id}:{update.version}:{update.person_id}:{channel.id}:correction",
            state=MessageState.QUEUED.value,
            language=update.language,
            subject=subject or None,
            body=body,
            deadline_on=update.window_closes,
            next_try_at=now,
            tries=0,
            made_at=now,
            changed_at=now,
        )
        self._uow.add(message)
        audit.record(
            self._uow,
            self._actor,
            What.MESSAGE_QUEUED,
            case.id,
            message=str(message.id),
            update=str(update.id),
            channel=str(channel.id),
        )
