"""The wrapped data keys as rows: under which key each stands, wrapped anew, destroyed.

Beside `store.vault`, which makes and opens them, this is the only module that touches their
table. Rotation never opens what the data keys seal: it wraps each under another key.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine, Uuid, bindparam, delete, func, select, text, update

from victim_portal.store.keyring import NONCE, UnreadableError
from victim_portal.store.models import DATA_KEY
from victim_portal.store.unit_of_work import UnitOfWork

_C = DATA_KEY.c


def count_by_key(uow: UnitOfWork) -> dict[str, int]:
    """How many data keys are wrapped under each key of DATA_KEYS, by its id."""
    query = select(_C.key_id, func.count()).group_by(_C.key_id).order_by(_C.key_id)
    return {str(key_id): int(number) for key_id, number in uow.session.execute(query)}


@dataclass(frozen=True)
class Rewrapped:
    """What one batch did: `last` is where the next one goes on, None when there is none."""

    done: int
    unreadable: int
    last: UUID | None


def rewrap(uow: UnitOfWork, after: UUID | None, limit: int) -> Rewrapped:
    """Wrap the next data keys under the first key of DATA_KEYS, in the order of their ids.

    Each row is changed only as it was read, so that whoever changes or destroys it in the
    same moment wins. One that can't be unwrapped is counted and left.
    """
    query = select(_C.subject_id, _C.key_id, _C.wrapped).where(_C.key_id != uow.keyring.active)
    if after is not None:
        query = query.where(_C.subject_id > after)
    rows = uow.session.execute(query.order_by(_C.subject_id).limit(limit)).all()
    changes, unreadable = [], 0
    for subject_id, key_id, wrapped in rows:
        try:
            data_key = uow.keyring.unwrap(key_id, subject_id, wrapped)
        except UnreadableError:
            unreadable += 1
            continue
        again = uow.keyring.wrap(subject_id, data_key, uow.tokens.secret(NONCE))
        changes.append({"one": subject_id, "was": wrapped, "again": again})
    if changes:
        statement = (
            update(DATA_KEY)
            .where(_C.subject_id == bindparam("one", type_=Uuid()), _C.wrapped == bindparam("was"))
            .values(key_id=uow.keyring.active, wrapped=bindparam("again"))
        )
        uow.session.connection().execute(statement, changes)
    return Rewrapped(len(changes), unreadable, rows[-1].subject_id if rows else None)


def destroy(uow: UnitOfWork, subject_ids: Collection[UUID]) -> None:
    """Forget subjects for good: what is sealed for them opens no more."""
    if subject_ids:
        uow.session.execute(delete(DATA_KEY).where(_C.subject_id.in_(subject_ids)))


def wipe_traces(engine: Engine) -> None:
    """Have the database write over what was destroyed, outside of any transaction.

    SQLite: the write-ahead log is emptied, which held the old pages. PostgreSQL: the dead
    rows of the table are reclaimed. What it can't reach: log archives and replicas.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        else:
            connection.execute(text("VACUUM data_key"))
