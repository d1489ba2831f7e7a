"""A real SMTP server on loopback that keeps what it takes and fails on request."""

import asyncio
import datetime
import ipaddress
import ssl
import tempfile
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Self, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"


@dataclass(frozen=True)
class SmtpFault:
    """How one coming message goes wrong.

    `stage`: "mail", "rcpt" or "data" (after the content was read). `reply` is the answer
    to give; without one the connection is dropped there, or left hanging with `hang`.
    `keep`: the server has the message nevertheless.
    """

    stage: str
    reply: str | None = None
    hang: bool = False
    keep: bool = False


@dataclass(frozen=True)
class ReceivedMail:
    """One message that the server took responsibility for."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    def part(self, subtype: str) -> str:
        """The decoded text of the `text/<subtype>` part."""
        found = self.message.get_body((subtype,))
        assert found is not None, f"no text/{subtype} part"
        return str(found.get_content())


class _Counting(SMTP):
    """Tells its server of every connection, so that the server can cut them."""

    def __init__(self, owner: "SmtpServer", *args: Any, **kwargs: Any) -> None:
        self._owner = owner
        self._counted = False
        super().__init__(*args, **kwargs)

    def connection_made(self, transport: Any) -> None:
        # Called a second time when the connection turns to TLS.
        self._owner.connections += not self._counted
        self._counted = True
        self._owner.transports.append(transport)
        super().connection_made(transport)


class _LoopbackController(Controller):
    def __init__(self, owner: "SmtpServer", **kwargs: Any) -> None:
        self._owner = owner
        super().__init__(owner, hostname=HOST, port=0, **kwargs)

    def factory(self) -> SMTP:
        return _Counting(self._owner, self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        # The controller connects to itself to see that it is up; port 0 isn't an address.
        if self.server is not None:
            self.port = cast(asyncio.Server, self.server).sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd leaves it bare


class SmtpServer:
    """Use as a context manager; `host` and `port` say where it listens.

    `tls` offers STARTTLS with the given certificate and demands it; `login` demands that
    user and password, after STARTTLS. `connections` counts clients. `fault`
    queues one fault for each coming message (None: none).
    """

    host = HOST

    def __init__(
        self, *, tls: ssl.SSLContext | None = None, login: tuple[str, str] | None = None
    ) -> None:
        self.messages: list[ReceivedMail] = []
        self.transports: list[Any] = []
        self.connections = 0
        self._faults: deque[SmtpFault | None] = deque()
        self._login = login
        self._controller = _LoopbackController(
            self,
            tls_context=tls,
            require_starttls=tls is not None,
            authenticator=self._authenticate if login else None,
            auth_required=login is not None,
            ident="loopback",
            server_hostname="localhost",
        )

    @property
    def port(self) -> int:
        return int(self._controller.port)

    def __enter__(self) -> Self:
        self._controller.start()
        # The controller's own greeting isn't a client's.
        self.transports.clear()
        self.connections = 0
        return self

    def __exit__(self, *exc: object) -> None:
        self.drop_connections()
        self._controller.stop()

    def heal(self) -> None:
        """Forget the faults that are still queued."""
        self._faults.clear()

    def fault(self, *faults: SmtpFault | None) -> None:
        """Queue faults for the next messages."""
        self._faults.extend(faults)

    def drop_connections(self) -> None:
        """Cut every open connection, as a relay does with idle ones."""
        loop = self._controller.loop
        for transport in self.transports:
            loop.call_soon_threadsafe(transport.abort)

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: Any
    ) -> AuthResult:
        right = isinstance(given, LoginPassword) and self._login == (
            given.login.decode(),
            given.password.decode(),
        )
        return AuthResult(success=right, handled=False)

    # What aiosmtpd calls, by its names.

    async def handle_MAIL(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        reply = await self._apply("mail", server, envelope)
        if reply is None:
            envelope.mail_from = address
        return reply or "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        reply = await self._apply("rcpt", server, envelope)
        if reply is None:
            envelope.rcpt_tos.append(address)
        return reply or "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        reply = await self._apply("data", server, envelope)
        if reply is None:
            self._next_fault()
            self._keep(envelope)
        return reply or "250 2.0.0 OK queued"

    async def _apply(self, stage: str, server: SMTP, envelope: Envelope) -> str | None:
        """The answer of the waiting fault, if it belongs here; None to go on."""
        fault = next(iter(tuple(self._faults)), None)
        if fault is None or fault.stage != stage:
            return None
        self._next_fault()
        if fault.keep:
            self._keep(envelope)
        if fault.reply is not None:
            return fault.reply
        if fault.hang:
            await asyncio.sleep(3600)
        cast(asyncio.Transport, server.transport).abort()
        # Never written: the connection is gone.
        return "421 4.4.2 dropped"

    def _next_fault(self) -> None:
        # A test may heal it in another thread in the same moment.
        with suppress(IndexError):
            self._faults.popleft()

    def _keep(self, envelope: Envelope) -> None:
        assert envelope.mail_from is not None
        assert isinstance(envelope.content, bytes)
        self.messages.append(
            ReceivedMail(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.content)
        )


@dataclass(frozen=True)
class SelfSigned:
    """A certificate for this machine that nobody vouches for."""

    server: ssl.SSLContext
    trusting: ssl.SSLContext

    @classmethod
    def make(cls) -> "SelfSigned":
        """A fresh one, with a client's context that trusts it and it alone."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        now = datetime.datetime.now(datetime.UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), False
            )
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
            .sign(key, hashes.SHA256())
        )
        pem = certificate.public_bytes(serialization.Encoding.PEM)
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "both.pem"
            path.write_bytes(
                pem
                + key.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
            )
            server.load_cert_chain(path)
        trusting = ssl.create_default_context(cadata=pem.decode("ascii"))
        return cls(server, trusting)
