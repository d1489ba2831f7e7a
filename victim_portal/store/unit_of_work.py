"""One transaction, one vault, one set of rows: opened by a service, committed once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from victim_portal.ports import Clock, Tokens
from victim_portal.store.base import Row
from victim_portal.store.engine import for_writing
from victim_portal.store.keyring import Keyring
from victim_portal.store.models import DATA_KEY
from victim_portal.store.vault import Vault

AnyRow = TypeVar("AnyRow", bound=Row)


# PostgreSQL: serialization failure, deadlock, lock not available.
_LOST_A_RACE = frozenset({"40001", "40P01", "55P03"})


class LostUpdateError(Exception):
    """Somebody else changed the row, or held it, in between: nothing of this unit was kept."""


class ConstraintError(Exception):
    """The database refused; `name` is the constraint as the migrations name it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class UnitOfWork:
    """The rows and the vault of one transaction; rolled back unless it is committed.

    `trail_at_commit` says that nothing in it reads what it puts on the trail: then all of that
    is written in one statement.
    """

    def __init__(self, session: Session, vault: Vault, clock: Clock, tokens: Tokens) -> None:
        self.session = session
        self.vault = vault
        self.clock = clock
        self.tokens = tokens
        self.trail_at_commit = False
        self._at_commit: dict[type[Row], list[dict[str, Any]]] = {}

    @property
    def keyring(self) -> Keyring:
        """The process's keys, for blind indexes and audit codes."""
        return self.vault.keyring

    @property
    def on_postgres(self) -> bool:
        """Whether rows can be claimed past locked ones."""
        return self.session.get_bind().dialect.name == "postgresql"

    def add(self, row: AnyRow) -> AnyRow:
        """Take a new row in; its sealed values are sealed here."""
        self.session.add(row)
        return row

    def add_all(self, rows: list[Row]) -> None:
        """Take many new rows in."""
        self.session.add_all(rows)

    def add_at_commit(self, table: type[Row], /, **values: Any) -> None:
        """Take in a plain row (nothing sealed) that nobody reads before the commit.

        All of a table are written in one statement, so each needs the same columns: a file of
        referrals brings fifteen search tokens with every row. Raises TypeError for a value that
        isn't a column, as a text to be sealed isn't: it would be lost without a word.
        """
        if lost := values.keys() - table.__table__.columns.keys():
            raise TypeError(f"{table.__name__} has no such column: {', '.join(sorted(lost))}")
        self._at_commit.setdefault(table, []).append(values)

    def get(self, kind: type[AnyRow], row_id: UUID | None) -> AnyRow | None:
        """A row by id, or None."""
        return None if row_id is None else self.session.get(kind, row_id)

    def get_many(self, kind: type[AnyRow], row_ids: Iterable[UUID | None]) -> dict[UUID, AnyRow]:
        """The rows of these ids in one query, by id; those that aren't there are left out."""
        wanted = {row_id for row_id in row_ids if row_id is not None}
        if not wanted:
            return {}
        rows = self.session.scalars(select(kind).where(kind.id.in_(wanted)))
        return {row.id: row for row in rows}

    def only_one_for(self, token: UUID) -> None:
        """Wait until nobody else works under this token; the commit lets the next one in.

        SQLite has one writer at a time anyway.
        """
        if self.on_postgres:
            key = int.from_bytes(token.bytes[:8], "big", signed=True)
            self.session.execute(select(func.pg_advisory_xact_lock(key)))

    def flush(self) -> None:
        """Let the database check what was done so far."""
        with _named_refusals():
            self.session.flush()

    def write_kept(self) -> None:
        """Write now what was kept for the commit, for rules that read it."""
        with _named_refusals():
            self.vault.keep_admitted()
            self.session.flush()
            for table, rows in self._at_commit.items():
                self.session.execute(insert(table.__table__), rows)  # type: ignore[arg-type]  # a mapped class's table is a Table
            self._at_commit = {}

    def commit(self) -> None:
        """Keep everything that was done."""
        self.write_kept()
        with _named_refusals():
            self.session.commit()


class Store:
    """Opens units of work on one database, under one keyring."""

    def __init__(self, engine: Engine, keyring: Keyring, clock: Clock, tokens: Tokens) -> None:
        self.engine = engine
        self.keyring = keyring
        self._clock = clock
        self._tokens = tokens
        self._readers = sessionmaker(engine, expire_on_commit=False)
        self._writers = sessionmaker(for_writing(engine), expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """A unit of work that only reads."""
        with self._open(self._readers) as uow:
            yield uow

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """A unit of work that may commit, once, by its service."""
        with self._open(self._writers) as uow, _named_refusals():
            yield uow

    @contextmanager
    def _open(self, maker: sessionmaker[Session]) -> Iterator[UnitOfWork]:
        with maker() as session:
            vault = Vault(session, DATA_KEY, self.keyring, self._tokens, self._clock.now)
            session.info["vault"] = vault
            yield UnitOfWork(session, vault, self._clock, self._tokens)


@contextmanager
def _named_refusals() -> Iterator[None]:
    """Turn the drivers' refusals into ours, so that no service needs to know a driver."""
    try:
        yield
    except StaleDataError as error:
        raise LostUpdateError(str(error)) from error
    except IntegrityError as error:
        raise ConstraintError(_constraint_name(error)) from error
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) in _LOST_A_RACE:
            raise LostUpdateError(type(error.orig).__name__) from error
        raise


def _constraint_name(error: IntegrityError) -> str:
    """The constraint's name, or what SQLite says instead of one (columns of a unique)."""
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None and diagnostics.constraint_name:
        return str(diagnostics.constraint_name)
    text = str(error.orig)
    return text.partition("failed: ")[2] or text
