"""Who hasn't been told of a move while its nearest date comes: their officer is asked."""

from victim_portal.domain.access import WORKER
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.store import campaigns as store
from victim_portal.store.unit_of_work import LostUpdateError

PERIOD = "campaign_not_told"
AT_ONCE = 100


def ask_about_untold(ctx: Context) -> int:
    """Leave a task for each move that nobody approved or told as its date comes; how many.

    Each is asked about once. The worker calls this now and then; running it twice, or twice
    at once, leaves no second task.
    """
    asked = 0
    today = ctx.today()
    by = ctx.policy.review_period(PERIOD, today).applied_to(today, ctx.bank_holidays)
    try:
        with ctx.store.writing() as uow:
            for move, case in store.untold(uow, by, AT_ONCE):
                move.asked_on = today
                tasks.raise_for_case(
                    uow,
                    WORKER,
                    case,
                    tasks.NOT_TOLD,
                    "They haven't been told that a date moved, and it is near: tell them",
                    "Nobody hears of a moved date after it has come",
                    max(today, move.nearest_on),
                    key=move.plan_key or "",
                )
                asked += 1
            uow.commit()
    except LostUpdateError:
        # Somebody was at one of them in between: the next round asks for the rest.
        return 0
    return asked
