from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.contact import (
    LONDON,
    USES_BY_KIND,
    Allowed,
    ChannelStanding,
    ContactPlan,
    Never,
    NeverReason,
    NotNow,
    Window,
    may_use,
    next_opening,
    plan_problems,
)
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse, Language

EVERY_DAY = frozenset(range(7))
MORNINGS = Window(EVERY_DAY, time(9), time(12))
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
STANDING = ChannelStanding(
    kind=ChannelKind.MOBILE,
    plan=ContactPlan(frozenset({ChannelUse.SMS, ChannelUse.CALL}), (MORNINGS,)),
    language=Language.ENGLISH,
    verified_at=NOW - timedelta(days=9),
    confirmed_at=NOW - timedelta(days=9),
    review_on=date(2027, 11, 14),
)


def never(standing: ChannelStanding, use: ChannelUse = ChannelUse.SMS) -> NeverReason:
    answer = may_use(standing, use, NOW)
    assert isinstance(answer, Never), answer
    assert answer.sentence.endswith(".")
    return answer.reason


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # parts of a moment in a test


def test_allowed_inside_and_told_to_wait_outside() -> None:
    assert may_use(STANDING, ChannelUse.SMS, NOW) == Allowed()
    assert may_use(STANDING, ChannelUse.SMS, utc(2026, 11, 23, 12)) == NotNow(utc(2026, 11, 24, 9))


def test_any_time_has_to_be_said() -> None:
    silent = replace(STANDING, plan=ContactPlan(STANDING.plan.uses))
    assert never(silent) is NeverReason.NO_HOURS
    said = replace(STANDING, plan=ContactPlan(STANDING.plan.uses, any_time=True))
    assert may_use(said, ChannelUse.SMS, utc(2026, 11, 23, 3)) == Allowed()
    both = replace(STANDING, plan=replace(STANDING.plan, any_time=True))
    assert never(both) is NeverReason.NO_HOURS


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"ended_at": NOW}, NeverReason.ENDED),
        ({"suspended_at": NOW, "suspended_why": "Wrong number"}, NeverReason.SUSPENDED),
        ({"verified_at": None}, NeverReason.NOT_VERIFIED),
        ({"verified_at": NOW + timedelta(1)}, NeverReason.NOT_VERIFIED),
        ({"confirmed_at": None}, NeverReason.NOT_CONFIRMED),
        ({"review_on": None}, NeverReason.REVIEW_PASSED),
        ({"review_on": date(2026, 11, 22)}, NeverReason.REVIEW_PASSED),
        ({"kind": ChannelKind.LANDLINE}, NeverReason.KIND_CANNOT),
        ({"plan": ContactPlan(frozenset(), any_time=True)}, NeverReason.PLAN_FORBIDS),
    ],
)
def test_what_stops_a_channel(change: dict[str, object], reason: NeverReason) -> None:
    assert never(replace(STANDING, **change)) is reason  # type: ignore[arg-type]  # table of changes


def test_the_review_day_itself_still_counts() -> None:
    assert may_use(replace(STANDING, review_on=NOW.date()), ChannelUse.SMS, NOW) == Allowed()


def test_the_review_day_is_a_london_day() -> None:
    any_time = ContactPlan(STANDING.plan.uses, any_time=True)
    summer = replace(
        STANDING, plan=any_time, verified_at=utc(2026, 1, 1), confirmed_at=utc(2026, 1, 1),
        review_on=date(2026, 7, 1),
    )  # fmt: skip
    assert may_use(summer, ChannelUse.SMS, utc(2026, 7, 1, 22, 59)) == Allowed()
    assert isinstance(may_use(summer, ChannelUse.SMS, utc(2026, 7, 1, 23, 0)), Never)


def test_voicemail_needs_its_own_yes() -> None:
    assert never(STANDING, ChannelUse.VOICEMAIL) is NeverReason.PLAN_FORBIDS
    alone = replace(STANDING, plan=ContactPlan(frozenset({ChannelUse.VOICEMAIL}), any_time=True))
    assert never(alone, ChannelUse.VOICEMAIL) is NeverReason.PLAN_FORBIDS


def test_a_letter_cannot_be_kept_to_hours() -> None:
    post = replace(
        STANDING,
        kind=ChannelKind.POST,
        plan=ContactPlan(frozenset({ChannelUse.LETTER}), (MORNINGS,)),
    )
    assert never(post, ChannelUse.LETTER) is NeverReason.POST_HAS_NO_HOURS


def test_only_the_verifying_message_passes_unverified() -> None:
    fresh = replace(STANDING, verified_at=None)
    assert may_use(fresh, ChannelUse.SMS, NOW, to_verify=True) == Allowed()
    suspended = replace(fresh, suspended_at=NOW)
    assert isinstance(may_use(suspended, ChannelUse.SMS, NOW, to_verify=True), Never)


def test_a_naive_moment_is_an_error() -> None:
    with pytest.raises(ValueError, match="time zone"):
        may_use(STANDING, ChannelUse.SMS, datetime(2026, 11, 23, 10))


