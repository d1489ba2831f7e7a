"""The pages of key dates: a file from the calculation service, and dates typed for a case."""

import io
import json
import re
from datetime import date
from typing import Any

import pytest

from tests.support.casework import dated, received, view
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from tests.support.web import STRANGER, client_for
from victim_portal.services.referrals import receive_typed


def on(name: str, day: str) -> dict[str, str]:
    """The three boxes of a date."""
    year, month, number = day.split("-")
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


GOOD = on("crd", "2031-11-01") | on("sled", "2034-11-01")
DOUBTFUL = on("crd", "2035-01-01") | on("sled", "2034-11-01")


def one(prisoner: str = "A1234BC", **dates: str) -> dict[str, Any]:
    return {"prisonerId": prisoner, "calculationStatus": "CONFIRMED", "dates": dates}


@pytest.fixture
def client(portal: Portal) -> PageClient:
    return client_for(portal)


def _sent(client: PageClient, data: bytes, name: str = "dates.json") -> Page:
    return client.get("/key-dates").submit({"file": (io.BytesIO(data), name)})


def _typing(client: PageClient, reference: str) -> Page:
    return client.get(f"/cases/{reference}/key-dates")


def _newest(portal: Portal, reference: str) -> dict[str, date]:
    newest = view(portal, reference).key_dates.newest
    return {d.code: d.falls_on for d in newest.dates} if newest else {}


def test_a_file_goes_in_and_every_set_is_accounted_for(portal: Portal, client: PageClient) -> None:
    received(portal)
    received(portal, referral_reference="WCU-2", prison_number="B1111BB", crn="Y1", **OTHER)
    sets = [
        one(CRD="2031-11-01", SLED="2034-11-01", XYZ="2030-01-01"),
        one("B1111BB", CRD="2036-01-01", SLED="2034-11-01"),
        one("<b>Z</b>", CRD="2031-11-01"),
        one("C2222CC", CRD="soon"),
    ]
    page = _sent(client, json.dumps(sets).encode())
    assert page.h1 == "Key dates imported"
    assert re.search(
        r"Sets read 4 .*offender 2 New versions 0 Unchanged 0 Refused 1 Doubtful 1 .*here 1",
        page.text,
    )
    assert ["Set 4", "C2222CC", "CRD isn't a real date written like 2026-03-09."] in page.rows
    assert any("is after SLED" in cell for row in page.rows for cell in row)
    assert "<B>Z</B>" in page.text
    assert "XYZ" in page.text
    assert _sent(client, json.dumps(sets[:1]).encode()).h1 == "No new key dates"


OTHER = {
    "victim_last_name": "Tamboli",
    "victim_date_of_birth": "1971-01-01",
    "offender_first_name": "Piers",
    "offender_last_name": "Quayle",
    "offender_date_of_birth": "1970-01-01",
}


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "dates.json", "The file is empty."),
        (b"[]", "dates.csv", "The selected file must be a .json file"),
        (b"not json", "dates.json", "isn't JSON from the calculation service"),
        (b"{}", "dates.json", "must hold a list"),
        ('["Ñ"]'.encode("latin-1"), "dates.json", "not UTF-8"),
        ("[]".encode("utf-16"), "dates.json", "UTF-16"),
    ],
)
def test_a_file_that_is_none_has_its_sentence_beside_the_field(
    client: PageClient, data: bytes, name: str, said: str
) -> None:
    (error,) = _sent(client, data, name).errors
    assert said in error


def test_no_file_and_a_file_without_sets(client: PageClient) -> None:
    assert client.get("/key-dates").submit({}).errors == ["Choose a JSON file"]
    assert "holds no sets" in _sent(client, b"[]").text


def test_typed_dates_are_recorded_and_the_form_starts_from_them(
    portal: Portal, client: PageClient
) -> None:
    reference = received(portal)
    page = _typing(client, reference).submit(GOOD).follow()
    assert page.path == f"/cases/{reference}"
    assert page.notices == ["Key dates recorded."]
    assert _newest(portal, reference) == {"CRD": date(2031, 11, 1), "SLED": date(2034, 11, 1)}
    again = _typing(client, reference)
    assert again.value("crd-year") == ["2031"]
    assert again.submit({}).follow().notices == ["Nothing was changed: these dates stand."]
    gone = dict.fromkeys(on("crd", "2031-11-01"), "")
    _typing(client, reference).submit(gone).follow()
    assert _newest(portal, reference) == {"SLED": date(2034, 11, 1)}


