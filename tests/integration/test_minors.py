"""Somebody under 18: nothing is posted before it is recorded who is written to."""

from uuid import uuid4

import pytest

from tests.support.letters import letter_row, made, referred
from tests.support.portal import Portal
from tests.support.supporters import events
from tests.support.web import STRANGER, client_for
from victim_portal.domain.minors import SpokenWith
from victim_portal.domain.vocabulary import LetterKind
from victim_portal.services.allocation import show_queue
from victim_portal.services.cases import case_view
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.letters import letter_form, letter_view
from victim_portal.services.minors import UNDECIDED, minor_for_form, record_spoken_with

CHILD = {"victim_date_of_birth": "2018-05-01"}


@pytest.fixture
def reference(portal: Portal) -> str:
    return referred(portal, **CHILD)


def _decide(
    portal: Portal, reference: str, who: SpokenWith, why: str = "Her mother is safe"
) -> None:
    _, version = minor_for_form(portal.ctx, portal.officer, reference)
    record_spoken_with(portal.ctx, portal.officer, reference, who, why, version)


@pytest.mark.parametrize("kind", [LetterKind.FIRST, LetterKind.SECOND, LetterKind.DOOR_OPEN])
def test_no_letter_goes_to_a_child_before_somebody_decided(
    portal: Portal, reference: str, kind: LetterKind
) -> None:
    assert UNDECIDED in letter_form(portal.ctx, portal.officer, reference, kind).refused
    with pytest.raises(InvalidError):
        made(portal, reference, kind)
    _decide(portal, reference, SpokenWith.PARENT_OR_GUARDIAN)
    form = letter_form(portal.ctx, portal.officer, reference, kind)
    assert UNDECIDED not in form.refused
    assert form.spoken_with is SpokenWith.PARENT_OR_GUARDIAN
    assert letter_row(portal, made(portal, reference, kind)).posted_on is None


def test_a_letter_that_waits_is_doubted_once_the_birth_date_shows_a_child(
    portal: Portal,
) -> None:
    reference = referred(portal, victim_date_of_birth="2008-11-19")
    # A day before the birthday they are a child; on the day they aren't.
    assert UNDECIDED in letter_form(portal.ctx, portal.officer, reference, LetterKind.FIRST).refused
    portal.clock.move(days=1)
    letter_id = made(portal, reference)
    assert letter_view(portal.ctx, portal.officer, reference, letter_id).doubts == ()
    assert case_view(portal.ctx, portal.officer, reference).minor is None


def test_the_reason_is_asked_for_and_kept(portal: Portal, reference: str) -> None:
    for why in (" ", "x" * 501):
        with pytest.raises(InvalidError) as refused:
            _decide(portal, reference, SpokenWith.THEMSELVES, why)
        assert set(refused.value.problems) == {"why"}
    _decide(portal, reference, SpokenWith.SOCIAL_WORKER)
    minor = case_view(portal.ctx, portal.officer, reference).minor
    assert minor is not None
    assert (minor.who, minor.why, minor.by) == (
        SpokenWith.SOCIAL_WORKER,
        "Her mother is safe",
        "Sam Carter",
    )
    assert events(portal, "spoken_with_recorded") == [{"who": "social_worker"}]


def test_a_stale_form_saves_nothing_and_a_double_click_once(portal: Portal, reference: str) -> None:
    _, version = minor_for_form(portal.ctx, portal.officer, reference)
    once = uuid4()
    given = (SpokenWith.THEMSELVES, "She is 17", version, once)
    for _ in range(2):
        record_spoken_with(portal.ctx, portal.officer, reference, *given)
    with pytest.raises(ConflictError):
        record_spoken_with(
            portal.ctx, portal.officer, reference, SpokenWith.SOCIAL_WORKER, "No", version
        )
    assert len(events(portal, "spoken_with_recorded")) == 1


def test_out_of_reach_and_for_an_adult_there_is_no_page(portal: Portal, reference: str) -> None:
    with pytest.raises(NotFoundError):
        minor_for_form(portal.ctx, portal.stranger, reference)
    client_for(portal, STRANGER).get(f"/cases/{reference}/spoken-with", status=404)
    adult = referred(portal, referral_reference="WCU-7", victim_last_name="Elm")
    client_for(portal).get(f"/cases/{adult}/spoken-with", status=404)


def test_the_queue_and_the_case_flag_it(portal: Portal) -> None:
    reference = referred(portal, taken=False, **CHILD)
    [line] = show_queue(portal.ctx, portal.manager).lines
    assert line.under_18
    client = client_for(portal)
    assert "Under 18: decide who is written to" in client.get("/queue").text
    page = client.get(f"/cases/{reference}")
    assert "They are under 18" in page.text
    page = page.follow("Record who is written to")
    page = page.submit({"who": "themselves"}, status=200)
    assert page.errors == ["Enter why"]
    text = page.submit({"why": "<b>She</b> asks for it"}).follow().text
    assert "Written to and spoken with: the young person themselves" in text
    assert "<b>She</b> asks for it" in text
    [line] = show_queue(portal.ctx, portal.manager).lines
    assert not line.under_18
