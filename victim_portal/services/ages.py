"""How a case stands to the day on which its young person comes of age, read as it is now."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.coming_of_age import (
    ASK_THEM_FIRST,
    OWN_DAY,
    AgeFacts,
    access_ends_at,
    first_way_ends_at,
    is_to_be_asked,
    midnight,
    way_ends_at,
)
from victim_portal.domain.vocabulary import Relationship
from victim_portal.store import ages as store
from victim_portal.store import cases as case_store
from victim_portal.store.models import Case, Channel, Person
from victim_portal.store.unit_of_work import UnitOfWork

AGREE_AGAIN = (
    "This was agreed before they turned 18. Agree it with the young person themselves, alone, or "
    "find another way to reach them."
)

BEFORE_IT_GOES = (
    "The young person turns 18 before its first day: ask them before anyone else is told."
)


def ages_of(uow: UnitOfWork, case: Case) -> AgeFacts:
    """What decides on the coming of age of one case."""
    return ages_of_many(uow, [case])[case.id]


def ages_of_many(uow: UnitOfWork, cases: Sequence[Case]) -> dict[UUID, AgeFacts]:
    """The same of many cases, in as many queries as for one."""
    return store.age_facts(uow, cases, case_store.steps_of(uow, [case.id for case in cases]))


def must_ask(uow: UnitOfWork, case: Case) -> bool:
    """Whether a parent's or guardian's part has ended, and the young person hasn't decided."""
    if not _may_have_such_a_day(uow, case):
        return False
    return is_to_be_asked(ages_of(uow, case), uow.clock.now())


def ended_at(uow: UnitOfWork, case: Case) -> datetime | None:
    """The moment at which a parent's or guardian's part ended; None where it hasn't."""
    ends = access_ends_at(ages_of(uow, case))
    return ends if ends is not None and ends <= uow.clock.now() else None


def news_way_ends_at(uow: UnitOfWork, case: Case, channel: Channel) -> datetime | None:
    """From when on no news may go by a number or address; None where age says nothing of it."""
    if not _may_have_such_a_day(uow, case):
        return None
    return way_ends_at(ages_of(uow, case), channel.confirmed_at)


def ways_held(
    uow: UnitOfWork, case: Case, channels: Iterable[Channel], opens: date
) -> dict[UUID, str]:
    """By which of a person's ways news would be held for age, and why in a sentence.

    The news goes on the day it `opens`, or now where that is past: what the last look would
    say then, as far as it is known today.
    """
    if not _may_have_such_a_day(uow, case):
        return {}
    age, now = ages_of(uow, case), uow.clock.now()
    goes = max(now, midnight(opens))
    ends = {one.id: way_ends_at(age, one.confirmed_at) for one in channels}
    return {
        channel_id: ASK_THEM_FIRST if moment <= now else BEFORE_IT_GOES
        for channel_id, moment in ends.items()
        if moment is not None and moment <= goes
    }


def _may_have_such_a_day(uow: UnitOfWork, case: Case) -> bool:
    return may_have_such_a_day(case, uow.get(Person, case.person_id))


def may_have_such_a_day(case: Case, person: Person | None) -> bool:
    """What is known without opening anything; most cases are of adults who speak for themselves."""
    if case.relationship != Relationship.VICTIM:
        return case.relationship in OWN_DAY
    return person is not None and person.spoken_with_sealed is not None


def asking_way_ends_at(uow: UnitOfWork, case: Case, channel: Channel) -> datetime | None:
    """From when on no code or letter may go by a number or address: it may ask them first."""
    agreed_at = channel.confirmed_at or channel.created_at
    return first_way_ends_at(ages_of(uow, case), agreed_at)


def asking_problem(uow: UnitOfWork, case: Case, channel: Channel) -> str:
    """Why nothing may be written to a number or address any more, as a sentence; or ""."""
    ends = asking_way_ends_at(uow, case, channel)
    return AGREE_AGAIN if ends is not None and ends <= uow.clock.now() else ""
