"""Which one-time codes count: those of this half-minute and its neighbours, each once (RFC 6238).

A step is the number of half-minutes since 1970. A telephone's clock may be one step off; a
code that was used takes itself and everything before it out of use.
"""

from datetime import datetime

SECONDS = 30
DRIFT = 1
DIGITS = 6


def step_at(now: datetime) -> int:
    """The step of an aware moment."""
    return int(now.timestamp()) // SECONDS


def open_steps(now: datetime, last_step: int | None) -> list[int]:
    """The steps whose codes count at this moment, when `last_step` was the newest used."""
    here = step_at(now)
    return [
        step
        for step in range(here - DRIFT, here + DRIFT + 1)
        if last_step is None or step > last_step
    ]


def digits_of(typed: str) -> str:
    """A code without the spaces that apps show in it; "" for what can't be a code."""
    plain = typed.replace(" ", "")
    return plain if len(plain) == DIGITS and plain.isascii() and plain.isdecimal() else ""
