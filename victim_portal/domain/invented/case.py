"""One invented case: its people, its sentence, and what happened since it was referred."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from victim_portal.domain.calendar import add_months
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.invented.contact import (
    ContactMade,
    InventedChannel,
    attempts,
    channels,
)
from victim_portal.domain.invented.names import chance_of, first_name, last_name
from victim_portal.domain.invented.sentences import InventedSentence, sentence
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    Enrolment,
    Language,
    Level,
    Relationship,
)

_E = Enrolment
SHARED = 0.15
"""How many cases are about the offender of the case before."""
TOGETHER = 50
"""Cases are made so many at a time; who shares an offender stands within one such lot."""
NO_ANSWER_AFTER, DEFERRED_FOR = 75, 125
"""Days after which an offer that nobody answered was given up, and a "later" was asked again."""
PUT_OFF = timedelta(days=120)
_WAYS: dict[tuple[Enrolment, ...], int] = {
    (_E.OFFERED, _E.OPTED_IN): 58,
    (_E.OFFERED, _E.DECLINED): 13,
    (_E.OFFERED, _E.NO_RESPONSE): 10,
    (_E.OFFERED,): 6,
    (_E.OFFERED, _E.DEFERRED): 4,
    (_E.OFFERED, _E.OPTED_IN, _E.OPTED_OUT): 4,
    (_E.OFFERED, _E.OPTED_IN, _E.OPTED_OUT, _E.OPTED_BACK_IN): 2,
    (): 2,
    (_E.OFFERED, _E.DO_NOT_CONTACT): 1,
}


@dataclass(frozen=True)
class Told:
    """An update that was sent on a day, and whether it was read on their own pages.

    `code` is the key date that it told the month of, empty where it told none.
    """

    stage: Stage
    on: date
    opened: bool
    code: str = ""


@dataclass(frozen=True)
class InventedCase:
    """Everything about one case. `steps` are the moves of its enrolment and their days."""

    number: int
    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    born_on: date | None = field(repr=False)
    language: Language
    relationship: Relationship
    protected: bool
    restricted: bool
    offender_number: int
    offender_first_name: str = field(repr=False)
    offender_last_name: str = field(repr=False)
    offender_born_on: date = field(repr=False)
    sentence: InventedSentence
    received_on: date
    queued: bool
    steps: tuple[tuple[Enrolment, date], ...]
    level: Level
    call_first: bool
    dates_to_avoid: tuple[str, ...] = field(repr=False)
    contacts: tuple[ContactMade, ...]
    channels: tuple[InventedChannel, ...] = field(repr=False)
    told: tuple[Told, ...]
    closed_on: date | None

    @property
    def enrolment(self) -> Enrolment:
        """Where the offer stands."""
        return self.steps[-1][0] if self.steps else _E.NOT_OFFERED

    @property
    def spoke_on(self) -> date | None:
        """The day of the first contact in which somebody was spoken with."""
        days = [one.on for one in self.contacts if one.outcome is ContactOutcome.SPOKE]
        return min(days, default=None)


def prison_number(number: int) -> str:
    """A prison number as it is written (A1234BC), one for each number below 170 million."""
    rest, figures = divmod(number, 10_000)
    rest, last = divmod(rest, 26)
    first, middle = divmod(rest, 26)
    letter = [chr(ord("A") + one % 26) for one in (first, middle, last)]
    return f"{letter[0]}{figures:04d}{letter[1]}{letter[2]}"


def invent(seed: int, number: int, today: date) -> InventedCase:
    """The case of a number, as it stands on a day."""
    chance = chance_of(seed, f"case {number}")
    shares = chance.random() < SHARED and number % TOGETHER > 0
    about = invent(seed, number - 1, today) if shares else None
    if about is not None:
        return _own_part(
            replace(about, number=number), chance, today, about.offender_number, about.sentence
        )
    return _own_part(None, chance, today, number, sentence(chance, today))


def _own_part(
    about: InventedCase | None,
    chance: Random,
    today: date,
    offender: int,
    passed: InventedSentence,
) -> InventedCase:
    number = about.number if about is not None else offender
    name, family = first_name(chance), last_name(chance)
    received = min(passed.on + timedelta(days=chance.randrange(2, 40)), today)
    steps, contacts, spoke = _answered(chance, received, today)
    state = steps[-1][0] if steps else _E.NOT_OFFERED
    closed = _closed_on(chance, passed, steps, today)
    in_scheme = state in IN_SCHEME
    joined = next((on for one, on in steps if one in IN_SCHEME), None)
    told = _told(chance, passed, joined, closed or today) if in_scheme and joined else ()
    restricted = chance.random() < 0.005
    return InventedCase(
        number=number,
        first_name=name,
        last_name=family,
        born_on=_born(chance, today, 20, 85) if chance.random() < 0.92 else None,
        language=Language.WELSH if chance.random() < 0.04 else Language.ENGLISH,
        relationship=(
            Relationship.BEREAVED_RELATIVE
            if passed.category.value == "murder"
            else Relationship.VICTIM
        ),
        protected=chance.random() < 0.003,
        restricted=restricted,
        offender_number=offender,
        offender_first_name=about.offender_first_name if about else first_name(chance),
        offender_last_name=about.offender_last_name if about else last_name(chance),
        offender_born_on=about.offender_born_on if about else _born(chance, passed.on, 19, 60),
        sentence=passed,
        received_on=received,
        queued=not steps and not restricted and chance.random() < 0.4,
        steps=steps,
        level=chance.choice((Level.KEY_STAGES, Level.KEY_STAGES, Level.KEY_STAGES, Level.ANNUAL)),
        call_first=chance.random() < 0.2,
        dates_to_avoid=_dates_to_avoid(chance),
        contacts=(*contacts, *(_spoken(chance, told))),
        channels=channels(chance, number, f"{name} {family}", spoke if in_scheme else None, today),
        told=told,
        closed_on=closed,
    )


def _answered(
    chance: Random, received: date, today: date
) -> tuple[tuple[tuple[Enrolment, date], ...], list[ContactMade], date | None]:
    """The steps of the offer that lie before today, the contacts, and the first day spoken."""
    (way,) = chance.choices(list(_WAYS), weights=list(_WAYS.values()))
    # Four in five are reached within the ten working days that the policy gives.
    after = chance.randrange(1, 13) if chance.random() < 0.8 else chance.randrange(14, 60)
    first = received + timedelta(days=after)
    if not way or first > today:
        return (), [], None
    steps = [(way[0], first)]
    for state in way[1:]:
        last = steps[-1][1]
        on = last + timedelta(days=chance.randrange(30, 400) if len(steps) > 1 else 12)
        if on > today:
            break
        steps.append((state, on))
    if len(steps) == 1 and (today - first).days > NO_ANSWER_AFTER and chance.random() < 0.95:
        steps.append((_E.NO_RESPONSE, first + timedelta(days=NO_ANSWER_AFTER)))
    elif steps[-1][0] is _E.DEFERRED and (today - steps[-1][1]).days > DEFERRED_FOR:
        steps.append((chance.choice((_E.OPTED_IN, _E.DECLINED)), steps[-1][1] + PUT_OFF))
    answered = len(steps) > 1 and steps[1][0] is not _E.NO_RESPONSE
    spoke = steps[1][1] if answered else None
    return tuple(steps), attempts(chance, first, spoke, today), spoke


def _closed_on(
    chance: Random,
    passed: InventedSentence,
    steps: tuple[tuple[Enrolment, date], ...],
    today: date,
) -> date | None:
    """Closed after the sentence has ended; nearly all that have are."""
    if passed.ends_on is None or passed.ends_on >= today or not steps:
        return None
    on = passed.ends_on + timedelta(days=chance.randrange(1, 40))
    return on if on < today and on > steps[-1][1] and chance.random() < 0.98 else None


def _told(chance: Random, passed: InventedSentence, joined: date, until: date) -> tuple[Told, ...]:
    """The sentence explained, the release before it came and after, and each year a sign of life.

    Of the yearly ones the last three are kept here; now and then one wasn't done.
    """
    found = [(Stage.SENTENCE_EXPLAINED, joined + timedelta(days=chance.randrange(1, 25)), "")]
    release = dict(passed.dates).get("CRD")
    if release is not None:
        month_before = release - timedelta(days=chance.randrange(30, 85))
        found.append((Stage.PRE_RELEASE, month_before, "CRD"))
        found.append((Stage.RELEASED, release, ""))
    years = range(1, (until - joined).days // 365 + 1)
    days = [add_months(joined, 12 * year) - timedelta(days=chance.randrange(25)) for year in years]
    found += [(Stage.ANNUAL_CONTACT, on, "") for on in days[-3:]]
    return tuple(
        Told(stage, on, chance.random() < 0.7, code)
        for stage, on, code in found
        if joined <= on <= until and chance.random() < 0.96
    )


def _spoken(chance: Random, told: tuple[Told, ...]) -> list[ContactMade]:
    return [
        ContactMade(one.on, ContactMethod.TELEPHONE, ContactOutcome.SPOKE)
        for one in told
        if chance.random() < 0.4
    ]


def _born(chance: Random, day: date, youngest: int, oldest: int) -> date:
    return day - timedelta(days=chance.randrange(366 * youngest, 365 * oldest))


def _dates_to_avoid(chance: Random) -> tuple[str, ...]:
    if chance.random() > 0.15:
        return ()
    return (f"{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}",)
