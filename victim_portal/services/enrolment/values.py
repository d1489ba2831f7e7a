"""An answer as it is given, and what stands before it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from victim_portal.domain.vocabulary import ContactMethod, Enrolment, Language, Level
from victim_portal.services.contacts import Reached


@dataclass(frozen=True)
class AnswerInput:
    """An answer as the officer recorded it.

    `shown_in` is the language in which the words of consent were read out or shown to them,
    None where they weren't; `consent_words` is what they said to it. `reached` is by which
    number or address it came, and whether that is still right and safe. `own_word` says that a
    young person who came of age said it themselves, alone.
    """

    state: Enrolment
    on: date
    how: ContactMethod
    deferred_until: date | None = None
    level: Level | None = None
    shown_in: Language | None = None
    consent_words: str = field(default="", repr=False)
    note: str = field(default="", repr=False)
    reached: Reached = field(default_factory=Reached)
    own_word: bool = False


@dataclass(frozen=True)
class LevelInput:
    """How much they want to hear from now on; the fields are those of `AnswerInput`."""

    level: Level | None
    on: date
    how: ContactMethod
    shown_in: Language | None = None
    consent_words: str = field(default="", repr=False)
    note: str = field(default="", repr=False)
    reached: Reached = field(default_factory=Reached)
    own_word: bool = False


@dataclass(frozen=True)
class LastAnswer:
    """The newest move of the offer, as it stands now."""

    state: Enrolment
    on: date
    how: ContactMethod
    level: Level | None
    deferred_until: date | None
    recorded_by: str
    consent_words: str = field(repr=False)
    note: str = field(repr=False)


@dataclass(frozen=True)
class AnswerAsked:
    """What the form of an answer shows.

    `version` names how the case stands, `last` is its newest answer. `consent` holds the
    words for each level in each language that can be shown; where the person reads Welsh and
    the Welsh words can't be shown yet, `no_welsh` says why. `level` is how much they hear now.
    `own_word_asked` is whether only the young person can answer, who has come of age.
    """

    possible: tuple[Enrolment, ...]
    version: int
    now: Enrolment
    last: LastAnswer | None
    language: Language
    consent: Mapping[Language, Mapping[Level, str]]
    no_welsh: str
    attempts: tuple[date, ...]
    too_few_attempts: str
    level: Level | None = None
    own_word_asked: bool = False
