"""Referral files: what goes in, what is refused alone, what is only reported."""

import csv
import io
import time

import pytest
from sqlalchemy import func, select

from tests.support.portal import CLI, Portal
from tests.support.referral_files import MARY, OMAR, file_of, imported, many, row
from victim_portal.domain.access import WORKER
from victim_portal.domain.csv_text import FileRefused
from victim_portal.domain.referrals import COLUMNS
from victim_portal.domain.vocabulary import Role
from victim_portal.services.cases import case_view
from victim_portal.services.errors import NotAllowedError
from victim_portal.services.referrals import import_referrals, rejected_csv
from victim_portal.store.models import (
    DATA_KEY,
    Case,
    Channel,
    Offender,
    Person,
    SearchToken,
    Task,
    Unit,
)


def _count(portal: Portal, kind: type) -> int:
    with portal.ctx.store.reading() as uow:
        return uow.session.scalar(select(func.count()).select_from(kind)) or 0


def _tasks(portal: Portal, kind: str) -> list[Task]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(Task).where(Task.kind == kind)))


def _cases(portal: Portal) -> list[Case]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(Case).order_by(Case.opened_on, Case.id)))


def test_the_good_rows_go_in_and_wait_in_their_units_queue(portal: Portal) -> None:
    report = imported(portal, CLI, row(email="Mary@Example.ORG", mobile="07700 900123"), OMAR)
    assert report.counts() == {
        "read": 2,
        "added": 2,
        "unchanged": 0,
        "changed": 0,
        "refused": 0,
        "flagged": 0,
        "unknown": 0,
    }
    first = _cases(portal)[0]
    assert (first.officer_id, first.queued_since, first.unit_id) == (
        None,
        portal.clock.now(),
        portal.manager.unit_id,
    )
    view = case_view(portal.ctx, portal.manager, first.reference)
    assert {task.kind for task in view.tasks} >= {"first_contact"}
    # Nothing may be sent to what came with a file.
    with portal.ctx.store.reading() as uow:
        channels = list(uow.session.scalars(select(Channel)))
        assert {channel.value for channel in channels} == {"Mary@example.org", "+447700900123"}
        assert all(not channel.uses and channel.verified_at is None for channel in channels)


def test_the_same_file_twice_adds_nothing(portal: Portal) -> None:
    data = file_of(MARY, OMAR)
    import_referrals(portal.ctx, CLI, data)
    before = [_count(portal, kind) for kind in (Person, Offender, Case, Task, SearchToken)]
    again = import_referrals(portal.ctx, CLI, data).counts()
    assert (again["added"], again["unchanged"], again["changed"]) == (0, 2, 0)
    assert [_count(portal, kind) for kind in (Person, Offender, Case, Task, SearchToken)] == before


def test_columns_in_another_order_and_a_spelt_out_default_are_no_change(portal: Portal) -> None:
    imported(portal, CLI, row(language=""))
    turned = file_of(row(language="en"), columns=tuple(reversed(COLUMNS)))
    assert import_referrals(portal.ctx, CLI, turned).counts()["unchanged"] == 1


def test_a_changed_row_is_reported_and_its_people_are_told_but_nothing_is_overwritten(
    portal: Portal,
) -> None:
    imported(portal, CLI, row(mobile="07700 900123"))
    changed = row(mobile="07700 900456", victim_last_name="Ashe")
    report = imported(portal, CLI, changed)
    assert [(r.line, r.reference, r.notes) for r in report.changed_rows] == [
        (2, "WCU-1", ("victim_last_name", "mobile"))
    ]
    assert (report.added, _count(portal, Case)) == (0, 1)
    with portal.ctx.store.reading() as uow:
        assert [p.last_name for p in uow.session.scalars(select(Person))] == ["Ash"]
        assert [c.value for c in uow.session.scalars(select(Channel))] == ["+447700900123"]
    imported(portal, CLI, changed)
    task = _tasks(portal, "referral_changed")
    assert len(task) == 1
    assert task[0].for_role == Role.MANAGER
    imported(portal, CLI, row(mobile="07700 900789"))
    assert len(_tasks(portal, "referral_changed")) == 2


