"""Who stands in the scheme by which route.

The table below is meant to be read by somebody who knows the scheme: offence, sentence,
date of sentence, length, and the route that follows.
"""

from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.eligibility import NO_RULE, Referred, decide
from victim_portal.domain.policy import Policy, load_policy
from victim_portal.domain.terms import Term
from victim_portal.domain.vocabulary import OffenceCategory, Relationship, Route, SentenceType

TEXT = (files("victim_portal") / "data" / "policy.toml").read_text(encoding="utf-8")
POLICY = load_policy(TEXT)

CASES = """
offence             sentence               sentenced   length   route
# imprisonment of 12 months or more
sexual              SDS                    2026-03-09  P12M     statutory
sexual              SDS                    2026-03-09  P1Y      statutory
violent             SDS                    2026-03-09  P8Y      statutory
violent             S250                   2026-03-09  P12M     statutory
sexual              DTO                    2026-03-09  P18M     statutory
# 365 days are 12 months, but not where a leap day lies ahead
violent             SDS                    2026-03-09  P365D    statutory
violent             SDS                    2023-03-09  P365D    discretionary
# under 12 months
sexual              SDS                    2026-03-09  P11M     discretionary
violent             SDS                    2026-03-09  P364D    discretionary
violent             DTO                    2026-03-09  P6M      discretionary
sexual              S250                   2026-03-09  P11M     discretionary
# the length matters and isn't recorded
sexual              SDS                    2026-03-09  -        undecided
violent             DTO                    2026-03-09  -        undecided
stalking_harassment SDS                    2026-03-09  -        undecided
terrorism           S250                   2026-03-09  -        undecided
# sentences that can't be short
violent             SDS_PLUS               2026-03-09  -        statutory
sexual              EDS                    2026-03-09  -        statutory
sexual              SOPC                   2026-03-09  P6M      statutory
violent             LIFE                   2026-03-09  -        statutory
sexual              IPP                    2008-03-10  -        statutory
violent             DPP                    2008-03-10  -        statutory
violent             HMP_DETENTION          2026-03-09  -        statutory
# murder
murder              LIFE                   2026-03-09  -        statutory
murder              LIFE                   1998-03-09  -        statutory
murder              HMP_DETENTION          2026-03-09  -        statutory
murder              SDS                    2026-03-09  P6M      statutory
murder              DTO                    2026-03-09  -        statutory
# terrorism, in the scheme since April 2019
terrorism           SDS                    2019-04-12  P3Y      statutory
terrorism           LIFE                   2026-03-09  -        statutory
terrorism           SDS                    2026-03-09  P6M      undecided
terrorism           SDS                    2019-04-11  P3Y      undecided
terrorism           LIFE                   2015-03-09  -        undecided
terrorism           HOSPITAL_RESTRICTED    2015-03-09  -        undecided
# stalking and harassment
stalking_harassment SDS                    2026-03-09  P12M     statutory
stalking_harassment EDS                    2026-03-09  -        statutory
stalking_harassment SDS                    2026-03-09  P11M     short_sentence_notification
stalking_harassment DTO                    2026-03-09  P4M      short_sentence_notification
stalking_harassment SDS                    2022-04-01  P20W     short_sentence_notification
stalking_harassment SDS                    2022-03-31  P20W     undecided
# hospital orders
sexual              HOSPITAL_RESTRICTED    2026-03-09  -        hospital_restricted
murder              HOSPITAL_RESTRICTED    1999-03-09  -        hospital_restricted
stalking_harassment HOSPITAL_RESTRICTED    2026-03-09  -        hospital_restricted
violent             HOSPITAL_UNRESTRICTED  2008-11-03  -        hospital_unrestricted
stalking_harassment HOSPITAL_UNRESTRICTED  2026-03-09  -        hospital_unrestricted
violent             HOSPITAL_UNRESTRICTED  2008-11-02  -        undecided
violent             S45A                   2026-03-09  P10Y     hospital_restricted
murder              S45A                   2026-03-09  -        hospital_restricted
violent             S47                    2026-03-09  P10Y     undecided
murder              S47                    2026-03-09  -        undecided
# anything else
other               SDS                    2026-03-09  P8Y      undecided
other               HOSPITAL_RESTRICTED    2026-03-09  -        undecided
other               LIFE                   2026-03-09  -        undecided
"""

ROWS = [
    line.split()
    for line in CASES.strip().splitlines()[1:]
    if line.strip() and not line.startswith("#")
]

