"""News that later news overtook: told all the same, it would be stale."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.support.planning import CASE, POLICY, TODAY, after, event, make, stages, update
from victim_portal.domain.plan import EventFacts, overtaken
from victim_portal.domain.stages import EventOutcome, Stage

DATES = {"CRD": "2027-03-05", "SLED": "2029-01-01"}


def happened(stage: str, on: str, outcome: str = "") -> EventFacts:
    made = event(Stage(stage), on)
    return replace(
        made,
        id=f"{stage}-{on}-{outcome}",
        outcome=EventOutcome(outcome or "started") if outcome else None,
    )


# what happened first, what happened after it -> whether the first is still told
@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ("released", "recalled", False),
        ("re_released", "recalled", False),
        ("recalled", "re_released", False),
        ("recalled", "licence_varied", True),
        ("released", "licence_varied", True),
        ("hearing_listed", "hearing_deferred", False),
        ("hearing_deferred", "hearing_listed", False),
        ("hearing_listed", "parole_decision", False),
        ("parole_review_started", "hearing_listed", True),
        ("parole_review_started", "parole_decision", False),
        ("parole_decision", "reconsideration", True),
        ("parole_decision", "reconsideration:changed", False),
        ("appeal:started", "appeal:unchanged", False),
        ("appeal:changed", "appeal:started", True),
        ("licence_varied:started", "licence_varied:changed", False),
        ("open_conditions_considered", "open_conditions_moved", False),
        ("home_detention_curfew_considered", "released", False),
        ("tribunal", "conditional_discharge", False),
        ("tribunal", "conditional_discharge:started", True),
        ("conditional_discharge", "hospital_recall", False),
        ("hospital_recall", "conditional_discharge", False),
        ("escape_or_release_in_error", "escape_or_release_in_error:back_in_custody", False),
        ("escape_or_release_in_error", "recalled", True),
        ("serious_further_offence", "recalled", True),
    ],
)
def test_what_is_still_told(first: str, then: str, told: bool) -> None:
    before, later = (
        happened(*(name, day, outcome))
        for (name, _, outcome), day in (
            (first.partition(":"), "2026-11-10"),
            (then.partition(":"), "2026-11-12"),
        )
    )
    for events in ([before, later], [later, before]):
        keys = {one.plan_key for one in make(DATES, events)}
        assert (f"{before.stage}:{before.id}" in keys) == told
        assert f"{later.stage}:{later.id}" in keys
        why = overtaken(CASE, events, POLICY, TODAY).get(f"{before.stage}:{before.id}")
        assert (why is None) == told


def test_the_later_news_says_what_they_were_not_told_of() -> None:
    events = [happened("released", "2026-11-18"), happened("recalled", "2026-11-20")]
    found = update(make(DATES, events), Stage.RECALLED)
    assert "They weren't told of what came before: released (18 November 2026)." in found.reason


def test_what_they_were_told_of_is_not_missed() -> None:
    out, back = happened("released", "2026-11-18"), happened("recalled", "2026-11-20")
    case = after(update(make(DATES, [out]), Stage.RELEASED))
    found = update(make(DATES, [out, back], case=case), Stage.RECALLED)
    assert "weren't told" not in found.reason


@pytest.mark.parametrize("recall_written_first", [True, False])
def test_out_and_back_on_one_day_is_custody(recall_written_first: bool) -> None:
    early, late = datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 20, 15, tzinfo=UTC)
    out = replace(
        happened("released", "2026-11-20"), recorded_at=late if recall_written_first else early
    )
    back = replace(
        happened("recalled", "2026-11-20"), recorded_at=early if recall_written_first else late
    )
    found = stages(make(DATES, [out, back]))
    assert Stage.RECALLED in found
    assert Stage.RELEASED not in found


def test_on_one_day_what_was_written_later_counts() -> None:
    listed = replace(
        happened("hearing_listed", "2026-11-20"), recorded_at=datetime(2026, 11, 20, 9, tzinfo=UTC)
    )
    put_off = replace(
        happened("hearing_deferred", "2026-11-20"),
        recorded_at=datetime(2026, 11, 20, 15, tzinfo=UTC),
    )
    for events in ([listed, put_off], [put_off, listed]):
        found = stages(make({}, events))
        assert Stage.HEARING_DEFERRED in found
        assert Stage.HEARING_LISTED not in found
