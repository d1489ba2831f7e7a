"""A running fixed-term recall stands above the lists of whoever has the case, until release."""

from datetime import date, timedelta

import pytest

from tests.support.casework import answered, dated, ready
from tests.support.portal import Portal
from tests.support.walls import person, restricted
from tests.support.web import MANAGER, client_for
from victim_portal.domain.stages import EventOutcome, Stage
from victim_portal.domain.vocabulary import Enrolment, Role
from victim_portal.services.events import EventInput, record_event
from victim_portal.services.planning import recall_countdowns
from victim_portal.store.models import AuditEvent

OFF = {"victim_first_name": "Ann", "referral_reference": "WCU-2", "prison_number": "B1234CD"}
FIXED = (
    EventOutcome.FIXED_TERM_14,
    EventOutcome.FIXED_TERM_28,
    EventOutcome.FIXED_TERM_56,
)


def recalled(
    portal: Portal,
    reference: str,
    outcome: EventOutcome = EventOutcome.FIXED_TERM_56,
    on: date | None = None,
) -> None:
    given = EventInput(Stage.RECALLED, on or portal.ctx.today(), "The prison", outcome=outcome)
    record_event(portal.ctx, portal.officer, reference, given)


def looks(portal: Portal) -> int:
    with portal.ctx.store.reading() as uow:
        rows = uow.session.query(AuditEvent).filter(AuditEvent.what == "cases_listed")
        return sum(1 for row in rows if row.details.get("filter") == "recalls")


@pytest.mark.parametrize("outcome", FIXED)
def test_the_days_are_those_of_its_kind(portal: Portal, outcome: EventOutcome) -> None:
    reference = ready(portal)
    recalled(portal, reference, outcome)
    (one,) = recall_countdowns(portal.ctx, portal.officer)
    days = int(outcome.value.rpartition("_")[2])
    assert (one.reference, one.person_name) == (reference, "Mary Ash")
    assert (one.days_left, one.official) == (days, False)
    assert one.release_on == portal.ctx.today() + timedelta(days=days)
    assert "Mary" not in repr(one)


def test_a_standard_recall_has_no_countdown(portal: Portal) -> None:
    recalled(portal, ready(portal), EventOutcome.STANDARD)
    assert recall_countdowns(portal.ctx, portal.officer) == ()
    assert looks(portal) == 0


def test_it_stands_above_both_lists_and_leads_to_the_case(portal: Portal) -> None:
    reference = ready(portal)
    recalled(portal, reference)
    client = client_for(portal)
    for path in ("/cases", "/tasks"):
        page = client.get(path)
        assert "Fixed-term recalls: release is near" in page.text
        assert "56 days" in page.text
        assert "ask for the official date" in page.text
        assert client.get(page.links[reference]).h1.startswith("Case")
    # What is looked up in the unit's lists isn't one's own day.
    assert "Fixed-term recalls" not in client.get("/cases?list=unit").text


def test_the_official_date_counts_once_it_is_there(portal: Portal) -> None:
    reference = ready(portal)
    recalled(portal, reference)
    official = portal.ctx.today() + timedelta(days=58)
    dated(portal, reference, CRD="2031-11-01", SLED="2034-11-01", PRRD=official.isoformat())
    (one,) = recall_countdowns(portal.ctx, portal.officer)
    assert (one.release_on, one.official, one.days_left) == (official, True, 58)
    assert "Not before" not in client_for(portal).get("/tasks").text


def test_it_counts_on_until_somebody_records_the_release(portal: Portal) -> None:
    reference = ready(portal)
    on = portal.ctx.today()
    recalled(portal, reference, EventOutcome.FIXED_TERM_14)
    for passed, words in ((13, "1 day"), (14, "Today"), (17, "3 days ago: has release happened?")):
        portal.clock.set(portal.clock.at + timedelta(days=passed - (portal.ctx.today() - on).days))
        assert words in client_for(portal).get("/tasks").text
    released = EventInput(Stage.RE_RELEASED, on + timedelta(days=14), "The prison")
    record_event(portal.ctx, portal.officer, reference, released)
    assert recall_countdowns(portal.ctx, portal.officer) == ()


def test_the_nearest_comes_first(portal: Portal) -> None:
    later, sooner = ready(portal), ready(portal, **OFF)
    recalled(portal, later)
    recalled(portal, sooner, EventOutcome.FIXED_TERM_14)
    found = recall_countdowns(portal.ctx, portal.officer)
    assert [one.reference for one in found] == [sooner, later]


def test_only_those_who_have_the_case_see_it(portal: Portal) -> None:
    reference = ready(portal)
    recalled(portal, reference)
    assert recall_countdowns(portal.ctx, portal.colleague) == ()
    assert recall_countdowns(portal.ctx, portal.stranger) == ()
    assert recall_countdowns(portal.ctx, person(portal, Role.ADMINISTRATOR)) == ()
    before = looks(portal)
    (one,) = recall_countdowns(portal.ctx, portal.manager)
    assert one.reference == reference
    assert looks(portal) == before + 1
    assert "release is near" in client_for(portal, MANAGER).get("/tasks").text


def test_a_manager_who_isnt_named_on_a_restricted_case_sees_nothing_of_it(portal: Portal) -> None:
    reference = ready(portal)
    recalled(portal, reference)
    other = person(portal, Role.MANAGER, first_name="Ben")
    assert len(recall_countdowns(portal.ctx, other)) == 1
    restricted(portal, reference)
    assert recall_countdowns(portal.ctx, other) == ()
    assert len(recall_countdowns(portal.ctx, portal.officer)) == 1


def test_who_wants_to_hear_nothing_is_asked_again_and_not_counted(portal: Portal) -> None:
    reference = ready(portal)
    recalled(portal, reference)
    answered(portal, reference, Enrolment.OPTED_OUT, portal.ctx.today())
    assert recall_countdowns(portal.ctx, portal.officer) == ()
