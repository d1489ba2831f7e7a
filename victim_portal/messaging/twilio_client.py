"""Twilio's client with what it lacks: a time limit, and one for each thread."""

import threading
import time
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

# A connection kept longer than this may be half closed, and a text sent into it uncertain.
LONGEST_IDLE = 15.0


class BoundedHttpClient(TwilioHttpClient):
    """Twilio's HTTP client with a time limit, a test double's address, and no log of its own.

    One for each thread: it keeps the last answer's status and Retry-After, which the
    client's exceptions leave out.
    """

    def __init__(self, timeout: float, base_url: str | None = None) -> None:
        super().__init__(timeout=timeout)
        self._base = urlsplit(base_url) if base_url else None
        self._last_used = 0.0
        self.status = 0
        self.retry_after: timedelta | None = None
        if self._base is not None:
            # A proxy of the environment must not stand between a test and its double.
            self.session.trust_env = False

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        """Make one request; raises what `requests` raises."""
        if self._base is not None:
            parts = urlsplit(url)
            url = urlunsplit(parts._replace(scheme=self._base.scheme, netloc=self._base.netloc))
        self.retry_after = None
        if time.monotonic() - self._last_used > LONGEST_IDLE:
            self.session.close()
        try:
            response = super().request(method, url, *args, **kwargs)
        finally:
            # Twilio's client keeps the request, number and words included; the portal doesn't.
            self._test_only_last_request = None
            self._test_only_last_response = None
            self._last_used = time.monotonic()
        self.status = response.status_code
        self.retry_after = _seconds(response.headers.get("Retry-After"))
        return response

    def log_request(self, kwargs: Any) -> None:
        """Nothing: addresses of requests can hold telephone numbers."""

    def log_response(self, status_code: int, response: Any) -> None:
        """Nothing."""


class TwilioClients:
    """A client of one account for each thread that asks for one.

    `timeout` bounds connecting and each wait, in seconds; `base_url` is a test double's.
    """

    def __init__(
        self, account_sid: str, auth_token: str, timeout: float, base_url: str | None = None
    ) -> None:
        self._account_sid = account_sid
        self._auth_token = auth_token
        self._timeout = timeout
        self._base_url = base_url
        self._local = threading.local()

    def mine(self) -> tuple[Any, BoundedHttpClient]:
        """This thread's client, and the HTTP client behind it."""
        if getattr(self._local, "client", None) is None:
            self._local.http_client = BoundedHttpClient(self._timeout, self._base_url)
            self._local.client = Client(
                self._account_sid,
                self._auth_token,
                http_client=self._local.http_client,
                # Twilio's client would otherwise take an edge or region from the machine's own.
                environment={"TWILIO_ACCOUNT_SID": self._account_sid},
            )
        return self._local.client, self._local.http_client

    def close(self) -> None:
        """Close this thread's connections, if it has any."""
        http_client: BoundedHttpClient | None = getattr(self._local, "http_client", None)
        if http_client is not None:
            http_client.session.close()


def _seconds(given: str | None) -> timedelta | None:
    return timedelta(seconds=int(given)) if given and given.isdigit() and len(given) < 7 else None
