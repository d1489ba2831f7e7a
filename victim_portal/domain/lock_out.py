"""How long somebody waits after failed tries to sign in: longer each time, and never for ever.

Five tries are free. After that every failure doubles the wait, up to a bound, so that
guessing gets nowhere and yet nobody is locked out for long. Tries from a network address at
which the account has signed in before are counted apart: whoever guesses from elsewhere
can't keep the real person out (OWASP ASVS 5.0, 6.3.1).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

FREE = 5
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)
LONGEST_WAIT_FOR_CODES = timedelta(hours=1)
"""A code has six digits only, and whoever tries one has the password already."""
REMEMBERED = timedelta(hours=24)
KNOWN_FOR = timedelta(days=30)
FROM_ONE_ADDRESS = 50
WITHIN = timedelta(minutes=15)


@dataclass(frozen=True)
class Try:
    """One try at an account: when, whether it succeeded, whether from this address."""

    at: datetime
    succeeded: bool
    here: bool


def failures_that_count(tries: Iterable[Try], *, known_here: bool) -> list[datetime]:
    """When the failures were that stand against the next try, the oldest first.

    At an address that the account knows (`known_here`) only its own count, those since the
    last success there. Everywhere else all do: a success elsewhere gives no new free tries.
    """
    failed: list[datetime] = []
    for one in sorted(tries, key=lambda each: each.at):
        if known_here and not one.here:
            continue
        if one.succeeded:
            failed = [] if one.here else failed
        else:
            failed.append(one.at)
    return failed


def opens_at(failed: list[datetime], longest: timedelta = LONGEST_WAIT) -> datetime | None:
    """Until when the next try must wait, or None when it needn't; `failed` is in order."""
    beyond = len(failed) - FREE
    if beyond < 0:
        return None
    # Doubled ten times it is past any bound.
    doubled: int = 2 ** min(beyond, 10)
    return failed[-1] + min(longest, FIRST_WAIT * doubled)


def must_wait(
    tries: Iterable[Try],
    now: datetime,
    *,
    known_here: bool,
    failed_from_address: int,
    longest: timedelta = LONGEST_WAIT,
) -> bool:
    """Whether a try at this moment is refused unlooked at."""
    if failed_from_address >= FROM_ONE_ADDRESS:
        return True
    opens = opens_at(failures_that_count(tries, known_here=known_here), longest)
    return opens is not None and now < opens
