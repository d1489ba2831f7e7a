"""Climbing: what is done about an update that got no answer in its time. For the worker."""

import logging
from datetime import date, datetime, timedelta
from uuid import UUID

from victim_portal.domain.access import WORKER
from victim_portal.domain.calendar import london_date
from victim_portal.domain.contact import Never, may_use
from victim_portal.domain.enrolment import SAID_NO
from victim_portal.domain.ladder import LADDER, LadderEnd, LadderStep, next_step, time_of
from victim_portal.domain.stages import STAGES, EventOutcome, Stage, overtakes
from victim_portal.domain.vocabulary import ChannelKind, UpdateState
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.known_wrong import is_known_wrong, known_wrong
from victim_portal.services.ladder.receipts import CALL, MANAGER, end, end_if_reached
from victim_portal.services.messages.asks import working_day
from victim_portal.services.safe_contact import MESSAGE_USES, message_channels, standing_of
from victim_portal.services.updates.approving import queue_message
from victim_portal.services.updates.reading import words_for
from victim_portal.store import ladders as store
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, Channel, Ladder, Update
from victim_portal.store.surges import FOLLOWS_UP as CAUSE
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

logger = logging.getLogger(__name__)

AT_ONCE = 200
"""How many ladders begin, and how many are looked at, in one round."""

BEGIN_WITHIN = timedelta(days=14)
"""What was sent longer ago begins none: news of long ago isn't chased after an upgrade."""

RULE = "Silence climbs: another channel, then a call, then the manager"


def climb_ladders(ctx: Context) -> int:
    """Begin the ladders of what was sent, and take the next step where the time is over.

    Returns for how many updates somebody or something was asked.
    """
    _begin(ctx)
    with ctx.store.reading() as uow:
        due = store.due(uow, ctx.now(), AT_ONCE)
    climbed = 0
    for ladder_id in due:
        try:
            climbed += _look_at(ctx, ladder_id)
        except Exception as error:
            # One update that can't be read mustn't stop the others; the next round tries again.
            if not isinstance(error, LostUpdateError):
                logger.error("ladder %s: %s", ladder_id, type(error).__name__)
    return climbed


def _begin(ctx: Context) -> None:
    with ctx.store.writing() as uow:
        found = store.to_begin(uow, ctx.today() - BEGIN_WITHIN, AT_ONCE)
        wrong = known_wrong(uow, [update for update, _ in found])
        for update, handed_over_at in found:
            required = LADDER[Stage(update.stage)]
            over = LadderEnd.REPLACED if update.id in wrong else None
            look_at = time_of(required, LadderStep.SENT, handed_over_at, ctx.bank_holidays)
            uow.add(
                Ladder(
                    id=uow.tokens.uuid(),
                    update_id=update.id,
                    case_id=update.case_id,
                    person_id=update.person_id,
                    version=update.version,
                    step=LadderStep.SENT.value,
                    since=handed_over_at,
                    look_at=None if over else look_at,
                    ended_why=over.value if over else None,
                )
            )
            audit.record(
                uow,
                WORKER,
                What.LADDER_BEGUN,
                update.case_id,
                update=str(update.id),
                version=update.version,
                required=required.rung.value,
            )
        if found:
            uow.commit()


def _look_at(ctx: Context, ladder_id: UUID) -> bool:
    with ctx.store.writing() as uow:
        row = store.locked(uow, ladder_id)
        if row is None or row.look_at is None or row.look_at > ctx.now():
            return False
        update, case = uow.get(Update, row.update_id), uow.get(Case, row.case_id)
        if update is None or case is None:
            raise LookupError("a ladder without its update")
        uow.vault.fetch([case.person_id])
        why = _over(uow, case, update, row)
        if why is not None:
            end(uow, WORKER, case, update, why)
        climbed = why is None and not end_if_reached(uow, WORKER, case, update)
        if climbed:
            _climb(ctx, uow, case, update, row)
        uow.commit()
    return climbed


