"""The closed list of stages, and which key date governs what."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.stages import (
    OUTCOMES,
    RELEASE_CODES,
    STAGES,
    EventOutcome,
    Road,
    Stage,
    YearMonth,
    governing_licence_end,
    governing_parole,
    governing_release,
    known_codes,
    last_expiry,
    release_is_on_licence,
    road_of,
    told_at,
)
from victim_portal.domain.vocabulary import DateCode, Level

ALL, YEARLY, EACH = (
    frozenset(Level),
    frozenset({Level.ANNUAL, Level.KEY_STAGES}),
    frozenset({Level.KEY_STAGES}),
)

# stage: (who hears, urgent, statutory, needs a manager, counts for the surge breaker)
TABLE = {
    "sentence_explained": (EACH, False, False, False, False),
    "appeal": (EACH, False, False, False, False),
    "date_changed": (ALL, False, False, False, True),
    "open_conditions_considered": (EACH, False, False, False, False),
    "open_conditions_moved": (EACH, False, False, False, False),
    "temporary_release_considered": (EACH, False, False, False, False),
    "parole_review_started": (EACH, False, False, False, False),
    "statement_due": (EACH, False, False, False, False),
    "hearing_listed": (EACH, False, False, False, False),
    "hearing_deferred": (EACH, False, False, False, False),
    "parole_decision": (EACH, False, False, False, True),
    "reconsideration": (EACH, False, False, False, False),
    "pre_release": (ALL, False, False, False, True),
    "released": (ALL, False, False, False, True),
    "licence_varied": (ALL, False, True, False, False),
    "recalled": (ALL, True, False, False, False),
    "re_released": (ALL, False, False, False, True),
    "licence_ended": (ALL, False, True, False, False),
    "licence_termination_considered": (ALL, False, True, False, False),
    "recategorised": (EACH, False, False, False, False),
    "home_detention_curfew_considered": (EACH, False, False, False, True),
    "deported": (ALL, False, False, False, True),
    "hospital_transfer": (EACH, False, False, False, False),
    "tribunal": (ALL, False, True, False, False),
    "conditional_discharge": (ALL, False, True, False, True),
    "absolute_discharge": (ALL, False, True, False, True),
    "community_treatment_order": (ALL, False, True, False, True),
    "hospital_recall": (ALL, True, False, False, False),
    "serious_further_offence": (ALL, True, False, True, False),
    "escape_or_release_in_error": (ALL, True, False, True, True),
    "offender_death": (ALL, False, False, False, False),
    "annual_contact": (YEARLY, False, False, False, False),
}


def day(text: str) -> date:
    return date.fromisoformat(text)


def dates(**codes: str) -> dict[str, date]:
    return {code: day(text) for code, text in codes.items()}


def test_every_stage_stands_in_the_table() -> None:
    assert set(STAGES) == set(Stage)
    assert list(TABLE) == [stage.value for stage in Stage]


@pytest.mark.parametrize("stage", list(Stage))
def test_rules(stage: Stage) -> None:
    rule = STAGES[stage]
    assert (
        rule.levels,
        rule.urgent,
        rule.statutory,
        rule.needs_manager,
        rule.release_type,
    ) == TABLE[stage]


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_says_what_may_be_told_and_what_never(stage: Stage) -> None:
    rule = STAGES[stage]
    assert rule.discloses
    assert {"an exact date of release", "the release address", "medical matters"} <= set(
        rule.never_says
    )
    assert set(rule.anchors) <= set(DateCode)


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("level", list(Level))
def test_told_at(stage: Stage, level: Level) -> None:
    rule = STAGES[stage]
    assert told_at(stage, level) == (level in rule.levels or rule.urgent or rule.statutory)


def test_a_decision_to_release_is_told_at_every_level() -> None:
    stage, month_only = Stage.PAROLE_DECISION, Level.RELEASE_MONTH_ONLY
    assert told_at(stage, month_only, EventOutcome.RELEASE)
    assert not told_at(stage, month_only, EventOutcome.NO_RELEASE)


def test_outcomes_belong_to_stages() -> None:
    assert all(len(set(known)) == len(known) > 0 for known in OUTCOMES.values())


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (dates(CRD="2027-03-05", SLED="2029-01-01"), "CRD"),
        (dates(ARD="2027-03-05", SED="2027-09-01"), "ARD"),
        (dates(PRRD="2027-01-02", CRD="2027-03-05"), "CRD"),
        (dates(PRRD="2027-05-02", CRD="2027-03-05"), "PRRD"),
        (dates(APD="2026-12-20", CRD="2027-03-05"), "APD"),
        (dates(HDCAD="2026-12-20", CRD="2027-03-05"), "HDCAD"),
        (dates(APD="2026-01-20", CRD="2027-03-05"), "CRD"),
        (dates(MTD="2027-01-10", SED="2027-06-01"), "MTD"),
        (dates(MTD="2027-06-10", CRD="2027-03-05"), "CRD"),
        (dates(CRD="2026-11-21"), "CRD"),
        (dates(CRD="2026-11-20", SLED="2029-01-01"), None),
        (dates(HDCED="2027-01-01", ESED="2027-01-01", XYZ="2027-01-01"), None),
        ({}, None),
    ],
)
def test_governing_release(known: dict[str, date], expected: str | None) -> None:
    found = governing_release(known, day("2026-11-21"))
    assert (found[0] if found else None) == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (dates(CRD="2027-03-05", SLED="2029-01-01"), "SLED"),
        (dates(CRD="2027-09-25", LED="2029-09-26", SED="2030-02-02"), "LED"),
        (dates(CRD="2027-03-05", SED="2029-01-01"), "SED"),
        (dates(ARD="2027-03-05", SED="2027-09-01"), None),
        (dates(TED="2030-01-01"), None),
        (dates(MTD="2027-01-10", SED="2027-06-01"), None),
    ],
)
def test_governing_licence_end(known: dict[str, date], expected: str | None) -> None:
    found = governing_licence_end(known)
    assert (found[0] if found else None) == expected


@pytest.mark.parametrize(
    ("known", "on_licence"),
    [
        (dates(CRD="2027-03-05", SLED="2029-01-01"), True),
        (dates(ARD="2027-03-05", SED="2027-09-01"), False),
        (dates(PRRD="2027-12-15", SLED="2027-12-15"), False),
        (dates(CRD="2027-10-06", LED="2027-10-06", SED="2027-10-06"), False),
        (dates(APD="2027-03-05", TED="2027-01-01"), True),
        (dates(ARD="2027-10-06", CRD="2027-01-06", SLED="2029-10-06"), True),
    ],
)
def test_release_is_on_licence(known: dict[str, date], on_licence: bool) -> None:
    release = governing_release(known, day("2026-11-21"))
    assert release is not None
    assert release_is_on_licence(release, known) == on_licence


def test_parole_comes_from_eligibility_or_the_tariff() -> None:
    today = day("2026-11-21")
    both = dates(PED="2027-01-01", TED="2028-01-01")
    assert governing_parole(both, today) == ("PED", day("2027-01-01"))
    tariff = known_codes(dates(Tariff="2031-05-01"))
    assert governing_parole(tariff, today) == ("TED", day("2031-05-01"))
    assert governing_parole(dates(PED="2026-11-20"), today) is None


def test_roads() -> None:
    assert {road_of(code) for code in RELEASE_CODES} == {Road.RELEASE}
    assert road_of("Tariff") is Road.PAROLE
    assert road_of("SLED") is Road.LICENCE_END
    assert road_of("ESED") is None
    assert road_of("") is None


def test_last_expiry() -> None:
    assert last_expiry(dates(SED="2027-01-01", TUSED="2027-06-01")) == day("2027-06-01")
    assert last_expiry(dates(TED="2027-01-01")) is None


@given(st.dates())
def test_months_read_back(some_day: date) -> None:
    month = YearMonth.of(some_day)
    assert YearMonth.parse(str(month)) == month
    assert (month.year, month.month) == (some_day.year, some_day.month)


@given(st.dates(), st.dates())
def test_months_are_in_order(one: date, other: date) -> None:
    first, second = YearMonth.of(one), YearMonth.of(other)
    assert (first.months_until(second) > 0) == (first < second)
    assert first.months_until(second) == -second.months_until(first)


@pytest.mark.parametrize(
    "text", ["", "2027", "2027-13", "2027-3", "27-03", "2027-03-01", "2027/03"]
)
def test_other_words_are_no_month(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        YearMonth.parse(text)


def test_a_month_in_words_for_staff() -> None:
    assert YearMonth(2027, 3).in_words() == "March 2027"
