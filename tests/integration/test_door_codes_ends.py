"""Where a code ends: with its link, with its way, and where none can go at all."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.support import door as opened
from tests.support.portal import Portal
from tests.support.senders import FakeSender, not_sent
from victim_portal.domain.verification import codes_in
from victim_portal.domain.vocabulary import MessageState
from victim_portal.services import door
from victim_portal.services.channels import end_channel, suspend_channel
from victim_portal.services.delivery import deliver_due
from victim_portal.services.errors import ConflictError
from victim_portal.services.messages import requeue_held
from victim_portal.store.models import Channel, LinkCode, Message, Task


@pytest.fixture
def reference(portal: Portal) -> str:
    return opened.by_code(portal)


def _tasks(portal: Portal, kind: str) -> list[Task]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(Task).where(Task.kind == kind)))


def _codes(portal: Portal) -> list[LinkCode]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(LinkCode).order_by(LinkCode.made_at)))


def _code(portal: Portal, token: str) -> str:
    """The code that comes when it is asked for."""
    door.send_code(portal.ctx, token)
    (body,) = opened.sent(portal)
    (code,) = codes_in(body)
    return code


def test_where_no_other_way_is_left_an_officer_is_asked(portal: Portal, reference: str) -> None:
    token = opened.link(portal, reference)
    (_, mail) = door.door_page(portal.ctx, portal.officer, reference).ways
    suspend_channel(portal.ctx, portal.officer, reference, mail.channel_id, "Somebody reads it.")
    door.send_code(portal.ctx, token)
    assert opened.sent(portal) == []
    (task,) = _tasks(portal, "ask_code")
    assert task.for_user_id == portal.officer.user_id
    door.send_code(portal.ctx, token)
    assert len(_tasks(portal, "ask_code")) == 1


def test_what_is_stopped_while_it_waits_ends_with_its_way(portal: Portal, reference: str) -> None:
    token = opened.link(portal, reference)
    door.send_code(portal.ctx, token)
    (_, mail) = door.door_page(portal.ctx, portal.officer, reference).ways
    suspend_channel(portal.ctx, portal.officer, reference, mail.channel_id, "Somebody reads it.")
    assert opened.sent(portal) == []
    assert [one.ended_why for one in _codes(portal)] == ["channel"]


def test_a_code_that_left_for_a_way_which_is_stopped_opens_nothing(
    portal: Portal, reference: str
) -> None:
    token = opened.link(portal, reference)
    code = _code(portal, token)
    (_, mail) = door.door_page(portal.ctx, portal.officer, reference).ways
    suspend_channel(portal.ctx, portal.officer, reference, mail.channel_id, "Somebody reads it.")
    assert door.redeem(portal.ctx, token, code) is None


def test_a_code_that_is_held_is_an_officers_to_see_to_and_is_not_let_go(
    portal: Portal, reference: str
) -> None:
    token = opened.link(portal, reference)
    door.send_code(portal.ctx, token)
    with portal.ctx.store.writing() as uow:
        mail = uow.session.scalars(select(Channel).where(Channel.kind == "email")).one()
        mail.review_on = portal.ctx.today() - timedelta(days=1)
        uow.commit()
    assert opened.sent(portal) == []
    (task,) = _tasks(portal, "held_message")
    with portal.ctx.store.reading() as uow:
        query = select(Message.id).where(Message.link_code_id.is_not(None))
        message_id = uow.session.scalars(query).one()
    assert task.about["message"] == str(message_id)
    with pytest.raises(ConflictError):
        requeue_held(portal.ctx, portal.officer, message_id)


@pytest.mark.parametrize("what", ["new_link", "end", "words", "left"])
def test_a_code_that_waits_goes_nowhere_once_its_link_has_ended(
    portal: Portal, reference: str, what: str
) -> None:
    token = opened.link(portal, reference)
    door.send_code(portal.ctx, token)
    if what == "new_link":
        sender = FakeSender()
        (way, _) = door.door_page(portal.ctx, portal.officer, reference).ways
        door.send_link(portal.ctx, portal.officer, reference, way.channel_id)
        deliver_due(portal.ctx, sender.senders, "one")
    elif what == "end":
        door.end_passphrase(portal.ctx, portal.officer, reference)
    elif what == "words":
        door.agree_passphrase(portal.ctx, portal.officer, reference, opened.WORDS)
    else:
        end_channel(
            portal.ctx,
            portal.officer,
            reference,
            door.door_page(portal.ctx, portal.officer, reference).ways[1].channel_id,
        )
    opened.sent(portal)
    with portal.ctx.store.reading() as uow:
        query = select(Message.state).where(Message.link_code_id.is_not(None))
        state = uow.session.scalars(query).one()
    allowed = {MessageState.CANCELLED.value, MessageState.HELD.value}
    # The code may have left before a newer link did; then it opens nothing any more.
    assert state in allowed or what == "new_link"
    assert what == "left" or _codes(portal)[0].ended_at is not None


def test_a_code_that_did_not_leave_keeps_its_digits_at_the_next_try(
    portal: Portal, reference: str
) -> None:
    token = opened.link(portal, reference)
    door.send_code(portal.ctx, token)
    sender = FakeSender(answers=[not_sent()])
    deliver_due(portal.ctx, sender.senders, "one")
    portal.clock.move(minutes=31)
    (body,) = opened.sent(portal)
    assert door.redeem(portal.ctx, token, codes_in(body)[0]) is not None
