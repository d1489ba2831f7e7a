"""Who said no, or never answered, and is asked again before a review or a release."""

from collections.abc import Iterator
from datetime import date

from victim_portal.domain.plan.dated import ahead
from victim_portal.domain.plan.situation import Situation, in_order
from victim_portal.domain.plan.tariff import tariff_review
from victim_portal.domain.plan.values import EventFacts, PlanDeadline, PlanDeadlineKind
from victim_portal.domain.stages import Road, Stage, YearMonth
from victim_portal.domain.vocabulary import Enrolment

ASKED_AGAIN = frozenset(
    {
        Enrolment.OFFERED,
        Enrolment.DECLINED,
        Enrolment.DEFERRED,
        Enrolment.NO_RESPONSE,
        Enrolment.OPTED_OUT,
    }
)
"""Who is asked again before a review or a release: all who aren't in and may be asked."""

REVIEW_NEWS = frozenset({Stage.PAROLE_REVIEW_STARTED, Stage.HEARING_LISTED, Stage.HEARING_DEFERRED})
"""What says that a review is under way."""


def ask_again(now: Situation) -> Iterator[PlanDeadline]:
    """The days on which somebody outside the scheme is asked again, in no order."""
    for road, lead, last in (
        (Road.PAROLE, "ask_again_parole", Stage.PAROLE_REVIEW_STARTED),
        (Road.RELEASE, "ask_again_release", Stage.PRE_RELEASE),
    ):
        found = ahead(now, road)
        opens = now.lead(lead, found[1]) if found else None
        if found is None or opens is None:
            continue
        what = "a review for parole" if road is Road.PAROLE else "a release"
        due = max(now.lead(last, found[1]) or opens, opens)
        yield _asking(f"{found[0]}:{YearMonth.of(found[1])}", opens, due, what)
    first = tariff_review(now)
    opens = now.lead("ask_again_parole", first.expected_on) if first else None
    if first is not None and opens is not None and first.expected_on >= now.today:
        due = max(now.lead(Stage.PAROLE_REVIEW_STARTED, first.expected_on) or opens, opens)
        key = f"before_tariff:{YearMonth.of(first.tariff_ends_on)}"
        yield _asking(key, opens, due, "a review before the end of the tariff")
    # A review that is under way without a date of its own, as for a life sentence's later ones.
    reviews = [e for e in now.events if e.stage in REVIEW_NEWS and e.happened_on <= now.today]
    if reviews and not now.at_liberty:
        newest = max(reviews, key=in_order)
        if not _decided_since(now, newest):
            last_day = now.lead("parole_review_started_news", newest.happened_on)
            due = last_day or newest.happened_on
            yield _asking(f"review:{newest.id}", newest.happened_on, due, "a review for parole")


def _asking(key: str, opens: date, due: date, what: str) -> PlanDeadline:
    return PlanDeadline(
        PlanDeadlineKind.ASK_AGAIN,
        key,
        opens,
        due,
        f"Ask them again whether they want to hear: {what} is coming",
        "Those who said no or never answered are asked again before a review or a release",
    )


def _decided_since(now: Situation, review: EventFacts) -> bool:
    return any(
        e.stage is Stage.PAROLE_DECISION and in_order(e) > in_order(review) for e in now.events
    )
