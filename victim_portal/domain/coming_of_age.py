"""Coming of age: the day on which a parent's or guardian's part in a case ends.

At the start of the 18th birthday in London (Family Law Reform Act 1969, ss.1 and 9; decisions,
section 1, rank 6) what a parent or guardian agreed counts no more. The young person is asked,
and nothing carries over by itself: neither the answer to the offer nor a number or address.
Where somebody lacks the capacity to decide about this, and that is recorded, it counts until
the record ends or its day of review has passed (Mental Capacity Act 2005: capacity is presumed,
and a lack of it is about one decision at one time).
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from victim_portal.domain.calendar import LONDON, add_months, birthday, london_date
from victim_portal.domain.enrolment import IN_SCHEME, SAID_NO
from victim_portal.domain.minors import ADULT, SpokenWith
from victim_portal.domain.vocabulary import Enrolment, Relationship

OWN_DAY = frozenset({Relationship.VICTIM, Relationship.PARENT_OR_GUARDIAN})
"""Whose cases have such a day. A bereaved relative, a spokesperson and who acts for somebody
stand in the scheme for themselves: nobody's birthday ends that."""

OWN_ANSWERS = IN_SCHEME | SAID_NO
"""Answers that decide; who asked to decide later has been asked, but hasn't decided."""

ONLY_THEIRS = OWN_ANSWERS | {Enrolment.DEFERRED}
"""What nobody but the young person can answer once a parent's part has ended."""

LONGEST_REVIEW = 12
"""Months for which a lack of capacity may be recorded before it is looked at again."""

ASK_THEM_FIRST = "The young person has turned 18: ask them before anyone else is told."
"""Why news is held, for staff."""


@dataclass(frozen=True)
class Incapacity:
    """A recorded lack of capacity: it counts to the end of `review_on` in London, or until
    `ended_at` (aware) where somebody ended it before."""

    review_on: date
    ended_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """The moment from which it counts no more."""
        lapses = midnight(self.review_on + timedelta(days=1))
        return lapses if self.ended_at is None else min(lapses, self.ended_at)


@dataclass(frozen=True)
class OwnAnswer:
    """One answer to the offer that stands: what it was, its day, and when it was recorded."""

    state: Enrolment
    on: date
    recorded_at: datetime


@dataclass(frozen=True)
class AgeFacts:
    """What decides on a case's coming of age.

    `spoken_with` is what was decided while they were under 18. `answers` and `incapacity` are
    all that stand, in no order.
    """

    relationship: Relationship
    born_on: date | None = field(repr=False)
    spoken_with: SpokenWith | None = None
    answers: tuple[OwnAnswer, ...] = ()
    incapacity: tuple[Incapacity, ...] = ()

    @property
    def parent_stands(self) -> bool:
        """Whether a parent or guardian was written to and spoken with."""
        return self.relationship is Relationship.PARENT_OR_GUARDIAN or (
            self.relationship in OWN_DAY and self.spoken_with is SpokenWith.PARENT_OR_GUARDIAN
        )


def midnight(day: date) -> datetime:
    """00:00 in London at the start of a day, aware, in summer time as in winter."""
    return datetime.combine(day, time.min, LONDON)


def half_birthday_17(born_on: date) -> date:
    """The day on which somebody is 17 and a half: six months after their 17th birthday.

    Where that month is too short, its last day: it is earlier, and leaves more time to ask.
    """
    return add_months(birthday(born_on, ADULT - 1), 6)


def majority(born_on: date) -> date:
    """The 18th birthday; of somebody born on 29 February it is 1 March in other years."""
    return birthday(born_on, ADULT)


def comes_of_age_on(facts: AgeFacts) -> date | None:
    """The 18th birthday that matters to a case; None where there is none, or it isn't known."""
    if facts.relationship not in OWN_DAY or facts.born_on is None:
        return None
    return majority(facts.born_on)


def access_ends_at(facts: AgeFacts) -> datetime | None:
    """When what a parent or guardian agreed ends, or ended; None where no such moment is known.

    It is the start of the 18th birthday, or when a recorded lack of capacity ends after it.
    """
    day = comes_of_age_on(facts)
    if day is None or not facts.parent_stands:
        return None
    return max([midnight(day), *(one.ends_at for one in facts.incapacity)])


def has_ended(facts: AgeFacts, now: datetime) -> bool:
    """Whether a parent's or guardian's part has ended at the aware moment `now`."""
    ends = access_ends_at(facts)
    return ends is not None and ends <= now


def has_decided(facts: AgeFacts) -> bool:
    """Whether the young person has decided for themselves since the parent's part ended.

    An answer of an earlier day, or one that was recorded before, was the parent's.
    """
    ends = access_ends_at(facts)
    return ends is not None and any(
        one.state in OWN_ANSWERS and one.on >= london_date(ends) and one.recorded_at >= ends
        for one in facts.answers
    )


def is_to_be_asked(facts: AgeFacts, now: datetime) -> bool:
    """Whether the parent's part has ended, and the young person hasn't decided yet."""
    return has_ended(facts, now) and not has_decided(facts)


def way_ends_at(facts: AgeFacts, agreed_at: datetime | None) -> datetime | None:
    """From when on nothing may go by a number or address; None where age says nothing of it.

    `agreed_at` is when its plan was last agreed. One that was agreed with the young person
    after the parent's part ended is their own, and may carry what they decided.
    """
    ends = access_ends_at(facts)
    if ends is None:
        return None
    own = agreed_at is not None and agreed_at >= ends
    return None if own and has_decided(facts) else ends


def first_way_ends_at(facts: AgeFacts, agreed_at: datetime) -> datetime | None:
    """The same for what is sent to make sure of a way, or to ask them: a decision comes later."""
    ends = access_ends_at(facts)
    return None if ends is None or agreed_at >= ends else ends


def latest_review(today: date) -> date:
    """The last day on which a lack of capacity recorded today may be looked at again."""
    return add_months(today, LONGEST_REVIEW)
