"""The code that proves who opens a link: sent to another verified number or address.

It is the other proof beside the words that were agreed. It never goes to where the link went:
whoever holds that telephone would have both. It lives for half an hour from when it left, and
a link gets few of them: five wrong tries lock the link, whichever code they were at.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from victim_portal.domain.contact import Allowed, ChannelStanding, Never, may_use
from victim_portal.domain.verification import shown_code
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse

LASTS = timedelta(minutes=30)
"""How long a code counts after it left."""
MOST_CODES = 3
"""So many codes may be sent for one link."""
MARK = "{code}"
"""Stands in the words until the message leaves."""
SAMPLE = "000000"
"""Stands in for a code where words are judged before they go."""
USE_OF = {ChannelKind.MOBILE: ChannelUse.SMS, ChannelKind.EMAIL: ChannelUse.EMAIL}


class Proof(StrEnum):
    """What a person agreed to prove by that it is them: words, or a code sent another way."""

    WORDS = "words"
    CODE = "code"


def with_code(words: str, code: str) -> str:
    """Words with six digits put in."""
    return words.replace(MARK, shown_code(code))


def without_code(words: str, code: str) -> str:
    """The words as they were before `code` was put in."""
    return words.replace(shown_code(code), MARK)


def way_for_code(
    ways: Iterable[tuple[UUID, bytes, ChannelStanding]], came_by: bytes, now: datetime
) -> UUID | None:
    """By which number or address a code goes; None where none is another, verified and safe.

    `ways` give id, what the value is found by, and standing, in the order in which they are
    liked; `came_by` is what the link's own is found by. One that is safe at this hour comes
    before one that has to wait for its own.
    """
    waits: UUID | None = None
    for way, value, standing in ways:
        use = USE_OF.get(standing.kind)
        if use is None or value == came_by:
            continue
        answer = may_use(standing, use, now)
        if isinstance(answer, Allowed):
            return way
        if not isinstance(answer, Never):
            waits = waits or way
    return waits
