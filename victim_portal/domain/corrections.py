"""Putting details right: what may stand, what stood when, and what went out with it.

The same bounds hold as for a referral. A person may have what is wrong about them put right
(UK GDPR, Article 16), and whoever got the wrong value is looked after.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from victim_portal.domain.referrals.fields import (
    read_choice,
    read_identifier,
    read_name,
    read_past_date,
    read_text,
)
from victim_portal.domain.vocabulary import Relationship, SupporterRole

LONGEST_REASON = 1000


class Detail(StrEnum):
    """What may be put right about a person or an offender, beside numbers and addresses."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    BORN_ON = "born_on"
    RELATIONSHIP = "relationship"
    ROLE = "role"
    PRISON_NUMBER = "prison_number"
    CRN = "crn"


class SentKind(StrEnum):
    """By what something went out."""

    MESSAGE = "message"
    LETTER = "letter"
    DOCUMENT = "document"
    CALL = "call"


# A letter has the name on its envelope; a submission names the victim by their role alone.
PERSON_IN: Mapping[SentKind, frozenset[Detail]] = MappingProxyType(
    {
        SentKind.LETTER: frozenset({Detail.FIRST_NAME, Detail.LAST_NAME}),
        SentKind.DOCUMENT: frozenset({Detail.RELATIONSHIP}),
    }
)
"""The details of the person that stand in a thing whatever its words are."""

OFFENDER_IN: Mapping[SentKind, frozenset[Detail]] = MappingProxyType(
    {
        SentKind.DOCUMENT: frozenset(
            {Detail.FIRST_NAME, Detail.LAST_NAME, Detail.BORN_ON, Detail.PRISON_NUMBER}
        ),
    }
)
"""The details of the offender that stand in a thing whatever its words are."""

_SAID = frozenset({Detail.FIRST_NAME, Detail.LAST_NAME, Detail.PRISON_NUMBER, Detail.CRN})


@dataclass(frozen=True)
class Before:
    """What a detail was until somebody put it right; None where it wasn't recorded."""

    detail: str
    value: str | None = field(repr=False)
    until: datetime


@dataclass(frozen=True)
class Checked:
    """Details in the form that is stored ("" for none), or a sentence for each wrong one."""

    values: Mapping[Detail, str] = field(repr=False)
    problems: Mapping[str, str]


def check_person(
    first_name: str,
    last_name: str,
    born_on: date | None,
    relationship: str,
    today: date,
    sentenced_on: date | None,
) -> Checked:
    """A person's details as typed; nobody is born after the sentence that they wait for.

    `sentenced_on` is the earliest sentence of the person's cases.
    """
    return _checked(
        {
            Detail.FIRST_NAME: (first_name, read_name),
            Detail.LAST_NAME: (last_name, read_name),
            Detail.BORN_ON: (_iso(born_on), _birth(today, sentenced_on)),
            Detail.RELATIONSHIP: (relationship, lambda text: read_choice(text, Relationship)),
        },
        needed={Detail.LAST_NAME, Detail.RELATIONSHIP},
    )


def check_supporter(
    first_name: str, last_name: str, born_on: date | None, role: str, today: date
) -> Checked:
    """A supporter's details as typed; `role` is what they are to the victim of the case."""
    return _checked(
        {
            Detail.FIRST_NAME: (first_name, read_name),
            Detail.LAST_NAME: (last_name, read_name),
            Detail.BORN_ON: (_iso(born_on), _birth(today, None)),
            Detail.ROLE: (role, lambda text: read_choice(text, SupporterRole)),
        },
        needed={Detail.LAST_NAME, Detail.ROLE},
    )


def check_offender(
    first_name: str,
    last_name: str,
    born_on: date | None,
    prison_number: str,
    crn: str,
    today: date,
    sentenced_on: date | None,
) -> Checked:
    """An offender's details as typed; `sentenced_on` is the earliest of their sentences."""
    return _checked(
        {
            Detail.FIRST_NAME: (first_name, read_name),
            Detail.LAST_NAME: (last_name, read_name),
            Detail.BORN_ON: (_iso(born_on), _birth(today, sentenced_on)),
            Detail.PRISON_NUMBER: (prison_number, read_identifier),
            Detail.CRN: (crn, read_identifier),
        },
        needed={Detail.LAST_NAME},
    )


def reason_problem(why: str) -> str | None:
    """What is wrong with the reason of a correction, as a sentence; None when it will do."""
    if not why.strip():
        return "Say why it is wrong, and who told you."
    try:
        read_text(why, LONGEST_REASON, lines=True)
    except ValueError as error:
        return str(error)
    return None


def changed(before: Mapping[Detail, str], after: Mapping[Detail, str]) -> tuple[Detail, ...]:
    """The details in which the two differ, in the order of the list."""
    return tuple(
        one for one in Detail if one in after and before.get(one, "") != after.get(one, "")
    )


def value_at(
    detail: str, now: str | None, history: Iterable[Before], moment: datetime
) -> str | None:
    """What a detail was at a moment: the value that the next correction replaced.

    Of the very moment of a correction it is taken that the old value stood: a doubt is a yes.
    """
    later = [one for one in history if one.detail == detail and one.until >= moment]
    return min(later, key=lambda one: one.until).value if later else now


def carries(
    kind: SentKind,
    words: str | None,
    wrong: Mapping[Detail, str],
    always: Mapping[SentKind, frozenset[Detail]],
) -> bool:
    """Whether what went out holds one of the wrong values.

    `words` is what it said: "" where nothing but `always` counts, None where that can't be
    read any more, and then it may well have.
    """
    told = {detail: value for detail, value in wrong.items() if value}
    if told.keys() & always.get(kind, frozenset()):
        return True
    said = [value for detail, value in told.items() if detail in _SAID]
    return bool(said) if words is None else any(says(words, value) for value in said)


def says(words: str, value: str) -> bool:
    """Whether a value stands in some words as a word of its own, in capitals or not."""
    wanted = _plain(value)
    return bool(wanted) and (
        re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", _plain(words)) is not None
    )


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _birth(today: date, sentenced_on: date | None) -> Callable[[str], date]:
    def read(text: str) -> date:
        day = read_past_date(text, today)
        if sentenced_on is not None and day > sentenced_on:
            raise ValueError("The date of birth is after the sentence.")
        return day

    return read


def _checked(
    given: Mapping[Detail, tuple[str, Callable[[str], Any]]], needed: set[Detail]
) -> Checked:
    values: dict[Detail, str] = {}
    problems: dict[str, str] = {}
    for detail, (text, read) in given.items():
        if not text.strip():
            values[detail] = ""
            if detail in needed:
                problems[detail.value] = "This is needed."
            continue
        try:
            values[detail] = str(read(text))
        except ValueError as error:
            problems[detail.value] = str(error)
    return Checked(values, problems)