@pytest.mark.parametrize("spelling", ["wcu  1", " WCU 1 ", "Wcu 1"])
def test_a_known_reference_is_known_in_another_case_and_spacing(
    portal: Portal, spelling: str
) -> None:
    imported(portal, CLI, row(referral_reference="WCU 1"))
    report = imported(portal, CLI, row(referral_reference=spelling))
    assert (report.added, report.unchanged, report.changed_rows) == (0, 1, [])
    different = imported(portal, CLI, row(referral_reference=spelling, court="Bristol"))
    assert different.changed_rows[0].notes == ("court",)


def test_two_rows_with_one_reference_in_a_file_are_one_case(portal: Portal) -> None:
    report = imported(portal, CLI, MARY, MARY, row(court="Bristol"))
    assert (report.added, report.unchanged) == (1, 1)
    assert [(r.line, r.notes) for r in report.changed_rows] == [(4, ("court",))]


def test_a_bad_row_is_refused_alone_with_every_reason(portal: Portal) -> None:
    bad = row(
        OMAR,
        victim_date_of_birth="2026-11-19",
        mobile="0123",
        relationship="friend",
        custodial_term="8 years",
        referral_reference="",
    )
    report = imported(portal, CLI, MARY, bad)
    assert (report.added, report.counts()["refused"]) == (1, 1)
    reasons = {r.column: r.reason for r in report.refused_rows}
    assert {r.line for r in report.refused_rows} == {3}
    assert reasons["victim_date_of_birth"] == "The date must be today or in the past."
    assert reasons["mobile"] == "Enter a mobile number, like 07700 900123."
    assert set(reasons) == {
        "referral_reference",
        "victim_date_of_birth",
        "relationship",
        "mobile",
        "custodial_term",
    }


@pytest.mark.parametrize("column", ["received_on", "victim_date_of_birth", "sentenced_on"])
def test_a_date_in_the_future_is_refused_and_today_is_not(portal: Portal, column: str) -> None:
    assert portal.ctx.today().isoformat() == "2026-11-18"
    report = imported(portal, CLI, row(**{column: "2026-11-19"}))
    assert report.refused_rows[0].column == column
    today = row(received_on="2026-11-18", sentenced_on="2026-11-18")
    assert imported(portal, CLI, today).added == 1


@pytest.mark.parametrize("number", ["0800", "01962 123456", "hello", "07700 98", "+44 7700 9"])
def test_a_mobile_that_is_none_is_refused(portal: Portal, number: str) -> None:
    report = imported(portal, CLI, row(mobile=number))
    assert [r.column for r in report.refused_rows] == ["mobile"]
    assert number not in report.refused_rows[0].reason


def test_refused_rows_come_back_as_a_file_that_can_be_put_right(portal: Portal) -> None:
    report = imported(portal, CLI, MARY, row(OMAR, mobile="0123"))
    text = rejected_csv(report).decode("utf-8-sig")
    (back,) = csv.DictReader(io.StringIO(text))
    assert (back["rejected_line"], back["rejected_columns"]) == ("3", "mobile")
    mended = text.replace('"0123"', '"07700 900456"').encode()
    assert import_referrals(portal.ctx, CLI, mended).counts()["added"] == 1


def test_a_row_that_is_too_long_comes_back_whole(portal: Portal) -> None:
    short = file_of(MARY).decode().splitlines()[0] + "\r\nWCU-9,one,two\r\n"
    long = file_of(MARY).decode() + ",".join(["x"] * 30) + "\r\n"
    for data, kept in ((short, ["WCU-9", "one", "two"]), (long, ["x"] * 30)):
        report = import_referrals(portal.ctx, CLI, data.encode())
        assert report.counts()["refused"] == 1
        _, line = csv.reader(io.StringIO(rejected_csv(report).decode("utf-8-sig")))
        assert [c for cell in line[3:] for c in cell.split(",") if c] == kept


