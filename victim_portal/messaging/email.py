"""E-mail through Flask-Mail, with its faults cured.

Flask-Mail 0.10 waits for ever, accepts any certificate, gives each try a new Message-ID
and connects anew for every message; here each of these is put right.
"""

import logging
import ssl
import threading
import time
from email.charset import QP, SHORTEST, Charset
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import parseaddr
from typing import Any

from flask import Flask
from flask_mail import Connection, Mail, Message

from victim_portal.messaging.guards import email_refusal
from victim_portal.messaging.smtp import Progress, WatchedSmtp, outcome_of
from victim_portal.ports import HandOver, Outcome, OutgoingEmail
from victim_portal.settings import Settings

logger = logging.getLogger(__name__)

_UTF8 = Charset("utf-8")
_UTF8.header_encoding = SHORTEST
_UTF8.body_encoding = QP

# Flask-Mail has encoded every header already; the newer policies would parse each one
# again, which takes most of the time of a message.
_ON_THE_WIRE = compat32.clone(linesep="\r\n")


class _Message(Message):
    """A message whose lines stay short and in seven bits, as any relay may demand."""

    _encoded: bytes | None = None

    def as_bytes(self) -> bytes:
        """The message as it travels; made once, so that every look at it is the same."""
        if self._encoded is None:
            message = self._message()
            message.policy = _ON_THE_WIRE
            if self.subject:
                # Folded here, once: Flask-Mail's folds aren't those of this header's width.
                folded: Any = Header(self.subject, header_name="Subject")
                message.replace_header("Subject", folded)
            self._encoded = message.as_bytes()
        return self._encoded

    def _message(self) -> MIMEBase:
        """Flask-Mail's message, its two parts side by side and nothing around them.

        It wraps them once more, as if a file were attached: some programs show a paper clip.
        """
        message = super()._message()
        if self.alts:
            within: Any = message.get_payload(0)
            message.set_payload(within.get_payload())
            # Ours and the same at every try, as the id of the message is.
            boundary = f"=_{self.msgId.strip('<>').partition('@')[0]}"
            message.policy = _ON_THE_WIRE
            message.replace_header("Content-Type", f'multipart/alternative; boundary="{boundary}"')
        return message

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        return MIMEText(text or "", subtype, _UTF8)  # type: ignore[arg-type]  # takes a Charset


class _Connection(Connection):
    """Flask-Mail's connection with time limits and a checked certificate."""

    host: WatchedSmtp | None

    def __init__(self, mail: Mail, timeout: float, deadline: float, context: ssl.SSLContext):
        super().__init__(mail)
        self._timeout = timeout
        self._deadline = deadline
        self._context = context

    def configure_host(self) -> WatchedSmtp:
        host = WatchedSmtp(
            self.mail.server, self.mail.port, timeout=self._timeout, deadline=self._deadline
        )
        try:
            if self.mail.use_tls:
                host.starttls(context=self._context)
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def drop(self) -> None:
        """Close without a word: the relay may be beyond hearing."""
        if self.host is not None:
            self.host.close()
            self.host = None


