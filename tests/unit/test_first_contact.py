"""The plan of first contact, and what counts as having tried."""

from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from uuid import UUID

import pytest

from victim_portal.domain.first_contact import (
    LAST_LETTER_SAID,
    FirstContactPlan,
    PlannedStep,
    StepState,
    Tried,
    Ways,
    attempt_days,
    enough_attempts,
    plan_first_contact,
)
from victim_portal.domain.policy import Attempts, load_policy
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    Enrolment,
    FirstContactStep,
    LetterKind,
)

POLICY = load_policy((files("victim_portal") / "data" / "policy.toml").read_text("utf-8"))
RECEIVED = date(2026, 11, 10)  # a Tuesday
RULES = POLICY.first_contact(RECEIVED)
ATTEMPTS = Attempts(3, 28, date(2021, 4, 1), "a", True)
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
LETTER, PHONE = ContactMethod.LETTER, ContactMethod.TELEPHONE
SENT, RETURNED = ContactOutcome.SENT, ContactOutcome.RETURNED
ANY_WAY = Ways()
FIRST, TELEPHONE, VISIT, SECOND, DOOR_OPEN = FirstContactStep


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def posted(on: str, kind: LetterKind | None, number: int = 1, **more: bool) -> Tried:
    letter = None if kind is None else UUID(int=number)
    return Tried(day(on), LETTER, SENT, letter=letter, kind=kind, **more)


def rung(on: str, outcome: ContactOutcome = ContactOutcome.NO_ANSWER) -> Tried:
    return Tried(day(on), PHONE, outcome)


def planned(
    tried: Sequence[Tried] = (),
    today: str = "11-10",
    ways: Ways = ANY_WAY,
    enrolment: Enrolment = Enrolment.NOT_OFFERED,
    closed: bool = False,
) -> FirstContactPlan:
    return plan_first_contact(
        RULES, tried, ways, enrolment, RECEIVED, day(today), CHRISTMAS, closed
    )


def step(plan: FirstContactPlan, which: FirstContactStep) -> PlannedStep:
    return next(one for one in plan.steps if one.step is which)


def test_a_new_referral_has_its_steps_ahead_in_their_order() -> None:
    plan = planned()
    assert [one.step for one in plan.steps] == list(FirstContactStep)
    assert [one.due_on for one in plan.steps] == [
        day("11-13"), day("11-20"), day("11-27"), day("11-27"), day("12-18"),
    ]  # fmt: skip
    assert {one.state for one in plan.steps} == {StepState.LATER}
    assert plan.next_step == step(plan, FIRST)
    assert plan.attempts == ()


def test_what_waits_for_an_open_step_moves_with_it() -> None:
    plan = planned(today="11-20")
    assert step(plan, FIRST).state is StepState.DUE
    assert step(plan, FIRST).due_on == day("11-13")
    assert step(plan, TELEPHONE).state is StepState.LATER
    assert step(plan, TELEPHONE).due_on == day("11-27")


def test_a_step_counts_from_the_day_on_which_the_one_before_was_done() -> None:
    plan = planned([posted("11-11", LetterKind.FIRST)], "11-18")
    assert (step(plan, FIRST).state, step(plan, FIRST).done_on) == (StepState.DONE, day("11-11"))
    assert (step(plan, TELEPHONE).state, step(plan, TELEPHONE).due_on) == (
        StepState.DUE,
        day("11-18"),
    )
    assert plan.next_step == step(plan, TELEPHONE)


def test_the_telephone_is_tried_on_different_days() -> None:
    letter = posted("11-11", LetterKind.FIRST)
    once = step(planned([letter, rung("11-18"), rung("11-18")], "11-18"), TELEPHONE)
    assert (once.done, once.times, once.due_on) == (1, 2, day("11-20"))
    assert once.state is StepState.LATER
    twice = step(planned([letter, rung("11-18"), rung("11-20")], "11-20"), TELEPHONE)
    assert (twice.state, twice.done_on) == (StepState.DONE, day("11-20"))


@pytest.mark.parametrize(
    "outcome", [ContactOutcome.WRONG_NUMBER, ContactOutcome.SOMEONE_ELSE_ANSWERED]
)
def test_a_call_that_could_not_reach_them_is_no_try(outcome: ContactOutcome) -> None:
    assert step(planned([rung("11-18", outcome)]), TELEPHONE).done == 0


def test_an_offered_visit_is_done_with_the_letter_that_offers_it() -> None:
    plan = planned([posted("11-12", LetterKind.SECOND, visit_offered=True)])
    assert step(plan, VISIT).done_on == step(plan, SECOND).done_on == day("11-12")


def test_a_letter_written_elsewhere_stands_for_the_first_then_the_second() -> None:
    plan = planned([posted("11-20", None), posted("11-12", None), posted("11-27", None)])
    assert step(plan, FIRST).done_on == day("11-12")
    assert step(plan, SECOND).done_on == day("11-20")
    assert step(plan, DOOR_OPEN).done_on is None


def test_a_letter_that_came_back_was_not_sent() -> None:
    first = posted("11-11", LetterKind.FIRST)
    back = Tried(day("11-16"), LETTER, RETURNED, letter=first.letter, kind=LetterKind.FIRST)
    plan = planned([first, back], "11-16")
    assert step(plan, FIRST).state is StepState.DUE
    assert plan.attempts == ()
    again = posted("11-17", LetterKind.FIRST, number=2)
    assert step(planned([first, back, again], "11-17"), FIRST).done_on == day("11-17")


