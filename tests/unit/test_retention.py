"""When a person is due to be forgotten: what stops it, what moves it, and what never does."""

from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.calendar import add_months
from victim_portal.domain.policy import load_policy
from victim_portal.domain.retention import (
    FOR_LIFE,
    CaseRecord,
    Kept,
    RetentionKind,
    SentenceEnd,
    case_due,
    details_due,
    kind_of,
    person_due,
    retain_from_at_closing,
    sentence_over_on,
)
from victim_portal.domain.terms import Term
from victim_portal.domain.vocabulary import Enrolment, Route, SentenceType

MONTHS = {kind: number for number, kind in enumerate(RetentionKind, start=3)}
CLOSED = date(2030, 5, 6)
SDS = SentenceEnd(SentenceType.SDS, date(2020, 1, 31), Term(years=4))
RECORD = CaseRecord(
    closed_on=CLOSED,
    retain_from=CLOSED,
    enrolment=Enrolment.OPTED_IN,
    route=Route.STATUTORY,
    withdrawn=False,
    held=False,
    under_way=False,
    sentence=SDS,
)

days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
sentences = st.builds(
    SentenceEnd,
    st.sampled_from(SentenceType),
    days,
    st.none() | st.builds(Term, years=st.integers(1, 30)),
    st.none() | days,
    st.none() | days,
)
records = st.builds(
    CaseRecord,
    st.none() | days,
    st.none() | days,
    st.sampled_from(Enrolment),
    st.sampled_from(Route),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    sentences,
)


def closed(record: CaseRecord) -> CaseRecord:
    """The same, closed and without anything that stops it."""
    return replace(record, closed_on=record.closed_on or CLOSED, held=False, under_way=False)


@given(st.lists(records, min_size=1, max_size=4), st.integers(0, 3))
def test_hold_stops_everything(cases: list[CaseRecord], which: int) -> None:
    cases[which % len(cases)] = replace(cases[which % len(cases)], held=True)
    assert person_due(cases, MONTHS).on is None
    assert details_due(cases, MONTHS).on is None


@given(st.lists(records, min_size=1, max_size=4), st.integers(0, 3))
def test_open_case_stops_everything(cases: list[CaseRecord], which: int) -> None:
    cases[which % len(cases)] = replace(cases[which % len(cases)], closed_on=None)
    assert person_due(cases, MONTHS).on is None
    assert details_due(cases, MONTHS).on is None


@given(st.lists(records, min_size=1, max_size=4), st.integers(0, 3))
def test_something_under_way_stops_everything(cases: list[CaseRecord], which: int) -> None:
    cases[which % len(cases)] = replace(cases[which % len(cases)], under_way=True)
    assert person_due(cases, MONTHS).on is None
    assert details_due(cases, MONTHS).on is None


@given(st.lists(records.map(closed), min_size=1, max_size=4))
def test_a_person_is_kept_until_the_latest_of_their_cases(cases: list[CaseRecord]) -> None:
    each = [case_due(case, MONTHS) for case in cases]
    whole = person_due(cases, MONTHS)
    if any(due.on is None for due in each):
        assert whole.on is None
    else:
        assert whole.on == max(due.on for due in each if due.on)
    # Another case never brings the day nearer.
    fewer = person_due(cases[1:], MONTHS)
    if whole.on and fewer.on:
        assert whole.on >= fewer.on


@given(records.map(closed))
def test_nothing_is_forgotten_before_the_sentence_is_over(case: CaseRecord) -> None:
    due, over = case_due(case, MONTHS), sentence_over_on(case.sentence)
    if case.withdrawn:
        assert due.on is not None
    elif over is None:
        assert due.on is None
        assert due.kept in (Kept.SENTENCE_RUNS, Kept.END_NOT_KNOWN)
    else:
        start = case.retain_from or case.closed_on
        assert start is not None
        assert due.on == add_months(max(start, over), MONTHS[kind_of(case)])


@given(records.map(closed), days)
def test_closing_again_does_not_start_the_clock_anew(case: CaseRecord, again: date) -> None:
    first = case.closed_on
    assert first is not None
    began = retain_from_at_closing(None, first)
    assert began == first
    kept = replace(case, closed_on=again, retain_from=retain_from_at_closing(began, again))
    assert case_due(kept, MONTHS) == case_due(replace(case, retain_from=first), MONTHS)


