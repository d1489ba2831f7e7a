"""The base of every table: naming of constraints, random ids, sealed doors on rows."""

import json
from datetime import date
from functools import cache
from typing import Any, ClassVar, overload
from uuid import UUID

from sqlalchemy import MetaData, Uuid, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, object_session

from victim_portal.store.columns import Protection, plain
from victim_portal.store.vault import Vault

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class SealedText:
    """A door to a sealed text column: plain text in and out, ciphertext in the row."""

    def __init__(self, column: str) -> None:
        self.column = column

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, row: None, owner: type) -> "SealedText": ...
    @overload
    def __get__(self, row: "Row", owner: type) -> str | None: ...
    def __get__(self, row: "Row | None", owner: type) -> "SealedText | str | None":
        if row is None:
            return self
        return row.open_sealed(self.column)

    def __set__(self, row: "Row", value: str | None) -> None:
        row.seal(self.column, self.as_text(value))

    @staticmethod
    def as_text(value: str | None) -> str | None:
        """The value as the text that is sealed."""
        return value


class SealedDate:
    """A door to a sealed date."""

    def __init__(self, column: str) -> None:
        self.column = column

    @overload
    def __get__(self, row: None, owner: type) -> "SealedDate": ...
    @overload
    def __get__(self, row: "Row", owner: type) -> date | None: ...
    def __get__(self, row: "Row | None", owner: type) -> "SealedDate | date | None":
        if row is None:
            return self
        text = row.open_sealed(self.column)
        return date.fromisoformat(text) if text else None

    def __set__(self, row: "Row", value: date | None) -> None:
        row.seal(self.column, self.as_text(value))

    @staticmethod
    def as_text(value: date | None) -> str | None:
        """The value as the text that is sealed."""
        return value.isoformat() if value else None


class SealedJson:
    """A door to a sealed structure of plain values."""

    def __init__(self, column: str) -> None:
        self.column = column

    def __get__(self, row: "Row | None", owner: type) -> Any:
        if row is None:
            return self
        text = row.open_sealed(self.column)
        return None if text is None else json.loads(text)

    def __set__(self, row: "Row", value: Any) -> None:
        row.seal(self.column, self.as_text(value))

    @staticmethod
    def as_text(value: Any) -> str | None:
        """The value as the text that is sealed."""
        return None if value is None else json.dumps(value, ensure_ascii=False)


class Row(DeclarativeBase):
    """One row of any table, with a random id made by the application.

    A new row keeps what is to be sealed until it joins a session, because only the
    session's vault has the keys; from then on sealed columns hold ciphertext only.
    """

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {UUID: Uuid()}

    id: Mapped[UUID] = plain(primary_key=True)

    def __init__(self, **values: Any) -> None:
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no column {name}")
            setattr(self, name, value)

    def subject_id(self, column: str) -> UUID:
        """The data subject of a sealed column of this row."""
        subject = getattr(self, _names_subject(type(self), column))
        if not isinstance(subject, UUID):
            raise TypeError(f"{self.__tablename__}.{column} has no data subject yet")
        return subject

    def seal(self, column: str, value: str | None) -> None:
        """Seal a value into a column, now or as soon as the row joins a session."""
        session = object_session(self)
        if session is None:
            self._waiting()[column] = value
        else:
            self._seal_with(session.info["vault"], column, value)

    def _seal_with(self, vault: Vault, column: str, value: str | None) -> None:
        place = f"{self.__tablename__}|{column}|{self.id}"
        kept = None if value is None else vault.seal(self.subject_id(column), place, value)
        setattr(self, column, kept)

    def open_sealed(self, column: str) -> str | None:
        """What a sealed column holds, in plain text."""
        session = object_session(self)
        if session is None:
            return self._waiting().get(column)
        value: bytes | None = getattr(self, column)
        if value is None:
            return None
        vault: Vault = session.info["vault"]
        return vault.open(
            self.subject_id(column), f"{self.__tablename__}|{column}|{self.id}", value
        )

    def _waiting(self) -> dict[str, str | None]:
        waiting: dict[str, str | None] = self.__dict__.setdefault("_waiting_to_be_sealed", {})
        return waiting


@cache
def _names_subject(table: type[Row], column: str) -> str:
    """Which column of a row names the data subject of another one."""
    protection: Protection = table.__table__.c[column].info["protection"]
    return protection.subject.value


@event.listens_for(Session, "after_attach")
def _seal_what_waited(session: Session, row: object) -> None:
    """Seal a new row's values at the moment that it gets a vault."""
    waiting: dict[str, str | None] = row.__dict__.pop("_waiting_to_be_sealed", {})
    if not waiting or not isinstance(row, Row):
        return
    vault: Vault = session.info["vault"]
    # Looking up the subject's key must not write the row while half of it is still open.
    with session.no_autoflush:
        for column, value in waiting.items():
            row._seal_with(vault, column, value)
