"""Six hours in which both providers refuse, on a moved clock: every message accounted for."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.support import mailing, texting
from tests.support.portal import Portal
from tests.support.smtp_server import SmtpFault, SmtpServer
from tests.support.twilio_double import TwilioDouble, TwilioFault
from tests.support.updates import Told, told
from victim_portal.domain.breaker import BURST
from victim_portal.domain.calendar import LONDON
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ChannelKind, MessageState
from victim_portal.services.context import Context
from victim_portal.services.delivery import Senders, deliver_due
from victim_portal.services.updates import cancel_update
from victim_portal.store.models import Message, Provider, Task

pytestmark = pytest.mark.long

BOTH = (ChannelKind.MOBILE, ChannelKind.EMAIL)
BEGINS = datetime(2026, 11, 18, 18, 30, tzinfo=LONDON)
ENDS = BEGINS + timedelta(hours=6)
TODAY = date(2026, 11, 18)
WORKERS = ("one", "two", "three", "four")
# `make torture` asks for the 600 of the whole replay; every run does a fifth of them.
CASES = int(os.environ.get("OUTAGE_MESSAGES", "120")) // 2
RATE = 2 * CASES // 5
URGENT, LAST_DAY, CHANGED, CANCELLED, LATER = 3, CASES // 15, 4, 3, 5
OFFICE = {"any_time": False, "windows": [{"days": [*range(7)], "start": "09:00", "end": "17:00"}]}


@dataclass
class Outage:
    """Both providers, what arrived at which moment, and the cases of each class."""

    ctx: Context
    portal: Portal
    relay: SmtpServer
    twilio: TwilioDouble
    senders: Senders
    cases: dict[str, list[Told]] = field(default_factory=dict)
    arrived: dict[str, list[tuple[datetime, str]]] = field(
        default_factory=lambda: {"sms": [], "email": []}
    )

    def work(self, until: datetime, step: timedelta) -> None:
        """Four workers do a round each, then the clock moves, until a moment."""
        while self.ctx.now() < until:
            for worker in WORKERS:
                deliver_due(self.ctx, self.senders, worker, 10)
            texts = [text.to for text in self.twilio.ledger]
            mails = [str(mail.message["X-Message-Ref"]) for mail in self.relay.messages]
            for kind, seen in (("sms", texts), ("email", mails)):
                new = seen[len(self.arrived[kind]) :]
                self.arrived[kind] += [(self.ctx.now(), one) for one in new]
            self.portal.clock.set(self.ctx.now() + step)

    def messages(self) -> list[Message]:
        with self.ctx.store.reading() as uow:
            return list(uow.session.scalars(select(Message)))

    def tasks(self) -> dict[UUID, list[Task]]:
        """The open tasks by case."""
        found: dict[UUID, list[Task]] = {}
        with self.ctx.store.reading() as uow:
            for task in uow.session.scalars(select(Task).where(Task.done_at.is_(None))):
                if task.case_id is not None:
                    found.setdefault(task.case_id, []).append(task)
        return found


@pytest.fixture
def outage(town: Portal) -> Iterator[Outage]:
    with (
        SmtpServer() as relay,
        TwilioDouble() as twilio,
        closing(texting.sender(twilio)) as sms,
        closing(mailing.sender(relay.port)) as mail,
    ):
        ctx = replace(town.ctx, recovery_per_minute=RATE)
        yield Outage(ctx, town, relay, twilio, Senders(mail, sms))


def queue(outage: Outage) -> None:
    """Two messages for each case."""
    town, number = outage.portal, 0
    classes = {
        "urgent": URGENT,
        "last_day": LAST_DAY,
        "changed": CHANGED,
        "cancelled": CANCELLED,
        "later": LATER,
    }
    classes["ordinary"] = CASES - sum(classes.values())
    for name, count in classes.items():
        for _ in range(count):
            urgent = name == "urgent"
            case = told(
                town,
                kinds=BOTH,
                number=number,
                stage=Stage.RECALLED if urgent else Stage.HEARING_LISTED,
                closes=TODAY if name == "last_day" else TODAY + timedelta(days=2 + number % 40),
            ).approve(town.manager if urgent else None)
            if name == "later":
                case.change_channel("mobile", **OFFICE)
                case.change_channel("email", **OFFICE)
            outage.cases.setdefault(name, []).append(case)
            number += 1


def test_six_hours_end_with_every_message_accounted_for(outage: Outage) -> None:
    outage.portal.clock.set(BEGINS)
    queue(outage)
    assert len(outage.messages()) == 2 * CASES
    outage.twilio.fault(*[TwilioFault(status=429, code=20429)] * 5000)
    outage.relay.fault(*[SmtpFault("mail", "421 4.3.2 closing")] * 5000)
    outage.work(BEGINS + timedelta(minutes=20), timedelta(seconds=30))
    with outage.ctx.store.reading() as uow:
        rows = {row.kind: row for row in uow.session.scalars(select(Provider))}
    assert {kind: row.open_since is not None for kind, row in rows.items()} == {
        "sms": True,
        "email": True,
    }
    for case in outage.cases["urgent"]:
        assert case.tasks()["telephone"].due_on == TODAY
    outage.work(BEGINS + timedelta(hours=3), timedelta(minutes=5))
    for case in outage.cases["changed"]:
        case.new_key_dates()
    officer = outage.portal.officer
    for case in outage.cases["cancelled"]:
        cancel_update(outage.ctx, officer, case.reference, case.update_id, "It was put off.", 1)
    midnight = datetime(2026, 11, 19, tzinfo=LONDON)
    outage.work(midnight - timedelta(minutes=12), timedelta(minutes=5))
    outage.work(midnight + timedelta(minutes=2), timedelta(seconds=30))
    outage.work(ENDS, timedelta(minutes=5))
    outage.portal.clock.set(ENDS)
    assert outage.arrived == {"sms": [], "email": []}
    # Six hours of asking: the failures that opened it, then a probe in five minutes.
    assert len(outage.twilio.requests) < 100
    outage.twilio.heal()
    outage.relay.heal()
    outage.work(ENDS + timedelta(minutes=12), timedelta(seconds=240 / RATE))
    _all_accounted_for(outage)
    _in_order_and_at_the_rate(outage)
    outage.portal.clock.set(datetime(2026, 11, 19, 9, 0, tzinfo=LONDON))
    outage.work(outage.ctx.now() + timedelta(minutes=1), timedelta(seconds=5))
    counted = Counter(message.state for message in outage.messages())
    assert counted[MessageState.HANDED_OVER] == 2 * (CASES - LAST_DAY - CHANGED - CANCELLED)
    _nothing_doubled(outage)


def _all_accounted_for(outage: Outage) -> None:
    name_of = {case.case_id: name for name, cases in outage.cases.items() for case in cases}
    found = Counter((name_of[one.case_id], one.state, one.why_code) for one in outage.messages())
    sent = MessageState.HANDED_OVER.value
    ordinary = CASES - URGENT - LAST_DAY - CHANGED - CANCELLED - LATER
    called = {code: found.pop(("last_day", "failed_for_good", code)) for code in DOWN}
    dropped = [key for key in found if key[0] == "cancelled"]
    assert {key[1] for key in dropped} == {MessageState.CANCELLED.value}
    assert sum(found.pop(key) for key in dropped) == 2 * CANCELLED
    assert called == dict.fromkeys(DOWN, LAST_DAY)
    assert dict(found) == {
        ("urgent", sent, None): 2 * URGENT,
        ("ordinary", sent, None): 2 * ordinary,
        ("changed", "held", "facts_changed"): 2 * CHANGED,
        ("later", "queued", None): 2 * LATER,
    }
    tasks = outage.tasks()
    for name, kind in (
        ("urgent", "telephone"),
        ("last_day", "telephone"),
        ("changed", "held_message"),
    ):
        for case in outage.cases[name]:
            waiting = [task for task in tasks[case.case_id] if task.kind == kind]
            assert waiting
            assert all(task.for_user_id or task.for_role for task in waiting)
            assert all(task.due_on <= TODAY + timedelta(days=1) for task in waiting)
    for case in outage.cases["later"]:
        morning = datetime(2026, 11, 19, 9, 0, tzinfo=LONDON)
        assert {one.next_try_at for one in case.messages()} == {morning}
    assert not any(tasks.get(case.case_id) for case in outage.cases["ordinary"])


DOWN = ("sms_down", "email_down")


def _in_order_and_at_the_rate(outage: Outage) -> None:
    keys = {}
    urgent = {case.case_id for case in outage.cases["urgent"]}
    for cases in outage.cases.values():
        for case in cases:
            for message in case.messages():
                place = (message.case_id not in urgent, message.deadline_on)
                keys[str(message.id)] = place
                if message.kind == "sms":
                    keys[_number(outage, message)] = place
    for arrived in outage.arrived.values():
        # The first of them was the probe, which is another message each time.
        order = [keys[one] for _, one in arrived][1:]
        assert order == sorted(order)
        moments = [at for at, _ in arrived]
        assert moments[0] >= ENDS
        for index, start in enumerate(moments):
            for last, until in enumerate(moments[index:], 1):
                minutes = (until - start) / timedelta(minutes=1)
                assert last <= BURST + 1 + RATE * minutes
        assert all(later >= earlier for earlier, later in pairwise(moments))


def _number(outage: Outage, message: Message) -> str:
    with outage.ctx.store.reading() as uow:
        row = uow.get(Message, message.id)
        assert row is not None
        uow.vault.fetch([row.person_id])
        return row.sent_to or f"never sent {row.id}"


def _nothing_doubled(outage: Outage) -> None:
    for arrived in outage.arrived.values():
        named = Counter(one for _, one in arrived)
        assert set(named.values()) == {1}
        assert len(named) == CASES - LAST_DAY - CHANGED - CANCELLED
