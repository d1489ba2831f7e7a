"""The pages of the code: sent, read back, locked, by letter, and for a landline none."""

from uuid import UUID

import pytest
from markupsafe import escape

from tests.support import supporters
from tests.support.casework import approve, mobile, opted_in, view
from tests.support.codes import (
    added,
    another,
    channel_of,
    codes_of,
    entered,
    newest_code,
    sent,
    worked,
)
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.web import STRANGER, client_for
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse, Language
from victim_portal.services.channels import (
    ChannelInput,
    change_plan,
    suspend_channel,
)

HOSTILE = "<b>482913</b> \N{FACE WITH TEARS OF JOY}"


@pytest.fixture
def reference(portal: Portal) -> str:
    return opted_in(portal)


@pytest.fixture
def channel_id(portal: Portal, reference: str) -> UUID:
    return added(portal, reference)


@pytest.fixture
def client(portal: Portal, reference: str) -> PageClient:
    return client_for(portal)


@pytest.fixture
def here(reference: str, channel_id: UUID) -> str:
    return f"/cases/{reference}/channels/{channel_id}/code"


def test_a_code_is_sent_and_read_back(
    portal: Portal, client: PageClient, reference: str, channel_id: UUID, here: str
) -> None:
    page = client.get(here)
    assert page.h1 == f"Case {reference} Send a code"
    assert "Hello Mary. Sam will ask you for this number: 000 000. Sam" in page.text
    assert "safe hour" not in page.text
    enter = page.submit(button="Send the code").follow()
    assert "The code is on its way" in enter.notices[0]
    worked(portal)
    code = newest_code(portal, channel_id)
    shown = client.get(f"{here}/enter")
    assert "5 tries are left" in shown.text
    assert code not in shown.text
    assert f"{code[:3]} {code[3:]}" not in shown.text
    done = shown.submit({"code": f" {code[:3]} {code[3:]}", "how": "voice"}).follow()
    assert done.notices == ["Verified. Messages may go to it by its plan."]
    assert channel_of(portal, reference, channel_id).verified_how == "code_read_back"
    assert "verified already" in client.get(here).text


def test_what_was_held_meanwhile_is_pointed_out(
    portal: Portal, client: PageClient, reference: str, channel_id: UUID, here: str
) -> None:
    approve(portal, reference)
    worked(portal)
    client.get(here).submit(button="Send the code")
    page = client.get(f"{here}/enter")
    done = page.submit({"code": newest_code(portal, channel_id), "how": "in_person"}).follow()
    assert "held: look at each" in done.notices[0]


def test_a_double_click_sends_one_and_enters_one(
    portal: Portal, client: PageClient, channel_id: UUID, here: str
) -> None:
    page = client.get(here)
    assert page.submit().location == page.submit().location
    assert len(codes_of(portal, channel_id)) == 1
    code = newest_code(portal, channel_id)
    page = client.get(f"{here}/enter")
    wrong = {"code": another(code), "how": "voice"}
    first, second = page.submit(wrong, status=200), page.submit(wrong, status=200)
    assert first.errors == second.errors == ["That isn't the code. 4 tries are left."]
    again = second.submit(status=200)
    assert again.errors == ["That isn't the code. 3 tries are left."]
    right = {"code": code, "how": "voice"}
    assert again.submit(right).location == again.submit(right).location


def test_what_is_wrong_is_said_and_the_lock_is_shown(
    portal: Portal, client: PageClient, channel_id: UUID, here: str
) -> None:
    page = client.get(f"{here}/enter").submit({}, status=200)
    assert page.errors == [
        "Enter the six digits that they read out",
        "Choose how they told you the code",
    ]
    page = page.submit({"code": HOSTILE, "how": "voice"}, status=200)
    assert page.errors == ["Enter the six digits that they read out."]
    assert page.value("code") == [HOSTILE]
    page = page.submit({"code": "123456"}, status=200)
    assert page.errors == ["No code was sent to it. Send one first."]
    client.get(here).submit()
    code = newest_code(portal, channel_id)
    for number in range(1, 6):
        page = page.submit({"code": another(code, number)}, status=200)
    assert "5th wrong number" in page.errors[0]
    assert "The code is locked" in page.text
    page = page.submit({"code": code}, status=200)
    assert "locked after 5 wrong numbers" in page.errors[0]


def test_outside_the_hours_it_says_that_it_waits(
    portal: Portal, client: PageClient, reference: str, channel_id: UUID, here: str
) -> None:
    portal.clock.set(portal.clock.at.replace(hour=3))
    given = {"hours": "only", "days1": ["2"], "from1": "9am", "to1": "5pm", "agreed": "telephone"}
    client.get(here.removesuffix("/code")).submit(given).follow()
    page = client.get(here)
    assert "It isn't a safe hour now" in page.text
    assert "when the safe hours begin" in page.submit().follow().notices[0]


def test_what_stands_against_it_is_said_and_there_is_no_button(
    portal: Portal, client: PageClient, reference: str, channel_id: UUID, here: str
) -> None:
    suspend_channel(portal.ctx, portal.officer, reference, channel_id, "Not safe")
    page = client.get(here)
    assert "No code can be sent now. This channel is suspended." in page.text
    assert not page.forms or all("Send the code" not in form.buttons for form in page.forms)


