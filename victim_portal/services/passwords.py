"""Passwords: Argon2id, checked in the same time whether or not the account exists."""

import secrets
from unicodedata import normalize

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

# zxcvbn's work grows with the square of the length; what comes after can't make it weaker.
LOOKED_AT = 72
GOOD_ENOUGH = 3
"""zxcvbn's score of at least ten to the eighth guesses."""


def hasher() -> PasswordHasher:
    """The portal's own cost, written out so that a library's change can't lower it.

    Above the floor of OWASP's Password Storage Cheat Sheet (19 MiB, 2 passes).
    """
    return PasswordHasher(
        time_cost=3, memory_cost=65536, parallelism=4, hash_len=32, salt_len=16, type=Type.ID
    )


class Passwords:
    """Hashes and checks passwords; the hasher's cost is the caller's choice."""

    def __init__(self, own_hasher: PasswordHasher | None = None) -> None:
        self._hasher = own_hasher or hasher()
        # Checked when there is no account, so that the answer takes as long as a real no.
        self._nobody = self._hasher.hash(secrets.token_hex(16))

    def hash(self, password: str) -> str:
        """What is stored of a password."""
        return self._hasher.hash(_unified(password))

    def check(self, stored: str | None, password: str) -> bool:
        """Whether a password is the one of a stored hash; None is an account that isn't."""
        try:
            self._hasher.verify(stored or self._nobody, _unified(password))
        except (VerificationError, InvalidHashError):
            return False
        return bool(stored)

    def is_dated(self, stored: str) -> bool:
        """Whether a stored hash was made at another cost than today's."""
        return self._hasher.check_needs_rehash(stored)


def looks_guessable(password: str, known: list[str]) -> bool:
    """Whether a password is on the lists of those that attackers try first, or is like them.

    `known` are words that they would try too. zxcvbn brings the lists; nothing leaves the
    machine.
    """
    from zxcvbn import zxcvbn

    found = zxcvbn(password[:LOOKED_AT], user_inputs=known)
    return int(found["score"]) < GOOD_ENOUGH


def _unified(password: str) -> str:
    """The same letters typed on another keyboard are the same password."""
    return normalize("NFC", password)
