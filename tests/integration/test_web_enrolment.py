"""Recording the offer and its answer on the page."""

from typing import Any

import pytest

from tests.support import casework
from tests.support.answers import consent_shown
from tests.support.pages import Page
from tests.support.portal import Portal
from tests.support.web import COLLEAGUE, OFFICER, STRANGER, app_for, client_for, signed_in
from victim_portal.domain.vocabulary import Enrolment, Level

HOSTILE = "<script>alert(1)</script>\nsecond مرحبا 😀"


def _day(name: str, day: int, month: int = 11, year: int = 2026) -> dict[str, str]:
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


OTHER = {"victim_last_name": "Elm", "victim_date_of_birth": "1970-01-01"}
OFFER: dict[str, Any] = {"state": "offered", "how": "letter", **_day("on", 12)}
JOIN: dict[str, Any] = {
    "state": "opted_in",
    "how": "telephone",
    "level": "annual",
    "shown": "y",
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
    assert page.h1.endswith("Opted in: what comes next")
    assert page.links["Make the safe-contact plan"].endswith(f"{reference}#safe-contact")
    page = page.follow("Back to the case")
    assert "Once a year" in page.text
    assert "Yes, once a year." in page.text
    assert "<script>alert(1)</script>" in page.text
    view = casework.view(portal, reference)
    assert (view.enrolment, view.level) == (Enrolment.OPTED_IN, Level.ANNUAL)
    assert view.steps[-1].note == HOSTILE


def test_only_what_may_follow_is_offered(portal: Portal) -> None:
    first = _form(portal, casework.received(portal))
    assert first.forms[0].offered["state"] == {
        "offered",
        "opted_in",
        "declined",
        "deferred",
        "no_response",
        "do_not_contact",
    }
    joined = casework.opted_in(portal, referral_reference="WCU-2", **OTHER)
    second = _form(portal, joined)
    assert second.forms[0].offered["state"] == {"opted_out", "do_not_contact"}
    assert not {"level", "deferred_until-day", "consent_words"} & second.forms[0].names


def test_nothing_chosen_is_said_beside_each_field(portal: Portal) -> None:
    reference = _offered(portal)
    page = _form(portal, reference)
    assert [page.value(f"on-{part}") for part in ("day", "month", "year")] == [
        ["18"],
        ["11"],
        ["2026"],
    ]
    page = page.submit({"note": HOSTILE, "on-day": "", "on-month": "", "on-year": ""}, status=200)
    assert page.errors == [
        "Choose what happened",
        "Choose how the offer or answer was given",
        "Enter the date",
    ]
    assert page.title.startswith("Error: ")
    assert [text.strip() for text in page.value("note")] == [HOSTILE]
    assert casework.view(portal, reference).enrolment is Enrolment.OFFERED


def test_joining_needs_a_level_the_words_shown_and_their_own(portal: Portal) -> None:
    reference = _offered(portal)
    given = {**JOIN, "level": None, "shown": None, "consent_words": " "}
    page = _form(portal, reference).submit(given, status=200)
    assert page.errors == [
        "Choose how much they want to hear.",
        "Write down the words in which they agreed.",
    ]
    assert page.value("state") == ["opted_in"]
    assert page.value("on-day") == ["13"]
    page = page.submit({"level": "annual", "consent_words": "Yes"}, status=200)
    assert page.errors == ["Read the words to them, or show them, before they agree."]
    done = page.submit({"shown": "y"}).follow()
    assert done.notices == ["Recorded: Opted in."]


def test_deciding_later_needs_a_day_ahead(portal: Portal) -> None:
    reference = _offered(portal)
    later = {"state": "deferred", "how": "telephone", **_day("on", 13)}
    page = _form(portal, reference).submit(later, status=200)
    assert page.errors == ["Enter the date to ask again."]
    past = page.submit(_day("deferred_until", 14), status=200)
    assert past.errors == ["The date to ask again must be ahead."]
    done = past.submit(_day("deferred_until", 1, 12)).follow()
    assert done.notices == ["Recorded: Asked to decide later."]
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
    page = _form(portal, reference)
    assert "0 attempts without an answer are in the contact log" in page.text
    page = page.submit(given, status=200)
    assert page.errors == [
        '"No response" needs 3 recorded attempts after 12 November 2026, when they were reached; '
        "there are 0."
    ]
    casework.unanswered(portal, reference)
    page = _form(portal, reference)
    assert "3 attempts without an answer are in the contact log" in page.text
    today = portal.ctx.today()
    done = page.submit({**given, **_day("on", today.day, today.month, today.year)}).follow()
    assert "the door stays open" in done.text


@pytest.mark.parametrize(("given", "steps"), [(OFFER, 1), (JOIN, 2)])
def test_a_form_sent_twice_is_recorded_once(
    portal: Portal, given: dict[str, Any], steps: int
) -> None:
    reference = casework.received(portal)
    page = _form(portal, reference)
    first, second = page.submit(given), page.submit(given)
    assert first.location == second.location is not None
    assert len(casework.view(portal, reference).steps) == steps


def test_the_offer_and_its_answer_in_one_call(portal: Portal) -> None:
    reference = casework.received(portal)
    page = _form(portal, reference).submit({**JOIN, "how": "letter"}, status=200)
    assert "record the offer first" in page.errors[0]
    done = page.submit({"how": "telephone"}).follow()
    assert done.notices == ["Recorded: Opted in."]
    steps = [step.moved_to for step in casework.view(portal, reference).steps]
    assert steps == [Enrolment.OFFERED, Enrolment.OPTED_IN]


def test_two_officers_answer_at_once_and_the_second_compares(portal: Portal) -> None:
    reference = _offered(portal)
    app = app_for(portal)
    mine, theirs = signed_in(app, OFFICER), signed_in(app, COLLEAGUE)
    page = mine.get(f"/cases/{reference}/answer")
    no = {"state": "declined", "how": "telephone", "note": "Not now, she said", **_day("on", 14)}
    theirs.get(f"/cases/{reference}/answer").submit(no).follow()
    page = page.submit(JOIN, status=200)
    assert len(page.errors) == 1
    assert "Somebody else changed this case" in page.errors[0]
    for words in ("What stands now", "Declined", "Nia Evans", "Not now, she said"):
        assert words in page.text, words
    assert page.value("consent_words") == ["Yes, once a year."]
    assert page.value("level") == ["annual"]
    assert casework.view(portal, reference).enrolment is Enrolment.DECLINED
    page.submit(_day("on", 15)).follow()
    assert casework.view(portal, reference).enrolment is Enrolment.OPTED_IN


def test_what_may_not_follow_any_more_is_chosen_anew(portal: Portal) -> None:
    reference = _offered(portal)
    page = _form(portal, reference)
    casework.answered(portal, reference, Enrolment.DO_NOT_CONTACT, casework.ANSWERED_ON)
    later = {"state": "deferred", "how": "telephone", **_day("on", 13)}
    page = page.submit({**later, **_day("deferred_until", 1, 12)}, status=200)
    assert "Somebody else changed this case" in page.errors[0]
    assert page.forms[0].offered["state"] == {"opted_in"}
    assert page.submit(status=200).errors == ["Choose what happened"]


def test_a_welsh_reader_hears_welsh_words_and_the_language_is_kept(portal: Portal) -> None:
    reference = casework.received(portal, language="cy")
    page = _form(portal, reference)
    assert "Ydych chi am ymuno?" in page.text
    assert 'lang="cy"' in page.html
    assert page.value("shown_in") == ["cy"]
    page.submit(JOIN).follow()
    assert consent_shown(portal).endswith("Ydych chi am ymuno?")
    english = _form(portal, casework.received(portal, referral_reference="WCU-2", **OTHER))
    assert "shown_in" not in english.forms[0].names
    assert "ymuno" not in english.text


def test_a_state_that_was_not_offered_can_not_be_smuggled_in(portal: Portal) -> None:
    reference = casework.received(portal)
    client = client_for(portal)
    page = client.get(f"/cases/{reference}/answer")
    hidden = {name: page.value(name)[0] for name in ("csrf_token", "token", "seen")}
    smuggled = {**hidden, **JOIN, "state": "opted_back_in"}
    sent = client.post(f"/cases/{reference}/answer", smuggled, status=200)
    assert "Choose from the options shown" in sent.errors
    assert casework.view(portal, reference).enrolment is Enrolment.NOT_OFFERED


def test_another_unit_gets_the_page_of_nothing(portal: Portal) -> None:
    reference = casework.received(portal)
    client = client_for(portal, STRANGER)
    client.get(f"/cases/{reference}/answer", status=404)
