"""The page on which a contact is recorded."""

from datetime import date
from typing import Any

import pytest

from tests.support.answers import E, at
from tests.support.casework import evenings, mobile, opted_in, reachable, received, task_kinds
from tests.support.contacts import Out, channel, posted_letter
from tests.support.html import elements
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from tests.support.web import STRANGER, client_for
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse
from victim_portal.services.cases import case_view
from victim_portal.services.channels import ChannelInput, change_plan, suspend_channel
from victim_portal.services.contacts import contact_log

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


def _new(client: PageClient, reference: str) -> Page:
    return client.get(f"/cases/{reference}/contacts/new")


def _log(portal: Portal, reference: str) -> Any:
    return contact_log(portal.ctx, portal.officer, reference)


def test_way_outcome_save_is_all_it_takes(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = client.get(f"/cases/{reference}/contacts").follow("Record the first")
    done = page.submit(CALL).follow()
    assert done.notices == ["Recorded."]
    assert "Telephone: no answer by Sam Carter Wednesday 18 November 2026" in done.text
    (entry,) = _log(portal, reference).entries
    assert (entry.channel, entry.outcome, entry.inward) == ("07700 900123", Out.NO_ANSWER, False)


def test_only_what_fits_a_way_is_offered_below_it(client: PageClient, reference: str) -> None:
    offered = _new(client, reference).forms[0].offered
    assert offered["method"] == {"telephone", "letter", "sms", "email", "visit"}
    assert "voicemail_left" in offered["telephone_outcome"]
    assert "returned" not in offered["telephone_outcome"]
    assert offered["letter_outcome"] == {
        "sent",
        "returned",
        "in_received",
        "in_someone_else_answered",
    }
    assert offered["email_channel"] == {"", "another"}
    assert len(offered["sms_channel"]) == 3


def test_what_is_missing_is_said_where_it_belongs(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = _new(client, reference).submit({"note": HOSTILE}, status=200)
    assert page.errors == ["Choose how it was"]
    page = page.submit({"method": "telephone", "letter_outcome": "sent"}, status=200)
    assert page.errors == ["Choose what came of it"]
    page = page.submit({**CALL, "next_step": "Ring again", "telephone_channel": ""}, status=200)
    assert page.errors == [
        "Choose which one it was, or that it was another.",
        "Enter by when the next step is to be done.",
    ]
    assert [text.strip() for text in page.value("note")] == [HOSTILE]
    opened = [each for each in elements(page.main, "details") if each.get("open") is not None]
    assert len(opened) == 1
    assert _log(portal, reference).entries == ()
    page.submit({"telephone_channel": "another", **_day("next_on", date(2026, 11, 20))}).follow()
    assert "next_step" in task_kinds(portal, reference)


def test_everything_of_a_call_that_came_in(
    portal: Portal, client: PageClient, reference: str
) -> None:
    done = (
        _new(client, reference)
        .submit(
            {
                "method": "telephone",
                "telephone_outcome": "in_spoke",
                "still_safe": "yes",
                "at": "11.45am",
                "note": HOSTILE,
                "visit_offered": "y",
                "promise": "To send the form",
                **_day("promise_on", date(2026, 11, 25)),
            }
        )
        .follow()
    )
    assert done.notices == [
        "Recorded. The clock of first contact has stopped. Their yes is kept, but confirms no "
        "plan: to use this number or address, go through its plan with them and confirm it."
    ]
    assert "Telephone: they rang, and we spoke" in done.text
    assert "at 11:45am" in done.text
    assert "A visit was offered." in done.text
    assert "<script>alert(1)</script>" in done.text
    assert "To send the form" in done.text
    kept = done.submit(button="Kept: To send the form").follow()
    assert kept.notices == ["The promise is kept."]
    assert "To send the form" not in kept.text


def test_a_number_that_was_wrong_is_stopped_and_it_is_said(
    portal: Portal, client: PageClient, reference: str
) -> None:
    (number,) = reachable(portal, reference, mobile(value="07700 900321"))
    page = _new(client, reference)
    assert page.value("telephone_channel") == [""]
    done = page.submit(
        {
            "method": "telephone",
            "telephone_channel": str(number),
            "telephone_outcome": "wrong_number",
        }
    ).follow()
    assert done.notices == [
        "Recorded. The number or address was stopped, and what was waiting for it is held. There "
        "is a task to find a safe way."
    ]
    assert channel(portal, number).suspended_at is not None
    assert "Mobile number 07700 900321, stopped" in _new(client, reference).text


@pytest.mark.parametrize(("expected", "stops"), [("yes", False), ("no", True), (None, True)])
def test_somebody_else_answered_asks_about_the_plan(
    portal: Portal, client: PageClient, reference: str, expected: str | None, stops: bool
) -> None:
    given = {
        "method": "telephone",
        "telephone_outcome": "someone_else_answered",
        "telephone_expected": expected,
    }
    _new(client, reference).submit(given).follow()
    (number,) = [c.id for c in case_view(portal.ctx, portal.officer, reference).channels]
    assert (channel(portal, number).suspended_at is not None) == stops


def test_the_plan_stands_beside_the_form(portal: Portal) -> None:
    reference = opted_in(portal, mobile="07700 900555")
    plan = mobile(
        windows=(evenings(),),
        any_time=False,
        who_else="Her brother",
        code_word="Bluebell",
        if_answered="Say it is the dentist",
    )
    (number,) = reachable(portal, reference, plan)
    text = _new(client_for(portal), reference).text
    for words in (
        "Mobile number: 07700 900123",
        "Not at this hour.",
        "Voicemail Not agreed.",
        "Her brother",
        "Bluebell",
        "Say it is the dentist",
        "Monday to Friday, 6pm to 8pm",
        "Not agreed Give only your first name. Leave no voicemail, and send no text.",
    ):
        assert words in text, words
    suspend_channel(portal.ctx, portal.officer, reference, number, "He found the phone")
    text = _new(client_for(portal), reference).text
    assert "Stopped Don't use it. He found the phone" in text
    assert "Not at this hour." not in text


def test_a_yes_to_a_plan_that_changed_meanwhile_confirms_nothing(portal: Portal) -> None:
    reference = opted_in(portal)
    (number,) = reachable(portal, reference, mobile())
    client = client_for(portal)
    page = _new(client, reference)
    spoke = {"method": "telephone", "telephone_outcome": "spoke", "still_safe": "yes"}
    assert "The plan is confirmed" in _new(client, reference).submit(spoke).follow().notices[0]
    seen = channel(portal, number).plan_version
    change_plan(portal.ctx, portal.colleague, reference, number, mobile(who_else="He"), seen)
    assert "confirms no plan" in page.submit(spoke).follow().notices[0]


def test_which_letter_came_back(portal: Portal) -> None:
    reference = received(portal, address="1 High Street")
    (address,) = [c.id for c in case_view(portal.ctx, portal.officer, reference).channels]
    letter = posted_letter(portal, reference, address)
    client = client_for(portal)
    page = _new(client, reference)
    assert "First letter, posted 18 Nov 2026" in page.text
    back = {"method": "letter", "letter_outcome": "returned", "letter_which": str(letter)}
    page.submit(back).follow()
    # The same form once more, and a new one that says what is known by now.
    assert page.submit(back).location
    again = _new(client, reference).submit(back, status=200)
    assert again.errors == ["It is recorded already that this letter came back."]
    assert len(_log(portal, reference).entries) == 1


def test_a_double_click_records_once(portal: Portal, client: PageClient, reference: str) -> None:
    page = _new(client, reference)
    assert page.submit(CALL).location == page.submit(CALL).location
    assert len(_log(portal, reference).entries) == 1


def test_who_asked_for_no_contact_is_named_before_anybody_rings(portal: Portal) -> None:
    page = _new(client_for(portal), at(portal, E.DO_NOT_CONTACT))
    assert "They asked not to be contacted. Don't ring or write" in page.text


@pytest.mark.parametrize("path", ["contacts", "contacts/new", "notes/new"])
def test_another_unit_gets_the_page_of_nothing(portal: Portal, reference: str, path: str) -> None:
    stranger = client_for(portal, STRANGER)
    stranger.get(f"/cases/{reference}/{path}", status=404)


def test_a_forged_list_of_plans_seen_confirms_nothing(portal: Portal) -> None:
    reference = opted_in(portal)
    landline = ChannelInput(
        ChannelKind.LANDLINE, "020 7946 0999", frozenset({ChannelUse.CALL}), any_time=True
    )
    reachable(portal, reference, landline)
    page = _new(client_for(portal), reference)
    spoke = {"method": "telephone", "telephone_outcome": "spoke", "still_safe": "yes"}
    for forged in ("", "x:y,:,,", "1" * 4001):
        sent = page.submit({**spoke, "plans_seen": forged})
        assert "confirms no plan" in sent.follow().notices[0] if sent.location else sent.errors
