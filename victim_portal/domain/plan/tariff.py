"""The first review of a sentence with a tariff, before the tariff ends.

It looks at open conditions and comes about three years before the end of a life sentence's
tariff (`domain.md` 4.3). Which types of sentence have one, and how long before, is policy data:
a type without a row of its own has none, as IPP and DPP, whose first review is the one at the
end of the tariff. It is expected, never official: the months that are told are official alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from victim_portal.domain.plan.situation import Situation
from victim_portal.domain.plan.values import PlanDeadline, PlanDeadlineKind, PlannedUpdate
from victim_portal.domain.stages import Stage, YearMonth
from victim_portal.domain.vocabulary import DateCode, SentenceType

ROW = "pre_tariff_review_"
"""How the policy's rows begin that say which type of sentence has this review, and when."""

_CODE = DateCode.TED.value
_NEWS = frozenset(
    {
        Stage.OPEN_CONDITIONS_CONSIDERED,
        Stage.OPEN_CONDITIONS_MOVED,
        Stage.PAROLE_REVIEW_STARTED,
        Stage.HEARING_LISTED,
        Stage.HEARING_DEFERRED,
        Stage.PAROLE_DECISION,
    }
)
"""What says that the review has begun, or is over."""


@dataclass(frozen=True)
class TariffReview:
    """The review that is expected on `expected_on`, before the tariff ends on `tariff_ends_on`."""

    tariff_ends_on: date
    expected_on: date


def row_of(kind: SentenceType) -> str:
    """The name of the policy's row for a type of sentence, whether or not there is one."""
    return ROW + kind.value.lower()


def tariff_review(now: Situation) -> TariffReview | None:
    """The review that nobody has recorded yet, its day ahead or gone by; None where there is none.

    None too where the tariff is so short that the day lay before the sentence, and once the
    tariff has ended: from there on it is the review of every other sentence.
    """
    ends = now.key_dates.dates.get(_CODE)
    if now.sentence is None or ends is None or ends < now.today or now.at_liberty:
        return None
    since = now.sentence.sentenced_on
    expected = now.lead(row_of(now.sentence.kind), ends)
    if expected is None or expected <= since:
        return None
    if any(e.stage in _NEWS and since <= e.happened_on <= now.today for e in now.events):
        return None
    return TariffReview(ends, expected)


def expected_review(now: Situation) -> Iterator[PlannedUpdate]:
    """The update that tells of the review, while its day is ahead."""
    review = tariff_review(now)
    if review is None or review.expected_on < now.today:
        return
    stage, month = Stage.OPEN_CONDITIONS_CONSIDERED, YearMonth.of(review.tariff_ends_on)
    key = now.open_key(f"{stage}:{_CODE}", month)
    if key is None:
        return
    day = review.expected_on
    opens, closes = now.window(
        now.lead(Stage.PAROLE_REVIEW_STARTED, day),
        now.lead("non_disclosure_due", day) or now.working_day_before(day),
    )
    yield PlannedUpdate(
        stage,
        opens,
        closes,
        f"The tariff ends in {month.in_words()} ({_CODE}); a first review, for open conditions, "
        f"is expected about {YearMonth.of(day).in_words()}.",
        now.facts(_CODE),
        key,
        anchor_code=_CODE,
        anchor_month=month,
    )


def ask_for_review(now: Situation, since: date | None) -> Iterator[PlanDeadline]:
    """What an officer finds out before the victim is told; `since` is when we had the case.

    A review whose day lay before our time with the case was somebody else's.
    """
    review = tariff_review(now)
    if review is None:
        return
    expected, month = review.expected_on, YearMonth.of(review.tariff_ends_on)
    if since is not None and expected < since:
        return
    due = now.lead(Stage.PAROLE_REVIEW_STARTED, expected) or expected
    if since is not None:
        due = max(due, since)
    gone = " That month has gone." if YearMonth.of(expected) < YearMonth.of(now.today) else ""
    yield PlanDeadline(
        PlanDeadlineKind.PRE_TARIFF_REVIEW,
        f"{_CODE}:{month}",
        due - timedelta(days=28),
        due,
        "Ask the casework section when the review before the end of the tariff is, and record "
        f"it: it is expected about {YearMonth.of(expected).in_words()}, for open conditions."
        f"{gone}",
        "A life sentence has a first review before its tariff ends, and views take time",
    )
