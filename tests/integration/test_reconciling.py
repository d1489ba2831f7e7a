"""Texts in doubt are asked after at the provider: found, or sent once more, and never twice."""

from datetime import timedelta

import pytest

from tests.support.in_doubt import BOUND, Outside
from tests.support.in_doubt import outside as outside
from tests.support.senders import FakeSender, KillAt, Killed
from tests.support.twilio_double import TwilioFault
from tests.support.updates import told
from victim_portal.domain.messages import LEASE
from victim_portal.domain.reconciling import ASKING_LASTS, BETWEEN_ASKS, QUIET
from victim_portal.domain.vocabulary import MessageState
from victim_portal.services.delivery import FaultPoint, Senders, deliver_due

ACCEPTED = {
    "accepted, then reset": TwilioFault(accept=True, reset=True),
    "accepted, then silence": TwilioFault(accept=True, hang=1.0),
    "accepted, then 500": TwilioFault(accept=True, status=500),
}
NOT_TAKEN = {
    "reset": TwilioFault(reset=True),
    "500": TwilioFault(status=500),
    "503": TwilioFault(status=503),
}


@pytest.mark.parametrize("fault", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_what_twilio_has_is_found_and_never_sent_again(
    outside: Outside, fault: TwilioFault
) -> None:
    case = told(outside.portal).approve()
    outside.twilio.fault(fault)
    assert outside.run().uncertain == 1
    assert case.tasks() == {}
    assert outside.later(LEASE + QUIET - timedelta(seconds=1)).moved == 0
    assert case.message().state == MessageState.UNCERTAIN
    assert outside.later(timedelta(seconds=1)).found_out == 1
    message = case.message()
    assert (message.state, message.provider_reference) == (
        MessageState.HANDED_OVER,
        outside.twilio.ledger[0].sid,
    )
    for _ in range(3):
        assert outside.later(timedelta(days=1)).moved == 0
    assert len(outside.twilio.ledger) == 1
    assert len(case.audit("message_handed_over")) == 1
    assert case.tasks() == {}


@pytest.mark.parametrize("fault", NOT_TAKEN.values(), ids=NOT_TAKEN.keys())
def test_what_twilio_has_not_at_the_second_time_of_asking_goes_once_more(
    outside: Outside, fault: TwilioFault
) -> None:
    case = told(outside.portal).approve()
    outside.twilio.fault(fault)
    outside.run()
    assert outside.later(LEASE + QUIET).moved == 0
    assert case.message().state == MessageState.UNCERTAIN
    assert outside.later(BETWEEN_ASKS - timedelta(seconds=1)).moved == 0
    assert outside.later(timedelta(seconds=1)).found_out == 1
    assert case.message().state == MessageState.QUEUED
    key = case.message().send_key
    assert outside.run().handed_over == 1
    assert len(outside.twilio.ledger) == 1
    assert case.message().send_key == key
    assert case.tasks() == {}


def test_it_goes_once_more_and_then_never_again(outside: Outside) -> None:
    case = told(outside.portal).approve()
    outside.twilio.fault(TwilioFault(status=500), TwilioFault(status=500))
    outside.run()
    outside.later(LEASE + QUIET)
    outside.later(BETWEEN_ASKS)
    assert outside.run().uncertain == 1
    outside.later(LEASE + QUIET)
    assert case.tasks() == {}
    assert outside.later(BETWEEN_ASKS).found_out == 1
    assert case.message().state == MessageState.UNCERTAIN
    assert case.tasks().keys() == {"uncertain_message"}
    for _ in range(3):
        assert outside.later(timedelta(days=1)).moved == 0
    assert outside.twilio.ledger == []


def test_what_goes_once_more_meets_the_whole_last_look(outside: Outside) -> None:
    case = told(outside.portal).approve()
    outside.twilio.fault(TwilioFault(status=500))
    outside.run()
    case.new_key_dates()
    outside.later(LEASE + QUIET)
    outside.later(BETWEEN_ASKS)
    assert outside.run().held == 1
    assert case.message().state == MessageState.HELD
    assert outside.twilio.ledger == []


@pytest.mark.parametrize("point", [FaultPoint.AFTER_CLAIM, FaultPoint.AFTER_SEND])
def test_a_dead_workers_text_is_found_or_sent(outside: Outside, point: FaultPoint) -> None:
    case = told(outside.portal).approve()
    with pytest.raises(Killed):
        outside.run(faults=KillAt(point))
    outside.later(LEASE + timedelta(seconds=1))
    assert case.message().state == MessageState.UNCERTAIN
    outside.later(QUIET)
    outside.later(BETWEEN_ASKS)
    outside.run()
    assert case.message().state == MessageState.HANDED_OVER
    assert len(outside.twilio.ledger) == 1
    assert case.tasks() == {}


@pytest.mark.parametrize("point", [FaultPoint.BEFORE_ASK, FaultPoint.AFTER_ASK])
def test_who_dies_while_asking_is_followed_by_another(outside: Outside, point: FaultPoint) -> None:
    case = told(outside.portal).approve()
    outside.twilio.fault(TwilioFault(accept=True, reset=True))
    outside.run()
    outside.portal.clock.move(seconds=(LEASE + QUIET).total_seconds())
    with pytest.raises(Killed):
        outside.run(faults=KillAt(point))
    assert outside.run().moved == 0
    assert outside.later(ASKING_LASTS).found_out == 1
    assert case.message().state == MessageState.HANDED_OVER


@pytest.mark.parametrize("when", ["before", "between", "after"])
def test_a_report_at_any_moment_settles_it(outside: Outside, when: str) -> None:
    """The report of a text that its list leaves out for now: it comes before, between, after."""
    case = told(outside.portal).approve()
    outside.twilio.fault(TwilioFault(accept=True, reset=True))
    outside.run()
    late = outside.twilio.ledger.pop()
    for moment, wait in (("before", LEASE + QUIET), ("between", BETWEEN_ASKS)):
        if when == moment:
            break
        outside.later(wait)
    outside.twilio.ledger.append(late)
    # After the second no it waits in the queue; the report comes before the next claim.
    outside.report()
    assert case.message().state == MessageState.DELIVERED
    for _ in range(3):
        assert outside.later(BOUND).moved == 0
    assert len(outside.twilio.ledger) == 1
    assert case.tasks() == {}


def test_a_report_while_the_question_is_asked_wins(outside: Outside) -> None:
    case = told(outside.portal).approve()
    outside.twilio.fault(TwilioFault(accept=True, reset=True))
    outside.run()

    class Reports:
        def hit(self, point: FaultPoint) -> None:
            if point is FaultPoint.AFTER_ASK:
                outside.report("undelivered")

    outside.portal.clock.move(seconds=(LEASE + QUIET).total_seconds())
    outside.run(faults=Reports())
    assert case.message().state == MessageState.FAILED_FOR_GOOD
    assert case.tasks().keys() == {"telephone"}


def test_a_late_answer_before_it_goes_once_more_keeps_it_from_going(outside: Outside) -> None:
    """A worker that slept through all of it comes back with the answer."""
    case = told(outside.portal).approve()
    sender = FakeSender()

    def sleep(_: object) -> None:
        for wait in (LEASE + timedelta(seconds=1), QUIET, BETWEEN_ASKS):
            outside.later(wait)
        assert case.message().state == MessageState.QUEUED

    sender.meanwhile = sleep
    slow = Senders(sender, sender, outside.senders.ledger)
    deliver_due(outside.portal.ctx, slow, "slow")
    assert case.message().state == MessageState.HANDED_OVER
    assert outside.run().moved == 0
    assert (len(sender.taken), outside.twilio.ledger) == (1, [])
