"""What counts as having tried: a letter that came back doesn't, and which one that was."""

from collections.abc import Sequence
from datetime import date

from victim_portal.domain.contacts import is_attempt
from victim_portal.domain.first_contact.values import Tried
from victim_portal.domain.policy import Attempts
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome, LetterKind

OFFERS_NOTHING = frozenset({LetterKind.CODE, LetterKind.UPDATE})


def attempt_days(tried: Sequence[Tried]) -> tuple[date, ...]:
    """The days of the attempts that may have reached them, first to last.

    A letter that came back doesn't count, nor does one that offers nothing (a code, or news of
    somebody who has joined), nor a call to somebody who stands beside them. Where it isn't
    known which letter came back, it is the last one before.
    """
    return tuple(
        sorted(
            one.on
            for one in standing(tried)
            if one.with_them
            and is_attempt(one.outcome, inward=one.inward)
            and one.kind not in OFFERS_NOTHING
        )
    )


def enough_attempts(days: Sequence[date], rule: Attempts, reached_on: date | None = None) -> str:
    """What is missing before "no response" may be said, as a sentence; "" when nothing is.

    `days` are the days of the attempts since they last answered or were reached, see
    `attempt_days`; `reached_on` is when they were, if they were since they last answered.
    """
    if len(days) < rule.minimum:
        there = "there is 1" if len(days) == 1 else f"there are {len(days)}"
        since = (
            f" after {reached_on.day} {reached_on:%B %Y}, when they were reached"
            if reached_on
            else ""
        )
        return f'"No response" needs {rule.minimum} recorded attempts{since}; {there}.'
    apart = (max(days) - min(days)).days
    if apart < rule.over_days:
        return (
            f'"No response" needs {rule.over_days} days between the first and the last '
            f"attempt; there are {apart}."
        )
    return ""


def standing(tried: Sequence[Tried]) -> tuple[Tried, ...]:
    """Everything but the letters that came back, and attempts by a way that was wrong."""
    tried = [one for one in tried if not (one.led_elsewhere and _is_ours(one))]
    back = {one.letter for one in tried if _came_back(one) and one.letter is not None}
    left = [one for one in tried if not (one.letter in back and one.letter is not None)]
    for unknown in sorted((one for one in left if _came_back(one)), key=lambda one: one.on):
        sent = [
            one
            for one in left
            if was_posted(one) and one.on <= unknown.on and one.kind not in OFFERS_NOTHING
        ]
        if sent:
            left.remove(max(sent, key=lambda one: one.on))
    return tuple(left)


def _is_ours(one: Tried) -> bool:
    return is_attempt(one.outcome, inward=one.inward)


def was_posted(one: Tried) -> bool:
    """Whether it is a letter that went out."""
    return (
        one.method is ContactMethod.LETTER and one.outcome is ContactOutcome.SENT and not one.inward
    )


def _came_back(one: Tried) -> bool:
    return one.method is ContactMethod.LETTER and one.outcome is ContactOutcome.RETURNED
