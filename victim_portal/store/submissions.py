"""Finding what stands beside submissions, and whose details must not stand in them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import defer

from victim_portal.domain.vocabulary import RequestState, SubmissionPart
from victim_portal.store.models import (
    Case,
    Channel,
    ConditionRequest,
    Document,
    DocumentCheck,
    Handover,
    NonDisclosure,
    PassageSettlement,
    Person,
    ProtectedDetail,
    Supporter,
)
from victim_portal.store.unit_of_work import UnitOfWork


def details_of(uow: UnitOfWork, person_ids: Collection[UUID]) -> list[ProtectedDetail]:
    """What else of some persons must not stand in a file, first to last."""
    query = select(ProtectedDetail).where(
        ProtectedDetail.person_id.in_(person_ids), ProtectedDetail.ended_at.is_(None)
    )
    return list(uow.session.scalars(query.order_by(ProtectedDetail.recorded_at)))


def settlements(uow: UnitOfWork, case_id: UUID) -> list[PassageSettlement]:
    """How passages of a case were settled, first to last, those taken back as well."""
    query = select(PassageSettlement).where(PassageSettlement.case_id == case_id)
    return list(
        uow.session.scalars(query.order_by(PassageSettlement.settled_at, PassageSettlement.id))
    )


def handovers(uow: UnitOfWork, case_id: UUID) -> list[Handover]:
    """To whom files of a case went, the newest first."""
    query = select(Handover).where(Handover.case_id == case_id)
    return list(
        uow.session.scalars(
            query.order_by(Handover.handed_on.desc(), Handover.recorded_at.desc(), Handover.id)
        )
    )


def non_disclosures(uow: UnitOfWork, case_id: UUID) -> list[NonDisclosure]:
    """What went with the applications of a case, the newest first."""
    query = select(NonDisclosure).where(NonDisclosure.case_id == case_id)
    return list(
        uow.session.scalars(query.order_by(NonDisclosure.recorded_at.desc(), NonDisclosure.id))
    )


def newest_for(
    uow: UnitOfWork, case_id: UUID, part: SubmissionPart, audience: str
) -> list[Document]:
    """The files of the newest version of a part for an audience, in whatever language and size."""
    query = select(Document).where(
        Document.case_id == case_id, Document.part == part.value, Document.audience == audience
    )
    query = query.options(defer(Document.content_sealed))
    found = list(uow.session.scalars(query.order_by(Document.made_on, Document.id)))
    newest = max((one.version for one in found), default=0)
    return [one for one in found if one.version == newest]


def newest_version(uow: UnitOfWork, case_id: UUID, part: SubmissionPart) -> int:
    """The highest version of a part, for whomever; 0 where there is none."""
    query = select(func.max(Document.version)).where(
        Document.case_id == case_id, Document.part == part.value
    )
    return uow.session.scalar(query) or 0


def withdrawn_requests(uow: UnitOfWork, case_ids: Collection[UUID]) -> dict[UUID, set[int]]:
    """The numbers of the requests that the victims of some cases took back, by case."""
    found: dict[UUID, set[int]] = {case_id: set() for case_id in case_ids}
    query = select(ConditionRequest.case_id, ConditionRequest.number).where(
        ConditionRequest.case_id.in_(case_ids),
        ConditionRequest.state == RequestState.WITHDRAWN.value,
    )
    for case_id, number in uow.session.execute(query):
        found[case_id].add(number)
    return found


def document_known_by(uow: UnitOfWork, reference: str, digest: str) -> tuple[Document, Case] | None:
    """The file of a case by the digest that it prints, or that of its bytes."""
    query = (
        select(Document, Case)
        .join(Case, Case.id == Document.case_id)
        .where(
            Case.reference == reference,
            or_(Document.content_digest == digest, Document.sha256 == digest),
        )
        .options(defer(Document.content_sealed))
        .order_by(Document.version.desc(), Document.id)
        .limit(1)
    )
    row = uow.session.execute(query).first()
    return (row[0], row[1]) if row else None


def checks_from(uow: UnitOfWork, address_index: bytes, since: datetime) -> list[datetime]:
    """When somebody at a network address asked about a document, since a moment."""
    query = select(DocumentCheck.at).where(
        DocumentCheck.address_index == address_index, DocumentCheck.at > since
    )
    return list(uow.session.scalars(query))


def supporters_and_others(uow: UnitOfWork, case: Case) -> tuple[list[Person], list[Person]]:
    """Who stands or stood beside the person of a case; and the offender's other victims.

    Their supporters belong to the others. Data keys of all of them are fetched at once.
    """
    beside = select(Supporter.supporter_id).where(Supporter.case_id == case.id)
    siblings = select(Case.id).where(
        Case.offender_id == case.offender_id, Case.person_id != case.person_id
    )
    own = {*uow.session.scalars(beside)}
    others = (
        {
            *uow.session.scalars(select(Case.person_id).where(Case.id.in_(siblings))),
            *uow.session.scalars(
                select(Supporter.supporter_id).where(Supporter.case_id.in_(siblings))
            ),
        }
        - own
        - {case.person_id}
    )
    uow.vault.fetch(own | others)
    people = {
        one.id: one
        for one in uow.session.scalars(select(Person).where(Person.id.in_(own | others)))
    }
    return (
        [people[one] for one in sorted(own) if one in people],
        [people[one] for one in sorted(others) if one in people],
    )


def channels_of_all(uow: UnitOfWork, person_ids: Collection[UUID]) -> list[Channel]:
    """Every channel of some persons, those no longer used as well."""
    query = select(Channel).where(Channel.person_id.in_(person_ids))
    return list(uow.session.scalars(query.order_by(Channel.created_at, Channel.id)))
