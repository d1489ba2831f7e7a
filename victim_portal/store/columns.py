"""How a column is declared: its data subject, its sealing, its search, its retention.

Every column of every table states all four in one place, and a test refuses a table
with a column that doesn't. Sealed columns hold bytes that only the data key of their
subject opens, bound to table, column and row; `SealedText` and its kin are the doors.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, LargeBinary, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import MappedColumn, mapped_column


class Subject(StrEnum):
    """Whose data a column holds: the attribute of the row that names the data subject."""

    NOBODY = "nobody"
    STAFF = "staff"
    SELF = "id"
    USER = "user_id"
    PERSON = "person_id"
    OFFENDER = "offender_id"
    LISTED = "listed_id"


class Search(StrEnum):
    """How a sealed column may be searched."""

    NONE = "none"
    EXACT = "exact, by blind index"
    NAME = "by name tokens"
    WITH_SURNAME = "only together with a surname"


class Retention(StrEnum):
    """Which rule decides when a column's content is forgotten."""

    CASE = "with the case"
    OFFENDER = "with the offender's last case"
    STAFF = "with the staff account"
    AUDIT = "with the audit"
    KEY = "destroyed to forget its subject"
    POLICY = "kept while the policy is"


@dataclass(frozen=True)
class Protection:
    """The declaration itself, kept in the column's `info`."""

    subject: Subject
    sealed: bool
    search: Search
    retention: Retention


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, in and out in UTC, on databases that forget the zone as well."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment: a guess about its zone would be an hour out all summer."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone can't be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def plain(
    *args: Any,
    subject: Subject = Subject.NOBODY,
    retention: Retention = Retention.CASE,
    **options: Any,
) -> MappedColumn[Any]:
    """A column that is stored as it is, because it can't hurt anyone by itself."""
    info = {"protection": Protection(subject, False, Search.NONE, retention)}
    return mapped_column(*args, info=info, **options)


def link(
    target: str,
    *,
    retention: Retention = Retention.CASE,
    subject: Subject = Subject.NOBODY,
    **options: Any,
) -> MappedColumn[Any]:
    """A foreign key: ids are random and say nothing.

    It is checked at the commit, so that the rows of one unit of work may be written in any
    order and in batches.
    """
    key_options = {k: options.pop(k) for k in ("use_alter", "name") if k in options}
    key = ForeignKey(target, deferrable=True, initially="DEFERRED", **key_options)
    return plain(key, subject=subject, retention=retention, **options)


def sealed(
    *,
    subject: Subject,
    search: Search = Search.NONE,
    retention: Retention = Retention.CASE,
    **options: Any,
) -> MappedColumn[Any]:
    """A column of ciphertext under the data key of its subject."""
    info = {"protection": Protection(subject, True, search, retention)}
    return mapped_column(LargeBinary, info=info, **options)


def closed_list(column: str, values: Iterable[str], *, table: str) -> CheckConstraint:
    """The database's own refusal of a word that isn't on the list."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_known")
