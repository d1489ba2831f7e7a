"""How a case stands to the day on which its young person comes of age, read as it is now."""

from datetime import datetime

from victim_portal.domain.coming_of_age import (
    AgeFacts,
    access_ends_at,
    first_way_ends_at,
    is_to_be_asked,
    way_ends_at,
)
from victim_portal.store import ages as store
from victim_portal.store import cases as case_store
from victim_portal.store.models import Case, Channel
from victim_portal.store.unit_of_work import UnitOfWork

AGREE_AGAIN = (
    "This was agreed before they turned 18. Agree it with the young person themselves, alone, or "
    "find another way to reach them."
)


def ages_of(uow: UnitOfWork, case: Case) -> AgeFacts:
    """What decides on the coming of age of one case."""
    return store.age_facts(uow, [case], {case.id: case_store.steps(uow, case.id)})[case.id]


def must_ask(uow: UnitOfWork, case: Case) -> bool:
    """Whether a parent's or guardian's part has ended, and the young person hasn't decided."""
    return is_to_be_asked(ages_of(uow, case), uow.clock.now())


def ended_at(uow: UnitOfWork, case: Case) -> datetime | None:
    """The moment at which a parent's or guardian's part ended; None where it hasn't."""
    ends = access_ends_at(ages_of(uow, case))
    return ends if ends is not None and ends <= uow.clock.now() else None


def news_way_ends_at(uow: UnitOfWork, case: Case, channel: Channel) -> datetime | None:
    """From when on no news may go by a number or address; None where age says nothing of it."""
    return way_ends_at(ages_of(uow, case), channel.confirmed_at)


def asking_way_ends_at(uow: UnitOfWork, case: Case, channel: Channel) -> datetime | None:
    """The same for a code or a letter, which may ask them before they have decided."""
    agreed_at = channel.confirmed_at or channel.created_at
    return first_way_ends_at(ages_of(uow, case), agreed_at)


def asking_problem(uow: UnitOfWork, case: Case, channel: Channel) -> str:
    """Why nothing may be written to a number or address any more, as a sentence; or ""."""
    ends = asking_way_ends_at(uow, case, channel)
    return AGREE_AGAIN if ends is not None and ends <= uow.clock.now() else ""
