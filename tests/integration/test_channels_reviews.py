"""Review days: chosen, kept, asked for once before they come, and settled by asking."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.support import supporters
from tests.support.casework import answered, email, mobile, opted_in, reachable, verified, view
from tests.support.codes import about_channels, added, channel_of
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from victim_portal import worker
from victim_portal.domain.vocabulary import ContactMethod, Enrolment
from victim_portal.services.channels import (
    add_channel,
    ask_to_review,
    change_plan,
    confirm_channel,
    end_channel,
    reconfirm,
    suspend_channel,
)
from victim_portal.services.errors import InvalidError
from victim_portal.services.reach import case_within_reach
from victim_portal.store.models import Channel

YEAR_ON = date(2027, 11, 18)
SOON = date(2026, 12, 10)


@pytest.fixture
def reference(portal: Portal) -> str:
    return opted_in(portal)


def _asked_on(portal: Portal, reference: str) -> list[date]:
    return [task.due_on for task in view(portal, reference).tasks if task.kind == "review_channel"]


def _reconfirmed(portal: Portal, reference: str, channel_id: UUID) -> None:
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        channel = uow.get(Channel, channel_id)
        assert channel is not None
        reconfirm(portal.ctx, uow, portal.officer, case, channel)
        uow.commit()


def test_a_day_of_their_own_is_kept_and_never_later_than_a_year(
    portal: Portal, reference: str
) -> None:
    (usual,) = reachable(portal, reference, email())
    assert channel_of(portal, reference, usual).review_on == YEAR_ON
    (own,) = reachable(portal, reference, mobile(review_on=SOON))
    assert channel_of(portal, reference, own).review_on == SOON


@pytest.mark.parametrize("day", [date(2026, 11, 18), date(2020, 1, 1), YEAR_ON + timedelta(days=1)])
def test_a_day_that_is_past_or_too_late_is_refused(
    portal: Portal, reference: str, day: date
) -> None:
    given = mobile(agreed=ContactMethod.TELEPHONE, review_on=day)
    with pytest.raises(InvalidError) as refused:
        add_channel(portal.ctx, portal.officer, reference, given)
    assert set(refused.value.problems) == {"review_on"}
    (channel_id,) = reachable(portal, reference, mobile())
    with pytest.raises(InvalidError) as refused:
        confirm_channel(portal.ctx, portal.officer, reference, channel_id, "spoken", None, day)
    assert set(refused.value.problems) == {"review_on"}


def test_two_weeks_before_it_is_asked_for_once(portal: Portal, reference: str) -> None:
    (channel_id,) = reachable(portal, reference, mobile(review_on=SOON))
    portal.clock.set(portal.clock.at.replace(month=11, day=25))
    assert ask_to_review(portal.ctx) == 0
    portal.clock.move(days=1)
    assert ask_to_review(portal.ctx) == 1
    assert ask_to_review(portal.ctx) == 0
    assert _asked_on(portal, reference) == [SOON]
    _reconfirmed(portal, reference, channel_id)
    assert _asked_on(portal, reference) == []
    assert channel_of(portal, reference, channel_id).review_on == date(2027, 11, 26)
    assert ask_to_review(portal.ctx) == 0
    # The next day is asked for anew.
    portal.clock.move(days=360)
    assert ask_to_review(portal.ctx) == 1


def test_one_that_was_never_asked_for_in_time_is_asked_for_late(
    portal: Portal, reference: str
) -> None:
    reachable(portal, reference, mobile(review_on=SOON))
    portal.clock.move(days=60)
    assert ask_to_review(portal.ctx) == 1
    assert _asked_on(portal, reference) == [SOON]


def test_a_day_well_ahead_outlives_a_yes_and_a_task_that_was_done(
    portal: Portal, reference: str
) -> None:
    (channel_id,) = reachable(portal, reference, mobile(review_on=date(2027, 3, 1)))
    portal.clock.move(days=10)
    _reconfirmed(portal, reference, channel_id)
    channel = channel_of(portal, reference, channel_id)
    assert (channel.review_on, channel.confirmed_at) == (date(2027, 3, 1), portal.ctx.now())
    # Chosen again on the page, the same day keeps its task: nothing passes unseen.
    portal.clock.set(portal.clock.at.replace(year=2027, month=2, day=20))
    assert ask_to_review(portal.ctx) == 1
    ctx, officer = portal.ctx, portal.officer
    confirm_channel(ctx, officer, reference, channel_id, "spoken", None, date(2027, 3, 1))
    assert _asked_on(portal, reference) == [date(2027, 3, 1)]
    confirm_channel(ctx, officer, reference, channel_id, "spoken")
    assert _asked_on(portal, reference) == []


def test_what_needs_no_asking_is_left_alone(portal: Portal, reference: str) -> None:
    stopped, ended = reachable(portal, reference, mobile(review_on=SOON), email(review_on=SOON))
    suspend_channel(portal.ctx, portal.officer, reference, stopped, "Not safe")
    end_channel(portal.ctx, portal.officer, reference, ended)
    add_channel(portal.ctx, portal.officer, reference, mobile(value="07700 900777"))
    portal.clock.move(days=20)
    assert ask_to_review(portal.ctx) == 0


def test_after_a_no_nothing_is_asked(portal: Portal, reference: str) -> None:
    reachable(portal, reference, mobile(review_on=SOON))
    answered(portal, reference, Enrolment.OPTED_OUT, portal.ctx.today())
    portal.clock.move(days=20)
    assert ask_to_review(portal.ctx) == 0


def test_whoever_leaves_is_not_rung_about_it_any_more(portal: Portal, reference: str) -> None:
    reachable(portal, reference, mobile(review_on=SOON))
    portal.clock.move(days=20)
    assert ask_to_review(portal.ctx) == 1
    answered(portal, reference, Enrolment.OPTED_OUT, portal.ctx.today())
    assert _asked_on(portal, reference) == []


def test_each_case_of_the_person_is_asked_and_one_answer_settles_all(
    portal: Portal, reference: str
) -> None:
    (channel_id,) = reachable(portal, reference, mobile(review_on=SOON))
    supporters.add(portal, reference)
    (sister,) = supporters.beside(portal, reference)
    given = mobile(value="07700 900555", agreed=ContactMethod.TELEPHONE, review_on=SOON)
    theirs = add_channel(portal.ctx, portal.officer, reference, given, person_id=sister.person_id)
    portal.clock.move(days=20)
    assert ask_to_review(portal.ctx) == 2
    assert _asked_on(portal, reference) == [SOON, SOON]
    _reconfirmed(portal, reference, theirs)
    assert _asked_on(portal, reference) == [SOON]
    _reconfirmed(portal, reference, channel_id)
    assert _asked_on(portal, reference) == []


def test_the_worker_asks(portal: Portal, reference: str) -> None:
    reachable(portal, reference, mobile(review_on=SOON))
    portal.clock.move(days=20)
    worker.run(portal.ctx, FakeSender().senders, once=True)
    worker.run(portal.ctx, FakeSender().senders, once=True)
    assert _asked_on(portal, reference) == [SOON]


def test_a_yes_by_the_way_verifies_nothing_and_lifts_nothing(
    portal: Portal, reference: str
) -> None:
    channel_id = added(portal, reference)
    _reconfirmed(portal, reference, channel_id)
    assert channel_of(portal, reference, channel_id).verified_at is None
    assert about_channels(portal, reference) == ["confirm_channel"]
    suspend_channel(portal.ctx, portal.officer, reference, channel_id, "Not safe")
    _reconfirmed(portal, reference, channel_id)
    assert channel_of(portal, reference, channel_id).suspended_at is not None
    assert about_channels(portal, reference) == ["confirm_channel"]


def test_agreeing_on_a_change_confirms_it_and_not_agreeing_asks(
    portal: Portal, reference: str
) -> None:
    (channel_id,) = reachable(portal, reference, mobile())
    wider = mobile(fuller_words=True)
    ctx, officer = portal.ctx, portal.officer
    seen = channel_of(portal, reference, channel_id).plan_version
    change_plan(ctx, officer, reference, channel_id, wider, seen)
    assert channel_of(portal, reference, channel_id).confirmed_at is None
    assert about_channels(portal, reference) == ["confirm_channel"]
    seen = channel_of(portal, reference, channel_id).plan_version
    portal.clock.move(hours=1)
    agreed = replace(wider, agreed=ContactMethod.VISIT)
    change_plan(ctx, officer, reference, channel_id, agreed, seen)
    channel = channel_of(portal, reference, channel_id)
    assert channel.confirmed_at == portal.ctx.now()
    assert channel.verified_at is not None
    assert about_channels(portal, reference) == []


def test_agreeing_lifts_no_suspension(portal: Portal, reference: str) -> None:
    (channel_id,) = reachable(portal, reference, mobile())
    suspend_channel(portal.ctx, portal.officer, reference, channel_id, "Not safe")
    seen = channel_of(portal, reference, channel_id).plan_version
    agreed = mobile(agreed=ContactMethod.TELEPHONE)
    change_plan(portal.ctx, portal.officer, reference, channel_id, agreed, seen)
    channel = channel_of(portal, reference, channel_id)
    assert channel.suspended_at is not None
    assert channel.verified_at is None
    assert about_channels(portal, reference) == ["confirm_channel"]


def test_three_channels_agreed_in_one_call_are_one_contact(portal: Portal, reference: str) -> None:
    before = len(view(portal, reference).contacts)
    reachable(portal, reference, mobile(), email())
    verified(portal, reference, added(portal, reference, mobile(value="07700 900777")))
    assert len(view(portal, reference).contacts) == before + 1
    portal.clock.move(days=1)
    added(portal, reference, mobile(value="07700 900778"))
    assert len(view(portal, reference).contacts) == before + 2
