"""A victim's own pages after the door: new links, visits, reading, and who may have them."""

from contextlib import suppress
from threading import Thread
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.support import casework
from tests.support import door as opened
from tests.support.door import WORDS
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from victim_portal.domain.secure_link import IDLE, LONGEST, MARK, MOST_ASKED, LinkState
from victim_portal.domain.vocabulary import Enrolment, MessageState
from victim_portal.services import door
from victim_portal.services.channels import end_channel, suspend_channel
from victim_portal.services.delivery import deliver_due
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.ladder.climbing import climb_ladders
from victim_portal.services.updates import update_view
from victim_portal.store.models import Ladder, Message, Receipt, Task
from victim_portal.store.models import Passphrase as PassphraseRow


def _approved(portal: Portal, reference: str) -> None:
    casework.approve(portal, reference)


def _tasks(portal: Portal, kind: str) -> list[Task]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(Task).where(Task.kind == kind)))


@pytest.mark.parametrize("what", ["spent", "locked", "old", "live", "ended"])
def test_a_new_link_goes_to_the_persons_own_channel(portal: Portal, what: str) -> None:
    reference = opened.with_words(portal)
    token = opened.link(portal, reference)
    if what == "spent":
        door.redeem(portal.ctx, token, WORDS)
    if what == "locked":
        for number in range(5):
            door.redeem(portal.ctx, token, f"no {number}")
    if what == "old":
        portal.clock.move(days=8)
    if what == "ended":
        opened.link(portal, reference)
    door.ask_for_new_link(portal.ctx, token)
    bodies = opened.sent(portal)
    if what == "locked":
        # Whoever guessed five times doesn't get five more by pressing a button.
        assert bodies == []
        portal.clock.move(days=8)
        door.ask_for_new_link(portal.ctx, token)
        bodies = opened.sent(portal)
    (body,) = bodies
    assert door.redeem(portal.ctx, opened.token_of(portal, body), WORDS) is not None


def test_asking_goes_on_a_few_times_a_day_and_for_an_unknown_link_nothing_happens(
    portal: Portal,
) -> None:
    reference = opened.with_words(portal)
    token = opened.link(portal, reference)
    door.ask_for_new_link(portal.ctx, "A" * 22)
    assert opened.sent(portal) == []
    went = 0
    for _ in range(MOST_ASKED + 3):
        door.ask_for_new_link(portal.ctx, token)
        went += len(opened.sent(portal))
    assert went == MOST_ASKED
    portal.clock.move(days=1)
    door.ask_for_new_link(portal.ctx, token)
    assert len(opened.sent(portal)) == 1


def test_asking_twice_before_it_leaves_sends_one(portal: Portal) -> None:
    token = opened.link(portal, opened.with_words(portal))
    door.ask_for_new_link(portal.ctx, token)
    door.ask_for_new_link(portal.ctx, token)
    assert len(opened.sent(portal)) == 1


def test_where_no_channel_is_safe_an_officer_is_asked(portal: Portal) -> None:
    reference = opened.with_words(portal)
    token = opened.link(portal, reference)
    for way in door.door_page(portal.ctx, portal.officer, reference).ways:
        end_channel(portal.ctx, portal.officer, reference, way.channel_id)
    door.ask_for_new_link(portal.ctx, token)
    assert opened.sent(portal) == []
    (task,) = _tasks(portal, "ask_link")
    assert task.for_user_id == portal.officer.user_id


def test_a_visit_ends_by_itself_and_by_leaving(portal: Portal) -> None:
    reference = opened.with_words(portal)
    token = opened.visit(portal, reference)
    portal.clock.move(seconds=IDLE.total_seconds() - 1)
    assert door.visitor(portal.ctx, token) is not None
    portal.clock.move(seconds=IDLE.total_seconds())
    assert door.visitor(portal.ctx, token) is None
    token = opened.visit(portal, reference)
    for _ in range(int(LONGEST / IDLE) * 2):
        portal.clock.move(seconds=IDLE.total_seconds() / 2 - 1)
        door.visitor(portal.ctx, token)
    portal.clock.move(minutes=2)
    assert door.visitor(portal.ctx, token) is None, "whatever is opened"
    token = opened.visit(portal, reference)
    door.leave(portal.ctx, token)
    assert door.visitor(portal.ctx, token) is None
    door.leave(portal.ctx, "B" * 22)


