from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.last_look import (
    EVERY_DAY,
    FACTS,
    NOW,
    PERSON,
    PLAN,
    STANDING,
    STRANGER,
    changed,
    held,
)
from victim_portal.domain.contact import (
    LONDON,
    Allowed,
    ContactPlan,
    Window,
    may_use,
)
from victim_portal.domain.enrolment import receives_updates
from victim_portal.domain.last_look import (
    Force,
    Hold,
    HoldReason,
    Send,
    Wait,
    look,
)
from victim_portal.domain.vocabulary import (
    ChannelUse,
    Enrolment,
    Language,
    Level,
)


def test_a_message_that_passes_everything_is_sent() -> None:
    assert look(FACTS, NOW) == Send()


HOLDS: list[tuple[dict[str, Any], HoldReason]] = [
    ({"recipient_id": STRANGER}, HoldReason.WRONG_PERSON),
    ({"channel_person_id": STRANGER}, HoldReason.WRONG_PERSON),
    ({"case_person_id": STRANGER}, HoldReason.WRONG_PERSON),
    ({"standing": replace(STANDING, verified_at=None)}, HoldReason.CHANNEL_NOT_SAFE),
    ({"standing": replace(STANDING, suspended_at=NOW)}, HoldReason.CHANNEL_NOT_SAFE),
    ({"use": ChannelUse.EMAIL}, HoldReason.CHANNEL_NOT_SAFE),
    ({"parents_way_ends_at": NOW - timedelta(days=1)}, HoldReason.AGED_18),
    ({"approved": False}, HoldReason.NOT_APPROVED),
    ({"known_wrong": True}, HoldReason.KNOWN_WRONG),
    ({"frozen": True}, HoldReason.TEXT_FROZEN),
    ({"current_facts": {"key_dates": "4"}}, HoldReason.FACTS_CHANGED),
    ({"current_facts": {}}, HoldReason.FACTS_CHANGED),
    ({"current_facts": {"key_dates": "3", "recall": "1"}}, HoldReason.FACTS_CHANGED),
    ({"approved_facts": {}, "current_facts": {}}, HoldReason.FACTS_CHANGED),
    ({"not_after": NOW - timedelta(seconds=1)}, HoldReason.TOO_LATE),
    ({"case_open": False}, HoldReason.CASE_CLOSED),
    ({"enrolment": Enrolment.DECLINED}, HoldReason.VICTIM_SAID_NO),
    ({"enrolment": Enrolment.OPTED_OUT}, HoldReason.VICTIM_SAID_NO),
    ({"enrolment": Enrolment.DO_NOT_CONTACT}, HoldReason.VICTIM_SAID_NO),
    ({"enrolment": Enrolment.DEFERRED}, HoldReason.NOT_ENROLLED),
    ({"enrolment": Enrolment.OFFERED}, HoldReason.NOT_ENROLLED),
    ({"force": Force.URGENT, "manager_reason": " "}, HoldReason.URGENT_WITHOUT_REASON),
    ({"level": Level.ANNUAL}, HoldReason.LEVEL_EXCLUDES),
    ({"level": None}, HoldReason.LEVEL_EXCLUDES),
    ({"heads_up_first": True}, HoldReason.HEADS_UP_DUE),
    ({"language": Language.WELSH}, HoldReason.LANGUAGE_DIFFERS),
    ({"body": " \n"}, HoldReason.NO_WORDS),
    ({"body": "Your offender moved."}, HoldReason.UNFIT_WORDS),
    ({"subject": "News\nBcc: x@example.org"}, HoldReason.UNFIT_WORDS),
    ({"subject": "About Mr Doe"}, HoldReason.UNFIT_WORDS),
]


@pytest.mark.parametrize(("change", "reason"), HOLDS)
@pytest.mark.parametrize("hour", [10, 22])
def test_what_holds_a_message_inside_and_outside_the_hours(
    change: dict[str, Any], reason: HoldReason, hour: int
) -> None:
    assert held(changed(**change), NOW.replace(hour=hour)) is reason


def test_every_reason_but_the_clocks_is_covered_above() -> None:
    assert {reason for _, reason in HOLDS} == set(HoldReason) - {HoldReason.NO_TIME_FITS}


def test_words_known_to_be_wrong_are_not_for_a_thaw_to_send() -> None:
    assert held(changed(known_wrong=True, frozen=True)) is HoldReason.KNOWN_WRONG


def test_what_was_settled_no_longer_holds() -> None:
    assert look(changed(heads_up_first=True, heads_up_given=True), NOW) == Send()
    assert look(changed(language=Language.WELSH, language_agreed=True), NOW) == Send()
    assert look(changed(enrolment=Enrolment.OPTED_BACK_IN), NOW) == Send()


