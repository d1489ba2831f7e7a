"""Who is proposed for a case that waits, and why."""

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.allocation import (
    Officer,
    Proposal,
    Waiting,
    Why,
    outward_code,
    propose,
    spoken,
)
from victim_portal.domain.vocabulary import Language

BOTH = frozenset({Language.ENGLISH, Language.WELSH})
ADA = Officer(UUID(int=1), "Ada Ross", 12)
BEN = Officer(UUID(int=2), "Ben Cole", 10)
NIA = Officer(UUID(int=3), "Nia Evans", 14, BOTH)


def case(
    number: int,
    language: Language = Language.ENGLISH,
    person: int | None = None,
    conflicted: frozenset[UUID] = frozenset(),
) -> Waiting:
    """A case that waits, of a person of its own unless one is given."""
    return Waiting(UUID(int=1000 + number), UUID(int=person or 2000 + number), language, conflicted)


def one(waiting: Waiting, *officers: Officer) -> Proposal:
    """The proposal for one case."""
    (found,) = propose([waiting], officers)
    return found


def test_whoever_has_the_fewest_cases_is_proposed() -> None:
    assert one(case(1), ADA, BEN, NIA) == Proposal(
        case(1).case_id, BEN.id, (Why.FEWEST_CASES,), open_cases=10
    )


def test_a_batch_counts_each_of_its_own_proposals() -> None:
    found = propose([case(n) for n in range(5)], [ADA, BEN])
    assert [proposal.officer_id for proposal in found] == [
        BEN.id,
        BEN.id,
        ADA.id,
        BEN.id,
        ADA.id,
    ]
    assert [proposal.ahead for proposal in found] == [0, 1, 0, 2, 1]
    assert {proposal.open_cases for proposal in found} == {10, 12}


def test_welsh_goes_to_whoever_speaks_it_however_much_they_have() -> None:
    found = one(case(1, Language.WELSH), ADA, BEN, NIA)
    assert (found.officer_id, found.reasons) == (NIA.id, (Why.SPEAKS_WELSH,))


def test_it_is_said_when_nobody_speaks_welsh() -> None:
    found = one(case(1, Language.WELSH), ADA, BEN)
    assert found.officer_id == BEN.id
    assert found.reasons == (Why.NOBODY_SPEAKS_WELSH, Why.FEWEST_CASES)
    away = case(1, Language.WELSH, conflicted=frozenset({NIA.id}))
    assert Why.NOBODY_SPEAKS_WELSH in one(away, ADA, NIA).reasons


def test_the_officer_of_the_persons_other_case_comes_before_language_and_load() -> None:
    busy = Officer(UUID(int=9), "Zoe Hart", 40, persons=frozenset({UUID(int=2001)}))
    found = one(case(1, Language.WELSH), busy, BEN, NIA)
    assert (found.officer_id, found.reasons) == (busy.id, (Why.SAME_PERSON, Why.NO_WELSH))


def test_two_new_cases_of_one_person_go_to_one_officer() -> None:
    batch = [case(1, person=7), case(2), case(3, person=7)]
    found = propose(batch, [ADA, Officer(UUID(int=4), "Carl Day", 12)])
    assert found[0].officer_id == found[2].officer_id
    assert found[2].reasons == (Why.SAME_PERSON,)


def test_nobody_with_a_conflict_is_proposed_not_even_for_the_same_person() -> None:
    theirs = Officer(BEN.id, BEN.name, 0, persons=frozenset({UUID(int=2001)}))
    found = one(case(1, conflicted=frozenset({BEN.id})), theirs, ADA)
    assert (found.officer_id, found.reasons) == (ADA.id, ())


def test_where_nobody_may_have_it_the_reason_is_told() -> None:
    assert one(case(1)).reasons == (Why.NO_OFFICER,)
    shut = case(1, conflicted=frozenset({ADA.id, BEN.id}))
    assert one(shut, ADA, BEN) == Proposal(shut.case_id, None, (Why.ALL_IN_CONFLICT,))


languages = st.sampled_from([frozenset({Language.ENGLISH}), BOTH])
staff = st.lists(
    st.builds(
        Officer,
        st.integers(1, 6).map(lambda n: UUID(int=n)),
        st.sampled_from(["Ada", "ada", "Ben"]),
        st.integers(0, 9),
        languages,
        st.frozensets(st.integers(1, 5).map(lambda n: UUID(int=n)), max_size=2),
    ),
    max_size=6,
    unique_by=lambda officer: officer.id,
)
queue = st.lists(
    st.builds(
        Waiting,
        st.integers(1, 500).map(lambda n: UUID(int=n)),
        st.integers(1, 5).map(lambda n: UUID(int=n)),
        st.sampled_from(Language),
        st.frozensets(st.integers(1, 6).map(lambda n: UUID(int=n)), max_size=4),
    ),
    max_size=12,
    unique_by=lambda waiting: waiting.case_id,
)


@settings(max_examples=150)
@given(queue, staff)
def test_everyone_gets_an_answer_and_nobody_a_case_that_they_may_not_have(
    waiting: list[Waiting], officers: list[Officer]
) -> None:
    found = propose(waiting, officers)
    assert [proposal.case_id for proposal in found] == [each.case_id for each in waiting]
    ids = {officer.id for officer in officers}
    for each, proposal in zip(waiting, found, strict=True):
        if proposal.officer_id is None:
            assert ids <= each.conflicted
            assert len(proposal.reasons) == 1
        else:
            assert proposal.officer_id in ids - each.conflicted
    assert propose(waiting, reversed(officers)) == found


@settings(max_examples=150)
@given(st.integers(1, 30), st.lists(st.integers(0, 6), min_size=1, max_size=6))
def test_among_equals_nobody_who_gets_a_case_has_more_than_one_above_another(
    number: int, loads: list[int]
) -> None:
    officers = [Officer(UUID(int=n + 1), f"Officer {n}", load) for n, load in enumerate(loads)]
    found = propose([case(n) for n in range(number)], officers)
    got = Counter(proposal.officer_id for proposal in found)
    after = {officer.id: officer.open_cases + got[officer.id] for officer in officers}
    assert all(after[officer_id] <= min(after.values()) + 1 for officer_id in got if officer_id)
    assert sum(got.values()) == number


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("en", {Language.ENGLISH}),
        ("en,cy", {Language.ENGLISH, Language.WELSH}),
        ("CY en", {Language.ENGLISH, Language.WELSH}),
        ("cymraeg", set()),
        ("", set()),
    ],
)
def test_languages_as_they_are_stored(stored: str, read: set[Language]) -> None:
    assert spoken(stored) == read


@pytest.mark.parametrize(
    ("address", "district"),
    [
        ("1 High Street\nWinchester\nSO23 9AA", "SO23"),
        ("Flat 2, so239aa", "SO23"),
        ("10 Downing Street, SW1A 2AA", "SW1A"),
        ("c/o M1 1AE Ltd, 4 Mill Lane, LL57 2DG", "LL57"),
        ("1 High Street, Winchester", ""),
        ("SO23", ""),
        ("", ""),
    ],
)
def test_of_an_address_only_the_district_is_told(address: str, district: str) -> None:
    assert outward_code(address) == district
