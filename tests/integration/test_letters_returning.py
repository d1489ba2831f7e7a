"""A letter that came back, and one that carried a code."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.support.casework import task_kinds, view
from tests.support.corrections import rows as all_rows
from tests.support.letters import (
    TODAY,
    address_of,
    enrolment_of,
    letter_row,
    made,
    plan_of,
    posted,
    referred,
    with_code,
)
from tests.support.portal import Portal
from victim_portal.domain.vocabulary import (
    Enrolment,
    FirstContactStep,
)
from victim_portal.services.channels import end_channel
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.letters import (
    discard_letter,
    letter_view,
    post_letter,
    return_letter,
)
from victim_portal.store.models import ContactLog, Incident, Verification


@pytest.fixture
def reference(portal: Portal) -> str:
    return referred(portal)


def _contacts(portal: Portal) -> list[tuple[str, str]]:
    found = all_rows(portal, ContactLog)
    return [(one.outcome, one.on.isoformat()) for one in sorted(found, key=lambda one: one.on)]


def test_a_letter_that_came_back_stops_its_address(portal: Portal, reference: str) -> None:
    letter_id = posted(portal, reference)
    return_letter(portal.ctx, portal.officer, reference, letter_id, TODAY, "Gone away")
    row = letter_row(portal, letter_id)
    assert row.returned_on == TODAY
    assert [outcome for outcome, _ in _contacts(portal)] == ["sent", "returned"]
    (channel,) = [c for c in view(portal, reference).channels if c.kind.value == "post"]
    assert channel.suspended_at is not None
    assert "confirm_channel" in task_kinds(portal, reference)
    plan = plan_of(portal, reference)
    assert plan.attempts == ()
    first = plan.plan.steps[0]
    assert (first.done_on, first.state.value) == (None, "not_possible")
    assert plan.plan.next_step is not None
    assert plan.plan.next_step.step is FirstContactStep.TELEPHONE
    assert all_rows(portal, Incident) == []


def test_come_back_twice_it_is_recorded_once(portal: Portal, reference: str) -> None:
    letter_id = posted(portal, reference)
    for _ in range(2):
        return_letter(portal.ctx, portal.officer, reference, letter_id, TODAY)
    assert len(_contacts(portal)) == 2


def test_a_letter_that_had_been_opened_is_an_incident(portal: Portal, reference: str) -> None:
    letter_id = posted(portal, reference)
    return_letter(portal.ctx, portal.officer, reference, letter_id, TODAY, opened=True)
    (incident,) = all_rows(portal, Incident)
    assert incident.due_at == portal.ctx.now() + timedelta(hours=72)
    assert "incident" in task_kinds(portal, reference)


def test_only_what_was_posted_comes_back(portal: Portal, reference: str) -> None:
    letter_id = made(portal, reference)
    with pytest.raises(ConflictError):
        return_letter(portal.ctx, portal.officer, reference, letter_id, TODAY)
    post_letter(portal.ctx, portal.officer, reference, letter_id, TODAY)
    with pytest.raises(InvalidError):
        return_letter(portal.ctx, portal.officer, reference, letter_id, TODAY - timedelta(days=1))


def test_a_letter_to_an_address_that_has_ended_may_still_come_back(
    portal: Portal, reference: str
) -> None:
    letter_id = posted(portal, reference)
    end_channel(portal.ctx, portal.officer, reference, address_of(portal, reference))
    return_letter(portal.ctx, portal.officer, reference, letter_id, TODAY)
    assert letter_row(portal, letter_id).returned_on == TODAY


def test_the_life_of_a_code_starts_with_its_posting(portal: Portal, reference: str) -> None:
    letter_id = with_code(portal, reference)
    portal.clock.move(days=2)
    post_letter(portal.ctx, portal.officer, reference, letter_id, TODAY + timedelta(days=1))
    (code,) = all_rows(portal, Verification)
    assert code.sent_at == datetime(2026, 11, 19, 12, tzinfo=UTC)
    assert enrolment_of(portal, reference) is Enrolment.NOT_OFFERED
    assert plan_of(portal, reference).attempts == ()


def test_a_discarded_code_proves_nothing(portal: Portal, reference: str) -> None:
    letter_id = with_code(portal, reference)
    discard_letter(portal.ctx, portal.officer, reference, letter_id)
    (code,) = all_rows(portal, Verification)
    assert (code.ended_at is not None, code.ended_why) == (True, "letter_discarded")


def test_a_code_that_does_not_count_any_more_is_not_posted(portal: Portal, reference: str) -> None:
    letter_id = with_code(portal, reference)
    with portal.ctx.store.writing() as uow:
        for code in uow.session.scalars(select(Verification)):
            code.ended_at = portal.ctx.now()
        uow.commit()
    doubts = letter_view(portal.ctx, portal.officer, reference, letter_id).doubts
    assert doubts == ("The code in it doesn't count any more.",)
    with pytest.raises(InvalidError):
        post_letter(portal.ctx, portal.officer, reference, letter_id, TODAY)
