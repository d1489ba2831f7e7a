"""When a channel is asked about again: "is this still right, is it still safe?"."""

from datetime import date, timedelta

from victim_portal.domain.access import WORKER, Actor
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.store import verification as code_store
from victim_portal.store.models import Case, Channel
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

PERIOD = "channel_confirmation"
REVIEW_TASK = tasks.REVIEW_CHANNEL
AHEAD = timedelta(days=14)


def latest_review(ctx: Context) -> date:
    """The last day on which a channel that is confirmed today has to be asked about again."""
    period = ctx.policy.review_period(PERIOD, ctx.today())
    return period.applied_to(ctx.today(), ctx.bank_holidays)


def check_review_on(ctx: Context, review_on: date | None) -> dict[str, str]:
    """What is wrong with a day of their own, for a form; nothing where none was given."""
    if review_on is None:
        return {}
    if review_on <= ctx.today():
        return {"review_on": "The day to ask again must be after today"}
    latest = latest_review(ctx)
    if review_on > latest:
        return {
            "review_on": f"The day to ask again must be {latest.day} {latest:%B %Y} or before: "
            "nobody goes longer without being asked"
        }
    return {}


def kept_review(standing: date | None, today: date) -> date | None:
    """The day to ask again, where a yes today leaves it as it is.

    A day that lies well ahead stands: they may have chosen it for a reason, such as
    somebody's return. One that is near or past makes room for the usual period.
    """
    return standing if standing is not None and today + AHEAD < standing else None


def next_review(ctx: Context, channel: Channel) -> date:
    """When to ask again after a yes that named no day."""
    latest = latest_review(ctx)
    return min(kept_review(channel.review_on, ctx.today()) or latest, latest)


def ask_to_review(ctx: Context) -> int:
    """Leave a task for each agreed channel that falls due within 14 days; returns how many.

    Each review date is asked for once in each case that the channel serves. The worker
    calls this now and then; running it twice, or twice at once, leaves no second task.
    """
    asked = 0
    try:
        with ctx.store.writing() as uow:
            due = code_store.to_review(uow, ctx.today() + AHEAD, IN_SCHEME)
            keys = {_whole_key(channel, case) for channel, case in due}
            known = code_store.asked_already(uow, keys)
            for channel, case in due:
                if not channel.uses or channel.review_on is None:
                    continue
                if _whole_key(channel, case) in known:
                    continue
                known.add(_whole_key(channel, case))
                tasks.raise_for_case(
                    uow,
                    WORKER,
                    case,
                    REVIEW_TASK,
                    "Ask again whether a number or address is still right, and still safe",
                    "What was safe may have changed: nothing goes there after its day",
                    channel.review_on,
                    key=_key(channel),
                    channel=str(channel.id),
                )
                asked += 1
            uow.commit()
    except (LostUpdateError, ConstraintError):
        # Another worker asks in this moment: the next round asks for what it left.
        return 0
    return asked


def set_review(uow: UnitOfWork, actor: Actor, channel: Channel, review_on: date) -> None:
    """Put the next day to ask; a day that stays keeps its task, if it has one."""
    if channel.review_on != review_on:
        settle_review(uow, actor, channel)
        channel.review_on = review_on


def settle_review(uow: UnitOfWork, actor: Actor, channel: Channel) -> None:
    """Nobody has to ask any more, in any case that the channel serves."""
    if channel.review_on is None:
        return
    for case in code_store.cases_served(uow, channel.person_id):
        tasks.settle(uow, actor, REVIEW_TASK, case, key=_key(channel))


def _key(channel: Channel) -> str:
    return f"{channel.id}:{channel.review_on}"


def _whole_key(channel: Channel, case: Case) -> str:
    return f"{REVIEW_TASK}:{case.id}:{_key(channel)}"
