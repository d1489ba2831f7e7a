"""Whom wrong news reached, and how each of them is put right."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from tests.support.portal import Portal
from tests.support.senders import FakeSender
from tests.support.updates import add_key_dates, told
from tests.support.walls import person, tasks_of
from tests.support.wrong_news import (
    GIVEN,
    TRUTH_WELSH,
    begun,
    contents,
    corrections,
    send,
    view,
    wrong_news_of,
)
from victim_portal.domain.access import Actor
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import (
    ContactMethod,
    Enrolment,
    Language,
    MessageState,
    Role,
)
from victim_portal.domain.wrong_news import Reached, Siblings, Standing, WhyNot
from victim_portal.services import wrong_news
from victim_portal.services.delivery import deliver_due
from victim_portal.services.errors import (
    InvalidError,
)
from victim_portal.services.updates import (
    record_telling,
)
from victim_portal.store.models import Case, Update


@pytest.fixture
def ben(town: Portal) -> Actor:
    return person(town, Role.MANAGER, first_name="Ben")


def test_a_message_in_a_workers_hands_counts_as_reached(portal: Portal) -> None:
    case = told(portal).approve()
    sender = FakeSender(meanwhile=lambda _: begun(portal, case) and None)
    deliver_due(portal.ctx, sender.senders, "one")
    assert len(sender.taken) == 1
    [wrong] = wrong_news_of(portal)
    assert view(portal, wrong.id).reached == {Reached.PERHAPS: 1}
    assert case.message().state == MessageState.HANDED_OVER
    assert len(corrections(portal)) == 1


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("closed", [True, False])
def test_nothing_is_sent_against_a_no_and_a_manager_decides(
    town: Portal, ben: Actor, when: str, closed: bool
) -> None:
    case = told(town).approve()
    send(town)

    def say_no() -> None:
        if closed:
            case.change_case(closed_at=town.ctx.now(), closed_why="person_died")
        else:
            case.change_case(enrolment=Enrolment.OPTED_OUT.value)

    if when == "before":
        say_no()
    wrong_id = begun(town, case)
    if when == "after":
        say_no()
    wrong_news.release(town.ctx, ben, wrong_id)
    assert send(town).taken == []
    [task] = tasks_of(town, "decide_correction")
    assert (task.for_role, task.managers_own) == (Role.MANAGER, True)
    seen = view(town, wrong_id)
    assert seen.why_not == {WhyNot.CASE_CLOSED if closed else WhyNot.SAID_NO: 1}
    assert seen.line.standing is Standing.DONE


def test_whoever_is_no_longer_reached_safely_at_the_release_is_rung(
    town: Portal, ben: Actor
) -> None:
    case = told(town).approve()
    send(town)
    wrong_id = begun(town, case)
    case.change_channel(suspended_at=town.ctx.now())
    wrong_news.release(town.ctx, ben, wrong_id)
    assert send(town).taken == []
    [task] = tasks_of(town, "telephone")
    [correction] = corrections(town)
    assert task.about == {"update": str(correction.id)}
    [line] = wrong_news.call_list(town.ctx, town.manager, wrong_id).calls
    assert (line.reference, line.why_not, line.told) == (case.reference, WhyNot.NO_SAFE_WAY, False)
    record_telling(
        town.ctx,
        town.officer,
        case.reference,
        correction.id,
        town.ctx.today(),
        ContactMethod.TELEPHONE,
        correction.version,
    )
    assert tasks_of(town, "telephone") == []
    assert wrong_news.call_list(town.ctx, town.manager, wrong_id).calls[0].told


def test_whoever_was_told_by_a_person_is_told_by_a_person(portal: Portal) -> None:
    case = told(portal)
    record_telling(
        portal.ctx,
        portal.officer,
        case.reference,
        case.update_id,
        portal.ctx.today(),
        ContactMethod.TELEPHONE,
        1,
    )
    wrong_id = begun(portal, case)
    assert view(portal, wrong_id).reached == {Reached.TOLD: 1}
    [line] = wrong_news.call_list(portal.ctx, portal.manager, wrong_id).calls
    assert line.why_not is WhyNot.TOLD_BY_PERSON


def test_welsh_readers_read_welsh_or_are_rung(portal: Portal) -> None:
    other = person(portal, Role.MANAGER, first_name="Ben")
    cases = [told(portal, language=Language.WELSH, number=one).approve() for one in range(2)]
    send(portal)
    first = begun(portal, cases[0])
    [content] = contents(portal)
    assert TRUTH_WELSH in content
    assert "Dywedom rywbeth" in content
    wrong_news.release(portal.ctx, other, first)
    assert len(send(portal).taken) == 1
    second = begun(portal, cases[1], replace(GIVEN, truth_welsh=""))
    assert view(portal, second).why_not == {WhyNot.WELSH_UNREVIEWED: 1}
    wrong_news.release(portal.ctx, other, second)
    assert send(portal).taken == []
    assert len(tasks_of(portal, "telephone")) == 1


def test_what_came_of_one_event_is_wrong_together(portal: Portal) -> None:
    event = uuid4()
    mine, other, elsewhere = (told(portal, stage=Stage.RELEASED, number=one) for one in range(3))
    for case in (mine, other):
        said = {"outcome": None, "event_id": str(event)}
        case.change(Update, case.update_id, said=said, plan_key=f"released:{event}")
    for case in (mine, other, elsewhere):
        case.approve()
    send(portal)
    shown = wrong_news.what_is_wrong(portal.ctx, portal.manager, mine.reference, mine.update_id)
    assert {one.siblings: one.updates for one in shown.choices} == {
        Siblings.ALONE: 1,
        Siblings.CAUSE: 2,
        Siblings.DAY: 3,
    }
    assert {one.reference for one in shown.candidates} == {other.reference, elsewhere.reference}
    wrong_id = begun(portal, mine, replace(GIVEN, siblings=Siblings.CAUSE))
    assert {one.case_id for one in corrections(portal)} == {mine.case_id, other.case_id}
    assert view(portal, wrong_id).reached == {Reached.HANDED_OVER: 2}


def test_others_are_chosen_by_hand_and_only_of_ones_own(portal: Portal) -> None:
    cases = [told(portal, number=one).approve() for one in range(3)]
    far = told(portal, number=7, stage=Stage.RELEASED).approve()
    send(portal)
    chosen = replace(GIVEN, siblings=Siblings.CHOSEN, chosen=frozenset({cases[2].update_id}))
    with pytest.raises(InvalidError, match="list"):
        begun(portal, cases[0], replace(chosen, chosen=frozenset({far.update_id})))
    begun(portal, cases[0], chosen)
    assert {one.case_id for one in corrections(portal)} == {cases[0].case_id, cases[2].case_id}


def test_what_changes_after_the_release_holds_it(town: Portal, ben: Actor) -> None:
    case = told(town).approve()
    send(town)
    wrong_id = begun(town, case)
    # Put right while it waits: the second manager agrees to what is true then.
    case.new_key_dates()
    wrong_news.release(town.ctx, ben, wrong_id)
    with town.ctx.store.writing() as uow:
        row = uow.get(Case, case.case_id)
        assert row is not None
        add_key_dates(uow, row.offender_id, 3, "CRD", date(2028, 1, 1))
        uow.commit()
    assert send(town).taken == []
    assert "held_message" in case.tasks()
