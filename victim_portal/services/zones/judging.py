"""What an officer says of a map: whether it gives away her home, and whether she agreed to it."""

from dataclasses import replace

from victim_portal.domain.access import Actor
from victim_portal.domain.zones import areas_to_store, with_map
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.representations.moving import LOOK_AT_MAP
from victim_portal.services.representations.rows import open_case, tell_recipients, writing
from victim_portal.services.zones.finding import standing_area

BACK = "The map of request {number} can't stay with those who have it: ask for it back"
NO_MAP = "There is no map to look at yet: draw or upload one."


def judge_map(
    ctx: Context,
    actor: Actor,
    reference: str,
    number: int,
    area: int,
    *,
    shows_home: bool,
    agreed: bool,
    seen_version: int,
) -> None:
    """Record that an officer looked at the map of an area, beside its words as they are now.

    `shows_home`: it gives away where the victim lives. `agreed`: she agreed that the offender
    gets this map; what gives her home away is agreed to by nobody. Where the request is with
    somebody already and the map can't stay, they are to be told. Raises InvalidError (fields
    `shows_home`, `state`), ConflictError, NotFoundError.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        request, areas = standing_area(uow, case, number, area, seen_version)
        found = areas[area - 1]
        if found.map is None:
            raise InvalidError({"shows_home": NO_MAP})
        judged = replace(
            found.map,
            words=found.words,
            shows_home=shows_home,
            agreed=agreed and not shows_home,
        )
        after = with_map(areas, area, judged)
        request.zone = areas_to_store(after)
        if not any(one.to_be_judged for one in after):
            tasks.settle(uow, actor, LOOK_AT_MAP, case, str(request.number))
        if not judged.agreed:
            tell_recipients(ctx, uow, actor, case, BACK.format(number=number), f"map:{number}")
        audit.record(
            uow,
            actor,
            What.MAP_JUDGED,
            case.id,
            request=str(request.id),
            number=number,
            area=area,
            shows_home=shows_home,
            agreed=judged.agreed,
        )
        uow.commit()
