"""Words that were found to be wrong go nowhere any more, whatever still was on its way."""

from uuid import UUID

import pytest

from tests.support.news_letters import update_of
from tests.support.portal import Portal
from tests.support.senders import FakeSender, not_sent
from tests.support.updates import Told, told
from tests.support.walls import person
from tests.support.wrong_news import begun, send
from victim_portal.domain.access import Actor
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import MessageState, Role, UpdateState
from victim_portal.ports import HandOver, Outcome
from victim_portal.services import wrong_news
from victim_portal.services.delivery import Senders, deliver_due
from victim_portal.services.messages import requeue_held
from victim_portal.services.updates import approve_update
from victim_portal.store.models import Message

KNOWN = "known_wrong"
REFUSED = HandOver(Outcome.REFUSED, code="21614", reason="No mobile.")


class _Empty:
    """A provider that has nothing of what it is asked after."""

    def find(self, to: str) -> list[object]:
        return []


@pytest.fixture
def ben(town: Portal) -> Actor:
    return person(town, Role.MANAGER, first_name="Ben")


def thawed(portal: Portal, ben: Actor, wrong_id: UUID) -> int:
    wrong_news.propose_thaw(portal.ctx, portal.manager, wrong_id, "The dates are right now.")
    return wrong_news.thaw(portal.ctx, ben, wrong_id)


def of_plan(case: Told) -> list[Message]:
    return [one for one in case.messages() if one.update_id == case.update_id]


def gone(sender: FakeSender, case: Told) -> list[UUID]:
    mine = {one.id for one in of_plan(case)}
    return [one.message_id for one in sender.taken if one.message_id in mine]


def in_hand(portal: Portal, case: Told, answer: HandOver) -> UUID:
    """A worker has it as somebody finds out that it is wrong, and then gets this answer."""
    begun_ids: list[UUID] = []
    sender = FakeSender(
        [answer],
        meanwhile=lambda _: begun_ids.append(begun(portal, case)) if not begun_ids else None,
    )
    deliver_due(portal.ctx, sender.senders, "one")
    return begun_ids[0]


def test_what_failed_in_a_workers_hands_is_cancelled_and_no_thaw_sends_it(
    town: Portal, ben: Actor
) -> None:
    case = told(town, stage=Stage.PRE_RELEASE).approve(town.manager)
    wrong_id = in_hand(town, case, not_sent())
    wrong_news.release(town.ctx, ben, wrong_id)
    town.clock.move(minutes=2)
    assert gone(send(town), case) == []
    [message] = of_plan(case)
    assert (message.state, message.why_code) == (MessageState.CANCELLED, KNOWN)
    assert "held_message" not in case.tasks()
    # Its update isn't approved with nothing that carries it: somebody reads it again.
    update = update_of(case)
    assert (update.state, update.version) == (UpdateState.DRAFT, 2)
    assert "read_again" in case.tasks()
    assert thawed(town, ben, wrong_id) == 0
    town.clock.move(hours=80)
    assert gone(send(town), case) == []


def test_what_its_provider_has_not_is_cancelled_and_no_thaw_sends_it(
    town: Portal, ben: Actor
) -> None:
    case = told(town).approve(town.manager)
    town.clock.move(minutes=2)
    sender = FakeSender([HandOver(Outcome.UNCERTAIN, code="500", reason="Lost.")])
    senders = Senders(sender, sender, _Empty())
    deliver_due(town.ctx, senders, "one")
    wrong_id = begun(town, case)
    wrong_news.release(town.ctx, ben, wrong_id)
    for _ in range(8):
        town.clock.move(minutes=3)
        deliver_due(town.ctx, senders, "one")
    [message] = of_plan(case)
    assert (message.state, message.why_code) == (MessageState.CANCELLED, KNOWN)
    thawed(town, ben, wrong_id)
    deliver_due(town.ctx, senders, "one")
    assert len(gone(sender, case)) == 1


def test_a_thaw_cancels_what_was_held_as_frozen_and_is_wrong(town: Portal, ben: Actor) -> None:
    """As a version before this one may have left it."""
    case = told(town).approve(town.manager)
    other = told(town, number=1).approve(town.manager)
    wrong_id = in_hand(town, case, not_sent())
    wrong_news.release(town.ctx, ben, wrong_id)
    town.clock.move(minutes=2)
    send(town)
    for one in (case, other):
        for message in of_plan(one):
            one.change(Message, message.id, state="held", why_code="text_frozen")
    assert thawed(town, ben, wrong_id) == 1
    assert {one.state for one in of_plan(case)} == {MessageState.CANCELLED}
    sender = send(town)
    assert gone(sender, case) == []
    assert len(gone(sender, other)) == 1


def test_no_officer_can_send_it_again_after_the_thaw(town: Portal, ben: Actor) -> None:
    case = told(town).approve(town.manager)
    wrong_id = in_hand(town, case, not_sent())
    wrong_news.release(town.ctx, ben, wrong_id)
    [message] = of_plan(case)
    case.change(Message, message.id, state="held", why_code="channel_suspended")
    thawed(town, ben, wrong_id)
    requeue_held(town.ctx, town.officer, message.id)
    assert gone(send(town), case) == []
    assert of_plan(case)[0].state == MessageState.CANCELLED


def test_one_that_failed_for_good_is_nobodys_to_ring_about(town: Portal, ben: Actor) -> None:
    case = told(town).approve(town.manager)
    in_hand(town, case, REFUSED)
    assert of_plan(case)[0].state == MessageState.FAILED_FOR_GOOD
    assert "telephone" not in case.tasks()


def test_words_that_were_approved_since_may_go(town: Portal, ben: Actor) -> None:
    case = told(town).approve(town.manager)
    wrong_id = in_hand(town, case, not_sent())
    wrong_news.release(town.ctx, ben, wrong_id)
    town.clock.move(minutes=2)
    send(town)
    thawed(town, ben, wrong_id)
    town.clock.move(minutes=2)
    approve_update(town.ctx, town.manager, case.reference, case.update_id, 2)
    assert len(gone(send(town), case)) == 1


def test_taken_back_it_stands_as_it_was(town: Portal, ben: Actor) -> None:
    case = told(town).approve(town.manager)
    wrong_id = in_hand(town, case, not_sent())
    wrong_news.take_back(town.ctx, town.manager, wrong_id, "It was right.")
    town.clock.move(minutes=2)
    send(town)
    assert of_plan(case)[0].why_code == "text_frozen"
    assert thawed(town, ben, wrong_id) == 1
    assert len(gone(send(town), case)) == 1
