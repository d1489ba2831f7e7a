"""The invented caseload: the same each time, nobody who lives, and nothing that can't have been."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.enrolment import IN_SCHEME, MOVES
from victim_portal.domain.invented import (
    CASES_PER_OFFICER,
    OFFICERS_PER_UNIT,
    TOGETHER,
    InventedCase,
    invent,
    manager,
    office_of,
    officer,
    prison_number,
    unit_name,
)
from victim_portal.domain.vocabulary import ChannelKind, Enrolment

TODAY = date(2026, 11, 27)
seeds = st.integers(0, 9_999)
numbers = st.integers(0, 2_000_000)
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(seeds, numbers, days)
def test_the_same_case_each_time(seed: int, number: int, today: date) -> None:
    assert invent(seed, number, today) == invent(seed, number, today)


@given(seeds, numbers, days)
def test_nothing_lies_ahead_or_happened_out_of_order(seed: int, number: int, today: date) -> None:
    one = invent(seed, number, today)
    stood, before = Enrolment.NOT_OFFERED, one.received_on
    for state, on in one.steps:
        assert state in MOVES[stood]
        assert before <= on <= today
        stood, before = state, on
    assert one.sentence.on <= one.received_on <= today
    assert all(one.received_on <= contact.on <= today for contact in one.contacts)
    joined = [on for state, on in one.steps if state in IN_SCHEME]
    assert not one.told or one.enrolment in IN_SCHEME
    assert all(joined[0] <= told.on <= today for told in one.told)
    if one.closed_on is not None:
        assert one.sentence.ends_on is not None
        assert one.sentence.ends_on < one.closed_on < today
        assert all(told.on <= one.closed_on for told in one.told)
    assert not (one.queued and (one.steps or one.restricted))


@given(seeds, numbers)
def test_nobody_can_be_reached(seed: int, number: int) -> None:
    for channel in invent(seed, number, TODAY).channels:
        match channel.kind:
            case ChannelKind.EMAIL:
                assert channel.value.endswith("@example.org")
                assert channel.value.isascii()
            case ChannelKind.MOBILE:
                assert channel.value.startswith("+447700900")
            case ChannelKind.LANDLINE:
                assert channel.value.startswith("+441632960")
            case ChannelKind.POST:
                assert channel.value.endswith("ZZ99 9ZZ")
    for somebody in (officer(seed, number), manager(seed, number)):
        assert somebody.address.endswith("example.org")
        assert somebody.telephone.startswith("07700 900")


@given(seeds, numbers.filter(lambda number: number % TOGETHER > 0))
def test_who_stands_beside_somebody_is_about_the_same_sentence(seed: int, number: int) -> None:
    one, before = invent(seed, number, TODAY), invent(seed, number - 1, TODAY)
    if one.offender_number == number:
        return
    assert one.offender_number == before.offender_number
    assert _offender(one) == _offender(before)
    assert (one.first_name, one.last_name, one.born_on) != (
        before.first_name,
        before.last_name,
        before.born_on,
    )


def _offender(one: InventedCase) -> tuple[object, ...]:
    name = (one.offender_first_name, one.offender_last_name)
    return (*name, one.offender_born_on, one.sentence)


@given(st.lists(st.integers(0, 169_999_999), min_size=2, max_size=50, unique=True))
def test_prison_numbers_are_one_persons_each(some: list[int]) -> None:
    made = [prison_number(one) for one in some]
    assert len(set(made)) == len(some)
    assert all(len(one) == 7 and one[1:5].isdigit() for one in made)


def test_a_unit_and_its_officers_have_their_cases() -> None:
    of = [office_of(number) for number in range(CASES_PER_OFFICER * OFFICERS_PER_UNIT * 2)]
    assert of == sorted(of)
    assert of.count((0, 0)) == CASES_PER_OFFICER
    assert {unit for _, unit in of} == {0, 1}
    names = [unit_name(unit) for unit in range(1_000)]
    assert len(set(names)) == len(names)


def test_the_mix_is_that_of_a_unit() -> None:
    """Each state, and what an officer's day is made of, in any few thousand cases."""
    some = [invent(1, number, TODAY) for number in range(2_000)]
    assert {one.enrolment for one in some} == set(Enrolment)
    share = sum(one.enrolment in IN_SCHEME for one in some) / len(some)
    assert 0.4 < share < 0.75
    assert any(one.restricted for one in some)
    assert any(one.protected for one in some)
    assert any(one.queued for one in some)
    lately = TODAY - timedelta(days=60)
    assert any(one.received_on > lately for one in some)
    assert len({one.offender_number for one in some}) < len(some)
