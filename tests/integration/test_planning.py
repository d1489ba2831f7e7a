"""Planning over a real database: dates that move, words that follow, nothing stale approved."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.support.casework import (
    answered,
    approve,
    dated,
    delivered,
    opted_in,
    planned_again,
    ready,
    update_of,
    view,
)
from tests.support.portal import Portal
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Enrolment, MessageState, UpdateState
from victim_portal.services.errors import ConflictError
from victim_portal.services.updates import (
    approve_update,
    cancel_update,
)
from victim_portal.store.models import Message

NEAR = {"CRD": "2027-01-20", "SLED": "2034-11-01"}
LATER = {"CRD": "2027-03-02", "SLED": "2034-11-01"}


def message_states(portal: Portal) -> set[str]:
    with portal.ctx.store.reading() as uow:
        return {message.state for message in uow.session.scalars(select(Message))}


def test_planning_again_changes_nothing(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference, Stage.SENTENCE_EXPLAINED)
    before = view(portal, reference)
    for _ in range(2):
        assert not planned_again(portal, reference)
    assert view(portal, reference) == before


def test_time_alone_moves_no_approval(portal: Portal) -> None:
    reference = ready(portal)
    dated(portal, reference, **NEAR)
    approve(portal, reference, Stage.PRE_RELEASE)
    before = update_of(portal, reference, Stage.PRE_RELEASE)
    for _ in range(20):
        portal.clock.move(days=1)
        planned_again(portal, reference)
        after = update_of(portal, reference, Stage.PRE_RELEASE)
        assert (after.state, after.version) == (before.state, before.version)


def test_a_date_that_moves_twice_and_back_leaves_drafts_only(portal: Portal) -> None:
    reference = ready(portal)
    dated(portal, reference, **NEAR)
    first = update_of(portal, reference, Stage.PRE_RELEASE)
    approve(portal, reference, Stage.PRE_RELEASE)
    versions = [first.version]
    for dates, month in ((LATER, "March 2027"), (NEAR, "January 2027"), (LATER, "March 2027")):
        dated(portal, reference, **dates)
        update = update_of(portal, reference, Stage.PRE_RELEASE)
        assert update.id == first.id
        assert update.state is UpdateState.DRAFT
        assert (update.month, month in update.content) == (month, True)
        versions.append(update.version)
    assert versions == sorted(set(versions))
    assert message_states(portal) == {MessageState.CANCELLED}
    assert delivered(portal) == []
    # The version that was approved names January, and can't be approved by an old page.
    dated(portal, reference, **NEAR)
    with pytest.raises(ConflictError):
        approve_update(portal.ctx, portal.officer, reference, first.id, first.version)


def test_an_approval_falls_back_with_its_reason_and_its_messages(portal: Portal) -> None:
    reference = ready(portal)
    dated(portal, reference, **NEAR)
    approve(portal, reference, Stage.PRE_RELEASE)
    assert message_states(portal) == {MessageState.QUEUED}
    dated(portal, reference, **LATER)
    update = update_of(portal, reference, Stage.PRE_RELEASE)
    assert update.state is UpdateState.DRAFT
    assert "March 2027" in update.back_to_draft_why
    assert message_states(portal) == {MessageState.CANCELLED}
    assert delivered(portal) == []
    approve(portal, reference, Stage.PRE_RELEASE)
    states = sorted(one.state for one in update_of(portal, reference, Stage.PRE_RELEASE).messages)
    assert states == ["cancelled"] * 2 + ["queued"] * 2


def test_a_date_that_doesnt_concern_it_leaves_an_approval_alone(portal: Portal) -> None:
    reference = ready(portal)
    dated(portal, reference, **NEAR)
    approve(portal, reference, Stage.PRE_RELEASE)
    dated(portal, reference, **NEAR, TED="2029-01-01")
    assert update_of(portal, reference, Stage.PRE_RELEASE).state is UpdateState.APPROVED


def test_a_licence_that_no_longer_follows_takes_the_approval_back(portal: Portal) -> None:
    reference = ready(portal)
    dated(portal, reference, **NEAR)
    before = update_of(portal, reference, Stage.PRE_RELEASE)
    approve(portal, reference, Stage.PRE_RELEASE)
    # The date of release stays as it is; the sentence ends with it.
    dated(portal, reference, CRD=NEAR["CRD"], SED=NEAR["CRD"], SLED=NEAR["CRD"])
    after = update_of(portal, reference, Stage.PRE_RELEASE)
    assert after.state is UpdateState.DRAFT
    assert after.content != before.content
    assert MessageState.QUEUED not in message_states(portal)


def test_what_was_told_stays_told_and_a_move_is_its_own_update(portal: Portal) -> None:
    reference = ready(portal)
    dated(portal, reference, **NEAR)
    approve(portal, reference, Stage.PRE_RELEASE)
    portal.clock.move(days=8)
    assert len(delivered(portal)) == 2
    assert update_of(portal, reference, Stage.PRE_RELEASE).state is UpdateState.SENT
    dated(portal, reference, **LATER)
    moved = update_of(portal, reference, Stage.DATE_CHANGED)
    assert "January 2027" in moved.content
    assert "March 2027" in moved.content
    approve(portal, reference, Stage.DATE_CHANGED)
    dated(portal, reference, **NEAR)
    assert update_of(portal, reference, Stage.DATE_CHANGED).state is UpdateState.CANCELLED
    assert delivered(portal) == []


def test_cancelled_by_a_person_it_comes_back_only_when_its_month_moves(portal: Portal) -> None:
    reference = ready(portal)
    dated(portal, reference, **NEAR)
    update = update_of(portal, reference, Stage.PRE_RELEASE)
    cancel_update(
        portal.ctx, portal.officer, reference, update.id, "Told on a visit", update.version
    )
    planned_again(portal, reference)
    dated(portal, reference, CRD="2027-01-25", SLED="2034-11-01")
    found = [one for one in view(portal, reference).updates if one.stage is Stage.PRE_RELEASE]
    assert [one.state for one in found] == [UpdateState.CANCELLED]
    dated(portal, reference, **LATER)
    found = [one for one in view(portal, reference).updates if one.stage is Stage.PRE_RELEASE]
    assert sorted(one.state for one in found) == ["cancelled", "draft"]


def test_nothing_is_planned_for_whoever_hasnt_opted_in(portal: Portal) -> None:
    reference = opted_in(portal)
    dated(portal, reference, **NEAR)
    answered(portal, reference, Enrolment.DO_NOT_CONTACT, portal.ctx.today())
    dated(portal, reference, **LATER)
    assert {one.state for one in view(portal, reference).updates} == {UpdateState.CANCELLED}


def test_windows_lie_in_order_and_say_why(portal: Portal) -> None:
    reference = ready(portal)
    dated(portal, reference, **NEAR)
    for one in view(portal, reference).updates:
        assert one.window_opens <= one.window_closes
        assert one.reason
        assert one.window_opens >= portal.ctx.today() - timedelta(days=1)
    assert date(2034, 1, 1) < view(portal, reference).updates[-1].window_closes