class SmtpEmailSender:
    """Hands e-mails to one relay; each thread keeps a connection of its own open.

    `timeout` bounds each wait and `longest` a whole message, both in seconds; the
    worker's claim on a message must be longer than twice `longest`, since a connection
    that the relay dropped while idle is opened once more.
    """

    def __init__(
        self,
        server: str,
        port: int,
        default_sender: str,
        *,
        username: str | None = None,
        password: str | None = None,
        use_tls: bool = True,
        timeout: float = 20.0,
        longest: float = 45.0,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._app = Flask("victim_portal.messaging", static_folder=None)
        self._app.config.update(
            MAIL_SERVER=server,
            MAIL_PORT=port,
            MAIL_USERNAME=username,
            MAIL_PASSWORD=password,
            MAIL_USE_TLS=use_tls,
            MAIL_DEFAULT_SENDER=default_sender,
        )
        self._mail = Mail(self._app)
        self._domain = parseaddr(default_sender)[1].rpartition("@")[2]
        self._timeout = timeout
        self._longest = longest
        self._context = ssl_context or ssl.create_default_context()
        self._local = threading.local()

    @classmethod
    def from_settings(cls, settings: Settings) -> "SmtpEmailSender":
        """The sender for settings that have a relay and a default sender."""
        if settings.mail_server is None or settings.mail_default_sender is None:
            raise ValueError("the settings have no relay")
        return cls(
            settings.mail_server,
            settings.mail_port,
            settings.mail_default_sender,
            username=settings.mail_username,
            password=settings.mail_password,
            use_tls=settings.mail_use_tls,
        )

    def send(self, email: OutgoingEmail) -> HandOver:
        """Hand over one e-mail. Never raises; see `HandOver` for what the answer promises."""
        handed = email_refusal(email)
        own_fault = False
        if handed is None:
            with self._app.app_context():
                handed, own_fault = self._hand_over(email)
        level = logging.ERROR if own_fault else logging.INFO
        logger.log(level, "e-mail %s: %s %s", email.message_id, handed.outcome, handed.code)
        return handed

    def close(self) -> None:
        """End this thread's connection politely, if it has one."""
        connection = self._taken()
        if connection is None or connection.host is None:
            return
        try:
            connection.host.begin(time.monotonic() + self._timeout)
            connection.host.quit()
        except OSError:
            # The relay left first; smtplib's own errors are OSErrors too.
            connection.drop()

    def _hand_over(self, email: OutgoingEmail) -> tuple[HandOver, bool]:
        try:
            message = self._message(email)
            # Flask-Mail encodes while it sends; try now, when a failure can't be mistaken.
            message.as_bytes()
        except Exception as error:
            return HandOver(Outcome.REFUSED, code=type(error).__name__, reason=_UNWRITABLE), True
        kept = self._taken()
        if kept is not None:
            handed, own_fault, progress = self._try(kept, message)
            stale = handed.code in {"lost", "timeout", "connect"} or _closing(handed)
            if not (stale and progress is Progress.NOTHING_SENT):
                return handed, own_fault
        fresh = _Connection(
            self._mail, self._timeout, time.monotonic() + self._longest, self._context
        )
        handed, own_fault, _ = self._try(fresh, message)
        return handed, own_fault

    def _try(self, connection: _Connection, message: Message) -> tuple[HandOver, bool, Progress]:
        """One try; the connection is kept for the next message only after a success."""
        progress = Progress.NOTHING_SENT
        try:
            if connection.host is None:
                connection.__enter__()
            else:
                connection.host.begin(time.monotonic() + self._longest)
            connection.send(message)
        except Exception as error:
            if connection.host is not None:
                progress = connection.host.progress
            connection.drop()
            if progress is not Progress.TAKEN:
                return *outcome_of(error, progress), progress
        else:
            self._local.connection = connection
        return HandOver(Outcome.ACCEPTED, provider_reference=message.msgId), False, progress

    def _taken(self) -> _Connection | None:
        """This thread's open connection, taken out of keeping."""
        connection: _Connection | None = getattr(self._local, "connection", None)
        self._local.connection = None
        return connection

    def _message(self, email: OutgoingEmail) -> Message:
        message = _Message(
            subject=email.subject,
            recipients=[email.to],
            body=email.text,
            html=email.html,
            extra_headers={
                "X-Message-Ref": str(email.message_id),
                "Content-Language": email.language.value,
                # RFC 3834: keeps out-of-office replies from answering.
                "Auto-Submitted": "auto-generated",
            },
        )
        message.msgId = f"<{email.message_id}@{self._domain}>"
        return message


_UNWRITABLE = "The e-mail can't be written in the form that relays take."


def _closing(handed: HandOver) -> bool:
    """Whether the relay said that it is closing the connection (421), as it does when idle."""
    return (handed.code or "").startswith("421")
