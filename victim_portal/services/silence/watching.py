"""The daily look for silence: it leaves a task, once, and ends it when the state is mended.

Nothing is ever sent by it. Running it twice, or twice at once, leaves no second task: a case is
locked while it is looked at, and a task stands for one silence of one case.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from victim_portal.domain.access import WORKER
from victim_portal.domain.calendar import LONDON, add_months, add_working_days
from victim_portal.domain.silence import COVERED_BY, Limits, Silence, silences, to_ask
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.planning import CASE_TROUBLE
from victim_portal.services.silence.facts import gather
from victim_portal.store import silence as store
from victim_portal.store.models import Case, CaseWatch, Task
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

logger = logging.getLogger(__name__)

AT_ONCE = 250
AGAIN = timedelta(minutes=10)
"""How soon a silent case is looked at again, so that its task ends soon after it is mended."""
WITHIN = 5
"""Working days within which somebody acts on a silence."""
QUIET, UNREAD = "silent_contact", "silent_unread"
SILENT_CASE = "silent_case"
RULE = "Never silence: contact is kept each year, by a way that works"
WHAT: Mapping[Silence, str] = MappingProxyType(
    {
        Silence.NO_WAY: "Nothing reaches them any more: find a way that works and is safe",
        Silence.UNREAD: "They opened none of the last three messages: ring them by their plan",
        Silence.NO_CONTACT: "There was no contact for eleven months: get in touch with them",
        Silence.UNCONFIRMED: "The day to confirm their contact plan has passed: ask them again",
        Silence.PASSED_OVER: "The yearly contact passes over what happened: read it again",
    }
)
KINDS = frozenset({SILENT_CASE}).union(*COVERED_BY.values())


class Watcher:
    """Looks at the cases that are due, a batch at a time."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx

    def some(self, most: int = AT_ONCE) -> int:
        """Look at so many cases at most; how many there were, 0 where none is due.

        One that can't be looked at is looked at again tomorrow, and stops no other.
        """
        ctx = self._ctx.for_one_use()
        try:
            return _some(ctx, most)
        except (LostUpdateError, ConstraintError):
            # Somebody was at one of them in between: the next round looks again.
            logger.info("cases were changed while they were looked at for silence")
            return 0
        except CASE_TROUBLE as error:
            kind = type(error).__name__
            logger.error("a batch of cases: not looked at for silence: %s", kind)
        looked = 0
        while looked < most and _alone(ctx):
            looked += 1
        return looked


def watch_all(ctx: Context) -> int:
    """Look at every case that is due; how many there were."""
    watcher, whole = Watcher(ctx), 0
    while some := watcher.some():
        whole += some
    return whole


def _some(ctx: Context, most: int) -> int:
    today, now = ctx.today(), ctx.now()
    begins = datetime.combine(today, time.min, LONDON)
    with ctx.store.writing() as uow:
        cases = store.due(uow, begins, now - AGAIN, most)
        if cases:
            _look(ctx, uow, cases, today, limits_on(ctx, today))
            uow.commit()
    return len(cases)


def _alone(ctx: Context) -> int:
    """Look at the next case by itself, so that only the one that can't be is passed over."""
    try:
        return _some(ctx, 1)
    except (LostUpdateError, ConstraintError):
        return 0
    except CASE_TROUBLE as error:
        found = type(error).__name__
    today, now = ctx.today(), ctx.now()
    begins = datetime.combine(today, time.min, LONDON)
    with ctx.store.writing() as uow:
        for case in store.due(uow, begins, now - AGAIN, 1):
            logger.error("case %s: not looked at for silence: %s", case.id, found)
            watch = store.watches_of(uow, [case.id]).get(case.id)
            if watch is None:
                new = CaseWatch(id=uow.tokens.uuid(), case_id=case.id, person_id=case.person_id)
                watch = uow.add(new)
            watch.looked_at = now
        uow.commit()
    return 1


def limits_on(ctx: Context, today: date) -> Limits:
    """From which days on there is too little, by the policy of today.

    A period is counted back from today: of months by the calendar, else of days.
    """
    quiet = ctx.policy.review_period(QUIET, today)
    unread = ctx.policy.review_period(UNREAD, today)
    return Limits(add_months(today, -quiet.amount), today - timedelta(days=unread.amount))


def _look(
    ctx: Context, uow: UnitOfWork, cases: Sequence[Case], today: date, limits: Limits
) -> None:
    ids = [case.id for case in cases]
    watches = store.watches_of(uow, ids)
    raised = store.open_tasks(uow, ids, KINDS)
    facts = gather(uow, cases, today)
    for case in cases:
        found = silences(facts[case.id], today, limits)
        _ask(ctx, uow, case, found, raised[case.id])
        _keep(ctx, uow, case, found, watches.get(case.id))


def _ask(
    ctx: Context,
    uow: UnitOfWork,
    case: Case,
    found: Mapping[Silence, date],
    raised: Sequence[Task],
) -> None:
    """Leave what is missing, and end what is mended or asked for by another task."""
    others = {task.kind for task in raised if task.kind != SILENT_CASE}
    own = {task.task_key: task for task in raised if task.kind == SILENT_CASE}
    wanted = to_ask(found, others)
    keys = {f"{SILENT_CASE}:{case.id}:{one.value}": one for one in wanted}
    for key, task in own.items():
        if key not in keys:
            tasks.finish(uow, WORKER, task)
    for key, one in keys.items():
        if key not in own:
            tasks.raise_for_case(
                uow,
                WORKER,
                case,
                SILENT_CASE,
                WHAT[one],
                RULE,
                add_working_days(ctx.today(), WITHIN, ctx.bank_holidays),
                key=one.value,
                why=one.value,
            )


def _keep(
    ctx: Context,
    uow: UnitOfWork,
    case: Case,
    found: Mapping[Silence, date],
    known: CaseWatch | None,
) -> None:
    watch = known or CaseWatch(id=uow.tokens.uuid(), case_id=case.id, person_id=case.person_id)
    watch.looked_at = ctx.now()
    watch.since = min(found.values(), default=None)
    for one, column in store.COLUMNS.items():
        setattr(watch, column.key, found.get(one))
    if known is None:
        uow.add(watch)