def test_new_words_and_a_no_shut_what_is_open(portal: Portal) -> None:
    reference = opened.with_words(portal)
    token = opened.visit(portal, reference)
    door.agree_passphrase(portal.ctx, portal.officer, reference, "green river bicycle")
    assert door.visitor(portal.ctx, token) is None
    link = opened.link(portal, reference)
    assert door.redeem(portal.ctx, link, WORDS) is None
    token = door.redeem(portal.ctx, link, "green river bicycle")
    assert token is not None
    casework.answered(portal, reference, Enrolment.OPTED_OUT, portal.ctx.today())
    assert door.visitor(portal.ctx, token) is None


def test_the_interruption_page_is_shown_before_the_very_first_time(portal: Portal) -> None:
    reference = opened.with_words(portal)
    first = opened.visitor(portal, opened.visit(portal, reference))
    assert not first.warned
    door.pass_warning(portal.ctx, first)
    assert opened.visitor(portal, opened.visit(portal, reference)).warned


def test_reading_is_a_rung_and_their_word_another(portal: Portal) -> None:
    reference = opened.with_words(portal)
    _approved(portal, reference)
    bodies = opened.sent(portal)
    token = door.redeem(portal.ctx, opened.token_of(portal, bodies[0]), WORDS)
    here = opened.visitor(portal, token or "")
    (update,) = door.own_updates(portal.ctx, here)
    assert not update.confirmed
    door.own_update(portal.ctx, here, update.id)
    door.own_update(portal.ctx, here, update.id)
    door.confirm_read(portal.ctx, here, update.id)
    door.confirm_read(portal.ctx, here, update.id)
    with portal.ctx.store.reading() as uow:
        rungs = sorted(uow.session.scalars(select(Receipt.rung)))
    assert rungs == ["confirmed"] * 2 + ["handed_over"] * 2 + ["opened"] * 2
    (update,) = door.own_updates(portal.ctx, here)
    assert update.confirmed


def test_who_reads_it_is_not_rung_for_silence(portal: Portal) -> None:
    reference = opened.with_words(portal)
    _approved(portal, reference)
    bodies = opened.sent(portal)
    climb_ladders(portal.ctx)
    token = door.redeem(portal.ctx, opened.token_of(portal, bodies[0]), WORDS)
    here = opened.visitor(portal, token or "")
    (update,) = door.own_updates(portal.ctx, here)
    door.own_update(portal.ctx, here, update.id)
    with portal.ctx.store.reading() as uow:
        (ladder,) = uow.session.scalars(select(Ladder))
    assert (ladder.ended_why, ladder.look_at) == ("reached", None)


def test_what_they_were_not_told_is_not_there(portal: Portal) -> None:
    reference = opened.with_words(portal)
    here = opened.visitor(portal, opened.visit(portal, reference))
    assert door.own_updates(portal.ctx, here) == ()
    draft = casework.update_of(portal, reference, casework.FIRST)
    other = opened.with_words(portal, **OTHER)
    theirs = casework.update_of(portal, other, casework.FIRST)
    _approved(portal, other)
    opened.sent(portal)
    for update_id in (draft.id, theirs.id, uuid4()):
        for act in (door.own_update, door.confirm_read, door.ask_to_be_rung):
            with pytest.raises(NotFoundError):
                act(portal.ctx, here, update_id)


OTHER = {
    "referral_reference": "WCU-2",
    "victim_first_name": "Bea",
    "victim_last_name": "Elm",
    "victim_date_of_birth": "1985-05-05",
}


def test_who_asks_to_be_rung_is_rung_once(portal: Portal) -> None:
    reference = opened.with_words(portal)
    here = opened.visitor(portal, opened.visit(portal, reference))
    door.ask_to_be_rung(portal.ctx, here)
    door.ask_to_be_rung(portal.ctx, here)
    (task,) = _tasks(portal, "ring_asked")
    assert (task.for_user_id, task.due_on) == (portal.officer.user_id, portal.ctx.today())


