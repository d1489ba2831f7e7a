"""Whatever is done in whatever order: to a channel that isn't safe goes its code, or nothing."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.support.casework import approve, dated, email, mobile, opted_in, view
from tests.support.codes import another, codes_of, newest_code
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from victim_portal.domain.vocabulary import ContactMethod, MessageState
from victim_portal.ports import OutgoingEmail, OutgoingSms
from victim_portal.services.callbacks import record_inbound
from victim_portal.services.channels import (
    ChannelInput,
    add_channel,
    change_plan,
    confirm_channel,
    end_channel,
    suspend_channel,
)
from victim_portal.services.delivery import deliver_due
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.messages import requeue_held
from victim_portal.services.verification import enter_code, send_code
from victim_portal.store.models import Channel, Message, Verification

STEPS = 30
WAYS = (None, ContactMethod.TELEPHONE)


class History:
    """One officer's acts on one case, at random, and what the provider got meanwhile."""

    def __init__(self, portal: Portal, seed: int) -> None:
        self.portal = portal
        self.random = random.Random(seed)  # noqa: S311 - made to be repeatable
        self.reference = opted_in(portal)
        dated(portal, self.reference, CRD="2031-11-01", SLED="2034-11-01")
        self.added: list[UUID] = []
        self.sender = FakeSender(meanwhile=self.check)
        self.codes = self.news = 0
        self.faults: list[str] = []

    def check(self, outgoing: OutgoingEmail | OutgoingSms) -> None:
        """At the moment of the hand-over; kept, since a sender's error is a provider's failure."""
        with self.portal.ctx.store.reading() as uow:
            message = uow.get(Message, outgoing.message_id)
            channel = uow.get(Channel, message.channel_id) if message else None
            code = uow.get(Verification, message.verification_id) if message else None
        if message is None or channel is None:
            self.faults.append("a message of nobody's")
            return
        unsafe = (channel.suspended_at, channel.ended_at) != (None, None)
        if unsafe or channel.confirmed_at is None:
            self.faults.append("something to a channel that is stopped, ended or not agreed")
        if code is None:
            self.news += 1
            if channel.verified_at is None:
                self.faults.append("news to a channel that isn't verified")
            return
        self.codes += 1
        if code.ended_at is not None or code.plan_version != channel.plan_version:
            self.faults.append("a code that doesn't count")

    def plan(self, kind: int) -> ChannelInput:
        given: dict[str, object] = {
            "agreed": self.random.choice(WAYS),
            "who_else": self.random.choice(("", "Her mother")),
            "fuller_words": self.random.random() < 0.2,
        }
        number = len(self.added)
        if kind == 0:
            return mobile(value=f"07700 900{number:03d}", **given)
        return email(value=f"mary{number}@example.org", **given)

    def one(self) -> UUID:
        return self.random.choice(self.added)

    def add(self) -> None:
        given = self.plan(self.random.randrange(2))
        self.added.append(add_channel(self.portal.ctx, self.portal.officer, self.reference, given))

    def change(self) -> None:
        channel_id = self.one()
        seen = self.row(channel_id)
        given = self.plan(0 if seen.kind == "mobile" else 1)
        ctx, officer = self.portal.ctx, self.portal.officer
        change_plan(ctx, officer, self.reference, channel_id, given, seen.plan_version)

    def send(self) -> None:
        send_code(self.portal.ctx, self.portal.officer, self.reference, self.one())

    def enter(self, right: bool) -> None:
        channel_id = self.one()
        if not codes_of(self.portal, channel_id):
            return
        code = newest_code(self.portal, channel_id)
        typed = code if right else another(code)
        ctx, officer = self.portal.ctx, self.portal.officer
        enter_code(ctx, officer, self.reference, channel_id, typed, "voice")
        assert right

    def enter_right(self) -> None:
        self.enter(True)

    def enter_wrong(self) -> None:
        self.enter(False)

    def text(self) -> None:
        row = self.row(self.one())
        if row.kind == "mobile" and codes_of(self.portal, row.id):
            code = newest_code(self.portal, row.id)
            body = self.random.choice((code, another(code), "Hello", "STOP"))
            with self.portal.ctx.store.reading() as uow:
                channel = uow.get(Channel, row.id)
                number = channel.value if channel else ""
            record_inbound(self.portal.ctx, number or "", body)

    def suspend(self) -> None:
        ctx, officer = self.portal.ctx, self.portal.officer
        suspend_channel(ctx, officer, self.reference, self.one(), "A stranger answered")

    def confirm(self) -> None:
        how = self.random.choice(("spoken", "in_person", "letter_answered"))
        ctx, officer = self.portal.ctx, self.portal.officer
        confirm_channel(ctx, officer, self.reference, self.one(), how)

    def end(self) -> None:
        end_channel(self.portal.ctx, self.portal.officer, self.reference, self.one())

    def approve(self) -> None:
        """Approve what is a draft, so that there is news that wants out."""
        drafts = [one for one in view(self.portal, self.reference).updates if one.state == "draft"]
        if drafts:
            approve(self.portal, self.reference, drafts[0].stage)

    def release(self) -> None:
        with self.portal.ctx.store.reading() as uow:
            held = select(Message.id).where(Message.state == MessageState.HELD)
            found = list(uow.session.scalars(held))
        for message_id in found:
            with suppress(ConflictError):
                requeue_held(self.portal.ctx, self.portal.officer, message_id)

    def work(self) -> None:
        deliver_due(self.portal.ctx, self.sender.senders, "w1", limit=50)

    def wait(self) -> None:
        self.portal.clock.at += timedelta(hours=self.random.choice((1, 9, 30)))

    def row(self, channel_id: UUID) -> Channel:
        with self.portal.ctx.store.reading() as uow:
            found = uow.get(Channel, channel_id)
            assert found is not None
            return found

    def run(self) -> None:
        self.add()
        acts: list[tuple[Callable[[], None], int]] = [
            (self.add, 2), (self.change, 2), (self.send, 6), (self.enter_right, 5),
            (self.enter_wrong, 2), (self.text, 3), (self.suspend, 1), (self.confirm, 3),
            (self.end, 1), (self.approve, 2), (self.release, 3), (self.work, 8), (self.wait, 1),
        ]  # fmt: skip
        acts_only, weights = zip(*acts, strict=True)
        for act in self.random.choices(acts_only, weights, k=STEPS):
            with suppress(InvalidError, ConflictError, NotFoundError):
                act()
        self.release()
        self.work()


