"""What holds for every plan, whatever the facts."""

import json
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.support.planning import BANK_HOLIDAYS, settled
from victim_portal.domain.plan import (
    CaseFacts,
    EventFacts,
    KeyDateFacts,
    PlannedUpdate,
    PreferenceFacts,
    SentenceFacts,
    plan,
)
from victim_portal.domain.plan.tariff import ROW
from victim_portal.domain.policy import LeadTime, Side, Unit
from victim_portal.domain.stages import STAGES, Road, Stage, known_codes, road_of, told_at
from victim_portal.domain.vocabulary import DateCode, Enrolment, Level, SentenceType

KEY_DATE_SETS = Path(__file__).resolve().parents[3] / "shared" / "data" / "key-dates.json"

_BEFORE = {
    Stage.PAROLE_REVIEW_STARTED: LeadTime(26, Unit.WEEKS, Side.BEFORE),
    Stage.PRE_RELEASE: LeadTime(8, Unit.WEEKS, Side.BEFORE),
    Stage.LICENCE_ENDED: LeadTime(6, Unit.WEEKS, Side.BEFORE),
    "conditions_due": LeadTime(6, Unit.WEEKS, Side.BEFORE),
    "pre_tariff_review_life": LeadTime(36, Unit.MONTHS, Side.BEFORE),
    "non_disclosure_due": LeadTime(8, Unit.WEEKS, Side.BEFORE),
    Stage.STATEMENT_DUE: LeadTime(28, Unit.DAYS, Side.BEFORE),
    Stage.ANNUAL_CONTACT: LeadTime(12, Unit.MONTHS),
}


@dataclass(frozen=True)
class Timeless:
    """Lead times that hold on any day, so that sentences of any age can be planned."""

    def lead_time(self, stage_name: str, on: date) -> LeadTime:
        if stage_name == Stage.APPEAL or (stage_name.startswith(ROW) and stage_name not in _BEFORE):
            raise LookupError(stage_name)
        return _BEFORE.get(stage_name, LeadTime(2, Unit.WORKING_DAYS))


days = st.dates(min_value=date(2010, 1, 1), max_value=date(2070, 12, 31))
date_sets = st.dictionaries(st.sampled_from([*DateCode, "Tariff", "XYZ"]), days, max_size=6)
events = st.lists(
    st.builds(
        EventFacts,
        id=st.uuids().map(str),
        stage=st.sampled_from(list(Stage)),
        happened_on=days,
        version=st.integers(1, 5),
        hearing_on=st.none() | days,
    ),
    max_size=4,
)
cases = st.builds(
    CaseFacts,
    enrolment=st.sampled_from([Enrolment.OPTED_IN, Enrolment.OPTED_BACK_IN]),
    enrolment_version=st.integers(1, 5),
    opted_in_on=st.none() | days,
    referred_on=st.none() | days,
    closed_on=st.none() | days,
    last_contact_on=st.none() | days,
)


sentences = st.builds(SentenceFacts, st.sampled_from(list(SentenceType)), days)


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "case": draw(cases),
        "sentence": draw(sentences),
        "key_dates": KeyDateFacts(
            draw(st.integers(1, 9)), draw(date_sets), disclosed=draw(date_sets)
        ),
        "events": draw(events),
        "preference": PreferenceFacts(
            draw(st.sampled_from(list(Level))), 1, draw(st.integers(0, 2))
        ),
        "today": draw(days),
    }


def make(
    world: Mapping[str, Any], holidays: Container[date] = BANK_HOLIDAYS
) -> tuple[PlannedUpdate, ...]:
    return plan(policy=Timeless(), bank_holidays=holidays, **world)


def _check(planned: tuple[PlannedUpdate, ...], today: date) -> None:
    assert len({u.plan_key for u in planned}) == len(planned)
    for one in planned:
        assert today <= one.window_opens <= one.window_closes
        assert one.reason.endswith(".")
        assert {"enrolment", "preference"} <= one.facts.keys()
        assert not one.anchor_code or f"key_date:{one.anchor_code}" in one.facts
        assert not one.event_id or f"event:{one.event_id}" in one.facts
    for earlier, later in pairwise(planned):
        assert (earlier.window_opens, earlier.window_closes) <= (
            later.window_opens,
            later.window_closes,
        )


@settings(max_examples=200)
@given(worlds())
def test_plans_are_in_order_and_explain_themselves(world: dict[str, Any]) -> None:
    _check(make(world), world["today"])


