"""What happens to an approved message: the last look decides, and the hand-over is recorded."""

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.support import mailing, texting
from tests.support.fakes import NOON
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from tests.support.smtp_server import SmtpServer
from tests.support.twilio_double import TwilioDouble
from tests.support.updates import EMAIL, MOBILE, SMS, SUBJECT, TEXT, Told, told
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ChannelKind, Language, MessageState, UpdateState
from victim_portal.domain.wording.email_html import email_html
from victim_portal.services.delivery import Round, Senders, deliver_due
from victim_portal.services.errors import ConflictError, NotFoundError
from victim_portal.services.messages import requeue_held
from victim_portal.store.models import ContactLog, Message, Update

BOTH = (ChannelKind.MOBILE, ChannelKind.EMAIL)


def run(portal: Portal, sender: FakeSender, name: str = "one", **more: Any) -> Round:
    return deliver_due(portal.ctx, sender.senders, name, **more)


@pytest.fixture
def sender() -> FakeSender:
    return FakeSender()


def test_both_kinds_reach_real_wires(portal: Portal) -> None:
    case = told(portal, kinds=BOTH).approve()
    with (
        TwilioDouble() as twilio,
        SmtpServer() as relay,
        closing(texting.sender(twilio)) as sms,
        closing(mailing.sender(relay.port)) as mail,
    ):
        done = deliver_due(portal.ctx, Senders(mail, sms), "one")
    assert (done.handed_over, done.moved, done.next_due) == (2, 2, None)
    (text,) = twilio.ledger
    assert (text.to, text.body) == (MOBILE, SMS)
    (received,) = relay.messages
    assert (received.recipients, received.message["Subject"]) == ((EMAIL,), SUBJECT)
    # Drawn from the approved words at this moment; a relay may end its lines its own way.
    drawn = email_html(SUBJECT, TEXT, Language.ENGLISH)
    assert received.part("html").splitlines() == drawn.splitlines()
    assert case.message("sms").provider_reference == text.sid
    assert case.message("email").provider_reference == received.message["Message-ID"]
    for message in case.messages():
        assert message.state == MessageState.HANDED_OVER
        assert message.handed_over_at == NOON
        assert (message.claimed_by, message.lease_until) == (None, None)
    update = case.update()
    assert (update.state, update.sent_on) == (UpdateState.SENT, date(2026, 11, 18))
    assert case.receipts() == [("handed_over", "answer")] * 2
    recorded = case.audit("message_handed_over")
    assert {details["message"] for details in recorded} == {str(m.id) for m in case.messages()}
    assert case.tasks() == {}


def test_the_words_and_the_address_that_were_sent_are_kept(
    portal: Portal, sender: FakeSender
) -> None:
    case = told(portal).approve()
    run(portal, sender)
    with portal.ctx.store.reading() as uow:
        message = uow.get(Message, case.message().id)
        assert message is not None
        assert (message.sent_to, message.body) == (MOBILE, SMS)


def test_nothing_goes_before_its_time(portal: Portal, sender: FakeSender) -> None:
    case = told(portal).approve()
    case.change(Message, case.message().id, next_try_at=NOON + timedelta(minutes=5))
    done = run(portal, sender)
    assert (done.moved, done.next_due) == (0, NOON + timedelta(minutes=5))
    told(portal, number=1).approve()
    assert run(portal, sender).handed_over == 1
    assert case.message().state == MessageState.QUEUED


def _ring(case: Told) -> None:
    portal = case.portal
    with portal.ctx.store.writing() as uow:
        uow.add(
            ContactLog(
                id=uow.tokens.uuid(),
                case_id=case.case_id,
                person_id=case.person_id,
                on=portal.ctx.today(),
                inward=False,
                method="telephone",
                outcome="spoke",
                recorded_by="Sam Carter",
                recorded_at=portal.ctx.now(),
            )
        )
        uow.commit()


def test_a_held_message_is_released_by_an_officer_and_looked_at_again(
    portal: Portal, sender: FakeSender
) -> None:
    case = told(portal).approve()
    case.change_preference(call_first=True)
    run(portal, sender)
    message = case.message()
    with pytest.raises(NotFoundError):
        requeue_held(portal.ctx, portal.stranger, message.id)
    requeue_held(portal.ctx, portal.officer, message.id)
    assert case.tasks() == {}
    assert run(portal, sender).held == 1
    portal.clock.move(hours=1)
    _ring(case)
    requeue_held(portal.ctx, portal.officer, message.id)
    assert run(portal, sender).handed_over == 1
    with pytest.raises(ConflictError):
        requeue_held(portal.ctx, portal.officer, message.id)


