"""Whether a document that somebody holds still says what the victim wants to say.

Asked by recipients, who have no account: they give a reference and a digest, and learn one word.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_CHECKS = 20
WITHIN = timedelta(minutes=15)
"""How often it may be asked from one network address: far more than anybody needs."""


class DocumentStanding(StrEnum):
    """What a recipient is told of a document."""

    CURRENT = "current"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class StandingFacts:
    """What decides how a document stands.

    `later_version`: another version of the part was made since. `taken_back`: the victim
    withdrew the statement, or everything that she asked for in it. `words_changed`: what she
    says in this part is not what it says any more.
    """

    later_version: bool
    taken_back: bool
    words_changed: bool


def standing_of(facts: StandingFacts) -> DocumentStanding:
    """How a document stands: what was withdrawn is never called replaced."""
    if facts.taken_back:
        return DocumentStanding.WITHDRAWN
    if facts.later_version or facts.words_changed:
        return DocumentStanding.REPLACED
    return DocumentStanding.CURRENT


def may_check(tries: Iterable[datetime], now: datetime) -> bool:
    """Whether one more check is looked at, after those from the same address."""
    return sum(1 for at in tries if now - at < WITHIN) < MOST_CHECKS
