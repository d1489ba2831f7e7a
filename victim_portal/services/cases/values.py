"""What the page of a case shows, as plain values."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.clocks import CaseClock, ClockStanding
from victim_portal.domain.policy import ClockKind
from victim_portal.domain.sources import ToldBy
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import (
    ContactMethod,
    Enrolment,
    Language,
    Level,
    OffenceCategory,
    Relationship,
    Route,
    SentenceType,
    UpdateState,
)
from victim_portal.services.channels.views import ChannelView
from victim_portal.services.coming_of_age import ComingOfAgeView
from victim_portal.services.contacts import LogEntry
from victim_portal.services.corrections.values import CorrectionView
from victim_portal.services.first_contact import FirstContactView
from victim_portal.services.keeping import HoldView
from victim_portal.services.key_dates.versions import KeyDatesView
from victim_portal.services.ladder.showing import LadderView
from victim_portal.services.minors import MinorView
from victim_portal.services.needs import NeedsView
from victim_portal.services.preferences import PreferenceView
from victim_portal.services.promises import PromiseView
from victim_portal.services.referrals import DoublesView
from victim_portal.services.referrals.on_case import ReferralOnCase
from victim_portal.services.supporters import SupporterView
from victim_portal.services.tasks import TaskView


@dataclass(frozen=True)
class ClockView:
    """A clock of the case and how it stands today."""

    kind: ClockKind
    clock: CaseClock
    standing: ClockStanding


@dataclass(frozen=True)
class StepView:
    """One move of the offer and its answer; `changes_level` where only the level moved.

    One that was a mistake says who took it back.
    """

    moved_to: Enrolment
    on: date
    how: ContactMethod
    level: Level | None
    changes_level: bool
    deferred_until: date | None
    recorded_by: str
    consent_shown: str = field(repr=False)
    consent_words: str = field(repr=False)
    note: str = field(repr=False)
    undone_at: datetime | None = None
    undone_by: str = ""
    undone_why: str = field(default="", repr=False)


@dataclass(frozen=True)
class UpdateLine:
    """One update in the case's list."""

    id: UUID
    stage: Stage
    state: UpdateState
    window_opens: date
    window_closes: date
    month: str
    reason: str
    late: bool
    back_to_draft_why: str
    ladder: LadderView | None


@dataclass(frozen=True)
class EventLine:
    """Something that happened to the sentence; `told_by` is "" for who may not read it."""

    stage: Stage
    happened_on: date
    source: ToldBy
    told_by: str = field(repr=False)


@dataclass(frozen=True)
class CaseView:
    """A case for its page. Personal values stay out of every repr."""

    reference: str
    offender_id: UUID
    person_name: str = field(repr=False)
    called: str = field(repr=False)
    born_on: date | None = field(repr=False)
    relationship: Relationship
    language: Language
    offender_name: str = field(repr=False)
    offender_born_on: date | None = field(repr=False)
    prison_number: str = field(repr=False)
    crn: str = field(repr=False)
    offence: str = field(repr=False)
    offence_category: OffenceCategory
    sentence_type: SentenceType
    sentenced_on: date
    court: str = field(repr=False)
    custodial_term: str
    unit_name: str
    officer_name: str
    queued: bool
    queue_due_on: date | None
    officer_telephone: str
    may_take: bool
    may_change: bool
    restricted: bool
    may_restrict: bool
    may_assign: tuple[tuple[UUID, str], ...]
    may_decide_route: bool
    route_decided_why: str = field(repr=False)
    closed: bool
    closed_why: str
    closed_note: str = field(repr=False)
    doubles: DoublesView
    another_victim: bool
    route: Route
    route_reason: str
    clocks: tuple[ClockView, ...]
    enrolment: Enrolment
    deferred_until: date | None
    level: Level | None
    preferences: PreferenceView | None
    steps: tuple[StepView, ...]
    first_contact: FirstContactView
    contacts: tuple[LogEntry, ...]
    promises: tuple[PromiseView, ...]
    channels: tuple[ChannelView, ...]
    needs: NeedsView
    supporters: tuple[SupporterView, ...]
    corrections: tuple[CorrectionView, ...]
    hold: HoldView | None
    referral: ReferralOnCase
    key_dates: KeyDatesView
    updates: tuple[UpdateLine, ...]
    plan_changes: int
    events: tuple[EventLine, ...]
    tasks: tuple[TaskView, ...]
    minor: MinorView | None
    coming_of_age: ComingOfAgeView
    cover: str
    referral_references: tuple[str, ...] = field(repr=False)
