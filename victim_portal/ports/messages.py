"""Providers of messages: what they are given, and what they answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from victim_portal.domain.reconciling import SentText
from victim_portal.domain.vocabulary import Language


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
    """One text message, ready to go; `to` is in E.164 form.

    From `not_from` on (an aware moment; None for no end) the provider may not pass it on either.
    """

    message_id: UUID
    to: str
    body: str
    not_from: datetime | None = None


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
