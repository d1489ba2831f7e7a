"""Workers that die, freeze, stop and race: nothing is lost, and nothing goes twice."""

import threading
from typing import Any

import pytest

from tests.support.portal import Portal
from tests.support.senders import FakeSender, KillAt, Killed, accepted, not_sent
from tests.support.updates import told
from victim_portal.domain.messages import LATEST_START, LEASE
from victim_portal.domain.vocabulary import MessageState
from victim_portal.ports import HandOver, Outcome
from victim_portal.services.delivery import FaultPoint, Round, deliver_due
from victim_portal.store import updates as update_store
from victim_portal.store.models import Message

REFUSED = HandOver(Outcome.REFUSED, code="21211", reason="The number can't take texts.")


def run(portal: Portal, sender: FakeSender, name: str = "one", **more: Any) -> Round:
    return deliver_due(portal.ctx, sender.senders, name, **more)


@pytest.fixture
def sender() -> FakeSender:
    return FakeSender()


@pytest.mark.parametrize("point", [FaultPoint.AFTER_CLAIM, FaultPoint.AFTER_SEND])
def test_a_dead_worker_leaves_an_uncertain_message_that_is_never_sent_again(
    portal: Portal, sender: FakeSender, point: FaultPoint
) -> None:
    case = told(portal).approve()
    with pytest.raises(Killed):
        run(portal, sender, faults=KillAt(point))
    taken = len(sender.taken)
    assert taken == (1 if point is FaultPoint.AFTER_SEND else 0)
    assert run(portal, sender, "two").moved == 0
    portal.clock.move(seconds=LEASE.total_seconds() + 1)
    assert run(portal, sender, "two").uncertain == 1
    assert case.message().state == MessageState.UNCERTAIN
    assert "uncertain_message" in case.tasks()
    for _ in range(5):
        portal.clock.move(days=1)
        assert run(portal, sender, "two").moved == 0
    assert len(sender.taken) == taken


@pytest.mark.parametrize(
    ("point", "state"),
    [(FaultPoint.BEFORE_CLAIM, "queued"), (FaultPoint.AFTER_RECORD, "handed_over")],
)
def test_a_worker_that_dies_outside_a_send_leaves_no_doubt(
    portal: Portal, sender: FakeSender, point: FaultPoint, state: str
) -> None:
    case = told(portal).approve()
    with pytest.raises(Killed):
        run(portal, sender, faults=KillAt(point))
    assert case.message().state == state
    run(portal, sender, "two")
    assert case.message().state == "handed_over"
    assert len(sender.taken) == 1


def test_an_answer_that_comes_after_the_sweep_proves_the_hand_over(
    portal: Portal, sender: FakeSender
) -> None:
    case = told(portal).approve()

    def freeze(_: object) -> None:
        portal.clock.move(seconds=LEASE.total_seconds() + 1)
        assert run(portal, FakeSender(), "two").uncertain == 1

    sender.meanwhile = freeze
    assert run(portal, sender).handed_over == 1
    assert case.message().state == MessageState.HANDED_OVER
    assert case.tasks() == {}


def test_a_late_failure_leaves_the_doubt_to_a_person(portal: Portal, sender: FakeSender) -> None:
    case = told(portal).approve()

    def freeze(_: object) -> None:
        portal.clock.move(seconds=LEASE.total_seconds() + 1)
        run(portal, FakeSender(), "two")

    sender.meanwhile = freeze
    sender.answers = [not_sent()]
    assert run(portal, sender).uncertain == 1
    assert case.message().state == MessageState.UNCERTAIN


def test_a_claim_of_an_earlier_try_records_no_failure(portal: Portal, sender: FakeSender) -> None:
    case = told(portal).approve()
    sender.meanwhile = lambda _: case.change(Message, case.message().id, tries=2)
    sender.answers = [not_sent()]
    run(portal, sender)
    assert case.message().state == MessageState.CLAIMED


def test_what_cannot_begin_in_time_is_given_back_unsent(portal: Portal, sender: FakeSender) -> None:
    for number in range(3):
        told(portal, number=number).approve()
    seconds = iter([0.0, 1.0, LATEST_START.total_seconds() + 1])
    done = run(portal, sender, monotonic=lambda: next(seconds))
    assert (done.handed_over, done.put_back, len(sender.taken)) == (1, 2, 1)
    with portal.ctx.store.reading() as uow:
        rows = update_store.claimable(uow, portal.ctx.now(), 10)
        assert [(row.state, row.tries, row.claimed_by) for row in rows] == [("queued", 0, None)] * 2
    assert run(portal, sender).handed_over == 2


def test_a_stopping_worker_finishes_only_the_message_in_hand(
    portal: Portal, sender: FakeSender
) -> None:
    for number in range(3):
        told(portal, number=number).approve()
    done = run(portal, sender, stopping=lambda: len(sender.taken) == 1)
    assert (done.handed_over, done.put_back) == (1, 2)


def test_a_crash_gives_back_what_was_not_begun(portal: Portal, sender: FakeSender) -> None:
    cases = [told(portal, number=number).approve() for number in range(2)]

    class Breaks:
        def hit(self, point: FaultPoint) -> None:
            if point is FaultPoint.AFTER_SEND:
                raise RuntimeError

    with pytest.raises(RuntimeError):
        run(portal, sender, faults=Breaks())
    assert sorted(case.message().state for case in cases) == ["claimed", "queued"]


def test_racing_workers_send_each_message_once(town: Portal) -> None:
    cases = [told(town, number=number).approve() for number in range(20)]
    sender, errors = FakeSender(), []
    start = threading.Barrier(3)

    def work(name: str) -> None:
        start.wait()
        try:
            while deliver_due(town.ctx, sender.senders, name, limit=3).next_due is not None:
                pass
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(f"worker {n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    sent = [outgoing.message_id for outgoing in sender.taken]
    assert sorted(sent) == sorted(case.message().id for case in cases)
    assert {case.message().state for case in cases} == {"handed_over"}


def test_one_round_on_both_databases(town: Portal) -> None:
    good, stale, failing = (told(town, number=number).approve() for number in range(3))
    stale.new_key_dates()
    sender = FakeSender(
        meanwhile=None,
        answers=[accepted(1), REFUSED],
    )
    done = deliver_due(town.ctx, sender.senders, "one")
    assert (done.handed_over, done.held, done.failed) == (1, 1, 1)
    states = sorted(case.message().state for case in (good, stale, failing))
    assert states == ["failed_for_good", "handed_over", "held"]


def test_a_dead_workers_message_is_swept_on_both_databases(town: Portal) -> None:
    case = told(town).approve()
    sender = FakeSender()
    with pytest.raises(Killed):
        deliver_due(town.ctx, sender.senders, "one", faults=KillAt(FaultPoint.AFTER_SEND))
    town.clock.move(seconds=LEASE.total_seconds() + 1)
    assert deliver_due(town.ctx, sender.senders, "two").uncertain == 1
    assert (case.message().state, len(sender.taken)) == ("uncertain", 1)
