"""Making an invented caseload as large as asked: lot by lot, each lot whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.invented import TOGETHER, invent, office_of
from victim_portal.domain.vocabulary import Enrolment
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.contacts.owed import leave_owed
from victim_portal.services.context import Context
from victim_portal.services.errors import NotAllowedError
from victim_portal.services.planning import Planner
from victim_portal.services.reach import need
from victim_portal.services.seeding.about import abouts_of, make_about
from victim_portal.services.seeding.rows import index_of, make_case
from victim_portal.services.seeding.staff import Staff
from victim_portal.store import seeding as store

Progress = Callable[[int, int], None]
WAITING = frozenset({Enrolment.NOT_OFFERED, Enrolment.OFFERED, Enrolment.DEFERRED})
"""Who is waiting for an offer, or has to answer one: somebody is to do something about it."""
LOTS = 4
"""Lots in one transaction: few enough that a break costs a second's work."""


@dataclass(frozen=True)
class SeedReport:
    """How many cases were made, and how many were there from an earlier run."""

    added: int
    known: int
    officers: int


def seed_caseload(
    ctx: Context, actor: Actor, cases: int, seed: int, progress: Progress | None = None
) -> SeedReport:
    """Have the invented cases numbered from 0 up to `cases` in the database, and their staff.

    The same cases for the same `seed` and day; run again, broken off or with more cases, it adds
    what isn't there. `progress` is told how many of all are there. Sends nothing, and plans
    nothing: `planning.plan_due` does. NotAllowedError in production, and for all but the machine.
    """
    need(Permission.KEEP_STORE, actor)
    if ctx.production:
        raise NotAllowedError
    added, known, staff = 0, 0, Staff(ctx, actor, seed)
    step = TOGETHER * LOTS
    for start in range(0, cases, step):
        numbers = range(start, min(start + step, cases))
        new = _some(ctx, actor, staff, seed, numbers)
        added, known = added + new, known + len(numbers) - new
        if progress is not None:
            progress(added + known, cases)
    with ctx.store.writing() as uow:
        audit.record(uow, actor, What.CASELOAD_SEEDED, added=added, known=known, seed=seed)
        uow.commit()
    officers = office_of(cases - 1)[0] + 1 if cases else 0
    return SeedReport(added, known, officers)


def plan_caseload(ctx: Context, actor: Actor, progress: Progress | None = None) -> int:
    """Plan what is due, as the worker does each day; returns how many cases were.

    NotAllowedError for all but the machine.
    """
    need(Permission.KEEP_STORE, actor)
    planner, cases = Planner(ctx), 0
    while (done := planner.some()).cases or done.failed:
        cases += done.cases
        if progress is not None:
            progress(cases, cases)
    return cases


def _some(ctx: Context, actor: Actor, staff: Staff, seed: int, numbers: range) -> int:
    """Make those of some cases that aren't there; returns how many."""
    with ctx.store.writing() as uow:
        # Nothing in it reads what it writes.
        uow.trail_at_commit = True
        by_index = {index_of(uow, seed, number): number for number in numbers}
        there = store.known_referrals(uow, list(by_index))
        missing = [
            invent(seed, number, ctx.today())
            for index, number in by_index.items()
            if index not in there
        ]
        if not missing:
            return 0
        abouts, made = abouts_of(uow, seed, missing), []
        for one in missing:
            number = one.offender_number
            if number not in abouts:
                abouts[number] = make_about(ctx, uow, seed, one)
            office = staff.of(uow, one.number)
            made.append(make_case(ctx, uow, actor, seed, one, abouts[number], office))
        uow.write_kept()
        for case in made:
            if case.closed_at is None and case.enrolment in WAITING:
                leave_owed(ctx, uow, actor, case)
        uow.commit()
    return len(missing)
