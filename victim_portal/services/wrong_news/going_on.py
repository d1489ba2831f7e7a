"""Going on with what was begun: a few batches in a person's own request, the rest by the worker."""

import logging
from uuid import UUID

from victim_portal.services.context import Context
from victim_portal.services.wrong_news.gathering import gather_some
from victim_portal.services.wrong_news.queueing import queue_some
from victim_portal.store import wrong_news as store
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError

logger = logging.getLogger(__name__)

AT_ONCE = 100
"""Updates in one transaction."""
IN_A_REQUEST = 3
"""Batches that a person waits for: what concerns a few is done when their page opens."""
TRIES = 4


def go_on(ctx: Context, wrong_id: UUID, batches: int = IN_A_REQUEST) -> bool:
    """Do so many batches of one; whether more may be left. Run twice it does nothing twice.

    Whoever began or released it stands on the trail; each batch is the worker's, wherever it runs.
    """
    lost = 0
    while batches > 0:
        try:
            more = gather_some(ctx, wrong_id, AT_ONCE)
            more = more or queue_some(ctx, wrong_id, AT_ONCE)
        except (LostUpdateError, ConstraintError) as error:
            # Somebody was at one of them in the same moment: the batch is read anew.
            lost += 1
            logger.info("wrong news %s: again: %s", wrong_id, type(error).__name__)
            if lost >= TRIES:
                return True
            continue
        if not more:
            return False
        batches -= 1
    return True


def go_on_with_all(ctx: Context) -> int:
    """Do a batch of each that isn't finished, as the worker; how many were gone on with."""
    with ctx.store.reading() as uow:
        wanted = store.unfinished(uow)
    for wrong_id in wanted:
        go_on(ctx, wrong_id, 1)
    return len(wanted)