def test_outside_the_hours_it_waits() -> None:
    assert look(FACTS, datetime(2026, 11, 24, 17, tzinfo=UTC)) == Wait(
        datetime(2026, 11, 25, 9, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    "avoid",
    [
        {"avoid_dates": frozenset({date(2026, 11, 24)})},
        {"avoid_yearly": frozenset({(11, 24)})},
        {"preferred": (Window(frozenset({2}), time(9), time(10)),)},
    ],
)
def test_wishes_put_it_off_unless_the_news_overrides(avoid: dict[str, Any]) -> None:
    assert look(changed(**avoid), NOW) == Wait(datetime(2026, 11, 25, 9, tzinfo=UTC))
    urgent = {"force": Force.URGENT, "manager_reason": "Escaped", "level": None}
    assert look(changed(**avoid, **urgent), NOW) == Send()
    assert look(changed(**avoid, force=Force.STATUTORY, level=None), NOW) == Send()


def test_no_urgency_overrides_the_safe_hours_or_a_no() -> None:
    urgent = changed(force=Force.URGENT, manager_reason="Escaped")
    night = datetime(2026, 11, 24, 3, tzinfo=UTC)
    assert look(urgent, night) == Wait(datetime(2026, 11, 24, 9, tzinfo=UTC))
    verdict = look(replace(urgent, enrolment=Enrolment.OPTED_OUT), NOW)
    assert isinstance(verdict, Hold)
    assert "manager has to decide" in verdict.sentence


def test_a_date_of_29_february_is_kept_on_the_28th_in_other_years() -> None:
    leap = frozenset({(2, 29)})
    any_time = replace(STANDING, plan=ContactPlan(PLAN.uses, any_time=True))
    facts = changed(standing=replace(any_time, review_on=date(2029, 1, 1)), avoid_yearly=leap)
    on_28th = datetime(2027, 2, 28, 10, tzinfo=UTC)
    assert look(facts, on_28th) == Wait(datetime(2027, 3, 1, tzinfo=UTC))
    assert look(facts, datetime(2028, 2, 28, 10, tzinfo=UTC)) == Send()
    assert look(facts, datetime(2028, 2, 29, 10, tzinfo=UTC)) == Wait(
        datetime(2028, 3, 1, tzinfo=UTC)
    )


def test_wishes_that_never_meet_the_safe_hours_become_a_task() -> None:
    evenings = (Window(EVERY_DAY, time(19), time(20)),)
    assert held(changed(preferred=evenings)) is HoldReason.NO_TIME_FITS


def test_a_wait_beyond_the_last_day_or_the_review_becomes_a_task_at_once() -> None:
    night = datetime(2026, 11, 24, 20, tzinfo=UTC)
    assert held(changed(not_after=night + timedelta(hours=1)), night) is HoldReason.NO_TIME_FITS
    ends_today = replace(STANDING, review_on=date(2026, 11, 24))
    assert held(changed(standing=ends_today), night) is HoldReason.NO_TIME_FITS


def test_fuller_words_let_words_and_names_through_but_not_the_rest() -> None:
    fuller = replace(STANDING, plan=replace(PLAN, fuller_words=True))
    assert look(changed(standing=fuller, body="Pat Doe left prison."), NOW) == Send()
    for body in ("He is at Greyfield.", "Dear {name}", "See https://evil.example.com"):
        assert held(changed(standing=fuller, body=body)) is HoldReason.UNFIT_WORDS


def test_a_naive_moment_is_an_error() -> None:
    with pytest.raises(ValueError, match="time zone"):
        look(FACTS, datetime(2026, 11, 24, 10))


worlds = st.fixed_dictionaries(
    {
        "recipient_id": st.sampled_from([PERSON, PERSON, PERSON, STRANGER]),
        "approved": st.sampled_from([True, True, True, False]),
        "current_facts": st.sampled_from([{"key_dates": "3"}] * 3 + [{"key_dates": "4"}]),
        "case_open": st.sampled_from([True, True, True, False]),
        "enrolment": st.sampled_from([Enrolment.OPTED_IN] * 5 + list(Enrolment)),
        "level": st.sampled_from([Level.KEY_STAGES, Level.KEY_STAGES, *Level]),
        "force": st.sampled_from(Force),
        "manager_reason": st.sampled_from(["", "Escaped"]),
        "avoid_dates": st.frozensets(st.dates(date(2026, 11, 23), date(2026, 11, 27)), max_size=2),
        "preferred": st.sampled_from([(), (Window(EVERY_DAY, time(8), time(12)),)]),
        "body": st.sampled_from(["News."] * 3 + ["prison", "{x}", "https://evil.com"]),
        "standing": st.sampled_from([STANDING, STANDING, replace(STANDING, suspended_at=NOW)]),
    }
)


@given(worlds, st.integers(0, 4 * 24 * 60))
@settings(max_examples=200, deadline=None)
def test_nothing_goes_out_that_fails_a_check(world: dict[str, Any], minute: int) -> None:
    now = NOW - timedelta(days=1) + timedelta(minutes=minute)
    facts = changed(**world)
    verdict = look(facts, now)
    if isinstance(verdict, Wait):
        assert verdict.until > now
        assert look(facts, verdict.until) == Send(), "a wait ends in a send if nothing changes"
    if isinstance(verdict, Send):
        local = now.astimezone(LONDON)
        assert isinstance(may_use(facts.standing, facts.use, now), Allowed)
        assert time(9) <= local.time() < time(17)
        assert facts.recipient_id == PERSON
        assert facts.approved
        assert facts.current_facts == facts.approved_facts
        assert facts.case_open
        assert receives_updates(facts.enrolment)
        assert facts.body == "News."
        if facts.force is Force.ORDINARY:
            assert facts.level is Level.KEY_STAGES
            assert local.date() not in facts.avoid_dates
            assert not facts.preferred or local.time() < time(12)


def test_who_left_and_asked_to_come_back_gets_what_they_asked_for() -> None:
    left = changed(enrolment=Enrolment.OPTED_OUT, asked_back=True)
    assert look(left, NOW) == Send()
    assert held(changed(enrolment=Enrolment.OPTED_OUT)) is HoldReason.VICTIM_SAID_NO


@pytest.mark.parametrize(
    "state",
    sorted(set(Enrolment) - {Enrolment.OPTED_OUT, Enrolment.OPTED_IN, Enrolment.OPTED_BACK_IN}),
)
def test_nobody_else_is_written_to_because_somebody_asked(state: Enrolment) -> None:
    assert held(changed(enrolment=state, asked_back=True)) in (
        HoldReason.VICTIM_SAID_NO,
        HoldReason.NOT_ENROLLED,
    )
