"""The clock of an incident, and what has to stand before one closes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.incidents import (
    IncidentClock,
    IncidentFacts,
    clock,
    due_at,
    time_left,
    why_not_closed,
)

NOTICED = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
C = IncidentClock
hours = st.floats(0, 400, allow_nan=False)


def facts(
    risk: bool | None = None, reported: float | None = None, told: float | None = None
) -> IncidentFacts:
    def after(amount: float | None) -> datetime | None:
        return None if amount is None else NOTICED + timedelta(hours=amount)

    return IncidentFacts(NOTICED, risk, after(reported), after(told))


@pytest.mark.parametrize(
    ("given", "after", "stands"),
    [
        (facts(), 0, C.RUNNING),
        (facts(), 48, C.RUNNING),
        (facts(), 48.1, C.DUE_SOON),
        (facts(), 72, C.DUE_SOON),
        (facts(), 72.1, C.OVERDUE),
        (facts(risk=True), 100, C.OVERDUE),
        (facts(risk=False), 100, C.NO_REPORT_NEEDED),
        (facts(risk=True, reported=72), 100, C.REPORTED),
        (facts(risk=True, reported=72.1), 100, C.REPORTED_LATE),
        (facts(risk=False, reported=1), 100, C.REPORTED),
    ],
)
def test_how_the_clock_stands(given: IncidentFacts, after: float, stands: IncidentClock) -> None:
    assert clock(given, NOTICED + timedelta(hours=after)) is stands


@given(hours, st.none() | st.booleans())
def test_only_a_report_or_no_risk_stops_the_clock(after: float, risk: bool | None) -> None:
    now = NOTICED + timedelta(hours=after)
    stands = clock(facts(risk=risk), now)
    stopped = {C.REPORTED, C.REPORTED_LATE, C.NO_REPORT_NEEDED}
    assert (stands in stopped) == (risk is False)
    assert (stands is C.OVERDUE) == (risk is not False and now > due_at(NOTICED))
    assert time_left(facts(), now) == due_at(NOTICED) - now


@given(st.none() | st.booleans(), st.none() | hours, st.none() | hours)
def test_it_closes_only_when_whoever_must_know_was_told(
    risk: bool | None, reported: float | None, told: float | None
) -> None:
    missing = why_not_closed(facts(risk, reported, told))
    if risk is None:
        assert set(missing) == {"risk"}
    elif risk:
        assert set(missing) == {
            name for name, at in (("reported", reported), ("told", told)) if at is None
        }
    else:
        assert missing == {}
