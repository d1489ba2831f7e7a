"""The pages of a referral that goes back, is withdrawn, or opened again."""

import io

import pytest
from flask import render_template

from tests.support import casework
from tests.support.allocation import queued, row_of, tasks_of
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from tests.support.referral_files import file_of
from tests.support.web import COLLEAGUE, MANAGER, STRANGER, app_for, client_for, signed_in
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Enrolment, Level
from victim_portal.services.reach import case_within_reach
from victim_portal.services.referrals import referral_on_case

HOSTILE = "<script>alert(1)</script> مرحبا 😀"
ASKED = {
    "reason": "details_missing",
    "note": f"Which flat is it? {HOSTILE}",
    "sent_to": "WCU Hampshire",
}


@pytest.fixture
def reference(portal: Portal) -> str:
    return casework.received(portal)


@pytest.fixture
def client(portal: Portal, reference: str) -> PageClient:
    return client_for(portal)


def sent_back(client: PageClient, reference: str) -> Page:
    return client.get(f"/cases/{reference}/send-back").submit(ASKED).follow()


def test_the_words_for_a_secure_email_follow(client: PageClient, reference: str) -> None:
    page = client.get(f"/cases/{reference}/send-back").submit({}, status=200)
    assert page.errors == [
        "Choose why it goes back",
        "Write what you ask them",
        "Write whom you ask",
    ]
    page = page.submit(ASKED).follow()
    assert page.h1 == f"Case {reference} The referral was sent back"
    for words in (
        "waiting for an answer",
        "Referral WCU-1, received on 10 November 2026",
        f"Our reference: {reference}",
        "Details are missing.",
        f"Which flat is it? {HOSTILE}",
        "Please answer by Wednesday 25 November 2026",
        "Sam Carter Victim Contact Scheme, Hampshire 020 7946 0123",
    ):
        assert words in page.text, words
    assert "Mary" not in page.text
    assert "Ash" not in page.text
    assert "Oak" not in page.text


