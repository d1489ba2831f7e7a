"""A channel is verified by its code: sent by its plan, and read back."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.support.casework import (
    answered,
    approve,
    email,
    mobile,
    opted_in,
    received,
    view,
)
from tests.support.codes import (
    about_channels,
    added,
    another,
    channel_of,
    code_messages,
    codes_of,
    entered,
    newest_code,
    not_sent,
    refused,
    sent,
    worked,
)
from tests.support.fakes import NOON
from tests.support.portal import Portal
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ChannelUse,
    ContactMethod,
    ContactOutcome,
    Enrolment,
    Language,
    MessageState,
)
from victim_portal.ports import OutgoingEmail, OutgoingSms
from victim_portal.services.channels import (
    ChannelInput,
    add_channel,
    change_plan,
    confirm_channel,
    end_channel,
)
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.verification import enter_code, send_code
from victim_portal.store.models import AuditEvent, Verification

AGREED = ContactMethod.TELEPHONE


@pytest.fixture
def reference(portal: Portal) -> str:
    return opted_in(portal)


@pytest.fixture
def channel_id(portal: Portal, reference: str) -> UUID:
    return added(portal, reference)


def test_an_agreed_plan_is_confirmed_and_asks_for_a_code(
    portal: Portal, reference: str, channel_id: UUID
) -> None:
    channel = channel_of(portal, reference, channel_id)
    assert channel.confirmed_at == NOON
    assert channel.verified_at is None
    assert about_channels(portal, reference) == ["confirm_channel"]
    newest = view(portal, reference).contacts[0]
    assert (newest.method, newest.outcome) == (ContactMethod.TELEPHONE, ContactOutcome.SPOKE)
    answers = {use: (safe, sentence) for use, safe, sentence in channel.answers}
    assert not any(safe for safe, _ in answers.values())
    assert "Not verified yet" in answers[ChannelUse.CALL][1]


def test_a_code_goes_by_text_and_read_back_it_verifies(
    portal: Portal, reference: str, channel_id: UUID
) -> None:
    code = sent(portal, reference, channel_id)
    done, sender = worked(portal)
    assert done.handed_over == 1
    (text,) = sender.taken
    assert isinstance(text, OutgoingSms)
    assert text.body == f"Hello Mary. Sam will ask you for this number: {code[:3]} {code[3:]}. Sam"
    portal.clock.move(hours=23)
    entered(portal, reference, channel_id, f"{code[:2]} {code[2:]}")
    channel = channel_of(portal, reference, channel_id)
    assert (channel.verified_at, channel.verified_how) == (portal.ctx.now(), "code_read_back")
    assert about_channels(portal, reference) == []
    (row,) = codes_of(portal, channel_id)
    assert (row.used_at, row.ended_why) == (portal.ctx.now(), "used")


def test_by_e_mail_its_subject_says_nothing(portal: Portal, reference: str) -> None:
    channel_id = added(portal, reference, email(code_word="Bluebell"))
    code = sent(portal, reference, channel_id)
    _, sender = worked(portal)
    (mail,) = sender.taken
    assert isinstance(mail, OutgoingEmail)
    assert mail.subject == "Hello from Sam"
    assert f"{code[:3]} {code[3:]}" in mail.text
    # Nobody knows yet who reads it: the word that proves a caller isn't told there.
    assert "Bluebell" not in mail.subject + mail.text
    assert mail.text.rstrip().endswith("Sam")
    entered(portal, reference, channel_id, code)
    assert channel_of(portal, reference, channel_id).verified_at is not None


def test_in_the_language_of_the_channel(portal: Portal, reference: str) -> None:
    channel_id = added(portal, reference, mobile(language=Language.WELSH))
    sent(portal, reference, channel_id)
    _, sender = worked(portal)
    (text,) = sender.taken
    assert isinstance(text, OutgoingSms)
    assert text.body.startswith("Helo Mary. Bydd Sam yn gofyn")


def test_the_code_stands_nowhere_but_in_the_sealed_words(
    portal: Portal, reference: str, channel_id: UUID
) -> None:
    code = sent(portal, reference, channel_id)
    with portal.ctx.store.reading() as uow:
        (row,) = uow.session.scalars(select(Verification))
        stored = repr([getattr(row, one.key) for one in Verification.__table__.columns])
        trail = repr([event.details for event in uow.session.scalars(select(AuditEvent))])
        connection = uow.session.connection()
        raw = repr(connection.exec_driver_sql("SELECT body_sealed, why_sealed FROM message").all())
    for hidden in (code, f"{code[:3]} {code[3:]}"):
        assert hidden not in stored + trail + raw


def test_a_message_other_than_the_code_waits_for_the_verification(
    portal: Portal, reference: str, channel_id: UUID
) -> None:
    approve(portal, reference)
    done, sender = worked(portal)
    assert (done.held, sender.taken) == (1, [])
    code = sent(portal, reference, channel_id)
    worked(portal)
    entered(portal, reference, channel_id, code)
    # What was held stays for the officer, who reads it once more.
    assert worked(portal)[0].moved == 0
    assert about_channels(portal, reference) == ["held_message"]


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1234567"])
def test_what_is_no_code_is_no_try(
    portal: Portal, reference: str, channel_id: UUID, typed: str
) -> None:
    sent(portal, reference, channel_id)
    assert "six digits" in refused(portal, reference, channel_id, typed)
    assert codes_of(portal, channel_id)[0].tries == 0


def test_a_form_that_is_sent_twice_is_one_try_and_one_code(
    portal: Portal, reference: str, channel_id: UUID
) -> None:
    once, ctx, officer = uuid4(), portal.ctx, portal.officer
    first = send_code(ctx, officer, reference, channel_id, once=once)
    assert send_code(ctx, officer, reference, channel_id, once=once) == first
    code = newest_code(portal, channel_id)
    wrong, right = uuid4(), uuid4()
    for _ in range(2):
        with pytest.raises(InvalidError, match="4 tries"):
            enter_code(ctx, officer, reference, channel_id, another(code), "voice", wrong)
    assert codes_of(portal, channel_id)[0].tries == 1
    for _ in range(2):
        enter_code(ctx, officer, reference, channel_id, code, "in_person", right)
    assert len(codes_of(portal, channel_id)) == len(code_messages(portal, channel_id)) == 1


def test_a_landline_is_rung(portal: Portal, reference: str) -> None:
    given = ChannelInput(
        ChannelKind.LANDLINE, "020 7946 0123", frozenset({ChannelUse.CALL}), any_time=True
    )
    channel_id = added(portal, reference, given)
    assert "landline" in not_sent(portal, reference, channel_id)
    with pytest.raises(InvalidError):
        confirm_channel(portal.ctx, portal.officer, reference, channel_id, "letter_answered")
    assert confirm_channel(portal.ctx, portal.officer, reference, channel_id, "spoken")
    assert channel_of(portal, reference, channel_id).verified_how == "spoken"
    assert about_channels(portal, reference) == []


def test_a_mobile_that_is_only_rung_needs_no_code(portal: Portal, reference: str) -> None:
    channel_id = added(portal, reference, mobile(uses=frozenset({ChannelUse.CALL})))
    assert about_channels(portal, reference) == []
    assert "doesn't allow" in not_sent(portal, reference, channel_id)


def test_nothing_goes_before_they_have_joined_or_after_they_left(portal: Portal) -> None:
    reference = received(portal)
    channel_id = added(portal, reference)
    assert "hasn't opted in" in not_sent(portal, reference, channel_id)
    other = opted_in(portal, referral_reference="W-2", prison_number="B1234CD", crn="X2",
                     victim_last_name="Elm", victim_date_of_birth="1970-01-01")  # fmt: skip
    theirs = added(portal, other, mobile(value="07700 900777"))
    code = sent(portal, other, theirs)
    answered(portal, other, Enrolment.OPTED_OUT, portal.ctx.today())
    done, sender = worked(portal)
    assert (done.held, sender.taken) == (1, [])
    assert "never sent" in refused(portal, other, theirs, code)
    assert "held_message" in about_channels(portal, other)


def test_a_plan_that_was_not_agreed_gets_no_code(portal: Portal, reference: str) -> None:
    channel_id = add_channel(portal.ctx, portal.officer, reference, mobile())
    assert "hasn't confirmed" in not_sent(portal, reference, channel_id)
    assert about_channels(portal, reference) == ["confirm_channel", "make_plan"]


def test_the_review_day_holds_for_codes_too(
    portal: Portal, reference: str, channel_id: UUID
) -> None:
    portal.clock.move(days=400)
    assert "review date" in not_sent(portal, reference, channel_id)


def test_an_unreviewed_translation_is_not_sent_in_production(
    portal: Portal, reference: str
) -> None:
    channel_id = added(portal, reference, mobile(language=Language.WELSH))
    live = replace(portal.ctx, production=True)
    with pytest.raises(InvalidError, match="Welsh"):
        send_code(live, portal.officer, reference, channel_id)
    named = replace(live, welsh_reviewer="Nerys Enghraifft")
    send_code(named, portal.officer, reference, channel_id)


def test_a_plan_that_a_colleague_changed_is_not_used_unseen(
    portal: Portal, reference: str, channel_id: UUID
) -> None:
    seen = channel_of(portal, reference, channel_id).plan_version
    change_plan(portal.ctx, portal.colleague, reference, channel_id, mobile(danger="He"), seen)
    with pytest.raises(ConflictError):
        send_code(portal.ctx, portal.officer, reference, channel_id, seen)
    assert codes_of(portal, channel_id) == []


def test_nobody_out_of_reach_sends_or_enters(
    portal: Portal, reference: str, channel_id: UUID
) -> None:
    code = sent(portal, reference, channel_id)
    other = opted_in(portal, referral_reference="W-2", prison_number="B1234CD", crn="X2",
                     victim_last_name="Elm", victim_date_of_birth="1970-01-01")  # fmt: skip
    for actor, case in ((portal.stranger, reference), (portal.officer, other)):
        with pytest.raises(NotFoundError):
            send_code(portal.ctx, actor, case, channel_id)
        with pytest.raises(NotFoundError):
            enter_code(portal.ctx, actor, case, channel_id, code, "voice")
    end_channel(portal.ctx, portal.officer, reference, channel_id)
    with pytest.raises(NotFoundError):
        entered(portal, reference, channel_id, code)
    assert worked(portal)[1].taken == []
    assert {m.state for m in code_messages(portal, channel_id)} == {MessageState.CANCELLED}
