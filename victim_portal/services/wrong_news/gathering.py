"""Looking at what was wrong, batch by batch: what waits is stopped, whoever was reached drafted to.

Each batch is one transaction and keeps what it looked at: one that broke off is run again and
does the rest, and two at once do nothing twice.
"""

from collections.abc import Sequence
from uuid import UUID

from victim_portal.domain.access import WORKER
from victim_portal.domain.contact import Never, may_use
from victim_portal.domain.ladder import LadderEnd
from victim_portal.domain.stages import STAGES, Stage
from victim_portal.domain.vocabulary import (
    ChannelKind,
    Enrolment,
    Language,
    MessageState,
    UpdateState,
)
from victim_portal.domain.wording import WordingError
from victim_portal.domain.wrong_news import (
    REACHED,
    Recipient,
    Standing,
    WayOn,
    WhyNot,
    reached_by,
    way_on,
)
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.ladder.receipts import end_row
from victim_portal.services.letter_tasks import POST, WAS_WRONG, ask_to_stop
from victim_portal.services.messages.moving import move
from victim_portal.services.planning.drafts import write_words
from victim_portal.services.planning.names import Names
from victim_portal.services.planning.words import Writer
from victim_portal.services.safe_contact import MESSAGE_USES, standing_of
from victim_portal.services.wrong_news.asking import ask_to_decide, ask_to_ring
from victim_portal.services.wrong_news.siblings import how_far_of
from victim_portal.services.wrong_news.stopping import WHY_STOPPED, draft_again
from victim_portal.store import ladders as ladder_store
from victim_portal.store import letters as letter_store
from victim_portal.store import tasks as task_store
from victim_portal.store import wrong_news as store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Channel, Message, Update, WrongNews, WrongNewsUpdate
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.updates import STOPPABLE

STOPPED = "wrong_news"
REASON = "Something that they were told was wrong, and this puts it right."


def gather_some(ctx: Context, wrong_id: UUID, limit: int) -> bool:
    """Look at some more of what may be wrong; whether more may be left."""
    with ctx.store.writing() as uow:
        uow.only_one_for(wrong_id)
        wrong = store.locked(uow, wrong_id)
        if wrong is None or wrong.standing != Standing.GATHERING:
            return False
        rows = store.to_look_at(uow, wrong, limit)
        if not rows:
            wrong.standing = Standing.READY.value
            audit.record(uow, WORKER, What.WRONG_NEWS_GATHERED, wrong_news=str(wrong.id))
            uow.commit()
            return False
        _Batch(ctx, uow, wrong, rows).look()
        uow.commit()
        return True


