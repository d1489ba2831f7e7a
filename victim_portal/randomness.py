"""The real clock and the real randomness of a running process."""

import secrets
from datetime import UTC, datetime
from uuid import UUID, uuid4

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


class SystemTokens:
    """The operating system's randomness."""

    def uuid(self) -> UUID:
        """A fresh random row id."""
        return uuid4()

    def secret(self, size: int = 32) -> bytes:
        """Fresh random bytes, fit for keys and nonces."""
        return secrets.token_bytes(size)

    def case_reference(self) -> str:
        """``VC-`` and eight random Crockford base-32 characters, without meaning."""
        return "VC-" + "".join(secrets.choice(CROCKFORD) for _ in range(8))
