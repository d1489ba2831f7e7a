"""The pages of supporters."""

from datetime import date
from typing import Any

import pytest
from flask import render_template

from tests.support.casework import opted_in, received
from tests.support.codes import newest_code, worked
from tests.support.html import faults
from tests.support.pages import PageClient
from tests.support.portal import PASSWORD, Portal
from tests.support.signing_in import let_in
from tests.support.supporters import add, beside, with_channel
from tests.support.web import COLLEAGUE, OFFICER, STRANGER, app_for, client_for, signed_in
from victim_portal.domain.vocabulary import ContactMethod, SupporterRole
from victim_portal.web import words

HOSTILE = "<script>alert('x')</script>\n\N{FACE WITH TEARS OF JOY} שלום"


def _day(name: str, day: int, month: int = 11, year: int = 2026) -> dict[str, str]:
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


RUTH: dict[str, Any] = {
    "first_name": "Ruth",
    "last_name": "Birch",
    **_day("born_on", 3, 2, 1985),
    "role": "representative",
    "hears": "arrange",
    "consent_words": HOSTILE,
    "how": "visit",
    **_day("consented_on", 17),
}


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal)


def test_a_supporter_is_added_with_the_victims_words(portal: Portal, reference: str) -> None:
    page = client_for(portal).get(f"/cases/{reference}/supporters/new")
    assert page.h1 == f"Case {reference} Add a supporter"
    # The day is today unless it is changed.
    assert page.value("consented_on-day") == ["18"]
    assert "not_the_offender" not in page.forms[0].names
    done = page.submit(RUTH).follow()
    assert done.notices == ["Added. To reach them, add their number or address and agree a plan."]
    (one,) = beside(portal, reference)
    assert (one.name, one.role) == ("Ruth Birch", SupporterRole.REPRESENTATIVE)
    assert (one.consent_words, one.may_hear_news) == (HOSTILE, False)
    assert (one.consented_on, one.how) == (date(2026, 11, 17), ContactMethod.VISIT)
    page.submit(RUTH)
    assert len(beside(portal, reference)) == 1


def test_what_is_missing_stands_beside_its_field(portal: Portal, reference: str) -> None:
    page = client_for(portal).get(f"/cases/{reference}/supporters/new")
    assert page.forms[0].offered["how"] == {"letter", "telephone", "visit", "email", "sms"}
    given = {"first_name": HOSTILE, **_day("consented_on", 19), **_day("born_on", 31, 2, 1990)}
    page = page.submit(given, status=200)
    assert page.errors == [
        "Enter their last name",
        "The date of birth must be a real date",
        "Choose what they are to the victim",
        "Choose what they may hear",
        "Write down the words in which the victim agreed",
        "Choose how the victim agreed",
        "The date must be today or in the past",
    ]
    assert page.value("first_name") == [HOSTILE.replace("\n", " ")]
    assert beside(portal, reference) == ()


def test_a_name_like_the_offenders_asks_for_a_tick(portal: Portal, reference: str) -> None:
    page = client_for(portal).get(f"/cases/{reference}/supporters/new")
    page = page.submit({**RUTH, "last_name": "Oak"}, status=200)
    assert "Check that this isn't the offender" in page.errors[0]
    assert page.value("consent_words") == [HOSTILE]
    assert beside(portal, reference) == ()
    page.submit({"not_the_offender": "y"}).follow()
    assert len(beside(portal, reference)) == 1


def test_the_offender_is_refused(portal: Portal, reference: str) -> None:
    page = client_for(portal).get(f"/cases/{reference}/supporters/new")
    john = {**RUTH, "first_name": "john", "last_name": "OAK", **_day("born_on", 1, 1, 1980)}
    page = page.submit(john, status=200)
    assert "the offender, who can't be a supporter" in page.errors[0]
    assert "not_the_offender" not in page.forms[0].names
    assert beside(portal, reference) == ()


def test_the_same_name_again_asks_for_a_tick(portal: Portal, reference: str) -> None:
    add(portal, reference)
    page = client_for(portal).get(f"/cases/{reference}/supporters/new")
    page = page.submit(RUTH, status=200)
    assert "Confirm that this is another" in page.errors[0]
    page.submit({"another_person": "y"}).follow()
    assert len(beside(portal, reference)) == 2


def test_it_is_ended_without_a_reason(portal: Portal, reference: str) -> None:
    supporter_id = add(portal, reference)
    with_channel(portal, beside(portal, reference)[0].person_id)
    page = client_for(portal).get(f"/cases/{reference}/supporters/{supporter_id}/end")
    assert page.h1 == f"Case {reference} End a supporter's part"
    assert "Ruth Birch" in page.text
    assert "07700 900555" in page.text
    assert beside(portal, reference)[0].ended_on is None
    done = page.submit(button="End it now").follow()
    assert done.notices == ["Ended. Nothing goes to them any more."]
    (one,) = beside(portal, reference)
    assert (one.ended_on, one.ended_why, one.channels) == (date(2026, 11, 18), "", ())
    # A second click is no second ending, and the page says how it stands.
    assert page.submit(button="End it now").follow().notices == done.notices
    again = client_for(portal).get(f"/cases/{reference}/supporters/{supporter_id}/end")
    assert "This ended on Wednesday 18 November 2026" in again.text
    assert not again.forms


