"""Climbing the receipt ladder: who is asked when an update gets no answer, and who isn't."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.support.fakes import NOON
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from tests.support.updates import Told, told
from tests.support.web import client_for
from victim_portal.domain.access import WORKER
from victim_portal.domain.ladder import LadderEnd, LadderStep, Rung
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ContactMethod,
    Enrolment,
    MessageState,
    UpdateState,
)
from victim_portal.services.delivery import deliver_due
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.ladder import note_on_portal
from victim_portal.services.ladder.climbing import climb_ladders
from victim_portal.services.safe_contact import value_index
from victim_portal.services.undoing import undo_contact
from victim_portal.services.updates import record_telling
from victim_portal.store.models import Channel, ContactLog, Ladder, Message, Receipt

TODAY = date(2026, 11, 18)
WEDNESDAY_AFTER = datetime(2026, 11, 25, 12, tzinfo=UTC)
OTHER = "ana.other@example.org"


def sent(portal: Portal, stage: Stage = Stage.PRE_RELEASE, **more: object) -> Told:
    case = told(portal, stage=stage, **more).approve(portal.manager)  # type: ignore[arg-type]  # those of `told`
    deliver(portal)
    assert case.message().state == MessageState.HANDED_OVER
    climb_ladders(portal.ctx)
    return case


def deliver(portal: Portal) -> list[str]:
    sender = FakeSender()
    deliver_due(portal.ctx, sender.senders, "one")
    return [one.to for one in sender.taken]


def ladder(case: Told) -> Ladder:
    with case.portal.ctx.store.reading() as uow:
        query = select(Ladder).where(Ladder.update_id == case.update_id)
        return uow.session.scalars(query).one()


def silence(portal: Portal, case: Told) -> None:
    """Nothing is heard until the time of the present step is over."""
    look_at = ladder(case).look_at
    assert look_at is not None
    portal.clock.set(look_at - timedelta(seconds=1))
    assert climb_ladders(portal.ctx) == 0
    portal.clock.set(look_at + timedelta(seconds=1))
    assert climb_ladders(portal.ctx) == 1
    assert climb_ladders(portal.ctx) == 0


def another_channel(case: Told, **changes: object) -> UUID:
    """An address that they gave after the update had gone."""
    portal = case.portal
    with portal.ctx.store.writing() as uow:
        uow.vault.fetch([case.person_id])
        now = uow.clock.now()
        given = {
            "uses": ["email"],
            "any_time": True,
            "windows": [],
            "language": "en",
            "verified_at": now,
            "confirmed_at": now,
            "review_on": date(2027, 5, 1),
            **changes,
        }
        channel = uow.add(
            Channel(
                id=uow.tokens.uuid(),
                person_id=case.person_id,
                kind="email",
                value=OTHER,
                value_index=value_index(uow, ChannelKind.EMAIL, OTHER),
                created_at=now,
                **given,
            )
        )
        uow.commit()
        return channel.id


def confirmed(case: Told, rung: Rung = Rung.CONFIRMED) -> None:
    """They said on the portal that they have read it."""
    with case.portal.ctx.store.writing() as uow:
        query = select(Message).where(Message.update_id == case.update_id)
        note_on_portal(uow, WORKER, uow.session.scalars(query).first(), rung)  # type: ignore[arg-type]  # there is one
        uow.commit()


def spoke(case: Told, on: date, how: ContactMethod = ContactMethod.TELEPHONE) -> None:
    record_telling(case.portal.ctx, case.portal.officer, case.reference, case.update_id, on, how, 1)


def test_silence_climbs_to_the_officer_and_then_to_the_manager(town: Portal) -> None:
    case = sent(town)
    assert ladder(case).step == LadderStep.SENT
    assert case.tasks() == {}
    silence(town, case)
    call = case.tasks()["ladder_call"]
    assert (call.for_user_id, call.due_on) == (town.officer.user_id, date(2026, 11, 26))
    assert call.about["update"] == str(case.update_id)
    silence(town, case)
    manager = case.tasks()["ladder_manager"]
    assert (manager.for_role, manager.managers_own) == ("manager", True)
    assert ladder(case).look_at is None
    town.clock.move(days=60)
    assert climb_ladders(town.ctx) == 0
    assert [one["step"] for one in case.audit("ladder_climbed")] == ["officer", "manager"]
    assert len(case.messages()) == 1


def test_another_channel_comes_first_and_never_twice(town: Portal) -> None:
    case = sent(town)
    another_channel(case)
    silence(town, case)
    assert case.tasks() == {}
    assert deliver(town) == [OTHER]
    message = case.message("email")
    assert message.cause == "ladder"
    assert message.send_key.endswith(":ladder")
    assert case.update().state == UpdateState.SENT
    silence(town, case)
    silence(town, case)
    assert {"ladder_call", "ladder_manager"} <= case.tasks().keys()
    assert deliver(town) == []
    assert len(case.messages()) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"suspended_at": NOON},
        {"verified_at": None},
        {"confirmed_at": None},
        {"review_on": date(2026, 11, 20)},
        {"uses": []},
        {"language": "cy"},
    ],
)
def test_a_channel_that_may_not_be_used_is_not_climbed_to(
    portal: Portal, changes: dict[str, object]
) -> None:
    case = sent(portal)
    another_channel(case, **changes)
    silence(portal, case)
    assert "ladder_call" in case.tasks()
    assert len(case.messages()) == 1


def test_their_own_hours_are_kept_on_the_other_channel(portal: Portal) -> None:
    case = sent(portal)
    another_channel(case, any_time=False, windows=[{"days": [4], "start": "09:00", "end": "10:00"}])
    silence(portal, case)
    assert deliver(portal) == []
    assert case.message("email").next_try_at == datetime(2026, 11, 27, 9, tzinfo=UTC)


def test_what_changed_meanwhile_is_stopped_by_the_last_look(portal: Portal) -> None:
    case = sent(portal)
    another_channel(case)
    silence(portal, case)
    case.new_key_dates()
    assert deliver(portal) == []
    assert (case.message("email").state, case.message("email").why_code) == (
        "held",
        "facts_changed",
    )


def test_a_second_message_of_the_plan_is_another_channel_already(portal: Portal) -> None:
    case = sent(portal, kinds=(ChannelKind.MOBILE, ChannelKind.EMAIL))
    silence(portal, case)
    assert "ladder_call" in case.tasks()
    assert len(case.messages()) == 2


def test_urgent_news_comes_to_the_manager_within_hours(portal: Portal) -> None:
    case = sent(portal, Stage.RECALLED)
    silence(portal, case)
    assert case.tasks()["ladder_call"].due_on == TODAY
    silence(portal, case)
    assert case.tasks()["ladder_manager"].due_on == TODAY
    assert portal.clock.now() - NOON < timedelta(hours=4)


def test_what_has_only_to_arrive_is_left_alone_once_it_did(portal: Portal) -> None:
    case = sent(portal, Stage.HEARING_LISTED)
    with portal.ctx.store.writing() as uow:
        message = case.message()
        uow.add(
            Receipt(
                id=uow.tokens.uuid(),
                message_id=message.id,
                person_id=case.person_id,
                rung="delivered",
                source="twilio SM1 delivered",
                at=NOON,
            )
        )
        uow.commit()
    portal.clock.set(WEDNESDAY_AFTER)
    assert climb_ladders(portal.ctx) == 0
    assert (ladder(case).ended_why, case.tasks()) == (LadderEnd.REACHED, {})


def test_a_failure_is_no_rung(portal: Portal) -> None:
    case = sent(portal, Stage.HEARING_LISTED)
    with portal.ctx.store.writing() as uow:
        uow.add(
            Receipt(
                id=uow.tokens.uuid(),
                message_id=case.message().id,
                person_id=case.person_id,
                rung="failed_for_good",
                source="twilio SM1 failed",
                at=NOON,
            )
        )
        uow.commit()
    silence(portal, case)
    assert "ladder_call" in case.tasks()


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


def test_one_that_cant_be_read_stops_no_other(portal: Portal) -> None:
    broken, other = sent(portal, number=1), sent(portal, number=2)
    another_channel(broken, uses=["nonsense"])
    portal.clock.set(WEDNESDAY_AFTER + timedelta(days=2))
    assert climb_ladders(portal.ctx) == 1
    assert "ladder_call" in other.tasks()


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
