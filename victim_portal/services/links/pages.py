"""Whether the person of a case has pages of their own now, and what stands open there."""

from datetime import datetime
from enum import StrEnum

from victim_portal.domain.access import THE_PERSON
from victim_portal.domain.enrolment import receives_updates
from victim_portal.domain.vocabulary import Enrolment
from victim_portal.services.ages import must_ask
from victim_portal.store import cases as case_store
from victim_portal.store import door as door_store
from victim_portal.store.models import Case, SecureLink, VictimVisit
from victim_portal.store.unit_of_work import UnitOfWork


class Pages(StrEnum):
    """What their pages are good for: everything, coming back to the scheme alone, or nothing."""

    OPEN = "open"
    BACK = "back"
    NONE = "none"


def pages_of(uow: UnitOfWork, case: Case) -> Pages:
    """What the pages of a case's person are good for now.

    Who left may come back by themselves, but not who asked never to be contacted.
    """
    shut = (
        case.closed_at is not None
        or door_store.passphrase(uow, case.id) is None
        or must_ask(uow, case)
    )
    if shut:
        return Pages.NONE
    if receives_updates(Enrolment(case.enrolment)):
        return Pages.OPEN
    return Pages.BACK if case.enrolment == Enrolment.OPTED_OUT else Pages.NONE


def left_at(uow: UnitOfWork, case: Case) -> datetime | None:
    """When the newest answer of a case was recorded: for who left, their leaving."""
    steps = case_store.steps(uow, case.id)
    return steps[-1].recorded_at if steps else None


def is_to_come_back(uow: UnitOfWork, case: Case, link: SecureLink) -> bool:
    """Whether a link is one that somebody who left asked for by themselves, after they left."""
    since = left_at(uow, case)
    return (
        pages_of(uow, case) is Pages.BACK
        and link.made_by == THE_PERSON.name
        and since is not None
        and link.made_at >= since
    )


def opens_pages(uow: UnitOfWork, case: Case, link: SecureLink) -> bool:
    """Whether a link that lives leads anywhere now."""
    return pages_of(uow, case) is Pages.OPEN or is_to_come_back(uow, case, link)


def shows_pages(uow: UnitOfWork, case: Case, visit: VictimVisit) -> bool:
    """Whether a visit shows anything now: one from before they left shows nothing after it."""
    link = uow.get(SecureLink, visit.link_id)
    return link is not None and opens_pages(uow, case, link)
