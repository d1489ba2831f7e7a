"""Making blind indexes and name tokens again, under the index key of now.

Everything is computed from what is sealed and compared with what stands, so a run that was
cut off is simply run again, and rows that are right already aren't written.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select

from victim_portal.store.models import (
    Channel,
    ListedSource,
    Offender,
    Person,
    Referral,
    SearchToken,
)
from victim_portal.store.search import TokenKind, index_offender, index_person, name_tokens
from victim_portal.store.unit_of_work import UnitOfWork


def next_rows(uow: UnitOfWork, kind: type[Any], after: UUID | None, limit: int) -> Sequence[Any]:
    """The next rows of a table in the order of their ids, locked, their keys opened."""
    query: Select[Any] = select(kind)
    if after is not None:
        query = query.where(kind.id > after)
    rows = uow.session.scalars(query.order_by(kind.id).limit(limit).with_for_update()).all()
    uow.vault.fetch([_subject(row) for row in rows])
    return rows


def _subject(row: Any) -> UUID:
    if isinstance(row, ListedSource):
        return row.listed_id
    subject: UUID = row.person_id if isinstance(row, Channel | Referral) else row.id
    return subject


def put(row: Any, column: str, index: bytes | None) -> bool:
    """Set a blind index where it isn't right yet; whether it was written."""
    if getattr(row, column) == index:
        return False
    setattr(row, column, index)
    return True


def person_tokens(uow: UnitOfWork, person: Person) -> bool:
    """A person's name tokens; whether they had to be made anew."""
    wanted = [] if person.protected_identity else _tokens(uow, "person", person)
    return _renew(uow, SearchToken.person_id, person, wanted, index_person)


def offender_tokens(uow: UnitOfWork, offender: Offender) -> bool:
    """An offender's name tokens; whether they had to be made anew."""
    wanted = _tokens(uow, "offender", offender)
    return _renew(uow, SearchToken.offender_id, offender, wanted, index_offender)


def _tokens(
    uow: UnitOfWork, group: str, named: Person | Offender
) -> Iterable[tuple[TokenKind, int]]:
    return name_tokens(uow.keyring, group, named.first_name, named.last_name or "", named.born_on)


def _renew(
    uow: UnitOfWork,
    column: Any,
    named: Any,
    wanted: Iterable[tuple[TokenKind, int]],
    make: Callable[[UnitOfWork, Any], None],
) -> bool:
    query = select(SearchToken.kind, SearchToken.token).where(column == named.id)
    stands = sorted((kind, token) for kind, token in uow.session.execute(query))
    if stands == sorted((int(kind), token) for kind, token in wanted):
        return False
    uow.session.execute(delete(SearchToken).where(column == named.id))
    make(uow, named)
    return True
