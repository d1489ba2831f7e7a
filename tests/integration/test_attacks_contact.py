"""What a hurried, a curious or a hostile hand does to contact: no word is lost, no door opens."""

from dataclasses import replace
from datetime import date

import pytest

from tests.support.casework import (
    MOBILE,
    answered,
    approve,
    dated,
    delivered,
    evenings,
    mobile,
    opted_in,
    reachable,
    ready,
    received,
    task_kinds,
    view,
)
from tests.support.codes import added, channel_of, newest_code, refused
from tests.support.corrections import case_of, corrected_offender, forgotten, lettered, rows
from tests.support.duplicates import AGAIN, merged, pair_of
from tests.support.portal import Portal
from tests.support.supporters import add as add_supporter
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ChannelUse,
    ContactMethod,
    Enrolment,
    Language,
    Need,
)
from victim_portal.services.allocation import assign_case, take_case
from victim_portal.services.callbacks import record_inbound
from victim_portal.services.callers import caller_check
from victim_portal.services.cases import case_view
from victim_portal.services.channels import (
    ChannelInput,
    add_channel,
    change_plan,
    end_channel,
    suspend_channel,
)
from victim_portal.services.contacts import contact_asked
from victim_portal.services.corrections import correct_channel, corrections_view
from victim_portal.services.enrolment import AnswerInput, record_answer
from victim_portal.services.errors import InvalidError
from victim_portal.services.needs import NeedsInput, needs_for_form, record_needs
from victim_portal.services.referrals import decide_duplicate, withdraw_referral
from victim_portal.services.tasks import list_tasks
from victim_portal.services.verification import send_code
from victim_portal.store.models import Channel, Person, Supporter

WHY = "He reads everything on it"


def test_a_stop_of_the_double_is_not_lost_with_it(portal: Portal) -> None:
    known, new = opted_in(portal), received(portal, **AGAIN, mobile=MOBILE)
    (kept_id,) = reachable(portal, known, mobile())
    (one,) = view(portal, new).channels
    suspend_channel(portal.ctx, portal.officer, new, one.id, WHY)
    assert merged(portal, new, known) == known
    (kept,) = rows(portal, Channel, id=kept_id)
    assert kept.suspended_at is not None
    assert kept.verified_at is None
    assert WHY in channel_of(portal, known, kept_id).suspended_why


def test_a_stop_of_the_double_goes_over_with_the_number(portal: Portal) -> None:
    known, new = opted_in(portal), received(portal, **AGAIN, mobile=MOBILE)
    (one,) = view(portal, new).channels
    suspend_channel(portal.ctx, portal.officer, new, one.id, WHY)
    merged(portal, new, known)
    (moved,) = view(portal, known).channels
    assert WHY in moved.suspended_why


def test_no_answer_is_buried_in_a_double(portal: Portal) -> None:
    known, new = opted_in(portal), received(portal, **AGAIN)
    merged(portal, new, known)
    with pytest.raises(InvalidError, match="closed"):
        answered(portal, new, Enrolment.DO_NOT_CONTACT, date(2026, 11, 14))


def test_a_withdrawn_case_keeps_a_no_and_takes_no_yes(portal: Portal) -> None:
    reference = received(portal)
    withdraw_referral(portal.ctx, portal.manager, reference, "Wrong victim")
    with pytest.raises(InvalidError, match="opened again"):
        answered(portal, reference, Enrolment.OFFERED, date(2026, 11, 14))
    # In the queue of its unit again it would be rung: the no has to be there by then.
    on = date(2026, 11, 14)
    given = AnswerInput(Enrolment.DO_NOT_CONTACT, on, ContactMethod.TELEPHONE)
    record_answer(portal.ctx, portal.manager, reference, given)
    assert case_of(portal, reference).enrolment == Enrolment.DO_NOT_CONTACT


