"""The pages by which an update's news becomes a letter."""

from typing import Any

import pytest

from tests.support.auditors import auditor
from tests.support.news_letters import BOTH, POST, WORDS, make, post, update_of
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.updates import Told, told
from tests.support.web import STRANGER, client_for
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Language
from victim_portal.services.audit_trail import told_of
from victim_portal.services.letters.news import AGREED
from victim_portal.services.letters.news_rules import NOT_APPROVED
from victim_portal.store.models import Person, Update
from victim_portal.web.auditor.saying import template_name

TODAY_IN_BOXES = {"on-day": "18", "on-month": "11", "on-year": "2026"}
HOSTILE = "</p><script>alert(1)</script>\nsecond line\n\n\N{SNOWMAN}"


@pytest.fixture
def case(portal: Portal) -> Told:
    return told(portal, kinds=POST).approve()


@pytest.fixture
def client(portal: Portal, case: Told) -> PageClient:
    return client_for(portal)


def _update(case: Told) -> str:
    return f"/cases/{case.reference}/updates/{case.update_id}"


def test_from_the_update_to_the_post_box(client: PageClient, case: Told) -> None:
    update = client.get(_update(case))
    page = client.get(update.links["Make a letter with this news"])
    assert page.h1 == f"Case {case.reference} Make a letter with this news"
    for words in (*WORDS, "Ana Moss-Reed", "14 Brookside Lane", "18 November 2026"):
        assert words in page.text
    letter = page.submit({}, button="Make the letter").follow()
    assert letter.h1 == f"Case {case.reference} Letter with news"
    assert "first class stamp" in letter.text
    assert letter.links["The update"] == _update(case)
    file = client.get(letter.links["Download to print"])
    assert file.response.get_data().startswith(b"%PDF-")
    after = client.get(letter.links["It was posted"]).submit(TODAY_IN_BOXES).follow()
    assert after.path == _update(case)
    assert "Posted" in after.text
    assert update_of(case).told_how == "letter"
    log = client.get(f"/cases/{case.reference}/contacts").text
    assert "Letter" in log
    assert "14 Brookside Lane" in log


def test_a_draft_has_no_letter_and_says_why(portal: Portal) -> None:
    case = told(portal, kinds=POST)
    client = client_for(portal)
    assert "Make a letter with this news" not in client.get(_update(case)).links
    page = client.get(f"{_update(case)}/letter")
    assert NOT_APPROVED in page.text
    assert page.forms == []


def test_what_is_noted_of_the_address_is_shown_and_ticked(client: PageClient, case: Told) -> None:
    case.change_channel("post", who_else="<b>Her brother</b> fetches the post.")
    page = client.get(f"{_update(case)}/letter")
    assert "Noted about" in page.text
    assert "<b>Her brother</b> fetches the post." in page.text
    again = page.submit({}, button="Make the letter", status=200)
    assert again.errors == [AGREED]
    again.submit({"checked": "y"}, button="Make the letter").follow()


def test_needs_are_met_or_named(client: PageClient, case: Told) -> None:
    case.change(Person, case.person_id, needs={"needs": ["large_print", "easy_read"]})
    page = client.get(f"{_update(case)}/letter")
    assert page.value("large_print") == ["y"]
    assert "They need easy read" in page.text


def test_an_address_that_may_not_be_used_says_why(client: PageClient, case: Told) -> None:
    case.change_channel("post", verified_at=None)
    page = client.get(f"{_update(case)}/letter")
    assert "Nobody has checked yet" in page.text
    assert page.forms == []


def test_words_that_changed_under_the_reader_are_read_again(
    portal: Portal, client: PageClient, case: Told
) -> None:
    page = client.get(f"{_update(case)}/letter")
    case.change_channel("post", value="15 Other Lane\nWinchester")
    again = page.submit({}, button="Make the letter", status=200)
    assert "These aren't the words that you read" in again.errors[0]
    assert "15 Other Lane" in again.text
    again.submit({}, button="Make the letter").follow()


def test_hostile_words_are_printed_as_they_are(portal: Portal) -> None:
    case = told(portal, kinds=POST)
    case.change(Update, case.update_id, content=HOSTILE, content_subject="<i>News</i>")
    case.approve()
    client = client_for(portal)
    page = client.get(f"{_update(case)}/letter")
    assert "<script>alert" not in page.html
    assert "</p><script>alert(1)</script>" in page.text
    letter = page.submit({}, button="Make the letter").follow()
    assert client.get(letter.links["Download to print"]).response.mimetype == "application/pdf"


def test_welsh_stands_there_as_welsh(portal: Portal) -> None:
    case = told(portal, kinds=POST, language=Language.WELSH).approve()
    page = client_for(portal).get(f"{_update(case)}/letter")
    assert 'class="portal-paper" lang="cy"' in page.html
    assert "18 Tachwedd 2026" in page.text


def test_another_unit_finds_nothing(portal: Portal, case: Told) -> None:
    letter_id = make(case)
    stranger = client_for(portal, STRANGER)
    stranger.get(f"{_update(case)}/letter", status=404)
    stranger.get(f"/cases/{case.reference}/letters/{letter_id}/download", status=404)


def test_what_came_back_leads_back_to_the_update(client: PageClient, case: Told) -> None:
    letter_id = make(case)
    post(case, letter_id)
    page = client.get(f"/cases/{case.reference}/letters/{letter_id}/return")
    done = page.submit(TODAY_IN_BOXES).follow()
    assert done.path == _update(case)
    assert "Came back" in done.text


@pytest.mark.parametrize("kinds", [POST, BOTH])
def test_the_trail_tells_it_in_words(portal: Portal, kinds: tuple[Any, ...]) -> None:
    case = told(portal, kinds=kinds).approve()
    post(case, make(case))
    watcher = auditor(portal)
    _, entries = told_of(portal.ctx, watcher, case.reference)
    names = {template_name(one) for one in entries if one.how == "letter"}
    assert "Letter with news" in names
    assert "Release is coming" in names
    assert Stage.PRE_RELEASE.value in {one.template for one in entries}
