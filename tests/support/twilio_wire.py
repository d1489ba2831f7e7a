"""The wire format of Twilio's Messages API: its resources, errors, pages and faults."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from typing import Any, Protocol
from urllib.parse import parse_qs, urlencode, urlsplit

ACCOUNT_SID = "AC" + "0123456789abcdef" * 2


@dataclass(frozen=True)
class TwilioFault:
    """How one coming request to send goes wrong.

    `status` with `code` answers an error (with Retry-After when `retry_after` is given);
    `reset` cuts the connection; `hang` waits that many seconds first. `accept`: the double
    takes the message nevertheless, so a blind second try would double it.
    """

    status: int | None = None
    code: int | None = None
    retry_after: int | None = None
    reset: bool = False
    hang: float = 0.0
    accept: bool = False
    body: str | None = None


@dataclass
class TwilioMessage:
    """One accepted message, as the ledger has it."""

    sid: str
    to: str
    body: str
    sender: str | None
    messaging_service_sid: str | None
    status_callback: str | None
    form: Mapping[str, str]
    created: datetime
    status: str = "queued"
    error_code: int | None = None

    def resource(self) -> dict[str, Any]:
        """The message as Twilio shows it."""
        uri = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages/{self.sid}"
        sent = self.status in {"sent", "delivered", "undelivered"}
        return {
            "account_sid": ACCOUNT_SID,
            "api_version": "2010-04-01",
            "body": self.body,
            "date_created": format_datetime(self.created),
            "date_sent": format_datetime(self.created) if sent else None,
            "date_updated": format_datetime(self.created),
            "direction": "outbound-api",
            "error_code": self.error_code,
            "error_message": None,
            "from": self.sender,
            "messaging_service_sid": self.messaging_service_sid,
            "num_media": "0",
            "num_segments": "1",
            "price": None,
            "price_unit": None,
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": self.to,
            "uri": f"{uri}.json",
        }


class Ledger(Protocol):
    """What the handler needs of the double behind it."""

    account_sid: str
    auth_token: str
    ledger: list[TwilioMessage]
    requests: list[tuple[str, str, dict[str, str]]]

    redacted: bool

    def next_fault(self) -> TwilioFault: ...

    def next_list_fault(self) -> TwilioFault: ...

    def wait(self, seconds: float) -> None: ...

    def refusal(self, form: Mapping[str, str]) -> tuple[int, str] | None: ...

    def accept(self, form: Mapping[str, str]) -> TwilioMessage: ...


class MessagesHandler(BaseHTTPRequestHandler):
    owner: Ledger
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *args: object) -> None:
        """Nothing: tests are quiet."""

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        form = {
            name: values[0]
            for name, values in parse_qs(raw.decode("ascii"), keep_blank_values=True).items()
        }
        self.owner.requests.append(("POST", self.path, form))
        if not self._allowed():
            return None
        if urlsplit(self.path).path != f"{self._account()}/Messages.json":
            return self._error(404, 20404, "The requested resource was not found")
        fault = self.owner.next_fault()
        taken = self.owner.accept(form) if fault.accept else None
        if fault.hang:
            self.owner.wait(fault.hang)
        if fault.reset:
            self.close_connection = True
            return None
        if fault.status is not None:
            if fault.body is not None:
                return self._answer(fault.status, fault.body.encode())
            return self._error(fault.status, fault.code, "injected", fault.retry_after)
        if (refusal := self.owner.refusal(form)) is not None:
            return self._error(400, *refusal)
        # One that was taken before the client gave up waiting isn't taken a second time.
        return self._answer(201, _json((taken or self.owner.accept(form)).resource()))

    def do_GET(self) -> None:
        self.owner.requests.append(("GET", self.path, {}))
        if not self._allowed():
            return None
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == f"{self._account()}/Messages.json":
            return self._list(parts.path, query)
        for message in self.owner.ledger:
            if parts.path == f"{self._account()}/Messages/{message.sid}.json":
                return self._answer(200, _json(message.resource()))
        return self._error(404, 20404, "The requested resource was not found")

    def _list(self, path: str, query: Mapping[str, str]) -> None:
        """Newest first, by To, in pages; without their words where those aren't kept."""
        fault = self.owner.next_list_fault()
        if fault.reset:
            self.close_connection = True
            return None
        if fault.status is not None:
            return self._error(fault.status, fault.code, "injected", fault.retry_after)
        size, page = int(query.get("PageSize", "50")), int(query.get("Page", "0"))
        found = [
            message.resource() | ({"body": ""} if self.owner.redacted else {})
            for message in reversed(self.owner.ledger)
            if query.get("To") in {None, message.to}
        ]
        shown = found[page * size : (page + 1) * size]
        more = len(found) > (page + 1) * size
        kept = {name: value for name, value in query.items() if name != "Page"}

        def link(number: int) -> str:
            return f"{path}?{urlencode({**kept, 'Page': number})}"

        answer = {
            "end": page * size + len(shown) - 1,
            "first_page_uri": link(0),
            "messages": shown,
            "next_page_uri": link(page + 1) if more else None,
            "page": page,
            "page_size": size,
            "previous_page_uri": link(page - 1) if page else None,
            "start": page * size,
            "uri": self.path,
        }
        return self._answer(200, _json(answer))

    def _account(self) -> str:
        return f"/2010-04-01/Accounts/{self.owner.account_sid}"

    def _allowed(self) -> bool:
        given = f"{self.owner.account_sid}:{self.owner.auth_token}".encode("ascii")
        if self.headers.get("Authorization") == "Basic " + base64.b64encode(given).decode("ascii"):
            return True
        self._error(401, 20003, "Authenticate")
        return False

    def _error(
        self, status: int, code: int | None, message: str, retry_after: int | None = None
    ) -> None:
        content: dict[str, Any] = {"message": message, "status": status}
        if code is not None:
            content |= {"code": code, "more_info": f"https://www.twilio.com/docs/errors/{code}"}
        self._answer(status, _json(content), retry_after)

    def _answer(self, status: int, content: bytes, retry_after: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if retry_after is not None:
            self.send_header("Retry-After", str(retry_after))
        self.end_headers()
        self.wfile.write(content)


def _json(content: object) -> bytes:
    return json.dumps(content).encode("utf-8")
