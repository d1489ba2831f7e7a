"""No letter is made, printed or posted with words that are frozen, or that were found wrong."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.support.news_letters import POST, TODAY, form_of, letters, make, post, update_of
from tests.support.portal import Portal
from tests.support.updates import Told, told
from tests.support.walls import person
from tests.support.wrong_news import OF_THE_DAY, begun, name_wrong, send
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import ChannelKind, Role, UpdateState
from victim_portal.services import wrong_news
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.letters import discard_letter, letter_file, letter_view

PHONE_AND_POST = (ChannelKind.MOBILE, ChannelKind.POST)
FROZEN = "News of this kind was wrong, and none goes before two managers have thawed it."
WRONG = "What it tells was found to be wrong. It never goes: what is true is told instead."


@pytest.fixture
def ben(town: Portal) -> Actor:
    return person(town, Role.MANAGER, first_name="Ben")


def frozen_with(portal: Portal, wrong: Told, ben: Actor) -> UUID:
    wrong_id = begun(portal, wrong)
    wrong_news.release(portal.ctx, ben, wrong_id)
    return wrong_id


def thaw(portal: Portal, ben: Actor, wrong_id: UUID) -> None:
    wrong_news.propose_thaw(portal.ctx, portal.manager, wrong_id, "The dates are right now.")
    wrong_news.thaw(portal.ctx, ben, wrong_id)


def doubts(case: Told, letter_id: UUID) -> tuple[str, ...]:
    portal = case.portal
    return letter_view(portal.ctx, portal.officer, case.reference, letter_id).doubts


def refused_everywhere(case: Told, letter_id: UUID, why: str) -> None:
    """On its page, as a file, and where somebody says that it was posted."""
    portal = case.portal
    assert why in doubts(case, letter_id)
    with pytest.raises(ConflictError, match="shouldn't go"):
        letter_file(portal.ctx, portal.officer, case.reference, letter_id)
    with pytest.raises(InvalidError, match="shouldn't go any more"):
        post(case, letter_id)
    assert {one.posted_on for one in letters(case)} == {None}


def test_no_letter_is_made_or_posted_while_its_kind_is_frozen(town: Portal, ben: Actor) -> None:
    wrong = told(town).approve(town.manager)
    case = told(town, kinds=POST, number=1).approve(town.manager)
    send(town)
    before = make(case)
    wrong_id = frozen_with(town, wrong, ben)
    assert FROZEN in form_of(case).refused
    refused_everywhere(case, before, FROZEN)
    with pytest.raises(InvalidError, match="two managers have thawed it"):
        make(case)
    thaw(town, ben, wrong_id)
    assert doubts(case, before) == ()
    post(case, before)
    assert [one.posted_on for one in letters(case)] == [TODAY]


def test_the_letter_of_what_was_wrong_never_goes(town: Portal, ben: Actor) -> None:
    case = told(town, kinds=PHONE_AND_POST).approve(town.manager)
    send(town)
    letter_id = make(case)
    assert "post_letter" in case.tasks()
    wrong_id = frozen_with(town, case, ben)
    stop = case.tasks()["stop_letter"]
    assert stop.about["letter"] == str(letter_id)
    assert stop.what.startswith("What a letter tells was found to be wrong")
    assert "post_letter" not in case.tasks()
    refused_everywhere(case, letter_id, WRONG)
    thaw(town, ben, wrong_id)
    refused_everywhere(case, letter_id, WRONG)
    discard_letter(town.ctx, town.officer, case.reference, letter_id)
    assert "stop_letter" not in case.tasks()
    assert form_of(case).refused == (WRONG,)
    with pytest.raises(InvalidError, match="found to be wrong"):
        make(case)


def test_one_that_was_in_the_post_already_is_a_persons_to_put_right(portal: Portal) -> None:
    case = told(portal, kinds=PHONE_AND_POST).approve(portal.manager)
    send(portal)
    letter_id = make(case)
    begun(portal, case)
    post(case, letter_id, already_gone=True)
    assert "check_letter" in case.tasks()
    assert "stop_letter" not in case.tasks()


def test_every_letter_of_what_was_wrong_together_is_stopped(portal: Portal) -> None:
    """Also of those of whom nobody was reached: their update is a draft again."""
    wrong = told(portal).approve(portal.manager)
    case = told(portal, kinds=POST, number=1).approve(portal.manager)
    other = told(portal, kinds=PHONE_AND_POST, number=2).approve(portal.manager)
    send(portal)
    made = [make(case), make(other)]
    begun(portal, wrong, replace(OF_THE_DAY))
    for one, letter_id in zip((case, other), made, strict=True):
        assert one.tasks()["stop_letter"].about["letter"] == str(letter_id)
        with pytest.raises(InvalidError, match="shouldn't go any more"):
            post(one, letter_id)
    assert update_of(case).state == UpdateState.DRAFT


def test_what_was_taken_back_may_be_posted(portal: Portal) -> None:
    case = told(portal, kinds=PHONE_AND_POST).approve(portal.manager)
    send(portal)
    letter_id = make(case)
    name_wrong(portal, case, 0, dropped=True)
    assert doubts(case, letter_id) == ()
    post(case, letter_id)
