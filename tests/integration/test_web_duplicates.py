"""Two cases side by side, and the button that says what they are."""

from uuid import UUID

import pytest

from tests.support.casework import ANSWERED_ON, answered, opted_in, ready, received, view
from tests.support.corrections import case_of, forgotten
from tests.support.pages import Page, PageClient
from tests.support.portal import OTHER_UNIT, Portal
from tests.support.web import STRANGER, client_for
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome, Enrolment
from victim_portal.services.contacts import ContactInput, record_contact
from victim_portal.services.referrals import list_duplicates

AGAIN = {"referral_reference": "WCU-4", "victim_date_of_birth": ""}
ELSEWHERE = {
    "referral_reference": "WCU-5",
    "offender_first_name": "Piers",
    "offender_last_name": "Quayle",
    "prison_number": "C1111DD",
    "crn": "Z111111",
}


@pytest.fixture
def client(portal: Portal) -> PageClient:
    return client_for(portal)


def _list(client: PageClient) -> Page:
    return client.get("/referrals/duplicates")


def _button(words: str, new: str, known: str) -> str:
    return f"{words} ({new} and {known})"


def test_without_pairs_it_says_so(client: PageClient) -> None:
    assert "No pair waits for your decision." in _list(client).text


def test_the_two_stand_side_by_side(portal: Portal, client: PageClient) -> None:
    known = received(portal, mobile="07700 900123")
    new = received(portal, **AGAIN, mobile="07700 900123")
    page = _list(client)
    assert "Same offender and a similar name. They have a number or address in common." in page.text
    rows = {row[0]: row[1:] for row in page.rows}
    assert rows["Case"] == [new, known]
    assert rows["Date of birth"] == ["Not recorded", "2 Jan 1990"]
    assert rows["Offender"] == ["John Oak", "John Oak"]
    assert "Ash" not in page.title
    assert page.follow(known).path == f"/cases/{known}"


@pytest.mark.parametrize(
    ("changes", "words", "said"),
    [
        (AGAIN, "Different people", "they are different people"),
        (AGAIN, "The same case twice", "stays, and the other is closed as a double"),
        (ELSEWHERE, "One person, two cases", "one person, two cases"),
    ],
)
def test_each_decision_has_its_button_and_its_answer(
    portal: Portal, client: PageClient, changes: dict[str, str], words: str, said: str
) -> None:
    known = received(portal)
    new = received(portal, **changes)
    page = _list(client)
    after = page.submit({}, button=_button(words, new, known)).follow()
    assert said in after.notices[0]
    assert "No pair waits" in after.text
    # The button of a page that was left open says the same once more.
    again = page.submit({}, button=_button(words, new, known)).follow()
    assert said in again.notices[0]


def test_what_would_happen_is_said_before_it_does(portal: Portal, client: PageClient) -> None:
    known = received(portal)
    new = ready(portal, **AGAIN)
    call = ContactInput(ContactMethod.TELEPHONE, ContactOutcome.SPOKE, portal.ctx.today())
    record_contact(portal.ctx, portal.officer, known, call)
    page = _list(client)
    assert f"Then case {new} stays, and case {known} is closed as a double" in page.text
    assert "1 contact, letter or note of it is shown on the case that stays" in page.text
    rows = {row[0]: row[1:] for row in page.rows}
    assert rows["Offer and answer"] == ["Opted in", "Not offered yet"]
    after = page.submit({}, button=_button("The same case twice", new, known)).follow()
    assert f"Case {new} stays" in after.notices[0]
    assert not view(portal, new).closed
    assert view(portal, known).closed


def test_two_sentences_of_one_offender_are_pointed_out(portal: Portal, client: PageClient) -> None:
    received(portal)
    said = "the two tell of different sentences"
    received(portal, **AGAIN)
    assert said not in _list(client).text
    received(portal, **{**AGAIN, "referral_reference": "WCU-6", "sentenced_on": "2026-10-01"})
    assert said in _list(client).text


def test_what_can_not_be_decided_is_not_offered(portal: Portal, client: PageClient) -> None:
    known = received(portal)
    new = opted_in(portal, **AGAIN)
    answered(portal, known, Enrolment.OFFERED, ANSWERED_ON, how=ContactMethod.LETTER)
    page = _list(client)
    assert [list(form.buttons) for form in page.forms] == [
        [_button("Different people", new, known)]
    ]
    assert "In the new case it says “Opted in”" in page.text
    action, token = page.forms[0].action, page.value("csrf_token")[0]
    for decision, said in (
        ("same_case", "record it in both"),
        ("same_person", "that is the same case"),
        ("", "Choose"),
        ("<script>", "Choose"),
    ):
        sent = {"csrf_token": token, "decision": decision}
        after = client.post(action, sent).follow()
        assert said in after.notices[0]
    assert not view(portal, new).closed


def test_one_side_that_cannot_be_read_takes_no_list_down(
    portal: Portal, client: PageClient
) -> None:
    known = received(portal)
    new = received(portal, **AGAIN)
    forgotten(portal, case_of(portal, known).person_id)
    page = _list(client)
    rows = {row[0]: row[1:] for row in page.rows}
    assert rows["Person"] == ["Mary Ash", "Can't be read"]
    assert [list(form.buttons) for form in page.forms] == [
        [_button("Different people", new, known)]
    ]


def test_another_word_after_the_decision_changes_nothing(
    portal: Portal, client: PageClient
) -> None:
    known = received(portal)
    new = received(portal, **AGAIN)
    page = _list(client)
    page.submit({}, button=_button("Different people", new, known)).follow()
    after = page.submit({}, button=_button("The same case twice", new, known)).follow()
    assert after.notices == ["Somebody decided this before you. Nothing was changed."]


def test_another_unit_sees_none_of_it(portal: Portal, client: PageClient) -> None:
    received(portal)
    received(portal, **AGAIN)
    (pair,) = list_duplicates(portal.ctx, portal.officer).pairs
    stranger = client_for(portal, STRANGER)
    page = _list(stranger)
    assert "No pair waits" in page.text
    token = stranger.get("/referrals/import").value("csrf_token")[0]
    sent = {"csrf_token": token, "decision": "different"}
    theirs = stranger.post(f"/referrals/duplicates/{pair.id}", sent)
    never = stranger.post(f"/referrals/duplicates/{UUID(int=5)}", sent)
    assert (theirs.status, theirs.text) == (404, never.text)
    assert OTHER_UNIT not in _list(client).text


def test_hostile_names_are_shown_as_typed(portal: Portal, client: PageClient) -> None:
    hostile = '<script>alert("x")</script> \u05e9\u05dc\u05d5\u05dd 😀'
    received(portal, victim_last_name=hostile)
    received(portal, **AGAIN, victim_last_name=hostile)
    page = _list(client)
    assert hostile in page.text
    assert "<script>alert" not in page.html
