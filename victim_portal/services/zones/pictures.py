"""Keeping, finding and dropping the pictures of maps."""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.zones import AreaMap, ZoneFigure, areas_from, figure_of, to_geojson
from victim_portal.ports import MapPicture
from victim_portal.services.context import Context
from victim_portal.store import zones as store
from victim_portal.store.models import ConditionRequest, ZonePicture
from victim_portal.store.unit_of_work import UnitOfWork


def keep_picture(
    ctx: Context, uow: UnitOfWork, actor: Actor, request: ConditionRequest, picture: MapPicture
) -> str:
    """Keep a picture with its request; returns the id by which an area names it."""
    row = ZonePicture(
        id=uow.tokens.uuid(),
        case_id=request.case_id,
        person_id=request.person_id,
        request_id=request.id,
        media=picture.media,
        content=b64encode(picture.content).decode("ascii"),
        made_by=actor.name,
        made_at=ctx.now(),
    )
    uow.add(row)
    return str(row.id)


def drop_pictures(uow: UnitOfWork, request: ConditionRequest) -> None:
    """Delete what was kept for maps that the request no longer has."""
    uow.flush()
    areas = areas_from(request.zone)
    store.drop_others(uow, request.id, [UUID(one.map.picture) for one in areas if one.map])


def figures_of(
    uow: UnitOfWork, requests: Iterable[ConditionRequest]
) -> dict[UUID, tuple[ZoneFigure, ...]]:
    """The figures of some requests in the order of their areas, in one query; by request.

    Areas without a map have none.
    """
    rows = {request.id: request for request in requests}
    pictures = store.pictures_of(uow, rows) if rows else {}
    return {key: _figures(request, pictures) for key, request in rows.items()}


def figure_in(request: ConditionRequest, number: int, row: ZonePicture | None) -> ZoneFigure | None:
    """The figure of one area of a request; None where it has no map."""
    areas = areas_from(request.zone)
    one = areas[number - 1].map
    if one is None or row is None:
        return None
    content = b64decode(row.content or "")
    return figure_of(number, len(areas), areas[number - 1].words, one, content, row.media)


def digest_of(one: AreaMap, picture: bytes) -> str:
    """SHA-256 over what a map shows, by which the trail names it."""
    shape = to_geojson(one.shape) if one.shape else None
    said = json.dumps([one.kind.value, shape], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode("ascii") + b"\n" + picture).hexdigest()


def _figures(request: ConditionRequest, pictures: dict[str, ZonePicture]) -> tuple[ZoneFigure, ...]:
    areas = areas_from(request.zone)
    found = (
        figure_in(request, number, pictures.get(area.map.picture))
        for number, area in enumerate(areas, start=1)
        if area.map is not None
    )
    return tuple(figure for figure in found if figure is not None)
