"""From values to the list of updates: the gates that hold for every one of them."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from datetime import date

from victim_portal.domain.enrolment import receives_updates
from victim_portal.domain.plan.ages import from_age
from victim_portal.domain.plan.dated import from_key_dates
from victim_portal.domain.plan.dated import month_told as _month_told
from victim_portal.domain.plan.deadlines import from_situation
from victim_portal.domain.plan.recorded import from_events, overtaken_news
from victim_portal.domain.plan.situation import Situation
from victim_portal.domain.plan.values import (
    CaseFacts,
    EventFacts,
    KeyDateFacts,
    LeadTimes,
    PlanDeadline,
    PlannedUpdate,
    PreferenceFacts,
    SentenceFacts,
)
from victim_portal.domain.stages import (
    STAGES,
    Road,
    Stage,
    YearMonth,
    known_codes,
    road_of,
    told_at,
)
from victim_portal.domain.vocabulary import Level

_STAGE_ORDER = {stage: number for number, stage in enumerate(Stage)}


def plan(
    case: CaseFacts,
    sentence: SentenceFacts | None,
    key_dates: KeyDateFacts | None,
    events: Sequence[EventFacts],
    preference: PreferenceFacts,
    policy: LeadTimes,
    bank_holidays: Container[date],
    today: date,
) -> tuple[PlannedUpdate, ...]:
    """Every update that is due or will be, in order of time; `today` is a London date.

    Empty where the case isn't in the scheme or is closed; after a death only its news.
    Nothing lies outside the level that the victim chose but what ranks above it. What was
    sent, or cancelled by a person, isn't planned again unless its month has moved since.
    """
    if not receives_updates(case.enrolment) or _closed(case, today):
        return ()
    now = Situation(
        case,
        sentence,
        _with_known_codes(key_dates),
        events,
        preference,
        policy,
        bank_holidays,
        today,
    )
    deaths = [event for event in events if event.stage is Stage.OFFENDER_DEATH]
    if deaths:
        updates: Iterable[PlannedUpdate] = from_events(replace(now, events=deaths))
    else:
        updates = (*from_key_dates(now), *from_events(now))
    wanted = (
        update
        for update in updates
        if _is_wanted(update, preference.level)
        and (case.closed_on is None or update.window_opens < case.closed_on)
    )
    return tuple(sorted(wanted, key=_order))


def overtaken(
    case: CaseFacts, events: Sequence[EventFacts], policy: LeadTimes, today: date
) -> dict[str, str]:
    """Why news isn't planned any more: the plan keys of what later news overtook."""
    return overtaken_news(_plain_situation(case, None, events, policy, frozenset(), today))


def deadlines(
    case: CaseFacts,
    sentence: SentenceFacts | None,
    key_dates: KeyDateFacts | None,
    events: Sequence[EventFacts],
    policy: LeadTimes,
    bank_holidays: Container[date],
    today: date,
) -> tuple[PlanDeadline, ...]:
    """What staff must have done by when on a case, soonest first; `today` is a London date.

    Whoever is in the scheme has conditions passed on in time, a fixed-term recall counted
    down, and is asked about when a date passed in silence. Whoever said no or never
    answered is asked again before a parole review or a release, unless they asked not to
    be contacted (`domain.md` section 2). Empty once a case is closed; after the offender's
    death only a young person is still asked.
    """
    if _closed(case, today):
        return ()
    found = [*from_age(case, today)]
    if not any(e.stage is Stage.OFFENDER_DEATH for e in events):
        now = replace(
            _plain_situation(case, key_dates, events, policy, bank_holidays, today),
            sentence=sentence,
        )
        found += from_situation(now, in_scheme=receives_updates(case.enrolment))
    return tuple(sorted(found, key=lambda one: (one.due_on, one.kind, one.key)))


def month_told(
    case: CaseFacts, key_dates: KeyDateFacts | None, road: Road, policy: LeadTimes, today: date
) -> YearMonth | None:
    """The month of a road that a victim knows today; None where they were told of none."""
    return _month_told(_plain_situation(case, key_dates, (), policy, frozenset(), today), road)


def _plain_situation(
    case: CaseFacts,
    key_dates: KeyDateFacts | None,
    events: Sequence[EventFacts],
    policy: LeadTimes,
    bank_holidays: Container[date],
    today: date,
) -> Situation:
    """A situation in which neither the sentence nor the preference is asked for."""
    return Situation(
        case,
        None,
        _with_known_codes(key_dates),
        events,
        PreferenceFacts(Level.KEY_STAGES, 0),
        policy,
        bank_holidays,
        today,
    )


def news_for_manager(
    case: CaseFacts, events: Sequence[EventFacts], today: date
) -> tuple[EventFacts, ...]:
    """Urgent safety news of an open case whose victim gets no updates.

    Nothing is sent against a victim's no, but a manager has to decide and record it.
    """
    if receives_updates(case.enrolment) or _closed(case, today):
        return ()
    settled = {s.plan_key for s in case.settled}
    return tuple(
        event
        for event in events
        if STAGES[event.stage].urgent and f"{event.stage}:{event.id}" not in settled
    )


def _closed(case: CaseFacts, today: date) -> bool:
    return case.closed_on is not None and case.closed_on <= today


def _with_known_codes(key_dates: KeyDateFacts | None) -> KeyDateFacts:
    if key_dates is None:
        return KeyDateFacts(version=0, dates={})
    return replace(
        key_dates,
        dates=known_codes(key_dates.dates),
        disclosed=known_codes(key_dates.disclosed),
        changed_in=known_codes(key_dates.changed_in),
    )


def _is_wanted(update: PlannedUpdate, level: Level) -> bool:
    if not told_at(update.stage, level, update.outcome):
        return False
    if update.stage is Stage.DATE_CHANGED and update.anchor_code and level is not Level.KEY_STAGES:
        return road_of(update.anchor_code) is Road.RELEASE
    return True


def _order(update: PlannedUpdate) -> tuple[date, date, int, str]:
    return (
        update.window_opens,
        update.window_closes,
        _STAGE_ORDER[update.stage],
        update.plan_key,
    )
