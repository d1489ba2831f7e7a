"""The plan of updates: examples that a policy officer could read."""

from dataclasses import replace
from datetime import date

import pytest

from tests.support.planning import (
    BANK_HOLIDAYS,
    CASE,
    POLICY,
    SDS,
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
from victim_portal.domain.plan import CaseFacts, PlannedUpdate, news_for_manager, plan
from victim_portal.domain.stages import Stage, YearMonth
from victim_portal.domain.vocabulary import Enrolment, Level

MONTH_ONLY = Level.RELEASE_MONTH_ONLY
MARCH = {"CRD": "2027-03-05", "SLED": "2029-01-01"}
JUNE = {"CRD": "2027-06-05", "SLED": "2029-01-01"}
LIFE = {"TED": "2060-01-01"}


# sentence type: its dates -> what is planned ahead, beside the yearly contact
@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        pytest.param(
            {"CRD": "2027-03-05", "SLED": "2029-01-01"},
            ["sentence_explained", "pre_release:CRD", "licence_ended:SLED"],
            id="SDS",
        ),
        pytest.param(
            {"ARD": "2027-03-05", "SED": "2027-09-01"},
            ["sentence_explained", "pre_release:ARD"],
            id="no licence",
        ),
        pytest.param(
            {"PED": "2028-07-30", "CRD": "2031-11-29", "SLED": "2036-11-29"},
            [
                "sentence_explained",
                "parole_review_started:PED",
                "pre_release:CRD",
                "licence_ended:SLED",
            ],
            id="EDS and SOPC",
        ),
        pytest.param(
            {"Tariff": "2035-02-28"},
            ["sentence_explained", "parole_review_started:TED"],
            id="life, IPP and DPP",
        ),
        pytest.param(
            {"ETD": "2026-12-05", "MTD": "2027-01-05", "LTD": "2027-02-05", "SED": "2027-08-01"},
            ["sentence_explained", "pre_release:MTD"],
            id="DTO",
        ),
        pytest.param(
            {"PRRD": "2027-01-02", "SLED": "2028-06-02"},
            ["sentence_explained", "pre_release:PRRD", "licence_ended:SLED"],
            id="fixed-term recall",
        ),
        pytest.param(
            {"PRRD": "2027-12-15", "SLED": "2027-12-15"},
            ["sentence_explained", "pre_release:PRRD"],
            id="standard recall to the end of the sentence",
        ),
        pytest.param({}, ["sentence_explained"], id="hospital order"),
        pytest.param({"SED": "2020-01-01"}, [], id="over"),
    ],
)
def test_sentences(dates: dict[str, str], expected: list[str]) -> None:
    planned = [u.plan_key for u in make(dates) if u.stage is not Stage.ANNUAL_CONTACT]
    assert planned == expected


def test_before_release() -> None:
    found = update(make({"CRD": "2027-03-05", "SLED": "2029-01-01"}), Stage.PRE_RELEASE)
    assert (found.window_opens, found.window_closes) == (day("2027-01-08"), day("2027-01-22"))
    assert (found.anchor_code, found.anchor_month) == ("CRD", YearMonth(2027, 3))
    assert found.on_licence
    assert found.facts == {"enrolment": 4, "preference": 2, "key_date:CRD": 7}
    assert "March 2027" in found.reason


def test_without_a_licence_no_conditions_are_possible() -> None:
    found = update(make({"ARD": "2027-03-05", "SED": "2027-09-01"}), Stage.PRE_RELEASE)
    assert not found.on_licence
    assert "no conditions are possible" in found.reason
    assert found.window_closes == day("2027-03-04")


def test_a_window_that_has_opened_opens_today() -> None:
    found = update(make({"CRD": "2026-11-30", "SLED": "2029-01-01"}), Stage.PRE_RELEASE)
    assert (found.window_opens, found.window_closes) == (TODAY, TODAY)


@pytest.mark.parametrize(("crd", "planned"), [("2026-11-20", False), ("2026-11-21", True)])
def test_a_release_in_the_past_is_not_planned(crd: str, planned: bool) -> None:
    assert (Stage.PRE_RELEASE in stages(make({"CRD": crd, "SLED": "2029-01-01"}))) == planned


def test_a_code_that_did_not_change_keeps_its_version() -> None:
    dates = key_dates({"CRD": "2027-03-05", "SLED": "2029-01-01"}, changed_in={"CRD": 3})
    assert update(make(dates), Stage.PRE_RELEASE).facts["key_date:CRD"] == 3
    assert update(make(dates), Stage.LICENCE_ENDED).facts["key_date:SLED"] == 7


