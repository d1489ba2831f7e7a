"""The pages of referrals: typed, imported, and the refused rows handed back."""

import csv
import io
import re

import pytest
from sqlalchemy import func, select

from tests.support.casework import received
from tests.support.pages import Page, PageClient
from tests.support.portal import OTHER_UNIT, Portal
from tests.support.referral_files import MARY, OMAR, file_of, many, row
from tests.support.web import COLLEAGUE, STRANGER, app_for, client_for, signed_in
from victim_portal.services.cases import case_view
from victim_portal.services.referrals import receive_typed
from victim_portal.store.models import Case, Referral, Sentence
from victim_portal.web.officer.referrals import importing, rejected

HOSTILE = '<script>alert("x")</script> 😀 \u05e9\u05dc\u05d5\u05dd O\u2019Neil & =1+1'


def on(name: str, day: str) -> dict[str, str]:
    """The three boxes of a date."""
    year, month, number = day.split("-")
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


TYPED = {
    "referral_reference": "WCU-77",
    **on("received_on", "2026-11-10"),
    "victim_first_name": "Mary",
    "victim_last_name": "Ash",
    **on("victim_date_of_birth", "1990-01-02"),
    "relationship": "victim",
    "email": "mary@example.org",
    "mobile": "07700 900123",
    "offender_last_name": "Oak",
    "prison_number": "a1234bc",
    "offence_category": "violent",
    "sentence_type": "LIFE",
    **on("sentenced_on", "2026-11-02"),
    "minimum_term-years": "18",
    "minimum_term-months": "6",
}


@pytest.fixture
def client(portal: Portal) -> PageClient:
    return client_for(portal)


def _cases(portal: Portal) -> int:
    with portal.ctx.store.reading() as uow:
        return uow.session.scalar(select(func.count()).select_from(Case)) or 0


def _typing(client: PageClient) -> Page:
    return client.get("/referrals").follow("Type a referral")


def _sent(client: PageClient, data: bytes, name: str = "wcu.csv") -> Page:
    page = client.get("/referrals").follow("Import a file of referrals")
    return page.submit({"file": (io.BytesIO(data), name)})


def test_the_start_page_leads_three_ways_and_counts_what_waits(
    portal: Portal, client: PageClient
) -> None:
    assert "No pair waits" in client.get("/referrals").text
    received(portal)
    received(portal, referral_reference="WCU-4", victim_date_of_birth="")
    page = client.get("/referrals")
    assert "1 pair waits for a decision" in page.text
    assert page.follow("Decide likely duplicates").h1 == "Likely duplicates"


def test_a_typed_referral_opens_its_case(portal: Portal, client: PageClient) -> None:
    page = _typing(client).submit(TYPED).follow()
    assert page.notices == ["Referral recorded. The case is open."]
    assert page.path.startswith("/cases/VC-")
    view = case_view(portal.ctx, portal.officer, page.path.removeprefix("/cases/"))
    assert view.person_name == "Mary Ash"
    with portal.ctx.store.reading() as uow:
        (sentence,) = uow.session.scalars(select(Sentence))
        assert (sentence.minimum_term, sentence.custodial_term) == ("P18Y6M", None)
    assert {c.shown for c in view.channels} == {"mary@example.org", "07700 900123"}


def test_a_case_for_another_unit_is_told_of_and_not_opened(
    portal: Portal, client: PageClient
) -> None:
    page = _typing(client).submit(TYPED | {"unit": OTHER_UNIT}).follow()
    assert page.path == "/referrals"
    assert f"in the allocation queue of {OTHER_UNIT}" in page.notices[0]


