"""A double of Twilio's Messages API on loopback, speaking the real wire format.

It checks what Twilio checks, keeps a ledger of what it accepted, fails on request, and
reports back with a real signature.
"""

import re
import secrets
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import ThreadingHTTPServer
from typing import Self
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from twilio.request_validator import RequestValidator

from tests.support.twilio_wire import (
    ACCOUNT_SID,
    Ledger,
    MessagesHandler,
    TwilioFault,
    TwilioMessage,
)

__all__ = ["TwilioDouble", "TwilioFault", "TwilioMessage"]

HOST = "127.0.0.1"
AUTH_TOKEN = "fedcba9876543210" * 2
MESSAGING_SERVICE_SID = "MG" + "0123456789abcdef" * 2
FROM_NUMBER = "+447700900999"


class _QuietServer(ThreadingHTTPServer):
    """Says nothing of clients that gave up waiting: that is what hanging is for."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # any socket


@dataclass
class TwilioDouble:
    """Use as a context manager. `ledger` holds what was accepted, `requests` what came.

    Numbers in `stopped` have texted STOP. `status` is what accepted messages answer with;
    `redacted`: its list leaves their words out; `now` is its clock.
    """

    account_sid: str = ACCOUNT_SID
    auth_token: str = AUTH_TOKEN
    messaging_service_sid: str = MESSAGING_SERVICE_SID
    from_number: str = FROM_NUMBER
    ledger: list[TwilioMessage] = field(default_factory=list)
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    stopped: set[str] = field(default_factory=set)
    status: str = "queued"
    error_code: int | None = None
    redacted: bool = False
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def __enter__(self) -> Self:
        self._faults: deque[TwilioFault | None] = deque()
        self._list_faults: deque[TwilioFault] = deque()
        self._leaving = threading.Event()
        self._lock = threading.Lock()
        double = self

        class Handler(MessagesHandler):
            owner: Ledger = double

        self._server = _QuietServer((HOST, 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._leaving.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{self._server.server_address[1]}"

    def fault(self, *faults: TwilioFault | None) -> None:
        """Queue faults for the next requests to send."""
        self._faults.extend(faults)

    def heal(self) -> None:
        """Forget the faults that are still queued."""
        with self._lock:
            self._faults.clear()

    def next_fault(self) -> TwilioFault:
        with self._lock:
            return (self._faults.popleft() if self._faults else None) or TwilioFault()

    def fault_list(self, *faults: TwilioFault) -> None:
        """Queue faults for the next requests for a list."""
        self._list_faults.extend(faults)

    def next_list_fault(self) -> TwilioFault:
        with self._lock:
            return self._list_faults.popleft() if self._list_faults else TwilioFault()

    def wait(self, seconds: float) -> None:
        """Hang for a while, but not beyond the end of the test."""
        self._leaving.wait(seconds)

    def refusal(self, form: Mapping[str, str]) -> tuple[int, str] | None:
        """What Twilio finds wrong with a request to send."""
        to = form.get("To", "")
        if not to:
            return 21604, "A 'To' phone number is required."
        if not re.fullmatch(r"\+[1-9][0-9]{6,14}", to):
            return 21211, f"The 'To' number {to} is not a valid phone number."
        if not form.get("From") and not form.get("MessagingServiceSid"):
            return 21603, "A 'From' phone number is required."
        if not form.get("Body"):
            return 21602, "Message body is required."
        if len(form["Body"]) > 1600:
            return 21617, "The concatenated message body exceeds the 1600 character limit."
        if to in self.stopped:
            return 21610, "Attempt to send to unsubscribed recipient"
        return None

    def accept(self, form: Mapping[str, str]) -> TwilioMessage:
        """Take a message into the ledger."""
        message = TwilioMessage(
            sid="SM" + secrets.token_hex(16),
            to=form["To"],
            body=form["Body"],
            sender=form.get("From"),
            messaging_service_sid=form.get("MessagingServiceSid"),
            status_callback=form.get("StatusCallback"),
            form=form,
            created=self.now(),
            status=self.status,
            error_code=self.error_code,
        )
        with self._lock:
            self.ledger.append(message)
        return message

    def signature(self, url: str, form: Mapping[str, str]) -> str:
        """The real X-Twilio-Signature of a callback."""
        return str(RequestValidator(self.auth_token).compute_signature(url, form))

    def report(
        self,
        message: TwilioMessage,
        status: str,
        error_code: int | None = None,
        *,
        to_host: str | None = None,
    ) -> int:
        """Post a status callback for `message`; gives the answer's HTTP status.

        `to_host` is "host:port" to connect to when the callback's own host isn't one of
        this machine's; the signature stays that of the callback's address.
        """
        assert message.status_callback, "the message asked for no callback"
        message.status, message.error_code = status, error_code
        form = {
            "AccountSid": self.account_sid,
            "ApiVersion": "2010-04-01",
            "From": message.sender or self.from_number,
            "MessageSid": message.sid,
            "MessageStatus": status,
            "SmsSid": message.sid,
            "SmsStatus": status,
            "To": message.to,
        }
        if error_code is not None:
            form["ErrorCode"] = str(error_code)
        return self.post(message.status_callback, form, to_host=to_host)

    def reply(self, url: str, sender: str, body: str, *, to_host: str | None = None) -> int:
        """Post a text that came in from `sender` to the portal's inbound address."""
        sid = "SM" + secrets.token_hex(16)
        form = {
            "AccountSid": self.account_sid,
            "ApiVersion": "2010-04-01",
            "Body": body,
            "From": sender,
            "MessageSid": sid,
            "MessagingServiceSid": self.messaging_service_sid,
            "NumMedia": "0",
            "NumSegments": "1",
            "SmsMessageSid": sid,
            "SmsSid": sid,
            "SmsStatus": "received",
            "To": self.from_number,
        }
        return self.post(url, form, to_host=to_host)

    def post(self, url: str, form: Mapping[str, str], *, to_host: str | None = None) -> int:
        """Post a signed callback; gives the answer's HTTP status."""
        parts = urlsplit(url)
        assert parts.scheme in {"http", "https"}
        target = f"http://{to_host}{parts.path}" if to_host else url
        request = Request(  # noqa: S310  the scheme is checked above
            target,
            data=urlencode(form).encode("ascii"),
            headers={"X-Twilio-Signature": self.signature(url, form), "Host": parts.netloc},
        )
        try:
            with urlopen(request, timeout=10) as answer:  # noqa: S310  as above
                return int(answer.status)
        except HTTPError as error:
            error.close()
            return error.code
