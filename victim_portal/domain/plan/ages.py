"""What the coming of age of a young person asks of staff, and by when.

No words and no key hold a birthday: a task is plain text, and a date of birth is sealed.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from victim_portal.domain.calendar import london_date
from victim_portal.domain.coming_of_age import (
    AgeFacts,
    access_ends_at,
    comes_of_age_on,
    half_birthday_17,
    has_decided,
)
from victim_portal.domain.minors import SpokenWith
from victim_portal.domain.plan.values import CaseFacts, PlanDeadline, PlanDeadlineKind
from victim_portal.domain.vocabulary import Enrolment

_K = PlanDeadlineKind
_REVIEW_OPENS = timedelta(days=28)
_RULE = "At 18 a parent's or guardian's part ends, and the young person decides for themselves"


def from_age(case: CaseFacts, today: date) -> Iterator[PlanDeadline]:
    """The deadlines of a case whose young person comes of age, in no order.

    A no of the parent's isn't the young person's, so they are asked all the same. Whoever is
    not to be contacted isn't: that ranks above the birthday (decisions, section 1).
    """
    age = case.age
    if age is None or case.enrolment is Enrolment.DO_NOT_CONTACT:
        return
    day, ends = comes_of_age_on(age), access_ends_at(age)
    if day is None:
        yield from _unknown(case, age)
        return
    if today < day and age.spoken_with is not SpokenWith.THEMSELVES and age.born_on is not None:
        yield PlanDeadline(
            _K.SPEAK_ALONE,
            "",
            half_birthday_17(age.born_on),
            day - timedelta(days=1),
            "Speak to the young person alone before they turn 18: what they want to hear, and by "
            "which number or address of their own",
            _RULE,
        )
    if ends is None:
        return
    ended_on = london_date(ends)
    if ended_on > day and ended_on > today:
        yield PlanDeadline(
            _K.CAPACITY_REVIEW,
            str(ended_on),
            ended_on - timedelta(days=1) - _REVIEW_OPENS,
            ended_on - timedelta(days=1),
            "Have it looked at again whether they can decide about contact for themselves",
            "A lack of capacity is about one decision at one time, and ends with its review",
        )
    if not has_decided(age):
        yield PlanDeadline(
            _K.OWN_CHOICE,
            "",
            ended_on,
            ended_on,
            "They are 18: ask them themselves, alone, what they want. Until then nothing is sent "
            "by what was agreed with a parent or guardian",
            _RULE,
        )


def _unknown(case: CaseFacts, age: AgeFacts) -> Iterator[PlanDeadline]:
    if age.parent_stands and case.referred_on is not None:
        yield PlanDeadline(
            _K.ASK_BIRTH_DATE,
            "",
            case.referred_on,
            case.referred_on + _REVIEW_OPENS,
            "Find out the young person's date of birth and enter it: when they turn 18 isn't known",
            _RULE,
        )
