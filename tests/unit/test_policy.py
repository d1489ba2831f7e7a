"""The dated policy data: the shipped file, and what a broken one is told."""

import re
from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.policies import SMALL
from victim_portal.domain.policy import (
    Anchor,
    ClockKind,
    LeadTime,
    Policy,
    PolicyError,
    Side,
    Unit,
    load_policy,
)
from victim_portal.domain.vocabulary import FirstContactStep

TEXT = (files("victim_portal") / "data" / "policy.toml").read_text(encoding="utf-8")
TODAY = date(2026, 11, 21)

SECOND_RULE = """
[[eligibility]]
id = "second"
offence_categories = ["sexual"]
sentence_types = ["SDS"]
min_term = "P12M"
max_term_exclusive = "P4Y"
route = "undecided"
reason = "Because."
source = "a"
"""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(TEXT)


@pytest.mark.parametrize(
    ("stage", "event", "lead_time"),
    [
        ("sentence_explained", Anchor.REFERRAL, LeadTime(20, Unit.WORKING_DAYS, Side.AFTER)),
        ("date_changed", Anchor.NEWS, LeadTime(2, Unit.WORKING_DAYS, Side.AFTER)),
        ("parole_review_started", Anchor.PAROLE_ELIGIBILITY, LeadTime(26, Unit.WEEKS, Side.BEFORE)),
        ("non_disclosure_due", Anchor.HEARING, LeadTime(8, Unit.WEEKS, Side.BEFORE)),
        ("statement_due", Anchor.HEARING, LeadTime(28, Unit.DAYS, Side.BEFORE)),
        ("decision_summary_due", Anchor.DECISION, LeadTime(6, Unit.MONTHS, Side.AFTER)),
        ("reconsideration_due", Anchor.DECISION, LeadTime(21, Unit.DAYS, Side.AFTER)),
        ("pre_release", Anchor.RELEASE, LeadTime(8, Unit.WEEKS, Side.BEFORE)),
        ("licence_ended", Anchor.LICENCE_END, LeadTime(6, Unit.WEEKS, Side.BEFORE)),
        ("annual_contact", Anchor.LAST_CONTACT, LeadTime(12, Unit.MONTHS, Side.AFTER)),
    ],
)
def test_shipped_lead_times(policy: Policy, stage: str, event: Anchor, lead_time: LeadTime) -> None:
    assert policy.lead_time(stage, TODAY) == lead_time
    assert policy.lead_time_rule(stage, TODAY).event is event


def test_withholding_is_asked_for_before_the_statement_is_due(policy: Policy) -> None:
    hearing = date(2027, 3, 15)
    withhold = policy.lead_time("non_disclosure_due", TODAY).applied_to(hearing, ())
    statement = policy.lead_time("statement_due", TODAY).applied_to(hearing, ())
    assert withhold == date(2027, 1, 18)
    assert statement == date(2027, 2, 15)


def test_shipped_attempts_and_review_period(policy: Policy) -> None:
    assert policy.attempts(TODAY).minimum == 3
    assert policy.attempts(TODAY).over_days == 28
    assert policy.review_period("channel_confirmation", TODAY) == LeadTime(12, Unit.MONTHS)


def test_a_figure_without_a_published_source_says_so(policy: Policy) -> None:
    figures = [
        *((rule.proposal, rule.source) for rule in policy.lead_times),
        *((rule.proposal, rule.source) for rule in policy.attempt_rules),
        *((rule.proposal, rule.source) for rule in policy.first_contact_rules),
        *((rule.proposal, rule.source) for rule in policy.review_periods),
    ]
    for proposal, source in figures:
        assert proposal == ("a proposal" in source), source


def test_the_newest_row_in_force_is_taken() -> None:
    small = load_policy(SMALL)
    assert small.lead_time("pre_release", date(2026, 12, 31)).amount == 8
    assert small.lead_time("pre_release", date(2027, 1, 1)).amount == 10


@pytest.mark.parametrize(
    ("stage", "on"), [("pre_release", date(2021, 3, 31)), ("pre_relase", TODAY)]
)
def test_a_lead_time_that_nobody_laid_down_is_an_error(stage: str, on: date) -> None:
    with pytest.raises(LookupError, match=stage):
        load_policy(SMALL).lead_time(stage, on)


def test_unsaid_attempts_and_periods_are_errors() -> None:
    small = load_policy(SMALL)
    with pytest.raises(LookupError, match="no response"):
        small.attempts(date(2020, 1, 1))
    with pytest.raises(LookupError, match="nothing_known"):
        small.review_period("nothing_known", TODAY)