def test_where_it_is_not_known_which_letter_came_back_it_is_the_last_before() -> None:
    sent = [posted("11-11", LetterKind.FIRST), posted("11-20", None), posted("11-27", None)]
    back = Tried(day("11-23"), LETTER, RETURNED)
    assert attempt_days([*sent, back]) == (day("11-11"), day("11-27"))
    assert attempt_days([back]) == ()


def test_a_letter_with_a_code_is_no_attempt() -> None:
    assert attempt_days([posted("11-11", LetterKind.CODE)]) == ()
    assert step(planned([posted("11-11", LetterKind.CODE)]), FIRST).done_on is None


@pytest.mark.parametrize("outcome", [ContactOutcome.SPOKE, ContactOutcome.RECEIVED])
def test_a_real_contact_ends_the_plan(outcome: ContactOutcome) -> None:
    plan = planned([posted("11-11", LetterKind.FIRST), rung("11-18", outcome)], "11-30")
    assert plan.reached_on == day("11-18")
    assert plan.next_step is None
    assert not plan.is_stuck
    assert [one.state for one in plan.steps] == [StepState.DONE] + [StepState.NOT_NEEDED] * 4
    assert step(plan, SECOND).why == "They were reached."


def test_a_word_with_a_supporter_is_none_with_them() -> None:
    spoke = Tried(day("11-18"), PHONE, ContactOutcome.SPOKE, with_them=False)
    plan = planned([spoke], "11-30")
    assert plan.reached_on is None
    assert plan.next_step is not None


@pytest.mark.parametrize(
    "enrolment",
    [one for one in Enrolment if one.value not in ("not_offered", "offered", "no_response")],
)
def test_an_answer_ends_the_plan(enrolment: Enrolment) -> None:
    plan = planned(today="12-30", enrolment=enrolment)
    assert plan.next_step is None
    assert {one.why for one in plan.steps} == {"They have answered."}


def test_after_no_response_only_the_last_letter_is_left() -> None:
    plan = planned(today="12-30", enrolment=Enrolment.NO_RESPONSE)
    assert plan.next_step == step(plan, DOOR_OPEN)
    assert step(plan, TELEPHONE).state is StepState.NOT_NEEDED
    done = planned([posted("12-29", LetterKind.DOOR_OPEN)], "12-30", Ways(), Enrolment.NO_RESPONSE)
    assert done.next_step is None


def test_who_is_heard_of_after_no_response_gets_no_last_letter() -> None:
    rang = rung("12-29", ContactOutcome.RECEIVED)
    before = planned([rang], "12-30", enrolment=Enrolment.NO_RESPONSE)
    assert before.next_step == step(before, DOOR_OPEN)
    after = plan_first_contact(
        RULES, [rang], ANY_WAY, Enrolment.NO_RESPONSE, RECEIVED, day("12-30"), CHRISTMAS,
        heard_since=True,
    )  # fmt: skip
    assert after.next_step is None


def test_after_the_last_letter_nothing_else_is_written() -> None:
    last = posted("11-12", LetterKind.DOOR_OPEN)
    plan = planned([last], "11-30")
    assert plan.next_step is None
    assert step(plan, TELEPHONE).why == step(plan, SECOND).why == LAST_LETTER_SAID
    back = Tried(day("11-16"), LETTER, RETURNED, letter=last.letter, kind=LetterKind.DOOR_OPEN)
    assert planned([last, back], "11-30").next_step is not None


def test_a_text_of_which_nobody_knows_who_wrote_it_reached_nobody() -> None:
    text = Tried(day("11-18"), ContactMethod.SMS, ContactOutcome.RECEIVED, True, unproven=True)
    plan = planned([text], "11-30")
    assert plan.reached_on is None
    assert plan.next_step is not None


def test_attempts_are_counted_from_the_last_word() -> None:
    said = enough_attempts([], ATTEMPTS, day("11-18"))
    assert said == (
        '"No response" needs 3 recorded attempts after 18 November 2026, when they were reached; '
        "there are 0."
    )


def test_a_closed_case_asks_nothing() -> None:
    assert {one.why for one in planned(closed=True).steps} == {"The case is closed."}


def test_a_way_that_is_not_there_is_not_waited_for() -> None:
    plan = planned(ways=Ways(post="No address is recorded."))
    assert step(plan, FIRST).state is StepState.NOT_POSSIBLE
    assert step(plan, FIRST).why == "No address is recorded."
    assert step(plan, TELEPHONE).due_on == day("11-17")
    assert step(plan, VISIT).due_on is not None
    assert not plan.is_stuck


def test_without_any_way_the_plan_is_stuck_and_says_so() -> None:
    plan = planned(ways=Ways("No address is recorded.", "No telephone number is recorded."))
    assert plan.is_stuck
    assert plan.next_step is None


def test_bank_holidays_are_no_working_days() -> None:
    plan = planned([posted("12-18", LetterKind.FIRST)], "12-18")
    # The 25th and the 28th are holidays, with a weekend between them.
    assert step(plan, TELEPHONE).due_on == day("12-29")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], '"No response" needs 3 recorded attempts; there are 0.'),
        (["11-01"], '"No response" needs 3 recorded attempts; there is 1.'),
        (["11-01", "11-29"], '"No response" needs 3 recorded attempts; there are 2.'),
        (["11-28", "11-01", "11-14"],
         '"No response" needs 28 days between the first and the last attempt; there are 27.'),
        (["11-29", "11-01", "11-14"], ""),
    ],
)  # fmt: skip
def test_no_response_needs_enough_attempts_over_enough_days(days: list[str], said: str) -> None:
    assert enough_attempts([day(one) for one in days], ATTEMPTS) == said
