"""Twilio's client with what it lacks: a time limit, and one for each thread."""

import logging
import ssl
import threading
import time
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit
from urllib.request import getproxies, proxy_bypass

import certifi
import urllib3
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.rest import Client

logger = logging.getLogger(__name__)

# A connection kept longer than this may be half closed, and a text sent into it uncertain.
LONGEST_IDLE = 15.0


class BoundedHttpClient(HttpClient):
    """How Twilio's client speaks: with a time limit, no second try, and no log of its own.

    On urllib3 alone, because what `requests` adds (sessions, cookies, hooks) nobody here asks
    for, and it took half of the time of a text. One for each thread: it keeps the last answer's
    status and Retry-After, which the client's exceptions leave out. `base_url` is a test
    double's.
    """

    def __init__(self, timeout: float, base_url: str | None = None) -> None:
        super().__init__(logger, is_async=False, timeout=timeout)
        self._base = urlsplit(base_url) if base_url else None
        self._limits: dict[str, Any] = {
            "timeout": urllib3.Timeout(connect=timeout, read=timeout),
            "retries": False,
        }
        self._pools: dict[str, urllib3.PoolManager] = {}
        self._last_used = 0.0
        self.status = 0
        self.retry_after: timedelta | None = None

    def request(
        self,
        method: str,
        uri: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """Make one request; raises what urllib3 raises. The time limit is always our own."""
        if params:
            uri = f"{uri}{'&' if '?' in uri else '?'}{_form(params)}"
        if self._base is not None:
            parts = urlsplit(uri)
            uri = urlunsplit(parts._replace(scheme=self._base.scheme, netloc=self._base.netloc))
        sent = dict(headers or {})
        if auth is not None:
            sent |= urllib3.make_headers(basic_auth=":".join(auth))
        self.retry_after = None
        if time.monotonic() - self._last_used > LONGEST_IDLE:
            self.close()
        try:
            answer = self._pool(uri).urlopen(
                method.upper(),
                uri,
                body=_form(data).encode() if data else None,
                headers=sent,
                redirect=False,
                **self._limits,
            )
        finally:
            self._last_used = time.monotonic()
        self.status = answer.status
        self.retry_after = _seconds(answer.headers.get("Retry-After"))
        return Response(answer.status, answer.data.decode(errors="replace"), answer.headers)

    def close(self) -> None:
        """Close the connections; the next request opens one again."""
        for pool in self._pools.values():
            pool.clear()

    def _pool(self, uri: str) -> urllib3.PoolManager:
        """The connections for an address: through the machine's proxy, if it has one for it."""
        parts = urlsplit(uri)
        # A proxy of the environment must not stand between a test and its double.
        own = self._base is not None or proxy_bypass(parts.hostname or "")
        proxy = "" if own else getproxies().get(parts.scheme, "")
        if proxy not in self._pools:
            trusted = _trusted() if parts.scheme == "https" else None
            self._pools[proxy] = (
                urllib3.ProxyManager(proxy, ssl_context=trusted)
                if proxy
                else urllib3.PoolManager(ssl_context=trusted)
            )
        return self._pools[proxy]


@cache
def _trusted() -> ssl.SSLContext:
    """Certificates that the machine trusts, and the well-known ones where it has none."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _form(fields: Mapping[str, object]) -> str:
    return urlencode({name: value for name, value in fields.items() if value is not None}, True)


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
            http_client.close()


def _seconds(given: str | None) -> timedelta | None:
    return timedelta(seconds=int(given)) if given and given.isdigit() and len(given) < 7 else None
