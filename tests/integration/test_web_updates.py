"""The pages of an update."""

import pytest
from sqlalchemy import select

from tests.support.casework import (
    answered,
    dated,
    email,
    mobile,
    opted_in,
    reachable,
    ready,
    update_of,
)
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from tests.support.web import COLLEAGUE, MANAGER, STRANGER, app_for, client_for, signed_in
from victim_portal.domain.access import WORKER
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Enrolment, UpdateState
from victim_portal.services.channels import suspend_channel
from victim_portal.services.events import EventInput, record_event
from victim_portal.services.messages import hold
from victim_portal.store.models import Message

FIRST = Stage.SENTENCE_EXPLAINED
HOSTILE = "<script>alert('x')</script> \N{FACE WITH TEARS OF JOY} \N{RIGHT-TO-LEFT OVERRIDE}שלום"


@pytest.fixture
def reference(portal: Portal) -> str:
    return ready(portal)


@pytest.fixture
def client(portal: Portal) -> PageClient:
    return client_for(portal)


def _path(portal: Portal, reference: str, stage: Stage = FIRST) -> str:
    return f"/cases/{reference}/updates/{update_of(portal, reference, stage).id}"


def _open(portal: Portal, client: PageClient, reference: str, stage: Stage = FIRST) -> Page:
    return client.get(_path(portal, reference, stage))


def _messages(portal: Portal) -> list[Message]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(Message).order_by(Message.kind)))


def test_every_word_that_goes_out_is_on_the_page(
    portal: Portal, client: PageClient, reference: str
) -> None:
    update = update_of(portal, reference, FIRST)
    page = _open(portal, client, reference)
    assert page.title == f"The sentence explained, case {reference} - Victim Portal"
    shown = " ".join(page.text.split())
    for text in (update.notice_sms, update.notice_subject, update.notice_email, update.content):
        assert " ".join(text.split()) in shown
    assert "characters, sent as 1 part." in page.text
    assert "Conditional release date (CRD), from version 1 of the dates" in page.text
    assert "which prison, hospital or approved premises" in page.text


