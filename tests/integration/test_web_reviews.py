"""A parole review through its pages: its hearing, its decision, what is asked for at it."""

from datetime import date, timedelta

import pytest

from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.representations import a_statement, state
from tests.support.reviews import (
    HEARING,
    LATER,
    asked,
    decided,
    forwarded,
    heard,
    joined,
    listed,
    ring_first,
    view,
    wanted,
)
from tests.support.web import STRANGER, client_for
from victim_portal.domain.parole import AskKind, AskState, HearingMove
from victim_portal.domain.stages import EventOutcome
from victim_portal.domain.vocabulary import RequestState
from victim_portal.services.representations import record_statement
from victim_portal.services.reviews import close_review

HOSTILE = "<script>alert(1)</script> \u202eabc\u202c & </textarea>"
FAMILY = {
    "relationship": "bereaved_relative",
    "offence_category": "murder",
    "sentence_type": "LIFE",
}


def boxes(name: str, day: date) -> dict[str, str]:
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{name}-{part}": str(number) for part, number in parts.items()}


@pytest.fixture
def reference(portal: Portal) -> str:
    """A case in the scheme, with a review under way."""
    made = joined(portal)
    listed(portal, made)
    return made


@pytest.fixture
def client(portal: Portal) -> PageClient:
    """The officer of the case."""
    return client_for(portal)


