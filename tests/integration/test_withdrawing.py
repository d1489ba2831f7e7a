"""A referral made in error is withdrawn, and whoever heard of it is told."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.support import casework
from tests.support.allocation import row_of, tasks_of
from tests.support.portal import Portal
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    Enrolment,
    LetterKind,
    MessageState,
    ReturnReason,
    Role,
)
from victim_portal.services import incidents
from victim_portal.services.allocation import take_case
from victim_portal.services.contacts import Logged, log_contact
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.reach import case_within_reach
from victim_portal.services.referrals import (
    ReturnInput,
    check_sending_back,
    done_so_far,
    send_back,
    withdraw_referral,
)
from victim_portal.services.tasks import finish_task, list_tasks
from victim_portal.store.models import Case, Letter, Message, Update
from victim_portal.store.updates import messages_of

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


def test_a_referral_that_nobody_heard_of_is_withdrawn_quietly(portal: Portal) -> None:
    reference = casework.received(portal, offence_category="other")
    sent_back(portal, reference)
    log(portal, reference, ContactOutcome.NO_ANSWER)
    assert not done_so_far(portal.ctx, portal.manager, reference).contacted
    assert not withdraw(portal, reference)
    case = row_of(portal, reference)
    assert (case.closed_why, case.officer_id, case.queued_since) == ("withdrawn", None, None)
    assert case.closed_at == portal.clock.now()
    assert tasks_of(portal, reference) == {}
    with portal.ctx.store.reading() as uow:
        row = uow.get(Case, case.id)
        assert row is not None
        assert row.closed_note == WHY


@pytest.mark.parametrize(
    "outcome",
    [
        ContactOutcome.SPOKE,
        ContactOutcome.SENT,
        ContactOutcome.VOICEMAIL_LEFT,
        ContactOutcome.SOMEONE_ELSE_ANSWERED,
        ContactOutcome.WRONG_NUMBER,
        ContactOutcome.RECEIVED,
    ],
)
def test_whoever_was_contacted_is_not_left_with_silence(
    portal: Portal, outcome: ContactOutcome
) -> None:
    reference = casework.received(portal)
    log(portal, reference, outcome)
    assert withdraw(portal, reference)
    task = tasks_of(portal, reference)["tell_of_withdrawal"]
    assert (task.for_role, task.managers_own, task.unit_id) == (
        Role.MANAGER,
        True,
        portal.manager.unit_id,
    )
    assert "tell_of_withdrawal" in {one.kind for one in list_tasks(portal.ctx, portal.manager)}
    finish_task(portal.ctx, portal.manager, task.id, "Rang her")
    assert tasks_of(portal, reference) == {}


def letter(portal: Portal, reference: str, *, posted: bool) -> None:
    [channel_id] = casework.reachable(portal, reference, casework.mobile())
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        uow.add(
            Letter(
                id=uow.tokens.uuid(),
                case_id=case.id,
                person_id=case.person_id,
                channel_id=channel_id,
                kind=LetterKind.FIRST.value,
                language="en",
                large_print=False,
                neutral=True,
                words=["x"],
                made_by="Sam Carter",
                made_at=portal.clock.now(),
                posted_on=portal.ctx.today() if posted else None,
            )
        )
        uow.commit()


@pytest.mark.parametrize("posted", [True, False])
def test_a_letter_that_went_is_told_of_and_one_that_waits_is_stopped(
    portal: Portal, posted: bool
) -> None:
    reference = casework.received(portal)
    letter(portal, reference, posted=posted)
    done = done_so_far(portal.ctx, portal.manager, reference)
    assert [one.posted_on is not None for one in done.letters] == [posted]
    withdraw(portal, reference)
    assert ("stop_letter" in tasks_of(portal, reference)) is not posted


def test_who_is_in_the_scheme_is_asked_first(portal: Portal) -> None:
    reference = casework.ready(portal)
    assert "opted in" in done_so_far(portal.ctx, portal.manager, reference).refused
    with pytest.raises(InvalidError, match="opted in"):
        withdraw(portal, reference)
    casework.approve(portal, reference)
    casework.answered(portal, reference, Enrolment.OPTED_OUT, casework.ANSWERED_ON)
    assert withdraw(portal, reference)


def test_what_waited_is_cancelled_and_nothing_goes_out(portal: Portal) -> None:
    reference = casework.ready(portal)
    casework.approve(portal, reference)
    with portal.ctx.store.writing() as uow:
        # As where the answer was recorded between: the messages of an update stand still.
        case = uow.get(Case, row_of(portal, reference).id)
        assert case is not None
        case.enrolment = Enrolment.OPTED_OUT.value
        uow.commit()
    assert done_so_far(portal.ctx, portal.manager, reference).waiting == 2
    withdraw(portal, reference)
    with portal.ctx.store.reading() as uow:
        updates = list(uow.session.scalars(select(Update)))
        messages: list[Message] = messages_of(uow, [one.id for one in updates])
    assert {one.state for one in messages} == {MessageState.CANCELLED}
    assert {one.state for one in updates} == {"cancelled"}
    assert casework.delivered(portal) == []


def test_an_incident_is_looked_at_all_the_same(portal: Portal) -> None:
    reference = casework.received(portal)
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        incidents.open_incident(
            portal.ctx, uow, portal.officer, case, "wrong_person", "Look at it", "note"
        )
        uow.commit()
    withdraw(portal, reference)
    assert set(tasks_of(portal, reference)) == {"incident"}


def test_only_its_manager_withdraws_and_only_with_a_reason(portal: Portal) -> None:
    reference = casework.received(portal)
    for actor in (portal.officer, portal.colleague, portal.stranger):
        with pytest.raises(NotFoundError):
            withdraw_referral(portal.ctx, actor, reference, WHY)
        with pytest.raises(NotFoundError):
            done_so_far(portal.ctx, actor, reference)
    for why in (" ", "x" * 1001):
        with pytest.raises(InvalidError, match="Give the reason"):
            withdraw_referral(portal.ctx, portal.manager, reference, why)
    assert row_of(portal, reference).closed_at is None


def test_twice_is_once_and_a_closed_case_takes_nothing_more(portal: Portal) -> None:
    reference, once = casework.received(portal), uuid4()
    log(portal, reference, ContactOutcome.SPOKE)
    assert withdraw(portal, reference, once)
    assert withdraw(portal, reference, once)
    with pytest.raises(ConflictError, match="closed already"):
        withdraw(portal, reference)
    with pytest.raises(ConflictError, match="closed"):
        send_back(portal.ctx, portal.manager, reference, ASKED)
    with pytest.raises(ConflictError, match="closed"):
        check_sending_back(portal.ctx, portal.manager, reference)
    with pytest.raises(ConflictError, match="closed"):
        take_case(portal.ctx, portal.officer, reference)
