"""She has another home: what was said of her maps is asked again, before they do harm."""

from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import add_working_days
from victim_portal.domain.vocabulary import ChannelKind, RequestState
from victim_portal.domain.zones import areas_from, areas_to_store, in_doubt
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.representations.moving import LOOK_AT_MAP
from victim_portal.services.zones.finding import STANDING
from victim_portal.store import zones as store
from victim_portal.store.models import Channel
from victim_portal.store.unit_of_work import UnitOfWork

WITHIN_WORKING_DAYS = 2
_WITH_US = "Look at the map of request {number} again: the victim has another address now"
_WITH_THEM = (
    "Look at the map of request {number} today: it is with those who decide, and the victim has "
    "another address now"
)


def note_new_home(ctx: Context, uow: UnitOfWork, actor: Actor, channel: Channel) -> None:
    """Ask again about the maps of a person who was given a new postal address.

    In the caller's transaction, with the channel written; any other channel changes nothing.
    """
    if channel.kind == ChannelKind.POST:
        doubt_maps(ctx, uow, actor, channel.person_id)


def doubt_maps(ctx: Context, uow: UnitOfWork, actor: Actor, person_id: UUID) -> None:
    """Forget what was said of the maps of a person's requests that aren't decided yet."""
    for case, request in store.standing_requests(uow, person_id, STANDING):
        areas = areas_from(request.zone)
        after = in_doubt(areas)
        if after == areas:
            continue
        request.zone = areas_to_store(after)
        away = request.state == RequestState.PUT_FORWARD
        due = ctx.today()
        if not away:
            due = add_working_days(due, WITHIN_WORKING_DAYS, ctx.bank_holidays)
        tasks.raise_for_case(
            uow,
            actor,
            case,
            LOOK_AT_MAP,
            (_WITH_THEM if away else _WITH_US).format(number=request.number),
            "No map tells where the victim lives",
            due,
            key=str(request.number),
        )
        audit.record(
            uow,
            actor,
            What.MAPS_DOUBTED,
            case.id,
            request=str(request.id),
            number=request.number,
        )
