"""What of an invented caseload is there already."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from victim_portal.store.models import Event, Offender, Referral, Sentence
from victim_portal.store.unit_of_work import UnitOfWork


def known_referrals(uow: UnitOfWork, indexes: Collection[bytes]) -> set[bytes]:
    """Of some indexes of references those that a referral has."""
    query = select(Referral.reference_index).where(Referral.reference_index.in_(indexes))
    return set(uow.session.scalars(query))


def offenders_of(
    uow: UnitOfWork, indexes: Collection[bytes]
) -> dict[bytes, tuple[UUID, UUID, UUID | None]]:
    """By index of the prison number: the offender's id, the sentence's, and that of an event."""
    query = (
        select(Offender.prison_number_index, Offender.id, Sentence.id, Event.id)
        .join(Sentence, Sentence.offender_id == Offender.id)
        .outerjoin(Event, Event.offender_id == Offender.id)
        .where(Offender.prison_number_index.in_(indexes))
    )
    return {
        index: (offender, sentence, event)
        for index, offender, sentence, event in uow.session.execute(query)
        if index is not None
    }
