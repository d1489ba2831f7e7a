"""A victim's own pages: what opens them, what doesn't, and what is never told on the way."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from tests.support import casework
from tests.support import door as opened
from tests.support.door import WORDS
from tests.support.portal import Portal
from tests.support.senders import FakeSender, not_sent
from tests.support.web import client_for
from victim_portal.domain.link_codes import Proof
from victim_portal.domain.secure_link import LASTS, MARK
from victim_portal.domain.vocabulary import ChannelKind, Language, MessageState
from victim_portal.ports import HandOver, Outcome
from victim_portal.services import door
from victim_portal.services.channels import suspend_channel
from victim_portal.services.delivery import deliver_due
from victim_portal.services.delivery.claiming import claim
from victim_portal.services.delivery.recording import put_back
from victim_portal.services.door import ProofAsked
from victim_portal.store.models import AuditEvent, Message, SecureLink, Task
from victim_portal.store.models import Passphrase as PassphraseRow


def _approved(portal: Portal, reference: str) -> None:
    casework.approve(portal, reference)


def _tasks(portal: Portal, kind: str) -> list[Task]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(Task).where(Task.kind == kind)))


def test_from_the_message_to_its_words_in_three_acts(portal: Portal) -> None:
    reference = opened.with_words(portal)
    _approved(portal, reference)
    bodies = opened.sent(portal)
    assert len(bodies) == 2, "a text and an e-mail"
    tokens = {opened.token_of(portal, body) for body in bodies}
    assert len(tokens) == 2, "it is known by which of them somebody comes"
    token = door.redeem(portal.ctx, tokens.pop(), WORDS)
    assert token is not None
    assert door.redeem(portal.ctx, tokens.pop(), WORDS) is None, "both open the same door, once"
    here = opened.visitor(portal, token)
    (update,) = door.own_updates(portal.ctx, here)
    seen = door.own_update(portal.ctx, here, update.id)
    assert "John Oak" in seen.content
    assert (here.name, here.language, here.warned) == ("Mary", Language.ENGLISH, False)
    assert here.officer is not None
    assert here.officer.first_name == "Sam"


def test_without_words_no_notice_has_a_link(portal: Portal) -> None:
    reference = casework.opted_in(portal)
    casework.reachable(portal, reference)
    _approved(portal, reference)
    for body in opened.sent(portal):
        assert portal.ctx.victim_base_url not in body
        assert MARK not in body


def test_agreeing_words_writes_the_drafts_anew_and_ending_takes_the_link_out(
    portal: Portal,
) -> None:
    reference = casework.opted_in(portal)
    casework.reachable(portal, reference)
    first = casework.update_of(portal, reference, casework.FIRST)
    assert MARK not in first.notice_sms
    door.agree_passphrase(portal.ctx, portal.officer, reference, WORDS)
    first = casework.update_of(portal, reference, casework.FIRST)
    assert first.notice_sms.endswith(MARK)
    assert MARK in first.notice_email
    assert all(MARK not in one.body and not one.unfit for one in first.outgoing)
    door.end_passphrase(portal.ctx, portal.officer, reference)
    assert MARK not in casework.update_of(portal, reference, casework.FIRST).notice_sms


def test_what_was_approved_with_a_link_is_held_where_the_words_have_ended(
    portal: Portal,
) -> None:
    reference = opened.with_words(portal)
    _approved(portal, reference)
    with portal.ctx.store.writing() as uow:
        row = uow.session.scalars(select(PassphraseRow)).one()
        row.ended_at = portal.ctx.now()
        uow.commit()
    assert opened.sent(portal) == []
    with portal.ctx.store.reading() as uow:
        states = list(uow.session.scalars(select(Message.state)))
    assert states == [MessageState.HELD, MessageState.HELD]


def test_looking_at_a_link_changes_nothing(portal: Portal) -> None:
    token = opened.link(portal, opened.with_words(portal))
    for _ in range(20):
        assert door.proof_asked(portal.ctx, token) == ProofAsked(Language.ENGLISH, Proof.WORDS)
    assert door.redeem(portal.ctx, token, WORDS) is not None


def test_capital_letters_and_spaces_of_a_telephone_do_not_count(portal: Portal) -> None:
    token = opened.link(portal, opened.with_words(portal))
    assert door.redeem(portal.ctx, token, "  PURPLE   kettle\u00a0tuesday ") is not None


def test_a_link_is_good_once(portal: Portal) -> None:
    token = opened.link(portal, opened.with_words(portal))
    assert door.redeem(portal.ctx, token, WORDS) is not None
    assert door.redeem(portal.ctx, token, WORDS) is None
    assert door.proof_asked(portal.ctx, token) is None


def test_the_sixth_guess_fails_even_when_right_and_an_officer_is_asked_to_ring(
    portal: Portal,
) -> None:
    reference = opened.with_words(portal)
    token = opened.link(portal, reference)
    for number in range(5):
        assert door.redeem(portal.ctx, token, f"wrong words {number}") is None
    assert door.redeem(portal.ctx, token, WORDS) is None
    assert door.proof_asked(portal.ctx, token) is None
    (task,) = _tasks(portal, "link_locked")
    assert task.for_user_id == portal.officer.user_id
    # The link is locked and not the person: the officer has another one sent.
    assert door.redeem(portal.ctx, opened.link(portal, reference), WORDS) is not None


def test_the_fifth_may_still_be_right(portal: Portal) -> None:
    token = opened.link(portal, opened.with_words(portal))
    for number in range(4):
        assert door.redeem(portal.ctx, token, f"wrong words {number}") is None
    assert door.redeem(portal.ctx, token, WORDS) is not None
    assert _tasks(portal, "link_locked") == []


def test_many_guesses_at_once_are_no_more_than_five(portal: Portal) -> None:
    token = opened.link(portal, opened.with_words(portal))
    guesses = [Thread(target=door.redeem, args=(portal.ctx, token, f"no {n}")) for n in range(12)]
    for one in guesses:
        one.start()
    for one in guesses:
        one.join()
    with portal.ctx.store.reading() as uow:
        link = uow.session.scalars(select(SecureLink)).one()
        tried = list(uow.session.scalars(select(AuditEvent).where(AuditEvent.what == "link_tried")))
    assert (link.tries, len(tried)) == (5, 5)
    assert link.locked_at is not None
    assert len(_tasks(portal, "link_locked")) == 1


def test_a_link_grows_old(portal: Portal) -> None:
    token = opened.link(portal, opened.with_words(portal))
    portal.clock.move(seconds=LASTS.total_seconds() - 1)
    assert door.proof_asked(portal.ctx, token) is not None
    portal.clock.move(seconds=1)
    assert door.proof_asked(portal.ctx, token) is None
    assert door.redeem(portal.ctx, token, WORDS) is None


def test_a_link_that_went_to_a_number_which_was_stopped_opens_nothing(portal: Portal) -> None:
    reference = opened.with_words(portal)
    token = opened.link(portal, reference)
    ways = {one.kind: one.id for one in casework.view(portal, reference).channels}
    suspend_channel(portal.ctx, portal.officer, reference, ways[ChannelKind.EMAIL], "Shared")
    assert door.proof_asked(portal.ctx, token) is not None, "it didn't go there"
    suspend_channel(portal.ctx, portal.officer, reference, ways[ChannelKind.MOBILE], "Lost")
    assert door.proof_asked(portal.ctx, token) is None
    assert door.redeem(portal.ctx, token, WORDS) is None


def test_an_older_link_dies_when_a_newer_one_leaves_and_not_before(portal: Portal) -> None:
    reference = opened.with_words(portal)
    older = opened.link(portal, reference)
    (way, *_) = door.door_page(portal.ctx, portal.officer, reference).ways
    door.send_link(portal.ctx, portal.officer, reference, way.channel_id)
    assert door.proof_asked(portal.ctx, older) is not None
    (body,) = opened.sent(portal)
    assert door.redeem(portal.ctx, older, WORDS) is None
    assert door.redeem(portal.ctx, opened.token_of(portal, body), WORDS) is not None


def test_a_second_message_that_leaves_after_the_first_was_opened_has_a_link_of_its_own(
    portal: Portal,
) -> None:
    reference = opened.with_words(portal)
    _approved(portal, reference)
    with portal.ctx.store.writing() as uow:
        mail = uow.session.scalars(select(Message).where(Message.kind == "email")).one()
        mail.next_try_at = portal.ctx.now() + timedelta(hours=1)
        uow.commit()
    (text,) = opened.sent(portal)
    first = opened.token_of(portal, text)
    assert door.redeem(portal.ctx, first, WORDS) is not None
    portal.clock.move(hours=2)
    (mail_body,) = opened.sent(portal)
    second = opened.token_of(portal, mail_body)
    assert second != first
    assert door.redeem(portal.ctx, second, WORDS) is not None


def test_a_message_that_was_given_back_keeps_its_link(portal: Portal) -> None:
    reference = opened.with_words(portal)
    (way, *_) = door.door_page(portal.ctx, portal.officer, reference).ways
    door.send_link(portal.ctx, portal.officer, reference, way.channel_id)
    (one,) = claim(portal.ctx, "dead", 10).claims
    put_back(portal.ctx, "dead", [one])
    (body,) = opened.sent(portal)
    assert body == one.body


def test_a_link_that_was_overtaken_while_it_waited_for_another_try_is_issued_anew(
    portal: Portal,
) -> None:
    reference = opened.with_words(portal)
    (way, *_) = door.door_page(portal.ctx, portal.officer, reference).ways
    door.send_link(portal.ctx, portal.officer, reference, way.channel_id)
    deliver_due(portal.ctx, FakeSender([not_sent()]).senders, "one")
    _approved(portal, reference)
    first, *_ = opened.sent(portal)
    portal.clock.move(minutes=2)
    (again,) = opened.sent(portal)
    assert door.redeem(portal.ctx, opened.token_of(portal, first), WORDS) is None
    assert door.redeem(portal.ctx, opened.token_of(portal, again), WORDS) is not None


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome.REFUSED, "A link couldn't be delivered: ring them by their plan"),
        (Outcome.UNCERTAIN, "It isn't known whether a message went: ask them by telephone"),
    ],
)
def test_a_link_that_does_not_arrive_is_a_task_that_opens(
    portal: Portal, outcome: Outcome, said: str
) -> None:
    reference = opened.with_words(portal)
    (way, *_) = door.door_page(portal.ctx, portal.officer, reference).ways
    door.send_link(portal.ctx, portal.officer, reference, way.channel_id)
    answer = HandOver(outcome, code="x", reason="No.")
    deliver_due(portal.ctx, FakeSender([answer]).senders, "one")
    client = client_for(portal)
    assert said in client.get("/tasks").text
    client.get(f"/cases/{reference}")
