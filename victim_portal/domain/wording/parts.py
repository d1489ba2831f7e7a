"""How the text of a stage is put together: paragraphs, each with the facts it needs."""

from dataclasses import dataclass
from enum import StrEnum

from victim_portal.domain.stages import EventOutcome, Road, road_of
from victim_portal.domain.wording.values import WordingFacts


class When(StrEnum):
    """On which fact a paragraph depends."""

    ALWAYS = "always"
    MONTH = "a month is known"
    NO_MONTH = "no month is known"
    PREVIOUS = "another month was told before"
    LICENCE = "a licence follows"
    NO_LICENCE = "no licence follows"


@dataclass(frozen=True)
class Part:
    """One paragraph.

    It stands where `when` holds and, if they are given, the outcome is one of `outcomes`
    (None there means that the outcome isn't known) and the month belongs to `road`.
    `next_step` marks one that says what happens next, `need_not` one that says what the reader
    need not do: every text has both.
    """

    text: str
    when: When = When.ALWAYS
    outcomes: tuple[EventOutcome | None, ...] = ()
    road: Road | None = None
    no_road: bool = False
    next_step: bool = False
    need_not: bool = False

    def stands(self, facts: WordingFacts) -> bool:
        """Whether the paragraph belongs into a text about `facts`."""
        road = road_of(facts.anchor_code)
        return (
            _holds(self.when, facts)
            and (not self.outcomes or facts.outcome in self.outcomes)
            and (self.road is None or self.road is road)
            and not (self.no_road and road is not None)
        )


@dataclass(frozen=True)
class StageText:
    """What one stage says between the greeting and the close."""

    subject: str
    parts: tuple[Part, ...]
    needs_month: bool = False


def _holds(when: When, facts: WordingFacts) -> bool:
    match when:
        case When.ALWAYS:
            return True
        case When.MONTH:
            return facts.month is not None
        case When.NO_MONTH:
            return facts.month is None
        case When.PREVIOUS:
            return facts.previous_month is not None
        case When.LICENCE:
            return facts.on_licence
        case When.NO_LICENCE:
            return not facts.on_licence
