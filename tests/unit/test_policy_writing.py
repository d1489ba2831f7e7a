"""A policy written out is read back as the same policy, whatever it says."""

from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.policies import SMALL
from victim_portal.domain.policy import (
    Anchor,
    EligibilityRule,
    LeadTime,
    LeadTimeRule,
    Policy,
    ReviewPeriod,
    Side,
    Table,
    Unit,
    in_force_on,
    load_policy,
    row_of,
    rules_of,
    write_policy,
)
from victim_portal.domain.policy.row_reading import read_row
from victim_portal.domain.terms import Term
from victim_portal.domain.vocabulary import OffenceCategory, Relationship, Route, SentenceType

SHIPPED = (files("victim_portal") / "data" / "policy.toml").read_text(encoding="utf-8")
WORDS = st.text(min_size=1, max_size=40).map(lambda text: " ".join(text.split())).filter(bool)
DAYS = st.dates(date(2022, 4, 1), date(2060, 1, 1))
LIMITS = st.builds(LeadTime, st.integers(0, 10_000), st.sampled_from(Unit), st.sampled_from(Side))
LEAD_TIMES = st.builds(
    LeadTimeRule, WORDS, st.sampled_from(Anchor), LIMITS, DAYS, WORDS, st.booleans()
)
PERIODS = st.builds(
    ReviewPeriod,
    WORDS,
    st.builds(LeadTime, st.integers(0, 99), st.sampled_from(Unit)),
    DAYS,
    WORDS,
    st.booleans(),
)


def _some(kind: type) -> st.SearchStrategy[frozenset[object]]:
    return st.frozensets(st.sampled_from(kind), min_size=1)


ELIGIBILITY = st.builds(
    EligibilityRule,
    WORDS,
    _some(OffenceCategory),
    _some(SentenceType),
    st.sampled_from(Route),
    WORDS,
    WORDS,
    st.none() | st.dates(date(1990, 1, 1), date(2000, 1, 1)),
    st.none() | DAYS,
    st.none() | st.builds(Term, st.integers(0, 3), st.integers(1, 9)),
    st.none() | st.builds(Term, st.integers(4, 9)),
    st.just(frozenset()) | _some(Relationship),
    st.booleans(),
)


@pytest.mark.parametrize("text", [SMALL, SHIPPED], ids=["small", "shipped"])
def test_what_is_written_is_read_back(text: str) -> None:
    policy = load_policy(text)
    assert load_policy(write_policy(policy)) == policy
    assert write_policy(load_policy(write_policy(policy))) == write_policy(policy)


@given(
    WORDS,
    st.lists(LEAD_TIMES, unique_by=lambda rule: rule.stage, max_size=4),
    st.lists(PERIODS, unique_by=lambda rule: rule.name, max_size=4),
    ELIGIBILITY,
)
def test_any_policy_is_read_back(
    version: str,
    lead_times: list[LeadTimeRule],
    periods: list[ReviewPeriod],
    eligibility: EligibilityRule,
) -> None:
    small = load_policy(SMALL)
    policy = replace(
        small,
        version=version,
        lead_times=tuple(lead_times) or small.lead_times,
        review_periods=tuple(periods) or small.review_periods,
        eligibility=(eligibility,),
    )
    assert load_policy(write_policy(policy)) == policy


@pytest.mark.parametrize("text", [SMALL, SHIPPED], ids=["small", "shipped"])
def test_each_rule_is_its_row(text: str) -> None:
    policy = load_policy(text)
    for table in Table:
        for rule in rules_of(policy, table):
            assert read_row(table, row_of(rule), "a row") == rule


@given(st.dates(date(2022, 4, 1), date(2070, 1, 1)))
def test_a_day_cut_out_of_the_policy_says_what_the_policy_says_on_it(day: date) -> None:
    policy = load_policy(SHIPPED + LATER)
    cut = in_force_on(policy, day)
    assert load_policy(write_policy(cut)) == cut
    for stage in {rule.stage for rule in policy.lead_times}:
        assert cut.lead_time(stage, day) == policy.lead_time(stage, day)
    assert cut.attempts(day) == policy.attempts(day)
    assert cut.first_contact(day) == policy.first_contact(day)
    assert cut.schedule(day) == policy.schedule(day)
    assert cut.unusual(day) == policy.unusual(day)
    assert cut.glass(day) == policy.glass(day)
    assert len(cut.lead_times) == len({rule.stage for rule in cut.lead_times})


LATER = """
[[lead_time]]
stage = "statement_due"
event = "hearing"
side = "before"
amount = 35
unit = "days"
effective_from = 2027-01-01
source = "a"
"""


def test_the_rows_of_a_day_change_on_it() -> None:
    policy = load_policy(SHIPPED + LATER)

    def statement(day: date, cut: Policy) -> int:
        return cut.lead_time("statement_due", day).amount

    first = date(2027, 1, 1)
    eve = first - timedelta(days=1)
    assert statement(eve, in_force_on(policy, eve)) == 28
    assert statement(first, in_force_on(policy, first)) == 35
    eligible = [rule.id for rule in in_force_on(policy, date(2019, 4, 11)).eligibility]
    assert "terrorism-before-april-2019" in eligible
    assert "terrorism-before-april-2019" not in [
        rule.id for rule in in_force_on(policy, date(2019, 4, 12)).eligibility
    ]
