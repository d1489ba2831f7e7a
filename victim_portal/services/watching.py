"""How the portal fares, for the machines that watch it: numbers, and nothing about anybody.

Everything is read from the database that all processes share, so that it doesn't matter which
of them is asked, and nothing is lost when one ends.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from victim_portal.services.context import Context
from victim_portal.store import providers as provider_store
from victim_portal.store import seals as seal_store
from victim_portal.store import surges as surge_store
from victim_portal.store import watching as store
from victim_portal.store.watching import MOST

logger = logging.getLogger(__name__)

__all__ = ["MOST", "Figures", "figures", "is_ready"]


@dataclass(frozen=True)
class Figures:
    """What stands at one moment. Counts end at `MOST`; ages are in seconds, 0 for nothing there.

    `messages_due` might go now, `lapsed` belong to a worker that fell silent, `asked_after` are
    in doubt, `parked` wait for two managers. `providers_down` says for each kind of message
    whether its provider takes none. `cases_unplanned` have had no look at their plan for two
    days, `rows_unsealed` of the trail stand under no seal yet.
    """

    messages_due: int
    oldest_due: float
    messages_lapsed: int
    messages_asked_after: int
    messages_parked: int
    surges_open: int
    providers_down: Mapping[str, bool]
    tasks_open: int
    tasks_overdue: int
    cases_queued: int
    oldest_queued: float
    cases_unplanned: int
    rows_unsealed: int


def is_ready(ctx: Context) -> bool:
    """Whether requests can be served: the database answers. Never raises."""
    try:
        with ctx.store.reading() as uow:
            store.answers(uow)
    except Exception as error:
        # The type alone: a driver's words may hold an address.
        logger.error("not ready: the database doesn't answer: %s", type(error).__name__)
        return False
    return True


def figures(ctx: Context) -> Figures:
    """The figures of this moment; raises whatever the database raises."""
    now, today = ctx.now(), ctx.today()
    with ctx.store.reading() as uow:
        due, first_due = store.due(uow, now)
        queued, first_queued = store.queued_cases(uow)
        sealed = seal_store.last(uow)
        return Figures(
            messages_due=due,
            oldest_due=_age(first_due, now),
            messages_lapsed=store.lapsed(uow, now),
            messages_asked_after=store.asked_after(uow),
            messages_parked=store.parked(uow),
            surges_open=len(surge_store.open_surges(uow)),
            providers_down={
                "email": False,
                "sms": False,
                **{kind: one.is_open for kind, one in provider_store.breakers(uow).items()},
            },
            tasks_open=store.open_tasks(uow),
            tasks_overdue=store.open_tasks(uow, today),
            cases_queued=queued,
            oldest_queued=_age(first_queued, now),
            cases_unplanned=store.unplanned(uow, today - timedelta(days=1)),
            rows_unsealed=seal_store.newest_place(uow) - (sealed.last_seq if sealed else 0),
        )


def _age(since: datetime | None, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0) if since is not None else 0.0
