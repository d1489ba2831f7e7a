"""How a message lives: the moves between its states, its lease, and when it is tried again.

A message is never sent twice unless a person says so. Neither Twilio's Messages nor SMTP
take a key that would make a second request harmless, so whatever isn't surely unsent
becomes uncertain. From there it goes back to the queue at most once, and only where its
provider was asked and has it not (`reconciling`).
"""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from victim_portal.domain.vocabulary import MessageState

_S = MessageState

# What a provider's report proves, whatever the portal thought of the message before.
_REPORTED = frozenset({_S.HANDED_OVER, _S.DELIVERED, _S.FAILED_FOR_GOOD})

MOVES: Mapping[MessageState, frozenset[MessageState]] = MappingProxyType(
    {
        _S.QUEUED: _REPORTED | {_S.CLAIMED, _S.HELD, _S.CANCELLED},
        _S.CLAIMED: _REPORTED | {_S.FAILED_FOR_NOW, _S.UNCERTAIN, _S.QUEUED},
        _S.HANDED_OVER: frozenset({_S.DELIVERED, _S.FAILED_FOR_GOOD}),
        _S.DELIVERED: frozenset(),
        _S.FAILED_FOR_NOW: _REPORTED | {_S.CLAIMED, _S.HELD, _S.CANCELLED},
        # Carriers do report a delivery after they gave a message up.
        _S.FAILED_FOR_GOOD: frozenset({_S.DELIVERED}),
        _S.UNCERTAIN: _REPORTED | {_S.QUEUED},
        _S.HELD: _REPORTED | {_S.QUEUED, _S.CANCELLED},
        _S.CANCELLED: _REPORTED,
    }
)
"""Every move that there is. Back to queued go only claims that were given back unsent, held
messages that an officer released, and uncertain ones that the provider hasn't; all of them
meet the last look again."""

COME_TO_REST = frozenset({_S.HANDED_OVER, _S.DELIVERED, _S.FAILED_FOR_GOOD, _S.UNCERTAIN})
"""Where a message stays unless somebody says otherwise; an uncertain one only when nobody asks
its provider any more. Only from there may a person send its news once more."""

LEASE = timedelta(seconds=120)
"""How long a claim holds; a worker silent for longer leaves an uncertain message."""

LATEST_START = LEASE / 4
"""How much of a lease may be gone when a send begins; after that it's given back unsent."""

RETRY_DELAYS: tuple[timedelta, ...] = (
    timedelta(minutes=1),
    timedelta(minutes=4),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(minutes=75),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
    timedelta(hours=14),
    timedelta(hours=14),
    timedelta(hours=14),
    timedelta(hours=14),
)
"""The wait after each failed try: 72 hours in all, never more than 14 at once."""


class MoveError(ValueError):
    """A message can't go from the one state to the other; a fault of ours."""


def check_move(current: MessageState, to: MessageState) -> None:
    """Raise MoveError unless a message may go from `current` to `to`."""
    if to not in MOVES[current]:
        raise MoveError(f"a message can't go from {current} to {to}")


def next_delay(tries: int, retry_after: timedelta | None = None) -> timedelta | None:
    """How long to wait after `tries` failed tries (1 or more), or None to try no more.

    `retry_after` is the provider's own wish: it makes the wait longer and never shorter,
    and one beyond the whole span of the tries ends them.
    """
    if tries < 1:
        raise ValueError("there was no try yet")
    if tries > len(RETRY_DELAYS):
        return None
    delay = max(RETRY_DELAYS[tries - 1], retry_after or timedelta())
    return delay if delay <= sum(RETRY_DELAYS, timedelta()) else None
