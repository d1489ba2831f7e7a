"""Wishes in her own words: kept as written, seen by the officer, followed to their answer."""

from dataclasses import replace
from datetime import date

import pytest

from tests.support import casework, voice
from tests.support import door as opened
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.representations import a_request, ask
from tests.support.web import client_for
from victim_portal.domain.stages import YearMonth
from victim_portal.domain.vocabulary import ContactMethod, Language, RequestState
from victim_portal.domain.wishes import LONGEST_WISH, MOST_WAITING, WishKind, WishStage
from victim_portal.services import own_wishes
from victim_portal.services.door import Visitor
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.own_wishes import EMPTY, TOO_LONG, TOO_MANY, OwnWish
from victim_portal.services.representations import (
    OutcomeInput,
    RepresentationInput,
    ToldInput,
    put_forward,
    record_outcome,
    record_representation,
    record_told,
    representations_view,
)

TODAY = date(2026, 11, 18)
HOSTILE = "Not <b>here</b>, {0} %s & 'there' \N{GRINNING FACE}"


@pytest.fixture
def reference(portal: Portal) -> str:
    return opened.with_words(portal)


@pytest.fixture
def here(portal: Portal, reference: str) -> Visitor:
    return voice.inside(portal, reference)


def wish(portal: Portal, here: Visitor, words: str = "Not in my street.", why: str = "") -> OwnWish:
    """One wish more; the newest."""
    own_wishes.ask_for(portal.ctx, here, WishKind.PLACE, words, why, Language.ENGLISH)
    return own_wishes.own_wishes(portal.ctx, here)[0]


def stand_for(portal: Portal, reference: str, of: OwnWish, code: str = "d5998ca1") -> int:
    """The officer chooses a condition for a wish; the number of the request."""
    given = RepresentationInput(
        TODAY, ContactMethod.VICTIM_PAGES, (a_request(code, wish_id=of.id),)
    )
    record_representation(portal.ctx, portal.officer, reference, given)
    return representations_view(portal.ctx, portal.officer, reference).requests[-1].number


def stages(portal: Portal, here: Visitor) -> list[list[WishStage]]:
    """Where each wish stands."""
    found = own_wishes.own_wishes(portal.ctx, here)
    return [[answer.stage for answer in one.answers] for one in found]


def test_a_wish_is_kept_as_it_was_written_and_the_officer_has_a_task(
    portal: Portal, here: Visitor, reference: str
) -> None:
    made = wish(portal, here, HOSTILE, "My children\r\nplay there.")
    assert (made.words, made.why) == (HOSTILE, "My children\nplay there.")
    assert made.answers == ()
    (task,) = voice.tasks(portal, "own_wish")
    assert task.due_on == date(2026, 11, 20)
    assert "street" not in task.what
    (seen,) = representations_view(portal.ctx, portal.officer, reference).wishes
    assert (seen.words, seen.why, seen.numbers) == (HOSTILE, "My children\nplay there.", ())


def test_the_same_words_sent_twice_are_one_wish(portal: Portal, here: Visitor) -> None:
    wish(portal, here)
    wish(portal, here, "  Not in my street.\r\n")
    wish(portal, here, "Nor in my mother's.")
    assert len(own_wishes.own_wishes(portal.ctx, here)) == 2
    assert len(voice.tasks(portal, "own_wish")) == 2


@pytest.mark.parametrize(
    ("words", "why", "problems"),
    [
        ("", "", {"words": EMPTY}),
        (" \n\t", "because", {"words": EMPTY}),
        ("x" * (LONGEST_WISH + 1), "", {"words": TOO_LONG}),
        ("x", "y" * (LONGEST_WISH + 1), {"why": TOO_LONG}),
    ],
)
def test_what_cant_be_kept_says_so(
    portal: Portal, here: Visitor, words: str, why: str, problems: dict[str, str]
) -> None:
    with pytest.raises(InvalidError) as refused:
        own_wishes.ask_for(portal.ctx, here, WishKind.OTHER, words, why, Language.WELSH)
    assert refused.value.problems == problems
    assert own_wishes.own_wishes(portal.ctx, here) == ()