@pytest.mark.parametrize(
    ("days", "start", "end"),
    [
        (frozenset(), time(9), time(10)),
        (frozenset({7}), time(9), time(10)),
        (frozenset({0}), time(10), time(10)),
        (frozenset({0}), time(22), time(2)),
        (frozenset({0}), time(9, tzinfo=UTC), time(10, tzinfo=UTC)),
    ],
)
def test_windows_that_make_no_sense(days: frozenset[int], start: time, end: time) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        Window(days, start, end)


def test_plan_problems_are_sentences_for_a_form() -> None:
    assert plan_problems(ChannelKind.MOBILE, STANDING.plan) == ()
    bad = ContactPlan(frozenset({ChannelUse.VOICEMAIL, ChannelUse.EMAIL}), (MORNINGS,), True)
    assert len(plan_problems(ChannelKind.MOBILE, bad)) == 3
    silent = ContactPlan(frozenset({ChannelUse.SMS}))
    assert "which hours" in plan_problems(ChannelKind.MOBILE, silent)[0]
    letter = ContactPlan(frozenset({ChannelUse.LETTER}), (MORNINGS,))
    assert "Post" in plan_problems(ChannelKind.POST, letter)[0]
    assert plan_problems(ChannelKind.POST, ContactPlan(frozenset())) == ()


def test_each_use_belongs_to_some_kind() -> None:
    assert set().union(*USES_BY_KIND.values()) == set(ChannelUse)


def test_code_word_and_who_else_stay_out_of_logs() -> None:
    assert "brother" not in repr(ContactPlan(frozenset(), who_else="brother", code_word="kite"))


SPRING = date(2026, 3, 29)
AUTUMN = date(2026, 10, 25)


@pytest.mark.parametrize(
    ("start", "end", "now", "opens"),
    [
        # The hours keep to the wall clock: 9 in London is 8 in UTC once summer time has begun.
        (time(9), time(10), utc(2026, 3, 28, 12), utc(2026, 3, 29, 8)),
        (time(9), time(10), utc(2026, 10, 24, 12), utc(2026, 10, 25, 9)),
        # 01:30 does not happen on the night of the change: it opens when the clock has jumped.
        (time(1, 30), time(3), utc(2026, 3, 29, 0, 10), utc(2026, 3, 29, 1)),
        # An hour that doesn't happen at all waits for the next night.
        (time(1), time(2), utc(2026, 3, 29, 0, 10), utc(2026, 3, 30, 0)),
        # 01:30 happens twice in autumn, and is safe both times.
        (time(1, 30), time(1, 45), utc(2026, 10, 25, 0, 50), utc(2026, 10, 25, 1, 30)),
        # The clock goes back into hours that were over.
        (time(0, 30), time(1, 30), utc(2026, 10, 25, 0, 40), utc(2026, 10, 25, 1)),
    ],
)
def test_clock_changes(start: time, end: time, now: datetime, opens: datetime) -> None:
    assert next_opening([Window(EVERY_DAY, start, end)], now) == opens


def test_a_short_window_swallowed_by_the_change_waits_a_week() -> None:
    sunday = Window(frozenset({6}), time(1), time(2))
    assert next_opening([sunday], utc(2026, 3, 28, 12)) == utc(2026, 4, 5, 0)


def test_no_windows_never_open() -> None:
    assert next_opening([], NOW) is None


minutes = st.integers(0, 24 * 60 - 1)
windows = (
    st.tuples(st.frozensets(st.integers(0, 6), min_size=1), minutes, minutes)
    .filter(lambda t: t[1] != t[2])
    .map(lambda t: Window(t[0], time(*divmod(min(t[1:]), 60)), time(*divmod(max(t[1:]), 60))))
)
around_changes = st.sampled_from([SPRING, AUTUMN]).flatmap(
    lambda day: st.integers(-3 * 1440, 2 * 1440).map(
        lambda m: datetime.combine(day, time(), UTC) + timedelta(minutes=m)
    )
)


@given(st.lists(windows, min_size=1, max_size=3), around_changes)
@settings(max_examples=150, deadline=None)
def test_the_next_opening_is_inside_and_nothing_earlier_is(
    some: list[Window], now: datetime
) -> None:
    opening = next_opening(some, now)
    assert opening is not None
    assert opening.utcoffset() == timedelta()
    assert opening >= now
    assert any(window.holds(opening) for window in some)
    # By the definition: no minute between now and the opening is inside.
    moment, checked = now, 0
    while moment < opening and checked < 3 * 1440:
        local = moment.astimezone(LONDON)
        assert not any(local.weekday() in w.days and w.start <= local.time() < w.end for w in some)
        moment += timedelta(minutes=1)
        checked += 1


@given(st.lists(windows, min_size=1, max_size=3), around_changes)
@settings(max_examples=100, deadline=None)
def test_nothing_is_allowed_outside_the_hours(some: list[Window], now: datetime) -> None:
    standing = replace(
        STANDING,
        plan=ContactPlan(STANDING.plan.uses, tuple(some)),
        verified_at=utc(2026, 1, 1),
        confirmed_at=utc(2026, 1, 1),
    )
    local = now.astimezone(LONDON)
    inside = any(local.weekday() in w.days and w.start <= local.time() < w.end for w in some)
    assert isinstance(may_use(standing, ChannelUse.SMS, now), Allowed) == inside
