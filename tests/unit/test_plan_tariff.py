"""The first review of a life sentence, about three years before its tariff ends."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.planning import (
    BANK_HOLIDAYS,
    CASE,
    POLICY,
    TODAY,
    after,
    day,
    event,
    key_dates,
    make,
    preference,
    settled,
    stages,
    update,
)
from victim_portal.domain.plan import (
    CaseFacts,
    EventFacts,
    PlanDeadline,
    PlanDeadlineKind,
    SentenceFacts,
    deadlines,
    plan,
    stages_by,
)
from victim_portal.domain.plan.tariff import ROW
from victim_portal.domain.stages import EventOutcome, Stage, YearMonth
from victim_portal.domain.vocabulary import Enrolment, Level, SentenceType

CONSIDERED = Stage.OPEN_CONDITIONS_CONSIDERED
K = PlanDeadlineKind
LIFE = SentenceFacts(SentenceType.LIFE, date(2020, 1, 20))
TARIFF = {"Tariff": "2030-10-04"}
"""So the review is expected on 4 October 2027."""


def due(
    *events: EventFacts,
    dates: dict[str, str] = TARIFF,
    sentence: SentenceFacts | None = LIFE,
    case: CaseFacts = CASE,
    today: date = TODAY,
) -> dict[PlanDeadlineKind, PlanDeadline]:
    known = key_dates(dates)
    found = deadlines(case, sentence, known, events, POLICY, BANK_HOLIDAYS, today)
    return {one.kind: one for one in found}


def asked_again(
    dates: dict[str, str],
    sentence: SentenceFacts,
    enrolment: Enrolment = Enrolment.DECLINED,
    today: date = TODAY,
) -> dict[str, PlanDeadline]:
    """Each day on which somebody outside the scheme is asked again, by its key."""
    case, known = replace(CASE, enrolment=enrolment), key_dates(dates)
    found = deadlines(case, sentence, known, (), POLICY, BANK_HOLIDAYS, today)
    return {one.key: one for one in found if one.kind is K.ASK_AGAIN}


def test_it_is_told_as_long_before_as_every_other_review() -> None:
    found = update(make(TARIFF, sentence=LIFE), CONSIDERED)
    # 26 weeks before the review, and 8 weeks before it at the latest.
    assert (found.window_opens, found.window_closes) == (day("2027-04-05"), day("2027-08-09"))
    assert found.plan_key == "open_conditions_considered:TED"
    assert (found.anchor_code, found.anchor_month) == ("TED", YearMonth(2030, 10))
    assert found.facts == {"enrolment": 4, "preference": 2, "key_date:TED": 7}
    assert "about October 2027" in found.reason


def test_the_officer_finds_out_before_the_victim_is_told() -> None:
    found = due()[K.PRE_TARIFF_REVIEW]
    assert (found.opens_on, found.due_on) == (day("2027-03-08"), day("2027-04-05"))
    assert found.key == "TED:2030-10"
    assert "about October 2027" in found.what


# the sentence -> whether it has a review before its tariff ends
@pytest.mark.parametrize(
    ("kind", "sentenced_on", "dates", "expected"),
    [
        ("LIFE", "2020-01-20", TARIFF, True),
        ("LIFE", "2020-01-20", {}, False),
        ("LIFE", "2027-10-03", TARIFF, True),
        # Three years or less at sentence: the first review is the one at the tariff's end.
        ("LIFE", "2027-10-04", TARIFF, False),
        ("LIFE", "2010-01-20", {"Tariff": "2020-01-20"}, False),
        ("IPP", "2020-01-20", TARIFF, False),
        ("DPP", "2020-01-20", TARIFF, False),
        ("HMP_DETENTION", "2020-01-20", TARIFF, False),
        ("EDS", "2020-01-20", {"PED": "2030-10-04", "SLED": "2040-10-04"}, False),
        ("SDS", "2020-01-20", {"CRD": "2030-10-04", "SLED": "2040-10-04"}, False),
    ],
)
def test_which_sentences_have_it(
    kind: str, sentenced_on: str, dates: dict[str, str], expected: bool
) -> None:
    sentence = SentenceFacts(SentenceType(kind), day(sentenced_on))
    assert (CONSIDERED in stages(make(dates, sentence=sentence))) == expected
    assert (K.PRE_TARIFF_REVIEW in due(dates=dates, sentence=sentence)) == expected
    assert ("before_tariff:2030-10" in asked_again(dates, sentence)) == expected


def test_which_types_have_it_is_the_policys_to_say() -> None:
    """No other type has a row, and every row is of a type that there is."""
    rows = {rule.stage for rule in POLICY.lead_times if rule.stage.startswith(ROW)}
    assert rows == {f"{ROW}life"}
    assert stages_by(f"{ROW}life") == {CONSIDERED}
    assert CONSIDERED in stages_by("parole_review_started")


@pytest.mark.parametrize(
    ("today", "told", "asked"),
    [
        ("2027-03-07", True, True),
        ("2027-10-04", True, True),
        # Its month went by: nobody is told of what should have been, the officer finds out.
        ("2027-10-05", False, True),
        ("2030-10-04", False, True),
        # From the tariff's end on it is the review of every sentence.
        ("2030-10-05", False, False),
    ],
)
def test_until_when(today: str, told: bool, asked: bool) -> None:
    assert (CONSIDERED in stages(make(TARIFF, sentence=LIFE, today=day(today)))) == told
    assert (K.PRE_TARIFF_REVIEW in due(today=day(today))) == asked


def test_a_month_that_has_gone_is_said_to_have_gone() -> None:
    assert "gone" not in due(today=day("2027-10-31"))[K.PRE_TARIFF_REVIEW].what
    assert "That month has gone." in due(today=day("2027-11-01"))[K.PRE_TARIFF_REVIEW].what


@pytest.mark.parametrize(
    "stage",
    [
        CONSIDERED,
        Stage.OPEN_CONDITIONS_MOVED,
        Stage.PAROLE_REVIEW_STARTED,
        Stage.HEARING_LISTED,
        Stage.PAROLE_DECISION,
    ],
)
def test_it_is_over_once_something_is_recorded(stage: Stage) -> None:
    news, today = event(stage, "2027-05-01"), day("2027-05-02")
    planned = make(TARIFF, [news], sentence=LIFE, today=today)
    assert f"{CONSIDERED}:TED" not in {one.plan_key for one in planned}
    assert K.PRE_TARIFF_REVIEW not in due(news, today=today)


def test_a_review_of_an_earlier_sentence_is_another() -> None:
    old = replace(event(Stage.PAROLE_DECISION, "2019-05-01"), outcome=EventOutcome.NO_RELEASE)
    assert CONSIDERED in stages(make(TARIFF, [old], sentence=LIFE))


def test_what_was_before_our_time_was_somebody_elses() -> None:
    late = replace(CASE, referred_on=day("2028-02-01"), opted_in_on=day("2028-03-01"))
    today = day("2028-04-01")
    assert K.PRE_TARIFF_REVIEW not in due(case=late, today=today)
    assert CONSIDERED not in stages(make(TARIFF, case=late, sentence=LIFE, today=today))


def test_whoever_comes_late_is_not_late_at_once() -> None:
    late = replace(CASE, referred_on=day("2027-09-01"), opted_in_on=day("2027-09-20"))
    today = day("2027-09-20")
    assert due(case=late, today=today)[K.PRE_TARIFF_REVIEW].due_on == day("2027-09-01")
    found = update(make(TARIFF, case=late, sentence=LIFE, today=today), CONSIDERED)
    assert (found.window_opens, found.window_closes) == (today, today)


def test_those_who_said_no_are_asked_again_before_it_and_before_the_next() -> None:
    found = asked_again(TARIFF, LIFE)
    assert {key: (one.opens_on, one.due_on) for key, one in found.items()} == {
        "before_tariff:2030-10": (day("2027-02-08"), day("2027-04-05")),
        "TED:2030-10": (day("2030-02-08"), day("2030-04-05")),
    }
    assert "before_tariff:2030-10" not in asked_again(TARIFF, LIFE, today=day("2027-10-05"))
    assert asked_again(TARIFF, LIFE, Enrolment.DO_NOT_CONTACT) == {}


def test_it_is_told_once_and_again_when_the_tariff_moved() -> None:
    told = after(update(make(TARIFF, sentence=LIFE), CONSIDERED))
    assert CONSIDERED not in stages(make(TARIFF, case=told, sentence=LIFE))
    moved = make({"Tariff": "2031-02-04"}, case=told, sentence=LIFE)
    assert update(moved, CONSIDERED).plan_key == "open_conditions_considered:TED#2"
    # They know the month, so that its move is news.
    change = update(moved, Stage.DATE_CHANGED)
    assert (change.previous_month, change.anchor_month) == (
        YearMonth(2030, 10),
        YearMonth(2031, 2),
    )


@pytest.mark.parametrize("level", [Level.RELEASE_MONTH_ONLY, Level.ANNUAL])
def test_it_is_for_those_who_hear_of_each_stage(level: Level) -> None:
    assert CONSIDERED not in stages(make(TARIFF, wants=preference(level), sentence=LIFE))


@given(
    st.sampled_from(list(SentenceType)),
    st.dates(date(2000, 1, 1), date(2060, 12, 31)),
    st.dates(date(2000, 1, 1), date(2080, 12, 31)),
    st.integers(0, 30000),
)
def test_told_or_asked_it_lies_between_the_sentence_and_the_tariffs_end(
    kind: SentenceType, sentenced_on: date, ends: date, later: int
) -> None:
    """Whatever the dates: never of another type, never twice, never after the tariff."""
    today = sentenced_on + timedelta(days=later)
    sentence = SentenceFacts(kind, sentenced_on)
    case = replace(CASE, referred_on=sentenced_on, opted_in_on=sentenced_on)
    known = key_dates({"TED": ends.isoformat()})

    def planned(case: CaseFacts) -> list[str]:
        made = plan(case, sentence, known, (), preference(), POLICY, BANK_HOLIDAYS, today)
        return [one.plan_key for one in made if one.stage is CONSIDERED]

    asked = due(dates={"TED": ends.isoformat()}, sentence=sentence, case=case, today=today)
    first = planned(case)
    if first or K.PRE_TARIFF_REVIEW in asked:
        assert kind is SentenceType.LIFE
        assert today <= ends
        assert (ends - sentenced_on).days > 3 * 365
    if first:
        assert K.PRE_TARIFF_REVIEW in asked
        made = plan(case, sentence, known, (), preference(), POLICY, BANK_HOLIDAYS, today)
        one = update(made, CONSIDERED)
        assert sentenced_on <= one.window_opens <= one.window_closes < ends
        assert planned(replace(case, settled=(settled(one),))) == []
