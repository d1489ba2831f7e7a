"""Persons and their channels: who may be told, and by which safe way."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Date, Index, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped

from victim_portal.domain.vocabulary import (
    ChannelKind,
    ContactMethod,
    Language,
    SupporterRole,
)
from victim_portal.store.base import Row, SealedDate, SealedJson, SealedText
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
    __table_args__ = (
        closed_list("language", Language, table="person"),
        closed_list("pages_language", Language, table="person"),
    )

    first_name_sealed: Mapped[bytes | None] = sealed(search=Search.NAME, **OWN)
    last_name_sealed: Mapped[bytes] = sealed(search=Search.NAME, nullable=False, **OWN)
    called_sealed: Mapped[bytes | None] = sealed(**OWN)
    born_on_sealed: Mapped[bytes | None] = sealed(search=Search.WITH_SURNAME, **OWN)
    language: Mapped[str] = plain(String(5), nullable=False, **OWN)
    # In which they read their own pages, where they chose it there.
    pages_language: Mapped[str | None] = plain(String(5), **OWN)
    protected_identity: Mapped[bool] = plain(nullable=False, default=False, **OWN)
    merged_into_id: Mapped[UUID | None] = link("person.id", **OWN)
    # {"needs": [codes], "interpreter": language, "advocate": who}
    needs_sealed: Mapped[bytes | None] = sealed(**OWN)
    # Under 18: {"who": code, "why": reason, "by": who decided, "on": day}
    spoken_with_sealed: Mapped[bytes | None] = sealed(**OWN)
    created_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **OWN)
    row_version: Mapped[int] = plain(nullable=False, server_default="1", **OWN)

    first_name = SealedText("first_name_sealed")
    last_name = SealedText("last_name_sealed")
    called = SealedText("called_sealed")
    born_on = SealedDate("born_on_sealed")
    needs = SealedJson("needs_sealed")
    spoken_with = SealedJson("spoken_with_sealed")

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy's own form


class PersonCorrection(Row):
    """What stood before something about a person was put right."""

    __tablename__ = "person_correction"

    person_id: Mapped[UUID] = link("person.id", nullable=False, index=True, **PERSON)
    case_id: Mapped[UUID] = link("case.id", nullable=False, **PERSON)
    field: Mapped[str] = plain(String(40), nullable=False, **PERSON)
    before_sealed: Mapped[bytes | None] = sealed(**PERSON)
    why_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    recorded_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)

    before = SealedText("before_sealed")
    why = SealedText("why_sealed")


class Supporter(Row):
    """Somebody who stands beside the person of a case, with their consent and until they end it.

    The supporter is a person of their own, with own channels; the words of consent are the
    victim's.
    """

    __tablename__ = "supporter"
    __table_args__ = (
        closed_list("role", SupporterRole, table="supporter"),
        closed_list("how", ContactMethod, table="supporter"),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    supporter_id: Mapped[UUID] = link("person.id", nullable=False, index=True, **PERSON)
    role: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    # Whether they may hear news of the sentence, or only help to arrange things.
    may_hear_news: Mapped[bool] = plain(nullable=False, **PERSON)
    consent_words_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    consented_on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    how: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    recorded_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    ended_on: Mapped[date | None] = plain(Date, **PERSON)
    ended_why_sealed: Mapped[bytes | None] = sealed(**PERSON)
    ended_by: Mapped[str | None] = plain(String(120), **PERSON)

    consent_words = SealedText("consent_words_sealed")
    ended_why = SealedText("ended_why_sealed")


class CapacityRecord(Row):
    """A recorded lack of capacity to decide about contact under the scheme, on one case.

    While it counts, a parent or guardian is told for somebody who is 18. `review_on` is its
    last day; `ended_at` is set where it ended before, or a newer one took its place.
    """

    __tablename__ = "capacity_record"

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    decision_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    basis_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    assessed_by_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    assessed_on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    review_on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    recorded_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    ended_by: Mapped[str | None] = plain(String(120), **PERSON)
    ended_why_sealed: Mapped[bytes | None] = sealed(**PERSON)

    decision = SealedText("decision_sealed")
    basis = SealedText("basis_sealed")
    assessed_by = SealedText("assessed_by_sealed")
    ended_why = SealedText("ended_why_sealed")


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
    # What to do if a call drops, and who rings back.
    if_dropped_sealed: Mapped[bytes | None] = sealed(**PERSON)
    # By what name the officer asks and leaves a message there.
    name_to_give_sealed: Mapped[bytes | None] = sealed(**PERSON)
    # Who at that number or address is a danger.
    danger_sealed: Mapped[bytes | None] = sealed(**PERSON)
    # The channel that this one puts right.
    corrects_id: Mapped[UUID | None] = link("channel.id", **PERSON)
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
    if_dropped = SealedText("if_dropped_sealed")
    name_to_give = SealedText("name_to_give_sealed")
    danger = SealedText("danger_sealed")
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
