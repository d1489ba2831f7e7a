"""Handing over: every case to somebody, or to the queue with a date, and the account shut."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from victim_portal.domain.access import WORKER, Actor, ActorKind
from victim_portal.services import audit, tasks
from victim_portal.services.accounts.changing import shut
from victim_portal.services.accounts.entering import check_can_leave
from victim_portal.services.allocation.assigning import hand_to, problem_with
from victim_portal.services.allocation.queueing import put_in_queue, queue_due_on
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, NotFoundError
from victim_portal.services.leaving.planning import TELL, propose_for, their_officer
from victim_portal.services.planning import replanned
from victim_portal.store import leaving as store
from victim_portal.store.models import Case, Leaving, User
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

logger = logging.getLogger(__name__)

TOGETHER = 50
"""Cases in one transaction: an officer who waits for one of them waits a second."""
TRIES = 3


@dataclass
class HandedOver:
    """What became of the cases: given, put in the queue, and left for a manager to give."""

    given: int = 0
    queued: int = 0
    left: int = 0


def hand_over_now(ctx: Context, actor: Actor, user_id: UUID) -> HandedOver:
    """Hand over everything of an officer of the actor's unit whose leaving is planned, at once.

    Raises NotFoundError where none is planned, NotAllowedError, ConflictError when others keep
    getting in between: what was handed over stays so, and it can be done again.
    """
    with ctx.store.writing() as uow:
        user = their_officer(uow, actor, user_id)
        leaving = store.open_leaving(uow, user.id, locked=True)
        if leaving is None:
            raise NotFoundError
        # From this moment on nothing new comes to them, and they can't get in.
        leaving.leaves_at = user.access_ends_at = min(leaving.leaves_at, ctx.now())
        uow.commit()
    return _hand_over(ctx, actor, user_id)


def hand_over_due(ctx: Context) -> int:
    """Hand over what whoever should have left by now still has; how many left. The worker calls it.

    One that fails is tried again at the next round, and stops no other.
    """
    with ctx.store.reading() as uow:
        users = store.due(uow, ctx.now())
    for user_id in users:
        try:
            _hand_over(ctx, WORKER, user_id)
        except ConflictError:
            logger.info("others were at the cases of %s: again at the next round", user_id)
    return len(users)


def _hand_over(ctx: Context, actor: Actor, user_id: UUID) -> HandedOver:
    done, kept, faults = HandedOver(), set[UUID](), 0
    while True:
        try:
            more = _some(ctx, actor, user_id, done, kept)
        except (LostUpdateError, ConstraintError):
            faults += 1
            if faults == TRIES:
                raise ConflictError(
                    "Others are changing these cases at this moment. What was handed over stays "
                    "so: do it again."
                ) from None
            continue
        if not more:
            return done


def _some(ctx: Context, actor: Actor, user_id: UUID, done: HandedOver, kept: set[UUID]) -> bool:
    """Hand over some cases in one transaction; whether there may be more."""
    now = HandedOver()
    with ctx.store.writing() as uow:
        leaving = store.open_leaving(uow, user_id, locked=True)
        user = uow.get(User, user_id)
        if leaving is None or user is None:
            return False
        cases = store.cases_of(uow, user_id, TOGETHER, kept)
        if not cases:
            _end(ctx, uow, actor, leaving, user, kept)
            uow.commit()
            return False
        propose_for(uow, _for_unit(actor, leaving), leaving, cases)
        left = _hand(ctx, uow, actor, leaving, cases, now)
        replanned(ctx, uow, actor, [case for case in cases if case.id not in left])
        audit.record(
            uow,
            actor,
            What.CASES_HANDED_OVER,
            user=str(user_id),
            given=now.given,
            queued=now.queued,
            left=now.left,
        )
        uow.commit()
    kept |= left
    done.given, done.queued = done.given + now.given, done.queued + now.queued
    done.left += now.left
    return True


def _hand(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    leaving: Leaving,
    cases: Sequence[Case],
    done: HandedOver,
) -> set[UUID]:
    chosen = store.successors(uow, leaving.id)
    asked = store.asked_to_tell(uow, [case.id for case in cases], TELL, leaving.id.hex)
    left = set()
    for case in cases:
        officer_id = chosen[case.id].officer_id
        fits = officer_id is not None and officer_id != leaving.user_id
        if (
            officer_id is not None
            and fits
            and not problem_with(uow, case, uow.get(User, officer_id))
        ):
            hand_to(ctx, uow, actor, case, officer_id, told=case.id in asked)
            done.given += 1
        elif case.restricted:
            _ask_for_somebody(ctx, uow, actor, case)
            left.add(case.id)
            done.left += 1
        else:
            what = "The officer of a case has left, and nobody was chosen who may have it: give it"
            put_in_queue(ctx, uow, actor, case, what, "officer_left")
            done.queued += 1
    return left


def _ask_for_somebody(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    tasks.raise_for_case(
        uow,
        actor,
        case,
        "give_restricted",
        "The officer of a restricted case has left: give it to another one",
        "Each case has somebody who works on it",
        queue_due_on(ctx),
        manager=True,
    )


def _end(
    ctx: Context, uow: UnitOfWork, actor: Actor, leaving: Leaving, user: User, kept: set[UUID]
) -> None:
    """Shut the account, where nothing is left with it; the access ended at the moment anyhow."""
    if kept:
        # The cases that only a manager may give: once they are given, the next round ends it.
        return
    try:
        check_can_leave(uow, user)
    except ConflictError:
        return
    leaving.ended_at = ctx.now()
    if user.active:
        shut(ctx, uow, actor, user)


def _for_unit(actor: Actor, leaving: Leaving) -> Actor:
    """Who proposes: the worker sees the unit's loads as its manager does."""
    if actor.kind is ActorKind.STAFF:
        return actor
    return Actor(actor.kind, actor.name, None, None, leaving.unit_id)
