from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.enrolment import (
    AT_ONCE,
    IN_SCHEME,
    MOVES,
    PLAIN_WORDS,
    Answer,
    allowed,
    answers_from,
    check_answer,
    gave_up_on,
    moves_from,
    offer_comes_first,
    receives_updates,
    was_ever_in,
)
from victim_portal.domain.vocabulary import ContactMethod, Enrolment, Level

TODAY = date(2026, 11, 21)
START = date(2026, 10, 1)
CONSENT = {"consent_shown": "Do you want to join?", "consent_words": "Yes"}


def answer(state: Enrolment, **more: object) -> Answer:
    values: dict[str, object] = {"on": date(2026, 11, 2), "how": ContactMethod.TELEPHONE, **more}
    return Answer(state=state, **values)  # type: ignore[arg-type]  # fields given by name in a test


def fields(current: Enrolment, given_answer: Answer, too_few: str = "") -> list[str]:
    ever_in = current in {Enrolment.OPTED_IN, Enrolment.OPTED_OUT}
    problems = check_answer(current, ever_in, given_answer, TODAY, START, too_few_attempts=too_few)
    return [problem.field for problem in problems]


def test_the_table_is_closed() -> None:
    assert set(MOVES) == set(Enrolment) == set(PLAIN_WORDS)
    assert all(following for following in MOVES.values())
    assert set().union(*MOVES.values()) == set(Enrolment) - {Enrolment.NOT_OFFERED}


def test_do_not_contact_is_open_from_everywhere_and_left_only_by_coming_in() -> None:
    for state in set(Enrolment) - {Enrolment.DO_NOT_CONTACT}:
        assert Enrolment.DO_NOT_CONTACT in MOVES[state]
    assert MOVES[Enrolment.DO_NOT_CONTACT] == IN_SCHEME


@pytest.mark.parametrize(
    ("history", "following"),
    [
        ([], {Enrolment.OFFERED, Enrolment.NO_RESPONSE, Enrolment.DO_NOT_CONTACT}),
        ([Enrolment.OFFERED, Enrolment.DO_NOT_CONTACT], {Enrolment.OPTED_IN}),
        ([Enrolment.OPTED_IN, Enrolment.DO_NOT_CONTACT], {Enrolment.OPTED_BACK_IN}),
        ([Enrolment.OPTED_OUT], {Enrolment.OPTED_BACK_IN, Enrolment.DO_NOT_CONTACT}),
    ],
)
def test_what_may_follow(history: list[Enrolment], following: set[Enrolment]) -> None:
    assert allowed(history) == following


def test_only_those_in_the_scheme_get_updates() -> None:
    assert {state for state in Enrolment if receives_updates(state)} == {
        Enrolment.OPTED_IN,
        Enrolment.OPTED_BACK_IN,
    }


def test_good_answers() -> None:
    assert fields(Enrolment.NOT_OFFERED, answer(Enrolment.OFFERED)) == []
    joined = answer(Enrolment.OPTED_IN, level=Level.ANNUAL, **CONSENT)
    assert fields(Enrolment.OFFERED, joined) == []
    assert fields(Enrolment.OFFERED, answer(Enrolment.DECLINED, on=TODAY)) == []
    later = TODAY + timedelta(days=1)
    assert fields(Enrolment.OFFERED, answer(Enrolment.DEFERRED, deferred_until=later)) == []
    assert fields(Enrolment.OFFERED, answer(Enrolment.NO_RESPONSE)) == []
    assert fields(Enrolment.NOT_OFFERED, joined) == []
    assert fields(Enrolment.NOT_OFFERED, answer(Enrolment.DECLINED)) == []