def test_two_plans_for_one_number_are_gone_through_again(portal: Portal) -> None:
    known, new = opted_in(portal), received(portal, **AGAIN)
    (kept_id,) = reachable(portal, known, mobile())
    reachable(portal, new, mobile(danger="Her ex has the phone on Fridays"))
    merged(portal, new, known)
    (kept,) = rows(portal, Channel, id=kept_id)
    assert (kept.suspended_at, kept.confirmed_at) == (None, None)
    assert "confirm_channel" in task_kinds(portal, known)


def test_what_a_plan_leaves_out_stays_left_out(portal: Portal) -> None:
    known, new = opted_in(portal), received(portal, **AGAIN)
    reachable(portal, new, mobile(uses=frozenset({ChannelUse.SMS}), danger="He answers calls"))
    merged(portal, new, known)
    (moved,) = view(portal, known).channels
    assert (moved.uses, moved.danger) == (frozenset({ChannelUse.SMS}), "He answers calls")
    assert (moved.verified_at, moved.confirmed_at) == (None, None)


def test_a_printed_letter_of_a_double_is_stopped_by_a_person(portal: Portal) -> None:
    known = opted_in(portal)
    new = received(portal, **AGAIN, address="1 High Street")
    lettered(portal, new, view(portal, new).channels[0].id)
    merged(portal, new, known)
    assert "stop_letter" in task_kinds(portal, known)


def test_a_word_that_went_to_a_wrong_number_shows_nobody(portal: Portal) -> None:
    reference = ready(portal)
    (one,) = [c for c in view(portal, reference).channels if c.kind is ChannelKind.MOBILE]
    given = mobile(code_word="Bluebell", agreed=ContactMethod.TELEPHONE)
    change_plan(portal.ctx, portal.officer, reference, one.id, given, one.plan_version)
    approve(portal, reference)
    assert delivered(portal)
    version = channel_of(portal, reference, one.id).plan_version
    args = (reference, one.id, "07700 900999", "A digit was wrong", version)
    right_id = correct_channel(portal.ctx, portal.officer, *args)
    assert channel_of(portal, reference, right_id).code_word == ""
    assert caller_check(portal.ctx, portal.officer, reference).callers[0].code_words == ()


def test_a_text_to_a_withdrawn_case_is_heard(portal: Portal) -> None:
    reference = received(portal, mobile=MOBILE)
    withdraw_referral(portal.ctx, portal.manager, reference, "Wrong victim")
    record_inbound(portal.ctx, MOBILE, "Who are you? I am frightened", "SM1")
    assert "reply_received" in {one.kind for one in list_tasks(portal.ctx, portal.manager)}


def test_a_letter_that_was_never_posted_verifies_nothing(portal: Portal) -> None:
    reference = opted_in(portal)
    channel_id = added(
        portal,
        reference,
        ChannelInput(
            ChannelKind.POST,
            "1 High Street\nWinchester\nSO23 8UJ",
            frozenset({ChannelUse.LETTER}),
            any_time=True,
        ),
    )
    send_code(portal.ctx, portal.officer, reference, channel_id)
    code = newest_code(portal, channel_id)
    assert "posted" in refused(portal, reference, channel_id, code)
    assert channel_of(portal, reference, channel_id).verified_at is None


def test_a_code_word_of_a_number_that_was_unsafe_stays_dead(portal: Portal) -> None:
    reference = opted_in(portal)
    given = mobile(code_word="Bluebell")
    (channel_id,) = reachable(portal, reference, given)
    other = replace(mobile(code_word="bluebell "), value="07700 900124")
    reachable(portal, reference, other)
    suspend_channel(portal.ctx, portal.officer, reference, channel_id, WHY)
    assert caller_check(portal.ctx, portal.officer, reference).callers[0].code_words == ()
    end_channel(portal.ctx, portal.officer, reference, channel_id)
    assert caller_check(portal.ctx, portal.officer, reference).callers[0].code_words == ()


def test_joining_persons_never_takes_a_protection_away(portal: Portal) -> None:
    known = received(portal)
    new = received(portal, **AGAIN, sentenced_on="2026-11-03", court="Leeds")
    with portal.ctx.store.writing() as uow:
        person = uow.get(Person, case_of(portal, new).person_id)
        assert person is not None
        person.protected_identity = True
        uow.commit()
    pair = pair_of(portal, new, known)
    with pytest.raises(InvalidError, match="protected"):
        decide_duplicate(portal.ctx, portal.officer, pair.id, "same_person")