def test_a_plan_that_changed_under_the_page_sends_nothing(
    portal: Portal, client: PageClient, reference: str, channel_id: UUID, here: str
) -> None:
    page = client.get(here)
    seen = channel_of(portal, reference, channel_id).plan_version
    change_plan(portal.ctx, portal.colleague, reference, channel_id, mobile(danger="He"), seen)
    answer = page.submit().follow()
    assert "Somebody else changed this plan" in answer.text
    assert codes_of(portal, channel_id) == []


def test_changing_the_plan_says_what_becomes_of_the_code(client: PageClient, here: str) -> None:
    client.get(here).submit()
    page = client.get(here.removesuffix("/code"))
    assert "that code counts no more" in page.text
    done = page.submit({"who_else": "Her mother", "agreed": "telephone"}).follow()
    assert "The code that was sent counts no more" in done.notices[0]


def test_an_address_gets_a_letter(portal: Portal, client: PageClient, reference: str) -> None:
    given = ChannelInput(
        ChannelKind.POST,
        "1 High Street\nWinchester\nSO23 9AA",
        frozenset({ChannelUse.LETTER}),
        any_time=True,
    )
    channel_id = added(portal, reference, given)
    page = client.get(f"/cases/{reference}/channels/{channel_id}/code")
    assert "print and post" in page.text
    letter = page.submit(button="Make the letter").follow()
    assert "Print it and post it" in letter.notices[0]


def test_a_landline_is_confirmed_by_ringing_it(
    portal: Portal, client: PageClient, reference: str
) -> None:
    given = ChannelInput(
        ChannelKind.LANDLINE, "020 7946 0123", frozenset({ChannelUse.CALL}), any_time=True
    )
    channel_id = added(portal, reference, given)
    here = f"/cases/{reference}/channels/{channel_id}"
    assert "A landline gets no code" in client.get(f"{here}/code").text
    page = client.get(f"{here}/confirm")
    assert page.forms[0].offered["how"] == {"spoken", "in_person"}
    done = page.submit({"how": "spoken"}).follow()
    assert done.notices == ["Confirmed. It may be used by its plan from now on."]
    assert channel_of(portal, reference, channel_id).verified_at is not None


def test_a_supporters_number_is_added_by_the_link_beside_their_name(
    portal: Portal, client: PageClient, reference: str
) -> None:
    supporters.add(portal, reference)
    (sister,) = supporters.beside(portal, reference)
    new = f"/cases/{reference}/channels/new"
    page = client.get(f"{new}?for={sister.person_id}")
    assert "For Ruth Birch" in page.text
    page = page.submit({"kind": "mobile"}).follow()
    assert "For Ruth Birch" in page.text
    given = {"value": "07700 900555", "uses": ["sms"], "hours": "any", "language": "en"}
    page.submit(given | {"agreed": "telephone"}).follow()
    own = [one for one in view(portal, reference).channels if not one.whose]
    assert own == []
    (theirs,) = supporters.beside(portal, reference)[0].channels
    page = client.get(f"/cases/{reference}/channels/{theirs.id}/code")
    assert "Ruth Birch, supporter" in page.text
    assert "Hello Ruth." in page.text
    assert theirs.language is Language.ENGLISH
    for nobody in ("nonsense", "00000000-0000-4000-8000-000000000000"):
        client.get(f"{new}?for={nobody}", status=404)
    client_for(portal, STRANGER).get(f"{new}?for={sister.person_id}", status=404)


def test_the_card_of_a_channel_says_where_it_stands(
    portal: Portal, reference: str, channel_id: UUID
) -> None:
    def shown() -> str:
        return client_for(portal).get(f"/cases/{reference}").html

    assert "Not verified yet." in shown()
    assert "Send a code" in shown()
    assert "Enter the code" not in shown()
    code = sent(portal, reference, channel_id)
    assert "A code was made on" in shown()
    assert "Enter the code" in shown()
    worked(portal)
    assert "A code went out on" in shown()
    entered(portal, reference, channel_id, code)
    assert "Verified by a code they read back" in shown()
    assert "Send a code" not in shown()
    seen = channel_of(portal, reference, channel_id).plan_version
    change_plan(portal.ctx, portal.officer, reference, channel_id, mobile(danger=HOSTILE), seen)
    assert "Danger there" in shown()
    assert str(escape(HOSTILE)) in shown()
    suspend_channel(portal.ctx, portal.officer, reference, channel_id, "Not safe")
    assert "Stopped" in shown()
    assert "Not verified yet." in shown()


def test_getting_the_pages_changes_nothing(
    portal: Portal, client: PageClient, reference: str, channel_id: UUID, here: str
) -> None:
    before = channel_of(portal, reference, channel_id)
    for page in (here, f"{here}/enter"):
        client.get(page)
    assert channel_of(portal, reference, channel_id) == before
    assert codes_of(portal, channel_id) == []
