"""What Twilio posts back: signed as Twilio signs, judged as it must be judged."""

import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl

import pytest

from tests.support.texting import ID, TO, WORDS, ledger, sender, sent, sms
from tests.support.twilio_double import TwilioDouble, TwilioFault
from victim_portal.messaging.callbacks import NoCallbacks, TwilioCallbackVerifier
from victim_portal.ports import Outcome


@pytest.fixture
def double() -> Iterator[TwilioDouble]:
    with TwilioDouble() as running:
        yield running


class _Portal(HTTPServer):
    """Takes one callback at a time and keeps its address, form and signature."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], str]] = []
        super().__init__(("127.0.0.1", 0), _Hook)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Hook(BaseHTTPRequestHandler):
    server: _Portal

    def log_message(self, *args: object) -> None:
        """Nothing."""

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"])).decode("ascii")
        form = dict(parse_qsl(raw, keep_blank_values=True))
        self.server.got.append((form, self.headers["X-Twilio-Signature"]))
        self.send_response(204)
        self.end_headers()


@pytest.fixture
def portal() -> Iterator[_Portal]:
    with _Portal() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.02,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def test_the_double_reports_with_a_signature_that_fits(
    double: TwilioDouble, portal: _Portal
) -> None:
    sent(double, callback_base_url=portal.base_url)
    assert double.report(double.ledger[0], "undelivered", 30003) == 204
    ((form, signature),) = portal.got
    url = f"{portal.base_url}/hooks/twilio/status/{ID}"
    verifier = TwilioCallbackVerifier(double.auth_token)
    assert form["MessageStatus"] == "undelivered"
    assert form["ErrorCode"] == "30003"
    assert verifier.verify(url, form, signature)
    assert not verifier.verify(url, {**form, "MessageStatus": "delivered"}, signature)
    assert not verifier.verify(url, {**form, "Extra": "1"}, signature)
    assert not verifier.verify(url.replace("http:", "https:"), form, signature)
    assert not verifier.verify(f"{url}/", form, signature)
    assert not verifier.verify(url, form, "")
    assert not verifier.verify(url, form, "ü")
    assert not verifier.verify("http://host:port/", form, signature)
    assert not TwilioCallbackVerifier("0" * 32).verify(url, form, signature)
    assert not NoCallbacks().verify(url, form, signature)


def test_the_double_brings_a_reply(double: TwilioDouble, portal: _Portal) -> None:
    url = "https://portal.example.org/hooks/twilio/inbound"
    host = portal.base_url.removeprefix("http://")
    assert double.reply(url, TO, "STOPIO", to_host=host) == 204
    ((form, signature),) = portal.got
    assert (form["From"], form["Body"]) == (TO, "STOPIO")
    assert TwilioCallbackVerifier(double.auth_token).verify(url, form, signature)


def test_the_double_lists_what_a_number_got(double: TwilioDouble) -> None:
    """The way back to a message whose answer was lost, with Twilio's own client."""
    double.fault(TwilioFault(status=500, accept=True))
    with closing(sender(double)) as twilio:
        assert twilio.send(sms()).outcome is Outcome.UNCERTAIN
        twilio.send(sms(to="+447700900124"))
    with closing(ledger(double)) as asked:
        (found,) = asked.find(TO) or ()
    assert found.sid == double.ledger[0].sid
    assert (found.body, found.status, found.error_code) == (WORDS, "queued", None)
    assert found.created_at == double.ledger[0].created.replace(microsecond=0)