def test_the_licence_ends() -> None:
    found = update(make({"CRD": "2020-01-01", "SLED": "2027-03-01"}), Stage.LICENCE_ENDED)
    assert (found.window_opens, found.window_closes) == (day("2027-01-18"), day("2027-02-26"))


def test_the_sentence_is_explained_with_its_first_possible_month() -> None:
    dates = {"PED": "2028-07-30", "CRD": "2031-11-29", "SLED": "2036-11-29"}
    found = update(make(dates), Stage.SENTENCE_EXPLAINED)
    assert (found.anchor_code, found.anchor_month) == ("PED", YearMonth(2028, 7))


class TestMovedDates:
    """What was told decides whether a change is news."""

    def told(self) -> CaseFacts:
        return after(update(make(MARCH), Stage.PRE_RELEASE))

    def test_a_moved_date_keeps_the_key_of_what_is_not_settled(self) -> None:
        assert update(make(JUNE), Stage.PRE_RELEASE).plan_key == "pre_release:CRD"
        assert Stage.DATE_CHANGED not in stages(make(JUNE))

    def test_what_was_told_and_stands_is_not_planned_again(self) -> None:
        assert Stage.PRE_RELEASE not in stages(make(MARCH, case=self.told()))

    def test_what_was_told_and_moved_is_told_anew(self) -> None:
        planned = make(JUNE, case=self.told())
        change = update(planned, Stage.DATE_CHANGED)
        assert (change.previous_month, change.anchor_month) == (
            YearMonth(2027, 3),
            YearMonth(2027, 6),
        )
        assert change.plan_key == "date_changed:release"
        assert not change.needs_manager
        assert update(planned, Stage.PRE_RELEASE).plan_key == "pre_release:CRD#2"

    def test_moved_and_back_again_before_anybody_was_told_is_no_news(self) -> None:
        assert Stage.DATE_CHANGED not in stages(make(MARCH, case=self.told()))

    def test_moved_twice_is_told_twice(self) -> None:
        case = self.told()
        change = update(make(JUNE, case=case), Stage.DATE_CHANGED)
        case = replace(case, settled=(*case.settled, settled(change)))
        assert Stage.DATE_CHANGED not in stages(make(JUNE, case=case))
        back = update(make(MARCH, case=case), Stage.DATE_CHANGED)
        assert back.plan_key == "date_changed:release#2"
        assert back.previous_month == YearMonth(2027, 6)

    def test_a_change_that_a_person_cancelled_stays_cancelled(self) -> None:
        case = self.told()
        change = update(make(JUNE, case=case), Stage.DATE_CHANGED)
        case = replace(case, settled=(*case.settled, settled(change, sent=False)))
        assert Stage.DATE_CHANGED not in stages(make(JUNE, case=case))

    def test_a_day_inside_the_month_is_no_news(self) -> None:
        moved = {"CRD": "2027-03-29", "SLED": "2029-01-01"}
        assert Stage.DATE_CHANGED not in stages(make(moved, case=self.told()))

    def test_dates_told_by_other_means_count(self) -> None:
        dates = key_dates(JUNE, disclosed={"CRD": "2027-03-05"})
        assert update(make(dates), Stage.DATE_CHANGED).previous_month == YearMonth(2027, 3)

    def test_small_moves_can_be_ignored(self) -> None:
        quiet = replace(preference(), ignore_moves_up_to_months=3)
        assert Stage.DATE_CHANGED not in stages(make(JUNE, case=self.told(), wants=quiet))
        quiet = replace(quiet, ignore_moves_up_to_months=2)
        assert Stage.DATE_CHANGED in stages(make(JUNE, case=self.told(), wants=quiet))

    def test_brought_forward_to_soon_needs_a_manager(self) -> None:
        soon = {"CRD": "2026-12-10", "SLED": "2029-01-01"}
        assert update(make(soon, case=self.told()), Stage.DATE_CHANGED).needs_manager

    def test_release_moves_are_told_at_every_level_and_others_are_not(self) -> None:
        dates = key_dates(
            {"CRD": "2031-11-29", "PED": "2029-07-30", "SLED": "2037-11-29"},
            disclosed={"CRD": "2031-10-29", "PED": "2028-07-30", "SLED": "2036-11-29"},
        )
        keys = {level: self._changes(make(dates, wants=preference(level))) for level in Level}
        assert keys[Level.KEY_STAGES] == {
            "date_changed:release",
            "date_changed:parole",
            "date_changed:licence_end",
        }
        assert keys[MONTH_ONLY] == keys[Level.ANNUAL] == {"date_changed:release"}

    @staticmethod
    def _changes(planned: tuple[PlannedUpdate, ...]) -> set[str]:
        return {u.plan_key for u in planned if u.stage is Stage.DATE_CHANGED}