def test_approved_it_waits_to_go_and_cannot_be_approved_again(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = _open(portal, client, reference)
    done = page.submit(button="Approve").follow()
    assert done.notices == ["Approved. 2 messages go as soon as they are due and safe."]
    assert done.text.count("Waiting to go") == 2
    again = page.submit(button="Approve").follow()
    assert again.notices == [
        "This update was approved already: see below what became of its messages."
    ]
    assert len(_messages(portal)) == 2


def test_a_version_that_was_not_read_is_not_approved(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = _open(portal, client, reference)
    dated(portal, reference, CRD="2032-02-01", SLED="2034-11-01")
    after = page.submit(button="Approve").follow()
    assert "This update changed while you had it open" in after.notices[0]
    assert "February 2032" in after.text
    assert _messages(portal) == []
    client.post(page.path + "/approve", {"version": "x", **_token(page)})
    assert update_of(portal, reference, FIRST).state is UpdateState.DRAFT


def _token(page: Page) -> dict[str, str]:
    return {"csrf_token": page.value("csrf_token")[0]}


def test_words_are_edited_and_shown_as_they_were_typed(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = _open(portal, client, reference).follow("Edit the words")
    page = page.submit({"notice_sms": "", "notice_subject": "x" * 121}, status=200)
    assert page.errors == [
        "Enter the text message",
        "Subject of the email must be 120 characters or fewer",
    ]
    page = page.submit({"notice_sms": HOSTILE, "notice_subject": "Please ring"}).follow()
    assert page.notices == ["Saved. Read it once more as it will go out."]
    assert HOSTILE in page.text
    assert "These characters take more room" in page.text
    assert update_of(portal, reference, FIRST).edited


def test_words_that_give_too_much_away_are_named_and_refused(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = _open(portal, client, reference).follow("Edit the words")
    page = page.submit({"notice_sms": "Mary: Oak leaves prison soon."}).follow()
    assert "These words give too much away, or are gaps to fill: Oak, prison" in page.text
    page = page.submit(button="Approve").follow()
    assert page.notices == ["Take out or fill in before it can go: Oak, prison."]
    assert _messages(portal) == []


def test_two_officers_edit_one_update_and_nothing_is_lost(portal: Portal, reference: str) -> None:
    app = app_for(portal)
    mine, theirs = signed_in(app, "sam.carter@example.org"), signed_in(app, COLLEAGUE)
    path = _path(portal, reference) + "/edit"
    page = mine.get(path)
    theirs.get(path).submit({"notice_sms": "Theirs: please ring."}).follow()
    page = page.submit({"notice_sms": "Mine: please ring."}, status=200)
    assert "changed while you had it open" in page.errors[0]
    assert page.value("notice_sms") == ["Mine: please ring."]
    assert "Theirs: please ring." in page.text
    page.submit({}).follow()
    assert update_of(portal, reference, FIRST).notice_sms == "Mine: please ring."


def test_cancelled_with_a_reason(portal: Portal, client: PageClient, reference: str) -> None:
    page = _open(portal, client, reference).follow("Cancel this update")
    page = page.submit({}, status=200)
    assert page.errors == ["Enter why they won't be told this"]
    page = page.submit({"why": HOSTILE}).follow()
    assert page.notices == ["Cancelled. They aren't told this."]
    assert HOSTILE in page.text
    assert "Approve" not in [name for form in page.forms for name in form.buttons]
    after = client.get(page.path + "/edit").follow()
    assert after.notices == ["These words can't be changed any more."]


def test_urgent_news_is_for_a_manager(portal: Portal, reference: str) -> None:
    recall = EventInput(Stage.RECALLED, portal.ctx.today(), "The prison")
    record_event(portal.ctx, portal.officer, reference, recall)
    app = app_for(portal)
    page = _open(portal, signed_in(app, "sam.carter@example.org"), reference, Stage.RECALLED)
    assert "Only a manager can approve this" in page.text
    assert page.forms == []
    version = {"version": str(update_of(portal, reference, Stage.RECALLED).version)}
    edit = page.follow("Edit the words")
    page.client.post(page.path + "/approve", version | _token(edit), status=403)
    page = _open(portal, signed_in(app, MANAGER), reference, Stage.RECALLED)
    assert page.submit(button="Approve").follow().notices[0].startswith("Approved.")


def test_what_stands_against_it_is_said_before_it_is_approved(
    portal: Portal, client: PageClient
) -> None:
    reference = opted_in(portal, language="cy")
    page = _open(portal, client, reference)
    assert "No number or address may be used for messages." in page.text
    assert "Nobody has put their name to the Welsh words yet" in page.text
    page = page.submit(button="Approve").follow()
    assert "a task asks you to tell them yourself" in page.notices[0]
    assert "Nothing carries a message to them." in page.text


def test_a_channel_that_would_hold_it_says_so(portal: Portal, client: PageClient) -> None:
    reference = opted_in(portal)
    first, _ = reachable(portal, reference, mobile(), email())
    suspend_channel(portal.ctx, portal.officer, reference, first, "Someone else answered")
    page = _open(portal, client, reference)
    assert "It would be held as things stand: This channel is suspended." in page.text


def test_a_held_message_is_sent_again(portal: Portal, client: PageClient, reference: str) -> None:
    _open(portal, client, reference).submit(button="Approve")
    with portal.ctx.store.writing() as uow:
        message = uow.session.scalars(select(Message).order_by(Message.kind)).first()
        assert message is not None
        hold(portal.ctx, uow, WORKER, message, "channel_not_safe", "The review date has passed.")
        uow.commit()
    page = _open(portal, client, reference)
    assert "The review date has passed." in page.text
    again = page.submit(button="Send it again").follow()
    assert "in the queue again" in again.notices[0]
    assert [message.state for message in _messages(portal)] == ["queued", "queued"]
    assert "isn't held any more" in page.submit(button="Send it again").follow().notices[0]


@pytest.mark.parametrize("page", ["", "/edit", "/cancel"])
def test_an_update_of_another_case_or_unit_is_not_there(
    portal: Portal, client: PageClient, reference: str, page: str
) -> None:
    path = _path(portal, reference)
    other = opted_in(portal, referral_reference="WCU-3", prison_number="B1234CD", crn="X2",
                     victim_last_name="Elm", victim_date_of_birth="1970-01-01")  # fmt: skip
    client.get(path.replace(reference, other) + page, status=404)
    client_for(portal, STRANGER).get(path + page, status=404)


def test_withdrawn_by_the_plan_it_says_why(
    portal: Portal, client: PageClient, reference: str
) -> None:
    path = _path(portal, reference)
    answered(portal, reference, Enrolment.OPTED_OUT, portal.ctx.today())
    assert "The plan no longer holds it" in client.get(path).text