def test_a_clock_without_a_known_event_has_no_limit() -> None:
    assert load_policy(SMALL).clock(ClockKind.FIRST_CONTACT, {Anchor.SENTENCE: TODAY}) is None


@pytest.mark.parametrize(
    ("unit", "before", "after"),
    [
        (Unit.DAYS, date(2026, 11, 17), date(2026, 11, 23)),
        (Unit.WORKING_DAYS, date(2026, 11, 17), date(2026, 11, 25)),
        (Unit.WEEKS, date(2026, 10, 30), date(2026, 12, 11)),
        (Unit.MONTHS, date(2026, 8, 20), date(2027, 2, 20)),
    ],
)
def test_each_unit_on_each_side(unit: Unit, before: date, after: date) -> None:
    friday = date(2026, 11, 20)
    assert LeadTime(3, unit, Side.BEFORE).applied_to(friday, ()) == before
    assert LeadTime(3, unit, Side.AFTER).applied_to(friday, ()) == after


@given(
    st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    st.integers(0, 60),
    st.sampled_from(Unit),
    st.sampled_from(Side),
)
def test_a_lead_time_stays_on_its_side(day: date, amount: int, unit: Unit, side: Side) -> None:
    moved = LeadTime(amount, unit, side).applied_to(day, frozenset({day + timedelta(days=1)}))
    assert moved <= day if side is Side.BEFORE else moved >= day


def test_the_shipped_steps_of_first_contact_reach_the_published_limit(policy: Policy) -> None:
    steps = {rule.step: rule for rule in policy.first_contact(TODAY)}
    assert list(steps) == list(FirstContactStep)
    assert steps[FirstContactStep.FIRST_LETTER].after is None
    assert steps[FirstContactStep.TELEPHONE].times == 2
    assert steps[FirstContactStep.TELEPHONE].apart == LeadTime(2, Unit.WORKING_DAYS)
    first, second = (steps[FirstContactStep(f"{one}_letter")].wait for one in ("first", "second"))
    assert first.amount + second.amount < 20


def test_a_referral_takes_the_steps_of_its_day() -> None:
    later = SMALL.rpartition("[[first_contact]]")[2].replace("2021-04-01", "2027-01-01")
    small = load_policy(SMALL + "[[first_contact]]" + later.replace("amount = 1", "amount = 9"))
    for received_on, months in (
        (date(2019, 1, 1), 1),
        (date(2026, 12, 31), 1),
        (date(2027, 1, 1), 9),
    ):
        assert small.first_contact(received_on)[-1].wait == LeadTime(months, Unit.MONTHS)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("second_letter", "third_letter", "row 4: 'step': 'third_letter' isn't one of first"),
        ('after = "referral"', 'after = "sentence"', "row 1: 'after': 'sentence' isn't one of"),
        ('after = "referral"', 'after = "telephone"', "first_letter can't wait for telephone"),
        ('after = "telephone"', 'after = "visit_offered"', "visit_offered can't wait for visit"),
        ("times = 2", "times = 0", "row 2: 'times' must be at least 1"),
        ("times = 2", "times = 1", "row 2: unknown key 'apart'"),
        ("apart = 2", "", "row 2: 'apart' is missing"),
        ("amount = 0", "amount = -1", "row 3: 'amount' must be a whole number"),
        ('step = "second_letter"', 'step = "door_open_letter"', "no [[first_contact]] row for sec"),
    ],
)
def test_broken_steps_of_first_contact_are_refused(old: str, new: str, message: str) -> None:
    before, mark, steps = SMALL.partition("[[first_contact]]")
    assert old in steps
    text = before + mark + steps.replace(old, new, 1).replace("2021-04-01", "2021-04-02", 4)
    with pytest.raises(PolicyError, match=re.escape(message)):
        load_policy(text)


