"""What ends the climbing: an answer, a conversation, or that nobody is to be asked."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.support.fakes import NOON
from tests.support.ladders import (
    TODAY,
    WEDNESDAY_AFTER,
    another_channel,
    confirmed,
    deliver,
    ladder,
    sent,
    silence,
    spoke,
)
from tests.support.portal import Portal
from tests.support.updates import told
from tests.support.web import client_for
from victim_portal.domain.ladder import LadderEnd, Rung
from victim_portal.domain.vocabulary import (
    ContactMethod,
    Enrolment,
    MessageState,
    UpdateState,
)
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.ladder.climbing import climb_ladders
from victim_portal.services.undoing import undo_contact
from victim_portal.services.updates import record_telling
from victim_portal.store.models import ContactLog, Ladder


def test_confirmed_on_the_portal_ends_it_and_settles_the_call(portal: Portal) -> None:
    case = sent(portal)
    silence(portal, case)
    confirmed(case, Rung.OPENED)
    assert "ladder_call" in case.tasks()
    for _ in range(2):
        confirmed(case)
    assert case.tasks() == {}
    assert ladder(case).ended_why == LadderEnd.REACHED
    assert ("confirmed", "portal") in case.receipts()
    portal.clock.move(days=30)
    assert climb_ladders(portal.ctx) == 0


@pytest.mark.parametrize("rung", [Rung.HANDED_OVER, Rung.DELIVERED, Rung.SPOKEN])
def test_the_portal_knows_nothing_of_the_other_rungs(portal: Portal, rung: Rung) -> None:
    case = sent(portal)
    with pytest.raises(ValueError, match="portal"):
        confirmed(case, rung)


def test_a_conversation_about_it_counts_until_it_was_a_mistake(portal: Portal) -> None:
    case = sent(portal)
    silence(portal, case)
    spoke(case, portal.ctx.today())
    assert case.tasks() == {}
    assert ladder(case).ended_why == LadderEnd.REACHED
    assert case.update().state == UpdateState.SENT
    assert case.update().told_how is None
    with portal.ctx.store.reading() as uow:
        contact = uow.session.scalars(select(ContactLog)).one()
    assert ("spoken", f"contact:{contact.id}") in case.receipts()
    undo_contact(portal.ctx, portal.officer, case.reference, contact.id, "Another case.")
    assert ladder(case).ended_why is None
    assert climb_ladders(portal.ctx) == 1
    assert "ladder_manager" in case.tasks()


def test_a_letter_or_a_day_before_it_went_is_no_conversation(portal: Portal) -> None:
    case = sent(portal)
    with pytest.raises(InvalidError):
        spoke(case, TODAY, ContactMethod.LETTER)
    with pytest.raises(InvalidError):
        spoke(case, TODAY - timedelta(days=1))
    with pytest.raises(ConflictError):
        record_telling(
            portal.ctx,
            portal.officer,
            case.reference,
            case.update_id,
            TODAY,
            ContactMethod.TELEPHONE,
            7,
        )


def test_speaking_about_it_stops_what_the_ladder_queued(portal: Portal) -> None:
    case = sent(portal)
    another_channel(case)
    silence(portal, case)
    spoke(case, portal.ctx.today())
    assert case.message("email").state == MessageState.CANCELLED
    assert deliver(portal) == []


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"closed_at": NOON}, LadderEnd.CLOSED),
        ({"enrolment": Enrolment.OPTED_OUT.value}, LadderEnd.SAID_NO),
    ],
)
def test_nobody_climbs_for_a_case_that_is_over(
    portal: Portal, changes: dict[str, object], why: LadderEnd
) -> None:
    case = sent(portal)
    case.change_case(**changes)
    portal.clock.set(WEDNESDAY_AFTER + timedelta(days=2))
    assert climb_ladders(portal.ctx) == 0
    assert (ladder(case).ended_why, case.tasks()) == (why, {})


def test_what_was_told_by_a_person_has_no_ladder(portal: Portal) -> None:
    case = told(portal)
    spoke(case, TODAY)
    portal.clock.set(WEDNESDAY_AFTER)
    assert climb_ladders(portal.ctx) == 0
    with portal.ctx.store.reading() as uow:
        assert uow.session.scalars(select(Ladder)).all() == []


def test_news_of_long_ago_is_not_chased_after_an_upgrade(portal: Portal) -> None:
    case = told(portal).approve()
    deliver(portal)
    portal.clock.move(days=20)
    assert climb_ladders(portal.ctx) == 0
    assert case.tasks() == {}


def test_the_pages_show_how_far_it_got_and_what_comes_next(portal: Portal) -> None:
    case = sent(portal)
    client = client_for(portal)
    address = f"/cases/{case.reference}/updates/{case.update_id}"
    page = client.get(address)
    assert "It has to get to “confirmed by them” by Wednesday 25 November 2026" in page.text
    assert "Handed over Wednesday 18 November 2026" in page.text
    assert "To be confirmed by them by" in client.get(f"/cases/{case.reference}").text
    silence(portal, case)
    client = client_for(portal)
    assert "You are asked to ring them" in client.get(address).text
    assert "Nobody knows yet that it reached them" in client.get(f"/cases/{case.reference}").text
    tasks = client.get("/tasks")
    assert f"{address}/call-sheet" in tasks.html
    told_page = client.get(f"{address}/told")
    day = portal.ctx.today()
    form = {"how": "telephone", "telephone_channel": "another"}
    form |= {"on-day": str(day.day), "on-month": str(day.month), "on-year": str(day.year)}
    assert "spoke to them about it yourself" in told_page.text
    page = client.get(f"{address}/told").submit(form).follow()
    assert "You spoke to them about it" in page.text
    page = client.get(address)
    assert "It got as far as it has to" in page.text