def _over(uow: UnitOfWork, case: Case, update: Update, row: Ladder) -> LadderEnd | None:
    """Why nobody is asked about an update any more, whether or not it arrived."""
    if case.closed_at is not None:
        return LadderEnd.CLOSED
    if case.enrolment in SAID_NO:
        return LadderEnd.SAID_NO
    if update.told_how is not None:
        return LadderEnd.TOLD
    first = store.first_handed_over(uow, update.id)
    if update.state != UpdateState.SENT or update.version != row.version or first is None:
        return LadderEnd.REPLACED
    if is_known_wrong(uow, update):
        # Its correction is of the same stage, so it isn't found among what overtakes.
        return LadderEnd.REPLACED
    later = store.later_sent(uow, update, first)
    if any(_overtakes(update, one) for one in later):
        return LadderEnd.REPLACED
    return None


def _overtakes(update: Update, later: Update) -> bool:
    outcome, then = update.said.get("outcome"), later.said.get("outcome")
    return overtakes(
        Stage(update.stage),
        EventOutcome(outcome) if outcome else None,
        Stage(later.stage),
        EventOutcome(then) if then else None,
    )


def _climb(ctx: Context, uow: UnitOfWork, case: Case, update: Update, row: Ladder) -> None:
    required, now = LADDER[Stage(update.stage)], ctx.now()
    another = _another_channel(ctx, uow, case, update)
    step = next_step(LadderStep(row.step), another is not None)
    if step is None:
        row.look_at = None
        return
    row.step, row.since = step.value, now
    row.look_at = time_of(required, step, now, ctx.bank_holidays)
    match step:
        case LadderStep.ANOTHER_CHANNEL if another is not None:
            _send_by(ctx, uow, case, update, another, row.look_at or now)
        case LadderStep.OFFICER:
            _ask_officer(ctx, uow, case, update)
        case _:
            _ask_manager(ctx, uow, case, update)
    audit.record(
        uow,
        WORKER,
        What.LADDER_CLIMBED,
        case.id,
        update=str(update.id),
        version=update.version,
        step=step.value,
        required=required.rung.value,
    )


def _another_channel(ctx: Context, uow: UnitOfWork, case: Case, update: Update) -> Channel | None:
    """A number or address that the plan allows now and that this version hasn't used at all.

    One with a message that is held or failed counts as used: that message has a task of its own,
    and may still go.
    """
    used = {
        message.channel_id
        for message in update_store.messages_of(uow, [update.id])
        if message.update_version == update.version
    }
    for channel in message_channels(uow, case):
        use = MESSAGE_USES[ChannelKind(channel.kind)]
        allowed = not isinstance(may_use(standing_of(channel), use, ctx.now()), Never)
        if channel.id not in used and allowed and channel.language == update.language:
            return channel
    return None


def _send_by(
    ctx: Context, uow: UnitOfWork, case: Case, update: Update, channel: Channel, until: datetime
) -> None:
    kind, subject, body = words_for(channel, update)
    queue_message(
        ctx,
        uow,
        WORKER,
        case,
        update,
        channel.id,
        kind,
        subject,
        body,
        CAUSE,
        key=CAUSE,
        last_day=max(update.window_closes, london_date(until)),
    )


def _ask_officer(ctx: Context, uow: UnitOfWork, case: Case, update: Update) -> None:
    tasks.raise_for_case(
        uow,
        WORKER,
        case,
        CALL,
        "No sign yet that an update reached them: ring them, and record that you spoke",
        RULE,
        _due(ctx, update),
        key=str(update.id),
        update=str(update.id),
    )


def _ask_manager(ctx: Context, uow: UnitOfWork, case: Case, update: Update) -> None:
    tasks.raise_for_case(
        uow,
        WORKER,
        case,
        MANAGER,
        "Nobody could say yet that an update reached them: decide what is done",
        RULE,
        _due(ctx, update),
        key=str(update.id),
        manager=True,
        update=str(update.id),
    )


def _due(ctx: Context, update: Update) -> date:
    """Urgent safety news doesn't wait for a working day."""
    return ctx.today() if STAGES[Stage(update.stage)].urgent else working_day(ctx)
