"""The unit that a row names; one that nobody knows is made, and stays inactive."""

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import add_working_days
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.store import staff as staff_store
from victim_portal.store.models import Unit
from victim_portal.store.unit_of_work import UnitOfWork

NO_UNIT = "No unit given"


def unit_of_row(
    ctx: Context, uow: UnitOfWork, actor: Actor, units: dict[str, Unit], name: str, came_with: str
) -> tuple[Unit, bool]:
    """The unit of a name, and whether it is new; `units` are those known, by their keys.

    Of a new one the administrators are asked to give it a manager. `came_with` is what it
    came with, as staff read it.
    """
    key = staff_store.unit_key(name or NO_UNIT)
    known = units.get(key)
    if known is not None:
        return known, False
    unit = Unit(
        id=uow.tokens.uuid(),
        name=" ".join((name or NO_UNIT).split()),
        name_key=key,
        active=False,
        created_at=ctx.now(),
    )
    uow.add(unit)
    uow.flush()
    units[key] = unit
    tasks.raise_for_administrators(
        uow,
        actor,
        "unit_without_manager",
        f"The unit “{unit.name}” came with {came_with} and has no manager yet",
        "Every allocation queue has a manager",
        add_working_days(ctx.today(), 1, ctx.bank_holidays),
        key=str(unit.id),
    )
    return unit, True