@given(records, st.sampled_from(sorted(FOR_LIFE)), days, days)
def test_life_is_kept_until_death_or_the_end_of_the_licence(
    case: CaseRecord, kind: SentenceType, expires_on: date, over_on: date
) -> None:
    life = SentenceEnd(kind, date(2001, 2, 3), Term(years=20), expires_on)
    case = replace(closed(case), withdrawn=False, sentence=life)
    assert case_due(case, MONTHS).kept is Kept.SENTENCE_RUNS
    over = replace(case, sentence=replace(life, over_on=over_on))
    due = case_due(over, MONTHS)
    assert due.on is not None
    assert due.on >= over_on


@given(records.map(closed))
def test_stub_of_who_opted_out_outlives_the_details(case: CaseRecord) -> None:
    out = replace(case, enrolment=Enrolment.OPTED_OUT, withdrawn=False, retain_from=None)
    assert out.closed_on is not None
    assert details_due([out], MONTHS).on == add_months(
        out.closed_on, MONTHS[RetentionKind.OPTED_OUT_DETAILS]
    )
    over = sentence_over_on(out.sentence)
    whole = case_due(out, MONTHS)
    # As long as there is something to be told, the stub is there, and nobody rings them again.
    if over is None:
        assert whole.on is None
    else:
        assert whole.on is not None
        assert whole.on > over


def test_details_stay_while_they_want_to_hear_of_another_case() -> None:
    out = replace(RECORD, enrolment=Enrolment.OPTED_OUT)
    assert details_due([out, RECORD], MONTHS).kept is Kept.SENTENCE_RUNS
    assert details_due([out, out], MONTHS).on is not None
    assert details_due([], MONTHS).kept is Kept.NO_CASE


@pytest.mark.parametrize(
    ("sentence", "over"),
    [
        (SDS, date(2024, 1, 31)),
        (replace(SDS, expires_on=date(2025, 6, 7)), date(2025, 6, 7)),
        (replace(SDS, over_on=date(2023, 1, 2)), date(2023, 1, 2)),
        (replace(SDS, custodial_term=None), None),
        # Its licence runs on after the custodial term, for how long isn't told.
        (replace(SDS, sentence_type=SentenceType.EDS), None),
        (replace(SDS, sentence_type=SentenceType.HOSPITAL_RESTRICTED), None),
        (replace(SDS, sentence_type=SentenceType.LIFE, expires_on=date(2025, 6, 7)), None),
        (
            SentenceEnd(SentenceType.LIFE, date(2001, 1, 1), over_on=date(2026, 1, 1)),
            date(2026, 1, 1),
        ),
    ],
)
def test_when_a_sentence_is_over(sentence: SentenceEnd, over: date | None) -> None:
    assert sentence_over_on(sentence) == over


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        (RECORD, RetentionKind.STATUTORY_CASE),
        (replace(RECORD, route=Route.HOSPITAL_RESTRICTED), RetentionKind.STATUTORY_CASE),
        (replace(RECORD, route=Route.DISCRETIONARY), RetentionKind.DISCRETIONARY_CASE),
        (replace(RECORD, enrolment=Enrolment.OPTED_OUT), RetentionKind.OPTED_OUT),
        (replace(RECORD, enrolment=Enrolment.DO_NOT_CONTACT), RetentionKind.OPTED_OUT),
        (replace(RECORD, enrolment=Enrolment.DECLINED), RetentionKind.DECLINED),
        (replace(RECORD, enrolment=Enrolment.NO_RESPONSE), RetentionKind.DECLINED),
        (replace(RECORD, withdrawn=True), RetentionKind.WITHDRAWN),
    ],
)
def test_by_which_line_a_case_is_kept(record: CaseRecord, kind: RetentionKind) -> None:
    assert kind_of(record) is kind


def test_the_day_is_reached_when_it_has_come() -> None:
    due = case_due(RECORD, MONTHS)
    assert due.on is not None
    assert not due.reached(due.on - timedelta(days=1))
    assert due.reached(due.on)
    assert not case_due(replace(RECORD, held=True), MONTHS).reached(date.max)


def test_shipped_schedule_says_where_each_line_is_from() -> None:
    policy = load_policy((files("victim_portal") / "data" / "policy.toml").read_text("utf-8"))
    schedule = policy.schedule(date(2026, 11, 25))
    assert [line.kind for line in schedule] == list(RetentionKind)
    assert all(line.source and line.proposal for line in schedule)
    months = policy.retention(date(2026, 11, 25))
    # A trail outlives what it tells of; a key backup mustn't outlive the month.
    cases = ("statutory_case", "discretionary_case", "opted_out", "declined")
    assert months[RetentionKind.AUDIT] > max(months[RetentionKind(one)] for one in cases)
    assert months[RetentionKind.KEY_BACKUP] == 1
