"""Some offenders of a file, and where it fails each alone: one prisoner's trouble stays theirs.

Three kinds of trouble are kept apart. Somebody else is at the prisoner: the row comes back, to
be imported again. A case of the prisoner can't be read or planned: the dates are kept, every
other victim is planned for, and a person looks at that case. The row's own dates can't be kept:
it comes back. What is none of them is an error of the portal's own, and breaks the import off.
"""

import logging
from collections.abc import Sequence
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.campaigns import DateChange, RefusedChange
from victim_portal.services.campaigns.taking_in import Batch, CaseTroubleError, take_in
from victim_portal.services.context import Context
from victim_portal.services.planning import CASE_TROUBLE
from victim_portal.services.reach import need
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError

logger = logging.getLogger(__name__)

TRIES = 3
BUSY = "Somebody else is changing this prisoner's dates or cases: import it again."
UNUSABLE = (
    "These dates, or what is kept of this prisoner, can't be read: nothing was changed. "
    "Tell whoever runs the portal."
)


def take_in_safely(
    ctx: Context,
    actor: Actor,
    campaign_id: UUID,
    changes: Sequence[DateChange],
    batch: Batch,
) -> list[RefusedChange]:
    """Take some changes in, and add what that did to `batch`; what could not be done at all.

    One by one where they can't be taken in together. Any other error is raised as it is.
    """
    need(Permission.BRING_IN_CAMPAIGN, actor)
    problem = _taken(ctx, actor, campaign_id, changes, batch)
    if problem is None:
        return []
    if len(changes) > 1:
        # All are tried: one prisoner's trouble stays one prisoner's.
        return [
            refused
            for one in changes
            for refused in take_in_safely(ctx, actor, campaign_id, [one], batch)
        ]
    [change] = changes
    cells = change.rows or ((),) * len(change.places)
    return [
        RefusedChange(place, "", problem, given)
        for place, given in zip(change.places, cells, strict=True)
    ]


def _taken(
    ctx: Context, actor: Actor, campaign_id: UUID, changes: Sequence[DateChange], batch: Batch
) -> str | None:
    """Why the changes could not be taken in together; None where they were."""
    tries, aside = 0, frozenset[UUID]()
    while tries < TRIES:
        try:
            batch.take(take_in(ctx, actor, campaign_id, changes, aside))
        except (ConstraintError, LostUpdateError):
            tries += 1
        except CaseTroubleError as trouble:
            # Each time another case, so that this ends.
            aside |= {trouble.case_id}
        except CASE_TROUBLE as error:
            # The type alone: messages of errors may hold values.
            logger.error("%d prisoners: dates not kept: %s", len(changes), type(error).__name__)
            return UNUSABLE
        else:
            return None
    return BUSY
