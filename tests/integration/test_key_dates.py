"""Official key dates: stored as given, doubted, compared, and planned from."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.support.casework import dated, ready, received, task_kinds, view
from tests.support.portal import CLI, Portal
from tests.support.referral_files import OMAR, imported, row
from victim_portal.domain.access import WORKER
from victim_portal.domain.csv_text import FileRefused
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.services.cases import case_view
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.key_dates import (
    KeyDatesReport,
    KeyDatesView,
    import_key_dates,
    key_dates_for_form,
    type_key_dates,
)
from victim_portal.services.updates import approve_update, update_view
from victim_portal.store.models import AuditEvent, KeyDate, KeyDates, Message

CRD, SLED = date(2031, 11, 1), date(2034, 11, 1)
NONE = {"read": 0, "added": 0, "unchanged": 0, "changed": 0, "refused": 0, "flagged": 0}


def one(prisoner: str = "A1234BC", status: str = "CONFIRMED", **dates: str) -> dict[str, Any]:
    """One set, of the shape that the calculation service gives."""
    sentences = [{"type": "SDS", "sentencedAt": "2026-11-02"}]
    return {
        "prisonerId": prisoner,
        "calculationStatus": status,
        "sentences": sentences,
        "dates": dates or {"CRD": "2031-11-01", "SLED": "2034-11-01"},
    }


def brought(portal: Portal, *sets: Any) -> KeyDatesReport:
    return import_key_dates(portal.ctx, CLI, json.dumps(sets).encode())


def history(portal: Portal, reference: str) -> KeyDatesView:
    return view(portal, reference).key_dates


def test_dates_come_as_a_new_version_with_source_status_and_history(portal: Portal) -> None:
    reference = received(portal)
    assert brought(portal, one()).counts() == NONE | {"read": 1, "added": 1, "unknown": 0}
    report = brought(portal, one(CRD="2031-12-05", SLED="2034-11-01", TUSED="2035-11-01"))
    assert report.counts() == NONE | {"read": 1, "changed": 1, "unknown": 0}
    newest = history(portal, reference).newest
    assert newest is not None
    assert (newest.version, newest.source, newest.status) == (
        2,
        "calculation_service",
        "CONFIRMED",
    )
    found = {d.code: (d.falls_on, d.before) for d in newest.dates}
    assert found["CRD"] == (date(2031, 12, 5), CRD)
    assert found["SLED"] == (SLED, None)
    (first,) = history(portal, reference).earlier
    assert {d.code: d.falls_on for d in first.dates} == {"CRD": CRD, "SLED": SLED}


def test_the_same_dates_again_add_nothing(portal: Portal) -> None:
    reference = received(portal)
    brought(portal, one())
    assert brought(portal, one()).counts() == NONE | {"read": 1, "unchanged": 1, "unknown": 0}
    newest = history(portal, reference).newest
    assert newest is not None
    assert newest.version == 1


def test_another_status_is_a_version_in_which_no_date_moved(portal: Portal) -> None:
    reference = received(portal)
    brought(portal, one(status="PRELIMINARY"))
    assert brought(portal, one()).changed == 1
    newest = history(portal, reference).newest
    assert newest is not None
    with portal.ctx.store.reading() as uow:
        assert set(uow.session.scalars(select(KeyDate.since_version))) == {1}
    assert [d.before for d in newest.dates] == [None, None]


def test_a_prisoner_who_is_not_known_is_listed_and_nothing_is_kept(portal: Portal) -> None:
    received(portal)
    report = brought(portal, one("Z9999ZZ"), one())
    assert (report.unknown_prisoners, report.added) == (["Z9999ZZ"], 1)
    with portal.ctx.store.reading() as uow:
        assert len(list(uow.session.scalars(select(KeyDates)))) == 1


@pytest.mark.parametrize("number", ["a1234bc", " A1234BC ", "A1234 BC"])
def test_a_prison_number_is_known_however_it_is_written(portal: Portal, number: str) -> None:
    received(portal, prison_number="a1234 bc")
    assert brought(portal, one(number)).added == 1


def test_a_number_that_only_the_second_referral_had_finds_the_offender(portal: Portal) -> None:
    first = received(portal, prison_number="", crn="")
    imported(portal, CLI, row(referral_reference="WCU-9", victim_last_name="Tamboli"))
    assert brought(portal, one()).added == 1
    assert history(portal, first).newest is not None


def test_a_number_known_under_another_name_is_a_task_and_teaches_nothing(portal: Portal) -> None:
    received(portal, crn="")
    report = imported(
        portal, CLI, row(OMAR, prison_number="A1234BC", offender_last_name="Prys", crn="Y1")
    )
    (flagged,) = report.flagged_rows
    assert flagged.notes == ("offender_differs",)
    tasks = case_view(portal.ctx, portal.manager, flagged.reference).tasks
    assert "check_offender" in {task.kind for task in tasks}
    # The CRN that came with the wrong name is nobody's yet.
    again = imported(portal, CLI, row(OMAR, referral_reference="WCU-8", prison_number="", crn="Y1"))
    assert again.flagged_rows[0].notes == ("same_birth_similar_name",)


def test_an_unknown_code_is_kept_and_shown_and_a_tariff_is_a_ted(portal: Portal) -> None:
    reference = received(portal)
    report = brought(portal, one(CRD="2031-11-01", XYZ="2030-01-01", Tariff="2029-01-01"))
    assert (report.unknown_codes, report.flagged_sets) == ({"XYZ"}, [])
    newest = history(portal, reference).newest
    assert newest is not None
    assert {d.code: d.known for d in newest.dates} == {"CRD": True, "XYZ": False, "TED": True}


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({"CRD": "2035-01-01", "SED": "2034-11-01"}, "is after SED"),
        ({"PED": "2032-01-01", "CRD": "2031-11-01"}, "is after CRD"),
        ({"CRD": "2020-01-01"}, "is before the sentence of 2 November 2026"),
    ],
)
def test_doubtful_dates_are_kept_flagged_and_left_to_a_person(
    portal: Portal, dates: dict[str, str], said: str
) -> None:
    reference = received(portal)
    report = brought(portal, one(**dates))
    assert (report.added, report.counts()["flagged"]) == (1, 1)
    assert said in report.flagged_sets[0].sentences[0]
    assert "check_key_dates" in task_kinds(portal, reference)
    newest = history(portal, reference).newest
    assert newest is not None
    assert newest.flags == report.flagged_sets[0].sentences


def test_without_a_sentence_in_the_set_the_known_one_counts(portal: Portal) -> None:
    received(portal)
    report = brought(portal, one(CRD="2026-11-01") | {"sentences": []})
    assert "before the sentence" in report.flagged_sets[0].sentences[0]


def test_a_bad_set_is_refused_alone(portal: Portal) -> None:
    received(portal)
    report = brought(portal, "nonsense", one(CRD="2031-02-30"), one(), {"dates": {}})
    assert report.counts() == NONE | {"read": 4, "added": 1, "refused": 3, "unknown": 0}
    assert [r.index for r in report.refused_sets] == [0, 1, 3]


def test_a_prisoner_given_twice_and_differently_is_refused(portal: Portal) -> None:
    received(portal)
    report = brought(portal, one(), one("Z9999ZZ"), one(CRD="2032-01-01"))
    assert [(r.index, r.prison_number) for r in report.refused_sets] == [
        (0, "A1234BC"),
        (2, "A1234BC"),
    ]
    same = brought(portal, one(), one())
    assert (same.added, same.unchanged) == (1, 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"a,b\r\n1,2", "isn't JSON"),
        (b'{"prisonerId": 1}', "list"),
        (b"[" * 100_000, "isn't JSON"),
        (json.dumps([one()]).encode("utf-16"), "UTF-16"),
        ('[{"prisonerId": "Ñ"}]'.encode("latin-1"), "UTF-8"),
        (b"PK\x03\x04", "spreadsheet"),
    ],
    ids=["empty", "csv", "object", "deep", "utf16", "latin1", "xlsx"],
)
def test_a_file_that_is_none_is_refused_whole(portal: Portal, data: bytes, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        import_key_dates(portal.ctx, CLI, data)


def test_new_dates_plan_every_open_case_of_the_offender_again(portal: Portal) -> None:
    reference = ready(portal)
    update = view(portal, reference).updates[0]
    read = update_view(portal.ctx, portal.officer, reference, update.id)
    assert approve_update(portal.ctx, portal.officer, reference, update.id, read.version) > 0
    brought(portal, one(CRD="2033-01-01", SLED="2034-11-01"))
    states = {u.id: u.state for u in view(portal, reference).updates}
    assert states[update.id] in (UpdateState.DRAFT, UpdateState.CANCELLED)
    with portal.ctx.store.reading() as uow:
        assert set(uow.session.scalars(select(Message.state))) == {"cancelled"}


def test_typed_dates_leave_the_codes_alone_that_are_not_on_the_form(portal: Portal) -> None:
    reference = received(portal)
    brought(portal, one(CRD="2031-11-01", HDCED="2031-06-01"))
    start = key_dates_for_form(portal.ctx, portal.officer, reference)
    assert (start.version, dict(start.dates)["CRD"]) == (1, CRD)
    assert type_key_dates(portal.ctx, portal.officer, reference, {"SLED": SLED}, 1)
    newest = history(portal, reference).newest
    assert newest is not None
    assert (newest.source, newest.withdrawn) == ("typed", ("CRD",))
    assert {d.code for d in newest.dates} == {"HDCED", "SLED"}
    assert not type_key_dates(portal.ctx, portal.officer, reference, {"SLED": SLED}, 2)


def test_typed_dates_that_can_not_be_right_are_asked_about_once_more(portal: Portal) -> None:
    reference = received(portal)
    wrong = {"CRD": date(2035, 1, 1), "SED": date(2034, 1, 1)}
    with pytest.raises(InvalidError, match="is after SED"):
        type_key_dates(portal.ctx, portal.officer, reference, wrong, 0)
    assert history(portal, reference).newest is None
    assert type_key_dates(portal.ctx, portal.officer, reference, wrong, 0, accept_doubts=True)
    with pytest.raises(InvalidError, match="at least one"):
        type_key_dates(portal.ctx, portal.officer, reference, {}, 1)


def test_dates_that_came_in_between_are_a_conflict(portal: Portal) -> None:
    reference = received(portal)
    dated(portal, reference, CRD="2031-11-01")
    with pytest.raises(ConflictError):
        type_key_dates(portal.ctx, portal.officer, reference, {"CRD": SLED}, 0)


def test_who_may_not_is_refused(portal: Portal) -> None:
    reference = received(portal)
    with pytest.raises(NotAllowedError):
        import_key_dates(portal.ctx, WORKER, b"[]")
    with pytest.raises(NotFoundError):
        key_dates_for_form(portal.ctx, portal.stranger, reference)
    with pytest.raises(NotFoundError):
        type_key_dates(portal.ctx, portal.stranger, reference, {"CRD": CRD}, 0)


def test_the_audit_has_counts_and_versions_and_no_prison_number(portal: Portal) -> None:
    received(portal)
    brought(portal, one(), one("Z9999ZZ"))
    with portal.ctx.store.reading() as uow:
        events = list(uow.session.scalars(select(AuditEvent)))
    details = json.dumps([event.details for event in events])
    assert '"version": 1' in details
    assert "1234" not in details
    assert "Z9999ZZ" not in details
