"""Which questions a caller is asked, and what their answers can show."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.callers import (
    ASK_THE_WORD,
    ENOUGH,
    KNOWN_TO_OTHERS,
    PASSED,
    PRIVATE,
    SAY,
    TO_ANYBODY_ELSE,
    CallerFacts,
    CheckOutcome,
    Question,
    address_answer,
    may_have_passed,
    questions,
)

ALL = CallerFacts(
    code_words=("Bluebell",),
    called="Mary",
    born_on=date(1990, 1, 2),
    address="1 High Street\nWexley\nSO14 1AA",
    officer="Sam",
    last_talk_on=date(2026, 11, 13),
)
# Words by which a stranger would learn what they rang, or that somebody is known here.
TELLING = ("victim", "offender", "case", "prison", "probation", "release", "scheme", "crime")

facts = st.builds(
    CallerFacts,
    code_words=st.lists(st.text(max_size=10), max_size=3).map(tuple),
    sent_words=st.lists(st.text(max_size=10), max_size=3).map(tuple),
    called=st.text(max_size=20),
    born_on=st.none() | st.dates(),
    address=st.text(max_size=60),
    officer=st.text(max_size=10),
    last_talk_on=st.none() | st.dates(),
)


def test_what_only_the_person_and_their_officer_know_is_asked_first() -> None:
    asked = questions(ALL)
    assert asked.code_words == ("Bluebell",)
    assert asked.ask == (Question.LAST_TALK, Question.ADDRESS)
    assert asked.spare == (Question.BIRTH, Question.CALLED)
    assert asked.enough


def test_before_the_first_talk_somebody_close_could_answer_all_so_none_count() -> None:
    asked = questions(replace(ALL, last_talk_on=None, code_words=()))
    assert asked.ask == asked.spare == ()
    assert not asked.enough
    assert not may_have_passed(CheckOutcome.TWO_ANSWERS, asked)


def test_a_word_that_went_out_in_a_message_needs_a_private_answer_beside_it() -> None:
    sent = replace(ALL, code_words=("bluebell",), sent_words=("Bluebell",))
    asked = questions(sent)
    assert asked.code_words == ()
    assert asked.ask[0] in PRIVATE
    assert may_have_passed(CheckOutcome.CODE_WORD, asked)
    assert not may_have_passed(CheckOutcome.CODE_WORD, questions(replace(sent, last_talk_on=None)))
    both = replace(sent, code_words=("Heron",), last_talk_on=None)
    assert may_have_passed(CheckOutcome.CODE_WORD, questions(both))


@pytest.mark.parametrize(
    "known",
    [CallerFacts(), CallerFacts(called=" "), CallerFacts(officer="Sam"), CallerFacts(called="Al")],
)
def test_one_answer_is_never_enough(known: CallerFacts) -> None:
    asked = questions(known)
    assert not asked.enough
    assert not may_have_passed(CheckOutcome.TWO_ANSWERS, asked)
    assert not may_have_passed(CheckOutcome.CODE_WORD, asked)
    assert may_have_passed(CheckOutcome.NOT_PASSED, asked)
    assert may_have_passed(CheckOutcome.SOMEONE_ELSE, asked)


@given(facts)
@settings(max_examples=150)
def test_the_rule_never_raises_asks_twice_or_lets_anybody_pass_by_nothing(
    known: CallerFacts,
) -> None:
    asked = questions(known)
    everything = asked.ask + asked.spare
    assert len(set(everything)) == len(everything)
    assert len(asked.ask) <= ENOUGH
    assert asked.enough or not asked.spare
    private = known.last_talk_on is not None
    read = {word.strip().casefold() for word in known.sent_words}
    unread = any(w.strip() and w.strip().casefold() not in read for w in known.code_words)
    assert may_have_passed(CheckOutcome.CODE_WORD, asked) == (
        unread or (private and any(word.strip() for word in known.sent_words))
    )
    passes = may_have_passed(CheckOutcome.TWO_ANSWERS, asked)
    assert passes == (private and len(everything) >= ENOUGH)
    assert not passes or asked.ask[0] in PRIVATE
    assert bool(asked.ask) == private


def test_no_words_to_a_caller_tell_anything() -> None:
    said = [ASK_THE_WORD, TO_ANYBODY_ELSE, *SAY.values()]
    assert set(SAY) == set(Question)
    assert {Question.LAST_TALK} == set(Question) - KNOWN_TO_OTHERS
    for sentence in said:
        assert not any(word in sentence.casefold() for word in TELLING)
        # Fixed words: nothing of anybody's record can be filled in.
        assert "{" not in sentence
        assert "%" not in sentence


def test_who_passed() -> None:
    assert set(CheckOutcome) - PASSED == {CheckOutcome.NOT_PASSED, CheckOutcome.SOMEONE_ELSE}


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("1 High Street\nWexley\nso14 1aa", "1 High Street, SO14 1AA"),
        ("Flat 2, 5 Mill Lane", "Flat 2, 5 Mill Lane"),
        ("SO14 1AA", "SO14 1AA"),
        ("1 High Street\n\n", "1 High Street"),
        ("3 Hill Rise\nWexley, SO141AA", "3 Hill Rise, SO141AA"),
        (" \n ", ""),
    ],
)
def test_of_an_address_the_first_line_and_the_postcode_count(address: str, answer: str) -> None:
    assert address_answer(address) == answer


def test_nothing_that_is_known_shows_in_a_repr() -> None:
    shown = repr(ALL) + repr(questions(ALL))
    for secret in ("Bluebell", "Mary", "1990", "High Street", "Sam"):
        assert secret not in shown
