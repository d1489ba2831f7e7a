"""News that a person sends once more: their decision alone, once, and past every check."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.support.portal import Portal
from tests.support.senders import FakeSender, not_sent
from tests.support.updates import MOBILE, SMS, Told, told
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Enrolment, MessageState, UpdateState
from victim_portal.ports import HandOver, Outcome
from victim_portal.services.delivery import deliver_due
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.updates import again_asked, send_once_more
from victim_portal.store.models import CaseNote, Message, Update

WHY = "She changed her telephone and never got it."

REFUSED = HandOver(Outcome.REFUSED, code="30005", reason="The number can't take texts.")
IN_DOUBT = HandOver(Outcome.UNCERTAIN, code="answer", reason="It broke off.")


def sent(portal: Portal, *answers: HandOver, stage: Stage = Stage.PRE_RELEASE) -> Told:
    case = told(portal, stage=stage).approve()
    deliver_due(portal.ctx, FakeSender(list(answers)).senders, "one")
    return case


def again(case: Told, message_id=None, why: str = WHY, actor=None) -> None:
    portal = case.portal
    message_id = message_id or min(case.messages(), key=lambda one: one.made_at).id
    send_once_more(
        portal.ctx, actor or portal.officer, case.reference, case.update_id, message_id, why
    )


def refusal(case: Told) -> str:
    message = min(case.messages(), key=lambda one: one.made_at)
    portal = case.portal
    asked = again_asked(portal.ctx, portal.officer, case.reference, case.update_id, message.id)
    assert (asked.outgoing is None) == bool(asked.refusal)
    return asked.refusal


def test_the_same_news_goes_to_the_same_place_once_more(town: Portal) -> None:
    case = sent(town)
    town.clock.move(hours=3)
    again(case)
    sender = FakeSender()
    assert deliver_due(town.ctx, sender.senders, "one").handed_over == 1
    [gone] = sender.taken
    assert (gone.to, gone.body) == (MOBILE, SMS)
    first, second = sorted(case.messages(), key=lambda one: one.made_at)
    assert gone.message_id == second.id != first.id
    assert (first.state, second.state) == ("handed_over", "handed_over")
    assert first.send_key != second.send_key
    assert (first.cause, first.update_version) == (second.cause, second.update_version)
    assert case.update().state == UpdateState.SENT
    assert "sent_while_changed" not in case.tasks()


def test_the_reason_stands_in_the_notes_and_the_trail_says_who(portal: Portal) -> None:
    case = sent(portal)
    first = case.message()
    again(case, why=f"  {WHY}\n")
    with portal.ctx.store.reading() as uow:
        [note] = uow.session.scalars(select(CaseNote).where(CaseNote.case_id == case.case_id))
        assert (note.text, note.recorded_by) == (f"Sent once more: {WHY}", portal.officer.name)
    assert case.audit("message_sent_once_more") == [
        {"message": str(first.id), "update": str(case.update_id), "version": 1}
    ]


@pytest.mark.parametrize("why", ["", "  \n", "x" * 1001])
def test_without_a_reason_nothing_goes(portal: Portal, why: str) -> None:
    case = sent(portal)
    with pytest.raises(InvalidError) as refused_:
        again(case, why=why)
    assert set(refused_.value.problems) == {"why"}
    assert len(case.messages()) == 1


def test_twice_is_once(town: Portal) -> None:
    """Whoever presses twice; but what was sent once more can itself be repeated."""
    case = sent(town)
    again(case)
    with pytest.raises(ConflictError, match="once more already"):
        again(case)
    assert len(case.messages()) == 2
    deliver_due(town.ctx, FakeSender().senders, "one")
    with pytest.raises(ConflictError, match="once more already"):
        again(case)
    town.clock.move(hours=1)
    newest = max(case.messages(), key=lambda one: one.made_at)
    second = [one for one in case.messages() if ":again:" in one.send_key]
    again(case, second[0].id)
    assert newest.state == "handed_over"
    assert len(case.messages()) == 3


def test_only_whoever_may_change_the_case_and_only_its_own_message(portal: Portal) -> None:
    case, other = sent(portal), told(portal, number=1).approve()
    with pytest.raises(NotFoundError):
        again(case, actor=portal.stranger)
    for message_id in (other.message().id, uuid4()):
        with pytest.raises(NotFoundError):
            again(case, message_id)
    assert len(case.messages()) == 1


@pytest.mark.parametrize("state", list(MessageState))
def test_what_is_under_way_or_stopped_is_not_doubled(portal: Portal, state: MessageState) -> None:
    case = sent(portal)
    case.change(Message, case.message().id, state=state.value)
    may = state in {"handed_over", "delivered", "failed_for_good", "uncertain"}
    assert bool(refusal(case)) is not may
    if may:
        again(case)
    else:
        with pytest.raises(ConflictError, match="under way"):
            again(case)


def test_a_text_of_which_the_provider_is_still_asked_is_not_doubled(portal: Portal) -> None:
    case = told(portal).approve()
    deliver_due(portal.ctx, FakeSender([IN_DOUBT]).senders, "one")
    case.change(Message, case.message().id, ask_at=portal.ctx.now() + timedelta(minutes=5))
    with pytest.raises(ConflictError, match="found out"):
        again(case)
    case.change(Message, case.message().id, ask_at=None)
    assert "uncertain_message" in case.tasks()
    again(case)
    assert "uncertain_message" not in case.tasks()


def test_what_failed_for_good_keeps_its_call(portal: Portal) -> None:
    """The voice that was asked for is surer than a second text to the same number."""
    case = sent(portal, REFUSED)
    assert case.message().state == "failed_for_good"
    assert "telephone" in case.tasks()
    again(case)
    assert "telephone" in case.tasks()


def test_another_one_that_is_under_way_stands_against_it(portal: Portal) -> None:
    case = sent(portal, REFUSED)
    again(case)
    first, second = sorted(case.messages(), key=lambda one: ":again:" in one.send_key)
    deliver_due(portal.ctx, FakeSender([not_sent()]).senders, "one")
    case.change(Message, first.id, send_key=f"{first.send_key}:x")
    case.change(Message, second.id, send_key=f"{second.send_key}:x")
    with pytest.raises(ConflictError, match="Another message"):
        again(case, first.id)


def test_nothing_that_is_not_true_any_more_goes_once_more(portal: Portal) -> None:
    case = sent(portal)
    case.new_key_dates()
    with pytest.raises(ConflictError, match="rest on has changed"):
        again(case)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 2}, "words of this update have changed"),
        ({"state": "cancelled", "approved_version": None}, "isn't approved"),
        ({"told_how": "telephone"}, "A person has told them"),
        ({"window_closes": None}, "last day"),
    ],
)
def test_what_stands_against_the_update_is_said(
    portal: Portal, change: dict[str, object], said: str
) -> None:
    case = sent(portal)
    if "window_closes" in change:
        past = portal.ctx.today() - timedelta(days=1)
        change = {"window_opens": past, "window_closes": past}
    case.change(Update, case.update_id, **change)
    assert said in refusal(case)
    with pytest.raises(ConflictError, match=said):
        again(case)
    assert len(case.messages()) == 1


def test_a_channel_that_was_suspended_since_carries_nothing(portal: Portal) -> None:
    case = sent(portal)
    case.change_channel(suspended_at=portal.ctx.now())
    assert refusal(case)
    with pytest.raises(ConflictError):
        again(case)


def test_the_last_look_looks_at_it_like_at_any_other(portal: Portal) -> None:
    case = sent(portal)
    again(case)
    case.change_case(enrolment=Enrolment.OPTED_OUT.value)
    sender = FakeSender()
    assert deliver_due(portal.ctx, sender.senders, "one").held == 1
    assert sender.taken == []