@pytest.mark.parametrize(
    "typed", ["short", "aaaaaaaa aaaa", "mary ash oak", "  Mary   02 1990 ", "07700 900123", ""]
)
def test_easy_words_are_refused(portal: Portal, typed: str) -> None:
    reference = casework.opted_in(portal)
    casework.reachable(portal, reference)
    with pytest.raises(InvalidError):
        door.agree_passphrase(portal.ctx, portal.officer, reference, typed)


def test_who_is_not_in_the_scheme_has_no_pages(portal: Portal) -> None:
    reference = casework.received(portal)
    assert door.door_page(portal.ctx, portal.officer, reference).why_not
    with pytest.raises(InvalidError):
        door.agree_passphrase(portal.ctx, portal.officer, reference, WORDS)


def test_a_form_sent_twice_sends_one_link_and_without_words_none(portal: Portal) -> None:
    reference = casework.opted_in(portal)
    channel, *_ = casework.reachable(portal, reference)
    with pytest.raises(InvalidError):
        door.send_link(portal.ctx, portal.officer, reference, channel)
    once = uuid4()
    door.agree_passphrase(portal.ctx, portal.officer, reference, WORDS, once)
    door.agree_passphrase(portal.ctx, portal.officer, reference, WORDS, once)
    again = uuid4()
    door.send_link(portal.ctx, portal.officer, reference, channel, again)
    door.send_link(portal.ctx, portal.officer, reference, channel, again)
    assert len(opened.sent(portal)) == 1
    with pytest.raises(NotFoundError):
        door.send_link(portal.ctx, portal.officer, reference, uuid4())


def test_the_officer_sees_what_became_of_the_link_and_never_the_words(portal: Portal) -> None:
    reference = opened.with_words(portal)
    assert door.door_page(portal.ctx, portal.officer, reference).state is None
    token = opened.link(portal, reference)
    page = door.door_page(portal.ctx, portal.officer, reference)
    assert (page.state, page.issued_at) == (LinkState.LIVE, portal.ctx.now())
    assert WORDS not in repr(page)
    assert token not in repr(page)
    door.redeem(portal.ctx, token, WORDS)
    assert door.door_page(portal.ctx, portal.officer, reference).state is LinkState.SPENT


def test_a_link_alone_meets_the_last_look(portal: Portal) -> None:
    """Verified, by its plan, in the words that would be written now."""
    reference = opened.with_words(portal)
    (way, *_) = door.door_page(portal.ctx, portal.officer, reference).ways
    door.send_link(portal.ctx, portal.officer, reference, way.channel_id)
    suspend_channel(portal.ctx, portal.officer, reference, way.channel_id, "He has the phone.")
    assert deliver_due(portal.ctx, FakeSender().senders, "one").handed_over == 0
    assert view_states(portal) <= {MessageState.HELD, MessageState.CANCELLED}


def view_states(portal: Portal) -> set[str]:
    with portal.ctx.store.reading() as uow:
        return set(uow.session.scalars(select(Message.state)))


def test_nothing_of_token_or_words_is_kept_open(portal: Portal) -> None:
    token = opened.link(portal, opened.with_words(portal))
    with portal.engine.connect() as connection:
        raw = b"".join(
            str(row).encode()
            for table in ("secure_link", "passphrase", "message", "audit_event", "task")
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"')
        )
    assert token.encode() not in raw
    assert b"kettle" not in raw


def test_two_at_once_keep_one_passphrase(portal: Portal) -> None:
    reference = casework.opted_in(portal)
    casework.reachable(portal, reference)

    def agree(words: str) -> None:
        with suppress(ConflictError):
            door.agree_passphrase(portal.ctx, portal.officer, reference, words)

    both = [Thread(target=agree, args=(words,)) for words in (WORDS, "green river bicycle")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    with portal.ctx.store.reading() as uow:
        rows = list(uow.session.scalars(select(PassphraseRow)))
    assert sum(row.ended_at is None for row in rows) == 1
    assert update_view(
        portal.ctx,
        portal.officer,
        reference,
        casework.update_of(portal, reference, casework.FIRST).id,
    ).notice_sms.endswith(MARK)
