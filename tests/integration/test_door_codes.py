"""A code as the proof: it goes another way than the link, lives shortly, and tells nobody."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from tests.support import casework
from tests.support import door as opened
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from victim_portal.domain.contact import Window
from victim_portal.domain.link_codes import LASTS, MOST_CODES, Proof
from victim_portal.domain.verification import codes_in
from victim_portal.domain.vocabulary import Language
from victim_portal.ports import OutgoingEmail, OutgoingSms
from victim_portal.services import door
from victim_portal.services.delivery import deliver_due
from victim_portal.services.door import ProofAsked
from victim_portal.services.errors import InvalidError
from victim_portal.store.models import AuditEvent, LinkCode, Task


@pytest.fixture
def reference(portal: Portal) -> str:
    return opened.by_code(portal)


def _tasks(portal: Portal, kind: str) -> list[Task]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(Task).where(Task.kind == kind)))


def _codes(portal: Portal) -> list[LinkCode]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(LinkCode).order_by(LinkCode.made_at)))


def _taken(portal: Portal) -> list[OutgoingSms | OutgoingEmail]:
    sender = FakeSender()
    while deliver_due(portal.ctx, sender.senders, "one").moved:
        pass
    return list(sender.taken)


def _code(portal: Portal, token: str) -> str:
    """The code that comes when it is asked for."""
    door.send_code(portal.ctx, token)
    (body,) = opened.sent(portal)
    (code,) = codes_in(body)
    return code


def test_a_link_by_text_gets_its_code_by_email_and_the_other_way_round(
    portal: Portal, reference: str
) -> None:
    for way in door.door_page(portal.ctx, portal.officer, reference).ways:
        door.send_link(portal.ctx, portal.officer, reference, way.channel_id)
        (link,) = _taken(portal)
        text = link.body if isinstance(link, OutgoingSms) else link.text
        token = opened.token_of(portal, text)
        asked = door.proof_asked(portal.ctx, token)
        assert asked == ProofAsked(Language.ENGLISH, Proof.CODE)
        door.send_code(portal.ctx, token)
        (code,) = _taken(portal)
        assert type(code) is not type(link)
        said = code.body if isinstance(code, OutgoingSms) else code.text
        (digits,) = codes_in(said)
        assert portal.ctx.victim_base_url not in said
        assert door.redeem(portal.ctx, token, f" {digits[:3]} {digits[3:]}") is not None


def test_of_one_update_that_went_both_ways_it_is_known_by_which_somebody_comes(
    portal: Portal, reference: str
) -> None:
    casework.approve(portal, reference)
    text, mail = _taken(portal)
    assert isinstance(text, OutgoingSms)
    assert isinstance(mail, OutgoingEmail)
    door.send_code(portal.ctx, opened.token_of(portal, text.body))
    (code,) = _taken(portal)
    assert isinstance(code, OutgoingEmail)
    door.send_code(portal.ctx, opened.token_of(portal, mail.text))
    (code,) = _taken(portal)
    assert isinstance(code, OutgoingSms)
    (digits,) = codes_in(code.body)
    assert door.redeem(portal.ctx, opened.token_of(portal, text.body), digits) is None, "one phone"
    assert door.redeem(portal.ctx, opened.token_of(portal, mail.text), digits) is not None


def test_the_message_with_a_link_says_that_a_code_is_asked_for(
    portal: Portal, reference: str
) -> None:
    ways = door.door_page(portal.ctx, portal.officer, reference).ways
    (mail,) = [way for way in ways if way.subject]
    assert "asks for a code" in mail.body
    assert "the words that we agreed" not in mail.body


def test_it_lives_for_half_an_hour_from_when_it_left(portal: Portal, reference: str) -> None:
    token = opened.link(portal, reference)
    door.send_code(portal.ctx, token)
    portal.clock.move(minutes=5)
    (body,) = opened.sent(portal)
    (code,) = codes_in(body)
    portal.clock.move(seconds=LASTS.total_seconds())
    assert door.redeem(portal.ctx, token, code) is None
    code = _code(portal, token)
    portal.clock.move(seconds=LASTS.total_seconds() - 1)
    assert door.redeem(portal.ctx, token, code) is not None
    assert door.redeem(portal.ctx, token, code) is None, "and once"


def test_five_wrong_codes_lock_the_link_and_the_right_one_opens_nothing_more(
    portal: Portal, reference: str
) -> None:
    token = opened.link(portal, reference)
    code = _code(portal, token)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(4):
        assert door.redeem(portal.ctx, token, wrong) is None
    code = _code(portal, token)
    assert door.redeem(portal.ctx, token, "not even numbers") is None
    assert door.proof_asked(portal.ctx, token) is None
    assert door.redeem(portal.ctx, token, code) is None
    (task,) = _tasks(portal, "link_locked")
    assert task.for_user_id == portal.officer.user_id
    assert [one.ended_why for one in _codes(portal)] == ["newer", "locked"]


def test_a_newer_code_ends_the_older_and_few_are_made(portal: Portal, reference: str) -> None:
    token = opened.link(portal, reference)
    first = _code(portal, token)
    for _ in range(MOST_CODES + 2):
        door.send_code(portal.ctx, token)
    assert len(_codes(portal)) == MOST_CODES
    (body,) = opened.sent(portal)
    (newest,) = codes_in(body)
    assert first == newest or door.redeem(portal.ctx, token, first) is None
    assert door.redeem(portal.ctx, token, newest) is not None


def test_no_words_open_what_a_code_opens(portal: Portal, reference: str) -> None:
    token = opened.link(portal, reference)
    for typed in (opened.WORDS, "", "000000", "0", "000 000"):
        assert door.redeem(portal.ctx, token, typed) is None


def test_a_code_of_another_case_opens_nothing(portal: Portal, reference: str) -> None:
    other = opened.by_code(
        portal, referral_reference="WCU-2", victim_first_name="Bea", victim_last_name="Elm"
    )
    token, theirs = opened.link(portal, reference), opened.link(portal, other)
    code, other_code = _code(portal, token), _code(portal, theirs)
    assert code == other_code or door.redeem(portal.ctx, token, other_code) is None
    assert door.redeem(portal.ctx, token, code) is not None


def test_at_other_hours_it_waits_and_the_answer_is_the_same(portal: Portal) -> None:
    reference = casework.opted_in(portal)
    casework.reachable(portal, reference, casework.mobile())
    hours = Window(frozenset(range(7)), time(6), time(7))
    mail = casework.email(any_time=False, windows=(hours,))
    casework.reachable(portal, reference, mail)
    door.agree_code(portal.ctx, portal.officer, reference)
    token = opened.link(portal, reference)
    door.send_code(portal.ctx, token)
    assert opened.sent(portal) == []
    (code,) = _codes(portal)
    assert (code.ended_at, code.expires_at) == (None, None)
    portal.clock.move(hours=18, minutes=30)
    (body,) = opened.sent(portal)
    assert door.redeem(portal.ctx, token, codes_in(body)[0]) is not None


def test_one_way_alone_is_not_enough_to_agree_on_a_code(portal: Portal) -> None:
    reference = casework.opted_in(portal)
    casework.reachable(portal, reference, casework.mobile())
    with pytest.raises(InvalidError, match="two verified"):
        door.agree_code(portal.ctx, portal.officer, reference)


def test_agreeing_twice_is_once_and_shuts_what_words_opened(portal: Portal) -> None:
    reference = opened.with_words(portal)
    visit = opened.visit(portal, reference)
    door.agree_code(portal.ctx, portal.officer, reference)
    door.agree_code(portal.ctx, portal.officer, reference)
    assert door.visitor(portal.ctx, visit) is None
    assert door.door_page(portal.ctx, portal.officer, reference).proof is Proof.CODE
    with portal.ctx.store.reading() as uow:
        query = select(AuditEvent.details).where(AuditEvent.what == "passphrase_agreed")
        proofs = [details["proof"] for details in uow.session.scalars(query)]
    assert proofs == ["words", "code"]


def test_asking_for_a_link_that_never_was_or_that_words_open_does_nothing(portal: Portal) -> None:
    door.send_code(portal.ctx, "A" * 22)
    token = opened.link(portal, opened.with_words(portal))
    door.send_code(portal.ctx, token)
    assert opened.sent(portal) == []
    assert _codes(portal) == []
    assert _tasks(portal, "ask_code") == []


def test_neither_the_code_nor_its_plain_digest_is_kept_in_the_open(
    portal: Portal, reference: str
) -> None:
    token = opened.link(portal, reference)
    code = _code(portal, token)
    portal.clock.move(seconds=timedelta(minutes=1).total_seconds())
    with portal.ctx.store.reading() as uow:
        rows = [str(one.details) for one in uow.session.scalars(select(AuditEvent))]
        (row,) = uow.session.scalars(select(LinkCode))
        assert row.code_digest is not None
        assert code.encode() not in row.code_digest
    assert not [one for one in rows if code in one]