def test_nobody_can_fill_the_list_without_end(portal: Portal, here: Visitor) -> None:
    for number in range(MOST_WAITING):
        wish(portal, here, f"Wish {number}")
    with pytest.raises(InvalidError) as refused:
        wish(portal, here, "One more")
    assert refused.value.problems == {"words": TOO_MANY}


def test_from_the_wish_to_a_refusal_that_is_explained(
    portal: Portal, here: Visitor, reference: str
) -> None:
    ctx, officer = portal.ctx, portal.officer
    number = stand_for(portal, reference, wish(portal, here))
    assert voice.tasks(portal, "own_wish") == []
    assert stages(portal, here) == [[WishStage.CHOSEN]]
    put_forward(ctx, officer, reference, number, "The governor", TODAY)
    assert stages(portal, here) == [[WishStage.PUT_FORWARD]]
    refused = OutcomeInput(
        RequestState.REFUSED, TODAY, "He lives at 5 Elm Street.", "It would be too wide."
    )
    record_outcome(ctx, officer, reference, number, refused)
    assert stages(portal, here) == [[WishStage.ANSWERED]]
    (before,) = own_wishes.own_wishes(ctx, here)[0].answers
    assert before.reason == ""
    record_told(ctx, officer, reference, number, ToldInput(TODAY))
    (answer,) = own_wishes.own_wishes(ctx, here)[0].answers
    assert (answer.stage, answer.reason) == (WishStage.REFUSED, "It would be too wide.")
    # The words of those who decide hold what she mustn't learn: they never reach her pages.
    assert "Elm" not in repr(vars(answer))


def test_what_was_agreed_in_another_form_is_read_as_it_stands_and_until_when(
    portal: Portal, here: Visitor, reference: str
) -> None:
    ctx, officer = portal.ctx, portal.officer
    number = stand_for(portal, reference, wish(portal, here))
    put_forward(ctx, officer, reference, number, "The governor", TODAY)
    casework.dated(portal, reference, PED="2027-03-01", CRD="2027-05-01", SLED="2028-02-01")
    amended = OutcomeInput(
        RequestState.AMENDED, TODAY, "Too wide.", "It is smaller.", "Not to enter Castle Street."
    )
    record_outcome(ctx, officer, reference, number, amended)
    (before,) = own_wishes.own_wishes(ctx, here)[0].answers
    assert (before.agreed, before.until) == (False, None)
    assert "Castle" not in before.wording
    record_told(ctx, officer, reference, number, ToldInput(TODAY))
    (answer,) = own_wishes.own_wishes(ctx, here)[0].answers
    assert (answer.agreed, answer.until) == (True, YearMonth(2028, 2))
    assert answer.wording == "Not to enter Castle Street."


def test_a_wish_can_need_several_conditions(portal: Portal, here: Visitor, reference: str) -> None:
    made = wish(portal, here)
    numbers = [stand_for(portal, reference, made), stand_for(portal, reference, made)]
    (seen,) = representations_view(portal.ctx, portal.officer, reference).wishes
    assert list(seen.numbers) == numbers
    assert stages(portal, here) == [[WishStage.CHOSEN, WishStage.CHOSEN]]


def test_what_she_asked_by_word_of_mouth_stands_there_too(
    portal: Portal, here: Visitor, reference: str
) -> None:
    ask(portal, reference)
    (found,) = own_wishes.own_wishes(portal.ctx, here)
    assert found.id is None
    assert "I never want to see him <b>again</b>." in found.words