def test_a_wrong_date_is_put_right_and_nobody_is_told_it_was_put_off(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = client.get(f"/cases/{reference}/review")
    page = page.submit({**boxes("hearing_on", LATER), "change": "put_right"}, button="Save")
    page = page.follow()
    assert page.notices[0].endswith("Nobody is told that it was put off.")
    assert "Date put right" in page.text
    assert view(portal, reference).steps[0].move is HearingMove.PUT_RIGHT


def test_two_officers_pages_put_no_hearing_back(
    portal: Portal, client: PageClient, reference: str
) -> None:
    old = client.get(f"/cases/{reference}/review")
    listed(portal, reference, LATER)
    sooner = {**boxes("hearing_on", HEARING - timedelta(days=7)), "change": "moved"}
    page = old.submit(sooner, button="Save")
    assert page.errors == ["Somebody else changed this in the meantime. Look at it again."]
    assert view(portal, reference).hearing_on == LATER
    # What stands now is on the page; sent again, it is what they want.
    assert page.submit({}, button="Save").location is not None


def test_the_decision_with_its_answers_on_one_page(
    portal: Portal, client: PageClient, reference: str
) -> None:
    ring_first(portal, reference)
    forwarded(portal, reference, 3)
    page = client.get(f"/cases/{reference}/review/decision")
    assert "asked to be rung before hard news" in page.text
    page = page.submit({}, button="Save")
    assert page.errors == [
        "Choose what the Board decided",
        "Enter the day of the decision",
        "Choose what was decided",
        "Choose what was decided",
        "Choose what was decided",
    ]
    given = {
        "outcome": "release",
        **boxes("on", portal.ctx.today()),
        "request_1_state": "refused",
        "request_2_state": "amended",
        "request_2_reason": HOSTILE,
        "request_3_state": "not_yet",
    }
    page = page.submit(given, button="Save")
    assert page.errors == [
        "Enter the reason that was given: a refusal or a change is never without one.",
        "Enter how the condition stands now: the victim is told it.",
    ]
    assert page.value("request_2_reason") == [HOSTILE]
    page = page.submit(
        {"request_1_reason": "Too wide.", "request_2_as_now": "Smaller."}, button="Save"
    ).follow()
    assert page.notices == [
        "The decision was recorded. Ring the victim first, as they asked, and then approve."
    ]
    assert "<script>alert(1)</script>" in page.text
    assert [one.state for one in heard(portal, reference).requests] == [
        RequestState.REFUSED,
        RequestState.AMENDED,
        RequestState.PUT_FORWARD,
    ]
    # The page now asks for what is missing alone.
    page = client.get(f"/cases/{reference}/review/decision")
    assert "outcome" not in page.forms[0].names
    page.submit({"request_3_state": "granted"}, button="Save").follow()
    assert heard(portal, reference).requests[2].state is RequestState.GRANTED


def test_a_decision_sent_twice_is_one(portal: Portal, client: PageClient, reference: str) -> None:
    page = client.get(f"/cases/{reference}/review/decision")
    for _ in range(2):
        given = {"outcome": "no_release", **boxes("on", portal.ctx.today())}
        assert page.submit(given, button="Save").location is not None
    assert view(portal, reference).outcome is EventOutcome.NO_RELEASE
    assert view(portal, reference).version == 2


def test_without_a_review_the_way_leads_to_recording_one(
    portal: Portal, client: PageClient
) -> None:
    reference = joined(portal)
    for path in ("decision", "asks/summary"):
        page = client.get(f"/cases/{reference}/review/{path}").follow()
        assert page.h1.endswith("Record a parole review")
    client.get(f"/cases/{reference}/review/asks/nonsense", status=404)


@pytest.mark.parametrize("path", ["decision", "asks/observe", "asks/summary"])
def test_another_unit_finds_nothing(portal: Portal, reference: str, path: str) -> None:
    client_for(portal, STRANGER).get(f"/cases/{reference}/review/{path}", status=404)


def test_an_ask_goes_its_way_on_its_page(
    portal: Portal, client: PageClient, reference: str
) -> None:
    address = f"/cases/{reference}/review/asks/observe"
    page = client.get(address).submit({}, button="Save")
    assert page.errors == ["Choose how the victim asked"]
    page.submit({"how": "telephone"}, button="Save").follow()
    page = client.get(address).submit({"passed_to": HOSTILE[:100]}, button="Save").follow()
    page = client.get(address)
    assert "<script>alert(1)</script>" in page.text
    page = page.submit({"to": "refused", "reason": "Held at short notice."}, button="Save")
    assert page.errors == ["Enter the reason in plain words: the victim is told it."]
    page.submit({"plain": "It was too late to arrange it."}, button="Save").follow()
    page = client.get(address).submit({"how": "visit"}, button="Save").follow()
    assert page.notices == ["Recorded: the victim was told."]
    assert asked(portal, reference, AskKind.OBSERVE).state is AskState.REFUSED
    assert client.get(address).forms == []


def test_an_ask_is_dropped_by_its_button(
    portal: Portal, client: PageClient, reference: str
) -> None:
    wanted(portal, reference, AskKind.OBSERVE)
    page = client.get(f"/cases/{reference}/review/asks/observe")
    page = page.submit(button="They no longer ask for it").follow()
    assert page.notices == ["Recorded: they no longer ask for it."]
    assert asked(portal, reference, AskKind.OBSERVE).state is AskState.DROPPED


def test_a_review_that_is_over_makes_room_and_keeps_its_windows(
    portal: Portal, client: PageClient, reference: str
) -> None:
    decided(portal, reference)
    close_review(portal.ctx, portal.officer, reference)
    page = client.get(f"/cases/{reference}/representations")
    assert "This review is over. What runs from the decision still runs." in page.text
    assert "Last day to ask for a summary" in page.text
    page = client.get(f"/cases/{reference}/review")
    assert page.h1.endswith("Record a parole review")
    assert page.submit({"kind": "later"}, button="Save").location is not None
    assert not view(portal, reference).over


def test_a_decision_is_put_right_on_its_page(
    portal: Portal, client: PageClient, reference: str
) -> None:
    forwarded(portal, reference)
    page = client.get(f"/cases/{reference}/requests/1/outcome")
    given = {"state": "refused", **boxes("on", portal.ctx.today()), "reason": "Too wide."}
    page.submit({**given, "plain": "No."}).follow()
    page = client.get(f"/cases/{reference}/requests/1/told")
    page.submit({"how": "telephone"}).follow()
    page = client.get(f"/cases/{reference}/requests/1/outcome")
    assert page.h1.endswith("Put the decision on request 1 right")
    assert "you get a task to tell them what is right" in page.text
    assert page.value("reason") == ["Too wide."]
    page.submit({"state": "granted", "reason": "", "plain": ""}).follow()
    request = heard(portal, reference).requests[0]
    assert (request.state, request.told_on) == (RequestState.GRANTED, None)


def test_a_third_statement_of_a_family_gets_its_note(portal: Portal, client: PageClient) -> None:
    cases = [
        joined(portal, referral_reference=name, victim_first_name=name, **FAMILY)
        for name in ("Ann", "Ben", "Cat")
    ]
    listed(portal, cases[0])
    state(portal, cases[0])
    state(portal, cases[1])
    page = client.get(f"/cases/{cases[2]}/statement")
    given = {
        "body": "I was afraid.",
        "written_by": "victim",
        "reading_preference": "in_person",
        "observing": "yes",
        "support": HOSTILE,
        "language": "en",
        **boxes("signed_on", portal.ctx.today()),
    }
    page = page.submit(given, button="Save this version")
    assert len(page.errors) == 1
    assert "two stand already" in page.errors[0]
    assert page.value("support") == [HOSTILE]
    page.submit({"family_note": "She alone was there."}, button="Save this version").follow()
    found = heard(portal, cases[2]).statement
    assert found is not None
    assert (found.observing, found.family_note) == (True, "She alone was there.")
    page = client.get(f"/cases/{cases[2]}/statement/family-note")
    page = page.submit({"family_note": " "}, button="Save")
    assert page.errors == ["Enter why it is put forward as well"]
    page.submit({"family_note": HOSTILE}, button="Save").follow()
    assert HOSTILE in client.get(f"/cases/{cases[2]}/representations").text


def test_the_form_of_one_victim_asks_for_no_family(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = client.get(f"/cases/{reference}/statement")
    assert "family_note" not in page.forms[0].names
    record_statement(portal.ctx, portal.officer, reference, a_statement(observing=False))
    assert client.get(f"/cases/{reference}/statement").value("observing") == ["no"]