class _Batch:
    """Some updates that are looked at together, with all that is read for them at once."""

    def __init__(
        self,
        ctx: Context,
        uow: UnitOfWork,
        wrong: WrongNews,
        rows: Sequence[store.Found],
    ) -> None:
        self._ctx, self._uow, self._wrong = ctx, uow, wrong
        self._actor = WORKER
        self._rows = rows
        self._stage = Stage(wrong.stage)
        cases = [case for _, _, case in rows]
        self._cases = {case.id: case for case in cases}
        self._messages = store.messages_of(uow, [one.id for _, one, _ in rows])
        self._ladders = ladder_store.of_updates(uow, self._messages)
        self._letters = letter_store.waiting_with(uow, self._messages)
        self._names = Names(uow, list(self._cases.values()))
        self._corrections = store.corrections_of(uow, self._cases, wrong.correction_key)
        self._truth = {Language.ENGLISH: wrong.truth or ""}
        # Where Welsh words are missing, or nobody reviewed them, whoever reads Welsh is rung.
        self._truth[Language.WELSH] = wrong.truth_welsh or self._truth[Language.ENGLISH]
        self._welsh_stands = bool(wrong.truth_welsh) and (
            not ctx.production or bool(ctx.welsh_reviewer)
        )

    def look(self) -> None:
        """Look at each."""
        with task_store.at_hand(self._uow, list(self._cases), ()):
            for item, update, case in self._rows:
                self._look_at(item, update, case)
            self._uow.flush()

    def _look_at(self, item: WrongNewsUpdate | None, update: Update, case: Case) -> None:
        messages = self._messages[update.id]
        reached = how_far_of(update, messages)
        was_approved = update.state == UpdateState.APPROVED
        stopped = self._stop(case, update, messages)
        if was_approved and reached not in REACHED:
            draft_again(self._ctx, self._uow, self._actor, case, update)
        way, why_not, correction = WayOn.NONE, None, None
        if reached in REACHED:
            channels = {
                one.channel_id
                for one in messages
                if reached_by(MessageState(one.state), one.handed_over_at) in REACHED
            }
            writer = Writer(self._ctx, self._uow, case, self._names)
            recipient = Recipient(
                reached,
                Enrolment(case.enrolment),
                case.closed_at is not None,
                bool(self._safe(case, channels)),
                self._language(writer),
            )
            way, why_not = way_on(recipient, welsh_stands=self._welsh_stands)
            if way in (WayOn.MESSAGE, WayOn.CALL):
                correction = self._correction(case, update, writer, recipient)
                if correction is None:
                    way, why_not = WayOn.DECIDE, WhyNot.NO_WORDS
        if way is WayOn.CALL and correction is not None:
            ask_to_ring(self._ctx, self._uow, self._actor, case, correction, self._stage)
        elif way is WayOn.DECIDE:
            ask_to_decide(self._ctx, self._uow, self._actor, case, self._wrong, why_not)
        self._keep(item, update, case, reached.value, way.value, why_not, correction, stopped)

    def _stop(self, case: Case, update: Update, messages: Sequence[Message]) -> int:
        stopped = 0
        for message in messages:
            if message.state not in STOPPABLE:
                continue
            if message.state == MessageState.HELD:
                tasks.settle(self._uow, self._actor, tasks.HELD_MESSAGE, case, key=str(message.id))
            move(self._uow, self._actor, message, MessageState.CANCELLED, STOPPED, WHY_STOPPED)
            stopped += 1
        # Nor is a call made that was to tell the same, or to ask whether it came.
        tasks.settle(self._uow, self._actor, tasks.TELEPHONE, case, key=str(update.id))
        ladder = self._ladders.get(update.id)
        end_row(self._uow, self._actor, case, update, ladder, LadderEnd.REPLACED)
        for letter in self._letters.get(update.id, ()):
            tasks.settle(self._uow, self._actor, POST, case, key=str(letter.id))
            ask_to_stop(
                self._ctx,
                self._uow,
                self._actor,
                case,
                letter.id,
                {"wrong_news": str(self._wrong.id)},
                WAS_WRONG,
            )
        return stopped

    def _safe(self, case: Case, channel_ids: set[UUID]) -> list[Channel]:
        try:
            return safe_among(self._ctx, self._names.of(case).channels, channel_ids)
        except UnreadableError:
            return []

    def _language(self, writer: Writer) -> Language:
        try:
            return writer.language
        except UnreadableError:
            return Language.ENGLISH

    def _correction(
        self, case: Case, update: Update, writer: Writer, recipient: Recipient
    ) -> Update | None:
        known = self._corrections.get(case.id)
        if known is not None:
            return known
        sure = recipient.reached is not recipient.reached.PERHAPS
        try:
            words = writer.correction(
                self._wrong.correction_key,
                self._stage,
                self._truth[recipient.language],
                surely_told=sure,
            )
        except (WordingError, UnreadableError):
            return None
        today = self._ctx.today()
        made = Update(
            id=self._uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            plan_key=self._wrong.correction_key,
            stage=self._stage.value,
            state=UpdateState.DRAFT.value,
            language=recipient.language.value,
            window_opens=today,
            window_closes=today,
            anchor_code="",
            anchor_month=None,
            said={"outcome": update.said.get("outcome"), "corrects": str(update.id)},
            needs_manager=STAGES[self._stage].urgent,
            reason=REASON,
            facts=dict(update.facts),
            edited=False,
            version=1,
            # It isn't an officer's to read and approve.
            asked_on=today,
            changed_at=self._ctx.now(),
        )
        write_words(made, words, writer.wrote[self._wrong.correction_key])
        self._uow.add(made)
        self._corrections[case.id] = made
        return made

    def _keep(
        self,
        item: WrongNewsUpdate | None,
        update: Update,
        case: Case,
        reached: str,
        way: str,
        why_not: WhyNot | None,
        correction: Update | None,
        stopped: int,
    ) -> None:
        values = {
            "reached": reached,
            "way_on": way,
            "why_not": why_not.value if why_not else None,
            "correction_id": correction.id if correction else None,
            "stopped": stopped,
        }
        if item is None:
            self._uow.add_at_commit(
                WrongNewsUpdate,
                id=self._uow.tokens.uuid(),
                wrong_news_id=self._wrong.id,
                update_id=update.id,
                case_id=case.id,
                person_id=case.person_id,
                **values,
            )
        else:
            for name, value in values.items():
                setattr(item, name, value)
        audit.record(
            self._uow,
            self._actor,
            What.WRONG_NEWS_LOOKED_AT,
            case.id,
            wrong_news=str(self._wrong.id),
            update=str(update.id),
            reached=reached,
            way_on=way,
        )


def safe_among(ctx: Context, channels: Sequence[Channel], channel_ids: set[UUID]) -> list[Channel]:
    """Of the ways by which something came those that may carry a message still, now or later."""
    return [
        one
        for one in channels
        if one.id in channel_ids
        and not isinstance(
            may_use(standing_of(one), MESSAGE_USES[ChannelKind(one.kind)], ctx.now()), Never
        )
    ]
