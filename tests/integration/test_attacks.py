"""Attacks that once got through: silence, words by a channel that is no longer agreed, outages."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from tests.support import casework
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from tests.support.updates import told
from tests.support.web import client_for
from victim_portal.domain.stages import Stage, YearMonth
from victim_portal.domain.vocabulary import MessageState
from victim_portal.services import tasks
from victim_portal.services.callbacks import record_inbound
from victim_portal.services.cases import CaseFilter, assign_case, list_cases
from victim_portal.services.delivery import deliver_due
from victim_portal.services.errors import NotAllowedError
from victim_portal.services.events import EventInput, record_event
from victim_portal.services.reach import case_within_reach
from victim_portal.store.models import Case, Message, Update

Harm = Callable[[Portal, UUID], None]


def test_an_officer_cannot_settle_what_is_a_managers_to_decide(portal: Portal) -> None:
    one = told(portal)
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, one.reference)
        tasks.raise_for_case(
            uow,
            portal.officer,
            case,
            "decide_urgent_news",
            "Decide whether and how they are told",
            "Urgent news is a manager's decision",
            portal.ctx.today(),
            manager=True,
        )
        uow.commit()
    task_id = one.tasks()["decide_urgent_news"].id
    with pytest.raises(NotAllowedError):
        tasks.finish_task(portal.ctx, portal.officer, task_id, "Nothing to do")
    assert "decide_urgent_news" in one.tasks()
    page = client_for(portal).get(f"/cases/{one.reference}")
    assert "Decide whether" in page.text
    assert not any(str(task_id) in form.action for form in page.forms)
    tasks.finish_task(portal.ctx, portal.manager, task_id, "Rang them")
    assert "decide_urgent_news" not in one.tasks()


def test_fuller_words_stay_at_home_once_the_plan_asks_for_neutral_ones(portal: Portal) -> None:
    one = told(portal)
    words = "Sam says he may be back in your town from May."
    one.change(Update, one.update_id, content=words)
    one.change_channel(fuller_words=True)
    one.approve()
    one.change_channel(fuller_words=False)
    sender = FakeSender()
    deliver_due(portal.ctx, sender.senders, "w1")
    assert sender.taken == []
    assert (one.message().state, one.message().why_code) == (MessageState.HELD, "not_approved")
    assert "held_message" in one.tasks()


def test_what_a_stop_held_is_somebodys_to_tell(portal: Portal) -> None:
    one = told(portal).approve()
    record_inbound(portal.ctx, "+447700900123", "STOP", "SM1")
    assert one.message().state == MessageState.HELD
    held = one.tasks()["held_message"]
    assert held.about["message"] == str(one.message().id)


def test_tasks_follow_a_case_to_its_next_officer(portal: Portal) -> None:
    reference = casework.opted_in(portal)
    officer, colleague = portal.officer.user_id, portal.colleague.user_id
    assert officer is not None
    assert colleague is not None
    assign_case(portal.ctx, portal.manager, reference, officer)
    assert reference in {t.case_reference for t in tasks.list_tasks(portal.ctx, portal.officer)}
    assign_case(portal.ctx, portal.manager, reference, colleague)
    left = {t.case_reference for t in tasks.list_tasks(portal.ctx, portal.officer)}
    assert reference not in left
    assert casework.task_kinds(portal, reference) == sorted(
        t.kind
        for t in tasks.list_tasks(portal.ctx, portal.colleague)
        if t.case_reference == reference
    )


def _forget(portal: Portal, subject: UUID) -> None:
    with portal.engine.begin() as connection:
        connection.execute(
            text("DELETE FROM data_key WHERE subject_id = :one"), {"one": subject.hex}
        )


def _spoil(portal: Portal, subject: UUID) -> None:
    with portal.engine.begin() as connection:
        connection.execute(
            text("UPDATE data_key SET wrapped = :bad, key_id = 'gone' WHERE subject_id = :one"),
            {"bad": b"x" * 60, "one": subject.hex},
        )


@pytest.mark.parametrize("harm", [_forget, _spoil])
def test_one_unreadable_person_takes_no_list_down(portal: Portal, harm: Harm) -> None:
    good, bad = told(portal), told(portal, number=1)
    harm(portal, bad.person_id)
    page = list_cases(portal.ctx, portal.officer, CaseFilter.MINE)
    assert {line.reference for line in page.lines} == {good.reference, bad.reference}
    shown = {line.reference: line.person_name for line in page.lines}
    assert shown[good.reference] == "Ana Moss-Reed"
    assert shown[bad.reference] == "Can't be read"


@pytest.mark.parametrize("harm", [_forget, _spoil])
def test_one_unreadable_message_stops_no_other(portal: Portal, harm: Harm) -> None:
    good, bad = told(portal), told(portal, number=1)
    good.approve()
    bad.approve()
    harm(portal, bad.person_id)
    sender = FakeSender()
    deliver_due(portal.ctx, sender.senders, "w1")
    assert len(sender.taken) == 1


@pytest.mark.parametrize("harm", [_forget, _spoil])
def test_a_lapsed_claim_that_cannot_be_read_stops_no_other(portal: Portal, harm: Harm) -> None:
    good, bad = told(portal), told(portal, number=1)
    bad.approve()
    bad.change(
        Message,
        bad.message().id,
        state="claimed",
        claimed_by="dead",
        lease_until=portal.ctx.now() - timedelta(seconds=1),
    )
    good.approve()
    harm(portal, bad.person_id)
    sender = FakeSender()
    deliver_due(portal.ctx, sender.senders, "w1")
    assert len(sender.taken) == 1
    assert "uncertain_message" in bad.tasks()


@pytest.mark.parametrize("harm", [_forget, _spoil])
def test_an_event_reaches_the_others_when_one_victim_cannot_be_read(
    portal: Portal, harm: Harm
) -> None:
    first = casework.ready(portal)
    second = casework.opted_in(
        portal, referral_reference="WCU-2", victim_first_name="Bea", victim_last_name="Yew"
    )
    with portal.ctx.store.reading() as uow:
        cases = {c.reference: c for c in uow.session.scalars(select(Case))}
    assert cases[first].offender_id == cases[second].offender_id
    harm(portal, cases[second].person_id)
    given = EventInput(Stage.RECALLED, date(2026, 11, 18), "The prison", month=YearMonth(2027, 1))
    assert record_event(portal.ctx, portal.officer, first, given) is not None


def test_the_count_of_a_list_is_of_that_list(portal: Portal) -> None:
    open_one, closed, hidden = told(portal), told(portal, number=1), told(portal, number=2)
    closed.change_case(closed_at=portal.ctx.now())
    hidden.change_case(restricted=True)
    assert open_one.reference
    assert list_cases(portal.ctx, portal.colleague, CaseFilter.CLOSED).count == 1
    assert list_cases(portal.ctx, portal.colleague, CaseFilter.UNIT).count == 1


@pytest.mark.parametrize(
    "key", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00", "x", "2026-11-01"]
)
def test_a_hostile_page_key_is_only_the_first_page(portal: Portal, key: str) -> None:
    one = told(portal)
    row = "3f0b8f0e-0000-4000-8000-000000000000"
    page = list_cases(portal.ctx, portal.officer, CaseFilter.MINE, f"{key}_{row}")
    assert page is not None
    assert one.reference


@pytest.mark.parametrize("harm", [_forget, _spoil])
@pytest.mark.parametrize("side", ["person_id", "offender_id"])
def test_an_unreadable_party_keeps_no_referral_out(portal: Portal, harm: Harm, side: str) -> None:
    casework.received(portal)
    with portal.ctx.store.reading() as uow:
        case = uow.session.scalars(select(Case)).one()
    harm(portal, getattr(case, side))
    changes = {"offender_last_name": "Elm", "prison_number": "B2222BB", "crn": "X222222"}
    if side == "offender_id":
        changes = {"victim_last_name": "Bond"}
    reference = casework.received(portal, referral_reference="WCU-9", **changes)
    assert reference


def test_an_approval_that_is_taken_back_is_somebodys_to_read_again(portal: Portal) -> None:
    reference = casework.ready(portal)
    casework.approve(portal, reference)
    assert "read_again" not in casework.task_kinds(portal, reference)
    casework.dated(portal, reference, CRD="2031-03-01", SLED="2034-11-01")
    assert casework.update_of(portal, reference, casework.FIRST).state == "draft"
    assert "read_again" in casework.task_kinds(portal, reference)
    assert casework.approve(portal, reference) == 2
    assert "read_again" not in casework.task_kinds(portal, reference)