def test_an_empty_form_says_what_is_needed(client: PageClient) -> None:
    assert _typing(client).submit({}).errors == [
        "Enter the referral reference",
        "Enter the date received",
        "Enter the victim's last name",
        "Choose the relationship to the offence",
        "Enter the offender's last name",
        "Choose the kind of offence",
        "Choose the sentence or order",
        "Enter the date of sentence",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"victim_date_of_birth-year": ""}, "The victim's date of birth must include a year"),
        ({"victim_date_of_birth-day": "31", "victim_date_of_birth-month": "2"}, "a real date"),
        (on("victim_date_of_birth", "2026-11-19"), "must be today or in the past"),
        (on("received_on", "2027-01-01"), "The date received must be today or in the past"),
        (on("received_on", "2026-11-01"), "can't come before the sentence"),
        (on("offender_date_of_birth", "2026-11-05"), "The date of birth is after the sentence"),
        ({"mobile": "020 7946 0123"}, "Enter a mobile number, like 07700 900123."),
        ({"mobile": "not a number"}, "Enter a telephone number"),
        ({"email": "mary at example"}, "Enter an email address"),
        ({"victim_last_name": "123"}, "A name needs at least one letter"),
        ({"prison_number": "A1234BC/9"}, "letters and digits"),
        ({"custodial_term-years": "eight"}, "Custodial term: enter the years as a whole number"),
        ({"minimum_term-years": "0", "minimum_term-months": "0"}, "longer than nothing"),
        ({"custodial_term-years": "200"}, "150 years"),
        ({"court": "x" * 101}, "100 characters or fewer"),
    ],
)
def test_a_bad_field_has_its_sentence_and_everything_typed_is_still_there(
    portal: Portal, client: PageClient, changes: dict[str, str], said: str
) -> None:
    typed = TYPED | {"court": "Bath", "address": "1 High Street\nBath"} | changes
    page = _typing(client).submit(typed)
    assert any(said in error for error in page.errors), page.errors
    (form,) = page.forms
    assert {name: form.values[name][0].strip() for name in typed if typed[name]} == {
        name: text for name, text in typed.items() if text
    }
    assert _cases(portal) == 0
    mended = page.submit(dict.fromkeys(changes, None) | TYPED | {"court": "Bath"})
    assert mended.location is not None or changes.keys() - TYPED.keys()


def test_a_known_reference_stands_beside_its_field(portal: Portal, client: PageClient) -> None:
    received(portal, referral_reference="wcu-77")
    page = _typing(client).submit(TYPED)
    assert page.errors == ["A referral with this reference is here already."]


def test_the_form_sent_twice_is_one_case(portal: Portal, client: PageClient) -> None:
    page = _typing(client)
    first, second = page.submit(TYPED), page.submit(TYPED)
    assert first.location == second.location
    assert _cases(portal) == 1


def test_hostile_text_is_kept_and_shown_as_typed(portal: Portal, client: PageClient) -> None:
    reference = _typing(client).submit(TYPED | {"victim_last_name": HOSTILE}).follow().path
    page = client.get(reference)
    assert HOSTILE in page.text
    assert "<script>alert" not in page.html


def test_a_file_goes_in_and_every_row_is_accounted_for(portal: Portal, client: PageClient) -> None:
    received(portal)
    data = file_of(
        row(court="Bristol"),
        OMAR,
        row(referral_reference="WCU-3", victim_last_name="Ashe", unit="Powys"),
        row(referral_reference="WCU-4", mobile="nonsense", received_on="soon"),
        row(referral_reference="WCU-5", victim_date_of_birth="2026-11-19", unit=HOSTILE),
    )
    page = _sent(client, data)
    assert page.h1 == "Referrals imported"
    assert re.search(r"Rows read 5 New cases 2 .*unchanged 0 .*different 1 Refused 2", page.text)
    assert [
        "Line 5",
        "mobile",
        "Enter a telephone number, like 07700 900123 or 020 7946 0123.",
    ] in (page.rows)
    assert ["Line 2", "WCU-1", "court"] in page.rows
    assert "nonsense" not in page.text
    assert "Powys" in page.text
    again = _sent(client, data)
    assert again.h1 == "No new referrals"
    assert _cases(portal) == 3


