"""Climbing the receipt ladder: who is asked when an update gets no answer."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.fakes import NOON
from tests.support.ladders import (
    OTHER,
    TODAY,
    WEDNESDAY_AFTER,
    another_channel,
    deliver,
    ladder,
    sent,
    silence,
)
from tests.support.portal import Portal
from victim_portal.domain.ladder import LadderEnd, LadderStep
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import (
    ChannelKind,
    UpdateState,
)
from victim_portal.services.ladder.climbing import climb_ladders
from victim_portal.store.models import Receipt


def test_silence_climbs_to_the_officer_and_then_to_the_manager(town: Portal) -> None:
    case = sent(town)
    assert ladder(case).step == LadderStep.SENT
    assert case.tasks() == {}
    silence(town, case)
    call = case.tasks()["ladder_call"]
    assert (call.for_user_id, call.due_on) == (town.officer.user_id, date(2026, 11, 26))
    assert call.about["update"] == str(case.update_id)
    silence(town, case)
    manager = case.tasks()["ladder_manager"]
    assert (manager.for_role, manager.managers_own) == ("manager", True)
    assert ladder(case).look_at is None
    town.clock.move(days=60)
    assert climb_ladders(town.ctx) == 0
    assert [one["step"] for one in case.audit("ladder_climbed")] == ["officer", "manager"]
    assert len(case.messages()) == 1


def test_another_channel_comes_first_and_never_twice(town: Portal) -> None:
    case = sent(town)
    another_channel(case)
    silence(town, case)
    assert case.tasks() == {}
    assert deliver(town) == [OTHER]
    message = case.message("email")
    assert message.cause == "ladder"
    assert message.send_key.endswith(":ladder")
    assert case.update().state == UpdateState.SENT
    silence(town, case)
    silence(town, case)
    assert {"ladder_call", "ladder_manager"} <= case.tasks().keys()
    assert deliver(town) == []
    assert len(case.messages()) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"suspended_at": NOON},
        {"verified_at": None},
        {"confirmed_at": None},
        {"review_on": date(2026, 11, 20)},
        {"uses": []},
        {"language": "cy"},
    ],
)
def test_a_channel_that_may_not_be_used_is_not_climbed_to(
    portal: Portal, changes: dict[str, object]
) -> None:
    case = sent(portal)
    another_channel(case, **changes)
    silence(portal, case)
    assert "ladder_call" in case.tasks()
    assert len(case.messages()) == 1


def test_their_own_hours_are_kept_on_the_other_channel(portal: Portal) -> None:
    case = sent(portal)
    another_channel(case, any_time=False, windows=[{"days": [4], "start": "09:00", "end": "10:00"}])
    silence(portal, case)
    assert deliver(portal) == []
    assert case.message("email").next_try_at == datetime(2026, 11, 27, 9, tzinfo=UTC)


def test_what_changed_meanwhile_is_stopped_by_the_last_look(portal: Portal) -> None:
    case = sent(portal)
    another_channel(case)
    silence(portal, case)
    case.new_key_dates()
    assert deliver(portal) == []
    assert (case.message("email").state, case.message("email").why_code) == (
        "held",
        "facts_changed",
    )


def test_a_second_message_of_the_plan_is_another_channel_already(portal: Portal) -> None:
    case = sent(portal, kinds=(ChannelKind.MOBILE, ChannelKind.EMAIL))
    silence(portal, case)
    assert "ladder_call" in case.tasks()
    assert len(case.messages()) == 2


def test_urgent_news_comes_to_the_manager_within_hours(portal: Portal) -> None:
    case = sent(portal, Stage.RECALLED)
    silence(portal, case)
    assert case.tasks()["ladder_call"].due_on == TODAY
    silence(portal, case)
    assert case.tasks()["ladder_manager"].due_on == TODAY
    assert portal.clock.now() - NOON < timedelta(hours=4)


def test_what_has_only_to_arrive_is_left_alone_once_it_did(portal: Portal) -> None:
    case = sent(portal, Stage.HEARING_LISTED)
    with portal.ctx.store.writing() as uow:
        message = case.message()
        uow.add(
            Receipt(
                id=uow.tokens.uuid(),
                message_id=message.id,
                person_id=case.person_id,
                rung="delivered",
                source="twilio SM1 delivered",
                at=NOON,
            )
        )
        uow.commit()
    portal.clock.set(WEDNESDAY_AFTER)
    assert climb_ladders(portal.ctx) == 0
    assert (ladder(case).ended_why, case.tasks()) == (LadderEnd.REACHED, {})


def test_a_failure_is_no_rung(portal: Portal) -> None:
    case = sent(portal, Stage.HEARING_LISTED)
    with portal.ctx.store.writing() as uow:
        uow.add(
            Receipt(
                id=uow.tokens.uuid(),
                message_id=case.message().id,
                person_id=case.person_id,
                rung="failed_for_good",
                source="twilio SM1 failed",
                at=NOON,
            )
        )
        uow.commit()
    silence(portal, case)
    assert "ladder_call" in case.tasks()


def test_one_that_cant_be_read_stops_no_other(portal: Portal) -> None:
    broken, other = sent(portal, number=1), sent(portal, number=2)
    another_channel(broken, uses=["nonsense"])
    portal.clock.set(WEDNESDAY_AFTER + timedelta(days=2))
    assert climb_ladders(portal.ctx) == 1
    assert "ladder_call" in other.tasks()
