"""Rows of one data subject, found by its column and by nothing else: no join, no other table."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select

from victim_portal.store.models import Person, Row
from victim_portal.store.unit_of_work import UnitOfWork


def rows(
    uow: UnitOfWork,
    model: type[Row],
    by: str,
    ids: Collection[UUID],
    order: str,
    only: tuple[str, frozenset[str]] | None,
) -> list[Any]:
    """The rows of a table whose subject column holds one of the ids."""
    columns = model.__table__.c
    query = select(model).where(columns[by].in_(ids))
    if only is not None:
        query = query.where(columns[only[0]].in_(only[1]))
    return list(uow.session.scalars(query.order_by(columns[order], columns["id"])))


def same_person(uow: UnitOfWork, person_id: UUID) -> set[UUID]:
    """A person with the records that turned out to be theirs as well."""
    query = select(Person.id).where(Person.merged_into_id == person_id)
    return {person_id, *uow.session.scalars(query)}
