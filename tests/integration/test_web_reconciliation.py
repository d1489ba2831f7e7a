"""The pages of listed sentences, as managers and owners meet them."""

import io
import re

from tests.support.casework import received
from tests.support.lists import JOHN, entries, list_of, listed, listed_row, only
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from tests.support.queries import asked
from tests.support.web import MANAGER, OFFICER, STRANGER, client_for

HOSTILE = '<script>alert("x")</script>'


def _brought_in(client: PageClient, data: bytes, name: str = "list.csv") -> Page:
    return client.get("/reconciliation/import").submit({"file": (io.BytesIO(data), name)})


def test_a_list_is_brought_in_and_worked_to_an_end(portal: Portal) -> None:
    manager = client_for(portal, MANAGER)
    page = _brought_in(manager, list_of(JOHN, listed_row(source_reference="T-2", victims="x")))
    assert page.h1 == "Sentences imported"
    assert re.search(r"Rows read 2 New rows 1 .* Refused 1", page.text)
    back = page.submit(button="Download the refused rows")
    assert "Write a whole number" in back.response.get_data(as_text=True)
    page = page.follow("See what is missing")
    assert page.rows[0][2:4] == ["Never referred", "Nobody yet"]
    page = page.follow("John Oak, sentenced on 2 Nov 2026")
    assert "1 victim is missing" in page.text
    empty = page.submit(button="Record the chase")
    assert empty.errors
    given = page.submit({"owner": str(portal.officer.user_id)}, button="Give it to them").follow()
    assert re.search(r"Owner Sam Carter", given.text)
    officer = client_for(portal, OFFICER)
    tasks = officer.get("/tasks")
    mine = tasks.follow(next(link for link in tasks.links if link.startswith("Open the listed")))
    day = {"chase-next_on-day": "25", "chase-next_on-month": "11", "chase-next_on-year": "2026"}
    chased = mine.submit({"chase-chased": HOSTILE, **day}, button="Record the chase").follow()
    assert HOSTILE in chased.text
    assert "To be asked again on Wednesday 25 November 2026" in chased.text
    received(portal, received_on="2026-11-18")
    settled = manager.get("/reconciliation?state=settled")
    assert settled.rows[0][2] == "Referred late The referral came"
    assert officer.get("/reconciliation").rows == []


def test_what_the_address_asks_is_shown_and_rubbish_is_the_first_page(portal: Portal) -> None:
    listed(
        portal,
        JOHN,
        listed_row(
            source_reference="T-2",
            offender_last_name=HOSTILE,
            crn="",
            prison_number="B1111BB",
            sentenced_on="2026-11-17",
        ),
    )
    manager = client_for(portal, MANAGER)
    assert len(manager.get("/reconciliation?state=all").rows) == 2
    assert len(manager.get("/reconciliation?state=waiting&gap=").rows) == 1
    assert len(manager.get("/reconciliation?gap=never_referred").rows) == 1
    assert manager.get("/reconciliation?gap=never_offered").rows == []
    assert len(manager.get("/reconciliation?state=%00&gap=x&after=x&mine=2").rows) == 1
    file = manager.get("/reconciliation/list.csv?state=all")
    assert HOSTILE.replace('"', '""') in file.response.get_data(as_text=True)
    stranger = client_for(portal, STRANGER)
    assert stranger.get("/reconciliation?state=all").rows == []
    stranger.get(f"/reconciliation/{entries(portal)[0].id}", status=404)


def test_a_decision_needs_its_reason_and_can_be_taken_back(portal: Portal) -> None:
    listed(portal, JOHN)
    manager = client_for(portal, MANAGER)
    page = manager.get(f"/reconciliation/{only(portal).id}")
    wrong = page.submit({"outcome-outcome": "no_victim"}, button="Record it")
    assert wrong.errors == ["Enter the reason and who gave it"]
    known = page.submit(
        {"outcome-outcome": "known_case", "outcome-why": "He rang.", "outcome-reference": "VC-1"},
        button="Record it",
    )
    assert any("no such case" in error for error in known.errors)
    done = page.submit(
        {"outcome-outcome": "no_victim", "outcome-why": "A shop."}, button="Record it"
    ).follow()
    assert "There is no identifiable victim" in done.text
    again = done.submit({"reopen-again": "There was a guard."}, button="Open it again").follow()
    assert "Never referred" in again.text


def test_a_list_and_a_page_ask_as_much_for_one_as_for_many(portal: Portal) -> None:
    manager = client_for(portal, MANAGER)
    manager.get("/reconciliation")
    listed(portal, JOHN)
    received(portal, prison_number="C1111CC", crn="")
    address = f"/reconciliation/{only(portal).id}"
    manager.get(address)
    one = [
        len(asked(portal, lambda path=path: manager.get(path)))
        for path in ("/reconciliation", address)
    ]
    rows = [
        listed_row(source_reference=f"T-{n}", prison_number=f"A{1000 + n}ZZ", crn="")
        for n in range(30)
    ]
    listed(portal, *rows)
    for n in range(8):
        received(
            portal,
            referral_reference=f"R-{n}",
            prison_number=f"C{2000 + n}CC",
            crn="",
            victim_last_name=f"Ash{n}",
        )
    many = [
        len(asked(portal, lambda path=path: manager.get(path)))
        for path in ("/reconciliation", address)
    ]
    assert one == many
    assert one[0] <= 18
