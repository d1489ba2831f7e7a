"""The pictures of the maps of areas."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import delete, select

from victim_portal.domain.vocabulary import RequestState
from victim_portal.store.models import Case, ConditionRequest, ZonePicture
from victim_portal.store.unit_of_work import UnitOfWork


def picture(uow: UnitOfWork, request_id: UUID, picture_id: UUID) -> ZonePicture | None:
    """One picture of a request, by its id."""
    query = select(ZonePicture).where(
        ZonePicture.id == picture_id, ZonePicture.request_id == request_id
    )
    return uow.session.scalar(query)


def pictures_of(uow: UnitOfWork, request_ids: Collection[UUID]) -> dict[str, ZonePicture]:
    """The pictures of some requests in one query, by their ids as the requests name them."""
    query = select(ZonePicture).where(ZonePicture.request_id.in_(request_ids))
    return {str(one.id): one for one in uow.session.scalars(query)}


def standing_requests(
    uow: UnitOfWork, person_id: UUID, states: Sequence[RequestState]
) -> list[tuple[Case, ConditionRequest]]:
    """A person's requests with areas, in one of some states, on cases that are open."""
    query = (
        select(Case, ConditionRequest)
        .join(ConditionRequest, ConditionRequest.case_id == Case.id)
        .where(
            Case.person_id == person_id,
            Case.closed_at.is_(None),
            ConditionRequest.state.in_([state.value for state in states]),
            ConditionRequest.zone_sealed.is_not(None),
        )
        .order_by(Case.opened_on, ConditionRequest.number)
    )
    return [(case, request) for case, request in uow.session.execute(query)]


def drop_others(uow: UnitOfWork, request_id: UUID, kept: Collection[UUID]) -> None:
    """Delete the pictures of a request that none of its areas names any more."""
    uow.session.execute(
        delete(ZonePicture).where(ZonePicture.request_id == request_id, ZonePicture.id.not_in(kept))
    )
