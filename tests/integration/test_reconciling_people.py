"""Doubts that nobody but a person can settle, and what doesn't wait for an answer."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.in_doubt import BOUND, Outside
from tests.support.in_doubt import outside as outside
from tests.support.senders import FakeSender, accepted
from tests.support.smtp_server import SmtpFault
from tests.support.twilio_double import TwilioFault
from tests.support.updates import EMAIL, told
from victim_portal.domain import reconciling
from victim_portal.domain.messages import LEASE
from victim_portal.domain.reconciling import BETWEEN_ASKS, QUIET, MailPolicy
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ChannelKind, MessageState
from victim_portal.services.delivery import deliver_due
from victim_portal.services.messages import doubts

MAIL = (ChannelKind.EMAIL,)


def _redacted(outside: Outside) -> None:
    outside.twilio.redacted = True


def _unreachable(outside: Outside) -> None:
    outside.twilio.fault_list(*[TwilioFault(status=503)] * 9)


def _twice(outside: Outside) -> None:
    outside.twilio.accept(outside.twilio.ledger[0].form)


@pytest.mark.parametrize("unclear", [_redacted, _unreachable, _twice])
def test_what_cannot_be_known_is_a_persons_at_once(outside: Outside, unclear: Any) -> None:
    case = told(outside.portal).approve()
    outside.twilio.fault(TwilioFault(accept=True, reset=True))
    outside.run()
    unclear(outside)
    assert outside.later(LEASE + QUIET).found_out == 1
    assert case.message().state == MessageState.UNCERTAIN
    assert case.tasks().keys() == {"uncertain_message"}
    given = [one["why"] for one in case.audit("message_state")]
    assert given[-1] == case.message().why_code
    assert str(given[-1]).startswith("asked_")
    assert outside.later(timedelta(days=1)).moved == 0
    # A report still settles it, and the person needs to find out nothing any more.
    outside.report()
    assert case.message().state == MessageState.DELIVERED
    assert case.tasks() == {}


def test_once_twilio_is_silent_the_others_go_to_people_unasked(outside: Outside) -> None:
    cases = [told(outside.portal, number=number).approve() for number in range(5)]
    outside.twilio.fault(*[TwilioFault(reset=True)] * 5)
    outside.run()
    outside.twilio.fault_list(TwilioFault(status=503))
    assert outside.later(LEASE + QUIET).found_out == 5
    assert all(case.tasks().keys() == {"uncertain_message"} for case in cases)
    assert sum(method == "GET" for method, _, _ in outside.twilio.requests) == 1


def test_of_two_with_the_same_words_to_one_number_neither_is_guessed_at(outside: Outside) -> None:
    cases = [told(outside.portal, number=3).approve() for _ in range(2)]
    outside.twilio.fault(TwilioFault(accept=True, reset=True), TwilioFault(reset=True))
    outside.run()
    outside.later(LEASE + QUIET)
    outside.later(BETWEEN_ASKS)
    outside.run()
    assert [case.message().state for case in cases] == ["uncertain"] * 2
    assert all(case.tasks().keys() == {"uncertain_message"} for case in cases)
    assert len(outside.twilio.ledger) == 1


def test_one_of_two_with_the_same_words_that_is_accounted_for_is_no_doubt(
    outside: Outside,
) -> None:
    cases = [told(outside.portal, number=3).approve() for _ in range(2)]
    outside.twilio.fault(None, TwilioFault(reset=True))
    outside.run()
    for wait in (LEASE + QUIET, BETWEEN_ASKS, timedelta()):
        outside.later(wait)
    assert [case.message().state for case in cases] == ["handed_over"] * 2
    assert len(outside.twilio.ledger) == 2


def test_urgent_news_is_told_by_telephone_at_once(outside: Outside) -> None:
    case = told(outside.portal, stage=Stage.RECALLED).approve(outside.portal.manager)
    outside.twilio.fault(TwilioFault(accept=True, reset=True))
    assert outside.run().uncertain == 1
    task = case.tasks()["telephone"]
    assert (task.due_on, case.tasks().keys()) == (outside.portal.ctx.today(), {"telephone"})
    outside.later(LEASE + QUIET)
    assert case.message().state == MessageState.HANDED_OVER


@pytest.mark.parametrize("carries", ["notice", "fuller words"])
def test_an_e_mail_is_a_persons_at_once(outside: Outside, carries: str) -> None:
    case = told(outside.portal, kinds=MAIL)
    if carries == "fuller words":
        case.change_channel("email", fuller_words=True)
    case.approve()
    outside.relay.fault(SmtpFault("data", keep=True))
    assert outside.run().uncertain == 1
    assert case.tasks().keys() == {"uncertain_message"}
    assert outside.later(timedelta(days=1)).moved == 0
    assert len(outside.relay.messages) == 1


def test_a_kind_of_e_mail_that_may_go_again_goes_once_under_the_same_id(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = dict.fromkeys(reconciling.Carries, MailPolicy.SEND_AGAIN)
    monkeypatch.setattr(doubts, "MAIL_IN_DOUBT", again)
    case = told(outside.portal, kinds=MAIL).approve()
    outside.relay.fault(*[SmtpFault("data", keep=True)] * 3)
    outside.run()
    outside.run()
    assert outside.run().moved == 0
    assert case.tasks().keys() == {"uncertain_message"}
    ids = {mail.message["Message-ID"] for mail in outside.relay.messages}
    assert (len(outside.relay.messages), len(ids)) == (2, 1)
    assert {mail.recipients for mail in outside.relay.messages} == {(EMAIL,)}


def test_a_worker_without_anybody_to_ask_gives_doubts_to_people(outside: Outside) -> None:
    case = told(outside.portal).approve()
    outside.twilio.fault(TwilioFault(reset=True))
    outside.run()
    outside.portal.clock.move(seconds=(LEASE + QUIET).total_seconds())
    deliver_due(outside.portal.ctx, FakeSender([accepted()]).senders, "two")
    assert case.tasks().keys() == {"uncertain_message"}


def test_a_person_is_asked_within_the_bound(outside: Outside) -> None:
    """However the provider answers: nine minutes after the claim it's settled or somebody's."""
    case = told(outside.portal).approve()
    outside.twilio.fault(*[TwilioFault(status=500)] * 2)
    outside.run()
    outside.portal.clock.move(seconds=BOUND.total_seconds())
    outside.twilio.fault_list(TwilioFault(status=503))
    outside.run()
    assert case.tasks().keys() == {"uncertain_message"}
    assert timedelta(minutes=9) == BOUND
