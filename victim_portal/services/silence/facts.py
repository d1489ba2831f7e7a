"""What the rule of silence looks at, for a batch of cases in as many queries as for one."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from victim_portal.domain.calendar import london_date
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.silence import SilenceFacts, Way
from victim_portal.domain.vocabulary import ChannelUse, Enrolment, Level
from victim_portal.store import cases as case_store
from victim_portal.store import planning as planning_store
from victim_portal.store import silence as store
from victim_portal.store.models import Case, Channel, EnrolmentStep, Event, Update
from victim_portal.store.unit_of_work import UnitOfWork

AHEAD = timedelta(days=28)
"""How long before its window a yearly contact is held against what happened."""
# What may be used without a code: somebody goes there themselves, or writes on paper.
_BY_HAND = {ChannelUse.CALL, ChannelUse.VOICEMAIL, ChannelUse.LETTER}
_Outcomes = tuple[datetime | None, datetime | None]


def gather(uow: UnitOfWork, cases: Sequence[Case], today: date) -> dict[UUID, SilenceFacts]:
    """The facts of some cases, by case."""
    ids = [case.id for case in cases]
    steps = case_store.steps_of(uow, ids)
    preferences = planning_store.preferences(uow, ids)
    contacts = store.last_contacts(uow, ids)
    linked = store.linked_messages(uow, ids)
    channels = store.channels_of(uow, {case.person_id for case in cases})
    outcomes = store.outcomes_at(uow, [one.id for rows in channels.values() for one in rows])
    yearly = store.waiting_yearly(uow, ids)
    told = store.told_events(uow, list(yearly))
    events = store.events_of(uow, {case.offender_id for case in cases if case.id in yearly})
    found = {}
    for case in cases:
        preference = preferences.get(case.id)
        theirs = [_day(at) for at, own in contacts[case.id] if own]
        found[case.id] = SilenceFacts(
            enrolment=Enrolment(case.enrolment),
            closed=case.closed_at is not None,
            level=Level(preference.level) if preference else None,
            joined_on=_joined(steps.get(case.id, []), case),
            last_contact_on=max((_day(at) for at, _ in contacts[case.id]), default=None),
            unopened=_unopened(linked[case.id], max(theirs, default=None)),
            ways=tuple(
                _way(one, outcomes.get(one.id, (None, None))) for one in channels[case.person_id]
            ),
            passed_over_on=_passed_over(
                yearly.get(case.id),
                events.get(case.offender_id, []),
                told.get(case.id, set()),
                today,
            ),
        )
    return found


def _day(at: date | datetime) -> date:
    return london_date(at) if isinstance(at, datetime) else at


def _joined(steps: Sequence[EnrolmentStep], case: Case) -> date:
    joined = [step.on for step in steps if Enrolment(step.moved_to) in IN_SCHEME]
    return max(joined, default=case.received_on)


def _unopened(linked: Sequence[tuple[datetime, bool]], heard_on: date | None) -> tuple[date, ...]:
    """The days of the last messages that nobody opened; contact with them ends the row."""
    found = []
    for at, opened in linked:
        on = london_date(at)
        if opened or (heard_on is not None and heard_on >= on):
            break
        found.append(on)
    return tuple(found)


def _way(channel: Channel, outcomes: _Outcomes) -> Way:
    uses = {ChannelUse(use) for use in channel.uses}
    may = channel.verified_at is not None or bool(uses & _BY_HAND)
    failed_at, arrived_at = outcomes
    since = [one for one in (arrived_at, channel.confirmed_at) if one is not None]
    dead = failed_at is not None and all(one < failed_at for one in since)
    return Way(
        usable=bool(uses) and may and channel.suspended_at is None,
        dead_since=london_date(failed_at) if dead and failed_at is not None else None,
        review_on=channel.review_on,
        stopped_on=london_date(channel.suspended_at) if channel.suspended_at else None,
    )


def _passed_over(
    yearly: Update | None, events: Sequence[Event], told: set[str], today: date
) -> date | None:
    """When the first thing happened that a yearly contact, soon to go, says nothing of."""
    if yearly is None or yearly.window_opens > today + AHEAD:
        return None
    passed = [
        london_date(event.recorded_at)
        for event in events
        if event.recorded_at > yearly.changed_at and str(event.id) not in told
    ]
    return min(passed, default=None)