def test_taking_a_wish_back_stops_nothing_before_she_was_rung(
    portal: Portal, here: Visitor, reference: str
) -> None:
    made = wish(portal, here)
    number = stand_for(portal, reference, made)
    assert made.id is not None
    for _ in range(2):
        own_wishes.drop_wish(portal.ctx, here, made.id)
    (task,) = voice.tasks(portal, "wish_dropped")
    assert "ring them" in task.what
    assert own_wishes.own_wishes(portal.ctx, here)[0].dropped
    view = representations_view(portal.ctx, portal.officer, reference)
    assert view.requests[0].state is RequestState.ASKED_FOR
    assert view.wishes[0].dropped_at is not None
    assert view.requests[0].number == number


def test_another_ones_wish_is_not_there(portal: Portal, here: Visitor) -> None:
    other = opened.with_words(
        portal, referral_reference="WCU-2", victim_first_name="Bea", victim_last_name="Elm"
    )
    theirs = wish(portal, voice.inside(portal, other), "Not near Bea.")
    assert theirs.id is not None
    assert own_wishes.own_wishes(portal.ctx, here) == ()
    with pytest.raises(NotFoundError):
        own_wishes.drop_wish(portal.ctx, here, theirs.id)
    # Nor can whoever holds a visit of one case write for another's person.
    with pytest.raises(NotFoundError):
        wish(portal, replace(here, case_id=voice.inside(portal, other).case_id))


def test_a_request_cant_name_another_cases_wish(
    portal: Portal, here: Visitor, reference: str
) -> None:
    other = opened.with_words(
        portal, referral_reference="WCU-2", victim_first_name="Bea", victim_last_name="Elm"
    )
    theirs = wish(portal, voice.inside(portal, other), "Not near Bea.")
    with pytest.raises(NotFoundError):
        stand_for(portal, reference, theirs)
    assert representations_view(portal.ctx, portal.officer, reference).requests == ()


@pytest.fixture
def staff(portal: Portal) -> PageClient:
    return client_for(portal)


def test_the_officer_turns_a_wish_into_a_request(
    portal: Portal, here: Visitor, reference: str, staff: PageClient
) -> None:
    wish(portal, here, HOSTILE, "My children play there.")
    page = staff.get(f"/cases/{reference}/representations")
    assert HOSTILE in page.text
    page = page.follow("Choose a condition for the wish of Wednesday 18 November 2026")
    assert HOSTILE in page.text
    assert page.value("wish") == [f"{HOSTILE}\n\nMy children play there."]
    assert page.value("how") == ["victim_pages"]
    page = page.submit({"code": "d5998ca1"}, button="Save").follow()
    assert "Requests for it 1" in page.text
    assert voice.tasks(portal, "own_wish") == []
    assert stages(portal, here) == [[WishStage.CHOSEN]]


def test_a_wish_that_isnt_there_is_no_error(reference: str, staff: PageClient) -> None:
    for named in ("3f0b8f0e-0000-4000-8000-000000000000", "x", "' OR 1=1"):
        page = staff.get(f"/cases/{reference}/representations/new", query={"wish": named})
        assert page.value("wish") == [""]


def test_the_plain_reason_is_typed_beside_the_full_one(
    portal: Portal, here: Visitor, reference: str, staff: PageClient
) -> None:
    number = stand_for(portal, reference, wish(portal, here))
    put_forward(portal.ctx, portal.officer, reference, number, "The governor", TODAY)
    page = staff.get(f"/cases/{reference}/requests/{number}/outcome")
    page = page.submit(
        {
            "state": "refused",
            "on-day": "18",
            "on-month": "11",
            "on-year": "2026",
            "reason": "Not proportionate under the policy.",
            "plain": "It would be too wide.",
        },
        button="Save",
    ).follow()
    assert "In plain words It would be too wide." in page.text


def test_casework_without_wishes_shows_none(portal: Portal, staff: PageClient) -> None:
    reference = casework.ready(portal)
    assert "own pages, " not in staff.get(f"/cases/{reference}/representations").text