class TestAnnualContact:
    """Counted from the first day, so that it never drifts."""

    def due(self, opted_in: str, last: str | None, today: str) -> PlannedUpdate:
        case = replace(CASE, opted_in_on=day(opted_in), last_contact_on=day(last) if last else None)
        return update(make(LIFE, case=case, today=day(today)), Stage.ANNUAL_CONTACT)

    def test_the_first_is_due_after_a_year(self) -> None:
        found = self.due("2026-10-05", None, "2026-11-21")
        assert (found.window_opens, found.window_closes) == (day("2027-10-01"), day("2027-10-05"))
        assert found.plan_key == "annual_contact:2027-10"

    def test_a_late_contact_does_not_delay_the_next(self) -> None:
        assert self.due("2024-10-05", "2026-01-30", "2026-02-01").window_closes == day("2026-10-05")

    def test_an_early_contact_does_not_replace_the_next(self) -> None:
        assert self.due("2024-10-05", "2026-09-30", "2026-10-01").window_closes == day("2026-10-05")

    def test_a_missed_year_is_due_today(self) -> None:
        found = self.due("2022-10-05", "2023-10-05", "2026-11-21")
        assert (found.window_opens, found.window_closes) == (TODAY, TODAY)
        assert found.plan_key == "annual_contact:2024-10"

    def test_forty_years_from_a_leap_day(self) -> None:
        last = "2024-02-29"
        for year in range(2025, 2065):
            found = self.due("2024-02-29", last, last)
            assert found.window_closes == date(year, 2, 29 if year % 4 == 0 else 28)
            last = f"{year}-02-20"

    def test_it_names_no_month_that_will_have_passed(self) -> None:
        case = replace(CASE, opted_in_on=day("2026-10-05"))
        dates = {"CRD": "2027-03-05", "SLED": "2029-01-01"}
        found = update(make(dates, case=case), Stage.ANNUAL_CONTACT)
        assert (found.anchor_code, found.anchor_month) == ("SLED", YearMonth(2029, 1))

    def test_it_ends_with_the_sentence(self) -> None:
        assert Stage.ANNUAL_CONTACT not in stages(make({"ARD": "2027-03-05", "SED": "2027-09-01"}))

    def test_it_is_not_for_those_who_want_the_month_only(self) -> None:
        assert Stage.ANNUAL_CONTACT not in stages(make(LIFE, wants=preference(MONTH_ONLY)))


@pytest.mark.parametrize("state", list(Enrolment))
def test_only_those_in_the_scheme_get_updates(state: Enrolment) -> None:
    in_scheme = state in (Enrolment.OPTED_IN, Enrolment.OPTED_BACK_IN)
    case = replace(CASE, enrolment=state)
    recalled = event(Stage.RECALLED, "2026-11-20")
    assert bool(make({"CRD": "2027-03-05"}, [recalled], case=case)) == in_scheme
    assert news_for_manager(case, [recalled], TODAY) == (() if in_scheme else (recalled,))


def test_a_closed_case_asks_no_manager() -> None:
    recalled = event(Stage.RECALLED, "2026-11-20")
    case = replace(CASE, enrolment=Enrolment.OPTED_OUT, closed_on=TODAY)
    assert news_for_manager(case, [recalled], TODAY) == ()


def test_nothing_is_planned_after_the_case_closes() -> None:
    dates = {"CRD": "2027-03-05", "SLED": "2029-01-01"}
    assert make(dates, case=replace(CASE, closed_on=TODAY)) == ()
    planned = make(dates, case=replace(CASE, closed_on=day("2027-06-01")))
    assert {u.stage for u in planned} == {Stage.SENTENCE_EXPLAINED, Stage.PRE_RELEASE}


def test_without_key_dates_there_is_still_contact() -> None:
    planned = plan(CASE, SDS, None, (), preference(), POLICY, BANK_HOLIDAYS, TODAY)
    assert [u.stage for u in planned] == [Stage.SENTENCE_EXPLAINED, Stage.ANNUAL_CONTACT]
