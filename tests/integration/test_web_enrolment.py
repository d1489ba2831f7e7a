"""Recording the offer and its answer on the page."""

from typing import Any

import pytest

from tests.support import casework
from tests.support.pages import Page
from tests.support.portal import Portal
from tests.support.web import STRANGER, client_for
from victim_portal.domain.vocabulary import Enrolment, Level

HOSTILE = "<script>alert(1)</script>\nsecond مرحبا 😀"


def _day(name: str, day: int, month: int = 11, year: int = 2026) -> dict[str, str]:
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


OFFER: dict[str, Any] = {"state": "offered", "how": "letter", **_day("on", 12)}
JOIN: dict[str, Any] = {
    "state": "opted_in",
    "how": "telephone",
    "level": "annual",
    "consent_words": "Yes, once a year.",
    "note": HOSTILE,
    **_day("on", 13),
}


def _offered(portal: Portal) -> str:
    reference = casework.received(portal)
    casework.answered(portal, reference, Enrolment.OFFERED, casework.OFFERED_ON)
    return reference


def _form(portal: Portal, reference: str) -> Page:
    return client_for(portal).get(f"/cases/{reference}/answer")


def test_the_offer_and_the_answer_by_the_pages(portal: Portal) -> None:
    reference = casework.received(portal)
    page = client_for(portal).get(f"/cases/{reference}").follow("Record the offer")
    page = page.submit(OFFER).follow()
    assert page.notices == ["Recorded: Offered, waiting for an answer."]
    page = page.follow("Record an answer").submit(JOIN).follow()
    assert page.notices == ["Recorded: Opted in."]
    assert "Once a year" in page.text
    assert "Yes, once a year." in page.text
    assert "<script>alert(1)</script>" in page.text
    view = casework.view(portal, reference)
    assert (view.enrolment, view.level) == (Enrolment.OPTED_IN, Level.ANNUAL)
    assert view.steps[-1].note == HOSTILE


def test_only_what_may_follow_is_offered(portal: Portal) -> None:
    first = _form(portal, casework.received(portal))
    assert first.forms[0].offered["state"] == {"offered", "do_not_contact"}
    assert "level" not in first.forms[0].names
    assert not {"deferred_until-day", "consent_words"} & first.forms[0].names


def test_nothing_chosen_is_said_beside_each_field(portal: Portal) -> None:
    reference = _offered(portal)
    page = _form(portal, reference).submit({"note": HOSTILE}, status=200)
    assert page.errors == [
        "Choose what happened",
        "Choose how the offer or answer was given",
        "Enter the date",
    ]
    assert page.title.startswith("Error: ")
    assert [text.strip() for text in page.value("note")] == [HOSTILE]
    assert casework.view(portal, reference).enrolment is Enrolment.OFFERED


def test_joining_needs_a_level_and_their_words(portal: Portal) -> None:
    reference = _offered(portal)
    given = {**JOIN, "level": None, "consent_words": " "}
    page = _form(portal, reference).submit(given, status=200)
    assert page.errors == [
        "Choose how much they want to hear.",
        "Write down the words in which they agreed.",
    ]
    assert page.value("state") == ["opted_in"]
    assert page.value("on-day") == ["13"]
    done = page.submit({"level": "annual", "consent_words": "Yes"}).follow()
    assert done.notices == ["Recorded: Opted in."]


def test_deciding_later_needs_a_day_ahead(portal: Portal) -> None:
    reference = _offered(portal)
    later = {"state": "deferred", "how": "telephone", **_day("on", 13)}
    page = _form(portal, reference).submit(later, status=200)
    assert page.errors == ["Enter the date to ask again."]
    past = page.submit(_day("deferred_until", 14), status=200)
    assert past.errors == ["The date to ask again must be ahead."]
    done = past.submit(_day("deferred_until", 1, 12)).follow()
    assert "Tuesday 1 December 2026" in done.text
    assert "ask_again" in casework.task_kinds(portal, reference)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_day("on", 22), "The date must be today or in the past."),
        (_day("on", 1), "The date is before the referral came."),
        (_day("on", 31), "The date must be a real date"),
        ({"on-day": "99"}, "The date must be a real date"),
        ({"note": "x" * 2001}, "Note (optional) must be 2,000 characters or fewer"),
    ],
)
def test_what_can_not_be_is_refused_with_a_sentence(
    portal: Portal, change: dict[str, str], sentence: str
) -> None:
    reference = casework.received(portal)
    page = _form(portal, reference).submit({**OFFER, **change}, status=200)
    assert page.errors == [sentence]
    assert casework.view(portal, reference).enrolment is Enrolment.NOT_OFFERED


def test_no_response_without_its_attempts_is_refused(portal: Portal) -> None:
    reference = _offered(portal)
    given = {"state": "no_response", "how": "letter", **_day("on", 17)}
    page = _form(portal, reference).submit(given, status=200)
    assert page.errors == ['"No response" needs 3 recorded attempts; there are 1.']


def test_a_form_sent_twice_is_recorded_once(portal: Portal) -> None:
    reference = casework.received(portal)
    page = _form(portal, reference)
    page.submit(OFFER)
    page.submit(OFFER)
    assert len(casework.view(portal, reference).steps) == 1


def test_a_state_that_was_not_offered_can_not_be_smuggled_in(portal: Portal) -> None:
    reference = casework.received(portal)
    client = client_for(portal)
    page = client.get(f"/cases/{reference}/answer")
    hidden = {name: page.value(name)[0] for name in ("csrf_token", "token")}
    sent = client.post(f"/cases/{reference}/answer", {**hidden, **JOIN}, status=200)
    assert "Choose from the options shown" in sent.errors
    assert casework.view(portal, reference).enrolment is Enrolment.NOT_OFFERED


def test_another_unit_gets_the_page_of_nothing(portal: Portal) -> None:
    reference = casework.received(portal)
    client = client_for(portal, STRANGER)
    client.get(f"/cases/{reference}/answer", status=404)
