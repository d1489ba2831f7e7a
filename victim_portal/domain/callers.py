"""Who is at the telephone: what is asked before anything is said, and what an answer proves.

A caller is nobody before the agreed code word, or two right answers. The questions are open
ones in fixed words: none holds a name or a fact, and none tells a stranger that there is
anything to be told. An abuser is often somebody close, who knows a birthday and an address:
so one of the answers must be private, known to the person and their officer alone. A code word
that may have been read in a message is known to whoever has that telephone, too, and needs a
private answer beside it. Where nothing private is known, nobody is sure of a caller: the person
is rung back.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

ENOUGH = 2
"""Right answers that stand in for the code word."""

_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}", re.IGNORECASE)


class Question(StrEnum):
    """What may be asked, in the order in which it proves anything."""

    LAST_TALK = "last_talk"
    ADDRESS = "address"
    BIRTH = "birth"
    CALLED = "called"


PRIVATE = frozenset({Question.LAST_TALK})
"""What the person and their officer alone know."""

KNOWN_TO_OTHERS = frozenset(Question) - PRIVATE
"""What somebody close to them would know as well."""

ASK_THE_WORD = "Is there a word that you want to give me first?"
SAY: Mapping[Question, str] = MappingProxyType(
    {
        Question.LAST_TALK: "Who do you usually talk to here, and when did you last talk?",
        Question.ADDRESS: "What is the first line of your address, or your postcode?",
        Question.BIRTH: "What is your date of birth?",
        Question.CALLED: "What name do you like to be called?",
    }
)
"""Each question in the words to say: open, and the same whoever rings."""

TO_ANYBODY_ELSE = "I'm sorry, I can't help with that. Goodbye."
"""All that is said to somebody who isn't them: not even that a name is known."""


class CheckOutcome(StrEnum):
    """What came of asking."""

    CODE_WORD = "code_word"
    TWO_ANSWERS = "two_answers"
    NOT_PASSED = "not_passed"
    SOMEONE_ELSE = "someone_else"


PASSED = frozenset({CheckOutcome.CODE_WORD, CheckOutcome.TWO_ANSWERS})


@dataclass(frozen=True)
class CallerFacts:
    """What is known of one person by which they may show who they are.

    `code_words` count alone; `sent_words` stood in messages that somebody else may have read.
    `called` is the name that they like, where it isn't the first name that anybody knows.
    `address` holds its lines; `officer` is the first name of whoever has the case;
    `last_talk_on` the day on which words last went both ways, None where they never did.
    """

    code_words: tuple[str, ...] = field(default=(), repr=False)
    sent_words: tuple[str, ...] = field(default=(), repr=False)
    called: str = field(default="", repr=False)
    born_on: date | None = field(default=None, repr=False)
    address: str = field(default="", repr=False)
    officer: str = field(default="", repr=False)
    last_talk_on: date | None = None


@dataclass(frozen=True)
class Questions:
    """What to ask one person: the code words that they may give, then which questions.

    `sent_words` need the right answer to `ask[0]` beside them. `ask` is empty where nothing
    private is known; its first question is private and must be answered. `spare` may be asked
    where they can't answer the second.
    """

    code_words: tuple[str, ...] = field(repr=False)
    sent_words: tuple[str, ...] = field(repr=False)
    ask: tuple[Question, ...]
    spare: tuple[Question, ...]

    @property
    def enough(self) -> bool:
        """Whether answers alone can show who they are."""
        return len(self.ask) == ENOUGH

    @property
    def word_counts(self) -> bool:
        """Whether a code word can show who they are, with a private answer where it needs one."""
        return bool(self.code_words) or bool(self.sent_words and self.ask)


def questions(facts: CallerFacts) -> Questions:
    """What to ask, chosen from what is known.

    The officer's name and the last talk count only where there was one: a letter may have
    been read by anybody.
    """
    known = {
        Question.LAST_TALK: facts.last_talk_on is not None,
        Question.ADDRESS: bool(address_answer(facts.address)),
        Question.BIRTH: facts.born_on is not None,
        Question.CALLED: bool(facts.called.strip()),
    }
    found = [question for question in Question if known[question]]
    if not PRIVATE & set(found):
        found = []
    found.sort(key=lambda question: question not in PRIVATE)
    sent = _words(facts.sent_words)
    read = {word.casefold() for word in sent}
    alone = tuple(word for word in _words(facts.code_words) if word.casefold() not in read)
    return Questions(alone, sent, tuple(found[:ENOUGH]), tuple(found[ENOUGH:]))


def may_have_passed(outcome: CheckOutcome, asked: Questions) -> bool:
    """Whether an outcome can be, with what there was to ask."""
    if outcome is CheckOutcome.CODE_WORD:
        return asked.word_counts
    return outcome is not CheckOutcome.TWO_ANSWERS or asked.enough


def _words(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


def address_answer(address: str) -> str:
    """The first line and the postcode of an address: what a right answer holds."""
    lines = [line.strip() for line in address.splitlines() if line.strip()]
    return ", ".join(dict.fromkeys([*lines[:1], *_postcode(lines)]))


def _postcode(lines: Sequence[str]) -> list[str]:
    for line in reversed(lines):
        found = _POSTCODE.search(line)
        if found:
            return [found[0].upper()]
    return []
