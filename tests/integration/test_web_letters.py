"""The pages of letters."""

import re
from datetime import date

import pytest

from tests.support.casework import answered
from tests.support.letters import (
    OTHER,
    TODAY,
    address_of,
    letter_row,
    made,
    plan_of,
    posted,
    referred,
    rows,
)
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from tests.support.web import STRANGER, client_for
from victim_portal.domain.vocabulary import ChannelKind, Enrolment, LetterKind
from victim_portal.services.channels import ChannelInput, add_channel, suspend_channel

TODAY_IN_BOXES = {"on-day": "18", "on-month": "11", "on-year": "2026"}
HOSTILE = "<script>alert('x')</script> \N{SNOWMAN} ${7*7}"


@pytest.fixture
def reference(portal: Portal) -> str:
    return referred(portal)


@pytest.fixture
def client(portal: Portal, reference: str) -> PageClient:
    return client_for(portal)


def _new(client: PageClient, reference: str, kind: str = "first") -> Page:
    return client.get(f"/cases/{reference}/letters/new?kind={kind}")


def _only(portal: Portal, reference: str) -> str:
    (line,) = plan_of(portal, reference).letters
    return f"/cases/{reference}/letters/{line.id}"


def test_a_letter_is_made_from_what_is_preset(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = _new(client, reference)
    assert page.h1 == f"Case {reference} Make the first letter"
    assert "Hello Mary," in page.text
    assert page.value("language") == ["en"]
    assert page.value("neutral") == ["full"]
    done = page.submit({"checked": "y"}, button="Make the letter").follow()
    assert done.h1 == f"Case {reference} First letter"
    assert "To be posted" in done.text
    for said in ("Mary Ash", "14 Long Lane", "020 7946 0123", "first class stamp"):
        assert said in done.text


def test_the_check_has_to_be_ticked(client: PageClient, reference: str) -> None:
    page = _new(client, reference).submit({}, button="Make the letter", status=200)
    assert len(page.errors) == 1
    assert page.errors[0].startswith("Check name, spelling and address")
    page.submit({"checked": "y"}, button="Make the letter").follow()


def test_other_words_are_read_before_they_are_made(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = _new(client, reference)
    choice = {"neutral": "neutral", "language": "cy", "large_print": "y", "checked": "y"}
    page = page.submit(choice, button="Make the letter", status=200)
    assert "These aren't the words that you read" in page.errors[0]
    assert "Helo Mary," in page.text
    assert page.value("neutral") == ["neutral"]
    page.submit({}, button="Make the letter").follow()
    (line,) = plan_of(portal, reference).letters
    row = letter_row(portal, line.id)
    assert (row.language, row.neutral, row.large_print) == ("cy", True, True)


def test_the_words_are_shown_without_making_anything(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = _new(client, reference, "second").submit(
        {"neutral": "neutral"}, button="Show the words", status=200
    )
    assert page.errors == []
    assert "I would still like to talk to you." in page.text
    assert plan_of(portal, reference).letters == ()
    page.submit({"checked": "y"}, button="Make the letter").follow()


def test_welsh_words_are_marked_as_welsh(client: PageClient, reference: str) -> None:
    page = _new(client, reference).submit({"language": "cy"}, button="Show the words", status=200)
    assert re.search(r'class="portal-paper" lang="cy"', page.html)


def test_sent_twice_it_is_made_once(portal: Portal, client: PageClient, reference: str) -> None:
    page = _new(client, reference)
    first = page.submit({"checked": "y"}, button="Make the letter")
    assert page.submit({"checked": "y"}, button="Make the letter").location == first.location
    assert len(plan_of(portal, reference).letters) == 1
    again = _new(client, reference)
    assert "isn't posted yet" in again.text
    assert again.forms == []


@pytest.mark.parametrize("kind", ["code", "third", "../first"])
def test_other_kinds_are_not_there(client: PageClient, reference: str, kind: str) -> None:
    _ = client.get(f"/cases/{reference}/letters/new?kind={kind}", status=404)


def test_of_two_addresses_one_is_chosen(portal: Portal, client: PageClient, reference: str) -> None:
    second = add_channel(
        portal.ctx, portal.officer, reference, ChannelInput(ChannelKind.POST, value="2 New Road")
    )
    page = _new(client, reference)
    assert "Choose the address, then show the words." in page.text
    page = page.submit({"checked": "y"}, button="Make the letter", status=200)
    assert page.errors == ["Choose the address to write to"]
    page = page.submit({"channel": str(second)}, button="Show the words", status=200)
    assert "2 New Road" in page.text
    page.submit({"checked": "y"}, button="Make the letter").follow()


def test_without_an_address_the_page_says_what_next(
    portal: Portal, client: PageClient, reference: str
) -> None:
    suspend_channel(portal.ctx, portal.officer, reference, address_of(portal, reference), "Moved")
    page = _new(client, reference)
    assert page.forms == []
    assert "This address was stopped" in page.text
    assert "send the referral back" in page.text


def test_without_an_officer_the_page_says_so(portal: Portal, client: PageClient) -> None:
    reference = referred(portal, taken=False, **OTHER)
    page = _new(client, reference)
    assert "Nobody has this case yet" in page.text
    page = page.submit({"checked": "y"}, button="Make the letter", status=200)
    assert "Nobody has this case yet" in page.errors[0]


def test_after_a_no_there_is_no_form(portal: Portal, client: PageClient, reference: str) -> None:
    answered(portal, reference, Enrolment.OFFERED, TODAY)
    answered(portal, reference, Enrolment.DECLINED, TODAY)
    page = _new(client, reference)
    assert "They said no." in page.text
    assert page.forms == []


def test_the_file_is_taken_and_not_kept_by_the_browser(
    portal: Portal, client: PageClient, reference: str
) -> None:
    letter_id = made(portal, reference)
    response = client.get(f"/cases/{reference}/letters/{letter_id}/download").response
    assert response.data.startswith(b"%PDF-1.7")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    name = f'attachment; filename="letter-{letter_id.hex[:8]}.pdf"'
    assert response.headers["Content-Disposition"] == name


def test_posted_come_back_and_made_again(
    portal: Portal, client: PageClient, reference: str
) -> None:
    made(portal, reference)
    here = _only(portal, reference)
    page = client.get(f"{here}/post")
    assert page.value("on-day") == ["18"]
    done = page.submit(TODAY_IN_BOXES).follow()
    assert done.h1 == f"Case {reference} First contact"
    assert "Posted 18 Nov 2026" in done.text
    page = client.get(f"{here}/return").submit({"opened": "y", "note": HOSTILE})
    assert "Its address is stopped" in page.follow().text
    assert "Came back" in client.get(here).text
    assert plan_of(portal, reference).attempts == ()


def test_two_clicks_post_once(portal: Portal, client: PageClient, reference: str) -> None:
    made(portal, reference)
    page = client.get(f"{_only(portal, reference)}/post")
    page.submit(TODAY_IN_BOXES).follow()
    page.submit(TODAY_IN_BOXES).follow()
    assert plan_of(portal, reference).attempts == (TODAY,)


def test_a_date_that_cannot_be_is_said_beside_it(
    portal: Portal, client: PageClient, reference: str
) -> None:
    made(portal, reference)
    page = client.get(f"{_only(portal, reference)}/post")
    page = page.submit({**TODAY_IN_BOXES, "on-day": "19"}, status=200)
    assert page.errors == ["The date must be today or in the past."]
    page = page.submit({"on-day": "", "on-month": "", "on-year": ""}, status=200)
    assert page.errors == ["Enter the date"]


def test_what_should_not_go_says_why_and_offers_the_way_out(
    portal: Portal, client: PageClient, reference: str
) -> None:
    letter_id = made(portal, reference)
    with rows(portal, reference) as (_, _person, user):
        assert user is not None
        user.hours = "Mornings"
    here = f"/cases/{reference}/letters/{letter_id}"
    page = client.get(here)
    assert "Don't post this letter." in page.text
    assert "Download" not in page.text
    assert "isn't printed" in client.get(f"{here}/download").follow().text
    page = client.get(f"{here}/post").submit(TODAY_IN_BOXES, status=200)
    assert page.errors[0].startswith("It shouldn't go any more.")
    page.submit({"already_gone": "y"}).follow()
    assert letter_row(portal, letter_id).posted_on == date(2026, 11, 18)


def test_a_letter_is_discarded_after_a_page_that_says_what_that_means(
    portal: Portal, client: PageClient, reference: str
) -> None:
    made(portal, reference)
    here = _only(portal, reference)
    page = client.get(f"{here}/discard")
    assert "tear it up" in page.text
    page.submit({}).follow()
    assert "Discarded" in client.get(here).text
    again = client.get(f"{here}/post").submit(TODAY_IN_BOXES, status=200)
    assert again.h1 == "Nothing was saved"
    assert "was discarded" in again.text


def test_what_is_too_late_is_said_on_the_letters_page(
    portal: Portal, client: PageClient, reference: str
) -> None:
    letter_id = made(portal, reference)
    here = f"/cases/{reference}/letters/{letter_id}"
    early = client.get(f"{here}/return").submit({"note": HOSTILE}, status=200)
    assert "wasn't posted" in early.text
    assert HOSTILE in early.text
    discard = client.get(f"{here}/discard")
    client.get(f"{here}/post").submit(TODAY_IN_BOXES).follow()
    assert "was posted, so it can't be discarded" in discard.submit({}).follow().text


def test_hostile_names_are_shown_as_typed(portal: Portal, client: PageClient) -> None:
    reference = referred(portal, **{**OTHER, "victim_last_name": HOSTILE + " 日"})
    letter_id = made(portal, reference)
    page = client.get(f"/cases/{reference}/letters/{letter_id}")
    assert HOSTILE in page.text
    assert "U+65E5 CJK UNIFIED IDEOGRAPH-65E5" in page.text


@pytest.mark.parametrize("page", ["", "/download", "/post", "/return", "/discard"])
def test_a_letter_of_another_case_or_unit_is_not_there(
    portal: Portal, client: PageClient, reference: str, page: str
) -> None:
    letter_id = posted(portal, reference)
    other = referred(portal, **OTHER)
    client.get(f"/cases/{other}/letters/{letter_id}{page}", status=404)
    stranger = client_for(portal, STRANGER)
    stranger.get(f"/cases/{reference}/letters/{letter_id}{page}", status=404)
    stranger.get(f"/cases/{reference}/letters/new?kind=first", status=404)


@pytest.mark.parametrize("kind", [LetterKind.SECOND, LetterKind.DOOR_OPEN])
def test_the_other_letters_have_their_page(
    client: PageClient, reference: str, kind: LetterKind
) -> None:
    assert "Mary Ash" in _new(client, reference, kind.value).text
