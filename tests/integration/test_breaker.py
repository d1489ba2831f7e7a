"""A provider that is down, on both databases: who waits, who is told, and who goes first."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.support.fakes import NOON
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.senders import FakeSender, not_sent
from tests.support.updates import Told, told
from tests.support.web import MANAGER, OFFICER, app_for, client_for
from victim_portal.domain.breaker import FAILURES_TO_OPEN, PROBE_WAITS
from victim_portal.domain.messages import RETRY_DELAYS
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ChannelKind, MessageState
from victim_portal.ports import HandOver, Outcome
from victim_portal.services.delivery import Round, deliver_due
from victim_portal.services.providers import providers_down
from victim_portal.store.models import Provider

DOWN = not_sent(providers_fault=True)
BROKEN = HandOver(Outcome.UNCERTAIN, code="503", reason="It failed.", providers_fault=True)
ORDINARY = Stage.HEARING_LISTED


@pytest.fixture
def sender() -> FakeSender:
    return FakeSender()


def run(portal: Portal, sender: FakeSender, name: str = "one", limit: int = 10) -> Round:
    return deliver_due(portal.ctx, sender.senders, name, limit)


def many(portal: Portal, number: int, **more: object) -> list[Told]:
    return [told(portal, number=n, stage=ORDINARY, **more).approve() for n in range(number)]  # type: ignore[arg-type]  # those of `told`


def rows(portal: Portal) -> dict[str, Provider]:
    with portal.ctx.store.reading() as uow:
        return {row.kind: row for row in uow.session.scalars(select(Provider))}


def brought_down(portal: Portal, sender: FakeSender, cases: int = 8, **more: object) -> list[Told]:
    found = many(portal, cases, **more)
    sender.answers = [DOWN] * FAILURES_TO_OPEN
    run(portal, sender)
    assert len(sender.taken) == FAILURES_TO_OPEN
    assert rows(portal)["sms"].open_since == NOON
    sender.taken.clear()
    return found


def test_good_times_write_nothing(portal: Portal, sender: FakeSender) -> None:
    many(portal, 3)
    assert run(portal, sender).handed_over == 3
    assert rows(portal) == {}
    assert providers_down(portal.ctx) == ()


def test_nothing_but_one_probe_goes_while_it_is_down(town: Portal, sender: FakeSender) -> None:
    cases = brought_down(town, sender)
    done = run(town, sender)
    assert (done.moved, len(sender.taken)) == (0, 0)
    assert done.next_due == NOON + PROBE_WAITS[0]
    now = NOON
    for wait in (*PROBE_WAITS[1:], PROBE_WAITS[-1], PROBE_WAITS[-1]):
        now = rows(town)["sms"].probe_at or NOON
        town.clock.set(now)
        sender.answers = [DOWN]
        for worker in ("one", "two"):
            run(town, sender, worker)
        assert len(sender.taken) == 1
        sender.taken.clear()
        assert rows(town)["sms"].probe_at == now + wait
    assert {case.message().state for case in cases} <= {"queued", "failed_for_now"}
    assert all(case.tasks() == {} for case in cases)


def test_a_message_that_can_never_go_keeps_no_other_waiting(town: Portal) -> None:
    cursed, *others = many(town, 4)
    sender, never = FakeSender(), cursed.message().id
    sender.meanwhile = lambda one: sender.answers.extend([DOWN] if one.message_id == never else [])
    for _ in range(40):
        town.clock.move(minutes=5)
        run(town, sender)
    assert {case.message().state for case in others} == {"handed_over"}


def test_an_outage_uses_up_no_tries(portal: Portal, sender: FakeSender) -> None:
    cases = brought_down(portal, sender)
    for _ in range(2 * len(RETRY_DELAYS)):
        portal.clock.set(rows(portal)["sms"].probe_at or NOON)
        sender.answers = [DOWN]
        assert run(portal, sender).failed == 1
    assert max(case.message().tries for case in cases) == 1
    assert all(case.message().state != MessageState.FAILED_FOR_GOOD for case in cases)


def test_the_other_provider_goes_on(portal: Portal, sender: FakeSender) -> None:
    brought_down(portal, sender)
    told(portal, number=90, stage=ORDINARY, kinds=(ChannelKind.EMAIL,)).approve()
    assert run(portal, sender).handed_over == 1


def test_a_text_that_is_in_doubt_counts_too(portal: Portal, sender: FakeSender) -> None:
    cases = many(portal, 8)
    sender.answers = [BROKEN] * 8
    assert run(portal, sender).uncertain == FAILURES_TO_OPEN
    states = sorted(case.message().state for case in cases)
    assert states == ["queued"] * 3 + ["uncertain"] * FAILURES_TO_OPEN


def test_a_recipients_own_trouble_never_opens_it(portal: Portal, sender: FakeSender) -> None:
    many(portal, 9)
    sender.answers = [not_sent()] * 9
    run(portal, sender)
    assert len(sender.taken) == 9
    assert rows(portal) == {}


def test_a_success_between_failures_keeps_it_shut(portal: Portal, sender: FakeSender) -> None:
    many(portal, 9)
    sender.answers = [DOWN, DOWN, DOWN, DOWN, HandOver(Outcome.ACCEPTED), DOWN, DOWN, DOWN, DOWN]
    run(portal, sender)
    assert len(sender.taken) == 9
    assert rows(portal)["sms"].open_since is None


def test_it_recovers_in_order_of_the_last_day_at_the_rate_of_all_workers(
    town: Portal, sender: FakeSender
) -> None:
    slow = replace(town.ctx, recovery_per_minute=10)
    cases = [
        told(town, number=n, stage=ORDINARY, closes=date(2026, 12, 20 - n)).approve()
        for n in range(18)
    ]
    urgent = told(town, number=50, stage=Stage.RECALLED, closes=date(2026, 12, 30))
    urgent.approve(town.manager)
    sender.answers = [DOWN] * FAILURES_TO_OPEN
    deliver_due(slow, sender.senders, "one", 10)
    sender.taken.clear()
    for minute in range(6):
        for second in (0, 20, 40):
            town.clock.set(NOON + timedelta(minutes=30 + minute, seconds=second))
            for worker in ("one", "two", "three", "four"):
                deliver_due(slow, sender.senders, worker, 10)
        assert len(sender.taken) <= 1 + 5 + 10 * (minute + 1)
    order = [outgoing.message_id for outgoing in sender.taken]
    assert len(order) == len(set(order)) == 19
    places = {message_id: place for place, message_id in enumerate(order)}
    assert places[urgent.message().id] == 0
    last_days = [case.message().deadline_on for case in cases]
    by_place = sorted(zip(last_days, (places[c.message().id] for c in cases), strict=True))
    assert [place for _, place in by_place] == sorted(place for _, place in by_place)
    assert rows(town)["sms"].recovering_since is None
    assert providers_down(town.ctx) == ()


def test_what_ends_today_is_told_by_telephone_before_midnight(
    portal: Portal, sender: FakeSender
) -> None:
    cases = brought_down(portal, sender, closes=date(2026, 11, 18))
    sender.answers = [DOWN] * 200
    portal.clock.set(NOON + timedelta(hours=11, minutes=54))
    run(portal, sender)
    assert all(case.message().state != MessageState.FAILED_FOR_GOOD for case in cases)
    portal.clock.set(NOON + timedelta(hours=11, minutes=59))
    for _ in range(4):
        run(portal, sender)
        portal.clock.move(seconds=14)
    for case in cases:
        message = case.message()
        assert (message.state, message.why_code) == ("failed_for_good", "sms_down")
        assert message.why_sealed is not None
        assert case.tasks()["telephone"].due_on == date(2026, 11, 18)


def test_what_became_stale_meanwhile_is_held_for_that(portal: Portal, sender: FakeSender) -> None:
    cases = brought_down(portal, sender, closes=date(2026, 11, 18))
    cases[0].new_key_dates()
    sender.answers = [DOWN] * 200
    portal.clock.set(NOON + timedelta(hours=11, minutes=58))
    for _ in range(8):
        run(portal, sender)
        portal.clock.move(seconds=14)
    assert (cases[0].message().state, cases[0].message().why_code) == ("held", "facts_changed")
    assert cases[0].tasks().keys() == {"held_message"}
    assert cases[1].tasks().keys() == {"telephone"}


def test_nothing_waits_longer_than_72_hours(portal: Portal, sender: FakeSender) -> None:
    cases = brought_down(portal, sender)
    sender.answers = [DOWN] * 1000
    portal.clock.set(NOON + timedelta(hours=71, minutes=59))
    run(portal, sender)
    assert not any(case.tasks() for case in cases)
    portal.clock.set(NOON + timedelta(hours=72, minutes=1))
    run(portal, sender)
    due = [case for case in cases if case.message().next_try_at <= NOON]
    assert len(due) > 3
    assert all("telephone" in case.tasks() for case in due)


def test_urgent_news_is_rung_at_once_and_sent_once_it_can(
    portal: Portal, sender: FakeSender
) -> None:
    brought_down(portal, sender)
    urgent = told(portal, number=50, stage=Stage.RECALLED).approve(portal.manager)
    portal.clock.move(seconds=31)
    sender.answers = [DOWN] * 3
    for _ in range(3):
        run(portal, sender)
        portal.clock.move(seconds=31)
    assert urgent.tasks()["telephone"].due_on == date(2026, 11, 18)
    assert urgent.message().state in (MessageState.QUEUED, MessageState.FAILED_FOR_NOW)
    sender.answers = []
    sender.taken.clear()
    portal.clock.move(minutes=5)
    for _ in range(2):
        # Another one was the probe; behind it this is the first.
        run(portal, sender)
    assert urgent.message().id in [one.message_id for one in sender.taken[:2]]
    assert urgent.message().state == MessageState.HANDED_OVER


@pytest.mark.parametrize("person", [OFFICER, MANAGER])
def test_staff_see_it_on_every_page(portal: Portal, sender: FakeSender, person: str) -> None:
    client = client_for(portal, person)
    assert "able to send" not in client.get("/cases").text
    brought_down(portal, sender)
    portal.clock.move(seconds=4)
    for path in ("/cases", "/tasks", "/account", "/find"):
        page = client.get(path)
        assert "been able to send text messages since" in page.text
        assert "8 messages wait" in page.text
        assert "/call-sheets" in page.html
    portal.clock.move(minutes=5)
    sender.answers = []
    run(portal, sender)
    portal.clock.move(seconds=4)
    assert "sends text messages again" in client.get("/cases").text
    for _ in range(20):
        portal.clock.move(minutes=1)
        run(portal, sender)
    assert "text messages" not in client.get("/cases").text


def test_nobody_is_told_of_it_before_they_signed_in(portal: Portal, sender: FakeSender) -> None:
    client = PageClient(app_for(portal))
    brought_down(portal, sender)
    assert "text messages" not in client.get("/sign-in").text