def test_no_formula_lives_in_what_comes_out_and_what_goes_in_is_as_it_was(portal: Portal) -> None:
    attack = '=HYPERLINK("http://evil.example.org","x")'
    report = imported(portal, CLI, row(court=attack, mobile="nonsense"), row(OMAR, court="+1-2"))
    assert report.added == 1
    text = rejected_csv(report).decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
    assert f"'{attack}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    mended = text.replace('"nonsense"', '""').encode()
    import_referrals(portal.ctx, CLI, mended)
    courts = set()
    for case in _cases(portal):
        courts.add(case_view(portal.ctx, portal.manager, case.reference).court)
    assert courts == {attack, "+1-2"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"  \r\n", "empty"),
        (file_of(MARY).decode().encode("utf-16"), "UTF-16"),
        (file_of(row(victim_last_name="Núñez")).decode().encode("latin-1"), "Latin-1"),
        (b"PK\x03\x04 and so on", "spreadsheet"),
        (b'{"prisonerId": 1}', "JSON"),
        (b"court,court\r\n1,2\r\n", "a column twice: court"),
        (b"referral_reference;unit\r\n1;2\r\n", "commas"),
        (b"referral_reference,colour\r\n1,2\r\n", "isn't known: colour"),
        (b"x" * (20 * 1024 * 1024 + 1), "too large"),
    ],
    ids=["empty", "blank", "utf16", "latin1", "xlsx", "json", "twice", "semicolons", "odd", "20MB"],
)
def test_a_file_that_is_none_is_refused_whole_by_name(
    portal: Portal, data: bytes, said: str
) -> None:
    with pytest.raises(FileRefused, match=said):
        import_referrals(portal.ctx, CLI, data)
    assert _count(portal, Case) == 0


def test_a_unit_that_is_not_known_is_made_inactive_and_left_to_an_administrator(
    portal: Portal,
) -> None:
    report = imported(portal, CLI, row(unit="Powys"), row(OMAR, unit="  POWYS "))
    assert (report.new_units, report.counts()["unknown"]) == (["Powys"], 1)
    with portal.ctx.store.reading() as uow:
        (unit,) = uow.session.scalars(select(Unit).where(Unit.name == "Powys"))
        assert not unit.active
    (task,) = _tasks(portal, "unit_without_manager")
    assert task.for_role == Role.ADMINISTRATOR
    assert imported(portal, CLI, row(unit="Powys")).counts()["unknown"] == 0


def test_rows_that_name_no_unit_go_to_the_importers_own(portal: Portal) -> None:
    report = imported(portal, portal.officer, row(unit=""))
    assert (report.added, report.new_units) == (1, [])
    assert _cases(portal)[0].unit_id == portal.officer.unit_id
    by_command = imported(portal, CLI, row(OMAR, unit=""))
    assert by_command.new_units == ["No unit given"]


def test_only_casework_staff_and_the_command_line_may_import(portal: Portal) -> None:
    with pytest.raises(NotAllowedError):
        import_referrals(portal.ctx, WORKER, file_of(MARY))


def test_a_route_that_is_not_decided_leaves_a_task_for_the_manager(portal: Portal) -> None:
    imported(portal, CLI, row(custodial_term=""), OMAR)
    (task,) = _tasks(portal, "decide_route")
    assert (task.for_role, task.managers_own) == (Role.MANAGER, True)


def test_two_thousand_rows_go_in_and_every_person_gets_a_key(portal: Portal) -> None:
    data = file_of(*many(2000))
    steps: list[tuple[int, int]] = []
    began = time.perf_counter()
    report = import_referrals(portal.ctx, CLI, data, lambda now, of: steps.append((now, of)))
    took = time.perf_counter() - began
    assert report.counts() | {"added": 2000, "flagged": 0} == report.counts()
    assert (steps[-1], len(steps)) == ((2000, 2000), 10)
    with portal.ctx.store.reading() as uow:
        keys = uow.session.scalar(select(func.count()).select_from(DATA_KEY))
    assert keys == 4000
    # Far above what is aimed at (10,000 in a minute), so that a busy machine doesn't fail it.
    assert took < 120
