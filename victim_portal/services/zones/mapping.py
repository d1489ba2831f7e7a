"""Giving an area its map: drawn on the base map, or uploaded; and taking it away."""

from dataclasses import replace

from victim_portal.domain.access import Actor
from victim_portal.domain.zones import (
    AreaMap,
    MapKind,
    Shape,
    areas_to_store,
    frame_around,
    shape_problem,
    with_map,
)
from victim_portal.ports import MapFileError, MapPicture
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.representations.moving import LOOK_AT_MAP
from victim_portal.services.representations.rows import open_case, tell_recipients, writing
from victim_portal.services.sanitise import storable
from victim_portal.services.zones.finding import open_area, standing_area
from victim_portal.services.zones.pictures import digest_of, drop_pictures, keep_picture
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import UnitOfWork

NO_BASE_MAP = "There is no base map to draw on: describe the area in words, or upload a map."
NO_READER = "Maps can't be uploaded here."


def draw_map(
    ctx: Context,
    actor: Actor,
    reference: str,
    number: int,
    area: int,
    shape: Shape,
    seen_version: int,
) -> None:
    """Keep a drawn or typed shape as the map of an area, with the base map as it is now.

    What was said of an earlier map of it is asked again. `seen_version` is the request's on
    the form. Raises InvalidError (fields `shape`, `state`), ConflictError, NotFoundError.
    """
    _check_area(ctx, actor, reference, number, area, seen_version)
    one, picture = _drawn(ctx, shape)
    _keep(ctx, actor, reference, number, area, one, picture, seen_version)


def upload_map(
    ctx: Context,
    actor: Actor,
    reference: str,
    number: int,
    area: int,
    content: bytes,
    seen_version: int,
) -> None:
    """Draw an uploaded PDF, PNG or JPEG anew, and keep that as the map of an area.

    The file itself isn't kept. What its pages say is, for the officer, to be taken as the
    description. Raises InvalidError (fields `file`, `state`), ConflictError, NotFoundError.
    """
    _check_area(ctx, actor, reference, number, area, seen_version)
    if ctx.map_reader is None:
        raise InvalidError({"file": NO_READER})
    try:
        read = ctx.map_reader.read(content)
    except MapFileError as error:
        raise InvalidError({"file": str(error)}) from None
    one = AreaMap(
        MapKind.UPLOADED,
        "",
        "",
        width=read.width,
        height=read.height,
        file_words=storable(read.words),
    )
    picture = MapPicture(read.picture, "image/jpeg")
    _keep(ctx, actor, reference, number, area, one, picture, seen_version)


def remove_map(
    ctx: Context, actor: Actor, reference: str, number: int, area: int, seen_version: int
) -> None:
    """Take the map of an area away, also from a request that is with somebody; its words stay.

    Raises InvalidError (field `state`) once it was decided, ConflictError, NotFoundError.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        request, areas = standing_area(uow, case, number, area, seen_version)
        if areas[area - 1].map is None:
            return
        after = with_map(areas, area, None)
        request.zone = areas_to_store(after)
        drop_pictures(uow, request)
        if not any(one.to_be_judged for one in after):
            tasks.settle(uow, actor, LOOK_AT_MAP, case, str(request.number))
        audit.record(
            uow,
            actor,
            What.MAP_REMOVED,
            case.id,
            request=str(request.id),
            number=number,
            area=area,
        )
        _tell(ctx, uow, actor, case, number)
        uow.commit()


def _check_area(
    ctx: Context, actor: Actor, reference: str, number: int, area: int, seen_version: int
) -> None:
    """Refuse what couldn't be kept, before a file is read or a map fetched."""
    with ctx.store.reading() as uow:
        open_area(uow, open_case(uow, actor, reference), number, area, seen_version)


def _drawn(ctx: Context, shape: Shape) -> tuple[AreaMap, MapPicture]:
    base = ctx.base_map
    if base is None:
        raise InvalidError({"shape": NO_BASE_MAP})
    problem = shape_problem(shape, base.bounds)
    if problem:
        raise InvalidError({"shape": problem})
    frame = frame_around(shape, base.bounds)
    try:
        picture = base.cut(frame)
    except MapFileError as error:
        raise InvalidError({"shape": str(error)}) from None
    return AreaMap(MapKind.DRAWN, "", "", shape=shape, frame=frame, credit=base.credit), picture


def _keep(
    ctx: Context,
    actor: Actor,
    reference: str,
    number: int,
    area: int,
    one: AreaMap,
    picture: MapPicture,
    seen_version: int,
) -> None:
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        request, areas = open_area(uow, case, number, area, seen_version)
        name = keep_picture(ctx, uow, actor, request, picture)
        kept = replace(one, picture=name, words=areas[area - 1].words)
        request.zone = areas_to_store(with_map(areas, area, kept))
        drop_pictures(uow, request)
        audit.record(
            uow,
            actor,
            What.MAP_MADE,
            case.id,
            request=str(request.id),
            number=number,
            area=area,
            kind=one.kind.value,
            digest=digest_of(kept, picture.content),
        )
        _tell(ctx, uow, actor, case, number)
        uow.commit()


def _tell(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, number: int) -> None:
    tell_recipients(
        ctx,
        uow,
        actor,
        case,
        f"The map of request {number} was changed after an export: send the new version",
        f"request:{number}",
    )
