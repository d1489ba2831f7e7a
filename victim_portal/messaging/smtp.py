"""An SMTP session that knows whether the relay may hold the message.

By RFC 5321 the relay takes responsibility with its answer to the message's content.
Before it has said 354 nothing was sent; after 354 and until it answers nobody can know.
"""

import smtplib
import ssl
import time
from enum import Enum

from victim_portal.ports import HandOver, Outcome


class Progress(Enum):
    """How far one message came."""

    NOTHING_SENT = "nothing sent"
    CONTENT_OPEN = "content open"
    TAKEN = "taken"
    TURNED_DOWN = "turned down"


class WatchedSmtp(smtplib.SMTP):
    """`smtplib.SMTP` with a deadline for a whole message, and its progress.

    `timeout` bounds each wait in seconds; `deadline` (of `time.monotonic`) bounds them
    together, because a slow relay has a dozen waits in one message and the worker's
    claim on the message must outlast them all.
    """

    def __init__(self, host: str, port: int, *, timeout: float, deadline: float) -> None:
        self.progress = Progress.NOTHING_SENT
        self.deadline = deadline
        self._longest_wait = timeout
        super().__init__(host, port, timeout=timeout)

    def begin(self, deadline: float) -> None:
        """Start the account of another message on the same connection."""
        self.progress = Progress.NOTHING_SENT
        self.deadline = deadline

    def send(self, s: object) -> None:
        """Write to the relay, unless the deadline has passed."""
        self._bound_wait()
        super().send(s)  # type: ignore[arg-type]  # typeshed's buffer type isn't public

    def getreply(self) -> tuple[int, bytes]:
        """Read an answer, and note what it says of the message."""
        self._bound_wait()
        code, text = super().getreply()
        if code == 354:
            self.progress = Progress.CONTENT_OPEN
        elif self.progress is Progress.CONTENT_OPEN:
            if 200 <= code < 300:
                self.progress = Progress.TAKEN
            elif 400 <= code < 600:
                self.progress = Progress.TURNED_DOWN
        return code, text

    def _bound_wait(self) -> None:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if self.sock is not None:
            self.sock.settimeout(min(left, self._longest_wait))


# Answers about the portal's own standing with the relay, whatever command they answer.
_OWN_FAULT = frozenset({530, 534, 535, 538})
# MAIL FROM carries the message's size; this answer is about the message, not its sender.
_TOO_LARGE = 552
_CLOSING = 421


def outcome_of(error: Exception, progress: Progress) -> tuple[HandOver, bool]:
    """What an error means for the message, and whether the portal's own set-up is at fault.

    Reasons never repeat the relay's words: those often hold the address.
    """
    if progress is Progress.CONTENT_OPEN:
        return _down(Outcome.UNCERTAIN, "lost", "The relay was lost before it answered."), False
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _by_code(code, text, "recipient")
    if isinstance(error, smtplib.SMTPDataError):
        return _by_code(error.smtp_code, error.smtp_error, "message")
    if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code == _TOO_LARGE:
        return _by_code(error.smtp_code, error.smtp_error, "message")
    if isinstance(error, smtplib.SMTPResponseException):
        # Greeting, EHLO, STARTTLS, login and MAIL FROM concern the portal, not the recipient.
        return (
            _down(
                Outcome.NOT_SENT,
                _code(error.smtp_code, error.smtp_error),
                "The relay doesn't take messages from the portal now.",
            ),
            error.smtp_code >= 500,
        )
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return _down(Outcome.NOT_SENT, "lost", "The relay closed the connection."), False
    if isinstance(error, smtplib.SMTPException):
        return _down(Outcome.NOT_SENT, "relay", "The relay lacks TLS or login."), True
    if isinstance(error, ssl.SSLError):
        return _down(Outcome.NOT_SENT, "tls", "The relay's certificate wasn't accepted."), True
    if isinstance(error, TimeoutError):
        return _down(Outcome.NOT_SENT, "timeout", "The relay didn't answer in time."), False
    if isinstance(error, OSError):
        return _down(Outcome.NOT_SENT, "connect", "The relay can't be reached."), False
    return _said(Outcome.NOT_SENT, type(error).__name__, "The e-mail couldn't be sent."), True


def _by_code(code: int, text: bytes | str, about: str) -> tuple[HandOver, bool]:
    if code in _OWN_FAULT:
        return _down(Outcome.NOT_SENT, _code(code, text), "The relay wants a login."), True
    if 500 <= code < 600:
        return (
            _said(Outcome.REFUSED, _code(code, text), f"The relay refused the {about} for good."),
            False,
        )
    code_said = _code(code, text)
    # 421 closes the connection to everybody, and X.3.X is the relay's own system (RFC 3463);
    # every other "later" is about this recipient or these words.
    put_off = _down if code == _CLOSING or code_said.startswith(f"{code} 4.3.") else _said
    return put_off(Outcome.NOT_SENT, code_said, f"The relay put the {about} off for now."), False


def _code(code: int, text: bytes | str) -> str:
    """The answer's number with its enhanced status code (RFC 3463), when it has one."""
    words = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    first = words.split(maxsplit=1)[0] if words.strip() else ""
    enhanced = first.split(".")
    if len(enhanced) == 3 and all(part.isdigit() and len(part) <= 3 for part in enhanced):
        return f"{code} {first}"
    return str(code)


def _said(outcome: Outcome, code: str, reason: str) -> HandOver:
    return HandOver(outcome, code=code, reason=reason)


def _down(outcome: Outcome, code: str, reason: str) -> HandOver:
    """What says that the relay takes nobody's messages now."""
    return HandOver(outcome, code=code, reason=reason, providers_fault=True)
