"""Reading by an allow-list over declared columns: what isn't named isn't asked for.

The data subject of each column is compared with whom the export is about before anything is
read. A list that names a column of another subject is a fault of ours and stops the export.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from victim_portal.services.subject_access.values import Section, shown
from victim_portal.store import subject_access as store
from victim_portal.store.columns import Protection, Subject
from victim_portal.store.models import Row
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Listed:
    """Which columns of a table are handed over, by the label that a reader meets.

    A sealed column is named by its door (`last_name`, and not `last_name_sealed`). `only`
    keeps rows whose column has one of some values, `order` sorts them.
    """

    model: type[Row]
    title: str
    columns: Mapping[str, str]
    order: str
    only: tuple[str, frozenset[str]] | None = None
    note: str = ""


def sections(
    uow: UnitOfWork, listed: Sequence[Listed], subjects: Collection[Subject], ids: set[UUID]
) -> tuple[Section, ...]:
    """The sections of some tables, their rows found by their subject column alone."""
    found = []
    for one in listed:
        by = _subject_column(one.model, subjects)
        _check(one, subjects)
        rows = store.rows(uow, one.model, by, ids, one.order, one.only)
        uow.vault.fetch(ids)
        values = tuple(
            {
                label: text
                for name, label in one.columns.items()
                if (text := shown(getattr(row, name)))
            }
            for row in rows
        )
        found.append(Section(one.title, values, one.note))
    return tuple(found)


def _subject_column(model: type[Row], subjects: Collection[Subject]) -> str:
    for subject in subjects:
        if subject is not Subject.SELF and subject.value in model.__table__.c:
            return subject.value
    return Subject.SELF.value


def _check(listed: Listed, subjects: Collection[Subject]) -> None:
    """Refuse a list that would reach into somebody else's data."""
    for name in listed.columns:
        column: Any = listed.model.__table__.c.get(f"{name}_sealed")
        if column is None:
            column = listed.model.__table__.c[name]
        protection: Protection = column.info["protection"]
        if protection.subject not in subjects:
            raise TypeError(f"{listed.model.__tablename__}.{name} is of another data subject")
