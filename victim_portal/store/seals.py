"""Reading the trail as it is stored, without making objects of it, and its seals."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select, text

from victim_portal.domain.seals import Row, Seal, canonical
from victim_portal.store.models import AuditEvent
from victim_portal.store.models import Seal as SealRow
from victim_portal.store.unit_of_work import UnitOfWork

PAGE = 5000
BEFORE_ALL = -(2**63)
# Any number will do, as long as nothing else in this database locks by it.
SEALING = 0x5EA1

_HYPHENS = (
    "substr({0}, 1, 8) || '-' || substr({0}, 9, 4) || '-' || substr({0}, 13, 4)"
    " || '-' || substr({0}, 17, 4) || '-' || substr({0}, 21)"
)
_OF_SQLITE = (
    f"SELECT seq, {_HYPHENS.format('id')}, at, actor, {_HYPHENS.format('actor_id')},"  # noqa: S608 - names of ours
    f" came_from, what, {_HYPHENS.format('case_id')}, details, code"
    " FROM audit_event WHERE seq > ? ORDER BY seq LIMIT ?"
)
_OF_POSTGRES = (
    "SELECT seq, id::text, at, actor, actor_id::text, came_from, what, case_id::text,"
    " details::text, code FROM audit_event WHERE seq > %s ORDER BY seq LIMIT %s"
)
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


def as_it_stands(uow: UnitOfWork) -> None:
    """Let all reads of a fresh unit of work see one moment; on SQLite they do anyway."""
    if uow.on_postgres:
        uow.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def last(uow: UnitOfWork) -> SealRow | None:
    """The newest seal."""
    return uow.session.scalar(select(SealRow).order_by(SealRow.last_seq.desc()).limit(1))


def after(uow: UnitOfWork, last_seq: int, size: int = 1000) -> list[Seal]:
    """The seals of rows after a place, in order."""
    query = select(SealRow).where(SealRow.last_seq > last_seq).order_by(SealRow.first_seq)
    return [value_of(row) for row in uow.session.scalars(query.limit(size))]


def all_with_marks(uow: UnitOfWork, size: int = 200) -> Iterator[tuple[Seal, bytes]]:
    """Every seal with its marks, in order, a few in memory at a time."""
    reached = BEFORE_ALL
    while True:
        query = select(SealRow).where(SealRow.first_seq > reached).order_by(SealRow.first_seq)
        found = list(uow.session.scalars(query.limit(size)))
        for row in found:
            yield value_of(row), row.marks
        if len(found) < size:
            return
        reached = found[-1].first_seq
        uow.session.expunge_all()


def value_of(row: SealRow) -> Seal:
    """A seal's row as a plain value."""
    names = ("first_seq", "last_seq", "rows", "root", "previous", "made_at", "code")
    return Seal(**{name: getattr(row, name) for name in names}, marks=sha256(row.marks).digest())


def newest_place(uow: UnitOfWork) -> int:
    """The place of the newest row that can be seen; 0 while there is none."""
    return uow.session.scalar(select(func.max(AuditEvent.seq))) or 0


def who_writes(uow: UnitOfWork) -> frozenset[str]:
    """The transactions that may still bring rows to the trail; none on SQLite, which has one.

    Each holds the table's lock from before it draws its place until it ends, so whoever drew
    a place below one that can be seen is among these, or has ended. (`pg_snapshot_xmin` would
    miss one that drew its place and has no transaction id yet.)
    """
    if not uow.on_postgres:
        return frozenset()
    query = text(
        "SELECT DISTINCT virtualtransaction FROM pg_locks WHERE locktype = 'relation'"
        " AND relation = 'audit_event'::regclass AND mode = 'RowExclusiveLock'"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    return frozenset(uow.session.scalars(query))


def is_only_sealer(uow: UnitOfWork) -> bool:
    """Whether nobody else seals now; on SQLite the one writer."""
    if not uow.on_postgres:
        return True
    return bool(uow.session.scalar(select(func.pg_try_advisory_xact_lock(SEALING))))


def coded_rows(
    uow: UnitOfWork, after_seq: int = BEFORE_ALL, most: int | None = None
) -> Iterator[Row]:
    """The rows after a place, in order, as they are stored, a page in memory at a time.

    A code is computed over the canonical bytes. First the details are taken as they are
    stored, which is how they are written; where the code doesn't fit, they are read and
    written anew, so that another spelling of the same content is no fault.
    """
    code_of = uow.keyring.audit_code
    left = most
    while left is None or left > 0:
        page = _page(uow, after_seq, PAGE if left is None else min(PAGE, left))
        for seq, row_id, at, actor, actor_id, came_from, what, case_id, details, code in page:
            try:
                moment = _moment(at)
                content = canonical(
                    row_id, moment, actor, actor_id, came_from, what, case_id, details
                )
                fits = code_of(content) == code
                if not fits:
                    again = _CANONICAL.encode(json.loads(details))
                    content = canonical(
                        row_id, moment, actor, actor_id, came_from, what, case_id, again
                    )
                    fits = code_of(content) == code
            except (TypeError, ValueError, AttributeError):
                # Nothing of ours writes such a row.
                content, fits = repr((row_id, at, actor, what, details)).encode(), False
            yield seq, content, code if isinstance(code, bytes) else b"", fits
        if len(page) < PAGE:
            return
        after_seq = page[-1][0]
        left = None if left is None else left - len(page)


def _moment(at: Any) -> str:
    """A stored moment in ISO 8601; SQLite keeps it as text in UTC."""
    if isinstance(at, str):
        whole = at[:19] if at.endswith(".000000") else at
        return f"{whole[:10]}T{whole[11:]}+00:00"
    return str(at.isoformat())


def _page(uow: UnitOfWork, after_seq: int, size: int) -> list[tuple[Any, ...]]:
    # The driver itself: a million rows need no object of SQLAlchemy's each.
    raw = uow.session.connection().connection.cursor()
    try:
        raw.execute(_OF_POSTGRES if uow.on_postgres else _OF_SQLITE, (after_seq, size))
        return list(raw.fetchall())
    finally:
        raw.close()
