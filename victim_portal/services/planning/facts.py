"""The facts of a case as the plan's rules take them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from victim_portal.domain.calendar import london_date
from victim_portal.domain.enrolment import IN_SCHEME, changes_level
from victim_portal.domain.plan import (
    CaseFacts,
    EventFacts,
    KeyDateFacts,
    PlanDeadline,
    PlannedUpdate,
    PreferenceFacts,
    SentenceFacts,
    Settled,
    deadlines,
    plan,
)
from victim_portal.domain.stages import EventOutcome, Stage, YearMonth
from victim_portal.domain.vocabulary import (
    ContactOutcome,
    Enrolment,
    Level,
    SentenceType,
    UpdateState,
)
from victim_portal.services.context import Context
from victim_portal.store import ages as age_store
from victim_portal.store import cases as case_store
from victim_portal.store import keeping as keeping_store
from victim_portal.store import offenders as offender_store
from victim_portal.store import planning as planning_store
from victim_portal.store.models import (
    Case,
    EnrolmentStep,
    Event,
    KeyDate,
    KeyDates,
    Preference,
    Sentence,
    Update,
)
from victim_portal.store.unit_of_work import UnitOfWork

# A date beyond is kept, flagged and shown, but nothing is planned for it: there is no
# calendar to count in, and nobody alive to be told.
LAST_YEAR = 2200
BOTH_WAYS = frozenset({ContactOutcome.SPOKE.value, ContactOutcome.RECEIVED.value})


@dataclass(frozen=True)
class PlanFacts:
    """Everything that `plan` takes, beside the policy and the day."""

    case: CaseFacts
    sentence: SentenceFacts | None
    key_dates: KeyDateFacts | None
    events: tuple[EventFacts, ...]
    preference: PreferenceFacts | None


def gather(uow: UnitOfWork, case: Case, updates: list[Update]) -> PlanFacts:
    """Read a case's facts as they stand in this unit of work."""
    return gather_many(uow, [case], {case.id: updates})[case.id]


def gather_many(
    uow: UnitOfWork, cases: Sequence[Case], updates: Mapping[UUID, list[Update]]
) -> dict[UUID, PlanFacts]:
    """The facts of many cases, in as many queries as for one; for none, in none."""
    if not cases:
        return {}
    ids = [case.id for case in cases]
    offenders = {case.offender_id for case in cases}
    steps = case_store.steps_of(uow, ids)
    ages = age_store.age_facts(uow, cases, steps)
    spoken = planning_store.last_spoken(uow, ids, BOTH_WAYS)
    preferences = planning_store.preferences(uow, ids)
    events = planning_store.events_of(uow, offenders)
    versions = planning_store.versions_of(uow, offenders)
    sentences = keeping_store.sentences(uow, {case.sentence_id for case in cases})
    joined = {case.id: _joined(steps[case.id]) for case in cases}
    told = {case.id: _told(versions.get(case.offender_id, []), joined[case.id]) for case in cases}
    newest = {offender_id: rows[0] for offender_id, rows in versions.items()}
    wanted = {row.id: row for row in (*newest.values(), *(t for t in told.values() if t))}
    dates = offender_store.dates_of(uow, list(wanted.values()))
    found: dict[UUID, PlanFacts] = {}
    for case in cases:
        opted_in, rows = joined[case.id], updates.get(case.id, [])
        preference = preferences.get(case.id)
        found[case.id] = PlanFacts(
            case=CaseFacts(
                enrolment=Enrolment(case.enrolment),
                enrolment_version=case.enrolment_version,
                opted_in_on=opted_in.on if opted_in else None,
                referred_on=case.received_on,
                closed_on=london_date(case.closed_at) if case.closed_at else None,
                last_contact_on=_last_contact(spoken.get(case.id), rows, opted_in),
                settled=tuple(_settled(update) for update in rows if _is_settled(update)),
                age=ages[case.id],
            ),
            sentence=_sentence(sentences.get(case.sentence_id)),
            key_dates=_key_dates(newest.get(case.offender_id), told[case.id], dates),
            events=tuple(event_facts(event) for event in events.get(case.offender_id, [])),
            preference=_preference(preference) if preference else None,
        )
    return found


def _joined(steps: list[EnrolmentStep]) -> EnrolmentStep | None:
    """The step of the last joining; who hears more or less from a day on joined before."""
    joined = [
        step
        for step in steps
        if Enrolment(step.moved_to) in IN_SCHEME
        and not changes_level(Enrolment(step.moved_from), Enrolment(step.moved_to))
    ]
    return joined[-1] if joined else None


