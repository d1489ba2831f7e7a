"""Who of a unit might get a case that waits: a proposal with its reasons, for a person to decide.

Nobody is proposed who has a conflict of interest over the offender. Then comes whoever has
another open case of the same person (one voice for one person), then whoever speaks Welsh
where that is the person's language, then whoever has the fewest open cases. Proposals of one
batch count as cases, so that twelve new referrals are spread over the unit.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from victim_portal.domain.vocabulary import Language

_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*[0-9][A-Z]{2}\b", re.IGNORECASE)


class Why(StrEnum):
    """Why somebody is proposed, or what stands against it."""

    SAME_PERSON = "same_person"
    SPEAKS_WELSH = "speaks_welsh"
    NO_WELSH = "no_welsh"
    NOBODY_SPEAKS_WELSH = "nobody_speaks_welsh"
    FEWEST_CASES = "fewest_cases"
    NO_OFFICER = "no_officer"
    ALL_IN_CONFLICT = "all_in_conflict"


@dataclass(frozen=True)
class Waiting:
    """One case in the queue; `conflicted` are the staff who may not come near it."""

    case_id: UUID
    person_id: UUID
    language: Language
    conflicted: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Officer:
    """One active officer of the unit. `persons` are those whose open cases they have."""

    id: UUID
    name: str
    open_cases: int
    languages: frozenset[Language] = frozenset({Language.ENGLISH})
    persons: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Proposal:
    """Who might get a case; `officer_id` is None where nobody may, and `reasons` says why.

    `open_cases` is what the officer has now, `ahead` how many are proposed to them before
    this one in the same batch.
    """

    case_id: UUID
    officer_id: UUID | None
    reasons: tuple[Why, ...]
    open_cases: int = 0
    ahead: int = 0


def propose(waiting: Sequence[Waiting], officers: Iterable[Officer]) -> tuple[Proposal, ...]:
    """One proposal for each case, in the order given; the same input gives the same output."""
    staff = sorted(officers, key=lambda one: (one.name.casefold(), one.id))
    ahead: Counter[UUID] = Counter()
    promised: dict[UUID, set[UUID]] = {}
    found = []
    for case in waiting:
        able = [one for one in staff if one.id not in case.conflicted]
        if not able:
            why = Why.ALL_IN_CONFLICT if staff else Why.NO_OFFICER
            found.append(Proposal(case.case_id, None, (why,)))
            continue
        of_person = promised.setdefault(case.person_id, set())
        chosen, reasons = _choose(case, able, ahead, of_person)
        found.append(
            Proposal(case.case_id, chosen.id, reasons, chosen.open_cases, ahead[chosen.id])
        )
        ahead[chosen.id] += 1
        of_person.add(chosen.id)
    return tuple(found)


def _choose(
    case: Waiting, able: Sequence[Officer], ahead: Counter[UUID], of_person: set[UUID]
) -> tuple[Officer, tuple[Why, ...]]:
    reasons = []
    known = [one for one in able if case.person_id in one.persons or one.id in of_person]
    among = known or able
    if known:
        reasons.append(Why.SAME_PERSON)
    if case.language is Language.WELSH:
        speakers = [one for one in among if Language.WELSH in one.languages]
        if speakers:
            reasons.append(Why.SPEAKS_WELSH)
        elif any(Language.WELSH in one.languages for one in able):
            reasons.append(Why.NO_WELSH)
        else:
            reasons.append(Why.NOBODY_SPEAKS_WELSH)
        among = speakers or among
    chosen = min(among, key=lambda one: one.open_cases + ahead[one.id])
    if not known and len(among) > 1:
        reasons.append(Why.FEWEST_CASES)
    return chosen, tuple(reasons)


def spoken(languages: str) -> frozenset[Language]:
    """The languages of an account, as they are stored: codes with anything between them."""
    codes = set(re.split(r"[^a-z]+", languages.casefold()))
    return frozenset(language for language in Language if language.value in codes)


def outward_code(address: str) -> str:
    """The first part of an address's postcode (``SO23``): a district, never a door; or "".

    The last postcode counts, where an address has more than one.
    """
    found = _POSTCODE.findall(address)
    return found[-1].upper() if found else ""
