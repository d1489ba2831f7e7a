"""Bringing listed sentences in step with what was referred, offered and recorded.

After a list, after each referral, after a withdrawal, and by time: once a day the worker looks at
what is open, and at what a clock may have opened. Running it twice changes nothing.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from victim_portal.domain.access import WORKER, Actor
from victim_portal.domain.reconciliation import (
    Answers,
    ListedState,
    ListedStep,
    Outcome,
    Standing,
    stand,
)
from victim_portal.domain.vocabulary import Route
from victim_portal.services.context import Context
from victim_portal.services.reconciliation.facts import Facts, known_case
from victim_portal.services.reconciliation.owning import PERIOD, keep_tasks, note
from victim_portal.store import conflicts as conflict_store
from victim_portal.store import reconciliation as store
from victim_portal.store.models import ListedSentence, Offender, User
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

logger = logging.getLogger(__name__)

AT_ONCE = 250
_DAY = timedelta(days=1)


def follow_lists(ctx: Context) -> int:
    """Look again at what time may have changed; how many came to need somebody.

    The worker calls this now and then: a listed sentence is looked at once a day while it is
    open, and on the day after its clock ends.
    """
    opened = 0
    while True:
        try:
            with ctx.store.writing() as uow:
                found = store.to_look_at(uow, ctx.today(), AT_ONCE)
                if not found:
                    return opened
                opened += follow(ctx, uow, WORKER, found)
                uow.commit()
        except (LostUpdateError, ConstraintError):
            # Somebody was at one of them in between: the next round looks at the rest.
            logger.info("listed sentences were changed while they were looked at")
            return opened


def follow_referrals(
    ctx: Context, uow: UnitOfWork, actor: Actor, offender_ids: Collection[UUID]
) -> None:
    """After referrals about some offenders: what lists asked for is settled, or seen to be late.

    Works within the caller's transaction.
    """
    uow.flush()
    offenders = uow.get_many(Offender, offender_ids).values()
    numbers = [one.prison_number_index for one in offenders if one.prison_number_index]
    crns = [one.crn_index for one in offenders if one.crn_index]
    if numbers or crns:
        follow(ctx, uow, actor, store.by_numbers(uow, numbers, crns))


def follow_sentence(ctx: Context, uow: UnitOfWork, actor: Actor, sentence_id: UUID) -> None:
    """After something happened to a case: what lists say of its sentence is looked at again."""
    uow.flush()
    found = store.of_sentence(uow, sentence_id)
    if found:
        follow(ctx, uow, actor, found)


def follow(ctx: Context, uow: UnitOfWork, actor: Actor, listed: Sequence[ListedSentence]) -> int:
    """Bring some in step, in the caller's transaction; how many came to need somebody."""
    if not listed:
        return 0
    uow.flush()
    facts = Facts(uow, listed)
    owners = uow.get_many(User, [one.owner_id for one in listed])
    opened = 0
    for one in listed:
        opened += _follow_one(ctx, uow, actor, one, facts)
    conflict_store.fetch(uow, {one.offender_id for one in listed if one.offender_id})
    for one in listed:
        owner = owners.get(one.owner_id) if one.owner_id else None
        if owner is not None and not (owner.active and _may_have(uow, one, owner.id)):
            one.owner_id = None
            note(ctx, uow, actor, one, ListedStep.NO_OWNER)
    keep_tasks(ctx, uow, actor, listed)
    return opened


def _may_have(uow: UnitOfWork, one: ListedSentence, user_id: UUID) -> bool:
    """Whether somebody has no conflict of interest over its offender."""
    if one.offender_id is None:
        return True
    return user_id not in conflict_store.staff_of(uow, one.offender_id)


def first_due(ctx: Context) -> date:
    """By when somebody has to act on what comes up today."""
    period = ctx.policy.review_period(PERIOD, ctx.today())
    return period.applied_to(ctx.today(), ctx.bank_holidays)


def _follow_one(
    ctx: Context, uow: UnitOfWork, actor: Actor, one: ListedSentence, facts: Facts
) -> bool:
    facts.match(one)
    was, missed, unoffered = ListedState(one.state), one.never_referred, one.never_offered
    now = _standing(ctx, one, facts)
    if missed and not now.gaps.never_referred and now.gaps.referred_late:
        # It was chased as missing: that it came late is known, and nobody is asked again.
        one.late_answered = True
        now = _standing(ctx, one, facts)
    one.never_referred = now.gaps.never_referred
    one.never_offered = now.gaps.never_offered
    one.referred_late = now.late
    one.perhaps = now.gaps.never_referred and bool(facts.hints(one))
    one.state = now.state.value
    today = ctx.today()
    one.look_on = now.until + _DAY if now.until else None
    if now.state is ListedState.OPEN:
        one.look_on = today + _DAY
    if now.state is not was:
        _move(ctx, uow, actor, one, was, now, _outcome(one, missed=missed, unoffered=unoffered))
    elif now.state is ListedState.WAITING and now.until is not None:
        one.due_on = now.until
    return now.state is ListedState.OPEN and was is not ListedState.OPEN


def _move(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    one: ListedSentence,
    was: ListedState,
    now: Standing,
    outcome: Outcome,
) -> None:
    one.outcome, one.settled_at = None, None
    one.chased_on, one.owner_id = None, None
    if now.state is ListedState.SETTLED:
        one.outcome, one.settled_at, one.due_on = outcome.value, ctx.now(), ctx.today()
        note(ctx, uow, actor, one, ListedStep.SETTLED, outcome=outcome)
        return
    one.due_on = now.until if now.until is not None else first_due(ctx)
    if was is ListedState.SETTLED:
        note(ctx, uow, actor, one, ListedStep.CAME_BACK)


def _standing(ctx: Context, one: ListedSentence, facts: Facts) -> Standing:
    return stand(
        one.sentenced_on,
        Route(one.route),
        one.victims,
        [known_case(case) for case in facts.cases(one)],
        Answers(Outcome(one.referral_answer) if one.referral_answer else None, one.late_answered),
        ctx.today(),
        ctx.policy,
        ctx.bank_holidays,
    )


def _outcome(one: ListedSentence, *, missed: bool, unoffered: bool) -> Outcome:
    """How it came to its end, where it has."""
    if one.referral_answer:
        return Outcome(one.referral_answer)
    if missed:
        return Outcome.REFERRAL_CAME
    if unoffered:
        return Outcome.OFFERED
    return Outcome.LATE_EXPLAINED if one.late_answered else Outcome.IN_ORDER
