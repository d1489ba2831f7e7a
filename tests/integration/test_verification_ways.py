"""Codes by letter, codes texted back, and codes for who stands beside somebody."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.support import supporters
from tests.support.casework import MOBILE, mobile, opted_in, received, view
from tests.support.codes import (
    about_channels,
    added,
    another,
    case_id_of,
    channel_of,
    code_messages,
    codes_of,
    entered,
    newest_code,
    refused,
    sent,
    worked,
)
from tests.support.portal import Portal
from victim_portal.domain.verification import MOST_TRIES
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ChannelUse,
    ContactMethod,
    ContactOutcome,
    VerificationWay,
)
from victim_portal.services.callbacks import record_inbound
from victim_portal.services.channels import ChannelInput, add_channel, case_channels
from victim_portal.services.errors import NotFoundError
from victim_portal.services.letters import discard_letter, post_letter
from victim_portal.services.reach import case_within_reach
from victim_portal.services.supporters import end_supporter
from victim_portal.services.verification import enter_code, send_code
from victim_portal.store.models import Case, ContactLog, Letter

POST = ChannelInput(
    ChannelKind.POST,
    "1 High Street\nWinchester\nSO23 9AA",
    frozenset({ChannelUse.LETTER}),
    any_time=True,
)


@pytest.fixture
def reference(portal: Portal) -> str:
    return opted_in(portal)


def _letter(portal: Portal, reference: str) -> tuple[UUID, UUID, str]:
    """An address, the letter with its code, and the code."""
    channel_id = added(portal, reference, POST)
    made = send_code(portal.ctx, portal.officer, reference, channel_id)
    assert made.way is VerificationWay.LETTER
    assert made.letter_id is not None
    return channel_id, made.letter_id, newest_code(portal, channel_id)


def test_an_address_is_verified_by_a_letter(portal: Portal, reference: str) -> None:
    channel_id, letter_id, code = _letter(portal, reference)
    assert code_messages(portal, channel_id) == []
    post_letter(portal.ctx, portal.officer, reference, letter_id, portal.ctx.today())
    portal.clock.move(days=21)
    entered(portal, reference, channel_id, f"{code[:3]} {code[3:]}")
    channel = channel_of(portal, reference, channel_id)
    assert channel.verified_how == "letter_code"
    newest = view(portal, reference).contacts[0]
    assert (newest.method, newest.outcome) == (ContactMethod.TELEPHONE, ContactOutcome.SPOKE)
    assert about_channels(portal, reference) == []


def test_a_letter_code_counts_from_the_next_working_day_after_its_posting(
    portal: Portal, reference: str
) -> None:
    channel_id, letter_id, code = _letter(portal, reference)
    portal.clock.move(days=2)
    assert portal.ctx.today().strftime("%A") == "Friday"
    post_letter(portal.ctx, portal.officer, reference, letter_id, portal.ctx.today())
    for _ in range(3):
        assert "can't have come yet" in refused(portal, reference, channel_id, code)
        portal.clock.move(days=1)
    # What was refused so was no try.
    assert codes_of(portal, channel_id)[-1].tries == 0
    entered(portal, reference, channel_id, code)


def test_the_day_that_the_letter_names_counts_whole_and_the_next_not(
    portal: Portal, reference: str
) -> None:
    channel_id, letter_id, code = _letter(portal, reference)
    post_letter(portal.ctx, portal.officer, reference, letter_id, portal.ctx.today())
    portal.clock.set((portal.clock.at + timedelta(days=21)).replace(hour=23, minute=59))
    assert "4 tries" in refused(portal, reference, channel_id, another(code))
    portal.clock.move(minutes=1)
    assert "too old" in refused(portal, reference, channel_id, code)


def test_a_letter_that_nobody_noted_as_posted_ends_all_the_same(
    portal: Portal, reference: str
) -> None:
    channel_id, _, code = _letter(portal, reference)
    portal.clock.move(days=29)
    assert "too old" in refused(portal, reference, channel_id, code)


def test_a_letter_that_was_discarded_or_came_back_proves_nothing(
    portal: Portal, reference: str
) -> None:
    channel_id, letter_id, code = _letter(portal, reference)
    discard_letter(portal.ctx, portal.officer, reference, letter_id)
    assert "discarded" in refused(portal, reference, channel_id, code)
    made = send_code(portal.ctx, portal.officer, reference, channel_id)
    code = newest_code(portal, channel_id)
    with portal.ctx.store.writing() as uow:
        letter = uow.get(Letter, made.letter_id)
        assert letter is not None
        letter.posted_on = letter.returned_on = portal.ctx.today()
        uow.commit()
    assert "came back" in refused(portal, reference, channel_id, code)
    assert channel_of(portal, reference, channel_id).verified_at is None


def _contacts(portal: Portal, reference: str) -> list[ContactLog]:
    query = select(ContactLog).where(ContactLog.case_id == case_id_of(portal, reference))
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(query.order_by(ContactLog.recorded_at)))


@pytest.mark.parametrize("shape", ["{}", "It says {}", "{} ok?"])
def test_a_text_with_the_code_from_that_number_verifies_it(
    portal: Portal, reference: str, shape: str
) -> None:
    channel_id = added(portal, reference)
    code = sent(portal, reference, channel_id)
    worked(portal)
    record_inbound(portal.ctx, "+447700900123", shape.format(code), sid="SM1")
    channel = channel_of(portal, reference, channel_id)
    assert (channel.verified_at, channel.verified_how) == (portal.ctx.now(), "code_typed")
    assert about_channels(portal, reference) == []
    kept = [row for row in _contacts(portal, reference) if row.method == ContactMethod.SMS]
    assert [(row.outcome, row.inward) for row in kept] == [(ContactOutcome.RECEIVED, True)]
    tasks = [task.kind for task in view(portal, reference).tasks]
    # Words beside the code are for somebody to read; the code alone leaves nothing to do.
    assert ("reply_received" in tasks) == (shape != "{}")


def test_from_another_number_a_code_is_nothing(portal: Portal, reference: str) -> None:
    first = added(portal, reference)
    second = added(portal, reference, mobile(value="07700 900777"))
    code = sent(portal, reference, first)
    record_inbound(portal.ctx, "+447700900777", code)
    assert all(channel_of(portal, reference, one).verified_at is None for one in (first, second))
    assert codes_of(portal, first)[0].tries == 0


@pytest.mark.parametrize(
    ("body", "tries"),
    [("Who is this?", 0), ("On 24 11", 0), ("{wrong}", 1), ("{wrong} {wrong}", 1)],
)
def test_only_six_digits_are_a_try(portal: Portal, reference: str, body: str, tries: int) -> None:
    channel_id = added(portal, reference)
    code = sent(portal, reference, channel_id)
    record_inbound(portal.ctx, MOBILE, body.format(wrong=another(code)))
    assert codes_of(portal, channel_id)[0].tries == tries
    assert channel_of(portal, reference, channel_id).verified_at is None


def test_many_numbers_in_one_text_lock_the_code(portal: Portal, reference: str) -> None:
    channel_id = added(portal, reference)
    code = sent(portal, reference, channel_id)
    guesses = [another(code, number) for number in range(1, 9)] + [code]
    record_inbound(portal.ctx, MOBILE, " ".join(guesses))
    assert codes_of(portal, channel_id)[0].tries == MOST_TRIES
    record_inbound(portal.ctx, MOBILE, code)
    assert channel_of(portal, reference, channel_id).verified_at is None
    assert "code_locked" in about_channels(portal, reference)


def test_stop_beside_the_code_stops(portal: Portal, reference: str) -> None:
    channel_id = added(portal, reference)
    code = sent(portal, reference, channel_id)
    record_inbound(portal.ctx, MOBILE, f"STOP {code}")
    channel = channel_of(portal, reference, channel_id)
    assert channel.suspended_at is not None
    assert channel.verified_at is None
    assert "stopped" in refused(portal, reference, channel_id, code)


def test_the_clock_of_first_contact_stops_only_for_a_number_that_is_theirs(
    portal: Portal,
) -> None:
    reference = received(portal, mobile=MOBILE)
    record_inbound(portal.ctx, MOBILE, "Wrong number, who is this?")
    with portal.ctx.store.reading() as uow:
        case = uow.get(Case, case_id_of(portal, reference))
        assert case is not None
        assert case.first_contact_on is None
    assert [row.outcome for row in _contacts(portal, reference)] == [ContactOutcome.RECEIVED]
    assert view(portal, reference).contacts[0].note == "Wrong number, who is this?"


@pytest.fixture
def sister_id(portal: Portal, reference: str) -> UUID:
    supporters.add(portal, reference)
    (sister,) = supporters.beside(portal, reference)
    return sister.person_id


def _of_sister(portal: Portal, reference: str, sister_id: UUID) -> UUID:
    given = mobile(value="07700 900555", agreed=ContactMethod.TELEPHONE)
    return add_channel(portal.ctx, portal.officer, reference, given, person_id=sister_id)


def test_a_supporters_number_is_verified_for_them_by_name(
    portal: Portal, reference: str, sister_id: UUID
) -> None:
    channel_id = _of_sister(portal, reference, sister_id)
    send_code(portal.ctx, portal.officer, reference, channel_id)
    done, sender = worked(portal)
    assert done.handed_over == 1
    assert [one.to for one in sender.taken] == ["+447700900555"]
    assert "Hello Ruth." in getattr(sender.taken[0], "body", "")
    entered(portal, reference, channel_id, newest_code(portal, channel_id))
    with portal.ctx.store.reading() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        (shown,) = case_channels(portal.ctx, uow, case)
    assert shown.verified_at is not None
    assert (shown.whose, shown.role) == ("Ruth Birch", "supporter")
    assert {row.with_id for row in _contacts(portal, reference)} == {sister_id, None}


def test_a_call_with_a_supporter_is_no_contact_with_the_victim(portal: Portal) -> None:
    reference = received(portal)
    supporters.add(portal, reference, how=ContactMethod.LETTER)
    (sister,) = supporters.beside(portal, reference)
    with portal.ctx.store.writing() as uow:
        case = uow.get(Case, case_id_of(portal, reference))
        assert case is not None
        case.first_contact_on = None
        uow.commit()
    _of_sister(portal, reference, sister.person_id)
    with portal.ctx.store.reading() as uow:
        case = uow.get(Case, case_id_of(portal, reference))
        assert case is not None
        assert case.first_contact_on is None


def test_what_a_supporter_texts_is_kept_and_a_stop_has_somebody_to_see_to_it(
    portal: Portal, reference: str, sister_id: UUID
) -> None:
    channel_id = _of_sister(portal, reference, sister_id)
    record_inbound(portal.ctx, "07700 900555", "STOP")
    (kept,) = [row for row in _contacts(portal, reference) if row.method == ContactMethod.SMS]
    assert kept.with_id == sister_id
    assert "STOP" in [contact.note for contact in view(portal, reference).contacts]
    kinds = [task.kind for task in view(portal, reference).tasks]
    assert {"reply_received", "confirm_channel"} <= set(kinds)
    assert codes_of(portal, channel_id) == []


def test_when_the_support_ends_their_numbers_are_out_of_reach(
    portal: Portal, reference: str, sister_id: UUID
) -> None:
    channel_id = _of_sister(portal, reference, sister_id)
    send_code(portal.ctx, portal.officer, reference, channel_id)
    code = newest_code(portal, channel_id)
    (sister,) = supporters.beside(portal, reference)
    end_supporter(
        portal.ctx, portal.officer, reference, sister.id, portal.ctx.today(), "She said so."
    )
    assert worked(portal)[1].taken == []
    with pytest.raises(NotFoundError):
        enter_code(portal.ctx, portal.officer, reference, channel_id, code, "voice")
    with pytest.raises(NotFoundError):
        _of_sister(portal, reference, sister_id)


def test_nobody_else_gets_a_channel_on_the_case(portal: Portal, reference: str) -> None:
    other = received(portal, referral_reference="W-2", prison_number="B1234CD", crn="X2",
                     victim_last_name="Elm", victim_date_of_birth="1970-01-01")  # fmt: skip
    with portal.ctx.store.reading() as uow:
        theirs = case_within_reach(uow, portal.officer, other).person_id
    with pytest.raises(NotFoundError):
        _of_sister(portal, reference, theirs)
