"""The offer of the scheme and its answer: which moves are allowed, and what each needs.

Victims' Code, Right 11: joining is the victim's choice, and they may opt out and back in
at any time while the sentence or order runs. A person who said "do not contact" is never
approached again; only their own wish to hear brings them (back) in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from victim_portal.domain.vocabulary import ContactMethod, Enrolment, Level

NO_RESPONSE_ATTEMPTS = 3
"""Attempts to be on record before "no response": a letter, a second try, a last letter."""

_E = Enrolment

MOVES: Mapping[Enrolment, frozenset[Enrolment]] = MappingProxyType(
    {
        _E.NOT_OFFERED: frozenset({_E.OFFERED, _E.DO_NOT_CONTACT}),
        _E.OFFERED: frozenset(
            {_E.OFFERED, _E.OPTED_IN, _E.DECLINED, _E.DEFERRED, _E.NO_RESPONSE, _E.DO_NOT_CONTACT}
        ),
        _E.DECLINED: frozenset({_E.OFFERED, _E.OPTED_IN, _E.DO_NOT_CONTACT}),
        _E.DEFERRED: frozenset(
            {_E.OFFERED, _E.OPTED_IN, _E.DECLINED, _E.NO_RESPONSE, _E.DEFERRED, _E.DO_NOT_CONTACT}
        ),
        _E.NO_RESPONSE: frozenset({_E.OFFERED, _E.OPTED_IN, _E.DECLINED, _E.DO_NOT_CONTACT}),
        _E.OPTED_IN: frozenset({_E.OPTED_OUT, _E.DO_NOT_CONTACT}),
        _E.OPTED_OUT: frozenset({_E.OPTED_BACK_IN, _E.DO_NOT_CONTACT}),
        _E.OPTED_BACK_IN: frozenset({_E.OPTED_OUT, _E.DO_NOT_CONTACT}),
        _E.DO_NOT_CONTACT: frozenset({_E.OPTED_IN, _E.OPTED_BACK_IN}),
    }
)

IN_SCHEME = frozenset({_E.OPTED_IN, _E.OPTED_BACK_IN})

PLAIN_WORDS: Mapping[Enrolment, str] = MappingProxyType(
    {
        _E.NOT_OFFERED: "Not offered yet",
        _E.OFFERED: "Offered, waiting for an answer",
        _E.OPTED_IN: "Opted in",
        _E.DECLINED: "Declined",
        _E.DEFERRED: "Asked to decide later",
        _E.NO_RESPONSE: "No response",
        _E.OPTED_OUT: "Opted out",
        _E.OPTED_BACK_IN: "Opted back in",
        _E.DO_NOT_CONTACT: "Asked not to be contacted",
    }
)
"""Each state as staff read it."""


@dataclass(frozen=True)
class Answer:
    """One answer as an officer records it.

    `on` is the day it was given; `deferred_until` belongs to a deferral and `level` to
    opting in, and both are passed over otherwise.
    """

    state: Enrolment
    on: date
    how: ContactMethod
    deferred_until: date | None = None
    level: Level | None = None
    note: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field of an answer, as a sentence."""

    field: str
    reason: str


def receives_updates(state: Enrolment) -> bool:
    """Whether a case in this state gets sentence-progress updates."""
    return state in IN_SCHEME


def was_ever_in(history: Sequence[Enrolment]) -> bool:
    """Whether the case was in the scheme at any time in `history`."""
    return any(state in IN_SCHEME for state in history)


def moves_from(current: Enrolment, ever_in: bool) -> frozenset[Enrolment]:
    """The states that may follow `current`.

    "Back in" needs a first time, and after the first time there is only "back in".
    """
    been_in = ever_in or current in IN_SCHEME or current is Enrolment.OPTED_OUT
    barred = Enrolment.OPTED_IN if been_in else Enrolment.OPTED_BACK_IN
    return MOVES[current] - {barred}


def allowed(history: Sequence[Enrolment]) -> frozenset[Enrolment]:
    """The states that may follow a whole history, oldest first; empty means not offered."""
    current = history[-1] if history else Enrolment.NOT_OFFERED
    return moves_from(current, was_ever_in(history))


def check_answer(
    current: Enrolment,
    ever_in: bool,
    answer: Answer,
    today: date,
    case_starts_on: date,
    *,
    previous_on: date | None = None,
    attempts: int = 0,
    attempts_needed: int = NO_RESPONSE_ATTEMPTS,
) -> tuple[Problem, ...]:
    """Everything that is wrong with recording `answer` now; empty when it may be recorded.

    `case_starts_on` is the day the referral came, `previous_on` the day of the answer
    before, `attempts` the contacts on record since the offer (asked for by "no response"
    alone).
    """
    problems: list[Problem] = []
    if answer.state not in moves_from(current, ever_in):
        problems.append(
            Problem(
                "state",
                f'"{PLAIN_WORDS[answer.state]}" can\'t follow "{PLAIN_WORDS[current]}".',
            )
        )
    if answer.on > today:
        problems.append(Problem("on", "The date must be today or in the past."))
    elif answer.on < case_starts_on:
        problems.append(Problem("on", "The date is before the referral came."))
    elif previous_on is not None and answer.on < previous_on:
        problems.append(Problem("on", "The date is before the answer recorded last."))
    if answer.state is Enrolment.DEFERRED:
        if answer.deferred_until is None:
            problems.append(Problem("deferred_until", "Enter the date to ask again."))
        elif answer.deferred_until <= max(today, answer.on):
            problems.append(Problem("deferred_until", "The date to ask again must be ahead."))
    if answer.state in IN_SCHEME and answer.level is None:
        problems.append(Problem("level", "Choose how much they want to hear."))
    if answer.state is Enrolment.NO_RESPONSE and attempts < attempts_needed:
        problems.append(
            Problem(
                "state",
                f'"No response" needs {attempts_needed} recorded attempts; there are {attempts}.',
            )
        )
    return tuple(problems)
