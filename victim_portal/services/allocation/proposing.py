"""Who is proposed for each case that waits, read in as many queries for one as for a hundred."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.allocation import Officer, Proposal, Waiting, Why, propose, spoken
from victim_portal.domain.vocabulary import Language, Role
from victim_portal.services.names import full_name
from victim_portal.store import allocation as allocation_store
from victim_portal.store import conflicts as conflict_store
from victim_portal.store import staff as staff_store
from victim_portal.store.allocation import Side
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ProposalView:
    """Who might get a case; `officer_id` is None where nobody may have it."""

    officer_id: UUID | None
    officer_name: str
    reasons: tuple[Why, ...]
    open_cases: int
    ahead: int


@dataclass(frozen=True)
class Proposed:
    """What the queue's page needs for one case: the proposal, and everybody who may have it."""

    proposal: ProposalView
    able: tuple[tuple[UUID, str], ...]


def proposals_for(
    uow: UnitOfWork,
    actor: Actor,
    unit_id: UUID,
    sides: Sequence[Side],
    *,
    without: UUID | None = None,
) -> list[Proposed]:
    """A proposal for each case, in the order given; earlier ones count for the later.

    Nobody `without` is proposed, and nobody whose leaving is planned: they would hand it on.
    """
    staff = [
        one
        for one in staff_store.people_of_unit(uow, unit_id)
        if one.role == Role.OFFICER and one.id != without and one.access_ends_at is None
    ]
    ids = [one.id for one in staff]
    persons = [person.id for _, person, _, _ in sides]
    loads = allocation_store.open_cases_of(uow, ids, actor.user_id, unit_id)
    theirs = allocation_store.persons_of(uow, ids, persons, actor.user_id)
    names = {one.id: full_name(one.first_name, one.last_name) for one in staff}
    officers = [
        Officer(
            id=one.id,
            name=names[one.id],
            open_cases=loads.get(one.id, 0),
            languages=spoken(one.languages),
            persons=frozenset(theirs.get(one.id, ())),
        )
        for one in staff
    ]
    waiting = [
        Waiting(
            case.id,
            person.id,
            Language(person.language),
            conflict_store.staff_of(uow, case.offender_id),
        )
        for case, person, _, _ in sides
    ]
    found = propose(waiting, officers)
    return [
        Proposed(
            _view(proposal, names),
            tuple((one, names[one]) for one in ids if one not in case.conflicted),
        )
        for case, proposal in zip(waiting, found, strict=True)
    ]


def _view(proposal: Proposal, names: dict[UUID, str]) -> ProposalView:
    name = names[proposal.officer_id] if proposal.officer_id else ""
    return ProposalView(
        proposal.officer_id, name, proposal.reasons, proposal.open_cases, proposal.ahead
    )
