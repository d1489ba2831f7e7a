"""Codes for tests: sent through the services, and read where only the person sees them."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.support.casework import mobile, task_kinds, view
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from victim_portal.domain.verification import codes_in
from victim_portal.domain.vocabulary import ContactMethod
from victim_portal.services.channels import ChannelInput, ChannelView, add_channel
from victim_portal.services.delivery import Round, deliver_due
from victim_portal.services.errors import InvalidError
from victim_portal.services.reach import case_within_reach
from victim_portal.services.verification import enter_code, send_code
from victim_portal.store.models import Letter, Message, Verification


def sent(portal: Portal, reference: str, channel_id: UUID) -> str:
    """Have a code sent; the code."""
    send_code(portal.ctx, portal.officer, reference, channel_id)
    return newest_code(portal, channel_id)


def entered(portal: Portal, reference: str, channel_id: UUID, code: str) -> None:
    """Enter what they read out on the telephone."""
    enter_code(portal.ctx, portal.officer, reference, channel_id, code, "voice")


def added(portal: Portal, reference: str, given: ChannelInput | None = None) -> UUID:
    """A channel whose plan was agreed, and that nobody has verified."""
    agreed = replace(given or mobile(), agreed=ContactMethod.TELEPHONE)
    return add_channel(portal.ctx, portal.officer, reference, agreed)


def refused(portal: Portal, reference: str, channel_id: UUID, code: str) -> str:
    """The sentence with which a code is refused."""
    with pytest.raises(InvalidError) as caught:
        entered(portal, reference, channel_id, code)
    return caught.value.problems["code"]


def not_sent(portal: Portal, reference: str, channel_id: UUID) -> str:
    """The sentence with which sending one is refused."""
    before = len(codes_of(portal, channel_id))
    with pytest.raises(InvalidError) as caught:
        send_code(portal.ctx, portal.officer, reference, channel_id)
    assert len(codes_of(portal, channel_id)) == before
    return caught.value.problems[""]


def worked(portal: Portal) -> tuple[Round, FakeSender]:
    """A round of the worker, and what it handed over."""
    sender = FakeSender()
    return deliver_due(portal.ctx, sender.senders, "w1"), sender


def newest_code(portal: Portal, channel_id: UUID) -> str:
    """The six digits in the newest message or letter to a channel."""
    row = codes_of(portal, channel_id)[-1]
    with portal.ctx.store.reading() as uow:
        message = uow.session.scalar(select(Message).where(Message.verification_id == row.id))
        if message is not None:
            (code,) = codes_in(message.body or "")
            return code
        letter = uow.session.scalar(select(Letter).where(Letter.verification_id == row.id))
        assert letter is not None
        return str(letter.words["code"]).replace(" ", "")


def another(code: str, number: int = 1) -> str:
    """Six digits that aren't the code."""
    return f"{(int(code) + number) % 1_000_000:06d}"


def codes_of(portal: Portal, channel_id: UUID) -> Sequence[Verification]:
    """The codes of a channel, the one that lives last."""
    query = select(Verification).where(Verification.channel_id == channel_id)
    with portal.ctx.store.reading() as uow:
        rows = list(uow.session.scalars(query.order_by(Verification.made_at)))
    return sorted(rows, key=lambda row: (row.made_at, row.ended_at is None))


def code_messages(portal: Portal, channel_id: UUID) -> Sequence[Message]:
    """The messages that carry codes to a channel."""
    query = select(Message).where(
        Message.channel_id == channel_id, Message.verification_id.is_not(None)
    )
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(query.order_by(Message.made_at)))


def channel_of(portal: Portal, reference: str, channel_id: UUID) -> ChannelView:
    """A channel as its officer sees it on the case."""
    (found,) = [one for one in view(portal, reference).channels if one.id == channel_id]
    return found


def about_channels(portal: Portal, reference: str) -> list[str]:
    """The kinds of tasks that are about channels and codes."""
    kinds = {"confirm_channel", "code_locked", "code_failed", "held_message", "review_channel"}
    return [kind for kind in task_kinds(portal, reference) if kind in kinds | {"make_plan"}]


def case_id_of(portal: Portal, reference: str) -> UUID:
    """The id of a case."""
    with portal.ctx.store.reading() as uow:
        return case_within_reach(uow, portal.officer, reference).id
