"""A code ends: by being used, by age, by a newer one, by wrong tries, by what changes the plan."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from tests.support.casework import (
    approve,
    evenings,
    mobile,
    opted_in,
)
from tests.support.codes import (
    about_channels,
    added,
    another,
    channel_of,
    code_messages,
    entered,
    newest_code,
    not_sent,
    refused,
    sent,
    worked,
)
from tests.support.fakes import NOON
from tests.support.portal import Portal
from victim_portal.domain.verification import MOST_A_DAY, MOST_TRIES
from victim_portal.domain.vocabulary import (
    ContactMethod,
)
from victim_portal.services.channels import (
    change_plan,
    confirm_channel,
    suspend_channel,
)
from victim_portal.services.verification import send_code

AGREED = ContactMethod.TELEPHONE


@pytest.fixture
def reference(portal: Portal) -> str:
    return opted_in(portal)


@pytest.fixture
def channel_id(portal: Portal, reference: str) -> UUID:
    return added(portal, reference)


def test_five_wrong_numbers_lock_it_for_the_right_one_too(
    portal: Portal, reference: str, channel_id: UUID
) -> None:
    code = sent(portal, reference, channel_id)
    for left in range(MOST_TRIES - 1, 1, -1):
        sentence = refused(portal, reference, channel_id, another(code, left))
        assert f"{left} tries are left" in sentence
    assert "1 try is left" in refused(portal, reference, channel_id, another(code))
    assert "code_locked" not in about_channels(portal, reference)
    assert "locked" in refused(portal, reference, channel_id, another(code))
    assert "code_locked" in about_channels(portal, reference)
    for _ in range(2):
        assert "locked" in refused(portal, reference, channel_id, code)
    assert channel_of(portal, reference, channel_id).verified_at is None
    entered(portal, reference, channel_id, sent(portal, reference, channel_id))
    assert about_channels(portal, reference) == []


def test_a_new_code_ends_the_older_one_and_its_message(
    portal: Portal, reference: str, channel_id: UUID
) -> None:
    first = sent(portal, reference, channel_id)
    portal.clock.move(minutes=1)
    second = sent(portal, reference, channel_id)
    assert [m.state for m in code_messages(portal, channel_id)] == ["cancelled", "queued"]
    assert worked(portal)[0].handed_over == 1
    if first != second:
        assert "4 tries" in refused(portal, reference, channel_id, first)
    entered(portal, reference, channel_id, second)


def test_a_code_is_used_once(portal: Portal, reference: str, channel_id: UUID) -> None:
    code = sent(portal, reference, channel_id)
    entered(portal, reference, channel_id, code)
    assert "used already" in refused(portal, reference, channel_id, code)
    # What hadn't gone out yet tells nothing any more.
    assert [m.state for m in code_messages(portal, channel_id)] == ["cancelled"]


def test_five_codes_a_day_are_enough(portal: Portal, reference: str, channel_id: UUID) -> None:
    for _ in range(MOST_A_DAY):
        sent(portal, reference, channel_id)
    assert "today" in not_sent(portal, reference, channel_id)
    # Midnight in London, and it is another day.
    portal.clock.set(NOON.replace(hour=23, minute=59))
    assert "today" in not_sent(portal, reference, channel_id)
    portal.clock.move(minutes=1)
    sent(portal, reference, channel_id)


def test_a_code_counts_for_a_day_from_its_hand_over(
    portal: Portal, reference: str, channel_id: UUID
) -> None:
    given = mobile(windows=(evenings(),), any_time=False)
    seen = channel_of(portal, reference, channel_id)
    agreed = replace(given, agreed=AGREED)
    change_plan(portal.ctx, portal.officer, reference, channel_id, agreed, seen.plan_version)
    result = send_code(portal.ctx, portal.officer, reference, channel_id)
    assert result.waits_until == NOON.replace(hour=18)
    code = newest_code(portal, channel_id)
    assert worked(portal)[0].waiting == 1
    portal.clock.set(NOON.replace(hour=18))
    assert worked(portal)[0].handed_over == 1
    portal.clock.set(NOON.replace(hour=18) + timedelta(days=1))
    assert "too old" in refused(portal, reference, channel_id, code)
    portal.clock.move(seconds=-1)
    entered(portal, reference, channel_id, code)


def test_a_code_that_never_went_ends_by_itself(
    portal: Portal, reference: str, channel_id: UUID
) -> None:
    code = sent(portal, reference, channel_id)
    portal.clock.move(days=9)
    done, sender = worked(portal)
    assert (done.held, sender.taken) == (1, [])
    assert refused(portal, reference, channel_id, code)
    assert channel_of(portal, reference, channel_id).verified_at is None


def _suspend(portal: Portal, reference: str, channel_id: UUID) -> None:
    suspend_channel(portal.ctx, portal.officer, reference, channel_id, "A stranger answered")


def _narrow(portal: Portal, reference: str, channel_id: UUID) -> None:
    seen = channel_of(portal, reference, channel_id).plan_version
    given = mobile(who_else="Her mother")
    assert change_plan(portal.ctx, portal.officer, reference, channel_id, given, seen)


@pytest.mark.parametrize(
    ("act", "says"), [(_suspend, "stopped after this code"), (_narrow, "plan was changed")]
)
@pytest.mark.parametrize("handed_over", [False, True])
def test_what_changes_the_plan_ends_the_code(
    portal: Portal,
    reference: str,
    channel_id: UUID,
    act: Callable[[Portal, str, UUID], None],
    says: str,
    handed_over: bool,
) -> None:
    code = sent(portal, reference, channel_id)
    if handed_over:
        worked(portal)
    act(portal, reference, channel_id)
    assert worked(portal)[1].taken == []
    assert says in refused(portal, reference, channel_id, code)
    assert about_channels(portal, reference) == ["confirm_channel"]


def test_confirming_it_meanwhile_leaves_the_code_as_it_is(
    portal: Portal, reference: str, channel_id: UUID
) -> None:
    code = sent(portal, reference, channel_id)
    confirm_channel(portal.ctx, portal.officer, reference, channel_id, "spoken")
    assert worked(portal)[0].handed_over == 1
    entered(portal, reference, channel_id, code)
    assert about_channels(portal, reference) == []


def test_after_a_suspicion_only_a_new_code_verifies(
    portal: Portal, reference: str, channel_id: UUID
) -> None:
    entered(portal, reference, channel_id, sent(portal, reference, channel_id))
    _suspend(portal, reference, channel_id)
    assert channel_of(portal, reference, channel_id).verified_at is None
    assert "suspended" in not_sent(portal, reference, channel_id)
    assert not confirm_channel(portal.ctx, portal.officer, reference, channel_id, "in_person")
    channel = channel_of(portal, reference, channel_id)
    assert (channel.suspended_at, channel.verified_at) == (None, None)
    approve(portal, reference)
    code = sent(portal, reference, channel_id)
    done, sender = worked(portal)
    assert (done.handed_over, done.held, len(sender.taken)) == (1, 1, 1)
    entered(portal, reference, channel_id, code)
    assert channel_of(portal, reference, channel_id).verified_at == portal.ctx.now()
