"""What putting wrong news right asks of people: a call, or a manager's decision."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from victim_portal.domain.access import Actor
from victim_portal.domain.stages import Stage
from victim_portal.domain.wrong_news import WhyNot, presses
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.messages.asks import working_day
from victim_portal.store.models import Case, Update, WrongNews
from victim_portal.store.unit_of_work import UnitOfWork

RULE = "Nothing wrong that went out stays uncorrected"
_DECIDE: Mapping[WhyNot | None, str] = MappingProxyType(
    {
        WhyNot.SAID_NO: "They said no since: decide whether and how they hear that what they were "
        "told was wrong",
        WhyNot.CASE_CLOSED: "Their case is closed: decide whether and how they hear that what they "
        "were told was wrong",
        WhyNot.NO_WORDS: "What they were told was wrong, and no correction can be written: decide "
        "who tells them, and how",
    }
)


def due_for(ctx: Context, stage: Stage) -> date:
    """By when somebody is rung: today for what frightens, whatever day it is."""
    return ctx.today() if presses(stage) else working_day(ctx)


def ask_to_ring(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, correction: Update, stage: Stage
) -> None:
    """Have somebody told by telephone who can't be reached safely by a message."""
    tasks.raise_for_case(
        uow,
        actor,
        case,
        tasks.TELEPHONE,
        "Ring them: something that they were told was wrong. What is true stands with the update",
        RULE,
        due_for(ctx, stage),
        key=str(correction.id),
        update=str(correction.id),
    )


def ask_to_decide(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    wrong: WrongNews,
    why_not: WhyNot | None,
) -> None:
    """Have a manager decide about somebody to whom nothing may be sent."""
    tasks.raise_for_case(
        uow,
        actor,
        case,
        "decide_correction",
        _DECIDE[why_not],
        "Nothing is sent against a no; a mistake of ours is a manager's decision",
        due_for(ctx, Stage(wrong.stage)),
        key=str(wrong.id),
        manager=True,
        wrong_news=str(wrong.id),
    )
