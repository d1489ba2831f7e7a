"""Parking, within the transaction in which messages are queued."""

import logging
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.stages import STAGES, Stage
from victim_portal.domain.surge import (
    COUNTED,
    HOUR,
    MINUTE,
    MONTH,
    READ_IN_A_MINUTE,
    busiest_hour,
    settling_time,
    threshold,
)
from victim_portal.domain.vocabulary import MessageState
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.messages.moving import PARKED, move
from victim_portal.store import surges as store
from victim_portal.store.models import Case, Surge, Update
from victim_portal.store.unit_of_work import UnitOfWork

logger = logging.getLogger(__name__)

ONE_AT_A_TIME = UUID("6f1c5f0a-0c0e-4f0e-9b57-2a0d1f4f6a11")
"""Who counts waits for who counted before; it stands for the count alone."""
STAGES_COUNTED = tuple(sorted(stage.value for stage in COUNTED))


def park_a_surge(ctx: Context, uow: UnitOfWork, actor: Actor, cause: str | None = None) -> None:
    """Park what is far more than a month's busiest hour: of the last hour, or of one `cause`.

    Called after messages were queued, in the same transaction, so that a batch that is one
    transaction parks whole. What isn't parked settles for a while, so that none of a burst
    that comes one by one has left when the one that is too many comes. What a provider has
    already can't be had back. Urgent safety news among it is told by telephone at once.
    """
    uow.flush()
    # Two who approve at once would each count without the other.
    uow.only_one_for(ONE_AT_A_TIME)
    now = ctx.now()
    since, month = now - HOUR, now - MONTH
    hour = store.queued_since(uow, STAGES_COUNTED, since)
    of_cause = store.queued_since(uow, STAGES_COUNTED, month, cause) if cause else 0
    if max(hour, of_cause) > threshold(0):
        most = threshold(busiest_hour(store.moments(uow, STAGES_COUNTED, month, since)))
        if hour > most:
            _park(ctx, uow, actor, store.to_park(uow, STAGES_COUNTED, since), hour, most)
        if cause is not None and of_cause > most:
            found = store.to_park(uow, STAGES_COUNTED, month, cause)
            _park(ctx, uow, actor, found, of_cause, most)
    _let_settle(ctx, uow, now)


def _let_settle(ctx: Context, uow: UnitOfWork, now: datetime) -> None:
    lately = store.queued_since(uow, STAGES_COUNTED, now - MINUTE)
    wait = settling_time(ctx.settling, lately)
    # More than anybody reads: then the first of them wait too, as far as they are still here.
    since = now - (HOUR if lately > READ_IN_A_MINUTE else wait)
    store.let_settle(uow, STAGES_COUNTED, since, now + wait)


def _park(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    found: list[store.Parkable],
    counted: int,
    most: int,
) -> None:
    if not found:
        return
    surge = _surge(ctx, uow, actor, counted, most)
    units = set()
    for message, update, case in found:
        message.surge_id = surge.id
        move(uow, actor, message, MessageState.HELD, PARKED)
        units.add(case.unit_id)
        if STAGES[Stage(update.stage)].urgent:
            _ring_now(ctx, uow, actor, case, update)
    for unit_id in sorted(units):
        _ask_managers(ctx, uow, actor, unit_id, surge)
    uow.flush()


def _surge(ctx: Context, uow: UnitOfWork, actor: Actor, counted: int, most: int) -> Surge:
    """The one that runs, or a new one."""
    running = [one for one in store.open_surges(uow) if ctx.now() - one.opened_at <= HOUR]
    if running:
        surge = running[0]
        surge.counted = max(surge.counted, counted)
        return surge
    surge = Surge(id=uow.tokens.uuid(), opened_at=ctx.now(), counted=counted, threshold=most)
    uow.add(surge)
    uow.flush()
    audit.record(
        uow, actor, What.SURGE_OPENED, surge=str(surge.id), counted=counted, threshold=most
    )
    logger.error("surge %s: %d messages in an hour, more than %d", surge.id, counted, most)
    return surge


def _ring_now(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, update: Update) -> None:
    tasks.raise_for_case(
        uow,
        actor,
        case,
        tasks.TELEPHONE,
        "Ring them now: their message is parked with many others until two managers look",
        "Urgent safety news doesn't wait for a surge to be looked at",
        ctx.today(),
        key=str(update.id),
        update=str(update.id),
    )


def _ask_managers(ctx: Context, uow: UnitOfWork, actor: Actor, unit_id: UUID, surge: Surge) -> None:
    tasks.raise_for_unit(
        uow,
        actor,
        unit_id,
        tasks.SURGE,
        "Far more messages were queued in an hour than ever: look at what is parked",
        "What could frighten thousands waits for two managers",
        ctx.today(),
        f"{surge.id}:{unit_id}",
        surge=str(surge.id),
    )


def settle_tasks(uow: UnitOfWork, actor: Actor, surge: Surge) -> None:
    """Nobody has to look at a surge any more that was let go or stopped."""
    for task_key in store.keys_of_tasks(uow, tasks.SURGE, surge.id):
        tasks.settle_without_case(uow, actor, tasks.SURGE, task_key.partition(":")[2])
