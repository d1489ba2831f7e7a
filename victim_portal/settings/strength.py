"""Whether a secret could be guessed: each answer is a sentence, or None when it is strong."""

import math
from collections import Counter
from itertools import pairwise

from victim_portal.settings.demo_keys import SECRET_MARK, is_demo_key

SHORTEST_SECRET = 32
# 32 random hexadecimal digits carry about 115 bits by this count, and one in a million below 88.
LEAST_BITS = 88
# 32 random bytes practically never have fewer than 22 different values.
LEAST_DIFFERENT_BYTES = 18
WELL_KNOWN = ("changeme", "change-me", "change_me", "password", "insecure", "development")


def secret_weakness(secret: str) -> str | None:
    """Why a text secret is too weak to sign sessions with."""
    if secret.startswith(SECRET_MARK):
        return "was made for the demo and must not be used in production."
    if len(secret) < SHORTEST_SECRET:
        return f"is too short: it must have at least {SHORTEST_SECRET} characters."
    if len(set(secret)) == 1:
        return "is one character over and over."
    if (secret + secret).find(secret, 1) < len(secret):
        return "is a shorter text over and over."
    if any(word in secret.lower() for word in WELL_KNOWN):
        return "is made from a well-known placeholder."
    if _bits(secret) < LEAST_BITS:
        return "is too easy to guess: make it from at least 16 random bytes."
    return None


def key_weakness(key: bytes) -> str | None:
    """Why a key of 32 bytes can't have come from a random source."""
    if is_demo_key(key):
        return "holds a key that was made for the demo and must not be used in production."
    if len(set(key)) == 1:
        return "holds a key that is one byte over and over."
    steps = {(after - before) % 256 for before, after in pairwise(key)}
    if len(set(key)) < LEAST_DIFFERENT_BYTES or len(steps) == 1:
        return "holds a key that repeats itself: make it from 32 random bytes."
    if all(0x20 <= byte < 0x7F for byte in key):
        return "holds a key that was typed, not drawn: make it from 32 random bytes."
    return None


def _bits(secret: str) -> float:
    """Shannon's measure of the characters used, times the length: an upper bound."""
    total = len(secret)
    shares = [count / total for count in Counter(secret).values()]
    return -total * sum(share * math.log2(share) for share in shares)
