"""News that was wrong: what else is wrong with it, whom it reached, and how each is put right.

One wrong message is seldom alone. What came of the same cause is stopped with it; whoever
was reached, or may have been, is told so by the way that it came, or by telephone.
`corrections` is another matter: there a person's details are put right.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from victim_portal.domain.enrolment import receives_updates
from victim_portal.domain.last_look import named_days, unfit_words
from victim_portal.domain.stages import STAGES, Stage
from victim_portal.domain.vocabulary import Enrolment, Language, MessageState

_S = MessageState

PLAN_KEY = "correction:"
"""Begins the plan key of a correction: no plan made it, and none takes it away."""

AROUND = timedelta(hours=24)
"""So long before and after a wrong message others of its stage are looked for."""


class Siblings(StrEnum):
    """Which updates are wrong together, each of the same stage.

    `ALONE` is the one alone; `CAUSE` what came of the same campaign, event or correction;
    `DAY` what was queued, or told, within a day of it; `CHOSEN` what was chosen by hand.
    """

    ALONE = "alone"
    CAUSE = "cause"
    DAY = "day"
    CHOSEN = "chosen"


class Reached(StrEnum):
    """How far a wrong update came, from the surest down."""

    TOLD = "told"
    DELIVERED = "delivered"
    HANDED_OVER = "handed_over"
    PERHAPS = "perhaps"
    WAITED = "waited"
    NOT_REACHED = "not_reached"


REACHED = (Reached.TOLD, Reached.DELIVERED, Reached.HANDED_OVER, Reached.PERHAPS)
"""Whoever is put right. Nobody knows of the last ones: they may have read it."""


class WayOn(StrEnum):
    """How one who was reached is put right, or that nobody has to."""

    MESSAGE = "message"
    CALL = "call"
    DECIDE = "decide"
    NONE = "none"


class WhyNot(StrEnum):
    """Why somebody who was reached gets no message."""

    TOLD_BY_PERSON = "told_by_person"
    NO_SAFE_WAY = "no_safe_way"
    WELSH_UNREVIEWED = "welsh_unreviewed"
    NO_WORDS = "no_words"
    SAID_NO = "said_no"
    CASE_CLOSED = "case_closed"


class Standing(StrEnum):
    """Where the putting right of wrong news stands."""

    GATHERING = "gathering"
    READY = "ready"
    RELEASING = "releasing"
    DONE = "done"
    TAKEN_BACK = "taken_back"


class Shown(StrEnum):
    """How the reader's own pages show something that they were told.

    Of what is `CHECKING` they show no word; what was `WRONG` stands below what is true.
    """

    STANDS = "stands"
    CHECKING = "checking"
    WRONG = "wrong"


LIVE = (Standing.GATHERING, Standing.READY, Standing.RELEASING)
"""While it stands so, nobody begins the same again."""

_FROM_STATE: Mapping[MessageState, Reached] = MappingProxyType(
    {
        _S.DELIVERED: Reached.DELIVERED,
        _S.HANDED_OVER: Reached.HANDED_OVER,
        _S.UNCERTAIN: Reached.PERHAPS,
        # In a worker's hands: it can't be had back, and may go in this moment.
        _S.CLAIMED: Reached.PERHAPS,
        _S.QUEUED: Reached.WAITED,
        _S.FAILED_FOR_NOW: Reached.WAITED,
        _S.HELD: Reached.WAITED,
        _S.FAILED_FOR_GOOD: Reached.NOT_REACHED,
        _S.CANCELLED: Reached.NOT_REACHED,
    }
)
_ORDER = tuple(Reached)


def reached_by(state: MessageState, handed_over_at: datetime | None) -> Reached:
    """How far one message came. A provider had it once: then it may have been read."""
    found = _FROM_STATE[state]
    if found in (Reached.WAITED, Reached.NOT_REACHED) and handed_over_at is not None:
        return Reached.PERHAPS
    return found


def furthest(found: Iterable[Reached]) -> Reached:
    """The surest of several; nobody was reached by none."""
    return min(found, key=_ORDER.index, default=Reached.NOT_REACHED)


@dataclass(frozen=True)
class Recipient:
    """What decides how somebody who was reached is put right.

    `safe_ways` says whether one of the ways by which it came may still carry a message.
    """

    reached: Reached
    enrolment: Enrolment
    closed: bool
    safe_ways: bool
    language: Language


def way_on(one: Recipient, *, welsh_stands: bool) -> tuple[WayOn, WhyNot | None]:
    """How somebody is put right, and why not by a message.

    `welsh_stands` says whether a Welsh text may go: there is a reviewer, and words in Welsh.
    """
    if one.reached not in REACHED:
        return WayOn.NONE, None
    # Whoever said no hears nothing from us, even of our own mistake, but by a manager's word.
    if one.closed:
        return WayOn.DECIDE, WhyNot.CASE_CLOSED
    if not receives_updates(one.enrolment):
        return WayOn.DECIDE, WhyNot.SAID_NO
    if one.language is Language.WELSH and not welsh_stands:
        return WayOn.CALL, WhyNot.WELSH_UNREVIEWED
    if one.reached is Reached.TOLD:
        return WayOn.CALL, WhyNot.TOLD_BY_PERSON
    if not one.safe_ways:
        return WayOn.CALL, WhyNot.NO_SAFE_WAY
    return WayOn.MESSAGE, None


def stands_wrong(known_since: datetime | None, words_since: datetime | None) -> bool:
    """Whether words are those that were found to be wrong, `known_since` an aware moment.

    `words_since` is when somebody last approved or told them: what was read since then may be
    right. None for words that nobody found wrong, or that nobody approved.
    """
    return known_since is not None and (words_since is None or words_since <= known_since)


def shown_as(*, in_doubt: bool, put_right: bool) -> Shown:
    """How something is shown that may be wrong, and of which the truth was told, or not yet."""
    if not in_doubt:
        return Shown.STANDS
    return Shown.WRONG if put_right else Shown.CHECKING


def presses(stage: Stage) -> bool:
    """Whether a call about wrong news of this stage is made today, working day or not."""
    rule = STAGES[stage]
    return rule.urgent or rule.release_type


def is_correction(plan_key: str) -> bool:
    """Whether an update puts another right."""
    return plan_key.startswith(PLAN_KEY)


def unfit_truth(words: str, allowed_origin: str) -> tuple[str, ...]:
    """What can't stand in the words that all of them read: days, gaps, foreign addresses.

    They are read behind the reader's own door, or where fuller words are agreed.
    """
    found = (*unfit_words(words, (), allowed_origin, fuller_words=True), *named_days(words))
    braces = tuple(mark for mark in "{}" if mark in words)
    return tuple(dict.fromkeys((*found, *braces)))
