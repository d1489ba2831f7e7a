"""The pages of date-change campaigns, as managers meet them."""

import io
import re

import pytest
from flask import Flask

from tests.support import casework
from tests.support.campaigns import dated_cases, file_of, moving, prisoner, states
from tests.support.conflicts import second
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from tests.support.web import MANAGER, OFFICER, STRANGER, app_for, signed_in
from victim_portal.services.campaigns import taking_in

SECOND = "ada.ross@example.org"


@pytest.fixture
def references(portal: Portal) -> list[str]:
    """Two victims who know the month of release, and two managers."""
    second(portal)
    return dated_cases(portal, 2)


@pytest.fixture
def app(portal: Portal, references: list[str]) -> Flask:
    """The app over them."""
    assert references
    return app_for(portal)


@pytest.fixture
def client(app: Flask) -> PageClient:
    """The first manager."""
    return signed_in(app, MANAGER)


def _sent(client: PageClient, data: bytes, file: str = "dates.csv", **given: str) -> Page:
    form = client.get("/campaigns/import")
    values = {"name": "New <b>law</b>", "reason": "law_change", **given}
    return form.submit({**values, "file": (io.BytesIO(data), file)})


def test_from_the_file_to_the_sent_tranche(
    portal: Portal, app: Flask, client: PageClient, references: list[str]
) -> None:
    page = _sent(client, moving(2))
    assert page.h1 == "New <b>law</b> Dates imported"
    assert re.search(r"Rows read 2 .* moved 2 .* refused 0", page.text)
    page = page.follow("See whom it concerns")
    assert page.h1 == "New <b>law</b>"
    assert ["Hampshire (your unit)", "2", "2"] in page.rows
    assert re.search(r"Told 0 Not told yet 2 Knew a month before 2", page.text)
    assert [row[1] for row in page.rows if row[0] in references] == [
        "Release: November 2031 to May 2030"
    ] * 2
    page = page.follow("Read drafts and propose a tranche")
    page = page.submit({"at_most": "1"}, button="Show these drafts").follow()
    assert "1 more fits and waits for a later tranche." in page.text
    assert "1 May" not in page.text
    page = page.submit({}, button="Propose this draft").follow()
    assert page.notices == ["Proposed. Nothing goes before another manager agrees."]
    assert "Agree" not in page.text
    assert casework.delivered(portal) == []
    other = signed_in(app, SECOND)
    waits = other.get("/to-decide")
    [tranche] = [link for text, link in waits.links.items() if text.startswith("Read the updates")]
    page = other.get(tranche).submit({}, button="Agree, and approve this update").follow()
    assert page.notices == ["Approved: 1."]
    assert sorted(states(portal, references)) == ["approved", "draft"]
    assert len(casework.delivered(portal)) == 2
    page = client.get("/campaigns").follow("New <b>law</b>")
    assert re.search(r"Told 1 Not told yet 1 ", page.text)
    again = _sent(client, moving(2))
    assert again.h1.endswith("No new dates")


def test_refused_rows_come_back_as_a_file(client: PageClient) -> None:
    page = _sent(client, file_of((prisoner(0), "CRD", "soon", ""), ("Z1", "CRD", "2031-01-01", "")))
    assert ["Line 2", "date", "It isn't a real date written like 2026-03-09."] in page.rows
    assert "Z1" in page.text
    answer = page.submit({}, button="Download the refused rows")
    assert "soon" in answer.response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("file", "data", "given", "said"),
    [
        ("dates.csv", b"", {}, "The file is empty."),
        ("dates.txt", b"x", {}, "The selected file must be a .csv or .json file"),
        ("dates.csv", moving(1), {"name": ""}, "Enter a name for the campaign"),
        ("dates.json", b"[1", {}, "isn't JSON from the calculation service"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    client: PageClient, file: str, data: bytes, given: dict[str, str], said: str
) -> None:
    [error] = _sent(client, data, file, **given).errors
    assert said in error


def test_only_managers_and_only_their_unit(
    app: Flask, client: PageClient, references: list[str]
) -> None:
    shown = _sent(client, moving(2)).follow("See whom it concerns")
    for path in ("/campaigns", "/campaigns/import", shown.path):
        assert signed_in(app, OFFICER).get(path, status=403)
    theirs = signed_in(app, STRANGER).get(shown.path)
    assert not any(one in theirs.text for one in references)
    assert ["Hampshire", "fewer than 5", "fewer than 5"] in theirs.rows
    drafts = signed_in(app, STRANGER).get(f"{shown.path}/tranche")
    assert "No draft fits" in drafts.text


def test_a_strange_address_shows_any_draft(client: PageClient) -> None:
    shown = _sent(client, moving(2)).follow("See whom it concerns")
    page = client.get(f"{shown.path}/tranche?direction=up&nearest_by=soon&at_most=%C2%B2")
    assert "2 drafts, nearest date first" in page.text
    page = client.get(f"{shown.path}/tranche?direction=later&at_most=0")
    assert "No draft fits" in page.text
    wrong = page.submit({"at_most": "1000"}, button="Show these drafts")
    assert wrong.errors == ["How many at most? must be a whole number between 1 and 100"]
    page = client.get(f"{shown.path}/tranche")
    _sent(client, moving(1, "2030-09-01"), name="Again")
    lost = page.submit({}, button="Propose these 2 drafts").follow()
    assert "Nothing was proposed" in " ".join(lost.notices)


def test_a_case_that_could_not_be_planned_stands_in_the_report(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object) -> None:
        raise ValueError("not readable")

    monkeypatch.setattr(taking_in, "replanned", unreadable)
    page = _sent(client, moving(1))
    assert "Cases that could not be planned" in page.text
    assert re.search(rf"every other victim of theirs is planned for.*{prisoner(0)}", page.text)
    assert "Cases that could not be planned" not in _sent(client, moving(1)).text
