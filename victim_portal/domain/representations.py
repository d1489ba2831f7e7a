"""What may be put forward for a victim, and what becomes of it.

Representations on conditions are a right (Domestic Violence, Crime and Victims Act 2004,
s.35). A victim personal statement is heard where the Parole Board decides (Victims' Code,
Right 11). The offender reads names and maps on a licence, so neither goes forward without
the victim's recorded agreement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from victim_portal.domain.vocabulary import (
    ContactMethod,
    Relationship,
    RequestState,
    Route,
    SentenceType,
)


class WrittenBy(StrEnum):
    """How a statement came to paper."""

    VICTIM = "victim"
    DICTATED = "dictated"


class ReadingPreference(StrEnum):
    """How a victim wants her statement to be heard."""

    PANEL_READS = "panel_reads"
    IN_PERSON = "in_person"
    VIDEO_LINK = "video_link"
    RECORDING = "recording"
    ANOTHER_READER = "another_reader"


_S = RequestState

REQUEST_MOVES: Mapping[RequestState, frozenset[RequestState]] = MappingProxyType(
    {
        _S.ASKED_FOR: frozenset({_S.PUT_FORWARD, _S.WITHDRAWN}),
        _S.PUT_FORWARD: frozenset({_S.GRANTED, _S.AMENDED, _S.REFUSED, _S.WITHDRAWN}),
        _S.GRANTED: frozenset(),
        _S.AMENDED: frozenset(),
        _S.REFUSED: frozenset(),
        _S.WITHDRAWN: frozenset(),
    }
)
OPEN_REQUESTS = frozenset({_S.ASKED_FOR, _S.PUT_FORWARD})
OUTCOMES = frozenset({_S.GRANTED, _S.AMENDED, _S.REFUSED})
GRANTED = frozenset({_S.GRANTED, _S.AMENDED})
NEEDS_REASON = frozenset({_S.AMENDED, _S.REFUSED})
SPOKEN = frozenset({ContactMethod.TELEPHONE, ContactMethod.VISIT})
"""Ways of telling in which somebody hears a voice."""

STATE_WORDS: Mapping[RequestState, str] = MappingProxyType(
    {
        _S.ASKED_FOR: "Asked for",
        _S.PUT_FORWARD: "Put forward",
        _S.GRANTED: "Granted",
        _S.AMENDED: "Granted with changes",
        _S.REFUSED: "Refused",
        _S.WITHDRAWN: "Withdrawn",
    }
)


NO_REASON = "Enter the reason that was given: a refusal or a change is never without one."


def may_move(current: RequestState, to: RequestState) -> bool:
    """Whether a request in `current` may come to `to`."""
    return to in REQUEST_MOVES[current]


def move_problem(current: RequestState, to: RequestState, reason: str = "") -> str:
    """Why a request can't come to `to` now, as a sentence; empty when it can.

    A decision-maker that refuses or changes a condition owes its reason, and the victim
    is told it: without one the request can't be closed.
    """
    if not may_move(current, to):
        return f'"{STATE_WORDS[to]}" can\'t follow "{STATE_WORDS[current]}".'
    if to in NEEDS_REASON and not reason.strip():
        return NO_REASON
    return ""


def outcome_problems(
    current: RequestState,
    to: RequestState,
    *,
    on: date,
    reason: str,
    as_now: str,
    ends_on: date | None,
) -> dict[str, str]:
    """Why a decision can't be recorded so, a sentence for each field; empty when it can.

    One that stands already may be put right by another. `as_now` is how an amended condition
    stands, `ends_on` its own last day where it doesn't last as long as the licence.
    """
    problems: dict[str, str] = {}
    if to not in OUTCOMES:
        return {"state": "Choose what was decided."}
    if current not in OUTCOMES and move_problem(current, to, "given"):
        return {"state": move_problem(current, to, "given")}
    if to in NEEDS_REASON and not reason.strip():
        problems["reason"] = NO_REASON
    if to is _S.AMENDED and not as_now.strip():
        problems["as_now"] = "Enter how the condition stands now: the victim is told it."
    if to is not _S.AMENDED and as_now.strip():
        problems["as_now"] = "Leave this empty: only a changed condition stands differently."
    if ends_on is not None and to is _S.REFUSED:
        problems["ends_on"] = "Leave this empty: what was refused has no end."
    elif ends_on is not None and ends_on < on:
        problems["ends_on"] = "The last day must be after the decision."
    return problems


def condition_ends(ends_on: date | None, licence_ends_on: date | None) -> date | None:
    """The last day of a granted condition: its own, and never later than the licence's.

    None where neither is known: a licence for life has no end of its own.
    """
    known = [day for day in (ends_on, licence_ends_on) if day is not None]
    return min(known, default=None)


class Shown(Protocol):
    """What is asked of a condition here: what the offender will see of it."""

    @property
    def title(self) -> str:
        """Its short plain name."""

    @property
    def names_victim(self) -> bool:
        """Whether its wording names somebody."""

    @property
    def needs_map(self) -> bool:
        """Whether the offender gets a map."""


def agreement_problem(
    condition: Shown,
    agreed_to_name: bool,
    agreed_to_map: bool,
    alternative: Shown | None = None,
    *,
    named_in_words: bool = False,
) -> str:
    """Why a condition can't be put forward yet, as a sentence; empty when it can.

    `alternative` is the condition that does without names or a map, to be offered.
    `named_in_words`: what was filled in holds the victim's name, whatever the condition.
    """
    if named_in_words and not agreed_to_name and not condition.names_victim:
        return (
            f'"{condition.title}" can\'t be put forward: the offender will see its words, they '
            "hold the victim's name, and there is no recorded agreement to be named. Put it in "
            "other words, or record the agreement."
        )
    missing = []
    if condition.names_victim and not agreed_to_name:
        missing.append("to be named")
    if condition.needs_map and not agreed_to_map:
        missing.append("to a map")
    if not missing:
        return ""
    instead = f' "{alternative.title}" does without.' if alternative else ""
    return (
        f'"{condition.title}" can\'t be put forward: the offender will see it, and there is no '
        f"recorded agreement {' or '.join(missing)}.{instead}"
    )


@dataclass(frozen=True)
class StatementOffer:
    """Whether a victim personal statement can be taken, and why, for the officer.

    `needs_manager`: only the unit's manager may take it. `impact`: it isn't for the Parole
    Board, but a statement of impact for those who decide on a restricted patient.
    """

    offered: bool
    reason: str
    needs_manager: bool = False
    impact: bool = False


_T = SentenceType
BOARD_DECIDES = frozenset({_T.LIFE, _T.IPP, _T.DPP, _T.HMP_DETENTION, _T.EDS, _T.SOPC})
"""Sentences on which the Parole Board decides the first release, or may."""

_HOSPITAL = frozenset({Route.HOSPITAL_RESTRICTED, Route.HOSPITAL_UNRESTRICTED})
_HOSPITAL_SENTENCES = frozenset({_T.HOSPITAL_RESTRICTED, _T.HOSPITAL_UNRESTRICTED})
_UNRESTRICTED = frozenset({_T.HOSPITAL_UNRESTRICTED})
# A prison sentence stands behind these: back from hospital, the Board may decide.
_HYBRID = frozenset({_T.S45A, _T.S47})
_RESTRICTED_INSTEAD = (
    "The Parole Board doesn't decide on a hospital order. A victim impact statement to the "
    "tribunal, a statement to the Secretary of State where he decides on discharge, or "
    "representations on conditions, can be sent instead."
)
_UNRESTRICTED_INSTEAD = (
    "The Parole Board doesn't decide on a hospital order. Without a restriction the clinician "
    "in charge decides: representations on conditions can be sent to them instead."
)


def statement_offered(
    route: Route, sentence_type: SentenceType, *, review_open: bool = False
) -> StatementOffer:
    """Whether a victim personal statement to the Parole Board can be taken.

    `review_open` says that a parole review is under way, which brings the Board in for
    sentences of any kind (after a recall, for instance). Where the answer is no, the
    reason says what can be done instead.
    """
    back_in_prison = review_open and sentence_type in _HYBRID
    if (route in _HOSPITAL or sentence_type in _HOSPITAL_SENTENCES) and not back_in_prison:
        unrestricted = route is Route.HOSPITAL_UNRESTRICTED or sentence_type in _UNRESTRICTED
        return StatementOffer(False, _UNRESTRICTED_INSTEAD if unrestricted else _RESTRICTED_INSTEAD)
    if route is Route.SHORT_SENTENCE:
        return StatementOffer(
            False,
            "There is no parole hearing on a short sentence. Conditions can be asked for instead.",
        )
    if route is Route.UNDECIDED:
        return StatementOffer(
            False, "Decide the route of the case first. Conditions can be asked for meanwhile."
        )
    if sentence_type not in BOARD_DECIDES and not review_open:
        return StatementOffer(
            False,
            "Release from this sentence isn't decided by the Parole Board. Conditions can be "
            "asked for instead; record the parole review first if there is one, after a recall.",
        )
    if route is Route.DISCRETIONARY:
        return StatementOffer(
            True,
            "A case that stands in the scheme by discretion: the unit's manager decides whether "
            "a statement goes to the Parole Board.",
            needs_manager=True,
        )
    return StatementOffer(True, "The Parole Board decides, so a statement can be put to it.")


FAMILY = frozenset({Relationship.BEREAVED_RELATIVE, Relationship.FAMILY_SPOKESPERSON})
"""Who speaks as one of a bereaved family."""
MOST_OF_A_FAMILY = 2
"""So many statements of a family go to a panel without a word on why (the Board's guidance)."""


def needs_family_note(relationship: Relationship, others: int) -> bool:
    """Whether a statement needs a note, `others` of the family having one that stands."""
    return relationship in FAMILY and others >= MOST_OF_A_FAMILY


LONGEST_READING_MINUTES = 10
"""A statement should take less than this to read aloud (the Board's guidance to victims)."""


def repeated_passages(body: tuple[str, ...], withheld: tuple[str, ...]) -> tuple[str, ...]:
    """Passages of the withheld material that stand in the served text as well.

    Both are plain lines. Lines are compared by their letters and digits, and short ones
    (below 15 of them) only as a whole line, because "I am afraid" may stand anywhere.
    """
    served = [_letters(line) for line in body]
    whole = "".join(served)
    found = []
    for line in withheld:
        letters = _letters(line)
        if letters and (letters in served or (len(letters) >= 15 and letters in whole)):
            found.append(line.strip())
    return tuple(found)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
