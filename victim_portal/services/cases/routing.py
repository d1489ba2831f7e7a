"""The route of a case where the rules leave it to a person: a manager decides, with a reason."""

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.vocabulary import Route
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach
from victim_portal.store.unit_of_work import LostUpdateError

DECIDED = "decided-by-a-manager"
LONGEST_REASON = 1000


def decide_route(ctx: Context, actor: Actor, reference: str, route: Route, why: str) -> None:
    """Record by which route a case stands in the scheme, and settle the task that asked.

    For the manager of the case's unit; NotFoundError for everybody else. Raises
    InvalidError without a route or a reason, ConflictError when the case changed meanwhile.
    """
    reason = why.strip()
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.DECIDE_AS_MANAGER)
            _check(route, reason)
            case.route = route.value
            case.route_rule = DECIDED
            case.route_reason = "A manager decided it."
            case.route_decided_why = reason
            tasks.settle(uow, actor, "decide_route", case)
            audit.record(
                uow, actor, What.ROUTE_DECIDED, case.id, route=case.route, rule=case.route_rule
            )
            replan(ctx, uow, actor, case)
            uow.commit()
    except LostUpdateError:
        raise ConflictError("Somebody else changed this case. Decide it again.") from None


def _check(route: Route, reason: str) -> None:
    if route is Route.UNDECIDED:
        raise InvalidError({"route": "Choose the route."})
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidError({"why": f"Give the reason, in at most {LONGEST_REASON} characters."})
