"""Finding people without opening anything: blind indexes and name tokens.

Tokens are keyed, truncated and of one kind each, so that two kinds never show as equal.
A date of birth is indexed only together with a name; a protected identity gets no name
tokens at all. What the tokens leak (equal tokens are equal names, and frequencies) is
written down in docs/security.md.
"""

import unicodedata
from collections.abc import Iterable
from datetime import date
from enum import IntEnum
from uuid import UUID

import jellyfish
from sqlalchemy import select

from victim_portal.domain.duplicates import plain_letters
from victim_portal.store.keyring import Keyring
from victim_portal.store.models import Offender, Person, SearchToken
from victim_portal.store.unit_of_work import UnitOfWork

PREFIX = 3
# A prefix is coarse by nature: few bits make its buckets ambiguous on purpose.
PREFIX_BITS = 20


class TokenKind(IntEnum):
    """What a token stands for."""

    SURNAME = 1
    SURNAME_SOUND = 2
    SURNAME_PREFIX = 3
    FORENAME = 4
    BORN_SURNAME_SOUND = 5
    BORN_SURNAME_PREFIX = 6
    BORN_FORENAME_SOUND = 7


Token = tuple[TokenKind, int]


def plain_name(name: str) -> str:
    """A name without case, accents, spaces and marks: what tokens are made of."""
    apart = unicodedata.normalize("NFKD", plain_letters(name).casefold())
    return "".join(letter for letter in apart if letter.isalnum())


def name_tokens(
    keyring: Keyring, group: str, first_name: str | None, last_name: str, born_on: date | None
) -> list[Token]:
    """The tokens of one person; `group` ("person", "offender") keeps the two apart."""
    surname, forename = plain_name(last_name), plain_name(first_name or "")
    found = [(TokenKind.SURNAME, surname), (TokenKind.SURNAME_SOUND, sound(surname))]
    if len(surname) >= PREFIX:
        found.append((TokenKind.SURNAME_PREFIX, surname[:PREFIX]))
    found.append((TokenKind.FORENAME, forename))
    named = [(kind, make_token(keyring, group, kind, value)) for kind, value in found if value]
    return named + born_tokens(keyring, group, first_name, last_name, born_on)


def born_tokens(
    keyring: Keyring, group: str, first_name: str | None, last_name: str, born_on: date | None
) -> list[Token]:
    """The tokens of a date of birth together with a name; none without the date."""
    if born_on is None:
        return []
    day = born_on.isoformat()
    surname, forename = plain_name(last_name), plain_name(first_name or "")
    found = [
        (TokenKind.BORN_SURNAME_SOUND, f"{day} {sound(surname)}"),
        (TokenKind.BORN_SURNAME_PREFIX, f"{day} {surname[:PREFIX]}"),
    ]
    if forename:
        found.append((TokenKind.BORN_FORENAME_SOUND, f"{day} {sound(forename)}"))
    return [(kind, make_token(keyring, group, kind, value)) for kind, value in found]


def make_token(keyring: Keyring, group: str, kind: TokenKind, value: str) -> int:
    """One token."""
    bits = PREFIX_BITS if kind is TokenKind.SURNAME_PREFIX else 63
    return keyring.token(f"{group} {kind.name.lower()}", value, bits)


def sound(name: str) -> str:
    """How a plain name sounds; a name with nothing to sound stands for itself."""
    return jellyfish.metaphone(name) or name


def index_person(uow: UnitOfWork, person: Person) -> None:
    """Add a person's tokens; none for a protected identity."""
    if not person.protected_identity:
        named = (person.first_name, person.last_name or "", person.born_on)
        index_names(uow, "person", person.id, *named)


def index_offender(uow: UnitOfWork, offender: Offender) -> None:
    """Add an offender's tokens."""
    named = (offender.first_name, offender.last_name or "", offender.born_on)
    index_names(uow, "offender", offender.id, *named)


def index_names(
    uow: UnitOfWork,
    group: str,
    subject_id: UUID,
    first_name: str | None,
    last_name: str,
    born_on: date | None,
) -> None:
    """Add the tokens of somebody of a `group` (`name_tokens`)."""
    is_person = group == "person"
    for kind, token in name_tokens(uow.keyring, group, first_name, last_name, born_on):
        uow.add_at_commit(
            SearchToken,
            id=uow.tokens.uuid(),
            kind=int(kind),
            token=token,
            person_id=subject_id if is_person else None,
            offender_id=None if is_person else subject_id,
        )


def holders(
    uow: UnitOfWork, group: str, tokens: Iterable[Token], limit: int
) -> dict[Token, list[UUID]]:
    """Who holds each token; matches are to be checked after opening them."""
    column = SearchToken.person_id if group == "person" else SearchToken.offender_id
    by_kind: dict[TokenKind, list[int]] = {}
    for kind, token in tokens:
        by_kind.setdefault(kind, []).append(token)
    found: dict[Token, list[UUID]] = {}
    for kind, wanted in by_kind.items():
        query = (
            select(SearchToken.token, column)
            .where(SearchToken.kind == int(kind), SearchToken.token.in_(wanted))
            .limit(limit)
        )
        for token, subject_id in uow.session.execute(query):
            if subject_id is not None:
                found.setdefault((kind, token), []).append(subject_id)
    return found