def _told(versions: list[KeyDates], opted_in: EnrolmentStep | None) -> KeyDates | None:
    """The version in force when somebody joined: its months are those that they know."""
    if opted_in is None:
        return None
    return next((row for row in versions if row.received_at <= opted_in.recorded_at), None)


def planned(ctx: Context, facts: PlanFacts) -> tuple[PlannedUpdate, ...]:
    """The plan of a case today; empty until it is known how they want to be told."""
    if facts.preference is None:
        return ()
    return plan(
        facts.case,
        facts.sentence,
        facts.key_dates,
        facts.events,
        facts.preference,
        ctx.policy,
        ctx.bank_holidays,
        ctx.today(),
    )


def deadlines_of(ctx: Context, facts: PlanFacts) -> tuple[PlanDeadline, ...]:
    """What staff must have done by when on a case, as it stands today."""
    return deadlines(
        facts.case,
        facts.sentence,
        facts.key_dates,
        facts.events,
        ctx.policy,
        ctx.bank_holidays,
        ctx.today(),
    )


def current_facts(uow: UnitOfWork, case: Case, names: Iterable[str]) -> dict[str, str]:
    """The version of each named fact as it stands now; a fact that is gone is left out."""
    preference = case_store.preference(uow, case.id)
    newest = offender_store.newest_key_dates(uow, case.offender_id)
    dates = offender_store.dates_of(uow, [newest])[newest.id] if newest else []
    since = {date_row.code: date_row.since_version for date_row in dates}
    events = {
        str(event.id): event.version for event in offender_store.events(uow, case.offender_id)
    }
    return versions_now(case, preference, since, events, names)


def versions_now(
    case: Case,
    preference: Preference | None,
    since: Mapping[str, int],
    events: Mapping[str, int],
    names: Iterable[str],
) -> dict[str, str]:
    """The same of what is at hand: `since` which version each date stands, and of each event."""
    found: dict[str, str] = {}
    for name in names:
        kind, _, key = name.partition(":")
        version: int | None = None
        if kind == "enrolment":
            version = case.enrolment_version
        elif kind == "preference":
            version = preference.version if preference else None
        elif kind == "key_date":
            version = since.get(key)
        elif kind == "event":
            version = events.get(key)
        if version is not None:
            found[name] = str(version)
    return found


def _is_settled(update: Update) -> bool:
    sent = update.state == UpdateState.SENT
    return sent or (update.state == UpdateState.CANCELLED and update.cancelled_by is not None)


def _settled(update: Update) -> Settled:
    return Settled(
        plan_key=update.plan_key,
        sent=update.state == UpdateState.SENT,
        anchor_code=update.anchor_code,
        anchor_month=YearMonth.parse(update.anchor_month) if update.anchor_month else None,
    )


def _last_contact(
    spoken: date | None, updates: list[Update], opted_in: EnrolmentStep | None
) -> date | None:
    days = [u.sent_on for u in updates if u.stage == Stage.ANNUAL_CONTACT and u.sent_on]
    if spoken is not None:
        days.append(spoken)
    if opted_in is not None:
        days.append(opted_in.on)
    return max(days, default=None)


def _sentence(sentence: Sentence | None) -> SentenceFacts | None:
    if sentence is None:
        return None
    return SentenceFacts(SentenceType(sentence.sentence_type), sentence.sentenced_on)


def _key_dates(
    newest: KeyDates | None, told: KeyDates | None, dates: Mapping[UUID, list[KeyDate]]
) -> KeyDateFacts | None:
    if newest is None:
        return None
    now = [row for row in dates[newest.id] if row.falls_on.year <= LAST_YEAR]
    before = [row for row in dates[told.id] if row.falls_on.year <= LAST_YEAR] if told else []
    return KeyDateFacts(
        version=newest.version,
        dates={row.code: row.falls_on for row in now},
        changed_in={row.code: row.since_version for row in now},
        disclosed={row.code: row.falls_on for row in before},
        received_on=london_date(newest.received_at),
    )


def event_facts(event: Event) -> EventFacts:
    """An event as the plan's rules see it."""
    return EventFacts(
        id=str(event.id),
        stage=Stage(event.stage),
        happened_on=event.happened_on,
        version=event.version,
        outcome=EventOutcome(event.outcome) if event.outcome else None,
        month=YearMonth.parse(event.month) if event.month else None,
        hearing_on=event.hearing_on,
        recorded_at=event.recorded_at,
    )


def _preference(preference: Preference) -> PreferenceFacts:
    return PreferenceFacts(
        Level(preference.level), preference.version, preference.ignore_moves_up_to_months
    )