@pytest.mark.parametrize("seed", range(10))
def test_only_its_code_goes_to_a_channel_that_is_not_verified(portal: Portal, seed: int) -> None:
    history = History(portal, seed)
    history.run()
    assert history.faults == []
    for channel_id in history.added:
        row = history.row(channel_id)
        used = [code for code in codes_of(portal, channel_id) if code.used_at is not None]
        # Verified by its code alone, and by one that was used since any stop.
        assert (row.verified_at is None) or row.verified_at in {code.used_at for code in used}
        assert row.verified_at is None or row.verified_how in ("code_read_back", "code_typed")
        living = [code for code in codes_of(portal, channel_id) if code.ended_at is None]
        assert len(living) <= 1


def test_the_histories_do_send_codes_and_news(portal: Portal) -> None:
    """A property of what is sent says nothing where nothing is."""
    history = History(portal, 3)
    history.add()
    channel_id = history.added[0]
    row = history.row(channel_id)
    agreed = history.plan(0 if row.kind == "mobile" else 1)
    given = replace(agreed, agreed=ContactMethod.TELEPHONE)
    ctx, officer, reference = portal.ctx, portal.officer, history.reference
    change_plan(ctx, officer, reference, channel_id, given, row.plan_version)
    history.approve()
    history.work()
    assert (history.codes, history.news) == (0, 0)
    history.send()
    history.work()
    history.enter_right()
    history.release()
    history.work()
    assert (history.codes, history.news, history.faults) == (1, 1, [])
