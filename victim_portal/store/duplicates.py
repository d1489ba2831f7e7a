"""Finding likely duplicates, and what tells the two of a pair apart."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from victim_portal.store.conflicts import fetch as fetch_conflicts
from victim_portal.store.models import Case, Channel, DuplicateFlag, Offender, Person, Sentence
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.walls import fetch as fetch_walls
from victim_portal.store.walls import reached_by

Side = tuple[Case, Person, Offender, Sentence]


def undecided(
    uow: UnitOfWork, user_id: UUID | None, unit_id: UUID | None, limit: int
) -> list[tuple[DuplicateFlag, Case, Case]]:
    """Undecided pairs of which the user may see both cases, the oldest flag first."""
    new, known = aliased(Case), aliased(Case)
    query = (
        select(DuplicateFlag, new, known)
        .join(new, new.id == DuplicateFlag.case_id)
        .join(known, known.id == DuplicateFlag.other_case_id)
        .where(
            DuplicateFlag.decision.is_(None),
            reached_by(new, user_id, unit_id),
            reached_by(known, user_id, unit_id),
        )
        .order_by(DuplicateFlag.flagged_at, DuplicateFlag.id)
        .limit(limit)
    )
    rows = [(flag, one, other) for flag, one, other in uow.session.execute(query)]
    fetch_conflicts(uow, [case.offender_id for _, *pair in rows for case in pair])
    fetch_walls(uow, [case.id for _, *pair in rows for case in pair])
    return rows


def count_undecided(
    uow: UnitOfWork, user_id: UUID | None, unit_id: UUID | None, cap: int = 1000
) -> int:
    """How many pairs wait for the user's decision, counted no further than `cap`."""
    new, known = aliased(Case), aliased(Case)
    inner = (
        select(DuplicateFlag.id)
        .join(new, new.id == DuplicateFlag.case_id)
        .join(known, known.id == DuplicateFlag.other_case_id)
        .where(
            DuplicateFlag.decision.is_(None),
            reached_by(new, user_id, unit_id),
            reached_by(known, user_id, unit_id),
        )
        .limit(cap)
        .subquery()
    )
    return uow.session.scalar(select(func.count()).select_from(inner)) or 0


def locked(uow: UnitOfWork, flag_id: UUID) -> DuplicateFlag | None:
    """A flag as it stands now, locked against everyone else who decides it."""
    query = select(DuplicateFlag).where(DuplicateFlag.id == flag_id).with_for_update()
    return uow.session.scalar(query.execution_options(populate_existing=True))


def undecided_of_case(uow: UnitOfWork, case_id: UUID) -> list[DuplicateFlag]:
    """The open questions about a case, whichever of the two it is."""
    query = select(DuplicateFlag).where(
        DuplicateFlag.decision.is_(None),
        or_(DuplicateFlag.case_id == case_id, DuplicateFlag.other_case_id == case_id),
    )
    return list(uow.session.scalars(query))


def sides(uow: UnitOfWork, case_ids: Iterable[UUID]) -> dict[UUID, Side]:
    """What tells cases apart, by case, their subjects' keys opened in one query."""
    query = (
        select(Case, Person, Offender, Sentence)
        .join(Person, Person.id == Case.person_id)
        .join(Offender, Offender.id == Case.offender_id)
        .join(Sentence, Sentence.id == Case.sentence_id)
        .where(Case.id.in_(set(case_ids)))
    )
    found: dict[UUID, Side] = {
        case.id: (case, person, offender, sentence)
        for case, person, offender, sentence in uow.session.execute(query)
    }
    uow.vault.fetch([one for _, p, o, _ in found.values() for one in (p.id, o.id)])
    return found


def channel_indexes(uow: UnitOfWork, person_ids: Iterable[UUID]) -> dict[UUID, set[bytes]]:
    """The blind indexes of persons' numbers and addresses, without opening any."""
    query = select(Channel.person_id, Channel.value_index).where(
        Channel.person_id.in_(set(person_ids))
    )
    found: dict[UUID, set[bytes]] = {}
    for person_id, index in uow.session.execute(query):
        found.setdefault(person_id, set()).add(index)
    return found


def cases_sharing(
    uow: UnitOfWork, indexes: Iterable[bytes], case: Case, limit: int
) -> list[tuple[Case, Person]]:
    """Cases of a case's own unit whose person has a number or address that is in use, with
    their persons, oldest first; none that is restricted, of the same or a protected person,
    or of one who turned out to be somebody else."""
    query = (
        select(Case, Person)
        .join(Person, Person.id == Case.person_id)
        .where(
            Case.unit_id == case.unit_id,
            Case.person_id != case.person_id,
            Case.restricted.is_(False),
            Case.merged_into_id.is_(None),
            Person.protected_identity.is_(False),
            Person.merged_into_id.is_(None),
            Person.id.in_(
                select(Channel.person_id).where(
                    Channel.value_index.in_(list(indexes)), Channel.ended_at.is_(None)
                )
            ),
        )
        .order_by(Case.opened_on, Case.id)
        .limit(limit)
    )
    found = [(other, person) for other, person in uow.session.execute(query)]
    uow.vault.fetch([person.id for _, person in found])
    return found


def all_cases_of_person(uow: UnitOfWork, person_id: UUID) -> list[Case]:
    """Every case of a person, closed ones too."""
    return list(uow.session.scalars(select(Case).where(Case.person_id == person_id)))


def ever_flagged_with(uow: UnitOfWork, case_id: UUID) -> set[UUID]:
    """The cases that were ever asked about together with a case, decided or not."""
    query = select(DuplicateFlag.case_id, DuplicateFlag.other_case_id).where(
        or_(DuplicateFlag.case_id == case_id, DuplicateFlag.other_case_id == case_id)
    )
    return {one for pair in uow.session.execute(query) for one in pair} - {case_id}


def case_ids_with_merged(uow: UnitOfWork, case: Case) -> list[UUID]:
    """A case's id, and those of every case that turned out to be a double of it, or of one of
    those: together they are its history."""
    found = [case.id]
    newest = [case.id]
    while newest:
        query = select(Case.id).where(Case.merged_into_id.in_(newest), Case.id.not_in(found))
        newest = list(uow.session.scalars(query.order_by(Case.opened_on, Case.id)))
        found += newest
    return found


def doubles_of(uow: UnitOfWork, case: Case) -> list[Case]:
    """The cases that turned out to be doubles of a case, or of one of those."""
    query = select(Case).where(Case.id.in_(case_ids_with_merged(uow, case)), Case.id != case.id)
    return list(uow.session.scalars(query.order_by(Case.opened_on, Case.id)))


def merged_into(uow: UnitOfWork, case: Case) -> Case | None:
    """The case that stays in place of a double, through however many merges."""
    seen = {case.id}
    stays = uow.get(Case, case.merged_into_id)
    while stays is not None and stays.merged_into_id is not None and stays.id not in seen:
        seen.add(stays.id)
        stays = uow.get(Case, stays.merged_into_id)
    return stays
