"""What stands behind walls in the demo: restricted cases, and one that was opened by glass."""

from victim_portal.domain.access import Actor
from victim_portal.domain.glass import GlassReason
from victim_portal.services.context import Context
from victim_portal.services.glass import GlassInput, break_glass
from victim_portal.services.restrictions import RestrictionInput, propose_lifting, restrict_case

WHY = "Her neighbour works in this unit and knows the family."
LATER = "The neighbour has left the unit."
RANG = "Her sister rang us by mistake and says that he has written to her."


def restrict(ctx: Context, manager: Actor, reference: str) -> None:
    """Only named people see the case."""
    restrict_case(ctx, manager, reference, RestrictionInput(WHY))


def ask_to_lift(ctx: Context, manager: Actor, reference: str) -> None:
    """That the whole unit sees a case again waits for a second person."""
    propose_lifting(ctx, manager, reference, LATER)


def look_elsewhere(ctx: Context, officer: Actor, reference: str) -> None:
    """An officer of another unit opens a case with a reason."""
    break_glass(ctx, officer, GlassInput(GlassReason.IN_TOUCH, RANG, reference))
