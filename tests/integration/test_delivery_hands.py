"""A worker with several hands: everything that holds for one holds for all of them together."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from typing import Any

import pytest

from tests.support import mailing, texting
from tests.support.portal import Portal
from tests.support.senders import FakeSender, KillAt, Killed, accepted
from tests.support.smtp_server import SmtpServer
from tests.support.twilio_double import TwilioDouble
from tests.support.updates import Told, told
from victim_portal import worker
from victim_portal.domain.messages import LATEST_START
from victim_portal.domain.vocabulary import ChannelKind, MessageState
from victim_portal.services.delivery import (
    FaultPoint,
    Hands,
    Senders,
    claiming,
    deliver_due,
    recording,
)
from victim_portal.services.delivery.rounds import Round
from victim_portal.store.models import Message

BOTH = (ChannelKind.MOBILE, ChannelKind.EMAIL)


@pytest.fixture
def hands() -> Iterator[Hands]:
    with Hands(4) as four:
        yield four


def some(portal: Portal, number: int) -> list[Told]:
    return [told(portal, number=one).approve() for one in range(number)]


def states(cases: list[Told]) -> set[str]:
    return {case.message().state for case in cases}


def test_each_message_goes_once_by_one_of_several_hands(town: Portal, hands: Hands) -> None:
    cases = some(town, 16)
    threads = set()
    sender = FakeSender(meanwhile=lambda _: _note_thread(threads))
    done = deliver_due(town.ctx, sender.senders, "one", 16, hands=hands)
    assert (done.handed_over, done.moved, done.put_back) == (16, 16, 0)
    assert len({outgoing.message_id for outgoing in sender.taken}) == len(sender.taken) == 16
    assert states(cases) == {"handed_over"}
    assert 1 < len(threads) <= 4


def _note_thread(threads: set[int]) -> None:
    threads.add(threading.get_ident())
    time.sleep(0.02)


def test_they_send_beside_each_other(portal: Portal, hands: Hands) -> None:
    """Four that wait for one another: one hand alone would wait for ever."""
    cases = some(portal, 4)
    together = threading.Barrier(4, timeout=10)
    sender = FakeSender(meanwhile=lambda _: _meet(together))
    assert deliver_due(portal.ctx, sender.senders, "one", hands=hands).handed_over == 4
    assert states(cases) == {"handed_over"}


def _meet(together: threading.Barrier) -> None:
    together.wait()


@pytest.mark.parametrize("why", ["time", "stopping"])
def test_when_time_is_over_none_begins_anything_more(
    portal: Portal, hands: Hands, why: str
) -> None:
    cases = some(portal, 12)
    sender = FakeSender()
    over = threading.Event()
    sender.meanwhile = lambda _: over.set()
    late = LATEST_START.total_seconds() + 1
    how: dict[str, Any] = (
        {"stopping": over.is_set}
        if why == "stopping"
        else {"monotonic": lambda: late if over.is_set() else 0.0}
    )
    done = deliver_due(portal.ctx, sender.senders, "one", 12, hands=hands, **how)
    # What was in a hand already is finished.
    assert 1 <= done.handed_over <= 4
    assert (done.handed_over + done.put_back, len(sender.taken)) == (12, done.handed_over)
    assert states(cases) == {"handed_over", "queued"}
    assert deliver_due(portal.ctx, FakeSender().senders, "two", 12, hands=hands).moved == 12 - len(
        sender.taken
    )


def test_when_one_hand_breaks_down_the_rest_is_given_back(portal: Portal, hands: Hands) -> None:
    cases = some(portal, 12)

    class Breaks:
        def hit(self, point: FaultPoint) -> None:
            if point is FaultPoint.AFTER_SEND:
                raise RuntimeError

    with pytest.raises(RuntimeError):
        deliver_due(portal.ctx, FakeSender().senders, "one", 12, hands=hands, faults=Breaks())
    found = [case.message().state for case in cases]
    assert set(found) == {"claimed", "queued"}
    assert 1 <= found.count("claimed") <= 4


def test_a_death_in_one_hand_is_not_caught(portal: Portal, hands: Hands) -> None:
    cases = some(portal, 3)
    with pytest.raises(Killed):
        deliver_due(
            portal.ctx,
            FakeSender().senders,
            "one",
            hands=hands,
            faults=KillAt(FaultPoint.AFTER_SEND),
        )
    assert states(cases) == {"claimed"}


def test_several_workers_of_several_hands_send_each_message_once(town: Portal) -> None:
    cases = some(town, 20)
    sender, errors = FakeSender(), []

    def work(name: str) -> None:
        try:
            with Hands(3) as hands:
                while _moved(deliver_due(town.ctx, sender.senders, name, 6, hands=hands)):
                    pass
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(f"worker {n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert len({one.message_id for one in sender.taken}) == len(sender.taken) == 20
    assert states(cases) == {"handed_over"}


def _moved(done: Round) -> bool:
    return done.next_due is not None


def test_the_worker_keeps_one_connection_to_each_provider_for_each_hand(portal: Portal) -> None:
    cases = [told(portal, kinds=BOTH, number=number).approve() for number in range(10)]
    with ExitStack() as stack:
        twilio, relay = stack.enter_context(TwilioDouble()), stack.enter_context(SmtpServer())
        senders = Senders(mailing.sender(relay.port), texting.sender(twilio))
        stack.enter_context(closing(senders))
        worker.run(portal.ctx, senders, once=True, threads=3)
        assert (len(twilio.ledger), len(relay.messages)) == (10, 10)
        assert relay.connections <= 3
    assert all(one.state == "handed_over" for case in cases for one in case.messages())


def test_hands_wait_for_a_slow_provider_beside_each_other(portal: Portal) -> None:
    """The wait alone: what the machine makes of the work itself is measured by `make bench`."""
    some(portal, 16)
    waited = FakeSender(meanwhile=lambda _: time.sleep(0.1))
    with Hands(8) as eight:
        claimed: dict[str, float] = {}

        class Times:
            def hit(self, point: FaultPoint) -> None:
                claimed.setdefault(point, time.perf_counter())

        deliver_due(portal.ctx, waited.senders, "one", 16, hands=eight, faults=Times())
        sent = time.perf_counter() - claimed[FaultPoint.AFTER_CLAIM]
    # One hand alone would have waited 1.6 seconds for them.
    assert len(waited.taken) == 16
    assert timedelta(seconds=sent) < timedelta(seconds=1.6)


def test_one_that_cannot_be_recorded_makes_no_other_uncertain(
    town: Portal, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recorded together, and where that fails one by one."""
    cases = some(town, 4)
    bad = cases[2].message().id
    together = threading.Barrier(4, timeout=10)
    sender = FakeSender(meanwhile=lambda _: _meet(together))
    noted = recording.note_handed_over

    def note(ctx: Any, uow: Any, actor: Any, message: Message, *more: Any) -> None:
        noted(ctx, uow, actor, message, *more)
        if message.id == bad:
            raise RuntimeError

    monkeypatch.setattr(recording, "note_handed_over", note)
    with pytest.raises(RuntimeError):
        deliver_due(town.ctx, sender.senders, "one", hands=hands)
    assert [case.message().state for case in cases] == [
        "handed_over", "handed_over", "claimed", "handed_over",
    ]  # fmt: skip
    assert sum(len(case.receipts()) for case in cases) == 3
    for case in cases:
        recorded = case is not cases[2]
        assert len(case.audit("message_handed_over")) == recorded
        assert case.update().state == ("sent" if recorded else "approved")


