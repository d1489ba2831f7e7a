"""Updates that follow from recorded events, and a hearing's deadlines."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from victim_portal.domain.plan.situation import Situation, in_order
from victim_portal.domain.plan.tariff import row_of
from victim_portal.domain.plan.values import EventFacts, PlannedUpdate
from victim_portal.domain.stages import (
    STAGES,
    Stage,
    YearMonth,
    governing_licence_end,
    governing_release,
    release_is_on_licence,
)
from victim_portal.domain.vocabulary import SentenceType

_LEAD_KEYS: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.RE_RELEASED: "released",
        Stage.DEPORTED: "removed_from_uk",
        Stage.OFFENDER_DEATH: "offender_died",
        Stage.HOSPITAL_TRANSFER: "hospital_change",
        Stage.TRIBUNAL: "hospital_change",
        Stage.CONDITIONAL_DISCHARGE: "hospital_change",
        Stage.ABSOLUTE_DISCHARGE: "hospital_change",
        Stage.COMMUNITY_TREATMENT_ORDER: "hospital_change",
        Stage.HOSPITAL_RECALL: "hospital_change",
    }
)
"""The policy's names for stages where they differ from the stage's own."""


_ALSO_BY: Mapping[str, frozenset[Stage]] = MappingProxyType(
    {
        "non_disclosure_due": frozenset(
            {Stage.PAROLE_REVIEW_STARTED, Stage.STATEMENT_DUE, Stage.OPEN_CONDITIONS_CONSIDERED}
        ),
        Stage.PAROLE_REVIEW_STARTED.value: frozenset({Stage.OPEN_CONDITIONS_CONSIDERED}),
        row_of(SentenceType.LIFE): frozenset({Stage.OPEN_CONDITIONS_CONSIDERED}),
        "conditions_due": frozenset({Stage.PRE_RELEASE, Stage.HOME_DETENTION_CURFEW_CONSIDERED}),
    }
)


def stages_by(lead_key: str) -> frozenset[Stage]:
    """The stages whose windows a lead time of the policy opens or closes; none for the others."""
    own = {one for one in Stage if _LEAD_KEYS.get(one, one.value) == lead_key}
    return frozenset(own) | _ALSO_BY.get(lead_key, frozenset())


def from_events(now: Situation) -> Iterator[PlannedUpdate]:
    """One update for each event that is news to this victim, whatever the level."""
    for event in now.events:
        told = _is_old_news(now, event) or _has_been(now, event)
        if not told and now.overtaking(event) is None:
            yield from _news(now, event)
    yield from _statement_due(now)


def overtaken_news(now: Situation) -> dict[str, str]:
    """Plan keys of news that isn't told any more because of what came after, and why."""
    found: dict[str, str] = {}
    for event in now.events:
        later = now.overtaking(event)
        if later is not None:
            found[f"{event.stage}:{event.id}"] = (
                f"It would no longer be true: {_in_words(later)} came after it."
            )
    return found


def _in_words(event: EventFacts) -> str:
    day = event.happened_on
    return f"{event.stage.replace('_', ' ')} ({day.day} {day:%B %Y})"


def _not_told_of(now: Situation, event: EventFacts) -> str:
    """What this news overtook before the victim heard of it, for whoever rings them."""
    told = {s.plan_key for s in now.case.settled if s.sent}
    passed = [
        each
        for each in now.events
        if now.overtaking(each) is event
        and f"{each.stage}:{each.id}" not in told
        and not _is_old_news(now, each)
    ]
    if not passed:
        return ""
    return " They weren't told of what came before: " + ", ".join(map(_in_words, passed)) + "."


def _is_old_news(now: Situation, event: EventFacts) -> bool:
    """Before the victim opted in, and neither safety news nor still to come."""
    since, rule = now.case.opted_in_on, STAGES[event.stage]
    if since is None or event.happened_on >= since:
        return False
    if rule.urgent or rule.statutory or event.stage is Stage.OFFENDER_DEATH:
        return False
    return event.hearing_on is None or event.hearing_on < now.today


def _has_been(now: Situation, event: EventFacts) -> bool:
    """A hearing that is over isn't told as one that is still to come, however late it was heard of.

    The officer asks what was decided, and that is the news: after it no hearing is told at all.
    """
    if event.stage not in (Stage.HEARING_LISTED, Stage.HEARING_DEFERRED):
        return False
    passed = event.hearing_on is not None and event.hearing_on < now.today
    return passed or _is_decided(now, event)


def _is_decided(now: Situation, hearing: EventFacts) -> bool:
    """Whether the Board has decided since a hearing was listed or put off."""
    return any(
        one.stage is Stage.PAROLE_DECISION
        and one.happened_on <= now.today
        and in_order(one) > in_order(hearing)
        for one in now.events
    )


def _news(now: Situation, event: EventFacts) -> Iterator[PlannedUpdate]:
    key = now.open_key(f"{event.stage}:{event.id}", None, again=False)
    if key is None:
        return
    last = now.lead(_LEAD_KEYS.get(event.stage, event.stage), event.happened_on)
    opens, closes = now.window(event.happened_on, last)
    what = event.stage.replace("_", " ").capitalize()
    yield PlannedUpdate(
        event.stage,
        opens,
        closes,
        f"{what}: recorded as of {event.happened_on.day} {event.happened_on:%B %Y}."
        f"{_not_told_of(now, event)}",
        now.facts() | {f"event:{event.id}": event.version},
        key,
        anchor_month=event.month,
        outcome=event.outcome,
        event_id=event.id,
        on_licence=_licence_follows(now, event),
        needs_manager=STAGES[event.stage].needs_manager,
    )


def _licence_follows(now: Situation, event: EventFacts) -> bool:
    """Whether the offender is on licence after the event, as far as the dates tell."""
    dates = now.key_dates.dates
    end = governing_licence_end(dates)
    if end is not None:
        return event.happened_on < end[1]
    release = governing_release(dates, date.min)
    return release is None or release_is_on_licence(release, dates)


def _statement_due(now: Situation) -> Iterator[PlannedUpdate]:
    """The reminder before a hearing, while a statement can still be in time."""
    hearings = [
        event
        for event in now.events
        if event.stage in (Stage.HEARING_LISTED, Stage.HEARING_DEFERRED)
        and event.happened_on <= now.today
    ]
    if not hearings:
        return
    # A hearing may move twice in a day: the last word counts.
    latest = max(hearings, key=in_order)
    if latest.hearing_on is None or _is_decided(now, latest):
        return
    month = YearMonth.of(latest.hearing_on)
    key = now.open_key(f"{Stage.STATEMENT_DUE}:{latest.id}", month)
    due = now.lead(Stage.STATEMENT_DUE, latest.hearing_on)
    if key is None or due is None or due < now.today:
        return
    opens, closes = now.window(
        latest.happened_on, now.lead("non_disclosure_due", latest.hearing_on)
    )
    yield PlannedUpdate(
        Stage.STATEMENT_DUE,
        opens,
        min(closes, due),
        f"A hearing is listed for {month.in_words()}; the statement is due by {due.day} "
        f"{due:%B %Y}, and a request to withhold it before that.",
        now.facts() | {f"event:{latest.id}": latest.version},
        key,
        anchor_month=month,
        event_id=latest.id,
    )
