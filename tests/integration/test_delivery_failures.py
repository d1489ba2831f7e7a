"""Tries that fail: again after a while, never again, or left to a person."""

from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest

from tests.support import mailing, texting
from tests.support.fakes import NOON
from tests.support.portal import Portal
from tests.support.senders import FakeSender, not_sent
from tests.support.smtp_server import SmtpFault, SmtpServer
from tests.support.twilio_double import TwilioDouble, TwilioFault
from tests.support.updates import MOBILE, told
from victim_portal.domain.messages import RETRY_DELAYS
from victim_portal.domain.vocabulary import ChannelKind, MessageState, UpdateState
from victim_portal.ports import HandOver, Outcome
from victim_portal.services.delivery import Round, Senders, deliver_due

REFUSED = HandOver(Outcome.REFUSED, code="21211", reason="The number can't take texts.")
UNKNOWN = HandOver(Outcome.UNCERTAIN, code="ReadTimeout", reason="Lost before it answered.")
BOTH = (ChannelKind.MOBILE, ChannelKind.EMAIL)


def run(portal: Portal, sender: FakeSender, name: str = "one", **more: Any) -> Round:
    return deliver_due(portal.ctx, sender.senders, name, **more)


@pytest.fixture
def sender() -> FakeSender:
    return FakeSender()


def test_every_try_comes_after_its_delay_and_the_last_leaves_a_call(
    portal: Portal, sender: FakeSender
) -> None:
    case = told(portal).approve()
    for delay in RETRY_DELAYS:
        sender.answers = [not_sent()]
        assert run(portal, sender).failed == 1
        message = case.message()
        assert message.state == MessageState.FAILED_FOR_NOW
        assert message.next_try_at - portal.clock.now() == delay
        portal.clock.set(message.next_try_at - timedelta(seconds=1))
        assert run(portal, sender).moved == 0
        portal.clock.set(message.next_try_at)
    assert portal.clock.now() - NOON == timedelta(hours=72)
    assert case.tasks() == {}
    sender.answers = [not_sent()]
    run(portal, sender)
    assert case.message().state == MessageState.FAILED_FOR_GOOD
    assert case.tasks()["telephone"].about["update"] == str(case.update_id)
    assert case.update().state == UpdateState.APPROVED


def test_the_providers_own_wish_to_wait_is_kept(portal: Portal, sender: FakeSender) -> None:
    case = told(portal).approve()
    sender.answers = [not_sent(retry_after=timedelta(minutes=20))]
    run(portal, sender)
    assert case.message().next_try_at == NOON + timedelta(minutes=20)


def test_no_try_is_waited_for_past_the_last_day(portal: Portal, sender: FakeSender) -> None:
    case = told(portal, closes=date(2026, 11, 18)).approve()
    sender.answers = [not_sent(retry_after=timedelta(hours=12, minutes=1))]
    run(portal, sender)
    assert case.message().state == MessageState.FAILED_FOR_GOOD
    assert "telephone" in case.tasks()


def test_a_failed_try_is_looked_at_again(portal: Portal, sender: FakeSender) -> None:
    case = told(portal).approve()
    sender.answers = [not_sent()]
    run(portal, sender)
    case.change_channel(suspended_at=NOON)
    portal.clock.move(minutes=1)
    assert run(portal, sender).held == 1
    assert len(sender.taken) == 1


def test_a_refusal_is_final_and_leaves_a_call(portal: Portal, sender: FakeSender) -> None:
    case = told(portal).approve()
    sender.answers = [REFUSED]
    assert run(portal, sender).failed == 1
    message = case.message()
    assert (message.state, message.why_code) == ("failed_for_good", "sms_21211")
    assert case.tasks().keys() == {"telephone"}
    portal.clock.move(days=2)
    assert run(portal, sender).moved == 0


@pytest.mark.parametrize("answer", [UNKNOWN, OSError("a line with a number in it")])
def test_a_doubtful_answer_is_left_to_a_person(
    portal: Portal, sender: FakeSender, answer: HandOver | Exception
) -> None:
    case = told(portal).approve()
    sender.answers = [answer]
    assert run(portal, sender).uncertain == 1
    assert case.message().state == MessageState.UNCERTAIN
    assert case.tasks().keys() == {"uncertain_message"}
    portal.clock.move(days=2)
    assert run(portal, sender).moved == 0
    assert len(sender.taken) == 1


def test_real_failures_on_the_wire(portal: Portal) -> None:
    case = told(portal, kinds=BOTH).approve()
    with (
        TwilioDouble() as twilio,
        SmtpServer() as relay,
        closing(texting.sender(twilio)) as sms,
        closing(mailing.sender(relay.port)) as mail,
    ):
        twilio.fault(TwilioFault(status=500))
        relay.fault(SmtpFault("rcpt", "450 4.2.1 later"))
        done = deliver_due(portal.ctx, Senders(mail, sms), "one")
        assert (done.uncertain, done.failed) == (1, 1)
        portal.clock.move(minutes=1)
        assert deliver_due(portal.ctx, Senders(mail, sms), "one").handed_over == 1
    assert len(relay.messages) == 1
    assert case.message("sms").state == MessageState.UNCERTAIN


def test_a_stop_that_the_provider_knows_of_stops_the_channel(portal: Portal) -> None:
    case = told(portal).approve()
    with TwilioDouble() as twilio, closing(texting.sender(twilio)) as sms:
        twilio.stopped.add(MOBILE)
        deliver_due(portal.ctx, Senders(FakeSender(), sms), "one")
    assert case.channel().suspended_at == NOON
    assert case.tasks().keys() == {"telephone", "confirm_channel", "urgent_but_stopped"}
