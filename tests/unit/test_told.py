"""Who knows of what is ahead."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.ladder import Rung
from victim_portal.domain.stages import Stage, YearMonth
from victim_portal.domain.told import (
    IN_THE_DARK,
    STILL_KNOWN,
    Ahead,
    Audience,
    Known,
    Tell,
    audience,
    could_be_surprised,
    knows,
)
from victim_portal.domain.vocabulary import Enrolment, Level

TODAY = date(2026, 11, 27)
MARCH, APRIL = YearMonth.parse("2027-03"), YearMonth.parse("2027-04")
IN_MARCH = date(2027, 3, 9)
months = st.sampled_from([MARCH, APRIL])
tells = st.lists(
    st.builds(
        Tell,
        st.dates(TODAY - timedelta(days=800), TODAY),
        months,
        st.sampled_from(list(Rung)),
    ),
    max_size=5,
).map(lambda found: sorted(found, key=lambda one: one.on))


def told(days_ago: int, month: YearMonth = MARCH, rung: Rung = Rung.DELIVERED) -> Tell:
    return Tell(TODAY - timedelta(days=days_ago), month, rung)


def known(*some: Tell) -> Known:
    return knows(IN_MARCH, Ahead.RELEASE, some, TODAY).known


def test_whoever_was_never_told_knows_nothing() -> None:
    assert known() is Known.NOTHING


def test_the_right_month_is_known_by_how_far_up_it_got() -> None:
    for rung in Rung:
        assert known(told(3, rung=rung)).value == rung.value


def test_what_moved_since_it_was_told_is_not_known() -> None:
    assert known(told(20, APRIL)) is Known.ANOTHER_MONTH
    assert known(told(20), told(3, APRIL)) is Known.ANOTHER_MONTH
    assert known(told(20, APRIL), told(3)) is Known.DELIVERED


def test_an_earlier_call_counts_no_more_once_another_month_was_told() -> None:
    spoken = told(50, rung=Rung.SPOKEN)
    assert known(spoken, told(3)) is Known.SPOKEN
    assert known(spoken, told(20, APRIL), told(3)) is Known.DELIVERED


def test_what_was_told_over_a_year_ago_may_be_forgotten() -> None:
    assert known(told(365)) is Known.DELIVERED
    assert known(told(366)) is Known.LONG_AGO


def test_news_of_what_happened_has_no_month_and_no_end() -> None:
    news = Tell(TODAY - timedelta(days=400), None, Rung.CONFIRMED)
    assert knows(TODAY, Ahead.HAPPENED, [news], TODAY).known is Known.CONFIRMED


def test_who_is_to_be_told() -> None:
    for level in Level:
        for state in IN_SCHEME:
            assert audience(state, level, Ahead.RELEASE) is Audience.HEARS
            assert audience(state, level, Ahead.LICENCE_END) is Audience.HEARS
    state = Enrolment.OPTED_IN
    assert audience(state, Level.KEY_STAGES, Ahead.HEARING) is Audience.HEARS
    assert audience(state, Level.ANNUAL, Ahead.HEARING) is Audience.CHOSE_NOT
    assert audience(state, Level.ANNUAL, Ahead.HAPPENED, Stage.RECALLED) is Audience.HEARS
    assert audience(state, None, Ahead.RELEASE) is Audience.CHOSE_NOT
    for waiting in (Enrolment.NOT_OFFERED, Enrolment.OFFERED, Enrolment.DEFERRED):
        assert audience(waiting, None, Ahead.RELEASE) is Audience.NOT_ASKED
    for no in (Enrolment.DECLINED, Enrolment.OPTED_OUT, Enrolment.DO_NOT_CONTACT):
        assert audience(no, Level.KEY_STAGES, Ahead.RELEASE) is Audience.CHOSE_NOT
    assert audience(Enrolment.NO_RESPONSE, None, Ahead.RELEASE) is Audience.NOT_REACHED


@given(tells)
def test_nobody_counts_as_told_whose_last_word_was_another(some: list[Tell]) -> None:
    what = knows(IN_MARCH, Ahead.RELEASE, some, TODAY)
    right = bool(some) and some[-1].month == MARCH and TODAY - some[-1].on <= STILL_KNOWN
    assert what.in_the_dark is not right
    assert (what.known in IN_THE_DARK) is not right
    if right:
        # Never more than some message or call really reached.
        assert what.known.value in {one.rung.value for one in some if one.month == MARCH}


@given(st.sampled_from(list(Enrolment)), st.sampled_from(list(Level)), tells)
def test_whoever_said_no_is_never_counted(state: Enrolment, level: Level, some: list[Tell]) -> None:
    who = audience(state, level, Ahead.RELEASE)
    surprised = could_be_surprised(who, knows(IN_MARCH, Ahead.RELEASE, some, TODAY))
    if who in (Audience.CHOSE_NOT, Audience.NOT_REACHED):
        assert not surprised
    if who is Audience.NOT_ASKED:
        assert surprised