def test_a_call_before_the_approval_is_no_heads_up(portal: Portal, sender: FakeSender) -> None:
    case = told(portal)
    _ring(case)
    portal.clock.move(minutes=1)
    case.approve().change_preference(call_first=True)
    assert run(portal, sender).held == 1


def _hours(days: list[int], start: str, end: str) -> dict[str, Any]:
    return {"days": days, "start": start, "end": end}


def test_it_waits_for_the_safe_hours_across_a_change_of_the_clocks(
    portal: Portal, sender: FakeSender
) -> None:
    portal.clock.set(datetime(2027, 3, 27, 12, 0, tzinfo=UTC))
    case = told(portal, closes=date(2027, 4, 20)).approve()
    case.change_channel(any_time=False, windows=[_hours([6], "09:00", "17:00")])
    done = run(portal, sender)
    opening = datetime(2027, 3, 28, 8, 0, tzinfo=UTC)
    assert (done.waiting, done.next_due, sender.taken) == (1, opening, [])
    assert case.message().state == MessageState.QUEUED
    portal.clock.set(opening - timedelta(seconds=1))
    assert run(portal, sender).moved == 0
    portal.clock.set(opening)
    assert run(portal, sender).handed_over == 1


@pytest.mark.parametrize("stored", ["2026-11-18", "11-18"])
def test_a_date_to_avoid_is_waited_out(portal: Portal, sender: FakeSender, stored: str) -> None:
    case = told(portal).approve()
    case.change_preference(dates_to_avoid=[stored])
    assert run(portal, sender).next_due == datetime(2026, 11, 19, 0, 0, tzinfo=UTC)
    portal.clock.move(hours=12)
    assert run(portal, sender).handed_over == 1


def test_preferred_hours_are_waited_for(portal: Portal, sender: FakeSender) -> None:
    case = told(portal).approve()
    case.change_preference(windows=[_hours([2], "18:00", "20:00")])
    assert run(portal, sender).next_due == datetime(2026, 11, 18, 18, 0, tzinfo=UTC)


def test_urgent_news_needs_a_manager_and_goes_above_wishes(
    portal: Portal, sender: FakeSender
) -> None:
    case = told(portal, stage=Stage.RECALLED).approve()
    case.change_preference(dates_to_avoid=["11-18"], level="release_month_only")
    assert run(portal, sender).held == 1
    task = case.tasks()["held_message"]
    assert (task.about["why"], task.for_role) == ("urgent_without_reason", "manager")
    other = told(portal, stage=Stage.RECALLED, number=1).approve(portal.manager)
    other.change_preference(dates_to_avoid=["11-18"], level="release_month_only")
    assert run(portal, sender).handed_over == 1


def test_urgent_news_that_nothing_stands_against_needs_no_manager(
    portal: Portal, sender: FakeSender
) -> None:
    told(portal, stage=Stage.RECALLED).approve()
    assert run(portal, sender).handed_over == 1


def test_urgent_news_for_someone_who_said_no_is_a_managers_decision(
    portal: Portal, sender: FakeSender
) -> None:
    case = told(portal, stage=Stage.RECALLED).approve(portal.manager)
    case.change_case(enrolment="opted_out")
    run(portal, sender)
    assert case.tasks()["held_message"].for_role == "manager"
    assert sender.taken == []


def test_welsh_words_go_to_a_welsh_channel(portal: Portal, sender: FakeSender) -> None:
    told(portal, language=Language.WELSH).approve()
    assert run(portal, sender).handed_over == 1


def test_a_message_that_crossed_an_edit_is_checked_by_a_person(
    portal: Portal, sender: FakeSender
) -> None:
    case = told(portal).approve()
    sender.meanwhile = lambda _: case.change(
        Update, case.update_id, state="draft", approved_version=None, version=2
    )
    assert run(portal, sender).handed_over == 1
    update = case.update()
    assert (update.state, update.sent_on) == (UpdateState.DRAFT, None)
    assert case.tasks().keys() == {"sent_while_changed"}
