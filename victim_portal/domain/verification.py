"""Codes that prove that a number or address reaches the person it is for.

Six digits are few: what keeps them from being guessed is that a code is locked after five
wrong tries, that a channel gets five codes a day at most, and that each lives for a day
(by letter, three weeks). Everything here is pure; times are aware.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from victim_portal.domain.contact import (
    Allowed,
    ChannelStanding,
    Never,
    NeverReason,
    UseAnswer,
    may_use,
)
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse, VerificationWay

DIGITS = 6
MOST_TRIES = 5
MOST_A_DAY = 5
CALLS = frozenset({ChannelUse.CALL, ChannelUse.VOICEMAIL})

WAY_OF = {
    ChannelKind.MOBILE: VerificationWay.SMS,
    ChannelKind.EMAIL: VerificationWay.EMAIL,
    ChannelKind.POST: VerificationWay.LETTER,
}
"""By which way each kind of channel is verified; a landline is rung."""

USE_OF = {
    VerificationWay.SMS: ChannelUse.SMS,
    VerificationWay.EMAIL: ChannelUse.EMAIL,
    VerificationWay.LETTER: ChannelUse.LETTER,
}
"""The use that a plan has to allow for a code to go that way."""

_RANDOM_BYTES = 4
_BELOW = 256**_RANDOM_BYTES // 10**DIGITS * 10**DIGITS
# Six digits in one piece or in two, or alone with any single sign between them.
_CODES = re.compile(
    r"(?<![0-9])(?:[0-9]{6}|[0-9]{3}[ .-][0-9]{3})(?![0-9])"
    r"|(?<![0-9])(?<![0-9][ .-])[0-9](?:[ .-][0-9]){5}(?![ .-]?[0-9])"
)


def code_from(secret: Callable[[int], bytes]) -> str:
    """Six random digits, each code as likely as any other; `secret` gives random bytes."""
    while True:
        number = int.from_bytes(secret(_RANDOM_BYTES), "big")
        # The last, shorter stretch is thrown away: it would favour the low numbers.
        if number < _BELOW:
            return f"{number % 10**DIGITS:0{DIGITS}}"


def shown_code(code: str) -> str:
    """A code as it is read out: ``482 913``."""
    return f"{code[:3]} {code[3:]}"


def typed_code(text: str) -> str | None:
    """The code in a box, whatever stands between its digits; None unless there are six."""
    plain = unicodedata.normalize("NFKC", text)
    digits = re.sub(r"[\s.\-\u2010-\u2015]", "", plain)
    return digits if re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits) else None


def codes_in(text: str) -> tuple[str, ...]:
    """Everything in a text that may be a code, each once, in the order it stands there.

    Digits of a longer number are none.
    """
    plain = re.sub(r"[^\S\n]+", " ", unicodedata.normalize("NFKC", text))
    found = (re.sub(r"[^0-9]", "", match[0]) for match in _CODES.finditer(plain))
    return tuple(dict.fromkeys(found))


class Tried(StrEnum):
    """What became of one try at a code; the audit has these words."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKS = "locks"
    LOCKED = "locked"
    EXPIRED = "expired"
    PLAN_CHANGED = "plan_changed"
    ENDED = "ended"


@dataclass(frozen=True)
class CodeStanding:
    """Everything but the digits that a try at a code depends on.

    `plan_version` is the plan under which it was sent, `plan_now` the one that stands.
    """

    tries: int
    expires_at: datetime
    plan_version: int
    plan_now: int
    locked: bool = False
    ended: bool = False


def judge(code: CodeStanding, right: bool, now: datetime) -> Tried:
    """What one try comes to. A code that doesn't live says so whatever was entered."""
    if code.ended:
        return Tried.ENDED
    if code.locked or code.tries >= MOST_TRIES:
        return Tried.LOCKED
    if now >= code.expires_at:
        return Tried.EXPIRED
    if code.plan_version != code.plan_now:
        return Tried.PLAN_CHANGED
    if right:
        return Tried.RIGHT
    return Tried.LOCKS if code.tries + 1 >= MOST_TRIES else Tried.WRONG


@dataclass(frozen=True)
class WithCare:
    """A person may ring there by the plan, though nobody has checked who answers."""

    sentence: str


_CALL_WITH_CARE = (
    "Not verified yet: make sure that you speak to the right person before saying anything."
)
_NO_VOICEMAIL_YET = "Not verified yet: leave no message before you have spoken to them there."


def may_ring(standing: ChannelStanding, use: ChannelUse, now: datetime) -> UseAnswer | WithCare:
    """Whether a person may ring a number or leave a voicemail there, by its plan, now.

    A caller can find out who is there, as no message can: an agreed number that isn't
    verified may be rung with care. A voicemail can't, and waits. Raises ValueError for
    another use.
    """
    if use not in CALLS:
        raise ValueError("this is about calls")
    answer = may_use(standing, use, now)
    if not isinstance(answer, Never) or answer.reason is not NeverReason.NOT_VERIFIED:
        return answer
    if use is ChannelUse.VOICEMAIL:
        return Never(NeverReason.NOT_VERIFIED, _NO_VOICEMAIL_YET)
    unverified = may_use(standing, use, now, to_verify=True)
    return WithCare(_CALL_WITH_CARE) if isinstance(unverified, Allowed) else unverified
