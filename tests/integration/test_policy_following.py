"""What follows from an amended policy: plans, approved updates and deadlines, and only those."""

import threading
from datetime import date, timedelta

import pytest

from tests.support.amending import administrators, agreed, row
from tests.support.casework import approve, dated, delivered, ready, update_of
from tests.support.portal import CLI, Portal
from tests.support.representations import TODAY, new_case
from tests.support.senders import FakeSender
from tests.support.walls import tasks_of
from victim_portal import worker
from victim_portal.domain.parole import ReviewKind
from victim_portal.domain.policy import RowChange
from victim_portal.domain.stages import Stage, YearMonth
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.services import tasks
from victim_portal.services.delivery import Round
from victim_portal.services.planning import DayPlanned, plan_due
from victim_portal.services.reviews import ReviewInput, follow_policy, following, record_review
from victim_portal.store.models import AuditEvent

NEW_YEAR = date(2027, 1, 1)
OFF = {
    "victim_first_name": "Ann",
    "referral_reference": "WCU-2",
    "prison_number": "B1234CD",
    "crn": "X765432",
}
HEARING = TODAY + timedelta(days=120)


def earlier(amount: int = 12) -> RowChange:
    """From the new year on, releases are told so many weeks before."""
    return row(stage="pre_release", event="release", amount=amount, unit="weeks")


def released(portal: Portal, on: str, **changes: str) -> str:
    reference = ready(portal, **changes)
    dated(portal, reference, CRD=on, SLED="2029-01-01")
    return reference


def opens(portal: Portal, reference: str) -> date:
    return update_of(portal, reference, Stage.PRE_RELEASE).window_opens


def test_only_what_happens_from_the_first_day_on_is_planned_anew(portal: Portal) -> None:
    before = released(portal, "2026-12-31")
    after = released(portal, "2027-03-01", **OFF)
    plan_due(portal.ctx, CLI)
    was = opens(portal, before)
    assert opens(portal, after) == date(2027, 1, 4)
    agreed(portal, *administrators(portal), earlier())
    # Until it is planned again, nothing moves.
    assert opens(portal, after) == date(2027, 1, 4)
    assert plan_due(portal.ctx, CLI) == DayPlanned(cases=2, changed=1, moved=1)
    assert opens(portal, after) == date(2026, 12, 7)
    assert opens(portal, before) == was
    assert plan_due(portal.ctx, CLI) == DayPlanned()


def test_an_approved_update_whose_window_moved_falls_back(portal: Portal) -> None:
    reference = released(portal, "2027-03-01")
    approve(portal, reference, Stage.PRE_RELEASE)
    agreed(portal, *administrators(portal), earlier())
    done = plan_due(portal.ctx, CLI)
    assert (done.changed, done.back_to_draft) == (1, 1)
    update = update_of(portal, reference, Stage.PRE_RELEASE)
    assert update.state is UpdateState.DRAFT
    assert update.back_to_draft_why.startswith("Changed since it was approved")
    assert delivered(portal) == []


def test_the_worker_plans_by_the_new_policy_at_its_next_round(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = released(portal, "2027-03-01")
    first, second = administrators(portal)
    sender = FakeSender()
    rounds: list[str] = []

    def deliver(ctx: object, *_: object, **__: object) -> Round:
        rounds.append(portal.ctx.for_one_use().policy.version)
        if len(rounds) == 2:
            agreed(portal, first, second, earlier())
        if len(rounds) == 4:
            stop.set()
        return Round()

    stop = threading.Event()
    monkeypatch.setattr(worker, "LONGEST_PAUSE", 0.01)
    worker.run(portal.ctx, worker.Senders(sender, sender), stop=stop, deliver=deliver)
    assert len(set(rounds)) == 2
    # Planned in the third round, though the last planning was seconds ago.
    assert opens(portal, reference) == date(2026, 12, 7)


def test_the_deadlines_of_a_review_follow_once(portal: Portal) -> None:
    reference = new_case(portal)
    given = ReviewInput(ReviewKind.FIRST, YearMonth(2027, 3), HEARING, "PB-2026-004417")
    record_review(portal.ctx, portal.officer, reference, given)
    assert follow_policy(portal.ctx) == 0
    days = [one.due_on for one in tasks_of(portal, "parole_deadline")]
    agreed(portal, *administrators(portal))
    assert follow_policy(portal.ctx.for_one_use()) == 1
    [withhold, statement, decision] = sorted(
        tasks_of(portal, "parole_deadline"), key=lambda one: one.due_on
    )
    assert statement.due_on == HEARING - timedelta(days=35)
    assert sorted(days)[::2] == [withhold.due_on, decision.due_on]
    count = _events(portal)
    assert follow_policy(portal.ctx.for_one_use()) == 0
    assert _events(portal) == count


def test_what_an_officer_did_is_not_asked_for_again(portal: Portal) -> None:
    reference = new_case(portal)
    given = ReviewInput(ReviewKind.FIRST, YearMonth(2027, 3), HEARING, "PB-2026-004417")
    record_review(portal.ctx, portal.officer, reference, given)
    [statement] = [
        one for one in tasks_of(portal, "parole_deadline") if one.task_key.endswith("statement_due")
    ]
    with portal.ctx.store.writing() as uow:
        found = uow.get(type(statement), statement.id)
        assert found is not None
        tasks.finish(uow, portal.officer, found)
        uow.commit()
    agreed(portal, *administrators(portal))
    assert follow_policy(portal.ctx.for_one_use()) == 0
    assert len(tasks_of(portal, "parole_deadline")) == 2


def test_a_review_that_fails_stops_no_other(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reference = new_case(portal)
    given = ReviewInput(ReviewKind.FIRST, YearMonth(2027, 3), HEARING, "PB-2026-004417")
    record_review(portal.ctx, portal.officer, reference, given)

    def fail(*_: object) -> int:
        raise RuntimeError("Mary Ashe")

    monkeypatch.setattr(following, "_follow", fail)
    assert follow_policy(portal.ctx) == 0
    assert "RuntimeError" in caplog.text
    assert "Mary" not in caplog.text
    monkeypatch.undo()
    agreed(portal, *administrators(portal))
    assert follow_policy(portal.ctx.for_one_use()) == 1


def _events(portal: Portal) -> int:
    with portal.ctx.store.reading() as uow:
        return uow.session.query(AuditEvent).count()
