"""An organisation's own sign-in."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


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
