"""Short ways to a campaign: cases whose release moves, a file of it, and its tranches."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from tests.support import casework
from tests.support.portal import Portal
from victim_portal.domain.access import Actor
from victim_portal.domain.campaigns import CampaignReason, Slice
from victim_portal.domain.vocabulary import Enrolment, Level
from victim_portal.services import campaigns
from victim_portal.services.campaigns import DateChangesReport
from victim_portal.services.key_dates import type_key_dates
from victim_portal.store.models import Update

NAME = "Release dates of January"
WAS, MOVED = "2031-11-01", "2030-05-01"
HEADER = "prison_number,code,date,reason"


def prisoner(place: int) -> str:
    """The prison number of a case of `dated_cases`."""
    return f"A{1000 + place}BC"


def dated_cases(portal: Portal, number: int) -> list[str]:
    """Victims of as many offenders, who know the month of release."""
    found = []
    for place in range(number):
        reference = casework.ready(
            portal,
            referral_reference=f"WCU-{place}",
            victim_first_name=f"Mary{'abcdefghij'[place]}",
            prison_number=prisoner(place),
            crn=f"X{100000 + place}",
            offender_last_name=f"Oak{'abcdefghij'[place]}",
        )
        casework.approve(portal, reference)
        found.append(reference)
    casework.delivered(portal)
    return found


def joined(
    portal: Portal, number: int, offenders: int, *, reachable: bool = False, first: int = 0
) -> list[str]:
    """Victims who joined when the month of release was known, of so many offenders.

    Quicker than `dated_cases`; the clock moves on, so that what comes next is news to them.
    `first` is the number of the first of both, where there are others already.
    """
    found = []
    for place in range(number):
        of = first + place % offenders
        reference = casework.received(
            portal,
            referral_reference=f"WCU-{first + place}",
            victim_first_name=f"Mary{first + place}",
            victim_last_name=f"Ash{first + place}",
            prison_number=prisoner(of),
            crn=f"X{100000 + of}",
            offender_last_name=f"Oak{of}",
        )
        if place < offenders:
            dates = {"CRD": date.fromisoformat(WAS), "SLED": date(2034, 11, 1)}
            type_key_dates(portal.ctx, portal.officer, reference, dates, 0, True)
        # In the call of the first offer, which is recorded with it.
        yes = {"level": Level.KEY_STAGES, "consent_words": "Yes, please tell me."}
        casework.answered(portal, reference, Enrolment.OPTED_IN, casework.ANSWERED_ON, **yes)
        if reachable:
            casework.reachable(portal, reference, casework.mobile())
        found.append(reference)
    portal.clock.move(days=1)
    return found


def file_of(*rows: Sequence[str]) -> bytes:
    """A CSV file of these rows."""
    return "\r\n".join([HEADER, *(",".join(row) for row in rows), ""]).encode()


def moving(number: int, day: str = MOVED) -> bytes:
    """A file that moves the release of as many offenders."""
    return file_of(*((prisoner(place), "CRD", day, "New law") for place in range(number)))


def brought_in(
    portal: Portal, data: bytes, name: str = NAME, actor: Actor | None = None
) -> DateChangesReport:
    """A file brought in as a campaign, by the manager unless a test says otherwise."""
    return campaigns.import_date_changes(
        portal.ctx, actor or portal.manager, data, name, CampaignReason.LAW_CHANGE
    )


def id_of(report: DateChangesReport) -> UUID:
    """The campaign that a file was brought in as."""
    return report.id


def proposed(
    portal: Portal, campaign_id: UUID, at_most: int = 100, actor: Actor | None = None
) -> UUID:
    """The next tranche, read and proposed by the manager; its id."""
    first, wanted = actor or portal.manager, Slice(at_most=at_most)
    seen = campaigns.slice_view(portal.ctx, first, campaign_id, wanted).seen
    return campaigns.propose_tranche(portal.ctx, first, campaign_id, wanted, seen)


def states(portal: Portal, references: Sequence[str]) -> list[str]:
    """The state of each case's news of the moved release."""
    found = []
    for reference in references:
        [state] = [
            one.state.value
            for one in casework.view(portal, reference).updates
            if one.stage.value == "date_changed"
        ]
        found.append(state)
    return found


def news_of(portal: Portal, update_id: UUID) -> Update:
    """An update's row."""
    with portal.ctx.store.reading() as uow:
        found = uow.get(Update, update_id)
        assert found is not None
        return found
