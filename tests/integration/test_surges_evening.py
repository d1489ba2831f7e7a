"""The evening of 8,000 again, while workers run: whether it comes in bulk or one by one."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select

from tests.support.portal import Portal
from tests.support.senders import FakeSender
from tests.support.updates import Told, told
from tests.support.walls import tasks_of
from victim_portal.domain.stages import Stage
from victim_portal.domain.surge import FEWEST, READ_IN_A_MINUTE, SETTLING
from victim_portal.domain.vocabulary import MessageState
from victim_portal.services.delivery import deliver_due
from victim_portal.services.messages.parking import park_a_surge
from victim_portal.services.surges import list_surges
from victim_portal.store.models import Message
from victim_portal.store.unit_of_work import LostUpdateError

WORKERS = 4


@pytest.fixture
def settled(town: Portal) -> Portal:
    """A portal in which news of releases settles, as it does outside of tests."""
    return replace(town, ctx=replace(town.ctx, settling=SETTLING))


@contextmanager
def workers(portal: Portal) -> Iterator[FakeSender]:
    """So many workers that send whatever they find, until the end."""
    sender, stop = FakeSender(), threading.Event()
    failed: list[BaseException] = []

    def work(name: str) -> None:
        while not stop.is_set():
            try:
                deliver_due(portal.ctx, sender.senders, name, 10)
            except LostUpdateError:
                continue
            except BaseException as error:
                failed.append(error)
                raise
            stop.wait(0.01)

    threads = [threading.Thread(target=work, args=(f"worker {one}",)) for one in range(WORKERS)]
    for thread in threads:
        thread.start()
    try:
        yield sender
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert not failed


def drained(portal: Portal, sender: FakeSender) -> int:
    """How many were sent, once a day has passed and everything due was looked at."""
    portal.clock.move(days=1)
    while deliver_due(portal.ctx, sender.senders, "last", 500).moved:
        pass
    return len(sender.taken)


def states(portal: Portal) -> dict[str, int]:
    with portal.ctx.store.reading() as uow:
        found = list(uow.session.scalars(select(Message.state)))
    return {state: found.count(state) for state in set(found)}


def copier(portal: Portal, case: Told) -> Callable[[int], None]:
    """Queues so many copies of a message at once, as a job that went wrong would."""
    table = Message.__table__
    mine = table.c.id == case.messages()[0].id
    with portal.ctx.store.reading() as uow:
        row = dict(uow.session.execute(select(table).where(mine)).mappings().one())

    def queue(number: int) -> None:
        with portal.ctx.store.writing() as uow:
            now = portal.ctx.now()
            fresh = {"state": "queued", "made_at": now, "next_try_at": now, "surge_id": None}
            fresh |= {"why_code": None, "why_sealed": None}
            rows = [
                {**row, **fresh, "id": uuid4(), "send_key": f"again:{uuid4()}"}
                for _ in range(number)
            ]
            uow.session.execute(insert(table), rows)
            park_a_surge(portal.ctx, uow, portal.officer)
            uow.commit()

    return queue


@pytest.mark.parametrize("seconds", [0.02, 0.5])
def test_500_approved_one_by_one_while_four_workers_run(settled: Portal, seconds: float) -> None:
    cases = [told(settled, stage=Stage.PRE_RELEASE, number=one) for one in range(60)]
    with workers(settled) as sender:
        for case in cases:
            case.approve()
            settled.clock.move(seconds=seconds)
        queue = copier(settled, cases[0])
        for _ in range(440):
            queue(1)
            settled.clock.move(seconds=seconds)
    assert drained(settled, sender) == 0
    assert states(settled) == {"held": 500}
    assert sum(surge.parked for surge in list_surges(settled.ctx, settled.manager)) == 500


@pytest.mark.long
def test_the_evening_of_8000_in_bulk_and_trickling_sends_none(settled: Portal) -> None:
    case = told(settled, stage=Stage.PRE_RELEASE).approve()
    queue, chance, left = copier(settled, case), random.Random(8), 7_999  # noqa: S311 - repeatable
    with workers(settled) as sender:
        while left:
            number = min(left, chance.choice((1, 1, 1, 2, 5, 40, 200)))
            queue(number)
            left -= number
            settled.clock.move(seconds=chance.choice((0.01, 0.3, 1.0)))
    assert drained(settled, sender) == 0
    assert states(settled) == {"held": 8_000}


def test_a_job_that_takes_its_time_sends_no_more_than_a_person_could_have_read(
    settled: Portal,
) -> None:
    cases = [told(settled, stage=Stage.PRE_RELEASE, number=one) for one in range(FEWEST + 1)]
    with workers(settled) as sender:
        for case in cases:
            case.approve()
            # Each may go before the next comes, unless so many come that nobody reads them.
            for _ in range(10):
                settled.clock.move(seconds=1)
                deliver_due(settled.ctx, sender.senders, "between", 10)
    assert 0 < drained(settled, sender) <= READ_IN_A_MINUTE
    assert states(settled)["held"] == FEWEST + 1 - len(sender.taken)


def test_what_an_officer_reads_and_approves_goes_within_seconds(settled: Portal) -> None:
    sender = FakeSender()
    for number in range(3):
        case = told(settled, stage=Stage.RELEASED, number=number).approve()
        assert deliver_due(settled.ctx, sender.senders, "one").moved == 0
        settled.clock.move(seconds=SETTLING.total_seconds())
        assert deliver_due(settled.ctx, sender.senders, "one").handed_over == 1
        assert case.message().state == MessageState.HANDED_OVER
        settled.clock.move(minutes=5)
    plain = told(settled, stage=Stage.ANNUAL_CONTACT, number=9).approve()
    assert deliver_due(settled.ctx, sender.senders, "one").handed_over == 1
    assert plain.message().state == MessageState.HANDED_OVER


def test_one_event_is_counted_over_days_and_parked_by_itself(settled: Portal) -> None:
    """More from one cause than an hour may have, however slowly they come."""
    event, other = str(UUID(int=7)), str(UUID(int=8))
    sender = FakeSender()

    def approved(number: int, event_id: str) -> Told:
        case = told(settled, stage=Stage.RELEASED, number=number)
        said = {"outcome": None, "event_id": event_id}
        case.change(type(case.update()), case.update_id, said=said)
        settled.clock.move(hours=2)
        return case.approve()

    cases = [approved(number, event) for number in range(FEWEST)]
    settled.clock.move(seconds=5)
    while deliver_due(settled.ctx, sender.senders, "one", 50).moved:
        pass
    assert len(sender.taken) == FEWEST
    beside = approved(FEWEST, other)
    one_more = approved(FEWEST + 1, event)
    assert one_more.message().state == MessageState.HELD
    assert beside.message().state == MessageState.QUEUED
    assert {case.message().state for case in cases} == {"handed_over"}
    assert len(tasks_of(settled, "surge")) == 1


def test_what_was_approved_again_after_a_change_counts_once(portal: Portal) -> None:
    case = told(portal, stage=Stage.RELEASED)
    said = {"outcome": None, "event_id": str(UUID(int=7))}
    case.change(type(case.update()), case.update_id, said=said)
    case.approve()
    queue = copier(portal, case)
    for _ in range(FEWEST):
        portal.clock.move(hours=2)
        with portal.engine.begin() as connection:
            connection.execute(Message.__table__.update().values(state="cancelled"))
        queue(1)
    with portal.ctx.store.writing() as uow:
        park_a_surge(portal.ctx, uow, portal.officer, f"event:{UUID(int=7)}")
    assert list_surges(portal.ctx, portal.manager) == ()


@pytest.mark.parametrize("lately", range(READ_IN_A_MINUTE + 3))
def test_the_wait_grows_where_nobody_can_have_read_so_many(lately: int) -> None:
    from victim_portal.domain.surge import settling_time

    wait = settling_time(SETTLING, lately)
    assert wait == (SETTLING if lately <= READ_IN_A_MINUTE else timedelta(minutes=1))