@pytest.mark.parametrize(
    ("current", "bad", "field"),
    [
        (Enrolment.NOT_OFFERED, answer(Enrolment.OPTED_OUT), "state"),
        (Enrolment.NOT_OFFERED, answer(Enrolment.DECLINED, how=ContactMethod.LETTER), "how"),
        (Enrolment.OPTED_IN, answer(Enrolment.OFFERED), "state"),
        (
            Enrolment.OPTED_OUT,
            answer(Enrolment.OPTED_IN, level=Level.ANNUAL, **CONSENT),
            "state",
        ),
        (Enrolment.OFFERED, answer(Enrolment.DECLINED, on=TODAY + timedelta(days=1)), "on"),
        (Enrolment.OFFERED, answer(Enrolment.DECLINED, on=START - timedelta(days=1)), "on"),
        (Enrolment.OFFERED, answer(Enrolment.DEFERRED), "deferred_until"),
        (Enrolment.OFFERED, answer(Enrolment.DEFERRED, deferred_until=TODAY), "deferred_until"),
        (Enrolment.OFFERED, answer(Enrolment.OPTED_IN, **CONSENT), "level"),
        (
            Enrolment.OFFERED,
            answer(Enrolment.OPTED_IN, level=Level.ANNUAL, consent_words="Yes"),
            "shown",
        ),
        (
            Enrolment.OFFERED,
            answer(
                Enrolment.OPTED_IN, level=Level.ANNUAL, consent_shown="Join?", consent_words=" "
            ),
            "consent_words",
        ),
    ],
)
def test_bad_answers(current: Enrolment, bad: Answer, field: str) -> None:
    assert fields(current, bad) == [field]


def test_no_response_waits_for_its_attempts() -> None:
    few = '"No response" needs 3 recorded attempts; there are 2.'
    assert fields(Enrolment.OFFERED, answer(Enrolment.NO_RESPONSE), few) == ["state"]
    assert fields(Enrolment.OFFERED, answer(Enrolment.DECLINED), few) == []


def test_an_answer_at_once_brings_its_offer() -> None:
    for current in Enrolment:
        at_once = answers_from(current, False) - moves_from(current, False)
        assert at_once == (AT_ONCE if current is Enrolment.NOT_OFFERED else set())
        for state in Enrolment:
            assert offer_comes_first(current, state) == (state in at_once)
    for state in AT_ONCE:
        assert state in MOVES[Enrolment.OFFERED]


def test_the_first_no_response_is_where_the_wait_was_given_up() -> None:
    day = date(2026, 11, 2)
    offered = (Enrolment.OFFERED, day - timedelta(days=40))
    history = [offered, (Enrolment.NO_RESPONSE, day), (Enrolment.OFFERED, TODAY)]
    assert gave_up_on([]) is None
    assert gave_up_on(history[:1]) is None
    assert gave_up_on([*history, (Enrolment.NO_RESPONSE, TODAY)]) == day


def test_an_answer_before_the_last_one_is_refused() -> None:
    late = check_answer(
        Enrolment.OFFERED,
        False,
        answer(Enrolment.DECLINED),
        TODAY,
        START,
        previous_on=date(2026, 11, 3),
    )
    assert [problem.field for problem in late] == ["on"]


@given(st.lists(st.integers(0, 20), max_size=12))
def test_nobody_is_in_the_scheme_without_having_opted_in(picks: list[int]) -> None:
    history: list[Enrolment] = []
    said_yes = False
    for pick in picks:
        options = sorted(allowed(history))
        assert options, "no state is a dead end"
        state = options[pick % len(options)]
        current = history[-1] if history else Enrolment.NOT_OFFERED
        bare = check_answer(current, was_ever_in(history), answer(state), TODAY, START)
        asked = {"level", "consent_words"} & {problem.field for problem in bare}
        assert bool(asked) == receives_updates(state)
        if state is Enrolment.OPTED_BACK_IN:
            assert said_yes
        if state is Enrolment.OPTED_IN:
            assert not said_yes
            said_yes = True
        history.append(state)


@given(st.sampled_from(Enrolment), st.booleans())
def test_a_move_never_leaves_the_table(current: Enrolment, ever_in: bool) -> None:
    assert moves_from(current, ever_in) <= MOVES[current]
    assert moves_from(current, ever_in)


@settings(max_examples=150)
@given(
    st.sampled_from(Enrolment),
    st.sampled_from(Enrolment),
    st.booleans(),
    st.sampled_from(ContactMethod),
    st.none() | st.sampled_from(Level),
    st.sampled_from(("", " ", "Do you want to join?")),
    st.sampled_from(("", "\n", "Yes")),
)
def test_no_yes_is_taken_without_what_was_shown_and_what_they_said(
    current: Enrolment,
    state: Enrolment,
    ever_in: bool,
    how: ContactMethod,
    level: Level | None,
    shown: str,
    said: str,
) -> None:
    given_answer = Answer(state, TODAY, how, TODAY + timedelta(days=1), level, shown, said)
    if not check_answer(current, ever_in, given_answer, TODAY, START):
        assert state in answers_from(current, ever_in)
        if receives_updates(state):
            assert level is not None
            assert shown.strip()
            assert said.strip()
