"""Planning while something else happens: at once, out and in again, beside what can't be read."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.support.casework import answered, dated, opted_in, ready, task_kinds, view
from tests.support.portal import CLI, Portal
from victim_portal.domain.stages import EventOutcome, Stage
from victim_portal.domain.vocabulary import Enrolment, Level, UpdateState
from victim_portal.services.events import EventInput, record_event
from victim_portal.services.planning import daily, plan_due

OFF = {"victim_first_name": "Ann", "referral_reference": "WCU-2", "prison_number": "B1234CD"}


def test_release_and_recall_at_once_see_each_other(town: Portal) -> None:
    reference = ready(town)
    today, start = town.ctx.today(), Barrier(2)
    given = (
        EventInput(Stage.RELEASED, today, "A"),
        EventInput(Stage.RECALLED, today, "A", outcome=EventOutcome.FIXED_TERM_28),
    )

    def one(event: EventInput) -> None:
        start.wait()
        record_event(town.ctx, town.officer, reference, event)

    with ThreadPoolExecutor(2) as both:
        list(both.map(one, given))
    states = {u.stage: u.state for u in view(town, reference).updates}
    assert states.get(Stage.RELEASED) in (None, UpdateState.CANCELLED)
    assert states[Stage.RECALLED] is UpdateState.DRAFT


def test_conditions_are_asked_for_again_after_out_and_in(portal: Portal) -> None:
    reference = ready(portal)
    dated(portal, reference, CRD="2027-01-05", SLED="2029-01-01")
    assert "conditions_due" in task_kinds(portal, reference)
    answered(portal, reference, Enrolment.OPTED_OUT, portal.ctx.today())
    assert "conditions_due" not in task_kinds(portal, reference)
    portal.clock.move(days=2)
    answered(
        portal,
        reference,
        Enrolment.OPTED_BACK_IN,
        portal.ctx.today(),
        level=Level.KEY_STAGES,
        consent_words="Yes, again.",
    )
    assert "conditions_due" in task_kinds(portal, reference)


def test_a_case_that_cant_be_looked_at_stops_no_other(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(portal)
    opted_in(portal, **OFF)

    def fails(*_: object) -> bool:
        raise ValueError("not readable")

    monkeypatch.setattr(daily, "_stands", fails)
    done = plan_due(portal.ctx, CLI)
    assert (done.cases, done.failed) == (2, 0)