REFERRALS = st.builds(
    Referred,
    relationship=st.sampled_from(Relationship),
    offence_category=st.sampled_from(OffenceCategory),
    sentence_type=st.sampled_from(SentenceType),
    sentenced_on=st.dates(date(1990, 1, 1), date(2026, 11, 21)),
    term=st.none()
    | st.builds(Term, st.integers(0, 30), st.integers(0, 30), st.just(0), st.integers(1, 400)),
)


def referred(offence: str, sentence: str, sentenced: str, length: str) -> Referred:
    return Referred(
        Relationship.VICTIM,
        OffenceCategory(offence),
        SentenceType(sentence),
        date.fromisoformat(sentenced),
        None if length == "-" else Term.parse(length),
    )


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_the_route_that_follows(row: list[str]) -> None:
    *facts, route = row
    answer = decide(referred(*facts), POLICY)
    assert answer.route is Route(route)
    assert answer.eligible is (None if route == "undecided" else True)


@pytest.mark.parametrize("category", OffenceCategory)
@pytest.mark.parametrize("sentence_type", SentenceType)
def test_every_combination_of_today_is_answered_by_a_row(
    category: OffenceCategory, sentence_type: SentenceType
) -> None:
    for term in (None, Term(months=11), Term(months=12), Term(years=8)):
        facts = Referred(Relationship.VICTIM, category, sentence_type, date(2026, 11, 20), term)
        assert decide(facts, POLICY).rule_id != NO_RULE


@settings(max_examples=200)
@given(REFERRALS)
def test_too_little_is_undecided_and_nobody_is_ineligible(facts: Referred) -> None:
    answer = decide(facts, POLICY)
    assert answer == decide(facts, POLICY)
    assert answer.eligible is not False
    assert (answer.eligible is None) == (answer.route is Route.UNDECIDED)
    assert answer.needs_decision or answer.route is not Route.UNDECIDED
    assert answer.reason.endswith(".")
    assert answer.rule_id in {NO_RULE, *(rule.id for rule in POLICY.eligibility)}


@settings(max_examples=200)
@given(REFERRALS, st.integers(1, 20))
def test_a_longer_sentence_never_loses_the_statutory_scheme(facts: Referred, years: int) -> None:
    if facts.term is None or decide(facts, POLICY).route is not Route.STATUTORY:
        return
    longer = Term(facts.term.years + years, facts.term.months, facts.term.weeks, facts.term.days)
    more = Referred(
        facts.relationship, facts.offence_category, facts.sentence_type, facts.sentenced_on, longer
    )
    assert decide(more, POLICY).route is Route.STATUTORY


@pytest.mark.parametrize("sentence", ["SDS", "EDS"])
def test_stalking_asks_the_officer_to_confirm_the_offence(sentence: str) -> None:
    answer = decide(referred("stalking_harassment", sentence, "2026-03-09", "P3Y"), POLICY)
    assert "Schedule 15" in answer.reason
    assert "fear of violence" in answer.reason
    assert "officer confirms" in answer.reason
    assert answer.needs_decision


def test_a_plain_statutory_case_waits_for_nobody() -> None:
    assert not decide(referred("sexual", "SDS", "2026-03-09", "P8Y"), POLICY).needs_decision


def test_discretion_is_somebodys_decision() -> None:
    assert decide(referred("sexual", "SDS", "2026-03-09", "P6M"), POLICY).needs_decision


def test_a_missing_length_names_itself_as_the_reason() -> None:
    answer = decide(referred("sexual", "SDS", "2026-03-09", "-"), POLICY)
    assert answer.rule_id == "twelve-months-or-more"
    assert "length" in answer.reason


def test_without_any_row_the_case_is_undecided() -> None:
    empty = Policy("empty", (), (), (), (), (), (), ())
    answer = decide(referred("sexual", "SDS", "2026-03-09", "P8Y"), empty)
    assert (answer.route, answer.rule_id, answer.needs_decision) == (
        Route.UNDECIDED,
        NO_RULE,
        True,
    )


def test_a_row_can_be_limited_to_some_relationships() -> None:
    limited = load_policy(
        TEXT.replace('id = "murder"', 'id = "murder"\nrelationships = ["bereaved_relative"]')
    )
    facts = referred("murder", "LIFE", "2026-03-09", "-")
    bereaved = Referred(
        Relationship.BEREAVED_RELATIVE,
        facts.offence_category,
        facts.sentence_type,
        date(2026, 3, 9),
    )
    assert decide(facts, limited).rule_id == NO_RULE
    assert decide(bereaved, limited).rule_id == "murder"
