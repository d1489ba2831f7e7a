"""The map of an area, as a page and as a figure."""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.vocabulary import RequestState
from victim_portal.domain.zones import (
    HINTS,
    Outline,
    Shape,
    ZoneFigure,
    alternative,
    hints_of,
    measures_of,
    metres,
    shape_in_words,
    size_in_words,
)
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import NotFoundError
from victim_portal.services.licence_policy import offer_of_version
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.services.representations.giving_away import kinds_in, protected_of
from victim_portal.services.representations.rows import person_of
from victim_portal.services.zones.finding import STANDING, area_of
from victim_portal.services.zones.pictures import figure_in
from victim_portal.services.zones.values import Corner, ZoneView
from victim_portal.store import zones as store


def zone_view(ctx: Context, actor: Actor, reference: str, number: int, area: int) -> ZoneView:
    """An area of a request with its map; the view is recorded. Raises NotFoundError."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.SEE_CASE)
        request, areas = area_of(uow, case, number, area)
        found = areas[area - 1]
        one = found.map
        shape = one.shape if one else None
        protected = protected_of(uow, person_of(uow, case))
        condition = offer_of_version(uow, request.catalogue_version).get(request.code)
        state = RequestState(request.state)
        allowed = is_allowed(Permission.CHANGE_CASE, actor, reach_of(uow, case))
        file_words = one.file_words if one else ""
        view = ZoneView(
            reference=case.reference,
            number=number,
            area=area,
            of=len(areas),
            title=condition.title if condition else request.code,
            wording=request.wording or "",
            words=found.words,
            kind=one.kind if one else None,
            shape=shape,
            alternative=alternative(found.words, shape),
            size=size_in_words(measures_of(shape)) if shape else "",
            shape_words=shape_in_words(shape) if shape else "",
            corners=_corners(shape),
            hints=tuple(HINTS[hint] for hint in hints_of(shape)) if shape else (),
            gives_away=kinds_in([found.words], protected),
            file_words=file_words,
            file_gives_away=kinds_in([file_words], protected),
            shows_home=one.shows_home if one else None,
            agreed=one.agreed if one else False,
            agreed_to_map=request.agreed_to_map,
            words_changed=bool(one and one.shows_home is not None and one.words != found.words),
            state=state,
            state_on=request.state_on,
            may_change=allowed and state is RequestState.ASKED_FOR and case.closed_at is None,
            may_judge=allowed and state in STANDING and case.closed_at is None,
            may_draw=ctx.base_map is not None,
            row_version=request.row_version,
        )
        audit.record(uow, actor, What.REPRESENTATION_VIEWED, case.id)
        uow.commit()
    return view


def zone_figure(ctx: Context, actor: Actor, reference: str, number: int, area: int) -> ZoneFigure:
    """The figure of an area's map; the view is recorded. Raises NotFoundError without a map."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.SEE_CASE)
        request, areas = area_of(uow, case, number, area)
        one = areas[area - 1].map
        row = store.picture(uow, request.id, UUID(one.picture)) if one else None
        figure = figure_in(request, area, row)
        if figure is None:
            raise NotFoundError
        audit.record(uow, actor, What.REPRESENTATION_VIEWED, case.id)
        uow.commit()
    return figure


def _corners(shape: Shape | None) -> tuple[Corner, ...]:
    if not isinstance(shape, Outline):
        return ()
    sides = measures_of(shape).sides
    return tuple(
        Corner(number, corner.in_words(), metres(side))
        for number, (corner, side) in enumerate(zip(shape.corners, sides, strict=True), start=1)
    )