def test_why_an_offender_was_put_right_elsewhere_is_not_told(portal: Portal) -> None:
    ours = received(portal)
    theirs = received(
        portal,
        referral_reference="WCU-9",
        victim_first_name="Zoe",
        victim_last_name="Elm",
        victim_date_of_birth="1970-01-01",
        unit="Northumbria",
    )
    assert theirs
    corrected_offender(portal, ours, first_name="Jon", why="Mary Ash told me so")
    (told,) = corrections_view(portal.ctx, portal.stranger, theirs).corrections
    assert (told.why, told.recorded_by, told.elsewhere) == ("", "", True)
    (told,) = corrections_view(portal.ctx, portal.officer, ours).corrections
    assert (told.why, told.recorded_by) == ("Mary Ash told me so", "Sam Carter")
    dated(portal, ours, CRD="2031-11-01")
    seen = case_view(portal.ctx, portal.stranger, theirs).key_dates.newest
    assert getattr(seen, "recorded_by", None) == ""
    seen = view(portal, ours).key_dates.newest
    assert getattr(seen, "recorded_by", None) == "Sam Carter"


def test_a_supporter_who_cannot_be_read_hides_nobody_else(portal: Portal) -> None:
    reference = ready(portal)
    add_supporter(portal, reference)
    (one,) = rows(portal, Supporter)
    theirs = mobile(value="07700 900555", agreed=ContactMethod.TELEPHONE, code_word="Oak")
    add_channel(portal.ctx, portal.officer, reference, theirs, person_id=one.supporter_id)
    forgotten(portal, one.supporter_id)
    shown = view(portal, reference)
    assert len(shown.channels) == 2
    assert [each.name for each in shown.supporters] == ["Can't be read"]
    check = caller_check(portal.ctx, portal.officer, reference)
    assert len(check.callers) == 1
    assert len(check.numbers) == 2
    contact_asked(portal.ctx, portal.officer, reference)


def test_what_they_need_is_not_lost_with_a_double(portal: Portal) -> None:
    known, new = opted_in(portal), received(portal, **AGAIN)
    form = needs_for_form(portal.ctx, portal.officer, new)
    needs = frozenset({Need.INTERPRETER, Need.LARGE_PRINT})
    given = NeedsInput("Molly", Language.ENGLISH, needs, interpreter="Urdu")
    record_needs(portal.ctx, portal.officer, new, given, form.needs.version)
    merged(portal, new, known)
    kept = view(portal, known).needs
    assert (kept.called, set(kept.needs), kept.interpreter) == ("Molly", needs, "Urdu")


def test_no_code_goes_that_tells_them_to_wait_for_another_officer(portal: Portal) -> None:
    reference = opted_in(portal)
    take_case(portal.ctx, portal.officer, reference)
    channel_id = added(portal, reference, mobile(any_time=False, windows=(evenings(),)))
    assert send_code(portal.ctx, portal.officer, reference, channel_id).waits_until
    assign_case(portal.ctx, portal.manager, reference, portal.user("nia.evans@example.org"))
    portal.clock.move(hours=10)
    assert delivered(portal) == []
    assert "held_message" in task_kinds(portal, reference)


def test_a_new_number_is_not_buried_in_a_double(portal: Portal) -> None:
    known, new = opted_in(portal), received(portal, **AGAIN)
    version = needs_for_form(portal.ctx, portal.officer, new).needs.version
    merged(portal, new, known)
    with pytest.raises(InvalidError) as refused_number:
        add_channel(portal.ctx, portal.officer, new, mobile())
    assert "double" in refused_number.value.problems["value"]
    with pytest.raises(InvalidError) as refused_needs:
        record_needs(portal.ctx, portal.officer, new, NeedsInput("Molly"), version)
    assert "double" in refused_needs.value.problems[""]
