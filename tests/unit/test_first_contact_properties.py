"""What holds of every plan of first contact, whatever was tried."""

from datetime import date, timedelta
from importlib.resources import files
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.calendar import is_working_day
from victim_portal.domain.contacts import is_real_contact
from victim_portal.domain.first_contact import (
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

RECEIVED = date(2026, 11, 10)
RULES = load_policy(
    (files("victim_portal") / "data" / "policy.toml").read_text("utf-8")
).first_contact(RECEIVED)
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
ANY_WAY = Ways()

days = st.dates(date(2026, 11, 1), date(2027, 3, 1))
tries = st.builds(
    Tried,
    on=days,
    method=st.sampled_from(ContactMethod),
    outcome=st.sampled_from(ContactOutcome),
    inward=st.booleans(),
    with_them=st.booleans(),
    visit_offered=st.booleans(),
    letter=st.sampled_from([None, UUID(int=1), UUID(int=2)]),
    kind=st.sampled_from([None, *LetterKind]),
    unproven=st.booleans(),
)
ways = st.builds(Ways, st.sampled_from(["", "No."]), st.sampled_from(["", "No."]))
plans = {
    "tried": st.lists(tries, max_size=8),
    "ways": ways,
    "enrolment": st.sampled_from(Enrolment),
    "today": days,
    "received": days,
    "holidays": st.frozensets(days, max_size=20),
}


@settings(max_examples=150)
@given(**plans)
def test_a_plan_holds_together(
    tried: list[Tried],
    ways: Ways,
    enrolment: Enrolment,
    today: date,
    received: date,
    holidays: frozenset[date],
) -> None:
    plan = plan_first_contact(RULES, tried, ways, enrolment, received, today, holidays)
    by_step = {one.step: one for one in plan.steps}
    assert list(by_step) == list(FirstContactStep)
    for rule in RULES:
        one = by_step[rule.step]
        # A date is asked for where something is to be done, and nowhere else.
        assert (one.due_on is not None) == (one.state in (StepState.DUE, StepState.LATER))
        assert (one.done_on is not None) == (one.state is StepState.DONE)
        assert bool(one.why) == (one.state in (StepState.NOT_POSSIBLE, StepState.NOT_NEEDED))
        assert one.done <= one.times
        if one.due_on is None:
            continue
        assert one.due_on >= received
        assert is_working_day(one.due_on, holidays)
        assert (one.state is StepState.DUE) == (one.due_on <= today)
        before = by_step[rule.after] if rule.after is not None else None
        if before is not None and before.due_on is not None and one.done == 0:
            assert one.due_on >= before.due_on
            assert one.due_on > today
    reached = [
        one.on
        for one in tried
        if is_real_contact(one.outcome) and one.with_them and not one.unproven
    ]
    assert plan.reached_on == min(reached, default=None)
    # Whoever fell silent after a first word gets the last letter all the same.
    if reached and enrolment is not Enrolment.NO_RESPONSE:
        assert plan.next_step is None
    said = by_step[FirstContactStep.DOOR_OPEN_LETTER].state is StepState.DONE
    if said:
        assert plan.next_step is None
    next_step = plan.next_step
    if next_step is not None:
        assert all(one.due_on is None or one.due_on >= next_step.due_on for one in plan.steps)  # type: ignore[operator]  # the next step has a date


@settings(max_examples=100)
@given(st.lists(tries, max_size=8), st.integers(1, 4), st.integers(0, 40))
def test_one_attempt_more_never_takes_away(
    tried: list[Tried], minimum: int, over_days: int
) -> None:
    rule = Attempts(minimum, over_days, date(2021, 4, 1), "a", True)
    found = attempt_days(tried)
    assert list(found) == sorted(found)
    more = attempt_days(
        [*tried, Tried(date(2027, 4, 1), ContactMethod.TELEPHONE, ContactOutcome.NO_ANSWER)]
    )
    assert len(more) == len(found) + 1
    if not enough_attempts(found, rule):
        assert not enough_attempts(more, rule)
    back = attempt_days(
        [*tried, Tried(date(2027, 4, 1), ContactMethod.LETTER, ContactOutcome.RETURNED)]
    )
    assert len(found) - 1 <= len(back) <= len(found)


@settings(max_examples=100)
@given(st.lists(tries, max_size=8), st.integers(0, 400))
def test_the_days_that_pass_never_bring_a_date_nearer(tried: list[Tried], passed: int) -> None:
    today = date(2027, 3, 1)

    def dates(on: date) -> list[date | None]:
        plan = plan_first_contact(RULES, tried, ANY_WAY, Enrolment.OFFERED, RECEIVED, on, CHRISTMAS)
        return [one.due_on for one in plan.steps]

    for before, after in zip(dates(today), dates(today + timedelta(passed)), strict=True):
        assert (before is None) == (after is None)
        assert before is None or after is None or after >= before
