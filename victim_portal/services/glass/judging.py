"""Whether a breaking was in order: the manager of each unit concerned says so for their own.

The case's unit knows its victim, the breaker's unit its own officer; neither speaks for the
other. An auditor is of no unit: there the case's unit alone decides.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from victim_portal.services.glass.values import Look
from victim_portal.services.names import UNREADABLE
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, GlassBreaking, Unit


class Side(StrEnum):
    """For whom a manager judges: the unit of the case, or the unit of the one who broke it."""

    CASE = "case"
    HOME = "home"


def sides_of(glass: GlassBreaking, case: Case, unit_id: UUID) -> tuple[Side, ...]:
    """For whom a manager of a unit judges; both where a case came to the breaker's unit since."""
    units = {Side.CASE: case.unit_id, Side.HOME: glass.unit_id}
    return tuple(side for side, of in units.items() if of == unit_id)


def waits(glass: GlassBreaking, case: Case, unit_id: UUID) -> bool:
    """Whether a unit hasn't said yet."""
    return any(_looked_at(glass, side) is None for side in sides_of(glass, case, unit_id))


def judge(
    glass: GlassBreaking, side: Side, at: datetime, by: str, in_order: bool, finding: str
) -> None:
    """Write one unit's word down; whoever calls has checked that it waits."""
    if side is Side.CASE:
        glass.looked_at, glass.looked_at_by, glass.in_order = at, by, in_order
        if finding:
            glass.finding = finding
    else:
        glass.home_looked_at, glass.home_looked_at_by = at, by
        glass.home_in_order = in_order
        if finding:
            glass.home_finding = finding


def not_in_order(glass: GlassBreaking) -> bool:
    """Whether one of the two said already that it wasn't in order."""
    return glass.in_order is False or glass.home_in_order is False


def looks_of(glass: GlassBreaking, unit: Unit, home: Unit | None) -> tuple[Look, ...]:
    """What was said so far, the case's unit first."""
    found = []
    if glass.looked_at is not None:
        finding = _finding(glass, Side.CASE)
        found.append(
            Look(
                unit.name, glass.looked_at_by or "", glass.looked_at, bool(glass.in_order), finding
            )
        )
    if glass.home_looked_at is not None and home is not None:
        finding = _finding(glass, Side.HOME)
        by, order = glass.home_looked_at_by or "", bool(glass.home_in_order)
        found.append(Look(home.name, by, glass.home_looked_at, order, finding))
    return tuple(found)


def _looked_at(glass: GlassBreaking, side: Side) -> datetime | None:
    return glass.looked_at if side is Side.CASE else glass.home_looked_at


def _finding(glass: GlassBreaking, side: Side) -> str:
    try:
        return (glass.finding if side is Side.CASE else glass.home_finding) or ""
    except UnreadableError:
        return UNREADABLE
