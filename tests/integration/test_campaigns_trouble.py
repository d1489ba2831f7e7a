"""What stops one prisoner of a file stops no other, and somebody is asked to look."""

import pytest
from sqlalchemy import select, update

from tests.support import casework
from tests.support.campaigns import MOVED, brought_in, dated_cases, id_of, moving, prisoner, states
from tests.support.portal import Portal
from tests.support.walls import tasks_of
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.services import campaigns, tasks
from victim_portal.services.campaigns import isolating, taking_in
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Update
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError


def _break(portal: Portal, reference: str) -> None:
    """A stored month that nothing can read any more, as a fault of an older release left it."""
    with portal.ctx.store.writing() as uow:
        uow.session.execute(
            update(Update)
            .where(
                Update.case_id.in_(select(Case.id).where(Case.reference == reference)),
                Update.state == UpdateState.SENT,
            )
            .values(anchor_month="soon")
        )
        uow.commit()


def _newest(portal: Portal, reference: str) -> str:
    newest = casework.view(portal, reference).key_dates.newest
    assert newest is not None
    return {one.code: str(one.falls_on) for one in newest.dates}["CRD"]


def test_a_case_that_cant_be_read_stops_no_other(
    town: Portal, caplog: pytest.LogCaptureFixture
) -> None:
    broken, whole = dated_cases(town, 2)
    _break(town, broken)
    report = brought_in(town, moving(2))
    # The dates of both are kept: they are official, and true.
    assert (report.counts()["changed"], report.counts()["refused"]) == (2, 0)
    assert report.batch.unplanned == [prisoner(0)]
    assert states(town, [whole]) == ["draft"]
    [task] = tasks_of(town, tasks.NOT_PLANNED)
    with town.ctx.store.reading() as uow:
        case = uow.get(Case, task.case_id)
        assert case is not None
        assert (case.reference, task.for_user_id) == (broken, case.officer_id)
    assert "ValueError" in caplog.text
    assert "soon" not in caplog.text
    # Brought in again it is done, and asks nobody a second time.
    assert brought_in(town, moving(2)).counts()["unchanged"] == 2
    assert len(tasks_of(town, tasks.NOT_PLANNED)) == 1
    [line] = campaigns.list_campaigns(town.ctx, town.manager)
    assert (line.finished, line.moved) == (True, 2)


def test_other_victims_of_the_same_offender_are_planned_for(portal: Portal) -> None:
    [broken] = dated_cases(portal, 1)
    other = casework.ready(
        portal,
        referral_reference="WCU-9",
        victim_first_name="Ann",
        prison_number=prisoner(0),
        crn="X100000",
        offender_last_name="Oaka",
    )
    casework.approve(portal, other)
    casework.delivered(portal)
    _break(portal, broken)
    report = brought_in(portal, moving(1))
    assert report.batch.unplanned == [prisoner(0)]
    assert states(portal, [other]) == ["draft"]
    [task] = tasks_of(portal, tasks.NOT_PLANNED)
    assert task.case_id is not None


@pytest.mark.parametrize("error", [LostUpdateError("busy"), ConstraintError("busy")])
def test_somebody_else_at_one_prisoner_keeps_that_one_back(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    dated_cases(portal, 2)
    _failing(monkeypatch, error)
    report = brought_in(portal, moving(2))
    assert [row.reason for row in report.refused_rows] == [isolating.BUSY]
    assert report.counts()["changed"] == 1
    [line] = campaigns.list_campaigns(portal.ctx, portal.manager)
    assert not line.finished


@pytest.mark.parametrize(
    "error", [UnreadableError("x"), ValueError("Mary"), OverflowError("date value out of range")]
)
def test_dates_that_cant_be_kept_come_back_with_the_reason(
    portal: Portal,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    references = dated_cases(portal, 2)
    _failing(monkeypatch, error)
    report = brought_in(portal, moving(2))
    [row] = report.refused_rows
    assert (row.reason, row.place) == (isolating.UNUSABLE, 2)
    assert row.cells[0] == prisoner(0)
    assert [_newest(portal, one) for one in references] == ["2031-11-01", MOVED]
    assert type(error).__name__ in caplog.text
    assert "Mary" not in caplog.text
    [line] = campaigns.list_campaigns(portal.ctx, portal.manager)
    assert not line.finished


@pytest.mark.parametrize("error", [TypeError("a fault of ours"), KeyError("x"), RuntimeError()])
def test_a_fault_of_the_portals_own_is_loud(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    dated_cases(portal, 2)
    with monkeypatch.context() as patch:
        _failing(patch, error)
        with pytest.raises(type(error)):
            brought_in(portal, moving(2))
    # It goes on where it stopped, once the fault is mended.
    assert brought_in(portal, moving(2)).counts()["changed"] == 2


def test_dates_at_both_ends_of_the_calendar_are_kept(portal: Portal) -> None:
    [reference] = dated_cases(portal, 1)
    for name, day in (("First", "0001-01-01"), ("Last", "9999-12-31")):
        report = brought_in(portal, moving(1, day), name)
        assert (report.counts()["changed"], report.batch.unplanned) == (1, [])
        assert _newest(portal, reference) == day
        assert id_of(report)


def _failing(patch: pytest.MonkeyPatch, error: Exception) -> None:
    """Taking in the first prisoner fails, as part of a batch and alone."""
    real = taking_in.take_in

    def troubled(*given: object) -> object:
        if any(prisoner(0) in str(one) for one in given[3]):  # type: ignore[attr-defined]  # the changes
            raise error
        return real(*given)  # type: ignore[arg-type]  # as it was called

    patch.setattr(isolating, "take_in", troubled)
