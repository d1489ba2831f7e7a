"""Persons and their channels: who may be told, and by which safe way."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Date, Index, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped

from victim_portal.domain.vocabulary import ChannelKind, Language
from victim_portal.store.base import Row, SealedDate, SealedText
from victim_portal.store.columns import (
    Search,
    Subject,
    UtcDateTime,
    closed_list,
    link,
    plain,
    sealed,
)

OWN: dict[str, Any] = {"subject": Subject.SELF}
PERSON: dict[str, Any] = {"subject": Subject.PERSON}


class Person(Row):
    """A victim, relative, supporter or representative: one data subject."""

    __tablename__ = "person"
    __table_args__ = (closed_list("language", Language, table="person"),)

    first_name_sealed: Mapped[bytes | None] = sealed(search=Search.NAME, **OWN)
    last_name_sealed: Mapped[bytes] = sealed(search=Search.NAME, nullable=False, **OWN)
    called_sealed: Mapped[bytes | None] = sealed(**OWN)
    born_on_sealed: Mapped[bytes | None] = sealed(search=Search.WITH_SURNAME, **OWN)
    language: Mapped[str] = plain(String(5), nullable=False, **OWN)
    protected_identity: Mapped[bool] = plain(nullable=False, default=False, **OWN)
    merged_into_id: Mapped[UUID | None] = link("person.id", **OWN)
    created_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **OWN)

    first_name = SealedText("first_name_sealed")
    last_name = SealedText("last_name_sealed")
    called = SealedText("called_sealed")
    born_on = SealedDate("born_on_sealed")


class Channel(Row):
    """A number or address of a person with its safe-contact plan."""

    __tablename__ = "channel"
    __table_args__ = (
        closed_list("kind", ChannelKind, table="channel"),
        closed_list("language", Language, table="channel"),
    )

    person_id: Mapped[UUID] = link("person.id", nullable=False, index=True, **PERSON)
    kind: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    value_sealed: Mapped[bytes] = sealed(search=Search.EXACT, nullable=False, **PERSON)
    value_index: Mapped[bytes] = plain(LargeBinary, nullable=False, index=True, **PERSON)
    uses: Mapped[list[str]] = plain(JSON, nullable=False, **PERSON)
    any_time: Mapped[bool] = plain(nullable=False, default=False, **PERSON)
    windows: Mapped[list[Any]] = plain(JSON, nullable=False, **PERSON)
    fuller_words: Mapped[bool] = plain(nullable=False, default=False, **PERSON)
    who_else_sealed: Mapped[bytes | None] = sealed(**PERSON)
    code_word_sealed: Mapped[bytes | None] = sealed(**PERSON)
    if_answered_sealed: Mapped[bytes | None] = sealed(**PERSON)
    language: Mapped[str] = plain(String(5), nullable=False, **PERSON)
    verified_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    verified_how: Mapped[str | None] = plain(String(40), **PERSON)
    confirmed_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    review_on: Mapped[date | None] = plain(Date, **PERSON)
    suspended_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    suspended_why_sealed: Mapped[bytes | None] = sealed(**PERSON)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    plan_version: Mapped[int] = plain(nullable=False, **PERSON)
    created_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)

    value = SealedText("value_sealed")
    who_else = SealedText("who_else_sealed")
    code_word = SealedText("code_word_sealed")
    if_answered = SealedText("if_answered_sealed")
    suspended_why = SealedText("suspended_why_sealed")

    __mapper_args__ = {"version_id_col": plan_version}  # noqa: RUF012 - SQLAlchemy's own form


class SearchToken(Row):
    """One keyed token of one name: what may be looked up without opening anything."""

    __tablename__ = "search_token"
    __table_args__ = (Index("ix_search_token_kind_token", "kind", "token"),)

    kind: Mapped[int] = plain(SmallInteger, nullable=False)
    token: Mapped[int] = plain(BigInteger, nullable=False)
    person_id: Mapped[UUID | None] = link("person.id", index=True, **PERSON)
    offender_id: Mapped[UUID | None] = link("offender.id", index=True, subject=Subject.OFFENDER)
