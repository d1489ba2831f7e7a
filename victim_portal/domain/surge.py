"""The surge breaker: more release-type messages in one hour than ever wait for two managers.

In one evening of 2015 a maintenance job sent 8,000 false release notices. No single hour of
honest work looks like that: what goes far beyond the busiest hour of a month is parked before
anybody reads it, and two people look first.

What a job queues one by one would leave before the one that is too many comes. So a message of
this kind settles for a moment before a worker may take it, and for longer where more come in a
minute than anybody can have read.
"""

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta

from victim_portal.domain.stages import STAGES, Stage

HOUR = timedelta(hours=1)
MONTH = timedelta(days=30)
FEWEST = 20
"""So many messages in an hour are let through however quiet the month was."""
TIMES = 3
"""So many times the busiest hour of the month before."""

SETTLING = timedelta(seconds=3)
"""How long one of these messages waits for others like it. A job that approves more than one in a
second is seen by then; somebody who reads what they approve hardly notices."""
MINUTE = timedelta(minutes=1)
READ_IN_A_MINUTE = 4
"""So many of these messages in a minute may come from people who read them: two updates that go
by text and e-mail. A person takes half a minute over one."""
LONGER = 20
"""So many times longer they settle where more come than that."""

COUNTED = frozenset(stage for stage, rule in STAGES.items() if rule.release_type or rule.urgent)
"""What would frighten thousands if it were false: news of release, and urgent safety news."""


def busiest_hour(moments: Iterable[datetime]) -> int:
    """The most of `moments` (aware, in order) that lie within one hour."""
    window: deque[datetime] = deque()
    most = 0
    for moment in moments:
        window.append(moment)
        while moment - window[0] >= HOUR:
            window.popleft()
        most = max(most, len(window))
    return most


def settling_time(settling: timedelta, lately: int) -> timedelta:
    """How long a message waits for others like it, with `lately` of them in the last minute.

    `settling` is how long it waits where there are few.
    """
    return settling if lately <= READ_IN_A_MINUTE else settling * LONGER


def threshold(busiest: int) -> int:
    """How many messages an hour may have, after a month whose busiest had `busiest`."""
    return max(FEWEST, TIMES * busiest)


def is_counted(stage: Stage) -> bool:
    """Whether messages of a stage count towards a surge."""
    return stage in COUNTED
