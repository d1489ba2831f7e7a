"""Whole sentences, walked from the day they were passed: each update is told as it falls due."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.support.planning import BANK_HOLIDAYS, POLICY, key_dates, preference, settled
from victim_portal.domain.calendar import add_months
from victim_portal.domain.plan import (
    CaseFacts,
    KeyDateFacts,
    PlannedUpdate,
    SentenceFacts,
    deadlines,
    plan,
)
from victim_portal.domain.stages import STAGES, Road, Stage, known_codes, road_of, told_at
from victim_portal.domain.vocabulary import Enrolment, Level, SentenceType

KEY_DATE_SETS = Path(__file__).resolve().parents[3] / "shared" / "data" / "key-dates.json"
STEP = 53
"""Days between two looks: it shares no factor with a week, a month's length or a year."""


def _life(level: Level = Level.KEY_STAGES) -> list[tuple[date, PlannedUpdate]]:
    """A life sentence of forty years' tariff, joined on a leap day; what was told, and when."""
    joined, ends = date(2028, 2, 29), "2068-02-01"
    sentence = SentenceFacts(SentenceType.LIFE, date(2028, 2, 1))
    case = CaseFacts(Enrolment.OPTED_IN, 1, opted_in_on=joined, referred_on=date(2028, 2, 10))
    told: list[tuple[date, PlannedUpdate]] = []
    today = joined
    while today < date(2068, 2, 1):
        known, wants = key_dates({"Tariff": ends}), preference(level)
        planned = plan(case, sentence, known, (), wants, POLICY, BANK_HOLIDAYS, today)
        for one in planned:
            # Told late in its window: if anything drifted, it would drift by this.
            if one.window_closes <= today + timedelta(days=2):
                told.append((today, one))
                case = replace(case, settled=(*case.settled, settled(one)))
                if one.stage is Stage.ANNUAL_CONTACT:
                    case = replace(case, last_contact_on=today)
        today += timedelta(days=3)
    return told


def test_forty_years_of_a_life_sentence_have_forty_yearly_contacts_and_no_drift() -> None:
    told = _life()
    yearly = [(on, one) for on, one in told if one.stage is Stage.ANNUAL_CONTACT]
    assert len(yearly) == 39
    for number, (on, one) in enumerate(yearly, 1):
        assert one.window_closes == add_months(date(2028, 2, 29), 12 * number)
        assert abs((on - one.window_closes).days) <= 3
    others = [one.plan_key for _, one in told if one.stage is not Stage.ANNUAL_CONTACT]
    assert others == [
        "sentence_explained",
        "open_conditions_considered:TED",
        "parole_review_started:TED",
    ]


def test_who_wants_the_month_of_release_only_hears_nothing_for_forty_years() -> None:
    assert _life(Level.RELEASE_MONTH_ONLY) == []


def _sets() -> list[dict[str, Any]]:
    if not KEY_DATE_SETS.exists():
        return []
    found: list[dict[str, Any]] = json.loads(KEY_DATE_SETS.read_text(encoding="utf-8"))
    return found


def _days(sentenced_on: date, dates: dict[str, date]) -> Iterator[date]:
    """Every so many days until ten years after the last, and the days around each date."""
    last = date(max([sentenced_on, *dates.values()]).year + 10, 12, 31)
    day = sentenced_on
    while day <= last:
        yield day
        day += timedelta(days=STEP)
    for one in dates.values():
        yield from (one + timedelta(days=n) for n in (-1, 0, 1) if sentenced_on <= one)


@pytest.mark.skipif(
    not KEY_DATE_SETS.exists(), reason="the calculator's key-date sets aren't beside the project"
)
@pytest.mark.parametrize("one", _sets(), ids=lambda one: f"{one['example']}-{one['prisonerId']}")
def test_every_official_set_by_the_policy_itself(one: dict[str, Any]) -> None:
    """From sentence to ten years after expiry: in order, explained, and never too much."""
    given = {code: date.fromisoformat(text) for code, text in one["dates"].items()}
    dates = known_codes(given)
    sentenced_on = min(date.fromisoformat(s["sentencedAt"]) for s in one["sentences"])
    sentence = SentenceFacts(SentenceType.SDS, sentenced_on)
    known = KeyDateFacts(1, given)
    for today in _days(sentenced_on, given):
        joined = min(sentenced_on + timedelta(days=30), today)
        case = CaseFacts(Enrolment.OPTED_IN, 1, opted_in_on=joined, referred_on=sentenced_on)
        by_level = {
            level: plan(case, sentence, known, (), preference(level), POLICY, BANK_HOLIDAYS, today)
            for level in Level
        }
        whole = by_level[Level.KEY_STAGES]
        for level, planned in by_level.items():
            assert {one.plan_key for one in planned} <= {one.plan_key for one in whole}
            for update in planned:
                assert told_at(update.stage, level, update.outcome)
            above = [u.plan_key for u in whole if _above(u)]
            assert above == [u.plan_key for u in planned if _above(u)]
        _in_order_and_explained(whole, today, dates)
        due = deadlines(case, sentence, known, (), POLICY, BANK_HOLIDAYS, today)
        assert [d for d in due if not (d.what and d.rule and d.opens_on <= d.due_on)] == []
        if today > max([sentenced_on, *dates.values()]):
            assert whole == ()


def _above(update: PlannedUpdate) -> bool:
    rule = STAGES[update.stage]
    return rule.urgent or rule.statutory


def _in_order_and_explained(
    planned: tuple[PlannedUpdate, ...], today: date, dates: dict[str, date]
) -> None:
    assert len({one.plan_key for one in planned}) == len(planned)
    for earlier, later in pairwise(planned):
        assert (earlier.window_opens, earlier.window_closes) <= (
            later.window_opens,
            later.window_closes,
        )
    for one in planned:
        assert today <= one.window_opens <= one.window_closes
        assert one.reason.endswith(".")
        assert {"enrolment", "preference"} <= one.facts.keys()
        if one.anchor_code:
            day = dates[one.anchor_code]
            assert one.anchor_month == type(one.anchor_month)(day.year, day.month)
            assert f"key_date:{one.anchor_code}" in one.facts
            assert one.window_opens <= day
            if road_of(one.anchor_code) is Road.RELEASE:
                assert day >= today
