"""A referral is sent back to the witness care unit, chased and answered."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from tests.support import casework
from tests.support.allocation import conflict, queued, row_of, tasks_of
from tests.support.portal import Portal
from victim_portal.domain.vocabulary import (
    ReturnReason,
)
from victim_portal.services.allocation import show_queue
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.reach import case_within_reach
from victim_portal.services.referrals import (
    ReturnInput,
    answer_return,
    return_page,
    returns_of,
    send_back,
)

ASKED = ReturnInput(
    ReturnReason.DETAILS_MISSING, "Which flat is it? The postcode is missing too.", "WCU Hampshire"
)


def sent_back(portal: Portal, reference: str) -> UUID:
    return send_back(portal.ctx, portal.officer, reference, ASKED)


@pytest.mark.parametrize("waits", [True, False])
def test_the_case_stays_where_it_is_and_its_answer_is_chased(portal: Portal, waits: bool) -> None:
    reference = queued(portal) if waits else casework.received(portal)
    before = row_of(portal, reference)
    return_id = sent_back(portal, reference)
    after = row_of(portal, reference)
    assert (after.officer_id, after.queued_since, after.first_contact_on) == (
        before.officer_id,
        before.queued_since,
        None,
    )
    chase = tasks_of(portal, reference)["chase_referral"]
    assert chase.due_on == date(2026, 11, 25)
    assert chase.about == {"sent_back": str(return_id)}
    assert "Ash" not in chase.what
    if waits:
        (line,) = show_queue(portal.ctx, portal.manager).lines
        assert line.sent_back_on == portal.ctx.today()


def test_the_page_has_what_an_email_needs_and_no_more(portal: Portal) -> None:
    reference = casework.received(portal)
    return_id = sent_back(portal, reference)
    page = return_page(portal.ctx, portal.officer, reference, return_id)
    assert (page.reference, page.referral_reference) == (reference, "WCU-1")
    assert page.signed == ("Sam Carter", "Victim Contact Scheme, Hampshire", "020 7946 0123")
    assert (page.one.note, page.one.answered_on) == (ASKED.note, None)
    assert "flat" not in repr(page)
    assert "WCU" not in repr(page)


def test_an_answer_settles_the_task_and_is_kept(portal: Portal) -> None:
    reference = casework.received(portal)
    return_id = sent_back(portal, reference)
    portal.clock.move(days=2)
    on = portal.ctx.today() - timedelta(days=1)
    for _ in range(2):
        answer_return(portal.ctx, portal.colleague, reference, return_id, on, " Flat 2 ")
    assert "chase_referral" not in tasks_of(portal, reference)
    with portal.ctx.store.reading() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        (one,) = returns_of(portal.ctx, uow, portal.officer, case)
    assert (one.answered_on, one.answer) == (on, "Flat 2")
    with pytest.raises(ConflictError, match="recorded an answer already"):
        answer_return(portal.ctx, portal.officer, reference, return_id, on, "Flat 3")


def test_wrong_days_and_empty_words_are_refused(portal: Portal) -> None:
    reference = casework.received(portal)
    return_id, today = sent_back(portal, reference), portal.ctx.today()
    for on in (today - timedelta(days=1), today + timedelta(days=1), None):
        with pytest.raises(InvalidError) as refused:
            answer_return(portal.ctx, portal.officer, reference, return_id, on, " ")
        assert set(refused.value.problems) == {"on", "answer"}
    for note, to in ((" ", "x"), ("x" * 2001, "x"), ("x", ""), ("x", "x" * 201)):
        given = ReturnInput(ReturnReason.DETAILS_WRONG, note, to)
        with pytest.raises(InvalidError):
            send_back(portal.ctx, portal.officer, reference, given)
    assert len([k for k in tasks_of(portal, reference) if k == "chase_referral"]) == 1


def test_a_second_click_sends_back_once_and_another_question_stands_beside(
    portal: Portal,
) -> None:
    reference, once = casework.received(portal), uuid4()
    first = send_back(portal.ctx, portal.officer, reference, ASKED, once)
    assert send_back(portal.ctx, portal.officer, reference, ASKED, once) == first
    second = sent_back(portal, reference)
    assert second != first
    answer_return(portal.ctx, portal.officer, reference, first, portal.ctx.today(), "Flat 2")
    assert tasks_of(portal, reference)["chase_referral"].about == {"sent_back": str(second)}


def test_another_units_or_another_cases_return_is_not_there(portal: Portal) -> None:
    reference = casework.received(portal)
    other = casework.received(portal, referral_reference="WCU-2", prison_number="B1", crn="X2")
    return_id, today = sent_back(portal, reference), portal.ctx.today()
    for actor, where in ((portal.stranger, reference), (portal.officer, other)):
        with pytest.raises(NotFoundError):
            return_page(portal.ctx, actor, where, return_id)
        with pytest.raises(NotFoundError):
            answer_return(portal.ctx, actor, where, return_id, today, "x")
    with pytest.raises(NotFoundError):
        send_back(portal.ctx, portal.stranger, reference, ASKED)
    with pytest.raises(NotFoundError):
        return_page(portal.ctx, portal.officer, reference, uuid4())
    conflict(portal, reference, portal.officer.user_id)
    with pytest.raises(NotFoundError):
        return_page(portal.ctx, portal.officer, reference, return_id)