@settings(max_examples=100)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_matter(world: dict[str, Any], random: Any) -> None:
    shuffled = list(world["events"])
    random.shuffle(shuffled)
    assert make(world) == make({**world, "events": shuffled})


@settings(max_examples=150)
@given(worlds(), st.booleans())
def test_planning_after_all_is_settled_adds_nothing(world: dict[str, Any], sent: bool) -> None:
    """But the next yearly contact, and changes of months that only now count as told."""
    case = world["case"]
    done = make(world)
    case = replace(case, settled=tuple(settled(u, sent=sent) for u in done))
    again = make({**world, "case": case})
    assert {u.stage for u in again} <= {Stage.ANNUAL_CONTACT, Stage.DATE_CHANGED}
    assert not {u.plan_key for u in again} & {u.plan_key for u in done}


@settings(max_examples=150)
@given(worlds())
def test_nobody_hears_more_than_they_chose_but_what_ranks_above(world: dict[str, Any]) -> None:
    level = world["preference"].level
    for one in make(world):
        assert told_at(one.stage, level, one.outcome)
        if one.stage is Stage.DATE_CHANGED and one.anchor_code and level is not Level.KEY_STAGES:
            assert road_of(one.anchor_code) is Road.RELEASE


@settings(max_examples=100)
@given(worlds())
def test_what_ranks_above_the_level_is_planned_at_every_level(world: dict[str, Any]) -> None:
    def above(level: Level) -> set[str]:
        wants = replace(world["preference"], level=level)
        rules = ((u.plan_key, STAGES[u.stage]) for u in make({**world, "preference": wants}))
        return {key for key, rule in rules if rule.urgent or rule.statutory}

    assert above(Level.RELEASE_MONTH_ONLY) == above(Level.ANNUAL) == above(Level.KEY_STAGES)


@settings(max_examples=100)
@given(worlds())
def test_nothing_opens_after_the_case_closes(world: dict[str, Any]) -> None:
    closed_on = world["case"].closed_on
    assume(closed_on is not None)
    assert all(one.window_opens < closed_on for one in make(world))


@settings(max_examples=100)
@given(worlds(), days)
def test_after_a_death_only_its_news(world: dict[str, Any], died_on: date) -> None:
    death = EventFacts("death", Stage.OFFENDER_DEATH, died_on)
    planned = make({**world, "events": [*world["events"], death]})
    assert {one.stage for one in planned} <= {Stage.OFFENDER_DEATH}


@settings(max_examples=100)
@given(worlds())
def test_no_release_or_review_is_announced_that_has_passed(world: dict[str, Any]) -> None:
    codes = known_codes(world["key_dates"].dates)
    for one in make(world):
        if one.anchor_code and one.stage is not Stage.OFFENDER_DEATH:
            assert codes[one.anchor_code] >= world["today"]


def _sets() -> list[dict[str, Any]]:
    if not KEY_DATE_SETS.exists():
        return []
    found: list[dict[str, Any]] = json.loads(KEY_DATE_SETS.read_text(encoding="utf-8"))
    return found


@pytest.mark.skipif(
    not KEY_DATE_SETS.exists(), reason="the calculator's key-date sets aren't beside the project"
)
@settings(max_examples=200)
@given(
    data=st.data(),
    level=st.sampled_from(list(Level)),
    kind=st.sampled_from(list(SentenceType)),
)
def test_every_official_set_can_be_planned_on_any_day(
    data: st.DataObject, level: Level, kind: SentenceType
) -> None:
    """From sentence to ten years after expiry, on the calculator's own test sets."""
    one = data.draw(st.sampled_from(_sets()))
    dates = {code: date.fromisoformat(text) for code, text in one["dates"].items()}
    sentenced_on = min(date.fromisoformat(s["sentencedAt"]) for s in one["sentences"])
    last = max([sentenced_on, *dates.values()])
    today = data.draw(st.dates(sentenced_on, date(last.year + 10, 12, 31)))
    opted_in_on = min(sentenced_on + timedelta(days=30), today)
    case = CaseFacts(Enrolment.OPTED_IN, 1, opted_in_on=opted_in_on)
    world = {
        "case": case,
        "sentence": SentenceFacts(kind, sentenced_on),
        "key_dates": KeyDateFacts(1, dates),
        "events": (),
        "preference": PreferenceFacts(level, 1),
        "today": today,
    }
    planned = make(world)
    _check(planned, today)
    if today > last:
        assert planned == ()
    ahead = [day for code, day in dates.items() if code in ("CRD", "ARD", "PRRD") and day >= today]
    assert bool(ahead) <= any(u.stage is Stage.PRE_RELEASE for u in planned)
