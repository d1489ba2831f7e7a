"""What the plan is made from, and what it is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from victim_portal.domain.coming_of_age import AgeFacts
from victim_portal.domain.policy import LeadTime
from victim_portal.domain.stages import EventOutcome, Stage, YearMonth
from victim_portal.domain.vocabulary import Enrolment, Level, SentenceType


class LeadTimes(Protocol):
    """The part of the policy that the plan needs."""

    def lead_time(self, stage_name: str, on: date) -> LeadTime:
        """The lead time in force on the day `on`; LookupError when there is none."""


@dataclass(frozen=True)
class Settled:
    """An update of this case that was sent, or that a person cancelled.

    `plan_key`, `anchor_code` and `anchor_month` are those of its `PlannedUpdate`.
    """

    plan_key: str
    sent: bool
    anchor_code: str = ""
    anchor_month: YearMonth | None = None


@dataclass(frozen=True)
class CaseFacts:
    """One victim's place in the scheme.

    `enrolment_version` counts the answers to the offer. `opted_in_on` is the day of the
    last opting in. `last_contact_on` is the day of the last contact that went both ways or
    of the last yearly contact. `settled` is oldest first.
    `age` is what decides on a coming of age, None where it isn't asked.
    """

    enrolment: Enrolment
    enrolment_version: int
    opted_in_on: date | None = None
    referred_on: date | None = None
    closed_on: date | None = None
    last_contact_on: date | None = None
    settled: Sequence[Settled] = ()
    age: AgeFacts | None = None


@dataclass(frozen=True)
class SentenceFacts:
    """The sentence of the case: its type, and the London date on which it was passed."""

    kind: SentenceType
    sentenced_on: date


@dataclass(frozen=True)
class KeyDateFacts:
    """The sentence's official dates as they stand now.

    `changed_in` tells for a code the version in which its date last changed; a code that
    isn't there counts as changed in `version`. `disclosed` holds the dates of which this
    victim was last told by other means than an update in `CaseFacts.settled` (for a first
    telling, those in force when the victim opted in; the version before, where nothing
    better is known). `received_on` is the day on which this version came.
    """

    version: int
    dates: Mapping[str, date]
    changed_in: Mapping[str, int] = field(default_factory=dict)
    disclosed: Mapping[str, date] = field(default_factory=dict)
    received_on: date | None = None


@dataclass(frozen=True)
class EventFacts:
    """Something that happened to the sentence.

    `month` is the month that the words may name (of a hearing, of an expected release);
    `hearing_on` is the day of a listed hearing, for its deadlines, and is never told.
    `recorded_at` (aware) orders what happened on one day.
    """

    id: str
    stage: Stage
    happened_on: date
    version: int = 1
    outcome: EventOutcome | None = None
    month: YearMonth | None = None
    hearing_on: date | None = None
    recorded_at: datetime | None = None


@dataclass(frozen=True)
class PreferenceFacts:
    """How much the victim wants to hear.

    Moves of a month by at most `ignore_moves_up_to_months` aren't told.
    """

    level: Level
    version: int
    ignore_moves_up_to_months: int = 0


@dataclass(frozen=True)
class PlannedUpdate:
    """One update to prepare.

    It may go out from `window_opens` and is late after `window_closes` (London dates, both
    included). A window that opened in the past is shown as opening today, so two plans are
    compared by `plan_key`, `facts` and `anchor_month`, not by an opening that has passed.

    `plan_key` is stable (`pre_release:CRD`): a moved date changes the update and not its
    key; once the update is settled, a date that moves on brings `pre_release:CRD#2`.
    `facts` maps what the update rests on to its version: `enrolment`, `preference`,
    `key_date:<code>`, `event:<id>`. `anchor_month` is the month that the words may name,
    `previous_month` the one told before; `on_licence` tells whether a licence follows.
    """

    stage: Stage
    window_opens: date
    window_closes: date
    reason: str
    facts: Mapping[str, int]
    plan_key: str
    anchor_code: str = ""
    anchor_month: YearMonth | None = None
    previous_month: YearMonth | None = None
    outcome: EventOutcome | None = None
    event_id: str = ""
    on_licence: bool = True
    needs_manager: bool = False


class PlanDeadlineKind(StrEnum):
    """What a person has to have done by a day, beside the updates themselves."""

    RECALL_RELEASE = "recall_release"
    RECALL_DATE = "recall_date"
    CONDITIONS = "conditions_due"
    ASK_AGAIN = "ask_before_it"
    PAROLE_PASSED = "parole_passed"
    RELEASE_PASSED = "release_passed"
    NEXT_REVIEW = "next_review"
    PRE_TARIFF_REVIEW = "pre_tariff_review"
    SPEAK_ALONE = "speak_alone"
    OWN_CHOICE = "own_choice"
    CAPACITY_REVIEW = "capacity_review"
    ASK_BIRTH_DATE = "ask_birth_date"


@dataclass(frozen=True)
class PlanDeadline:
    """One such day: open from `opens_on`, to be done by `due_on` (London dates).

    `key` is stable for the same thing, however often it is planned. `what` and `rule` are
    plain words for staff. `release_on` is the day at the end of a fixed-term recall:
    `official` where the prison's own date is known, else reckoned from the recall, which
    is the earliest that it can be.
    """

    kind: PlanDeadlineKind
    key: str
    opens_on: date
    due_on: date
    what: str
    rule: str
    release_on: date | None = None
    official: bool = False
