"""Reading that stands out: the rules by themselves, and what they must never depend on."""

from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.policy import PolicyError, load_policy
from victim_portal.domain.unusual import (
    ASKS_WHO,
    Look,
    LookKind,
    StandsOut,
    Unusual,
    UnusualRule,
    busiest_hour,
    is_night,
    left_open,
    needs_usual,
    stands_out,
    usual_busiest_hour,
)

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
POLICY = (files("victim_portal") / "data" / "policy.toml").read_text("utf-8")


def rule(name: Unusual, at_least: int, times_usual: int = 0) -> UnusualRule:
    return UnusualRule(name, at_least, times_usual, date(2021, 4, 1), "a test", True)


RULES = {
    Unusual.MANY_CASES: rule(Unusual.MANY_CASES, 4, 2),
    Unusual.OUTSIDE_CASELOAD: rule(Unusual.OUTSIDE_CASELOAD, 3),
    Unusual.AT_NIGHT: rule(Unusual.AT_NIGHT, 2),
    Unusual.AGAIN_AND_AGAIN: rule(Unusual.AGAIN_AND_AGAIN, 3),
    Unusual.SEARCHES_NOT_FOLLOWED: rule(Unusual.SEARCHES_NOT_FOLLOWED, 2),
    Unusual.BROKEN_GLASS: rule(Unusual.BROKEN_GLASS, 1),
}


def view(minutes: float, case: int, *, own: bool = True) -> Look:
    return Look(NOON + timedelta(minutes=minutes), LookKind.VIEW, UUID(int=case), own)


def search(minutes: float) -> Look:
    return Look(NOON + timedelta(minutes=minutes), LookKind.SEARCH)


LOOKS = st.lists(
    st.builds(
        Look,
        at=st.integers(-600, 600).map(lambda n: NOON + timedelta(minutes=n)),
        kind=st.sampled_from(LookKind),
        case_id=st.integers(0, 6).map(lambda n: UUID(int=n) if n else None),
        own=st.booleans(),
    ),
    max_size=30,
)


def test_a_quiet_day_is_silent() -> None:
    day = [view(30 * n, n % 3) for n in range(10)]
    assert stands_out(day, 3, RULES) == ()
    assert not needs_usual(day, RULES)


def test_many_cases_in_an_hour_against_ones_own_usual() -> None:
    day = [view(10 * n, n) for n in range(6)]
    assert busiest_hour(day) == 6
    assert needs_usual(day, RULES)
    assert stands_out(day, 0, RULES) == (StandsOut(Unusual.MANY_CASES, 6, 4, 0),)
    assert stands_out(day, 3, RULES) == (StandsOut(Unusual.MANY_CASES, 6, 6, 3),)
    # Somebody whose busy hours are like this every day doesn't stand out.
    assert stands_out(day, 4, RULES) == ()


def test_an_hour_is_any_sixty_minutes() -> None:
    assert busiest_hour([view(50, 1), view(70, 2), view(109, 3), view(110, 4)]) == 3
    assert busiest_hour([]) == 0


def test_the_usual_is_the_middle_of_the_days_with_work() -> None:
    days = [view(1440 * day + n, n) for day, busy in ((0, 2), (1, 9), (2, 3)) for n in range(busy)]
    assert usual_busiest_hour(days) == 3
    assert usual_busiest_hour([]) == 0


def test_cases_of_colleagues_and_one_of_them_over_and_over() -> None:
    others = [view(90 * n, n, own=False) for n in (1, 2, 3)]
    assert stands_out(others, 9, RULES) == (StandsOut(Unusual.OUTSIDE_CASELOAD, 3, 3),)
    again = [view(90 * n, 7, own=False) for n in range(3)]
    assert stands_out(again, 9, RULES) == (
        StandsOut(Unusual.AGAIN_AND_AGAIN, 3, 3, case_id=UUID(int=7)),
    )
    assert stands_out([view(60 * n, 7) for n in range(9)], 9, RULES) == ()


def test_at_night_is_by_the_clock_in_london() -> None:
    assert is_night(datetime(2026, 11, 18, 22, 0, tzinfo=UTC))
    # In summer London is an hour ahead.
    assert is_night(datetime(2026, 7, 1, 21, 0, tzinfo=UTC))
    assert not is_night(datetime(2026, 7, 1, 5, 0, tzinfo=UTC))
    assert not is_night(datetime(2026, 11, 18, 21, 59, tzinfo=UTC))
    late = [view(630, 1), view(640, 1)]
    assert stands_out(late, 9, RULES) == (StandsOut(Unusual.AT_NIGHT, 2, 2),)


def test_a_search_is_followed_by_opening_a_case_within_ten_minutes() -> None:
    assert stands_out([search(0), view(9, 1), search(20), view(30, 1)], 9, RULES) == ()
    left = [search(0), search(20), view(31, 1)]
    assert stands_out(left, 9, RULES) == (StandsOut(Unusual.SEARCHES_NOT_FOLLOWED, 2, 2),)


