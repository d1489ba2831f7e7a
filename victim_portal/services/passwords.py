"""Passwords: Argon2id, checked in the same time whether or not the account exists."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
SHORTEST_FOR_ADMINISTRATORS = 15


class Passwords:
    """Hashes and checks passwords; the hasher's cost is the caller's choice."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        # Checked when there is no account, so that the answer takes as long as a real no.
        self._nobody = self._hasher.hash(secrets.token_hex(16))

    def hash(self, password: str) -> str:
        """What is stored of a password."""
        return self._hasher.hash(password)

    def check(self, stored: str | None, password: str) -> bool:
        """Whether a password is the one of a stored hash; None is an account that isn't."""
        try:
            self._hasher.verify(stored or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None
