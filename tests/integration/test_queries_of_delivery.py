"""Delivery asks the database as much for many messages as for one, and never reads them all."""

import threading
from collections import Counter
from datetime import timedelta

import pytest

from tests.support.portal import Portal
from tests.support.queries import add_future, asked, plans, read, reads_all_of
from tests.support.senders import FakeSender, KillAt, Killed, not_sent
from tests.support.updates import Told, told
from victim_portal.domain.messages import LEASE
from victim_portal.domain.reconciling import QUIET
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.ports import HandOver, Outcome
from victim_portal.services.delivery import FaultPoint, Hands, Senders, deliver_due

MANY = 8
MOST_READ_TO_WAKE, MOST_READ_FOR_A_CLAIM = 4, 19
MOST_FOR_A_RECORD = 8
BOTH = (ChannelKind.MOBILE, ChannelKind.EMAIL)


def approved(portal: Portal, number: int, first: int = 0, **more: object) -> list[Told]:
    """News of a stage that no surge counts."""
    return [
        told(portal, stage=Stage.ANNUAL_CONTACT, number=first + one, **more).approve()  # type: ignore[arg-type]  # handed through
        for one in range(number)
    ]


def _claim_only(portal: Portal, limit: int) -> None:
    with pytest.raises(Killed):
        deliver_due(
            portal.ctx,
            FakeSender().senders,
            f"dies {limit}",
            limit,
            faults=KillAt(FaultPoint.AFTER_CLAIM),
        )


def test_a_claim_reads_as_much_for_many_messages_as_for_one(portal: Portal) -> None:
    approved(portal, 1 + MANY, kinds=BOTH)
    one = read(portal, lambda: _claim_only(portal, 1))
    many = read(portal, lambda: _claim_only(portal, MANY))
    assert sorted(one) == sorted(many)
    assert len(one) <= MOST_READ_TO_WAKE + MOST_READ_FOR_A_CLAIM


def test_a_claim_writes_all_its_messages_in_one_statement(portal: Portal) -> None:
    approved(portal, MANY)
    everything = asked(portal, lambda: _claim_only(portal, MANY))
    assert [one for one in everything if one.startswith(("INSERT", "UPDATE"))] == [
        one for one in everything if one.startswith("UPDATE message")
    ]
    assert sum(one.startswith("UPDATE message") for one in everything) == 1


@pytest.mark.parametrize("number", [1, 4])
def test_what_comes_in_together_is_recorded_together(portal: Portal, number: int) -> None:
    cases = approved(portal, number)
    together = threading.Barrier(number, timeout=10)
    sender = FakeSender(meanwhile=lambda _: _meet(together))
    with Hands(number) as hands:
        everything = asked(
            portal, lambda: deliver_due(portal.ctx, sender.senders, "one", number, hands=hands)
        )
    locks = [n for n, one in enumerate(everything) if one == "BEGIN IMMEDIATE"]
    records = len(locks) - 1
    first = everything[locks[1] :]
    counted = Counter(one.split("(")[0].strip() for one in first if one.startswith("INSERT"))
    # Hands that meet may still miss each other by more than the moment that a record waits.
    assert 1 <= records <= max(1, number - 1)
    assert set(counted.values()) == {records}
    assert len(first) <= records * MOST_FOR_A_RECORD + 4
    assert {case.message().state for case in cases} == {"handed_over"}


def _meet(together: threading.Barrier) -> None:
    together.wait()


def test_no_step_of_a_round_reads_every_message(town: Portal) -> None:
    """With many that wait for years: claiming, sweeping, recording, asking, counting a surge."""
    [other] = approved(town, 1, first=50)
    deliver_due(town.ctx, FakeSender().senders, "first", 6)
    # Of somebody else: of one number many may be read, if all of them are its own.
    add_future(town, 5_000, other.message().id)
    approved(town, 6, kinds=BOTH)
    answers = [
        not_sent(),
        HandOver(Outcome.UNCERTAIN, code="reset", reason="Lost."),
        HandOver(Outcome.REFUSED, code="21610", reason="Stopped."),
    ]
    ledger = _Knows()

    def work() -> None:
        senders = FakeSender(list(answers)).senders
        with_ledger = Senders(senders.email, senders.sms, ledger)
        with pytest.raises(Killed):
            deliver_due(town.ctx, with_ledger, "dies", 2, faults=KillAt(FaultPoint.AFTER_SEND))
        deliver_due(town.ctx, with_ledger, "lives", 9)
        town.clock.move(minutes=(LEASE + QUIET + timedelta(minutes=1)).total_seconds() / 60)
        deliver_due(town.ctx, with_ledger, "sweeps", 9)
        told(town, number=90, stage=Stage.PRE_RELEASE).approve()
        deliver_due(town.ctx, with_ledger, "again", 9)

    found = plans(town, work)
    of_messages = {one: plan for one, plan in found.items() if "message" in one}
    assert len(of_messages) > 8
    assert [one for one, plan in of_messages.items() if reads_all_of("message", plan)] == []


class _Knows:
    """A ledger that has nothing."""

    def find(self, to: str) -> list[object]:
        """Asked after one number."""
        return []


def test_a_plan_that_reads_everything_is_told_from_one_that_does_not() -> None:
    assert reads_all_of("message", "SCAN message")
    assert reads_all_of("message", "SCAN message USING INDEX ix_message_made_at")
    assert reads_all_of("message", "  ->  Seq Scan on message  (cost=0.00..1.00)")
    assert not reads_all_of("message", "SCAN message USING COVERING INDEX ix_message_due")
    assert not reads_all_of("message", "SEARCH message USING INDEX ix_message_leased")
