"""Taking every row of a data subject out of the database, found by what the columns declare.

No list of tables stands here: a column that declares a person, an offender or a case as its
subject is enough, so a table that is added later is forgotten as well. Links from rows that
stay are cut. The trail and its seals stay as they are, for they hold ids and codes only.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Column, Table, delete, select, update
from sqlalchemy.orm import Session

from victim_portal.store import data_keys
from victim_portal.store.columns import Protection, Subject
from victim_portal.store.models import (
    DATA_KEY,
    METADATA,
    AuditEvent,
    Event,
    FormOnce,
    Incident,
    Offender,
    Person,
    Proposal,
    Seal,
    Tombstone,
    UnmatchedText,
)
from victim_portal.store.unit_of_work import UnitOfWork

STAYS = frozenset({AuditEvent.__tablename__, Seal.__tablename__, Tombstone.__tablename__})
IN_STUB = frozenset({"person", "case", "enrolment_step", "search_token"})
"""What is left of somebody who opted out: who they are, and that they said no."""

OF_STUB = frozenset(
    {"person.first_name_sealed", "person.last_name_sealed", "person.born_on_sealed"}
)
AT_ONCE = 400
"""Values in one statement: both databases take far more, SQLite's older ones 999."""

Doomed = dict[Table, set[UUID]]


@dataclass(frozen=True)
class Subjects:
    """Whom it is about: persons with all of their cases, and offenders who go with them."""

    persons: frozenset[UUID] = frozenset()
    cases: frozenset[UUID] = frozenset()
    references: frozenset[str] = frozenset()
    offenders: frozenset[UUID] = field(default=frozenset())

    @property
    def keys(self) -> frozenset[UUID]:
        """Whose data keys are destroyed."""
        return self.persons | self.offenders


def forget(uow: UnitOfWork, subjects: Subjects) -> int:
    """Destroy the keys of subjects and delete all of their rows; how many rows went.

    Works within the caller's transaction.
    """
    uow.flush()
    beside = _detach_incidents(uow, subjects) | _forget_texts(uow, subjects)
    _detach_purges(uow, subjects)
    _blank_events(uow, subjects)
    doomed = _rows_of(uow.session, subjects)
    # What lists say of an offender goes with them, and each one's own data key.
    beside |= frozenset(doomed.get(METADATA.tables["listed_sentence"], ()))
    _cut_links(uow.session, doomed)
    gone = _delete(uow.session, doomed)
    _forget_forms(uow.session, subjects)
    data_keys.destroy(uow, subjects.keys | beside)
    uow.session.expunge_all()
    return gone


def reduce_to_stub(uow: UnitOfWork, subjects: Subjects) -> int:
    """Delete all but the stub of persons who opted out; how many rows went. Keys stay."""
    uow.flush()
    beside = _detach_incidents(uow, subjects) | _forget_texts(uow, subjects)
    _detach_purges(uow, subjects)
    _blank_events(uow, subjects)
    doomed = {
        table: ids
        for table, ids in _rows_of(uow.session, subjects).items()
        if table.name not in IN_STUB
    }
    _cut_links(uow.session, doomed)
    gone = _delete(uow.session, doomed)
    for name in IN_STUB:
        _blank(uow.session, METADATA.tables[name], subjects)
    _forget_forms(uow.session, subjects)
    data_keys.destroy(uow, beside)
    uow.session.expunge_all()
    return gone


def _subject_columns(table: Table, subjects: Subjects) -> Iterator[tuple[Column[UUID], set[UUID]]]:
    """By which columns a table's rows belong to the subjects."""
    if table.name == Person.__tablename__:
        yield table.c["id"], set(subjects.persons)
    if table.name == Offender.__tablename__:
        yield table.c["id"], set(subjects.offenders)
    named = {
        "person_id": (Subject.PERSON, subjects.persons),
        "offender_id": (Subject.OFFENDER, subjects.offenders),
        "case_id": (Subject.PERSON, subjects.cases),
    }
    for name, (subject, ids) in named.items():
        column = table.columns.get(name)
        if column is not None and ids:
            protection: Protection = column.info["protection"]
            if protection.subject is subject:
                yield column, set(ids)


