"""Where the telling of one move stands: told, on its way, or not told and why."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from victim_portal.domain.vocabulary import MessageState, UpdateState


class NewsStanding(StrEnum):
    """The states of one victim's news, from what is still to be done to what is done."""

    NO_WORDS = "no_words"
    TO_READ = "to_read"
    PROPOSED = "proposed"
    APPROVED = "approved"
    TO_TELEPHONE = "to_telephone"
    HELD = "held"
    FAILED = "failed"
    SENT = "sent"
    TOLD_BY_PERSON = "told_by_person"
    CANCELLED = "cancelled"
    NOTHING_LEFT = "nothing_left"
    NO_NEWS = "no_news"
    CASE_CLOSED = "case_closed"


TOLD = frozenset({NewsStanding.SENT, NewsStanding.TOLD_BY_PERSON})
TO_BE_TOLD = frozenset(
    {
        NewsStanding.NO_WORDS,
        NewsStanding.TO_READ,
        NewsStanding.PROPOSED,
        NewsStanding.APPROVED,
        NewsStanding.TO_TELEPHONE,
        NewsStanding.HELD,
        NewsStanding.FAILED,
    }
)
"""Whoever is in one of these should hear of it and hasn't yet."""

_ARRIVED = frozenset({MessageState.HANDED_OVER, MessageState.DELIVERED})
_ON_ITS_WAY = frozenset({MessageState.QUEUED, MessageState.CLAIMED, MessageState.FAILED_FOR_NOW})
_LOST = frozenset({MessageState.FAILED_FOR_GOOD, MessageState.UNCERTAIN})


@dataclass(frozen=True)
class NewsFacts:
    """What decides where one news stands.

    `planned` is whether an update was to tell it when the file came. `update` is its state
    now, None where it couldn't be written; `by_hand` whether a person cancelled it. `messages`
    are the states of the messages of the version that was approved, `came_back` whether one of
    them failed after it had gone, `proposed` whether it waits for a second person.
    """

    planned: bool
    case_open: bool
    update: UpdateState | None = None
    by_hand: bool = False
    proposed: bool = False
    messages: AbstractSet[MessageState] = frozenset()
    came_back: bool = False


def standing(facts: NewsFacts) -> NewsStanding:
    """Where the news stands. What was told stays told, whatever becomes of the case.

    One message that arrived is enough to have told; one that is held or lost isn't made good by
    another that still waits.
    """
    if facts.update is UpdateState.SENT:
        return _told(facts)
    if not facts.case_open:
        return NewsStanding.CASE_CLOSED
    if not facts.planned:
        return NewsStanding.NO_NEWS
    if facts.update is None:
        return NewsStanding.NO_WORDS
    if facts.update is UpdateState.CANCELLED:
        return NewsStanding.CANCELLED if facts.by_hand else NewsStanding.NOTHING_LEFT
    if facts.update is UpdateState.DRAFT:
        return NewsStanding.PROPOSED if facts.proposed else NewsStanding.TO_READ
    return _on_its_way(facts)


def _told(facts: NewsFacts) -> NewsStanding:
    if facts.messages & _ARRIVED:
        return NewsStanding.SENT
    return NewsStanding.FAILED if facts.came_back else NewsStanding.TOLD_BY_PERSON


def _on_its_way(facts: NewsFacts) -> NewsStanding:
    if facts.messages & _ARRIVED:
        return NewsStanding.SENT
    if MessageState.HELD in facts.messages:
        return NewsStanding.HELD
    if facts.messages & _LOST:
        return NewsStanding.FAILED
    return NewsStanding.APPROVED if facts.messages & _ON_ITS_WAY else NewsStanding.TO_TELEPHONE
