"""A form that is sent after its session ended: nothing typed is lost, and nobody else gets it."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask

from tests.support.casework import (
    REFERRAL,
    mobile,
    opted_in,
    reachable,
    received,
    view,
)
from tests.support.lapsed import AGAIN, HOSTILE, answer, late
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.signing_in import code_for, let_in
from tests.support.web import OFFICER, app_for, signed_in
from victim_portal.domain.vocabulary import Enrolment
from victim_portal.services.referrals import receive_typed
from victim_portal.web import sending_on


@pytest.fixture
def app(portal: Portal) -> Flask:
    return app_for(portal)


@pytest.fixture
def client(portal: Portal, app: Flask) -> PageClient:
    return signed_in(app, OFFICER)


@pytest.mark.parametrize(
    "pass_time",
    [
        lambda portal, client: portal.clock.move(minutes=61),
        lambda portal, client: _whole_day(portal, client),
    ],
    ids=["unused", "eight hours"],
)
def test_an_answer_that_came_too_late_is_saved_after_signing_in_again(
    portal: Portal, client: PageClient, pass_time: Callable[[Portal, PageClient], None]
) -> None:
    reference = received(portal)
    page = client.get(f"/cases/{reference}/answer")
    pass_time(portal, client)
    page = page.submit(answer(), status=200)
    assert page.h1 == "Sign in again"
    assert "What you typed is kept for an hour" in page.text
    assert view(portal, reference).enrolment is Enrolment.NOT_OFFERED

    page = let_in(page, AGAIN)
    assert page.h1 == "You are signed in again"
    assert "What you had typed is still here. It is not saved yet." in page.text
    assert page.value("note") == [HOSTILE]
    assert view(portal, reference).enrolment is Enrolment.NOT_OFFERED

    done = page.submit().follow()
    assert "Recorded:" in done.notices[0]
    (step,) = view(portal, reference).steps
    assert step.note == HOSTILE
    assert step.recorded_by == "Sam Carter"

    # Sent twice it is still recorded once: the form's own token travelled along.
    page.submit()
    assert len(view(portal, reference).steps) == 1


def _whole_day(portal: Portal, client: PageClient) -> None:
    """Use the session for as long as one may last, without a pause."""
    for _ in range(8 * 60 // 25 + 1):
        portal.clock.move(minutes=25)
        client.http.get("/tasks")


def test_a_changed_plan_still_knows_which_plan_was_shown(
    portal: Portal, client: PageClient
) -> None:
    reference = opted_in(portal)
    [channel_id] = reachable(portal, reference, mobile())
    page = late(
        portal,
        client,
        f"/cases/{reference}/channels/{channel_id}",
        {"uses": ["sms"], "who_else": "Her brother", "agreed": "telephone"},
    )
    let_in(page, AGAIN).submit().follow()
    (channel,) = view(portal, reference).channels
    assert channel.who_else == "Her brother"
    assert len(channel.uses) == 1


def test_what_the_address_asks_for_is_kept_too(portal: Portal, client: PageClient) -> None:
    reference = opted_in(portal)
    given = {"value": "mary@example.org", "uses": ["email"], "hours": "any", "language": "en"}
    given["agreed"] = "telephone"
    page = late(portal, client, f"/cases/{reference}/channels/new?kind=email", given)
    page = let_in(page, AGAIN)
    assert page.forms[0].action == f"/cases/{reference}/channels/new?kind=email"
    page.submit().follow()
    assert [one.shown for one in view(portal, reference).channels] == ["mary@example.org"]


def test_what_was_wrong_with_the_form_is_said_when_it_is_sent_on(
    portal: Portal, client: PageClient
) -> None:
    page = late(portal, client, f"/cases/{received(portal)}/answer", {"note": "She rang"})
    page = let_in(page, AGAIN).submit({}, status=200)
    assert "Choose what happened" in page.errors
    assert page.value("note") == ["She rang"]


def test_failed_tries_keep_what_was_typed(portal: Portal, client: PageClient) -> None:
    reference = received(portal)
    page = late(portal, client, f"/cases/{reference}/answer", answer())
    for wrong in ({}, {"email": OFFICER}, {"email": OFFICER, "password": "not it"}):
        page = page.submit(wrong, status=200)
        assert page.errors
        assert "What you typed is kept for an hour" in page.text
    page = let_in(page, AGAIN)
    assert page.value("note") == [HOSTILE]


def test_an_hour_later_it_is_gone_and_that_is_said(portal: Portal, client: PageClient) -> None:
    page = late(portal, client, f"/cases/{received(portal)}/answer", answer())
    portal.clock.move(minutes=61)
    page = page.submit({"email": OFFICER, "password": "not it"}, status=200)
    assert "kept for an hour" not in page.text
    page = let_in(page, AGAIN)
    assert page.location == "/"
    assert "could not be kept" in client.get("/tasks").notices[0]


def test_the_page_with_what_was_typed_may_be_loaded_again(
    portal: Portal, client: PageClient
) -> None:
    page = late(portal, client, f"/cases/{received(portal)}/answer", answer())
    code = code_for(portal.ctx, OFFICER)
    page = page.submit(AGAIN)
    sent = page.forms[0].filled({"code": code}, None)
    first, second = (client.post("/sign-in/confirm", sent) for _ in range(2))
    assert (first.h1, second.h1) == ("You are signed in again",) * 2
    assert second.value("note") == [HOSTILE]


def test_other_windows_of_the_same_person_still_save(portal: Portal, client: PageClient) -> None:
    reference = received(portal)
    other = client.get(f"/cases/{reference}/answer")
    portal.clock.move(minutes=61)
    let_in(client.get("/sign-in"), AGAIN)
    other.submit(answer()).follow()
    assert view(portal, reference).enrolment is Enrolment.OFFERED


def test_a_whole_statement_of_any_script_is_carried(portal: Portal, client: PageClient) -> None:
    reference = received(portal)
    page = client.get(f"/cases/{reference}/answer")
    portal.clock.move(minutes=61)
    words = "".join(chr(0x20000 + number * 7919 % 40000) for number in range(200_000))
    sent = page.forms[0].filled({}, None)
    sent |= {"one": words, "two": words[::-1], "three": words[7:]}
    page = client.post(f"/cases/{reference}/answer", sent, status=200)
    assert page.h1 == "Sign in again"
    page = let_in(page, AGAIN)
    assert page.value("one") == [words]
    assert page.value("three") == [words[7:]]
    assert page.submit({}, status=200).errors


def test_what_is_too_long_is_said_to_be(
    portal: Portal, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending_on, "MOST_CHARACTERS", 10)
    page = late(portal, client, f"/cases/{received(portal)}/answer", answer())
    assert "too long to be kept" in page.text
    let_in(page, AGAIN)
    assert "could not be kept" in client.get("/tasks").notices[0]


def test_a_file_cannot_be_kept_and_that_is_said(portal: Portal, client: PageClient) -> None:
    page = client.get("/referrals/import")
    portal.clock.move(minutes=61)
    [name] = [one for one in page.forms[0].names if "file" in one]
    page = page.submit({name: (BytesIO(b"a,b\n1,2\n"), "new.csv")}, status=200)
    assert "The file that you chose can't be kept" in page.text
    page = let_in(page, AGAIN)
    assert "could not be kept" in page.text
    assert page.forms[0].element.get("enctype") == "multipart/form-data"
    page = page.submit(status=200)
    assert page.h1 == client.get("/referrals/import").h1
    assert page.errors


def test_a_button_alone_is_carried_too(portal: Portal, client: PageClient) -> None:
    reference = receive_typed(portal.ctx, portal.manager, REFERRAL)
    page = client.get(f"/cases/{reference}")
    [take] = [each for each in page.forms if each.action.endswith("/take")]
    sent = take.filled({}, None)
    portal.clock.move(minutes=61)
    page = let_in(client.post(take.action, sent, status=200), AGAIN)
    assert "What you had asked for is not done yet." in page.text
    page.submit(button="Send it now").follow()
    assert view(portal, reference).officer_name == "Sam Carter"


def test_the_address_of_signing_in_again_leads_to_signing_in(app: Flask) -> None:
    assert PageClient(app).get("/sign-in/again").location == "/sign-in"
