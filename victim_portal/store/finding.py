"""Finding cases by what a caller gives, only among those that the reader may see.

The reader's reach stands in each query, before its limit: a name that is common elsewhere
never crowds out a case of one's own, and what is out of reach isn't even fetched.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import aliased

from victim_portal.store.models import (
    Case,
    Channel,
    DuplicateFlag,
    Offender,
    Person,
    Referral,
    SearchToken,
    Supporter,
    User,
)
from victim_portal.store.search import Token, TokenKind
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.store.walls import reached_by

# What a token tells of a name: with several of them, who holds the most comes first.
WEIGHTS = {
    TokenKind.BORN_SURNAME_SOUND: 16,
    TokenKind.BORN_SURNAME_PREFIX: 16,
    TokenKind.SURNAME: 8,
    TokenKind.FORENAME: 8,
    TokenKind.SURNAME_SOUND: 4,
    TokenKind.SURNAME_PREFIX: 1,
}

Line: TypeAlias = tuple[Case, Person, Offender, User | None, Case | None]


@dataclass(frozen=True)
class Reader:
    """Who asks, as far as the queries have to know it; the service asks the rule again."""

    user_id: UUID | None
    unit_id: UUID | None


def within_reach(of: Any, reader: Reader) -> ColumnElement[bool]:
    """Cases that the reader may see, as far as SQL has to know it."""
    return reached_by(of, reader.user_id, reader.unit_id)


def by_reference(uow: UnitOfWork, reader: Reader, reference: str) -> list[Case]:
    """The case of a reference."""
    query = select(Case).where(Case.reference == reference, within_reach(Case, reader))
    return list(uow.session.scalars(query))


def by_referral(uow: UnitOfWork, reader: Reader, index: bytes) -> list[Case]:
    """The case of a referral, by the blind index of its reference."""
    query = select(Case).join(Referral, Referral.case_id == Case.id)
    query = query.where(Referral.reference_index == index, within_reach(Case, reader))
    return list(uow.session.scalars(query))


def by_channel(
    uow: UnitOfWork, reader: Reader, indexes: Sequence[bytes], limit: int
) -> list[tuple[Case, Channel]]:
    """Cases whose person has a number or address, or had it once."""
    query = select(Case, Channel).join(Channel, Channel.person_id == Case.person_id)
    return _by_channel(uow, reader, query, indexes, limit)


def by_supporters_channel(
    uow: UnitOfWork, reader: Reader, indexes: Sequence[bytes], limit: int
) -> list[tuple[Case, Channel]]:
    """Cases beside whose person somebody with a number or address stands now."""
    query = (
        select(Case, Channel)
        .join(Supporter, Supporter.case_id == Case.id)
        .join(Channel, Channel.person_id == Supporter.supporter_id)
        .where(Supporter.ended_on.is_(None))
    )
    return _by_channel(uow, reader, query, indexes, limit)


def by_offenders_number(
    uow: UnitOfWork, reader: Reader, prison_number: bytes, crn: bytes, limit: int
) -> list[tuple[Case, bool]]:
    """Cases by the offender's prison number or CRN; whether it was the prison number."""
    is_number = func.coalesce(Offender.prison_number_index == prison_number, False)
    query = (
        select(Case, is_number)
        .join(Offender, Offender.id == Case.offender_id)
        .where(
            or_(Offender.prison_number_index == prison_number, Offender.crn_index == crn),
            within_reach(Case, reader),
        )
        .order_by(*_newest_first(reader))
        .limit(limit)
    )
    return [(found, bool(number)) for found, number in uow.session.execute(query)]


def of_offender(uow: UnitOfWork, reader: Reader, offender_id: UUID, limit: int) -> list[Case]:
    """An offender's cases, open or closed."""
    query = select(Case).where(Case.offender_id == offender_id, within_reach(Case, reader))
    return list(uow.session.scalars(query.order_by(*_newest_first(reader)).limit(limit)))


def by_persons_name(
    uow: UnitOfWork, reader: Reader, tokens: Iterable[Token], limit: int
) -> list[tuple[Case, Person]]:
    """Cases whose person holds one of the tokens of a name, the likeliest first."""
    query = (
        select(Case, Person)
        .join(Person, Person.id == Case.person_id)
        .join(SearchToken, SearchToken.person_id == Person.id)
        .where(Person.protected_identity.is_(False))
    )
    found = uow.session.execute(_likeliest(query, reader, Person, tokens, limit))
    return [(one, person) for one, person in found]