def test_two_who_end_it_at_once(portal: Portal, reference: str) -> None:
    supporter_id = add(portal, reference)
    app = app_for(portal)
    path = f"/cases/{reference}/supporters/{supporter_id}/end"
    mine, theirs = (signed_in(app, who).get(path) for who in (OFFICER, COLLEAGUE))
    theirs.submit({"why": "She said so to me"}).follow()
    page = mine.submit({"why": "And to me"}, status=200)
    assert page.h1 == "Nothing was saved"
    assert "This has ended already" in page.text
    assert "And to me" in page.text
    assert beside(portal, reference)[0].ended_why == "She said so to me"


def test_a_day_that_cannot_be_is_said(portal: Portal, reference: str) -> None:
    supporter_id = add(portal, reference)
    page = client_for(portal).get(f"/cases/{reference}/supporters/{supporter_id}/end")
    page = page.submit({**_day("ended_on", 1), "why": HOSTILE}, status=200)
    assert page.errors == ["They agreed to it only after this day."]
    page = page.submit(_day("ended_on", 30), status=200)
    assert page.errors == ["The date must be today or in the past"]
    assert page.value("why") == [HOSTILE]


def test_forms_open_for_an_hour_still_save(portal: Portal, reference: str) -> None:
    client, again = client_for(portal), {"email": OFFICER, "password": PASSWORD}
    page = client.get(f"/cases/{reference}/supporters/new")
    portal.clock.move(minutes=61)
    let_in(page.submit(RUTH), again).submit(button="Send it now").follow()
    (one,) = beside(portal, reference)
    assert one.consent_words == HOSTILE
    page = client.get(f"/cases/{reference}/supporters/{one.id}/end")
    portal.clock.move(minutes=61)
    let_in(page.submit({"why": HOSTILE}), again).submit(button="Send it now").follow()
    assert beside(portal, reference)[0].ended_why == HOSTILE


def test_another_unit_and_another_case_find_nothing(portal: Portal, reference: str) -> None:
    supporter_id = add(portal, reference)
    stranger = client_for(portal, STRANGER)
    stranger.get(f"/cases/{reference}/supporters/new", status=404)
    stranger.get(f"/cases/{reference}/supporters/{supporter_id}/end", status=404)
    other = received(
        portal, referral_reference="WCU-3", prison_number="B1234CD", crn="X2",
        victim_last_name="Elm", victim_date_of_birth="1970-01-01",
    )  # fmt: skip
    client_for(portal).get(f"/cases/{other}/supporters/{supporter_id}/end", status=404)


def test_the_part_for_the_case_page(portal: Portal, reference: str) -> None:
    first = add(portal, reference)
    with_channel(portal, beside(portal, reference)[0].person_id)
    shown = _part(portal, reference)
    assert "Ruth Birch" in shown
    assert "&lt;b&gt;Really&lt;/b&gt;" in shown
    assert f"/cases/{reference}/supporters/{first}/end" in shown
    assert f"/channels/new?for={beside(portal, reference)[0].person_id}" in shown
    assert "07700 900555" in shown
    client_for(portal).get(f"/cases/{reference}/supporters/{first}/end").submit().follow()
    shown = _part(portal, reference)
    assert "Nobody stands beside them" in shown
    assert "Ended (1)" in shown
    assert "07700 900555" not in shown


def test_a_supporters_number_is_verified_from_the_case(portal: Portal) -> None:
    reference, client = opted_in(portal), client_for(portal)
    client.get(f"/cases/{reference}/supporters/new").submit(RUTH).follow()
    assert "Nothing yet. They can't be reached" in _beside(client, reference)
    add_one = f"/cases/{reference}/channels/new?for={beside(portal, reference)[0].person_id}"
    page = client.get(add_one).submit({"kind": "mobile"}).follow()
    given = {"value": "07700 900555", "uses": ["sms"], "hours": "any", "language": "en"}
    page.submit({**given, "agreed": "telephone", "danger": HOSTILE}).follow()
    (theirs,) = beside(portal, reference)[0].channels
    name = "(Mobile number: 07700 900555)"
    shown = _beside(client, reference)
    assert "Not verified yet." in shown
    assert "Danger there" in shown
    assert f"Put the number right {name}" in shown
    assert f"Enter the code {name}" not in shown
    page = client.get(f"/cases/{reference}").follow(f"Send a code {name}")
    page.submit(button="Send the code").follow()
    assert "A code was made on" in _beside(client, reference)
    worked(portal)
    assert "A code went out on" in _beside(client, reference)
    page = client.get(f"/cases/{reference}").follow(f"Enter the code {name}")
    page.submit({"code": newest_code(portal, theirs.id), "how": "voice"}).follow()
    shown = _beside(client, reference)
    assert "Verified by a code they read back" in shown
    assert f"Send a code {name}" not in shown


def _beside(client: PageClient, reference: str) -> str:
    """What the case page shows of those who stand beside the person."""
    text = client.get(f"/cases/{reference}").text
    return text[text.rindex("Ruth Birch Add a number") : text.rindex("Add a supporter")]


def _part(portal: Portal, reference: str) -> str:
    with app_for(portal).test_request_context("/"):
        part = render_template(
            "officer/supporters/_on_case.html",
            supporters=beside(portal, reference),
            reference=reference,
            verified_how=words.VERIFIED_HOW,
        )
    page = (
        '<!DOCTYPE html><html lang="en"><head><title>Part</title></head>'
        f"<body><main><h1>Part</h1>{part}</main></body></html>"
    )
    assert not faults(page)
    return part
