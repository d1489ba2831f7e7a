"""An act that comes too late: nothing is saved, and what was typed is there to copy."""

from uuid import uuid4

import pytest

from tests.support.casework import received
from tests.support.html import without_token
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.web import MANAGER, OFFICER, client_for
from victim_portal.domain.vocabulary import ReturnReason
from victim_portal.services.allocation import move_case, move_choice
from victim_portal.services.referrals import (
    ReturnInput,
    answer_return,
    reopen_case,
    send_back,
    withdraw_referral,
)

HOSTILE = "<script>alert('x')</script> \N{FACE WITH TEARS OF JOY} שלום"


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal)


def withdrawn(portal: Portal, reference: str) -> None:
    withdraw_referral(portal.ctx, portal.manager, reference, "The wrong person")


def test_a_referral_that_was_withdrawn_meanwhile(portal: Portal, reference: str) -> None:
    form = client_for(portal).get(f"/cases/{reference}/send-back")
    second = client_for(portal, MANAGER).get(f"/cases/{reference}/withdraw")
    withdrawn(portal, reference)
    given = {"reason": ReturnReason.DETAILS_MISSING.value, "note": HOSTILE, "sent_to": "The unit"}
    late = form.submit(given, status=200)
    assert late.h1 == "Nothing was saved"
    assert "closed" in late.text
    assert HOSTILE in late.text
    assert "The unit" in late.text
    late = second.submit({"why": HOSTILE}, status=200)
    assert "closed" in late.text
    assert HOSTILE in late.text
    assert "<script>alert" not in late.html


def test_a_case_that_was_opened_again_meanwhile(portal: Portal, reference: str) -> None:
    withdrawn(portal, reference)
    form = client_for(portal, MANAGER).get(f"/cases/{reference}/reopen")
    reopen_case(portal.ctx, portal.manager, reference, "It was right")
    late = form.submit({"why": HOSTILE}, status=200)
    assert late.h1 == "Nothing was saved"
    assert HOSTILE in late.text


def test_an_answer_that_somebody_recorded_meanwhile(portal: Portal, reference: str) -> None:
    given = ReturnInput(ReturnReason.DETAILS_MISSING, "What is the postcode?", "The unit")
    sent = send_back(portal.ctx, portal.officer, reference, given)
    form = client_for(portal).get(f"/cases/{reference}/returns/{sent}/answer")
    answer_return(portal.ctx, portal.colleague, reference, sent, portal.ctx.today(), "AB1 2CD")
    late = form.submit({"answer": HOSTILE}, status=200)
    assert "Somebody recorded an answer already" in late.errors[0]
    assert "AB1 2CD" in late.text
    assert HOSTILE in late.text


@pytest.mark.parametrize(
    ("path", "typed"),
    [("notes/new", {"text": HOSTILE}), ("move", {"why": HOSTILE}), ("contacts/new", {})],
)
def test_a_case_that_left_the_unit_meanwhile(
    portal: Portal, reference: str, path: str, typed: dict[str, str]
) -> None:
    client = client_for(portal)
    form = client.get(f"/cases/{reference}/{path}")
    sent = dict(form.forms[0].values) | typed
    choice = move_choice(portal.ctx, portal.manager, reference)
    unit_id = choice.units[0][0]
    move_case(portal.ctx, portal.manager, reference, unit_id, "They moved", uuid4())
    here = {"Origin": "http://localhost"}
    late = client.http.post(f"/cases/{reference}/{path}", data=sent, headers=here)
    never = client.http.post(f"/cases/VC-00000000/{path}", data=sent, headers=here)
    assert late.status_code == 404
    if typed:
        assert "What you had entered" in late.text
        assert "&lt;script&gt;alert" in late.text
    # It is the same answer as for a case that never was.
    for_late = without_token(late.text.replace(reference, ""))
    assert for_late == without_token(never.text.replace("VC-00000000", ""))
    # What another site sends is not shown on our page.
    foreign = client.http.post(
        f"/cases/{reference}/{path}", data=sent, headers={"Origin": "http://evil.example.org"}
    )
    assert "alert" not in foreign.text


def test_a_page_asked_for_shows_nothing_typed(portal: Portal) -> None:
    client: PageClient = client_for(portal, OFFICER)
    assert "What you had entered" not in client.get("/cases/VC-00000000", status=404).text