def test_broken_glass_always_stands_out() -> None:
    broken = [Look(NOON, LookKind.GLASS, UUID(int=1), own=False)]
    assert stands_out(broken, 9, RULES) == (StandsOut(Unusual.BROKEN_GLASS, 1, 1),)


@given(LOOKS, st.integers(0, 5), st.randoms(use_true_random=False))
def test_the_order_in_which_they_come_says_nothing(looks: list[Look], usual: int, chance) -> None:  # type: ignore[no-untyped-def]
    # No two in the same moment: then it is the moments that order them.
    apart = [
        Look(one.at + timedelta(seconds=n), one.kind, one.case_id, one.own)
        for n, one in enumerate(looks)
    ]
    mixed = apart[:]
    chance.shuffle(mixed)
    assert stands_out(mixed, usual, RULES) == stands_out(apart, usual, RULES)


@given(LOOKS, st.integers(0, 5))
def test_what_stands_out_has_reached_its_limit(looks: list[Look], usual: int) -> None:
    for one in stands_out(looks, usual, RULES):
        assert one.count >= one.limit >= RULES[one.rule].at_least
    assert stands_out(looks, usual, {}) == ()


@given(LOOKS, LOOKS, st.integers(0, 5))
def test_looking_more_never_hides_what_stood_out(
    looks: list[Look], more: list[Look], usual: int
) -> None:
    """But a search that was left may be followed up later."""
    kinds = set(Unusual) - {Unusual.SEARCHES_NOT_FOLLOWED}
    before = {one.rule for one in stands_out(looks, usual, RULES)} & kinds
    assert before <= {one.rule for one in stands_out(looks + more, usual, RULES)}


@given(LOOKS, st.integers(0, 20), st.integers(0, 20))
def test_a_busier_usual_never_makes_more_stand_out(looks: list[Look], one: int, two: int) -> None:
    less, more = sorted((one, two))
    busier = {each.rule for each in stands_out(looks, more, RULES)}
    assert busier <= {each.rule for each in stands_out(looks, less, RULES)}


def test_the_policy_holds_every_rule_from_its_date() -> None:
    policy = load_policy(POLICY)
    assert set(policy.unusual(date(2026, 11, 18))) == set(Unusual)
    assert policy.unusual(date(2020, 1, 1)) == {}
    newer = POLICY + (
        '\n[[unusual]]\nrule = "broken_glass"\nat_least = 2\ntimes_usual = 0\n'
        'effective_from = 2027-01-01\nsource = "a test"\n'
    )
    changed = load_policy(newer)
    assert changed.unusual(date(2026, 12, 31))[Unusual.BROKEN_GLASS].at_least == 1
    assert changed.unusual(date(2027, 1, 1))[Unusual.BROKEN_GLASS].at_least == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('rule = "broken_glass"\nat_least = 1', 'rule = "broken_glass"\nat_least = 0', "at least"),
        ('rule = "broken_glass"', 'rule = "at_night"', "2 rows"),
        ('rule = "broken_glass"', 'rule = "gossip"', "isn't one of"),
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(PolicyError, match=said):
        load_policy(POLICY.replace(old, new))


@given(LOOKS, st.integers(0, 5))
def test_what_stays_open_was_opened_before(looks: list[Look], usual: int) -> None:
    stays = left_open(looks, usual, RULES)
    viewed = {one.case_id for one in looks if one.kind is LookKind.VIEW and one.case_id}
    assert stays is None or stays == viewed
    # A proof begins the count anew, and nobody is asked who read nothing.
    assert left_open([], usual, RULES) is None


@given(LOOKS, LOOKS, st.integers(0, 5))
def test_reading_more_never_opens_what_was_shut(
    before: list[Look], after: list[Look], usual: int
) -> None:
    if left_open(before, usual, RULES) is not None:
        assert left_open([*before, *after], usual, RULES) is not None


@given(LOOKS)
def test_what_asks_by_itself_or_is_open_already_shuts_nothing(looks: list[Look]) -> None:
    others = {name: one for name, one in RULES.items() if name not in ASKS_WHO}
    assert left_open(looks, 0, others) is None


@given(st.integers(0, 4), st.integers(1, 30), st.booleans())
def test_a_stolen_session_comes_so_far_and_no_further(usual: int, apart: int, own: bool) -> None:
    """One case after another, as fast as it can; what isn't open is refused from some case on."""
    looks: list[Look] = []
    opened = 0
    for number in range(1, 60):
        stays = left_open(looks, usual, RULES)
        if stays is None:
            looks.append(view(number * apart / 60, number, own=own))
            opened += 1
    assert opened == (max(4, usual * 2) if own else min(3, max(4, usual * 2)))


def test_at_night_a_case_that_is_open_stays_so_and_another_asks() -> None:
    night = [view(600, 1), view(601, 1)]
    assert left_open(night[:1], 0, RULES) is None
    assert left_open(night, 0, RULES) == {UUID(int=1)}