def by_supporters_name(
    uow: UnitOfWork, reader: Reader, tokens: Iterable[Token], limit: int
) -> list[tuple[Case, Person]]:
    """Cases beside whose person somebody of such a name stands now."""
    query = (
        select(Case, Person)
        .join(Supporter, Supporter.case_id == Case.id)
        .join(Person, Person.id == Supporter.supporter_id)
        .join(SearchToken, SearchToken.person_id == Person.id)
        .where(Supporter.ended_on.is_(None), Person.protected_identity.is_(False))
    )
    found = uow.session.execute(_likeliest(query, reader, Person, tokens, limit))
    return [(one, person) for one, person in found]


def by_offenders_name(
    uow: UnitOfWork, reader: Reader, tokens: Iterable[Token], limit: int
) -> list[tuple[Case, Offender]]:
    """Cases whose offender holds one of the tokens of a name, the likeliest first."""
    query = (
        select(Case, Offender)
        .join(Offender, Offender.id == Case.offender_id)
        .join(SearchToken, SearchToken.offender_id == Offender.id)
    )
    found = uow.session.execute(_likeliest(query, reader, Offender, tokens, limit))
    return [(one, offender) for one, offender in found]


def lines(uow: UnitOfWork, case_ids: Iterable[UUID]) -> dict[UUID, Line]:
    """What a line about a case shows, by case, the keys of both sides opened in one query.

    The last is the case that stays where this one was a double.
    """
    stays = aliased(Case)
    query = (
        select(Case, Person, Offender, User, stays)
        .join(Person, Person.id == Case.person_id)
        .join(Offender, Offender.id == Case.offender_id)
        .outerjoin(User, User.id == Case.officer_id)
        .outerjoin(stays, stays.id == Case.merged_into_id)
        .where(Case.id.in_(set(case_ids)))
    )
    found: dict[UUID, Line] = {
        one.id: (one, person, offender, officer, kept)
        for one, person, offender, officer, kept in uow.session.execute(query)
    }
    uow.vault.fetch([one for _, p, o, _, _ in found.values() for one in (p.id, o.id)])
    return found


def persons(uow: UnitOfWork, person_ids: Iterable[UUID]) -> dict[UUID, Person]:
    """Some persons by id, their keys opened."""
    wanted = set(person_ids)
    query = select(Person).where(Person.id.in_(wanted))
    found = {person.id: person for person in uow.session.scalars(query)}
    uow.vault.fetch(wanted)
    return found


def flagged_with(
    uow: UnitOfWork, reader: Reader, case_ids: Iterable[UUID]
) -> list[tuple[Case, Case]]:
    """Undecided pairs of which one is among the cases and the reader may see both."""
    wanted = set(case_ids)
    new, known = aliased(Case), aliased(Case)
    query = (
        select(new, known)
        .select_from(DuplicateFlag)
        .join(new, new.id == DuplicateFlag.case_id)
        .join(known, known.id == DuplicateFlag.other_case_id)
        .where(
            DuplicateFlag.decision.is_(None),
            or_(DuplicateFlag.case_id.in_(wanted), DuplicateFlag.other_case_id.in_(wanted)),
            within_reach(new, reader),
            within_reach(known, reader),
        )
        .order_by(DuplicateFlag.flagged_at, DuplicateFlag.id)
    )
    return [(one, other) for one, other in uow.session.execute(query)]


def _by_channel(
    uow: UnitOfWork,
    reader: Reader,
    query: Select[Case, Channel],
    indexes: Sequence[bytes],
    limit: int,
) -> list[tuple[Case, Channel]]:
    query = query.where(Channel.value_index.in_(indexes), within_reach(Case, reader))
    # One that is in use before one that was.
    query = query.order_by(Channel.ended_at.is_not(None), *_newest_first(reader)).limit(limit)
    return [(found, channel) for found, channel in uow.session.execute(query)]


def _likeliest(
    query: Any,
    reader: Reader,
    subject: type[Person] | type[Offender],
    tokens: Iterable[Token],
    limit: int,
) -> Any:
    by_kind: dict[TokenKind, set[int]] = {}
    for kind, token in tokens:
        by_kind.setdefault(kind, set()).add(token)
    held = [
        and_(SearchToken.kind == int(kind), SearchToken.token.in_(wanted))
        for kind, wanted in by_kind.items()
    ]
    weight = case({int(kind): told for kind, told in WEIGHTS.items()}, value=SearchToken.kind)
    return (
        query.where(or_(false(), *held), within_reach(Case, reader))
        .group_by(Case.id, subject.id)
        .order_by(func.sum(weight).desc(), *_newest_first(reader))
        .limit(limit)
    )


def _newest_first(reader: Reader) -> tuple[Any, ...]:
    """The reader's own, then open ones, then the newest."""
    own = case((Case.officer_id == reader.user_id, 0), else_=1)
    return own, Case.closed_at.is_not(None), Case.opened_on.desc(), Case.id