def test_the_refused_rows_come_back_to_whoever_sent_them_and_to_nobody_else(
    portal: Portal,
) -> None:
    app = app_for(portal)
    client = signed_in(app, "sam.carter@example.org")
    attack = "=HYPERLINK(1)"
    page = _sent(client, file_of(row(court=attack, mobile="0123")))
    back = page.submit({}, button="Download the refused rows")
    assert back.response.mimetype == "text/csv"
    assert back.response.headers["Content-Disposition"] == 'attachment; filename="rejected.csv"'
    assert back.response.headers["Cache-Control"] == "no-store"
    (line,) = csv.DictReader(io.StringIO(back.response.get_data().decode("utf-8-sig")))
    assert (line["rejected_line"], line["court"]) == ("2", f"'{attack}")
    mended = back.response.get_data().replace(b'"0123"', b'"07700 900123"')
    assert _sent(client, mended).h1 == "Referrals imported"
    carried = page.value("rejected")[0]
    for thief in (COLLEAGUE, STRANGER):
        other = signed_in(app, thief)
        token = other.get("/referrals/import").value("csrf_token")[0]
        taken = {"csrf_token": token, "rejected": carried}
        assert other.post("/referrals/import/rejected", taken).status == 400
    token = client.get("/referrals/import").value("csrf_token")[0]
    for forged in (carried[:-2] + "xx", "", "nonsense", "a.b.c"):
        sent = {"csrf_token": token, "rejected": forged}
        assert client.post("/referrals/import/rejected", sent).status == 400
    assert client.get("/referrals/import/rejected", status=405).status == 405


def test_many_refused_rows_are_shown_in_part(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = file_of(*(row(one, mobile="0123") for one in many(250)))
    page = _sent(client, data)
    assert len(page.rows) == importing.MOST_SHOWN == 200
    assert "The first 200 of 250 are shown." in page.text
    back = page.submit({}, button="Download the refused rows")
    assert back.response.get_data().count(b"\r\n") == 251
    monkeypatch.setattr(rejected, "MOST_BYTES", 1000)
    page = _sent(client, data)
    assert "victim-portal import referrals" in page.text
    assert "Download the refused rows" not in page.html


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "wcu.csv", "The file is empty."),
        (b"PK\x03\x04...", "wcu.xlsx", "The selected file must be a .csv file"),
        (b"PK\x03\x04...", "wcu.csv", "looks like a spreadsheet"),
        (file_of(MARY).decode().encode("utf-16"), "wcu.csv", "looks like UTF-16"),
        (file_of(row(court="Zürich")).decode().encode("latin-1"), "wcu.csv", "Latin-1"),
        (b"unit,unit\r\n1,2\r\n", "wcu.csv", "The file has a column twice: unit."),
        (b"<script>alert(1)</script>,x\r\n", "wcu.csv", "a column that isn't known"),
    ],
    ids=["empty", "ending", "xlsx", "utf16", "latin1", "twice", "markup"],
)
def test_a_file_that_is_none_has_its_sentence_beside_the_field(
    portal: Portal, client: PageClient, data: bytes, name: str, said: str
) -> None:
    page = _sent(client, data, name)
    (error,) = page.errors
    assert said in error
    assert _cases(portal) == 0


def test_no_file_at_all_and_one_that_is_far_too_large(client: PageClient) -> None:
    page = client.get("/referrals/import")
    assert page.submit({}).errors == ["Choose a CSV file"]
    body = b"--b\r\n" + b"x" * (22 * 1024 * 1024)
    answer = client.http.post(
        "/referrals/import", data=body, content_type="multipart/form-data; boundary=b"
    )
    too_big = Page(client, answer)
    assert (too_big.status, too_big.h1) == (413, "The file is too big")


def test_a_file_without_rows_says_so(client: PageClient) -> None:
    assert "nothing below it" in _sent(client, file_of()).text


def test_an_import_tells_nothing_of_another_units_people(
    portal: Portal, client: PageClient
) -> None:
    reference = receive_typed(portal.ctx, portal.stranger, row(unit=""))
    guess = row(unit="", victim_date_of_birth="")
    page = _sent(client, file_of(guess, row(guess, referral_reference="WCU-9")))
    assert ["Line 2", "WCU-1", "The case is another unit's"] in page.rows
    assert "To be checked by a person 0" in page.text
    for secret in (reference, "1990", "Mary"):
        assert secret not in page.text
    with portal.ctx.store.reading() as uow:
        assert len(list(uow.session.scalars(select(Referral)))) == 2
