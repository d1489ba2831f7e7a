"""The pages of the contact log, of a note, and of what was promised."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask import render_template_string

from tests.support.casework import received
from tests.support.contacts import Out, tried
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.web import app_for, client_for
from victim_portal.services.contacts import contact_log, recent_contacts_of
from victim_portal.services.notes import NoteInput, record_note
from victim_portal.services.promises import open_promises_of
from victim_portal.services.reach import case_within_reach

HOSTILE = "<script>alert(1)</script>\nsecond مرحبا 😀 " + "W" * 60
CALL = {"method": "telephone", "telephone_outcome": "no_answer"}


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal, mobile="07700 900123")


@pytest.fixture
def client(portal: Portal, reference: str) -> PageClient:
    return client_for(portal)


def _day(name: str, day: date) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def _log(portal: Portal, reference: str) -> Any:
    return contact_log(portal.ctx, portal.officer, reference)


def test_a_note_with_its_promise(portal: Portal, client: PageClient, reference: str) -> None:
    page = client.get(f"/cases/{reference}/contacts").follow("Write a note")
    page = page.submit({"promise": "To ring"}, status=200)
    assert page.errors == ["Enter the note"]
    page = page.submit({"text": HOSTILE}, status=200)
    assert page.errors == ["Enter by when it was promised."]
    given = _day("promise_on", date(2026, 11, 20))
    done = page.submit(given).follow()
    assert done.notices == ["The note was kept."]
    assert page.submit(given).location
    assert "<script>alert(1)</script>" in done.text
    assert "Promised by Friday 20 November 2026" in done.text
    assert len(_log(portal, reference).entries) == 1


def test_the_task_leads_to_what_it_is_about(
    portal: Portal, client: PageClient, reference: str
) -> None:
    given = NoteInput("Note", "To ring", date(2026, 11, 20))
    record_note(portal.ctx, portal.officer, reference, given)
    links = client.get("/tasks").links
    (promise,) = _log(portal, reference).promises
    assert links["Open contacts and notes: Keep what was promised to them"].endswith(
        f"/cases/{reference}/contacts#promise-{promise.id}"
    )


def test_long_logs_go_by_pages(
    portal: Portal, client: PageClient, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("victim_portal.services.contacts.reading.PAGE", 2)
    for _ in range(3):
        portal.clock.move(minutes=1)
        tried(portal, reference, Out.NO_ANSWER)
    first = client.get(f"/cases/{reference}/contacts")
    # Each with the link by which it is taken back.
    assert first.text.count("Telephone: no answer") == 2 * 2
    second = first.follow("Older contacts and notes")
    assert second.text.count("Telephone: no answer") == 2
    assert second.follow("Newer contacts and notes").text == first.text
    for page in ("0", "-1", "x", "999999", "500"):
        client.get(f"/cases/{reference}/contacts?page={page}", status=200)


def test_the_partial_for_the_page_of_the_case(portal: Portal, reference: str) -> None:
    call = """{% from "officer/contacts/_on_case.html" import contacts_on_case %}
              {{ contacts_on_case(entries, promises, reference) }}"""
    for expected in ("Nobody has been in contact with them yet", "Telephone: no answer"):
        with portal.ctx.store.reading() as uow:
            case = case_within_reach(uow, portal.officer, reference)
            entries = recent_contacts_of(portal.ctx, uow, portal.officer, case)
            promises = open_promises_of(portal.ctx, uow, portal.officer, case)
        with app_for(portal).test_request_context():
            html = render_template_string(
                call, entries=entries, promises=promises, reference=reference
            )
        assert expected in html
        tried(portal, reference, Out.NO_ANSWER, promise="To ring", promise_on=date(2026, 11, 20))


def test_a_promise_of_another_case_is_not_there(
    portal: Portal, client: PageClient, reference: str
) -> None:
    record_note(portal.ctx, portal.officer, reference, NoteInput("x", "y", date(2026, 11, 20)))
    (promise,) = _log(portal, reference).promises
    token = client.get(f"/cases/{reference}/notes/new").value("csrf_token")[0]
    path = f"/cases/VC-00000000/promises/{promise.id}/keep"
    client.post(path, {"csrf_token": token}, status=404)
    client.post(f"/cases/{reference}/promises/{uuid4()}/keep", {"csrf_token": token}, status=404)
    assert len(_log(portal, reference).promises) == 1
