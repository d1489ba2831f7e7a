"""Drafts that nobody has read: asked for before their window opens, so that none is silent."""

from datetime import timedelta

from victim_portal.domain.access import WORKER
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.store import updates as update_store
from victim_portal.store.unit_of_work import LostUpdateError

AHEAD = timedelta(days=3)
AT_ONCE = 100


def ask_for_unread(ctx: Context) -> int:
    """Leave a task for each draft whose window opens within three days; returns how many.

    Each draft is asked for once for each of its windows. The worker calls this now and
    then; running it twice, or twice at once, leaves no second task.
    """
    asked = 0
    try:
        with ctx.store.writing() as uow:
            today = ctx.today()
            for update, case in update_store.unread(uow, today + AHEAD, AT_ONCE):
                update.asked_on = today
                if update.needs_manager:
                    # The manager was asked when it was planned.
                    continue
                tasks.raise_for_case(
                    uow,
                    WORKER,
                    case,
                    tasks.READ_AGAIN,
                    "Read an update that is due: approve it, edit it, or record that they know",
                    "Never silence: what is due is read by a person",
                    max(today, update.window_opens),
                    key=str(update.id),
                    update=str(update.id),
                )
                asked += 1
            uow.commit()
    except LostUpdateError:
        # An officer was at one of them in between: the next round asks for the rest.
        return 0
    return asked
