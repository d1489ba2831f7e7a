"""What may be put forward, what may follow what, and who may make a statement."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.conditions import Condition
from victim_portal.domain.representations import (
    BOARD_DECIDES,
    NEEDS_REASON,
    OPEN_REQUESTS,
    REQUEST_MOVES,
    agreement_problem,
    condition_ends,
    may_move,
    move_problem,
    needs_family_note,
    outcome_problems,
    repeated_passages,
    statement_offered,
)
from victim_portal.domain.vocabulary import Relationship, RequestState, Route, SentenceType

S = RequestState
PLAIN = Condition("b", "Without names", "", "", names_victim=False, needs_map=False)


def condition(named: bool, mapped: bool) -> Condition:
    return Condition("a", "No contact", "", "", names_victim=named, needs_map=mapped)


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_a_name_or_a_map_never_goes_forward_without_agreement(
    named: bool, mapped: bool, to_name: bool, to_map: bool
) -> None:
    problem = agreement_problem(condition(named, mapped), to_name, to_map, PLAIN)
    assert bool(problem) == ((named and not to_name) or (mapped and not to_map))
    if problem:
        assert "Without names" in problem
        assert ("to be named" in problem) == (named and not to_name)
        assert ("to a map" in problem) == (mapped and not to_map)


def test_the_life_of_a_request() -> None:
    assert may_move(S.ASKED_FOR, S.PUT_FORWARD)
    assert may_move(S.PUT_FORWARD, S.REFUSED)
    assert not may_move(S.ASKED_FOR, S.GRANTED)
    assert not may_move(S.WITHDRAWN, S.PUT_FORWARD)
    assert set(REQUEST_MOVES) == set(RequestState)


@given(st.sampled_from(RequestState), st.sampled_from(RequestState), st.text())
def test_a_refusal_is_never_closed_without_a_reason(
    current: RequestState, to: RequestState, reason: str
) -> None:
    problem = move_problem(current, to, reason)
    if to in NEEDS_REASON and not reason.strip():
        assert problem
    assert not problem or not may_move(current, to) or to in NEEDS_REASON
    if not may_move(current, to):
        assert "can't follow" in problem


def test_only_an_open_request_can_still_change() -> None:
    assert {state for state in RequestState if REQUEST_MOVES[state]} == OPEN_REQUESTS


@pytest.mark.parametrize("sentence_type", sorted(BOARD_DECIDES))
def test_a_statement_where_the_board_decides(sentence_type: SentenceType) -> None:
    assert statement_offered(Route.STATUTORY, sentence_type).offered
    by_discretion = statement_offered(Route.DISCRETIONARY, sentence_type)
    assert by_discretion.offered
    assert by_discretion.needs_manager


@pytest.mark.parametrize(
    ("route", "sentence_type", "instead"),
    [
        (Route.STATUTORY, SentenceType.SDS, "Conditions can be asked for"),
        (Route.DISCRETIONARY, SentenceType.SDS, "Conditions can be asked for"),
        (Route.SHORT_SENTENCE, SentenceType.SDS, "Conditions can be asked for"),
        (Route.UNDECIDED, SentenceType.LIFE, "Decide the route"),
        (Route.HOSPITAL_RESTRICTED, SentenceType.HOSPITAL_RESTRICTED, "victim impact statement"),
        (Route.HOSPITAL_UNRESTRICTED, SentenceType.S47, "the clinician in charge decides"),
        (Route.HOSPITAL_RESTRICTED, SentenceType.S45A, "Secretary of State"),
    ],
)
def test_no_statement_where_the_board_does_not_decide(
    route: Route, sentence_type: SentenceType, instead: str
) -> None:
    offer = statement_offered(route, sentence_type)
    assert not offer.offered
    assert instead in offer.reason


def test_a_review_after_a_recall_brings_the_board_in() -> None:
    assert statement_offered(Route.STATUTORY, SentenceType.SDS, review_open=True).offered
    short = statement_offered(Route.SHORT_SENTENCE, SentenceType.SDS, review_open=True)
    assert not short.offered


@pytest.mark.parametrize("sentence", [SentenceType.S45A, SentenceType.S47])
def test_back_in_prison_from_hospital_the_board_may_decide(sentence: SentenceType) -> None:
    assert statement_offered(Route.HOSPITAL_RESTRICTED, sentence, review_open=True).offered
    order = SentenceType.HOSPITAL_RESTRICTED
    assert not statement_offered(Route.HOSPITAL_RESTRICTED, order, review_open=True).offered


@pytest.mark.parametrize(
    ("relationship", "others", "needed"),
    [
        (Relationship.BEREAVED_RELATIVE, 1, False),
        (Relationship.BEREAVED_RELATIVE, 2, True),
        (Relationship.FAMILY_SPOKESPERSON, 3, True),
        (Relationship.VICTIM, 5, False),
        (Relationship.PARENT_OR_GUARDIAN, 5, False),
    ],
)
def test_a_third_statement_of_a_bereaved_family_needs_a_note(
    relationship: Relationship, others: int, needed: bool
) -> None:
    assert needs_family_note(relationship, others) is needed


DAY = date(2027, 3, 15)


@pytest.mark.parametrize(
    ("current", "to", "given", "wrong"),
    [
        (S.PUT_FORWARD, S.REFUSED, {}, {"reason"}),
        (S.PUT_FORWARD, S.REFUSED, {"reason": " \n"}, {"reason"}),
        (S.PUT_FORWARD, S.REFUSED, {"reason": "Too wide."}, set()),
        (S.PUT_FORWARD, S.GRANTED, {}, set()),
        (S.PUT_FORWARD, S.AMENDED, {"reason": "Too wide."}, {"as_now"}),
        (S.PUT_FORWARD, S.AMENDED, {"reason": "Too wide.", "as_now": "Smaller."}, set()),
        (S.PUT_FORWARD, S.GRANTED, {"as_now": "Smaller."}, {"as_now"}),
        (S.PUT_FORWARD, S.WITHDRAWN, {}, {"state"}),
        (S.ASKED_FOR, S.GRANTED, {}, {"state"}),
        (S.WITHDRAWN, S.GRANTED, {}, {"state"}),
        # A decision that was recorded wrongly gives way to the right one.
        (S.REFUSED, S.GRANTED, {}, set()),
        (S.GRANTED, S.REFUSED, {}, {"reason"}),
        (S.REFUSED, S.REFUSED, {"reason": "Another."}, set()),
        (S.PUT_FORWARD, S.REFUSED, {"reason": "x", "ends_on": DAY}, {"ends_on"}),
        (S.PUT_FORWARD, S.GRANTED, {"ends_on": DAY - timedelta(days=1)}, {"ends_on"}),
        (S.PUT_FORWARD, S.GRANTED, {"ends_on": DAY}, set()),
    ],
)
def test_what_a_decision_must_say(
    current: S, to: S, given: dict[str, Any], wrong: set[str]
) -> None:
    said = {"reason": "", "as_now": "", "ends_on": None, **given}
    assert set(outcome_problems(current, to, on=DAY, **said)) == wrong


def test_a_condition_never_outlasts_its_licence() -> None:
    later = DAY + timedelta(days=400)
    assert condition_ends(None, None) is None
    assert condition_ends(None, DAY) == condition_ends(later, DAY) == DAY
    assert condition_ends(DAY, None) == condition_ends(DAY, later) == DAY


def test_withheld_words_that_are_served_as_well() -> None:
    body = ("I am afraid.", "He knows that my SISTER lives in Mill Lane, near the school.")
    assert repeated_passages(body, ("my sister lives in mill lane",)) != ()
    assert repeated_passages(body, ("I am afraid",)) == ("I am afraid",)
    assert repeated_passages(body, ("afraid", "Something else that is long enough.")) == ()
    assert repeated_passages(body, ("", " ", "!")) == ()


def test_words_that_name_the_victim_need_her_agreement_whatever_the_condition() -> None:
    plain, named = condition(False, False), condition(True, False)
    said = agreement_problem(plain, False, False, named_in_words=True)
    assert "hold the victim's name" in said
    assert agreement_problem(plain, True, False, named_in_words=True) == ""
    assert agreement_problem(plain, False, False) == ""
    assert "to be named" in agreement_problem(named, False, False, named_in_words=True)
