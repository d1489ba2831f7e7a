"""A draft that nobody reads is asked for before it is due, once for each of its windows."""

import pytest

from tests.support.casework import answered, dated, ready, task_kinds, update_of, view
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from victim_portal import worker
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Enrolment
from victim_portal.services.planning import ask_for_unread


@pytest.fixture
def reference(portal: Portal) -> str:
    return ready(portal)


def _due(portal: Portal, reference: str) -> int:
    return sum(1 for task in view(portal, reference).tasks if task.kind == "read_again")


def test_draft_that_is_due_is_asked_for_once(portal: Portal, reference: str) -> None:
    assert ask_for_unread(portal.ctx) == 1
    assert ask_for_unread(portal.ctx) == 0
    assert _due(portal, reference) == 1


def test_draft_far_ahead_is_left_alone_until_its_time(portal: Portal, reference: str) -> None:
    ask_for_unread(portal.ctx)
    ahead = update_of(portal, reference, Stage.PRE_RELEASE)
    assert task_kinds(portal, reference).count("read_again") == 1
    portal.clock.move(days=(ahead.window_opens - portal.ctx.today()).days - 3)
    assert ask_for_unread(portal.ctx) >= 1


def test_a_moved_window_is_asked_for_again(portal: Portal, reference: str) -> None:
    dated(portal, reference, CRD="2027-02-01", SLED="2034-11-01")
    first = ask_for_unread(portal.ctx)
    dated(portal, reference, CRD="2027-03-01", SLED="2034-11-01")
    assert first >= 1
    assert ask_for_unread(portal.ctx) >= 1


def test_nothing_is_asked_about_after_a_no(portal: Portal, reference: str) -> None:
    answered(portal, reference, Enrolment.OPTED_OUT, portal.ctx.today())
    assert ask_for_unread(portal.ctx) == 0


def test_the_worker_asks(portal: Portal, reference: str) -> None:
    worker.run(portal.ctx, FakeSender().senders, once=True)
    assert _due(portal, reference) == 1
