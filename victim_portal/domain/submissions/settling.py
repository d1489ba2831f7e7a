"""What becomes of a passage that could lead to the victim: the officer settles each with her.

Nothing that she wrote is changed by the portal or by an officer alone: each change has the day
on which she agreed to it, and what stood there before stays on record.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class Settled(StrEnum):
    """How a passage was settled with her."""

    REWORD = "reword"
    LEAVE_OUT = "leave_out"
    NON_DISCLOSURE = "non_disclosure"
    KEEP = "keep"


class DetailKind(StrEnum):
    """What else must not stand in a file, as an officer records it."""

    WORKPLACE = "workplace"
    SCHOOL = "school"
    NAME = "name"
    PLACE = "place"


class PlaceKind(StrEnum):
    """The texts of a submission in which a passage may stand."""

    STATEMENT = "statement"
    MATERIAL = "material"
    REASONS = "reasons"
    GIST = "gist"
    CONDITION = "condition"
    WISH = "wish"
    NECESSITY = "necessity"
    FACTS = "facts"


@dataclass(frozen=True)
class Place:
    """One text of a submission; `number` is that of a condition request, else 0."""

    kind: PlaceKind
    number: int = 0

    @property
    def code(self) -> str:
        """How it is kept, such as "wish:2"."""
        return f"{self.kind.value}:{self.number}" if self.number else self.kind.value

    @property
    def words(self) -> str:
        """How it is named to an officer."""
        named = _NAMES[self.kind]
        return f"{named} of request {self.number}" if self.number else named


_NAMES = {
    PlaceKind.STATEMENT: "the statement",
    PlaceKind.MATERIAL: "the material that is withheld",
    PlaceKind.REASONS: "the reasons for withholding it",
    PlaceKind.GIST: "the gist",
    PlaceKind.CONDITION: "the condition",
    PlaceKind.WISH: "the wish",
    PlaceKind.NECESSITY: "the necessity",
    PlaceKind.FACTS: "the facts on the first page",
}
CHANGES_WORDS = frozenset({Settled.REWORD, Settled.LEAVE_OUT, Settled.NON_DISCLOSURE})
_ALL = frozenset(Settled)
_NO_APPLICATION = _ALL - {Settled.NON_DISCLOSURE}

OFFERED_IN: Mapping[PlaceKind, frozenset[Settled]] = MappingProxyType(
    {
        PlaceKind.STATEMENT: _ALL,
        PlaceKind.WISH: _ALL,
        PlaceKind.NECESSITY: _ALL,
        # What is withheld already can't be asked to be withheld.
        PlaceKind.MATERIAL: _NO_APPLICATION,
        PlaceKind.REASONS: _NO_APPLICATION,
        # These have a page of their own, where they are put right.
        PlaceKind.GIST: frozenset({Settled.KEEP}),
        PlaceKind.CONDITION: frozenset({Settled.KEEP}),
        PlaceKind.FACTS: frozenset({Settled.KEEP}),
    }
)
"""What can be done here about a passage in each text."""

_CODE = re.compile(r"([a-z]+)(?::([1-9][0-9]{0,5}))?")


def place_of(code: str) -> Place:
    """The place that `Place.code` names; ValueError for another text."""
    match = _CODE.fullmatch(code)
    if match is None:
        raise ValueError("not a place of a submission")
    return Place(PlaceKind(match[1]), int(match[2] or 0))


def settling_problems(
    place: Place, how: Settled, reason: str, instead: str, agreed_on: date | None, today: date
) -> dict[str, str]:
    """What is missing before a passage is settled so, a sentence by field."""
    problems: dict[str, str] = {}
    if how not in OFFERED_IN[place.kind]:
        problems["how"] = "This can't be done here. Put it right on its own page, or keep it."
    if how in (Settled.KEEP, Settled.NON_DISCLOSURE) and not reason.strip():
        problems["reason"] = (
            "Enter why it stays in, in a way that somebody else can follow."
            if how is Settled.KEEP
            else "Enter the reasons: whose health, safety or welfare it would harm if the "
            "prisoner read this, and why withholding it is necessary and proportionate."
        )
    if how is Settled.REWORD and not instead.strip():
        problems["instead"] = "Enter her new words."
    if agreed_on is None:
        problems["agreed_on"] = "Enter the day on which you settled it with her."
    elif agreed_on > today:
        problems["agreed_on"] = "The date must be today or in the past."
    return problems
