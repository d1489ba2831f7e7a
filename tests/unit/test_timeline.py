"""A timeline in order of time, and how sure the dates in it are: rules over values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pytest

from tests.support.planning import BANK_HOLIDAYS, CASE, POLICY, TODAY, day, event, key_dates
from victim_portal.domain.plan import EventFacts
from victim_portal.domain.stages import EventOutcome, Road, Stage, YearMonth
from victim_portal.domain.timeline import (
    DateVersion,
    Doubt,
    EntryKind,
    Part,
    doubts,
    history_of,
    part_of,
    shown,
    situation_of,
    told_and_now,
)
from victim_portal.domain.vocabulary import SentenceType

SDS, LIFE = SentenceType.SDS, SentenceType.LIFE


@dataclass(frozen=True)
class Thing:
    kind: EntryKind
    on: date


def versions(*given: Mapping[str, str], source: str = "calculation_service") -> list[DateVersion]:
    """Versions that came a month apart, the first one in January 2026."""
    return [
        DateVersion(
            version=number,
            source=source,
            status="CONFIRMED",
            received_on=date(2026, number, 3),
            confirmed_on=date(2026, number, 20),
            dates={code: day(text) for code, text in dates.items()},
        )
        for number, dates in enumerate(given, start=1)
    ]


def doubt(
    *given: Mapping[str, str],
    events: tuple[EventFacts, ...] = (),
    sentence: SentenceType = SDS,
    source: str = "calculation_service",
    today: date = TODAY,
) -> dict[Road, Doubt]:
    known = key_dates(given[-1]) if given else None
    now = situation_of(CASE, known, events, POLICY, BANK_HOLIDAYS, today)
    found = doubts(now, versions(*given, source=source), sentence)
    return {one.road: one for one in found}


# what the prison gave, version by version -> what an officer reads
@pytest.mark.parametrize(
    ("given", "sentence", "road", "words"),
    [
        pytest.param(
            [{"ARD": "2027-05-05"}],
            SentenceType.EDS,
            Road.RELEASE,
            "Release is expected in May 2027. It may move because days may be added in prison, or "
            "given back. Last confirmed on 20 January 2026 by the prison's calculation service.",
            id="one date and nothing else",
        ),
        pytest.param(
            [{"CRD": "2027-05-05"}, {"CRD": "2027-07-05"}, {"CRD": "2027-05-05"}],
            SentenceType.EDS,
            Road.RELEASE,
            "Release is expected between March and July 2027. It may move because days may be "
            "added in prison, or given back; it has moved 2 times before. Last confirmed on "
            "20 March 2026 by the prison's calculation service.",
            id="moved twice and back again",
        ),
        pytest.param(
            [{"PED": "2027-05-05", "CRD": "2028-02-02"}],
            SentenceType.EDS,
            Road.RELEASE,
            "Release is expected between May 2027 and February 2028. It may move because release "
            "before an automatic date needs a decision of the Parole Board; days may be added in "
            "prison, or given back. Last confirmed on 20 January 2026 by the prison's calculation "
            "service.",
            id="parole may come first",
        ),
        pytest.param(
            [{"TED": "2030-03-03"}],
            LIFE,
            Road.PAROLE,
            "Parole is possible from March 2030, and not before. It may move because release "
            "before an automatic date needs a decision of the Parole Board. Last confirmed on "
            "20 January 2026 by the prison's calculation service.",
            id="a decision is no date",
        ),
        pytest.param(
            [{"CRD": "2026-05-05"}],
            SDS,
            Road.RELEASE,
            "Release was expected in May 2026. That month has gone by, and nothing is on record. "
            "Last confirmed on 20 January 2026 by the prison's calculation service.",
            id="a month that went by in silence",
        ),
    ],
)
def test_what_is_honestly_said_of_a_date(
    given: list[dict[str, str]], sentence: SentenceType, road: Road, words: str
) -> None:
    assert doubt(*given, sentence=sentence)[road].words == words


def test_a_first_of_the_month_on_a_weekend_may_be_the_month_before() -> None:
    # 1 May 2027 is a Saturday.
    found = doubt({"CRD": "2027-05-01"})[Road.RELEASE]
    assert (found.earliest, found.latest) == (YearMonth(2027, 4), YearMonth(2027, 5))


def test_a_month_that_only_an_officer_typed_says_so() -> None:
    words = doubt({"CRD": "2027-05-05"}, source="typed")[Road.RELEASE].words
    assert "typed by an officer" in words
    assert "a change in the law can move it" in words


def test_nothing_is_expected_of_the_dead_nor_without_dates() -> None:
    assert doubt() == {}
    death = event(Stage.OFFENDER_DEATH, "2026-11-01")
    assert doubt({"CRD": "2027-05-05"}, events=(death,)) == {}


def test_a_recall_without_a_date_has_no_month_or_a_first_one() -> None:
    standard = replace(event(Stage.RECALLED, "2026-11-01"), outcome=EventOutcome.STANDARD)
    gone = {"CRD": "2026-05-05"}
    found = doubt(gone, events=(standard,))[Road.RELEASE]
    assert found.words.startswith("There is no date of release.")
    fixed = replace(standard, outcome=EventOutcome.FIXED_TERM_56)
    found = doubt(gone, events=(fixed,))[Road.RELEASE]
    assert found.expected == "Release is not expected before December 2026."


def test_the_history_of_a_date_in_plain_words() -> None:
    moved = versions(
        {"CRD": "2027-05-05"}, {"CRD": "2027-05-09"}, {"CRD": "2027-07-01"}, {"SED": "2030-01-01"}
    )
    assert [one.words for one in history_of("CRD", moved)] == [
        "not given since 3 April 2026 (the prison's calculation service)",
        "July 2027 from 3 March 2026 (the prison's calculation service)",
        "May 2027 from 3 January 2026 (the prison's calculation service, moved within the month "
        "once)",
    ]
    assert history_of("PED", moved) == ()


def test_what_they_were_told_stands_beside_what_is() -> None:
    known = key_dates({"CRD": "2027-07-05"}, disclosed={"CRD": "2027-05-05"})
    now = situation_of(CASE, known, (), POLICY, BANK_HOLIDAYS, TODAY)
    [one] = told_and_now(now)
    assert (one.told, one.now, one.still_true) == (YearMonth(2027, 5), YearMonth(2027, 7), False)


@pytest.mark.parametrize(
    ("kind", "on", "part"),
    [
        (EntryKind.TOLD, "2026-11-21", Part.PAST),
        (EntryKind.PLANNED, "2026-11-21", Part.NOW),
        (EntryKind.PLANNED, "2020-01-01", Part.NOW),
        (EntryKind.DEADLINE, "2026-11-22", Part.AHEAD),
        (EntryKind.EXPECTED, "2026-11-20", Part.NOW),
        (EntryKind.EXPECTED, "2026-11-21", Part.AHEAD),
    ],
)
def test_on_which_side_of_today_something_stands(kind: EntryKind, on: str, part: Part) -> None:
    assert part_of(Thing(kind, day(on)), TODAY) is part


def test_a_page_starts_a_year_back_and_earlier_years_are_their_own() -> None:
    things = [Thing(EntryKind.HAPPENED, day(on)) for on in ("2001-03-03", "2024-02-02")]
    things += [Thing(EntryKind.TOLD, day("2026-10-01")), Thing(EntryKind.PLANNED, TODAY)]
    things.append(Thing(EntryKind.PLANNED, day("2066-10-01")))
    page = shown(reversed(things), TODAY)
    assert [year.year for year in page.past] == [2026]
    assert page.since == day("2025-11-21")
    assert page.years == ((2001, 1), (2024, 1), (2026, 1))
    assert [one.on for one in page.now] == [TODAY]
    assert [year.year for year in page.ahead] == [2066]
    old = shown(things, TODAY, "2001")
    assert [year.year for year in old.past] == [2001]
    assert (old.now, old.ahead) == ((), ())
    assert [year.year for year in shown(things, TODAY, "all").past] == [2001, 2024, 2026]


@pytest.mark.parametrize("asked", ["1999", "-1", "²⁰²⁴", "20240", "ALL", "<b>", "2024.0"])
def test_what_is_no_year_of_the_case_shows_today(asked: str) -> None:
    things = [Thing(EntryKind.HAPPENED, day("2024-02-02"))]
    assert shown(things, TODAY, asked) == shown(things, TODAY)
