"""What planning asks of people: missing words, a manager's approval, a manager's decision."""

from collections.abc import Collection, Container

from victim_portal.domain.access import Actor
from victim_portal.domain.overtaking import OvertakenBy
from victim_portal.domain.plan import EventFacts, PlannedUpdate, news_for_manager
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.overtaking import end_exact_date
from victim_portal.services.planning.facts import PlanFacts
from victim_portal.store.models import Case, Update
from victim_portal.store.unit_of_work import UnitOfWork

WORDS, APPROVE, DECIDE = "words_missing", "approve_as_manager", "decide_urgent_news"
WITHDRAWN = "approved_withdrawn"


def ask_for_words(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, planned: PlannedUpdate
) -> None:
    """Have what a text needs filled in, before its window opens."""
    tasks.raise_for_case(
        uow,
        actor,
        case,
        WORDS,
        "An update can't be written yet: a name, a month, your telephone number or your hours "
        "are missing",
        "Nothing goes out with a gap in it",
        max(ctx.today(), planned.window_opens),
        key=planned.plan_key,
    )


def settle_words(uow: UnitOfWork, actor: Actor, case: Case, wrote: Collection[str]) -> None:
    """The words of these plan keys could be written after all."""
    for one in wrote:
        tasks.settle(uow, actor, WORDS, case, key=one)


def settle_asks(
    uow: UnitOfWork, actor: Actor, case: Case, update: Update, ended_by: OvertakenBy | None = None
) -> None:
    """Nothing is asked about an update any more: it was decided, or the plan dropped it.

    `ended_by` is what ends a question about an exact day; one that is approved has none.
    """
    if ended_by is not None:
        end_exact_date(uow, actor, update, ended_by)
    tasks.settle(uow, actor, WORDS, case, key=update.plan_key)
    tasks.settle(uow, actor, APPROVE, case, key=str(update.id))
    tasks.settle(uow, actor, tasks.READ_AGAIN, case, key=str(update.id))
    tasks.settle(uow, actor, tasks.NOT_TOLD, case, key=update.plan_key)


def ask_manager_to_approve(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, update: Update
) -> None:
    """Urgent news, and what is kept for a manager, doesn't wait to be found in a list."""
    if update.needs_manager:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            APPROVE,
            "An update needs your approval: read it, have them telephoned first, then approve it",
            "Urgent safety news goes with a manager's approval",
            max(ctx.today(), update.window_opens),
            key=str(update.id),
            manager=True,
            update=str(update.id),
        )


def say_withdrawn(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, update: Update, why: str
) -> None:
    """Whoever approved an update thinks that it goes: they learn that it doesn't, and why."""
    tasks.raise_for_case(
        uow,
        actor,
        case,
        WITHDRAWN,
        f"An approved update was withdrawn. {why} Look at what takes its place"[: tasks.LONGEST],
        "Never silence: what is stopped is looked at by a person",
        ctx.today(),
        key=f"{update.id}:{update.version}",
        update=str(update.id),
    )


def ask_manager_about_news(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    facts: PlanFacts,
    asked: Container[str],
) -> None:
    """Urgent safety news of somebody who gets no updates is a manager's to decide, once.

    `asked` are the keys of the tasks by which it was asked before.
    """
    for event in news_for_manager(facts.case, facts.events, ctx.today()):
        if decision_key(case, event) in asked:
            continue
        tasks.raise_for_case(
            uow,
            actor,
            case,
            DECIDE,
            "Urgent news, and they get no updates: decide whether and how they are told",
            "Nothing is sent against a no; urgent news is a manager's decision",
            ctx.today(),
            key=event.id,
            manager=True,
            event=event.id,
        )


def decision_key(case: Case, event: EventFacts) -> str:
    """The key of the task by which a manager is asked, once, about this news."""
    return f"{DECIDE}:{case.id}:{event.id}"
