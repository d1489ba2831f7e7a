"""Every shape that the text of a stage can take, filled with people who are invented.

The months, the road they lie on, an outcome or a licence decide which paragraphs stand: the
closed list of the correspondence is a stage, one of these shapes, and a language.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from victim_portal.domain.stages import OUTCOMES, EventOutcome, Road, Stage, YearMonth
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording.letters import CONTENTS
from victim_portal.domain.wording.parts import When
from victim_portal.domain.wording.values import WordingFacts

CODE_WORD = "bluebell"
_HOURS: Mapping[Language, str] = MappingProxyType(
    {
        Language.ENGLISH: "Monday to Friday, 9am to 5pm",
        Language.WELSH: "dydd Llun i ddydd Gwener, 9am tan 5pm",
    }
)
# One key date for each road on which a month can lie.
_ON_ROAD = ((Road.RELEASE, "CRD"), (Road.PAROLE, "PED"), (Road.LICENCE_END, "SLED"))
PLAIN, NO_MONTH, NO_LICENCE = "", "without-month", "without-licence"


@dataclass(frozen=True)
class Shape:
    """One shape of a stage's text.

    `name` tells it from the others of its stage; the plain one, first of all, has none.
    `outcome` or `road` is what makes it, where one of them does.
    """

    name: str
    facts: WordingFacts
    outcome: EventOutcome | None = None
    road: Road | None = None


def example_facts(language: Language, code_word: str = "") -> WordingFacts:
    """What an example is filled with: nobody lives by these names, no number rings."""
    return WordingFacts(
        person_name="Rhiannon",
        offender_name="Gareth Example",
        officer_first_name="Samantha",
        officer_phone="07700 900123",
        officer_hours=_HOURS[language],
        code_word=code_word,
        month=YearMonth(2027, 3),
    )


def shapes_of(stage: Stage, facts: WordingFacts) -> tuple[Shape, ...]:
    """Every shape that a stage's text can take, made of `facts` that have a month."""
    return tuple(_shapes(stage, facts))


def _shapes(stage: Stage, facts: WordingFacts) -> Iterator[Shape]:
    text = CONTENTS[stage]
    yield Shape(PLAIN, facts)
    whens = {part.when for part in text.parts}
    if When.NO_MONTH in whens or (When.MONTH in whens and not text.needs_month):
        yield Shape(NO_MONTH, replace(facts, month=None))
    if When.NO_LICENCE in whens:
        yield Shape(NO_LICENCE, replace(facts, on_licence=False))
    for outcome in OUTCOMES.get(stage, ()):
        yield Shape(outcome, replace(facts, outcome=outcome), outcome=outcome)
    for road, code in _ON_ROAD:
        if any(part.road is road for part in text.parts):
            on_road = replace(facts, anchor_code=code, previous_month=YearMonth(2027, 6))
            yield Shape(road.replace("_", "-"), on_road, road=road)