def _rows_of(session: Session, subjects: Subjects) -> Doomed:
    """The ids of all rows of the subjects, and of rows that can't stand without them."""
    doomed: Doomed = {}
    for table in METADATA.sorted_tables:
        if table is DATA_KEY or table.name in STAYS:
            continue
        for column, ids in _subject_columns(table, subjects):
            _add(doomed, table, _ids_where(session, table, column, ids))
    fresh = True
    while fresh:
        fresh = False
        for child, column, parent in _links():
            if column.nullable or parent not in doomed:
                continue
            fresh |= _add(doomed, child, _ids_where(session, child, column, doomed[parent]))
    return doomed


def _add(doomed: Doomed, table: Table, ids: set[UUID]) -> bool:
    known = doomed.setdefault(table, set())
    new = ids - known
    known |= new
    return bool(new)


def _links() -> Iterator[tuple[Table, Column[UUID], Table]]:
    """Every foreign key to an id: the table that has it, its column, where it leads."""
    for table in METADATA.sorted_tables:
        for key in table.foreign_keys:
            if key.column.name == "id" and table.name not in STAYS:
                yield table, key.parent, key.column.table


def _ids_where(
    session: Session, table: Table, column: Column[UUID], ids: Collection[UUID]
) -> set[UUID]:
    found: set[UUID] = set()
    for some in _portions(ids):
        found.update(session.scalars(select(table.c["id"]).where(column.in_(some))))
    return found


def _cut_links(session: Session, doomed: Doomed) -> None:
    """Empty what leads from rows that stay to rows that go."""
    for child, column, parent in _links():
        if not column.nullable or not doomed.get(parent):
            continue
        pointing = _ids_where(session, child, column, doomed[parent])
        # Only of rows that stay: a message must carry something as long as it is there.
        for some in _portions(pointing - doomed.get(child, set())):
            session.execute(
                update(child).where(child.c["id"].in_(some)).values({column.name: None})
            )


def _delete(session: Session, doomed: Doomed) -> int:
    gone = 0
    for table, ids in doomed.items():
        for some in _portions(ids):
            session.execute(delete(table).where(table.c["id"].in_(some)))
        gone += len(ids)
    return gone


def _blank(session: Session, table: Table, subjects: Subjects) -> None:
    """Empty every sealed column that isn't of the stub."""
    columns = [
        column.name
        for column in table.columns
        if column.info["protection"].sealed and f"{table.name}.{column.name}" not in OF_STUB
    ]
    for by, ids in _subject_columns(table, subjects):
        if columns and by.name != "case_id":
            session.execute(update(table).where(by.in_(ids)).values(dict.fromkeys(columns)))


def _detach_incidents(uow: UnitOfWork, subjects: Subjects) -> frozenset[UUID]:
    """A breach stays on record without anybody in it; its own data key goes too."""
    table = Incident.__table__.c
    concerned = table["person_id"].in_(subjects.persons) | table["case_id"].in_(subjects.cases)
    found = frozenset(uow.session.scalars(select(table["id"]).where(concerned)))
    sealed = {c.name: None for c in table if c.info["protection"].sealed}
    if found:
        uow.session.execute(
            update(Incident)
            .where(Incident.id.in_(found))
            .values(case_id=None, person_id=None, **sealed)
        )
    return found


def _blank_events(uow: UnitOfWork, subjects: Subjects) -> None:
    """What happened to the sentence stays with the offender; words written in her case don't."""
    uow.session.execute(
        update(Event).where(Event.case_id.in_(subjects.cases)).values(note_sealed=None)
    )


def _forget_texts(uow: UnitOfWork, subjects: Subjects) -> frozenset[UUID]:
    """Texts that turned out to be of these cases go, and each one's own data key with it."""
    query = select(UnmatchedText.id).where(UnmatchedText.case_id.in_(subjects.cases))
    found = frozenset(uow.session.scalars(query))
    if found:
        uow.session.execute(delete(UnmatchedText).where(UnmatchedText.id.in_(found)))
    return found


def _detach_purges(uow: UnitOfWork, subjects: Subjects) -> None:
    """That two people agreed to forget somebody is kept; about whom is not."""
    concerned = Proposal.person_id.in_(subjects.persons) | Proposal.case_id.in_(subjects.cases)
    uow.session.execute(
        update(Proposal)
        .where(Proposal.act == "purge", concerned)
        .values(case_id=None, person_id=None, why_sealed=None)
    )


def _forget_forms(session: Session, subjects: Subjects) -> None:
    """What a form gave may be a case's reference."""
    if subjects.references:
        session.execute(delete(FormOnce).where(FormOnce.result.in_(subjects.references)))


def _portions(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    whole = list(ids)
    for start in range(0, len(whole), AT_ONCE):
        yield whole[start : start + AT_ONCE]
