"""What may be put forward, what may follow what, and who may make a statement."""

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
    may_move,
    move_problem,
    repeated_passages,
    statement_offered,
)
from victim_portal.domain.vocabulary import RequestState, Route, SentenceType

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
        (Route.HOSPITAL_UNRESTRICTED, SentenceType.S47, "victim impact statement"),
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
