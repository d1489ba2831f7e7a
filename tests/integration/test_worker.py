"""The worker's loop: it drains, waits, stops cleanly and survives crashes."""

import logging
import os
import signal
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.fakes import NOON
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from tests.support.trails import seals_file, verdict, with_log
from tests.support.updates import told
from victim_portal import worker
from victim_portal.services.delivery import Round, deliver_due
from victim_portal.store.models import Message


class Waits(threading.Event):
    """A stop signal that counts the pauses instead of making them, and stops after some."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.pauses: list[float] = []
        self.most = most

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self.pauses.append(timeout)
        if len(self.pauses) >= self.most:
            self.set()
        return self.is_set()


def test_once_drains_what_is_due_and_returns(portal: Portal) -> None:
    cases = [told(portal, number=number).approve() for number in range(12)]
    later = told(portal, number=12).approve()
    later.change(Message, later.message().id, next_try_at=NOON + timedelta(hours=1))
    sender = FakeSender()
    worker.run(portal.ctx, sender.senders, once=True)
    assert len(sender.taken) == 12
    assert {case.message().state for case in cases} == {"handed_over"}
    assert later.message().state == "queued"


def test_it_goes_on_until_it_is_stopped_and_pauses_two_seconds_at_most(portal: Portal) -> None:
    stop = Waits(3)
    worker.run(portal.ctx, FakeSender().senders, stop=stop)
    assert stop.pauses == [2.0, 2.0, 2.0]


def test_it_wakes_for_what_falls_due_sooner(portal: Portal) -> None:
    case = told(portal).approve()
    case.change(Message, case.message().id, next_try_at=NOON + timedelta(seconds=0.5))
    stop = Waits(1)
    worker.run(portal.ctx, FakeSender().senders, stop=stop)
    assert stop.pauses == [0.5]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_after_the_message_in_hand(
    portal: Portal, number: signal.Signals
) -> None:
    cases = [told(portal, number=n).approve() for n in range(3)]
    sender = FakeSender(meanwhile=lambda _: os.kill(os.getpid(), number))
    before = signal.getsignal(number)
    worker.run(portal.ctx, sender.senders)
    assert signal.getsignal(number) is before
    assert sorted(case.message().state for case in cases) == ["handed_over", "queued", "queued"]
    worker.run(portal.ctx, FakeSender().senders, once=True)
    assert {case.message().state for case in cases} == {"handed_over"}


def test_outside_the_main_thread_it_is_stopped_by_its_event(portal: Portal) -> None:
    stop = threading.Event()
    running = threading.Thread(
        target=worker.run, args=(portal.ctx, FakeSender().senders), kwargs={"stop": stop}
    )
    running.start()
    stop.set()
    running.join(10)
    assert not running.is_alive()


def test_a_crashed_round_is_logged_by_its_type_and_tried_again_after_growing_pauses(
    portal: Portal, caplog: pytest.LogCaptureFixture
) -> None:
    case = told(portal).approve()
    left = [RuntimeError("Ana +447700900123")] * 3

    def deliver(*args: Any, **more: Any) -> Round:
        if left:
            raise left.pop()
        return deliver_due(*args, **more)

    stop = Waits(4)
    worker.run(portal.ctx, FakeSender().senders, stop=stop, deliver=deliver)
    assert stop.pauses == [1.0, 2.0, 5.0, 2.0]
    assert case.message().state == "handed_over"
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 3
    assert "RuntimeError" in caplog.text
    assert "Ana" not in caplog.text


def test_once_gives_up_on_rounds_that_keep_crashing(portal: Portal) -> None:
    def deliver(*args: Any, **more: Any) -> Round:
        raise RuntimeError("Ana")

    with pytest.raises(worker.WorkerError, match="RuntimeError") as caught:
        worker.run(portal.ctx, FakeSender().senders, once=True, stop=Waits(9), deliver=deliver)
    assert "Ana" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_logs_carry_ids_and_counts_only(portal: Portal, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="victim_portal")
    case = told(portal).approve()
    worker.run(portal.ctx, FakeSender().senders, once=True)
    assert str(case.message().id) in caplog.text
    for secret in ("+447700900123", "Ana", "Doe", "news"):
        assert secret not in caplog.text


def test_no_two_workers_share_a_name(portal: Portal) -> None:
    names = {worker.worker_name(portal.tokens.uuid()) for _ in range(50)}
    assert len(names) == 50
    assert max(map(len, names)) <= 80


def test_it_seals_the_trail_and_goes_on_sending_where_it_cannot(
    portal: Portal, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    case = told(with_log(portal, tmp_path)).approve()
    worker.run(portal.ctx, FakeSender().senders, once=True)
    found = verdict(portal, tmp_path)
    assert (found.finding, found.unsealed, found.exported) == (None, 0, 1)
    seals_file(tmp_path).unlink()
    seals_file(tmp_path).mkdir()
    later = told(portal, number=1).approve()
    worker.run(portal.ctx, FakeSender().senders, stop=Waits(2))
    assert {case.message().state, later.message().state} == {"handed_over"}
    assert "sealing the audit crashed: IsADirectoryError" in caplog.text


def test_it_seals_at_least_once_a_minute() -> None:
    # A row may have to wait for a second round, and a round for one pause.
    assert 2 * worker.SEAL_EVERY + worker.LONGEST_PAUSE < 60
