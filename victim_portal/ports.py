"""What the portal needs of the outside world, as protocols and plain values.

Services speak only to these; `messaging` and `documents` implement them, and
`bootstrap` chooses which implementation a process gets.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from victim_portal.domain.policy import Policy, PolicyDocument
from victim_portal.domain.reconciling import SentText
from victim_portal.domain.richtext import Block
from victim_portal.domain.seals import Seal
from victim_portal.domain.templates import LiveTexts
from victim_portal.domain.vocabulary import Language, SubmissionPart


class Clock(Protocol):
    """Where "now" comes from, so that a test can move it."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""


class Tokens(Protocol):
    """Where randomness comes from, so that a test can seed it."""

    def uuid(self) -> UUID:
        """A fresh random row id."""

    def secret(self, size: int = 32) -> bytes:
        """Fresh random bytes, fit for keys and nonces."""

    def case_reference(self) -> str:
        """A fresh case reference: ``VC-`` and eight Crockford base-32 characters."""


class PolicySource(Protocol):
    """Where the policy comes from: the package's file, and what two people amended of it."""

    @property
    def shipped(self) -> PolicyDocument:
        """The rows of the package's file."""

    def in_force(self) -> Policy:
        """The file with every amendment that was agreed until now."""


class TextSource(Protocol):
    """Which texts two people amended, over those that came with the portal."""

    def live(self) -> LiveTexts:
        """Every text that is amended now."""


class SealLog(Protocol):
    """Where the seals of the audit go, outside the database."""

    def bring_up(self, after: Callable[[int], Iterable[Seal]]) -> int:
        """Append what is missing, in order, and return how many seals that were.

        `after` gives the seals of rows after a place in the trail. What is here is never
        changed. Raises OSError when it can't be written to.
        """


class Outcome(StrEnum):
    """What a provider made of one hand-over."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class HandOver:
    """The provider's answer.

    `ACCEPTED`: it has the message. `REFUSED`: it never will (a permanent failure).
    `NOT_SENT`: surely not sent, worth another try. `UNCERTAIN`: it may or may not have
    it, so nothing may be sent again before somebody has found out.

    `providers_fault`: what went wrong speaks of the provider and of no one message. It can't
    be reached, fails, takes no more for now, or takes nothing from the portal.
    """

    outcome: Outcome
    provider_reference: str | None = None
    code: str | None = None
    reason: str = ""
    retry_after: timedelta | None = None
    providers_fault: bool = False


@dataclass(frozen=True)
class OutgoingEmail:
    """One e-mail, ready to go; `message_id` is ours and the same at every try."""

    message_id: UUID
    to: str
    subject: str
    text: str
    language: Language
    html: str | None = None


@dataclass(frozen=True)
class OutgoingSms:
    """One text message, ready to go; `to` is in E.164 form."""

    message_id: UUID
    to: str
    body: str


class EmailSender(Protocol):
    """Hands e-mails to a relay."""

    def send(self, email: OutgoingEmail) -> HandOver:
        """Hand over one e-mail; never raises for what the network or relay does."""


class SmsSender(Protocol):
    """Hands texts to a provider."""

    def send(self, sms: OutgoingSms) -> HandOver:
        """Hand over one text; never raises for what the network or provider does."""


class SmsLedger(Protocol):
    """Tells which texts a provider has, since it can't be told not to take one twice."""

    def find(self, to: str) -> Sequence[SentText] | None:
        """Every text that went to a number (E.164), or None where it can't say for sure.

        Never raises for what the network or provider does.
        """


class CallbackVerifier(Protocol):
    """Tells whether a provider's callback is really from the provider."""

    def verify(self, url: str, form: Mapping[str, str], signature: str) -> bool:
        """Whether `signature` fits `url` and `form` under the shared secret."""


@dataclass(frozen=True)
class TrayItem:
    """One message that the demo kept instead of sending, as its reader would see it."""

    message_id: UUID
    kept_at: datetime
    kind: str
    to: str
    subject: str
    body: str
    language: Language


class PostTray(Protocol):
    """The demo's stand-in for the outside world."""

    def items(self, limit: int = 100) -> Sequence[TrayItem]:
        """The newest messages first, at most `limit`."""


@dataclass(frozen=True)
class ConditionRow:
    """One requested licence condition as the reader of the PDF meets it."""

    number: int
    condition: str
    wish: Sequence[Block]
    necessity: Sequence[Block]
    named: bool
    mapped: bool


@dataclass(frozen=True)
class SubmissionContent:
    """Everything that one part of a submission says; holds no victim contact details.

    `body` is the statement (or the withheld material), empty for the conditions part;
    `conditions` is empty for the statement. `reasons` carries the non-disclosure
    application's grounds.
    """

    part: SubmissionPart
    case_reference: str
    version: int
    made_on: date
    language: Language
    large_print: bool
    prisoner_name: str
    prison_number: str
    prisoner_born_on: date | None
    review: str
    panel_reference: str
    victim_role: str
    officer_name: str
    officer_contact: str
    reading_preference: str
    may_be_shown_to_prisoner: bool
    body: Sequence[Block] = ()
    reasons: Sequence[Block] = ()
    conditions: Sequence[ConditionRow] = ()


@dataclass(frozen=True)
class LetterContent:
    """Everything that a letter says, and to whom.

    `address` is the name and the address, line by line: all that shows through a window.
    `parts` are pairs of a kind and a text: "title", "heading", "paragraph", "item", "code".
    `name` is what a reader program calls the file; it tells nothing.
    """

    letter_id: UUID
    made_on: date
    language: Language
    large_print: bool
    name: str
    day: str
    address: Sequence[str] = field(repr=False)
    parts: Sequence[tuple[str, str]] = field(repr=False)


@dataclass(frozen=True)
class RenderedPdf:
    """A finished file.

    `unprintable` lists the characters that no font has, each shown in the file by a
    visible marker; `content_digest` is the digest of what it says, which a submission
    prints on its last page.
    """

    file_name: str
    content: bytes
    sha256: str
    content_digest: str
    unprintable: Sequence[str] = ()


class PdfRenderer(Protocol):
    """Draws submissions and letters."""

    def render(self, content: SubmissionContent) -> RenderedPdf:
        """Draw one part; the same bytes for the same content."""

    def render_letter(self, content: LetterContent) -> RenderedPdf:
        """Draw a letter; the same bytes for the same content."""


@dataclass(frozen=True)
class ProviderQuestion:
    """Where a browser is sent to sign in, and what must come back with it."""

    url: str
    state: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True)
class ProviderAnswer:
    """Who the organisation's provider says has signed in.

    `two_factors` is whether it says that more than a password was asked for; `at` when that
    was, None when it doesn't say.
    """

    issuer: str
    subject: str
    email: str
    email_verified: bool
    two_factors: bool
    at: datetime | None


class ProviderError(Exception):
    """The provider can't be reached, or what it answered can't be trusted; `why` is a code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class SignInProvider(Protocol):
    """The organisation's own sign-in (OpenID Connect, code flow)."""

    def ask(self, come_back_to: str, *, again: bool) -> ProviderQuestion:
        """Where to send a browser; `again` asks for a fresh sign-in. Raises ProviderError."""

    def answer(self, question: ProviderQuestion, come_back_to: str, code: str) -> ProviderAnswer:
        """Who has signed in, checked against the question. Raises ProviderError."""
