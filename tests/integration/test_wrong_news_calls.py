"""Nobody climbs, rings or reads from a sheet for words that were found to be wrong."""

from dataclasses import replace

import pytest

from tests.support.ladders import OTHER, another_channel, ladder, sent, silence
from tests.support.portal import Portal
from tests.support.updates import Told, told
from tests.support.walls import person
from tests.support.web import OFFICER, client_for
from tests.support.wrong_news import GIVEN, OF_THE_DAY, begun, name_wrong, send
from victim_portal.domain.access import Actor
from victim_portal.domain.ladder import LadderEnd
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Role
from victim_portal.domain.wrong_news import Siblings
from victim_portal.services import wrong_news
from victim_portal.services.call_sheets import call_sheet, call_sheets
from victim_portal.services.ladder.climbing import climb_ladders
from victim_portal.store.models import Update

FALSE = "Pat Doe is due to be released in February 2027."


@pytest.fixture
def ben(town: Portal) -> Actor:
    return person(town, Role.MANAGER, first_name="Ben")


def later(portal: Portal) -> int:
    portal.clock.move(hours=24 * 21)
    return climb_ladders(portal.ctx)


def test_no_other_channel_is_tried_with_wrong_words_even_after_the_thaw(
    town: Portal, ben: Actor
) -> None:
    case = sent(town)
    wrong_id = begun(town, case)
    wrong_news.release(town.ctx, ben, wrong_id)
    send(town)
    another_channel(case)
    assert ladder(case).ended_why == LadderEnd.REPLACED
    assert ladder(case).look_at is None
    assert later(town) == 0
    wrong_news.propose_thaw(town.ctx, town.manager, wrong_id, "The dates are right now.")
    wrong_news.thaw(town.ctx, ben, wrong_id)
    later(town)
    assert [one.to for one in send(town).taken if one.to == OTHER] == []
    assert {one.cause for one in case.messages() if one.update_id == case.update_id} == {"plan"}


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_nobody_is_asked_to_ring_for_wrong_words(portal: Portal, steps: int) -> None:
    case = sent(portal)
    for _ in range(steps):
        silence(portal, case)
    asked = {"ladder_call", "ladder_manager"} & case.tasks().keys()
    assert bool(asked) is (steps > 0)
    begun(portal, case)
    later(portal)
    assert {"ladder_call", "ladder_manager"} & case.tasks().keys() == set()
    assert [one["why"] for one in case.audit("ladder_ended")] == ["replaced"]


def test_all_that_was_wrong_with_it_ends_its_ladders(portal: Portal) -> None:
    cases = [
        told(portal, stage=Stage.PRE_RELEASE, number=number).approve(portal.manager)
        for number in range(2)
    ]
    send(portal)
    climb_ladders(portal.ctx)
    look_at = ladder(cases[0]).look_at
    assert look_at is not None
    portal.clock.set(look_at)
    assert climb_ladders(portal.ctx) == 2
    begun(portal, cases[0], OF_THE_DAY)
    for case in cases:
        assert ladder(case).ended_why == LadderEnd.REPLACED
        assert "ladder_call" not in case.tasks()


def test_a_ladder_that_nobody_ended_ends_as_it_is_looked_at(portal: Portal) -> None:
    case = sent(portal)
    name_wrong(portal, case, 0, dropped=False)
    assert later(portal) == 0
    assert ladder(case).ended_why == LadderEnd.REPLACED
    assert "ladder_call" not in case.tasks()


def test_a_ladder_of_wrong_words_begins_ended(portal: Portal) -> None:
    case = told(portal, stage=Stage.PRE_RELEASE).approve(portal.manager)
    send(portal)
    begun(portal, case)
    climb_ladders(portal.ctx)
    assert (ladder(case).look_at, ladder(case).ended_why) == (None, LadderEnd.REPLACED)
    assert later(portal) == 0


def test_what_was_taken_back_climbs(portal: Portal) -> None:
    case = sent(portal)
    name_wrong(portal, case, 0, dropped=True)
    assert later(portal) == 1


def test_its_correction_climbs(town: Portal, ben: Actor) -> None:
    case = sent(town)
    wrong_id = begun(town, case)
    wrong_news.release(town.ctx, ben, wrong_id)
    send(town)
    climb_ladders(town.ctx)
    assert later(town) == 1
    assert case.tasks()["ladder_call"].about["update"] != str(case.update_id)


def sheet_of(portal: Portal, case: Told) -> str:
    path = f"/cases/{case.reference}/updates/{case.update_id}/call-sheet"
    return client_for(portal, OFFICER).get(path).text


def test_a_call_sheet_of_wrong_words_says_so_and_has_none_of_them(portal: Portal) -> None:
    case = sent(portal)
    silence(portal, case)
    mine = (portal.ctx, portal.officer, case.reference, case.update_id)
    before = call_sheet(*mine)
    assert (before.wrong, before.frozen, before.approved) == (False, False, True)
    assert FALSE in before.words
    assert "found to be wrong" not in sheet_of(portal, case)
    begun(portal, case)
    after = call_sheet(*mine)
    assert (after.wrong, after.approved, after.subject, after.words) == (True, False, "", "")
    page = sheet_of(portal, case)
    assert "This news was found to be wrong. Don" in page
    assert FALSE not in page
    assert [one.update_id for one in call_sheets(*mine[:2]).sheets] == []


def test_a_sheet_of_the_same_kind_warns_while_it_is_frozen(town: Portal, ben: Actor) -> None:
    case = told(town, number=1).approve(town.manager)
    wrong = told(town).approve(town.manager)
    send(town)
    wrong_id = begun(town, wrong, replace(GIVEN, siblings=Siblings.ALONE))
    mine = (town.ctx, town.officer, case.reference, case.update_id)
    assert (call_sheet(*mine).wrong, call_sheet(*mine).frozen) == (False, True)
    assert FALSE in call_sheet(*mine).words
    assert "Other news of this kind was wrong." in sheet_of(town, case)
    wrong_news.release(town.ctx, ben, wrong_id)
    wrong_news.propose_thaw(town.ctx, town.manager, wrong_id, "The dates are right now.")
    wrong_news.thaw(town.ctx, ben, wrong_id)
    assert not call_sheet(*mine).frozen
    assert "Other news of this kind" not in sheet_of(town, case)


def test_the_sheet_of_the_correction_has_what_is_true(portal: Portal) -> None:
    case = sent(portal)
    begun(portal, case)
    [correction] = [one for one in case._all(Update) if one.id != case.update_id]
    sheet = call_sheet(portal.ctx, portal.officer, case.reference, correction.id)
    assert (sheet.wrong, sheet.frozen) == (False, False)
    assert GIVEN.truth in sheet.words
