"""Key dates typed by an officer from what the prison told them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.key_dates import KeyDateSet
from victim_portal.domain.vocabulary import DateCode
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.key_dates.versions import TYPED, add_version, confirm
from victim_portal.services.reach import case_within_reach
from victim_portal.store import offenders as offender_store
from victim_portal.store.models import Offender
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError

# The codes that an officer is told by telephone or letter; the rest comes by file.
OFFERED = (
    DateCode.CRD,
    DateCode.ARD,
    DateCode.PED,
    DateCode.TED,
    DateCode.SED,
    DateCode.SLED,
    DateCode.LED,
    DateCode.PRRD,
)
IN_BETWEEN = (
    "Newer dates came in while you had this open. Nothing of yours was saved: "
    "look at them, and type again what is still different."
)


@dataclass(frozen=True)
class KeyDatesForm:
    """What the form starts from: the newest dates, and their version."""

    version: int
    dates: Mapping[str, date]


def key_dates_for_form(ctx: Context, actor: Actor, reference: str) -> KeyDatesForm:
    """The dates as they stand, to be put right; the view is recorded."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        newest = offender_store.newest_key_dates(uow, case.offender_id)
        rows = offender_store.dates_of(uow, [newest])[newest.id] if newest else []
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
    return KeyDatesForm(newest.version if newest else 0, {row.code: row.falls_on for row in rows})


def type_key_dates(
    ctx: Context,
    actor: Actor,
    reference: str,
    dates: Mapping[str, date],
    seen_version: int,
    accept_doubts: bool = False,
) -> bool:
    """Store typed dates as a new version; codes that the form doesn't offer stay as they are.

    Returns False when they are the dates that stand already. Doubtful dates need
    `accept_doubts`, so that a slip of the pen is seen by whoever made it (InvalidError,
    field `dates`). ConflictError when newer dates came in between.
    """
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
            offender = uow.get(Offender, case.offender_id)
            if offender is None:
                raise NotFoundError
            # Before the dates are read: news of the same offender comes before or after.
            offender_store.lock(uow, offender.id)
            newest = offender_store.newest_key_dates(uow, offender.id)
            if (newest.version if newest else 0) != seen_version:
                raise ConflictError(IN_BETWEEN)
            rows = offender_store.dates_of(uow, [newest])[newest.id] if newest else []
            kept = {row.code: row.falls_on for row in rows if row.code not in set(OFFERED)}
            together = {**kept, **dates}
            if not together:
                raise InvalidError({"dates": "Enter at least one date."})
            if together == {row.code: row.falls_on for row in rows}:
                confirm(newest, ctx.now())
                uow.commit()
                return False
            given = KeyDateSet(offender.prison_number or "", "TYPED", together)
            _, flags, _ = add_version(ctx, uow, actor, offender, given, TYPED)
            if flags and not accept_doubts:
                raise InvalidError({"dates": " ".join(flag.sentence for flag in flags)})
            uow.commit()
    except (ConstraintError, LostUpdateError):
        raise ConflictError(IN_BETWEEN) from None
    return True
