"""Texts over Twilio's real client and wire format, against a double on loopback."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from tests.support.texting import ID, TO, WORDS, sender, sent, sms
from tests.support.twilio_double import TwilioDouble, TwilioFault
from victim_portal.messaging.sms import TwilioSmsSender
from victim_portal.ports import HandOver, Outcome


@pytest.fixture
def double() -> Iterator[TwilioDouble]:
    with TwilioDouble() as running:
        yield running


def test_what_arrives(double: TwilioDouble) -> None:
    handed = sent(double, callback_base_url="https://portal.example.org")
    (kept,) = double.ledger
    assert handed == HandOver(Outcome.ACCEPTED, provider_reference=kept.sid)
    assert kept.form == {
        "To": TO,
        "Body": WORDS,
        "MessagingServiceSid": double.messaging_service_sid,
        "StatusCallback": f"https://portal.example.org/hooks/twilio/status/{ID}",
        "ValidityPeriod": "900",
    }


def test_a_number_may_stand_in_for_the_messaging_service(double: TwilioDouble) -> None:
    handed = sent(double, messaging_service_sid=None, from_number="+447700900999")
    assert handed.outcome is Outcome.ACCEPTED
    assert double.ledger[0].form["From"] == "+447700900999"
    assert "StatusCallback" not in double.ledger[0].form


def test_a_sender_without_any_number_is_refused_when_made(double: TwilioDouble) -> None:
    with pytest.raises(ValueError, match="number to come from"):
        sender(double, messaging_service_sid=None)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (21211, Outcome.REFUSED),
        (21610, Outcome.REFUSED),
        (21614, Outcome.REFUSED),
        (21408, Outcome.REFUSED),
        (21617, Outcome.REFUSED),
        (21611, Outcome.NOT_SENT),
        (21606, Outcome.NOT_SENT),
        (21705, Outcome.NOT_SENT),
    ],
)
def test_codes_that_twilio_answers_with(double: TwilioDouble, code: int, outcome: Outcome) -> None:
    double.fault(TwilioFault(status=400, code=code))
    handed = sent(double)
    assert (handed.outcome, handed.code) == (outcome, str(code))
    assert double.ledger == []


@pytest.mark.parametrize(("code", "whole"), [(21606, False), (21608, False), (21705, True)])
def test_what_concerns_one_number_says_nothing_of_twilio(
    double: TwilioDouble, code: int, whole: bool
) -> None:
    double.fault(TwilioFault(status=400, code=code))
    assert sent(double).providers_fault is whole


def test_someone_who_texted_stop(double: TwilioDouble) -> None:
    double.stopped.add(TO)
    handed = sent(double)
    assert (handed.outcome, handed.code) == (Outcome.REFUSED, "21610")


def test_an_unknown_code_is_loud_and_says_nothing_but_the_code(
    double: TwilioDouble, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    double.fault(TwilioFault(status=400, code=29999))
    handed = sent(double)
    assert (handed.outcome, handed.code) == (Outcome.NOT_SENT, "29999")
    (record,) = [found for found in caplog.records if found.levelno >= logging.ERROR]
    assert "29999" in record.getMessage()
    assert not any(TO in found.getMessage() for found in caplog.records)
    assert not any("Alex" in found.getMessage() for found in caplog.records)


@pytest.mark.parametrize(("given", "wait"), [(17, timedelta(seconds=17)), (None, None)])
def test_too_much_at_once(double: TwilioDouble, given: int | None, wait: timedelta | None) -> None:
    double.fault(TwilioFault(status=429, code=20429, retry_after=given))
    handed = sent(double)
    assert (handed.outcome, handed.code) == (Outcome.NOT_SENT, "20429")
    assert handed.retry_after == wait


def test_a_wrong_token_is_loud_and_worth_another_try(
    double: TwilioDouble, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(
        TwilioSmsSender(
            double.account_sid,
            "0" * 32,
            from_number="+447700900999",
            api_base_url=double.base_url,
        )
    ) as twilio:
        handed = twilio.send(sms())
    assert (handed.outcome, handed.code) == (Outcome.NOT_SENT, "20003")
    assert caplog.records[-1].levelno == logging.ERROR


@pytest.mark.parametrize("accept", [True, False])
@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500, "code": 20500},
        {"status": 503},
        {"status": 502, "body": "<html>bad gateway</html>"},
        {"status": 302, "body": ""},
        {"status": 201, "body": "not json"},
        {"status": 201, "body": "{}"},
        {"reset": True},
        {"hang": 5.0},
    ],
)
def test_whatever_is_lost_after_the_request_is_uncertain(
    double: TwilioDouble, fault: dict[str, Any], accept: bool
) -> None:
    double.fault(TwilioFault(**fault, accept=accept))
    timeout = 0.5 if "hang" in fault else 5.0
    assert sent(double, timeout=timeout).outcome is Outcome.UNCERTAIN
    # Asked once, whatever came of it.
    assert len(double.requests) == 1
    assert len(double.ledger) == (1 if accept else 0)


def test_an_error_page_that_is_not_twilios_is_still_an_answer(double: TwilioDouble) -> None:
    double.fault(TwilioFault(status=403, body="<html>forbidden</html>"))
    assert sent(double).outcome is Outcome.NOT_SENT


def test_problem_details_with_a_status_of_their_own(double: TwilioDouble) -> None:
    double.fault(
        TwilioFault(status=400, body='{"type":"t","title":"x","status":"500","code":21211}')
    )
    handed = sent(double)
    assert (handed.outcome, handed.code) == (Outcome.REFUSED, "21211")


@pytest.mark.parametrize("code", [30003, 29999])
def test_a_message_that_failed_on_the_spot(double: TwilioDouble, code: int) -> None:
    double.status, double.error_code = "failed", code
    handed = sent(double)
    assert (handed.outcome, handed.code) == (Outcome.REFUSED, str(code))
    assert handed.provider_reference == double.ledger[0].sid


def test_no_twilio_at_all(double: TwilioDouble) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{unused.getsockname()[1]}"
        handed = sent(double, api_base_url=nowhere)
    assert (handed.outcome, handed.code) == (Outcome.NOT_SENT, "connect")


def test_a_host_without_a_name(double: TwilioDouble) -> None:
    handed = sent(double, api_base_url="http://twilio.invalid", timeout=5.0)
    assert (handed.outcome, handed.code) == (Outcome.NOT_SENT, "connect")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": "07700900123"}, "number"),
        ({"to": "+44 7700 900123"}, "number"),
        ({"to": f"{TO}\n"}, "number"),
        ({"body": "  "}, "empty"),
        ({"body": "x" * 1601}, "length"),
    ],
)
def test_what_twilio_never_sees(double: TwilioDouble, changes: dict[str, str], code: str) -> None:
    handed = sent(double, sms(**changes))
    assert (handed.outcome, handed.code) == (Outcome.REFUSED, code)
    assert double.requests == []


def test_threads_share_no_client(double: TwilioDouble) -> None:
    twilio = sender(double, timeout=5.0)
    outcomes: list[Outcome] = []

    def work() -> None:
        with closing(twilio):
            outcomes.extend(twilio.send(sms()).outcome for _ in range(5))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [Outcome.ACCEPTED] * 20
    assert len(double.ledger) == 20
