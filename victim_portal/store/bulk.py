"""Many new rows that nobody reads before the commit, their sealed values sealed on the way in.

For what makes rows by the hundred thousand. Everything else adds rows to the session, whose
rows can be looked at and changed before they are written.
"""

from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.sql.schema import CallableColumnDefault, ScalarElementColumnDefault

from victim_portal.store.base import Row, SealedDate, SealedJson, SealedText
from victim_portal.store.columns import Protection
from victim_portal.store.unit_of_work import UnitOfWork


class _Shape(NamedTuple):
    """How a table is filled: its doors to sealed columns, and what stands where nothing is said."""

    doors: dict[str, SealedText | SealedDate | SealedJson]
    subjects: dict[str, str]
    unsaid: dict[str, Any]


def add(uow: UnitOfWork, table: type[Row], /, **values: Any) -> UUID:
    """Take in one row, by its attributes as an object of the table would be made; returns its id.

    Written with all others of its table in one statement when the unit of work commits. TypeError
    for what the table doesn't have.
    """
    shape = _shape(table)
    row_id: UUID = values.get("id") or uow.tokens.uuid()
    row = {**shape.unsaid, "id": row_id}
    for name, value in values.items():
        door = shape.doors.get(name)
        if door is None:
            row[name] = value
    for name, door in shape.doors.items():
        text = door.as_text(values[name]) if name in values else None
        if text is not None:
            subject = row_id if shape.subjects[name] == "id" else row[shape.subjects[name]]
            place = f"{table.__tablename__}|{door.column}|{row_id}"
            row[door.column] = uow.vault.seal(subject, place, text)
    uow.add_at_commit(table, **row)
    return row_id


@cache
def _shape(table: type[Row]) -> _Shape:
    doors = {
        name: door
        for name, door in vars(table).items()
        if isinstance(door, SealedText | SealedDate | SealedJson)
    }
    columns = table.__table__.c
    subjects = {}
    for name, door in doors.items():
        protection: Protection = columns[door.column].info["protection"]
        subjects[name] = protection.subject.value
    return _Shape(doors, subjects, {one.name: _unsaid(one) for one in table.__table__.columns})


def _unsaid(column: Any) -> Any:
    """What stands in a column of which nothing is said, as the database or the model has it."""
    default = column.default
    if isinstance(default, ScalarElementColumnDefault):
        return default.arg
    if isinstance(default, CallableColumnDefault):
        return default.arg(None)  # type: ignore[arg-type]  # none of ours asks for it
    # The counters of changes begin at one.
    return 1 if column.name in ("row_version", "plan_version") else None