def test_dates_that_the_form_does_not_offer_are_shown_and_stay(
    portal: Portal, client: PageClient
) -> None:
    reference = received(portal)
    _sent(client, json.dumps([one(HDCED="2031-06-01", XYZ="2030-01-01")]).encode())
    page = _typing(client, reference)
    assert ["HDCED (home detention curfew eligibility date)", "Sunday 1 June 2031"] in page.rows
    assert ["XYZ (a code that this portal doesn't know)", "Tuesday 1 January 2030"] in page.rows
    page.submit(GOOD)
    assert set(_newest(portal, reference)) == {"CRD", "SLED", "HDCED", "XYZ"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"crd-year": ""}, "The conditional release date must include a year"),
        ({"crd-day": "31", "crd-month": "2"}, "The conditional release date must be a real date"),
        ({"crd-day": "<script>"}, "The conditional release date must be a real date"),
    ],
)
def test_a_wrong_date_has_its_sentence_and_what_was_typed_is_still_there(
    portal: Portal, client: PageClient, changes: dict[str, str], said: str
) -> None:
    reference = received(portal)
    page = _typing(client, reference).submit(GOOD | changes)
    assert page.errors == [said]
    for name, text in (GOOD | changes).items():
        assert page.value(name) == [text]
    assert _newest(portal, reference) == {}


def test_nothing_typed_is_asked_for(portal: Portal, client: PageClient) -> None:
    page = _typing(client, received(portal)).submit({})
    assert page.errors == ["Enter at least one date."]


def test_doubtful_dates_are_asked_about_and_the_tick_is_for_those_alone(
    portal: Portal, client: PageClient
) -> None:
    reference = received(portal)
    page = _typing(client, reference)
    assert "accept" not in page.forms[0].names
    page = page.submit(DOUBTFUL)
    assert "is after SLED" in page.errors[0]
    assert page.value("crd-year") == ["2035"]
    other = page.submit(on("crd", "2036-01-01") | {"accept": "y"})
    assert "is after SLED" in other.errors[0]
    assert _newest(portal, reference) == {}
    done = page.submit({"accept": "y"}).follow()
    assert done.notices == ["Key dates recorded."]
    assert _newest(portal, reference)["CRD"] == date(2035, 1, 1)


def test_dates_that_came_in_between_are_shown_before_anything_is_saved(
    portal: Portal, client: PageClient
) -> None:
    reference = received(portal)
    page = _typing(client, reference)
    dated(portal, reference, CRD="2032-02-02")
    after = page.submit(GOOD).follow()
    assert "Newer dates came in" in after.notices[0]
    assert after.value("crd-year") == ["2032"]
    assert page.submit(GOOD | {"seen": "nonsense"}).follow().notices == after.notices


def test_another_units_case_is_no_case(portal: Portal, client: PageClient) -> None:
    theirs = receive_typed(portal.ctx, portal.stranger, {**MINE, "unit": ""})
    never = client.get("/cases/VC-00000000/key-dates", status=404)
    assert client.get(f"/cases/{theirs}/key-dates", status=404).text == never.text
    stranger = client_for(portal, STRANGER)
    token = stranger.get("/key-dates").value("csrf_token")[0]
    reference = received(portal)
    sent = {**GOOD, "csrf_token": token, "seen": "0"}
    assert stranger.post(f"/cases/{reference}/key-dates", sent).status == 404
    assert _newest(portal, reference) == {}


MINE = {
    "referral_reference": "N-1",
    "received_on": "2026-11-10",
    "victim_last_name": "Prys",
    "relationship": "victim",
    "offender_last_name": "Vane",
    "offence_category": "violent",
    "sentence_type": "SDS",
    "sentenced_on": "2026-11-02",
}