def test_an_answer_leads_on_to_what_follows(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = sent_back(client, reference).follow("Record the answer")
    assert page.value("on-day") == ["18"]
    page = page.submit({"on-day": "19"}, status=200)
    assert page.errors == [
        "The day must be today or before, and not before it was sent back",
        "Write what they answered",
    ]
    late = page
    page = page.submit({"on-day": "18", "answer": f"Flat 2 {HOSTILE}"}).follow()
    assert page.h1 == f"Case {reference} The answer"
    assert f"Flat 2 {HOSTILE}" in page.text
    assert page.links["Put their details right"].startswith(f"/cases/{reference}/")
    assert "ask your manager to withdraw it" in page.text
    assert "chase_referral" not in tasks_of(portal, reference)
    managers = client_for(portal, MANAGER).get(page.path)
    assert managers.links["Withdraw the referral"] == f"/cases/{reference}/withdraw"
    refused = late.submit({"on-day": "18", "answer": "Flat 3"}, status=200)
    assert refused.errors == ["Somebody recorded an answer already. It stands below."]
    assert f"Flat 2 {HOSTILE}" in refused.text
    assert "Flat 3" in refused.text


def test_a_return_of_another_case_or_unit_is_not_there(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = sent_back(client, reference)
    answer = page.links["Record the answer"]
    other = casework.received(portal, referral_reference="WCU-2", crn="X2", prison_number="B1")
    client.get(answer.replace(reference, other), status=404)
    stranger = client_for(portal, STRANGER)
    stranger.get(answer, status=404)
    return_id = answer.split("/")[-2]
    stranger.get(f"/cases/{reference}/send-back?sent={return_id}", status=404)
    stranger.get(f"/cases/{reference}/send-back", status=404)
    client.get(f"/cases/{other}/send-back?sent={return_id}", status=404)
    assert client.get(f"/cases/{reference}/send-back?sent=nonsense").forms


def test_withdrawing_shows_first_what_was_done(portal: Portal, reference: str) -> None:
    casework.answered(portal, reference, Enrolment.OFFERED, casework.OFFERED_ON)
    manager = client_for(portal, MANAGER)
    page = manager.get(f"/cases/{reference}/withdraw")
    assert page.rows == [["12 Nov 2026", "Telephone", "Spoke to them"]]
    assert "you get a task to decide how they are told" in page.text
    page = page.submit({}, status=200)
    assert page.errors == ["Give the reason"]
    done = page.submit({"why": HOSTILE}).follow()
    assert done.notices == [
        "The referral was withdrawn. You have a task to decide how they are told."
    ]
    assert "Closed" in done.text
    assert "decide how they are told" in manager.get("/tasks").text
    again = manager.get(f"/cases/{reference}/withdraw")
    assert "This case is closed already." in again.text
    assert again.forms == []


def test_nothing_done_is_said_and_so_is_an_opt_in(portal: Portal, reference: str) -> None:
    manager = client_for(portal, MANAGER)
    page = manager.get(f"/cases/{reference}/withdraw")
    assert "Nothing: no letter was posted" in page.text
    member = casework.opted_in(
        portal, referral_reference="WCU-2", crn="X2", prison_number="B1234CD"
    )
    page = manager.get(f"/cases/{member}/withdraw")
    assert "They have opted in." in page.text
    assert page.forms == []


def test_two_managers_and_an_opt_in_between(portal: Portal, reference: str) -> None:
    manager = client_for(portal, MANAGER)
    page = manager.get(f"/cases/{reference}/withdraw")
    casework.answered(portal, reference, Enrolment.OFFERED, casework.OFFERED_ON)
    casework.answered(
        portal,
        reference,
        Enrolment.OPTED_IN,
        casework.ANSWERED_ON,
        level=Level.KEY_STAGES,
        consent_words="Yes",
    )
    refused = page.submit({"why": "An error"}, status=200)
    assert refused.errors[0].startswith("They have opted in.")
    assert row_of(portal, reference).closed_at is None


def test_withdrawn_and_opened_again(portal: Portal, reference: str) -> None:
    app = app_for(portal)
    manager = signed_in(app, MANAGER)
    early = manager.get(f"/cases/{reference}/reopen").follow()
    assert early.notices == ["Only a closed case can be opened again, and a double stays closed."]
    manager.get(f"/cases/{reference}/withdraw").submit({"why": "An error"}).follow()
    page = manager.get(f"/cases/{reference}/reopen").submit({}, status=200)
    assert page.errors == ["Give the reason"]
    done = page.submit({"why": HOSTILE})
    assert page.submit({"why": HOSTILE}).location == done.location
    assert done.follow().notices[-1] == "The case is open again and waits in your unit's queue."
    waiting = signed_in(app, COLLEAGUE).get("/queue")
    assert reference in waiting.text


@pytest.mark.parametrize("page", ["withdraw", "reopen"])
def test_only_managers_withdraw_and_open_again(portal: Portal, reference: str, page: str) -> None:
    assert client_for(portal).get(f"/cases/{reference}/{page}", status=403)
    client_for(portal, STRANGER).get(f"/cases/{reference}/{page}", status=404)


def test_a_case_that_was_sent_back_says_so_in_the_queue(portal: Portal) -> None:
    reference = queued(portal)
    sent_back(client_for(portal), reference)
    assert "Sent back 18 Nov 2026" in client_for(portal).get("/queue").rows[0][0]


def test_a_file_with_a_withdrawn_referral_says_so(portal: Portal, reference: str) -> None:
    manager = client_for(portal, MANAGER)
    manager.get(f"/cases/{reference}/withdraw").submit({"why": "An error"}).follow()
    data = io.BytesIO(file_of(casework.REFERRAL))
    page = manager.get("/referrals/import").submit({"file": (data, "r.csv")}, status=200)
    assert [row for row in page.rows if reference in row[1]] == [
        [
            "Line 2",
            reference,
            "It was withdrawn and came again; its manager decides whether it is opened again",
        ]
    ]


def _section(portal: Portal, actor: Actor, reference: str) -> str:
    """The referral's section of a case's page."""
    with portal.ctx.store.reading() as uow:
        case = case_within_reach(uow, actor, reference)
        shown = referral_on_case(portal.ctx, uow, actor, case)
    with app_for(portal).test_request_context():
        return render_template("officer/referrals/_on_case.html", referral=shown)


def test_the_cases_page_says_what_became_of_the_referral(
    portal: Portal, client: PageClient, reference: str
) -> None:
    assert "It was not sent back or moved" in _section(portal, portal.officer, reference)
    sent_back(client, reference)
    section = _section(portal, portal.officer, reference)
    assert "Waiting for an answer" in section
    assert "<script>" not in section
    assert "Withdraw the referral" not in section
    assert "Withdraw the referral" in _section(portal, portal.manager, reference)
    client_for(portal, MANAGER).get(f"/cases/{reference}/withdraw").submit({"why": "An error"})
    section = _section(portal, portal.manager, reference)
    assert "An error" in section
    assert "Open the case again" in section
    for gone in ("Send the referral back", "Move the case", "Withdraw the referral"):
        assert gone not in section
    section = _section(portal, portal.officer, reference)
    assert "Open the case again" not in section
