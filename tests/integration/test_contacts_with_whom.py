"""With whom a contact was: the person, who stands beside them, somebody ringing for them."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.support.callers import CODE, record, verified
from tests.support.casework import answered, mobile, opted_in, reachable, received, task_kinds, view
from tests.support.contacts import M, Out, case_row, channel, open_tasks, tried, why_stopped
from tests.support.portal import Portal
from tests.support.supporters import add, beside, with_channel
from tests.support.web import client_for
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse, Enrolment
from victim_portal.services.callers import CheckInput, record_check
from victim_portal.services.channels import ChannelInput, add_channel
from victim_portal.services.contacts import Effect, contact_asked
from victim_portal.services.errors import InvalidError


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal, mobile="07700 900123")


@pytest.fixture
def number(portal: Portal, reference: str) -> UUID:
    return next(one.id for one in view(portal, reference).channels)


@pytest.mark.parametrize("outcome", [Out.SPOKE, Out.RECEIVED, Out.SOMEONE_ELSE_ANSWERED])
def test_somebody_ringing_for_them_stops_no_clock_and_no_number(
    portal: Portal, reference: str, number: UUID, outcome: Out
) -> None:
    done = tried(
        portal, reference, outcome, inward=True, channel_id=number, for_them=True, note="She: yes"
    )
    assert done.effects == (Effect.RING_THEM,)
    assert case_row(portal, reference).first_contact_on is None
    assert "first_contact" in task_kinds(portal, reference)
    assert task_kinds(portal, reference).count("ring_them") == 1
    assert why_stopped(portal, number) == ""
    assert view(portal, reference).contacts[0].for_them
    # Rung themselves, nothing is left to ring about.
    tried(portal, reference, Out.SPOKE, channel_id=number)
    assert "ring_them" not in task_kinds(portal, reference)
    assert case_row(portal, reference).first_contact_on == portal.ctx.today()


def test_a_supporter_on_another_number_is_theirs_and_stops_no_clock(
    portal: Portal, reference: str, number: UUID
) -> None:
    add(portal, reference)
    [ruth] = beside(portal, reference)
    before = case_row(portal, reference).first_contact_on
    portal.clock.move(days=1)
    tried(portal, reference, Out.SPOKE, inward=True, with_id=ruth.person_id)
    assert view(portal, reference).contacts[0].with_whom == ruth.name
    assert case_row(portal, reference).first_contact_on == before
    # And the person on the supporter's number is the person.
    theirs = with_channel(portal, ruth.person_id)
    tried(
        portal,
        reference,
        Out.SPOKE,
        channel_id=theirs,
        with_id=case_row(portal, reference).person_id,
    )
    assert view(portal, reference).contacts[0].with_whom == ""


def test_nobody_says_yes_for_another(portal: Portal) -> None:
    reference = opted_in(portal)
    [hers] = reachable(portal, reference, mobile())
    add(portal, reference)
    [ruth] = beside(portal, reference)
    portal.clock.move(days=1)
    confirmed = channel(portal, hers).confirmed_at
    seen = {hers: channel(portal, hers).plan_version}
    given = {"channel_id": hers, "still_safe": True, "seen": seen}
    done = tried(portal, reference, Out.SPOKE, with_id=ruth.person_id, **given)
    assert Effect.NOT_CONFIRMED in done.effects
    assert channel(portal, hers).confirmed_at == confirmed
    with pytest.raises(InvalidError) as refused:
        tried(portal, reference, Out.SPOKE, for_them=True, **given)
    assert set(refused.value.problems) == {"still_safe"}
    # A warning from anybody is heard.
    done = tried(portal, reference, Out.SPOKE, for_them=True, **{**given, "still_safe": False})
    assert Effect.STOPPED in done.effects


def test_what_does_not_fit_is_said(portal: Portal, reference: str, number: UUID) -> None:
    for more in ({"with_id": uuid4()}, {"for_them": True}):
        outcome = Out.NO_ANSWER if "for_them" in more else Out.SPOKE
        with pytest.raises(InvalidError) as refused:
            tried(portal, reference, outcome, channel_id=number, **more)
        assert set(refused.value.problems) == {"with_whom"}


def test_for_somebody_who_said_no_a_manager_decides(portal: Portal, reference: str) -> None:
    answered(portal, reference, Enrolment.DO_NOT_CONTACT, portal.ctx.today())
    tried(portal, reference, Out.SPOKE, inward=True, for_them=True)
    [task] = [one for one in open_tasks(portal) if one.kind == "ring_them"]
    assert task.managers_own


@pytest.mark.parametrize("method", [M.TELEPHONE, M.EMAIL, M.LETTER])
def test_a_message_that_came_in_asks_for_a_call(portal: Portal, reference: str, method: M) -> None:
    done = tried(portal, reference, Out.RECEIVED, method, inward=True, note="Please ring")
    assert Effect.LEFT_WORD in done.effects
    assert "reply_received" in task_kinds(portal, reference)


def test_with_its_next_step_noted_one_task_is_enough(portal: Portal, reference: str) -> None:
    on = portal.ctx.today() + timedelta(days=1)
    tried(portal, reference, Out.RECEIVED, inward=True, next_step="Ring her", next_on=on)
    assert "reply_received" not in task_kinds(portal, reference)
    assert "next_step" in task_kinds(portal, reference)


def test_what_a_caller_asked_of_a_colleague_reaches_the_officer_today(
    portal: Portal, reference: str
) -> None:
    verified(portal, reference)
    given = CheckInput(CODE, wanted="He was seen outside my house")
    record_check(portal.ctx, portal.manager, reference, given)
    [task] = [one for one in open_tasks(portal) if one.kind == "call_taken"]
    assert (task.due_on, task.for_user_id) == (portal.ctx.today(), portal.officer.user_id)
    assert "house" not in task.what


def test_who_has_the_case_asks_nothing_of_themselves(portal: Portal, reference: str) -> None:
    verified(portal, reference)
    record(portal, reference, CODE, wanted="When is it")
    record_check(portal.ctx, portal.manager, reference, CheckInput(CODE))
    assert "call_taken" not in task_kinds(portal, reference)


def test_the_form_asks_with_whom_and_keeps_it(portal: Portal, reference: str) -> None:
    add(portal, reference)
    [ruth] = beside(portal, reference)
    page = client_for(portal).get(f"/cases/{reference}/contacts/new")
    person = case_row(portal, reference).person_id
    assert page.forms[0].offered["with_whom"] == {
        "as_number",
        str(person),
        str(ruth.person_id),
        "for_them",
    }
    done = page.submit(
        {
            "method": "telephone",
            "telephone_channel": "another",
            "telephone_outcome": "in_spoke",
            "with_whom": "for_them",
        }
    ).follow()
    assert "There is a task to ring the person themselves." in done.notices[0]
    assert "somebody rang or wrote for them" in done.text


def test_the_words_for_a_voicemail_stand_beside_a_number_that_allows_one(portal: Portal) -> None:
    reference = opted_in(portal)
    plain, fuller = (
        add_channel(
            portal.ctx,
            portal.officer,
            reference,
            ChannelInput(
                ChannelKind.MOBILE,
                value,
                frozenset({ChannelUse.CALL, ChannelUse.VOICEMAIL}),
                any_time=True,
                fuller_words=more,
                if_dropped="They ring me back",
            ),
        )
        for value, more in (("07700 900301", False), ("07700 900302", True))
    )
    none = add_channel(portal.ctx, portal.officer, reference, mobile(value="07700 900303"))
    said = contact_asked(portal.ctx, portal.officer, reference).voicemails
    assert said[plain] == (
        "Hello, this is Sam. You can ring me Monday to Friday, 9 am to 5 pm. Thank you."
    )
    assert "020 7946 0123" in said[fuller]
    assert none not in said
    text = client_for(portal).get(f"/cases/{reference}/contacts/new").text
    assert f"“{said[plain]}”" in text
    assert text.count("They ring me back") == 2