def test_a_step_of_first_contact_starts_once_a_day() -> None:
    again = SMALL.rpartition("[[first_contact]]")[2]
    with pytest.raises(PolicyError, match="door_open_letter has 2 rows from 2021-04-01"):
        load_policy(SMALL + "[[first_contact]]" + again)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('version = "test"', "", "at the top: 'version' is missing"),
        ('version = "test"', 'version = " "', "'version' must be a text"),
        ('version = "test"', 'version = "test"\ncolour = 1', "unknown key 'colour'"),
        ('version = "test"', "version = ", "isn't valid TOML"),
        ("[[attempts]]", "[[attempt]]", "unknown key 'attempt'"),
        ('kind = "referral"', 'kind = "refferal"', "[[clock]] row 1: 'kind': 'refferal' isn't one"),
        ('event = "sentence"', 'event = "hearing"', "must be sentence or referral"),
        ('kind = "referral"', 'kind = "first_contact"', "first_contact has 2 rows from 2021-04-01"),
        ('unit = "days"', 'unit = "fortnights"', "[[clock]] row 3: 'unit': 'fortnights'"),
        ("amount = 15", "amount = -15", "'amount' must be a whole number"),
        ("amount = 15", "amount = true", "'amount' must be a whole number"),
        ("amount = 15", "amuont = 15", "'amount' is missing"),
        ("2022-04-01", '"2022-04-01"', "must be a date like 2021-04-01"),
        ("2022-04-01", "2022-04-01T09:00:00", "must be a date like 2021-04-01"),
        ("effective_from = 2022-04-01", "", "'effective_from' is missing"),
        ('min_term = "P12M"', 'min_term = "12M"', "'min_term': Write the term"),
        ('min_term = "P12M"', 'min_term = "P5Y"', "leaves nothing below"),
        ('min_term = "P12M"', "effective_from = 2020-01-02\neffective_to = 2020-01-01", "before"),
        ('min_term = "P12M"', "needs_decision = 1", "must be true or false"),
        ('["sexual"]', '["sexuel"]', "'sexuel' isn't one of sexual, violent"),
        ('["sexual"]', '["sexual", "sexual"]', "the same word twice"),
        ('["SDS"]', "[]", "a list of at least one word"),
        ('["SDS"]', '"SDS"', "a list of at least one word"),
        ('route = "statutory"', 'route = "ineligible"', "'ineligible' isn't one of statutory"),
        ("minimum = 3", "minimum = 0", "at least 1"),
        ("effective_from = 2027-01-01", "effective_from = 2021-04-01", "pre_release has 2 rows"),
    ],
)
def test_a_broken_policy_is_refused_with_place_and_reason(old: str, new: str, message: str) -> None:
    assert old in SMALL
    with pytest.raises(PolicyError, match=re.escape(message)):
        load_policy(SMALL.replace(old, new, 1))


def test_a_table_left_out_is_refused() -> None:
    with pytest.raises(PolicyError, match=re.escape("at least one [[eligibility]] row")):
        load_policy(SMALL.split("[[eligibility]]")[0])


def test_rows_must_be_tables() -> None:
    text = SMALL.split("[[clock]]")[0] + 'clock = ["referral"]\n'
    with pytest.raises(PolicyError, match=re.escape("[[clock]] row 1: must be a table")):
        load_policy(text)


def test_a_clock_left_out_is_refused() -> None:
    rest = SMALL.split("[[clock]]")
    with pytest.raises(PolicyError, match=r"no .* row for referral"):
        load_policy("[[clock]]".join([rest[0], *rest[2:]]))


def test_an_id_is_used_once() -> None:
    with pytest.raises(PolicyError, match="'first' is used twice"):
        load_policy(SMALL + SECOND_RULE.replace('"second"', '"first"'))


@pytest.mark.parametrize(
    "narrower",
    [
        "",
        "effective_from = 2020-01-01",
        "effective_to = 2020-01-01",
        'relationships = ["victim"]',
    ],
)
def test_a_row_that_can_never_apply_is_refused(narrower: str) -> None:
    with pytest.raises(PolicyError, match="'second' can never apply, because 'first'"):
        load_policy(SMALL + SECOND_RULE + narrower)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["sexual"]', '["sexual", "violent"]'),
        ('["SDS"]', '["EDS"]'),
        ('"P4Y"', '"P5Y"'),
    ],
)
def test_a_row_that_reaches_further_is_kept(old: str, new: str) -> None:
    policy = load_policy(SMALL + SECOND_RULE.replace(old, new))
    assert [rule.id for rule in policy.eligibility] == ["first", "second"]


@pytest.mark.parametrize(
    "limit",
    ["effective_from = 2020-01-01", "effective_to = 2020-01-01", 'relationships = ["victim"]'],
)
def test_a_row_after_a_limited_one_is_kept(limit: str) -> None:
    policy = load_policy(SMALL.replace('id = "first"', f'id = "first"\n{limit}') + SECOND_RULE)
    assert [rule.id for rule in policy.eligibility] == ["first", "second"]
