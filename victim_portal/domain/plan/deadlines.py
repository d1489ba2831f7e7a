"""What staff must have done by when, so that the plan's updates can be true and in time.

Most releases never come before the Parole Board: their deadline for a victim's wishes is as
firm as a hearing's, and it is the community offender manager who waits for them.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.plan.asking import ASKED_AGAIN, REVIEW_NEWS, ask_again
from victim_portal.domain.plan.dated import ahead
from victim_portal.domain.plan.situation import Situation, in_order
from victim_portal.domain.plan.tariff import ask_for_review
from victim_portal.domain.plan.values import EventFacts, PlanDeadline, PlanDeadlineKind
from victim_portal.domain.stages import (
    RECALL_DAYS,
    EventOutcome,
    Road,
    Stage,
    YearMonth,
    governing_parole,
    governing_release,
    last_expiry,
    release_is_on_licence,
)
from victim_portal.domain.vocabulary import DateCode

_K = PlanDeadlineKind
_PAROLE_NEWS = REVIEW_NEWS | {Stage.PAROLE_DECISION}


def from_situation(now: Situation, *, in_scheme: bool) -> Iterator[PlanDeadline]:
    """Every deadline of a case, in no order."""
    if in_scheme:
        yield from _recall(now)
        yield from _conditions(now)
        yield from _parole_passed(now)
        yield from _release_passed(now)
        yield from _next_review(now)
        yield from ask_for_review(now, now.case.referred_on or now.case.opted_in_on)
    elif now.case.enrolment in ASKED_AGAIN:
        yield from ask_again(now)


def _recall(now: Situation) -> Iterator[PlanDeadline]:
    recall = _recall_under_way(now)
    if recall is None:
        return
    event, release_on, official = recall
    days = (release_on - now.today).days
    left = "today" if days <= 0 else "1 day left" if days == 1 else f"{days} days left"
    whose = "the prison's date" if official else "reckoned from the recall, the earliest"
    yield PlanDeadline(
        _K.RECALL_RELEASE,
        event.id,
        event.happened_on,
        release_on,
        f"A fixed-term recall ends on {_day(release_on)} ({whose}): {left}",
        "The release at the end of a fixed-term recall is automatic, with no Parole Board",
        release_on=release_on,
        official=official,
    )
    if not official:
        yield PlanDeadline(
            _K.RECALL_DATE,
            event.id,
            event.happened_on,
            now.lead(Stage.RECALLED, event.happened_on) or event.happened_on,
            "Ask for the date at the end of the fixed-term recall and enter it: it is not "
            f"before {_day(release_on)}",
            "An official date is entered, never worked out here",
        )


def _recall_under_way(now: Situation) -> tuple[EventFacts, date, bool] | None:
    """The recall that somebody is back for, its last day, and whether that day is official."""
    recalls = [e for e in now.events if e.stage is Stage.RECALLED and e.happened_on <= now.today]
    if not recalls or now.at_liberty:
        return None
    event = max(recalls, key=in_order)
    days = RECALL_DAYS.get(event.outcome) if event.outcome else None
    if days is None:
        return None
    given = now.key_dates.dates.get(DateCode.PRRD)
    official = given is not None and given >= event.happened_on
    last = given if given is not None and official else event.happened_on + timedelta(days=days)
    return event, last, official


def _conditions(now: Situation) -> Iterator[PlanDeadline]:
    found = ahead(now, Road.RELEASE)
    recall = None if found else _recall_under_way(now)
    if recall is not None:
        found = (DateCode.PRRD.value, max(recall[1], now.today))
    if found is None or not release_is_on_licence(found, now.key_dates.dates):
        return
    code, day = found
    due = now.lead("conditions_due", day)
    if due is None:
        return
    opens = now.lead(Stage.PRE_RELEASE, day) or due
    late = " That day has gone: ring the community offender manager now." if due < now.today else ""
    yield PlanDeadline(
        _K.CONDITIONS,
        f"{code}:{YearMonth.of(day)}",
        min(opens, due),
        due,
        "Have the conditions that they ask for with the community offender manager by "
        f"{_day(due)}.{late}",
        "The licence is prepared about four weeks before release",
    )


def _parole_passed(now: Situation) -> Iterator[PlanDeadline]:
    """The date of eligibility went by and nobody has heard of a review."""
    found = governing_parole(now.key_dates.dates, date.min)
    if found is None or found[1] >= now.today or now.at_liberty or not _is_ours(now, found[1]):
        return
    since = now.lead(Stage.PAROLE_REVIEW_STARTED, found[1]) or found[1]
    if any(e.stage in _PAROLE_NEWS and e.happened_on >= since for e in now.events):
        return
    opens = found[1] + timedelta(days=1)
    yield PlanDeadline(
        _K.PAROLE_PASSED,
        f"{found[0]}:{YearMonth.of(found[1])}",
        opens,
        max(now.lead("parole_passed", found[1]) or opens, opens),
        f"Parole has been possible since {YearMonth.of(found[1]).in_words()} and no review is on "
        "record: ask the casework section how it stands",
        "Nobody learns of a review from the news",
    )


def _release_passed(now: Situation) -> Iterator[PlanDeadline]:
    """The date of release went by and nobody has said that it happened."""
    dates = now.key_dates.dates
    if now.at_liberty or ahead(now, Road.RELEASE) is not None:
        return
    found = governing_release(dates, date.min)
    expiry = last_expiry(dates)
    if found is None or found[1] >= now.today or not _is_ours(now, found[1]):
        return
    if expiry is not None and expiry < now.today:
        return
    if any(e.happened_on >= found[1] and e.stage is Stage.RECALLED for e in now.events):
        return
    opens = found[1] + timedelta(days=1)
    yield PlanDeadline(
        _K.RELEASE_PASSED,
        f"{found[0]}:{YearMonth.of(found[1])}",
        opens,
        max(now.lead(Stage.RELEASED, found[1]) or opens, opens),
        f"Release was expected in {YearMonth.of(found[1]).in_words()}: find out whether it has "
        "happened, and record it",
        "They are told within two working days of a release",
    )


def _next_review(now: Situation) -> Iterator[PlanDeadline]:
    """After a no the next review has no date until somebody asks for it."""
    decisions = [
        e
        for e in now.events
        if e.stage is Stage.PAROLE_DECISION
        and e.outcome is not EventOutcome.RELEASE
        and e.happened_on <= now.today
    ]
    if not decisions or now.at_liberty:
        return
    newest = max(decisions, key=in_order)
    if any(e.stage in REVIEW_NEWS and in_order(e) > in_order(newest) for e in now.events):
        return
    due = now.lead("next_review", newest.happened_on)
    if due is None or ahead(now, Road.PAROLE) is not None:
        return
    yield PlanDeadline(
        _K.NEXT_REVIEW,
        newest.id,
        min(due, max(newest.happened_on, due - timedelta(days=28))),
        due,
        "Ask the casework section when the next review for parole is",
        "Each review brings its statement and its conditions, however many there were",
    )


def _is_ours(now: Situation, day: date) -> bool:
    """Whether a day fell into our time with the case: what passed before is history."""
    since = now.case.referred_on or now.case.opted_in_on
    return now.case.enrolment in IN_SCHEME and (since is None or day >= since)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
