"""The offer of the scheme and its answer: which moves are allowed, and what each needs.

Victims' Code, Right 11: joining is the victim's choice, and they may opt out and back in
at any time while the sentence or order runs. A person who said "do not contact" is never
approached again; only their own wish to hear brings them (back) in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from victim_portal.domain.vocabulary import ContactMethod, Enrolment, Level

_E = Enrolment

MOVES: Mapping[Enrolment, frozenset[Enrolment]] = MappingProxyType(
    {
        # Neutral letters and calls that nobody took offer nothing, and are attempts all the same.
        _E.NOT_OFFERED: frozenset({_E.OFFERED, _E.NO_RESPONSE, _E.DO_NOT_CONTACT}),
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
SAID_NO = frozenset({_E.DECLINED, _E.OPTED_OUT, _E.DO_NOT_CONTACT})
"""Answers after which nobody gets in touch with them."""

AT_ONCE = frozenset({_E.OPTED_IN, _E.DECLINED, _E.DEFERRED})
"""Answers that may come in the same call or visit in which the scheme is first offered."""

# Ways by which words go both ways at once: the offer and its answer.
SPOKEN = frozenset({ContactMethod.TELEPHONE, ContactMethod.VISIT})

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

    `on` is the day it was given; `deferred_until` belongs to a deferral, and `level`,
    `consent_shown` (the words read out or shown to them) and `consent_words` (what they said
    to it) to opting in; they are passed over otherwise.
    """

    state: Enrolment
    on: date
    how: ContactMethod
    deferred_until: date | None = None
    level: Level | None = None
    consent_shown: str = field(default="", repr=False)
    consent_words: str = field(default="", repr=False)


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field of an answer, as a sentence."""

    field: str
    reason: str


def changes_level(moved_from: Enrolment, moved_to: Enrolment) -> bool:
    """Whether a step of the history only says how much they want to hear from then on.

    Who joined stays joined: the day from which the plan counts is that of joining.
    """
    return moved_from is moved_to and moved_to in IN_SCHEME


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


def answers_from(current: Enrolment, ever_in: bool) -> frozenset[Enrolment]:
    """What may be recorded where a case stands, the offer and its answer at once included."""
    following = moves_from(current, ever_in)
    return following | AT_ONCE if current is Enrolment.NOT_OFFERED else following


def offer_comes_first(current: Enrolment, answer: Enrolment) -> bool:
    """Whether recording `answer` records the offer in the same breath."""
    return current is Enrolment.NOT_OFFERED and answer in AT_ONCE


def gave_up_on(history: Sequence[tuple[Enrolment, date]]) -> date | None:
    """The day on which "no response" was first recorded, or None.

    `history` holds each state with its day, oldest first. The clock of first contact ends
    there, unless they were reached before.
    """
    return next((on for state, on in history if state is Enrolment.NO_RESPONSE), None)


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
    too_few_attempts: str = "",
    latest_deferral: date | None = None,
) -> tuple[Problem, ...]:
    """Everything that is wrong with recording `answer` now; empty when it may be recorded.

    `case_starts_on` is the day the referral came, `previous_on` the day of the answer
    before, `too_few_attempts` a sentence on what is missing before "no response" may be
    said (asked for by that answer alone), `latest_deferral` the last day until which they
    may be left alone before they are asked again.
    """
    problems = [*_state_problems(current, ever_in, answer, too_few_attempts)]
    problems += _date_problems(answer.on, today, case_starts_on, previous_on)
    if answer.state is Enrolment.DEFERRED:
        if answer.deferred_until is None:
            problems.append(Problem("deferred_until", "Enter the date to ask again."))
        elif answer.deferred_until <= max(today, answer.on):
            problems.append(Problem("deferred_until", "The date to ask again must be ahead."))
        elif latest_deferral is not None and answer.deferred_until > latest_deferral:
            latest = f"{latest_deferral.day} {latest_deferral:%B %Y}"
            problems.append(
                Problem("deferred_until", f"The date to ask again must be {latest} or before.")
            )
    if answer.state in IN_SCHEME:
        problems += _consent_problems(answer)
    return tuple(problems)


def check_level(
    answer: Answer, level_now: Level | None, today: date, case_starts_on: date, previous_on: date
) -> tuple[Problem, ...]:
    """Everything that is wrong with a change of how much they hear; empty where nothing is.

    `answer` has the state in which the case stands. It takes what joining takes: the words of
    the new level, shown to them, and what they said to it.
    """
    if answer.state not in IN_SCHEME:
        return (Problem("", "They aren't in the scheme: record their answer instead."),)
    problems = [*_date_problems(answer.on, today, case_starts_on, previous_on)]
    if answer.level is not None and answer.level is level_now:
        problems.append(Problem("level", "They hear this much already: choose another."))
    return (*problems, *_consent_problems(answer))


def _date_problems(
    on: date, today: date, case_starts_on: date, previous_on: date | None
) -> Iterator[Problem]:
    if on > today:
        yield Problem("on", "The date must be today or in the past.")
    elif on < case_starts_on:
        yield Problem("on", "The date is before the referral came.")
    elif previous_on is not None and on < previous_on:
        yield Problem("on", "The date is before the answer recorded last.")


def _state_problems(
    current: Enrolment, ever_in: bool, answer: Answer, too_few_attempts: str
) -> Iterator[Problem]:
    if answer.state not in answers_from(current, ever_in):
        sentence = f'"{PLAIN_WORDS[answer.state]}" can\'t follow "{PLAIN_WORDS[current]}".'
        yield Problem("state", sentence)
    elif offer_comes_first(current, answer.state) and answer.how not in SPOKEN:
        yield Problem(
            "how",
            "The offer isn't recorded yet, and only in a call or visit does the answer come at "
            "once: record the offer first.",
        )
    if answer.state is Enrolment.NO_RESPONSE and too_few_attempts:
        yield Problem("state", too_few_attempts)


def _consent_problems(answer: Answer) -> Iterator[Problem]:
    """Consent is what they were told, and what they said to it: one without the other isn't."""
    if answer.level is None:
        yield Problem("level", "Choose how much they want to hear.")
    elif not answer.consent_shown.strip():
        yield Problem("shown", "Read the words to them, or show them, before they agree.")
    if not answer.consent_words.strip():
        yield Problem("consent_words", "Write down the words in which they agreed.")
