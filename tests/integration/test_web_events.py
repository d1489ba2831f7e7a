"""Recording what happened to a sentence."""

import pytest

from tests.support.casework import opted_in, ready, update_of, view
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from tests.support.web import STRANGER, client_for
from victim_portal.domain.stages import Stage, YearMonth
from victim_portal.web.officer.events import read_month

RECALL = {
    "stage": "recalled",
    "outcome_recalled": "fixed_term",
    "happened_on-day": "16",
    "happened_on-month": "11",
    "happened_on-year": "2026",
    "source": "probation",
    "told_by": "The community offender manager",
}


@pytest.fixture
def client(portal: Portal) -> PageClient:
    return client_for(portal)


def _page(client: PageClient, reference: str) -> Page:
    return client.get(f"/cases/{reference}/events/new")


def test_what_happened_is_recorded_and_its_draft_is_ready_to_read(
    portal: Portal, client: PageClient
) -> None:
    reference = ready(portal)
    page = _page(client, reference).submit(RECALL).follow()
    assert page.h1 == f"Case {reference} Recalled to prison"
    assert page.notices == ["Recorded: Recalled to prison. The update is ready to read."]
    assert "Urgent safety news" in page.text
    assert update_of(portal, reference, Stage.RECALLED).needs_manager


def test_without_an_update_it_goes_back_to_the_case(portal: Portal, client: PageClient) -> None:
    reference = opted_in(portal)
    licence = RECALL | {
        "stage": "open_conditions_moved",
        "outcome_recalled": None,
        "happened_on-day": "3",
    }
    page = _page(client, reference).submit(licence).follow()
    assert page.notices == ["Recorded: Moved to open conditions."]
    assert page.path == f"/cases/{reference}"


def test_the_outcome_of_another_stage_is_left_out(portal: Portal, client: PageClient) -> None:
    reference = ready(portal)
    _page(client, reference).submit(RECALL | {"outcome_appeal": "changed"}).follow()
    with portal.ctx.store.reading() as uow:
        from sqlalchemy import select

        from victim_portal.store.models import Event

        (event,) = uow.session.scalars(select(Event))
        assert event.outcome == "fixed_term"


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    portal: Portal, client: PageClient
) -> None:
    reference = ready(portal)
    page = _page(client, reference).submit({}, status=200)
    assert page.errors == ["Choose what happened", "Enter the date", "Choose who told you"]
    page = _page(client, reference).submit(
        RECALL
        | {
            "happened_on-year": "2027",
            "month": "Smarch 2027",
            "told_by": "<script>alert(1)</script> \N{PILE OF POO} \N{RIGHT-TO-LEFT OVERRIDE}",
        },
        status=200,
    )
    assert page.errors == ["Enter a month and a year, like March 2027"]
    page = page.submit({"month": "March 2027"}, status=200)
    assert page.errors == ["The date must be today or in the past."]
    assert page.value("happened_on-year") == ["2027"]
    assert page.value("told_by")[0].startswith("<script>alert(1)</script>")
    assert page.value("outcome_recalled") == ["fixed_term"]


def test_a_hearing_has_a_day_after_its_listing(portal: Portal, client: PageClient) -> None:
    reference = ready(portal)
    listed = RECALL | {
        "stage": "hearing_listed",
        "outcome_recalled": None,
        "hearing_on-day": "1",
        "hearing_on-month": "11",
        "hearing_on-year": "2026",
    }
    page = _page(client, reference).submit(listed, status=200)
    assert page.errors == ["The hearing must be after the day on which it was listed."]
    page = page.submit({"hearing_on-month": "3", "hearing_on-year": "2027"}).follow()
    assert "March 2027" in page.text
    assert "1 March 2027" not in page.text.partition("Why it is planned")[0]


def test_sent_twice_it_is_recorded_once(portal: Portal, client: PageClient) -> None:
    reference = ready(portal)
    page = _page(client, reference)
    first, second = page.submit(RECALL), page.submit(RECALL)
    assert first.location == second.location
    assert len(view(portal, reference).events) == 1


def test_a_case_of_another_unit_is_not_there(portal: Portal) -> None:
    reference = ready(portal)
    stranger = client_for(portal, STRANGER)
    stranger.get(f"/cases/{reference}/events/new", status=404)
    stranger.get("/cases/VC-00000000/events/new", status=404)


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("March 2027", YearMonth(2027, 3)),
        ("mar. 2027", YearMonth(2027, 3)),
        ("3/2027", YearMonth(2027, 3)),
        (" 2027-03 ", YearMonth(2027, 3)),
        ("13 2027", None),
        ("march", None),
        ("3 27", None),
        ("0/2027", None),
        ("Smarch 2027", None),
    ],
)
def test_a_month_is_read_as_people_write_it(typed: str, month: YearMonth | None) -> None:
    assert read_month(typed) == month
