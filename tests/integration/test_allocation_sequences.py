"""Whatever is done in whatever order, each open case has an active officer or waits with a date."""

import random
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.support.allocation import conflict, distinct, officer_elsewhere, queued
from tests.support.portal import Portal
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import ReturnReason, Role
from victim_portal.services.allocation import (
    assign_case,
    assign_many,
    move_case,
    show_queue,
    take_case,
)
from victim_portal.services.cases import CaseFilter, list_cases
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.referrals import (
    ReturnInput,
    reopen_case,
    send_back,
    withdraw_referral,
)
from victim_portal.store.models import Case, Task, Unit, User

REFUSED = (ConflictError, InvalidError, NotAllowedError, NotFoundError)
ASKED = ReturnInput(ReturnReason.DETAILS_MISSING, "The postcode?", "WCU")
STEPS = 60


def nobody_is_lost(portal: Portal, staff: list[Actor]) -> None:
    """Each open case has somebody, is seen by somebody, and so are its tasks."""
    with portal.ctx.store.reading() as uow:
        users = {user.id: user for user in uow.session.scalars(select(User))}
        units = {unit.id: unit for unit in uow.session.scalars(select(Unit))}
        cases = {case.id: case for case in uow.session.scalars(select(Case))}
        open_tasks = list(uow.session.scalars(select(Task).where(Task.done_at.is_(None))))
    for case in cases.values():
        unit = units[case.unit_id]
        assert unit.active
        assert unit.manager_id is not None
        if case.closed_at is not None:
            assert (case.officer_id, case.queued_since) == (None, None)
            assert case.closed_why == "withdrawn"
        elif case.officer_id is not None:
            officer = users[case.officer_id]
            assert (officer.active, officer.role, officer.unit_id) == (
                True,
                Role.OFFICER,
                case.unit_id,
            )
            assert (case.queued_since, case.queue_due_on) == (None, None)
        else:
            assert case.queued_since is not None
            assert case.queue_due_on is not None
    for task in open_tasks:
        assert task.case_id is not None
        case = cases[task.case_id]
        assert task.unit_id == case.unit_id
        if task.for_user_id is not None:
            assert task.for_user_id == case.officer_id
        else:
            assert task.for_role == Role.MANAGER
    waiting = {case.reference for case in cases.values() if case.queued_since is not None}
    seen: set[str] = set()
    for actor in staff:
        if actor.role is Role.MANAGER:
            seen |= {line.reference for line in show_queue(portal.ctx, actor).lines}
    assert seen == waiting
    kept = {case.reference for case in cases.values() if case.officer_id is not None}
    theirs = [
        line.reference
        for actor in staff
        if actor.role is Role.OFFICER
        for line in list_cases(portal.ctx, actor, CaseFilter.MINE).lines
    ]
    assert sorted(theirs) == sorted(kept)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_leaves_the_queue_for_nobody(portal: Portal, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - made to be repeatable
    staff = [
        portal.officer,
        portal.colleague,
        portal.manager,
        portal.stranger,
        officer_elsewhere(portal),
    ]
    references = [queued(portal, **distinct(number)) for number in range(3)]
    # An officer knows one of the offenders, so that case is never theirs.
    conflict(portal, references[0], portal.officer.user_id)
    ids = [actor.user_id for actor in staff if actor.user_id is not None]
    units = [portal.officer.unit_id, portal.stranger.unit_id]
    ctx = portal.ctx
    acts: dict[str, Callable[[Actor, str], object]] = {
        "take": lambda actor, one: take_case(ctx, actor, one),
        "assign": lambda actor, one: assign_case(ctx, actor, one, chance.choice(ids)),
        "many": lambda actor, _: assign_many(
            ctx, actor, {one: chance.choice(ids) for one in chance.sample(references, 2)}
        ),
        "move": lambda actor, one: move_case(ctx, actor, one, chance.choice(units), "why"),  # type: ignore[arg-type]  # every unit here has an id
        "send back": lambda actor, one: send_back(ctx, actor, one, ASKED),
        "withdraw": lambda actor, one: withdraw_referral(ctx, actor, one, "why"),
        "reopen": lambda actor, one: reopen_case(ctx, actor, one, "why"),
    }
    done: Counter[str] = Counter()
    for _ in range(STEPS):
        name = chance.choice(list(acts))
        portal.clock.move(hours=chance.choice([0, 1, 30]))
        try:
            acts[name](chance.choice(staff), chance.choice(references))
            done[name] += 1
        except REFUSED:
            pass
        nobody_is_lost(portal, staff)
    assert len(done) >= 5, done
