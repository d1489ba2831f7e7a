"""The steps of first contact as they stand on one day."""

from collections.abc import Container, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from victim_portal.domain.calendar import is_working_day
from victim_portal.domain.contacts import is_attempt, is_real_contact
from victim_portal.domain.first_contact.attempts import attempt_days, standing, was_posted
from victim_portal.domain.first_contact.values import (
    FirstContactPlan,
    PlannedStep,
    StepState,
    Tried,
    Ways,
)
from victim_portal.domain.policy import FirstContactRule
from victim_portal.domain.vocabulary import (
    ContactMethod,
    Enrolment,
    FirstContactStep,
    LetterKind,
)

LETTER_OF_STEP: Mapping[FirstContactStep, LetterKind] = MappingProxyType(
    {
        FirstContactStep.FIRST_LETTER: LetterKind.FIRST,
        FirstContactStep.SECOND_LETTER: LetterKind.SECOND,
        FirstContactStep.DOOR_OPEN_LETTER: LetterKind.DOOR_OPEN,
    }
)
"""The steps that are letters, and which."""

# A letter that was written outside the portal stands for the first or the second one. Only
# one that says so tells them that nobody writes again.
_ANY_LETTER = (FirstContactStep.FIRST_LETTER, FirstContactStep.SECOND_LETTER)
_WAITING = frozenset({Enrolment.NOT_OFFERED, Enrolment.OFFERED})
_NO_RESPONSE = "It was recorded that they haven't answered."
_REACHED = "They were reached."
LAST_LETTER_SAID = "The last letter said that nobody writes to them about this again."


def plan_first_contact(
    rules: Sequence[FirstContactRule],
    tried: Sequence[Tried],
    ways: Ways,
    enrolment: Enrolment,
    received_on: date,
    today: date,
    bank_holidays: Container[date],
    closed: bool = False,
    heard_since: bool = False,
) -> FirstContactPlan:
    """The plan of a case as it stands on the London date `today`.

    `tried` is what was tried since they last answered, and `received_on` the day on which that
    began: the day of the referral, or on which they were offered the scheme again. `rules` are
    those in force, in the order of the steps, each after one before it. Of a `closed` case
    nothing is asked. `heard_since`: they were heard of after "no response" was recorded.
    """
    with_them = [one for one in tried if one.with_them]
    reached_on = min((one.on for one in with_them if reached_them(one)), default=None)
    done_on = _days_done(standing(with_them))
    ending = "The case is closed." if closed else _ending(enrolment, reached_on, heard_since)
    if not ending and done_on[FirstContactStep.DOOR_OPEN_LETTER]:
        ending = LAST_LETTER_SAID
    bases: dict[FirstContactStep, date] = {}
    steps: list[PlannedStep] = []
    for rule in rules:
        start = bases[rule.after] if rule.after is not None else received_on
        days = done_on[rule.step]
        due_on = _due_on(rule, days, start, received_on, bank_holidays)
        step = _step(rule, days, due_on, ways, ending, today)
        steps.append(step)
        # What waits for an open step can't be due before that one could be done.
        open_until = max(step.due_on, today) if step.due_on is not None else start
        bases[rule.step] = max(step.done_on or open_until, received_on)
    return FirstContactPlan(tuple(steps), attempt_days(tried), reached_on)


def reached_them(one: Tried) -> bool:
    """Whether words went both ways, or came from them for certain."""
    return is_real_contact(one.outcome) and not one.unproven


def _days_done(tried: Sequence[Tried]) -> Mapping[FirstContactStep, tuple[date, ...]]:
    """The days on which each step was tried, first to last, each once."""
    posted = [one for one in tried if was_posted(one)]
    days: dict[FirstContactStep, set[date]] = {
        FirstContactStep.TELEPHONE: {
            one.on
            for one in tried
            if one.method is ContactMethod.TELEPHONE and is_attempt(one.outcome, inward=one.inward)
        },
        FirstContactStep.VISIT_OFFERED: {one.on for one in tried if one.visit_offered},
    }
    for step, kind in LETTER_OF_STEP.items():
        days[step] = {one.on for one in posted if one.kind is kind}
    elsewhere = sorted(one.on for one in posted if one.kind is None)
    for step in _ANY_LETTER:
        if not days[step] and elsewhere:
            days[step] = {elsewhere.pop(0)}
    return {step: tuple(sorted(found)) for step, found in days.items()}


def _due_on(
    rule: FirstContactRule,
    days: Sequence[date],
    start: date,
    received_on: date,
    bank_holidays: Container[date],
) -> date:
    """When the next try of a step is due: a working day, never before the referral came."""
    wait, since = rule.wait, start
    if days and rule.apart is not None:
        wait, since = rule.apart, max(days[-1], received_on)
    due_on = wait.applied_to(since, bank_holidays)
    while not is_working_day(due_on, bank_holidays):
        due_on += timedelta(days=1)
    return due_on


def _step(
    rule: FirstContactRule,
    days: Sequence[date],
    due_on: date,
    ways: Ways,
    ending: str,
    today: date,
) -> PlannedStep:
    done = min(len(days), rule.times)
    if done == rule.times:
        return PlannedStep(rule.step, StepState.DONE, None, days[done - 1], done, rule.times)
    if ending and not (ending == _NO_RESPONSE and rule.step is FirstContactStep.DOOR_OPEN_LETTER):
        return PlannedStep(rule.step, StepState.NOT_NEEDED, None, None, done, rule.times, ending)
    blocked = _blocked(rule.step, ways)
    if blocked:
        return PlannedStep(rule.step, StepState.NOT_POSSIBLE, None, None, done, rule.times, blocked)
    state = StepState.DUE if due_on <= today else StepState.LATER
    return PlannedStep(rule.step, state, due_on, None, done, rule.times)


def _blocked(step: FirstContactStep, ways: Ways) -> str:
    if step in LETTER_OF_STEP:
        return ways.post
    if step is FirstContactStep.TELEPHONE:
        return ways.telephone
    # A visit is offered by letter or by telephone.
    return ways.post if ways.post and ways.telephone else ""


def _ending(enrolment: Enrolment, reached_on: date | None, heard_since: bool) -> str:
    """Why nothing more is to be done, as a sentence; "" where something is.

    Whoever fell silent after a first word gets the last letter all the same.
    """
    if enrolment is Enrolment.NO_RESPONSE:
        return _REACHED if heard_since else _NO_RESPONSE
    if enrolment not in _WAITING:
        return "They have answered."
    return _REACHED if reached_on is not None else ""
