"""Two pages of one person at once: the second does its work again, on what the first left."""

from collections.abc import Callable
from typing import TypeVar

from victim_portal.store.unit_of_work import LostUpdateError

TIMES = 6
Answer = TypeVar("Answer")


def again_where_lost(work: Callable[[], Answer]) -> Answer:
    """Do it again where somebody else was at the same row in the same moment."""
    for _ in range(TIMES):
        try:
            return work()
        except LostUpdateError:
            continue
    return work()