def test_no_hand_waits_for_what_another_brought_back_to_be_recorded(
    portal: Portal, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve are sent by four hands while the first record isn't written yet."""
    cases = some(portal, 12)
    all_sent = threading.Event()
    sender = FakeSender()
    sender.meanwhile = lambda _: len(sender.taken) >= 11 and all_sent.set()
    noted = recording.note_handed_over

    def note(*given: Any) -> None:
        assert all_sent.wait(10)
        noted(*given)

    monkeypatch.setattr(recording, "note_handed_over", note)
    assert deliver_due(portal.ctx, sender.senders, "one", 12, hands=hands).handed_over == 12
    assert states(cases) == {"handed_over"}


def test_what_was_sent_is_recorded_where_a_hand_breaks_down(portal: Portal, hands: Hands) -> None:
    cases = some(portal, 4)
    together = threading.Barrier(4, timeout=10)
    sender = FakeSender(meanwhile=lambda _: _meet(together))
    sent, lock = list[int](), threading.Lock()

    class BreaksOnce:
        def hit(self, point: FaultPoint) -> None:
            if point is FaultPoint.AFTER_SEND:
                with lock:
                    sent.append(1)
                    if len(sent) == 1:
                        raise RuntimeError

    with pytest.raises(RuntimeError):
        deliver_due(portal.ctx, sender.senders, "one", hands=hands, faults=BreaksOnce())
    found = sorted(case.message().state for case in cases)
    assert found == ["claimed", "handed_over", "handed_over", "handed_over"]


def test_where_nobody_records_any_more_nobody_sends(portal: Portal, hands: Hands) -> None:
    cases = some(portal, 16)
    sender = FakeSender(meanwhile=lambda _: time.sleep(0.05))

    class Breaks:
        def hit(self, point: FaultPoint) -> None:
            if point is FaultPoint.AFTER_RECORD:
                raise RuntimeError

    with pytest.raises(RuntimeError):
        deliver_due(portal.ctx, sender.senders, "one", 16, hands=hands, faults=Breaks())
    # Four were in hand when the first was recorded, and four more may have been taken meanwhile.
    assert len(sender.taken) <= 12
    assert "queued" in states(cases)


def test_two_messages_of_one_update_are_recorded_together(town: Portal, hands: Hands) -> None:
    case = told(town, kinds=BOTH).approve()
    together = threading.Barrier(2, timeout=10)
    sender = FakeSender(meanwhile=lambda _: _meet(together))
    before = case.update().row_version
    assert deliver_due(town.ctx, sender.senders, "one", hands=hands).handed_over == 2
    assert case.receipts() == [("handed_over", "answer")] * 2
    update = case.update()
    assert (update.state, update.sent_on) == ("sent", town.ctx.today())
    # Whoever read it before it went is told so: their version is another one now.
    assert update.row_version == before + 1
    assert "sent_while_changed" not in case.tasks()


def test_an_answer_that_comes_twice_is_kept_once(town: Portal) -> None:
    case = told(town).approve()
    recorder = recording.Recorder(town.ctx, "one", can_ask=False)
    [claim] = claiming.claim(town.ctx, "one", 1).claims
    for _ in range(2):
        assert recorder.record(claim, accepted()) is MessageState.HANDED_OVER
    assert case.receipts() == [("handed_over", "answer")]
    assert len(case.audit("message_handed_over")) == 1


def test_there_is_at_least_one_hand() -> None:
    with pytest.raises(ValueError, match="somebody"):
        Hands(0)
