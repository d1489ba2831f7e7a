"""Getting at the area that a page names."""

from victim_portal.domain.vocabulary import RequestState
from victim_portal.domain.zones import Area, areas_from
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.representations.rows import CHANGED_MEANWHILE, request_of
from victim_portal.store.models import Case, ConditionRequest
from victim_portal.store.unit_of_work import UnitOfWork

MOST_REQUESTS = 9999
"""No case comes near; a database takes no number of any length."""
SENT_ALREADY = "The request was put forward already: its map can't be changed any more."
DECIDED = "The request was decided or withdrawn: nothing about its map changes any more."
STANDING = (RequestState.ASKED_FOR, RequestState.PUT_FORWARD)
"""In which a map can still do harm, and so be looked at again or taken away."""


def area_of(
    uow: UnitOfWork, case: Case, number: int, area: int
) -> tuple[ConditionRequest, tuple[Area, ...]]:
    """A request and its areas, of which the named one is there. Raises NotFoundError."""
    if number > MOST_REQUESTS:
        raise NotFoundError
    request = request_of(uow, case, number)
    areas = areas_from(request.zone)
    if not 1 <= area <= len(areas):
        raise NotFoundError
    return request, areas


def open_area(
    uow: UnitOfWork, case: Case, number: int, area: int, seen_version: int
) -> tuple[ConditionRequest, tuple[Area, ...]]:
    """The same, to be changed. Raises ConflictError where somebody was faster, InvalidError
    (field `state`) once it was put forward."""
    request, areas = standing_area(uow, case, number, area, seen_version)
    if request.state != RequestState.ASKED_FOR:
        raise InvalidError({"state": SENT_ALREADY})
    return request, areas


def standing_area(
    uow: UnitOfWork, case: Case, number: int, area: int, seen_version: int
) -> tuple[ConditionRequest, tuple[Area, ...]]:
    """The same, to be judged or to lose its map. InvalidError only once it was decided."""
    request, areas = area_of(uow, case, number, area)
    if request.row_version != seen_version:
        raise ConflictError(CHANGED_MEANWHILE)
    if request.state not in STANDING:
        raise InvalidError({"state": DECIDED})
    return request, areas
