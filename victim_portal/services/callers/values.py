"""A caller's check as its page shows it and its form gives it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from victim_portal.domain.callers import CallerFacts, CheckOutcome, Questions
from victim_portal.domain.vocabulary import ChannelKind, SupporterRole


@dataclass(frozen=True)
class CodeWord:
    """A word that was agreed, and who else may have read it or come by it.

    `sent` says that it may have gone out in a message: then it doesn't count alone.
    """

    word: str = field(repr=False)
    kind: ChannelKind
    who_else: str = field(repr=False)
    danger: str = field(repr=False)
    sent: bool = False


@dataclass(frozen=True)
class CallerView:
    """One person whose voice it may be: the person of the case, or who stands beside them.

    `role` is None for the person. `facts` holds the right answers, for the officer's eyes;
    `may_hear_news` is whether a supporter may hear news of the sentence.
    """

    id: UUID
    name: str = field(repr=False)
    role: SupporterRole | None
    may_hear_news: bool
    facts: CallerFacts = field(repr=False)
    asked: Questions
    code_words: tuple[CodeWord, ...]


@dataclass(frozen=True)
class NumberView:
    """A number or address that is in use, with the person or supporter whose it is.

    `plan_version` is the plan that stands now: a yes counts for no other.
    """

    id: UUID
    kind: ChannelKind
    shown: str = field(repr=False)
    whose: str = field(repr=False)
    stopped: bool
    plan_version: int


@dataclass(frozen=True)
class CallerCheck:
    """Everything that the page of a check shows; the person of the case stands first.

    `do_not_contact` is whether the person asked not to be contacted, `aged_18` whether they
    turned 18 and haven't decided for themselves yet.
    """

    reference: str
    callers: tuple[CallerView, ...]
    numbers: tuple[NumberView, ...]
    do_not_contact: bool
    closed: bool
    aged_18: bool


@dataclass(frozen=True)
class CheckInput:
    """What came of a check.

    `caller_id` is who passed it (None for the person of the case), `number_id` the number
    they used, where it is one that is known. `still_safe` is what they answered when they
    were asked whether everything is still right and safe, and `unsafe` what isn't. `seen`
    holds the version of each plan as it stood: one that changed since isn't confirmed by a yes.
    """

    outcome: CheckOutcome
    caller_id: UUID | None = None
    number_id: UUID | None = None
    still_safe: bool | None = None
    unsafe: tuple[UUID, ...] = ()
    wanted: str = field(default="", repr=False)
    seen: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """What was recorded; `suggest_stopping` is a number that somebody else may have.

    `confirmed` is how many plans of theirs a yes confirmed, `not_confirmed` how many it
    didn't: stopped, not verified, or changed since the page was opened.
    """

    outcome: CheckOutcome
    supporter: bool = False
    suggest_stopping: UUID | None = None
    confirmed: int = 0
    not_confirmed: int = 0


MOST_WANTED = 1000
