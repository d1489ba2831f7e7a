"""A withdrawn referral is opened again, or comes again."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.support import casework
from tests.support.allocation import row_of, tasks_of
from tests.support.portal import CLI, Portal
from tests.support.referral_files import file_of
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    Enrolment,
    ReturnReason,
    Role,
)
from victim_portal.services.allocation import take_case
from victim_portal.services.contacts import Logged, log_contact
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.reach import case_within_reach
from victim_portal.services.referrals import (
    ReturnInput,
    check_reopening,
    import_referrals,
    reopen_case,
    send_back,
    withdraw_referral,
)
from victim_portal.services.tasks import finish_task
from victim_portal.store.models import Case, CaseNote

ASKED = ReturnInput(
    ReturnReason.DETAILS_MISSING, "Which flat is it? The postcode is missing too.", "WCU Hampshire"
)
WHY = "They named a witness, not the victim"


def sent_back(portal: Portal, reference: str) -> UUID:
    return send_back(portal.ctx, portal.officer, reference, ASKED)


def log(portal: Portal, reference: str, outcome: ContactOutcome) -> None:
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        given = Logged(ContactMethod.TELEPHONE, outcome, portal.ctx.today())
        log_contact(portal.ctx, uow, portal.officer, case, given)
        uow.commit()


def withdraw(portal: Portal, reference: str, once: UUID | None = None) -> bool:
    return withdraw_referral(portal.ctx, portal.manager, reference, WHY, once)


def test_opened_again_it_waits_in_the_queue_with_what_was_to_be_done(portal: Portal) -> None:
    reference = casework.received(portal, offence_category="other")
    return_id = sent_back(portal, reference)
    before = {kind: task.due_on for kind, task in tasks_of(portal, reference).items()}
    withdraw(portal, reference)
    portal.clock.move(days=9)
    reopen_case(portal.ctx, portal.manager, reference, "It was her after all")
    case = row_of(portal, reference)
    assert (case.closed_at, case.closed_why, case.officer_id) == (None, None, None)
    assert case.queue_due_on == date(2026, 12, 1)
    assert case.received_on == date(2026, 11, 10)
    found = tasks_of(portal, reference)
    assert {kind: task.due_on for kind, task in found.items() if kind in before} == before
    assert set(found) - set(before) == {"allocate_case"}
    assert found["chase_referral"].about == {"sent_back": str(return_id)}
    take_case(portal.ctx, portal.colleague, reference)
    assert set(tasks_of(portal, reference)) == set(before)
    with portal.ctx.store.reading() as uow:
        (note,) = uow.session.scalars(select(CaseNote))
        assert note.text == f"Withdrawn on 18 November 2026: {WHY}\nOpened again: " + (
            "It was her after all"
        )
        row = uow.get(Case, case.id)
        assert row is not None
        assert row.closed_note is None


def test_who_may_have_heard_of_the_mistake_hears_that_it_goes_on(portal: Portal) -> None:
    reference = casework.received(portal)
    log(portal, reference, ContactOutcome.SPOKE)
    withdraw(portal, reference)
    reopen_case(portal.ctx, portal.manager, reference, "It was her after all")
    assert set(tasks_of(portal, reference)) == {"allocate_case", "get_answer", "tell_of_reopening"}


def test_what_is_owed_is_asked_for_again_where_nobody_answered(portal: Portal) -> None:
    reference = casework.received(portal)
    casework.unanswered(portal, reference)
    casework.answered(
        portal, reference, Enrolment.NO_RESPONSE, portal.ctx.today(), how=ContactMethod.LETTER
    )
    assert set(tasks_of(portal, reference)) >= {"find_a_way"}
    withdraw(portal, reference)
    reopen_case(portal.ctx, portal.manager, reference, WHY)
    # The last letter is owed, and without an address nobody can post it.
    assert set(tasks_of(portal, reference)) >= {"find_a_way"}


def test_only_what_was_withdrawn_is_opened_again_and_only_by_its_manager(portal: Portal) -> None:
    reference, once = casework.received(portal), uuid4()
    with pytest.raises(ConflictError, match="closed case"):
        reopen_case(portal.ctx, portal.manager, reference, WHY)
    withdraw(portal, reference)
    for actor in (portal.officer, portal.stranger):
        with pytest.raises(NotFoundError):
            reopen_case(portal.ctx, actor, reference, WHY)
        with pytest.raises(NotFoundError):
            check_reopening(portal.ctx, actor, reference)
    with pytest.raises(InvalidError, match="Give the reason"):
        reopen_case(portal.ctx, portal.manager, reference, " ")
    for _ in range(2):
        reopen_case(portal.ctx, portal.manager, reference, WHY, once)
    with portal.ctx.store.writing() as uow:
        case = uow.get(Case, row_of(portal, reference).id)
        assert case is not None
        case.closed_at, case.closed_why = portal.clock.now(), "double"
        uow.commit()
    with pytest.raises(ConflictError, match="closed case"):
        reopen_case(portal.ctx, portal.manager, reference, WHY)


def test_a_withdrawn_referral_that_comes_again_by_file_is_asked_about(portal: Portal) -> None:
    reference = casework.received(portal)
    withdraw(portal, reference)
    data = file_of(casework.REFERRAL)
    for _ in range(2):
        report = import_referrals(portal.ctx, CLI, data)
        assert report.unchanged == 0
        assert [(row.reference, row.notes) for row in report.flagged_rows] == [
            (reference, ("withdrawn",))
        ]
    task = tasks_of(portal, reference)["referral_came_again"]
    assert (task.managers_own, task.for_role) == (True, Role.MANAGER)
    finish_task(portal.ctx, portal.manager, task.id, "It is an error again")
    import_referrals(portal.ctx, CLI, data)
    assert tasks_of(portal, reference) == {}
    import_referrals(portal.ctx, CLI, file_of({**casework.REFERRAL, "court": "Salisbury"}))
    assert set(tasks_of(portal, reference)) == {"referral_came_again"}
    elsewhere = import_referrals(portal.ctx, portal.stranger, data)
    assert (elsewhere.flagged_rows, elsewhere.unchanged) == ([], 0)
    assert [(row.notes, row.elsewhere) for row in elsewhere.changed_rows] == [((), True)]


def test_a_withdrawn_referral_that_is_typed_again_is_asked_about(portal: Portal) -> None:
    reference = casework.received(portal)
    withdraw(portal, reference)
    with pytest.raises(InvalidError, match="was withdrawn"):
        casework.received(portal)
    assert set(tasks_of(portal, reference)) == {"referral_came_again"}
    reopen_case(portal.ctx, portal.manager, reference, WHY)
    with pytest.raises(InvalidError, match="is here already"):
        casework.received(portal)
