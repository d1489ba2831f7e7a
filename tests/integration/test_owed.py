"""Whoever hasn't answered is never forgotten: one dated task says what is owed to them."""

from datetime import date, timedelta

import pytest

from tests.support.answers import E, give
from tests.support.casework import answered, unanswered, view
from tests.support.contacts import M, Out, case_row, open_tasks, tried
from tests.support.duplicates import AGAIN, merged
from tests.support.letters import OTHER, address_of, plan_of, posted, referred
from tests.support.portal import Portal
from tests.support.web import client_for
from victim_portal.domain.first_contact import LAST_LETTER_SAID, StepState
from victim_portal.domain.vocabulary import (
    ChannelKind,
    Enrolment,
    FirstContactStep,
    LetterKind,
    ReturnReason,
)
from victim_portal.services.allocation import assign_case
from victim_portal.services.callbacks import record_inbound
from victim_portal.services.channels import suspend_channel
from victim_portal.services.contacts.owed import OWED
from victim_portal.services.enrolment import possible_answers
from victim_portal.services.errors import InvalidError
from victim_portal.services.letters import return_letter
from victim_portal.services.notes import NoteInput, record_note
from victim_portal.services.referrals import ReturnInput, answer_return, send_back

FIRST, TELEPHONE, VISIT, SECOND, DOOR_OPEN = FirstContactStep


def owed(portal: Portal) -> list[tuple[str, date]]:
    return [(one.kind, one.due_on) for one in open_tasks(portal) if one.kind in OWED]


def states(portal: Portal, reference: str) -> list[StepState]:
    return [one.state for one in plan_of(portal, reference).plan.steps]


def phone(portal: Portal, reference: str) -> dict[str, object]:
    (found,) = [c.id for c in view(portal, reference).channels if c.kind is ChannelKind.MOBILE]
    return {"channel_id": found}


def no_response(portal: Portal) -> str:
    reference = referred(portal)
    unanswered(portal, reference)
    give(portal, reference, E.NO_RESPONSE)
    return reference


def test_a_new_referral_waits_for_first_contact_alone(portal: Portal) -> None:
    referred(portal)
    assert owed(portal) == [("first_contact", date(2026, 12, 8))]


@pytest.mark.parametrize("offered", [False, True])
def test_who_was_reached_is_asked_for_an_answer(portal: Portal, offered: bool) -> None:
    reference = referred(portal)
    tried(portal, reference, Out.SPOKE)
    if offered:
        give(portal, reference, E.OFFERED)
    # Ten working days after the 18th of November.
    assert owed(portal) == [("get_answer", date(2026, 12, 2))]
    give(portal, reference, E.DEFERRED)
    assert owed(portal) == [("ask_again", portal.ctx.today() + timedelta(days=30))]
    give(portal, reference, E.DECLINED)
    assert owed(portal) == []


@pytest.mark.parametrize("before", [E.DECLINED, E.DEFERRED, E.NO_RESPONSE])
def test_who_is_offered_again_begins_anew(portal: Portal, before: Enrolment) -> None:
    if before is E.NO_RESPONSE:
        reference = no_response(portal)
    else:
        reference = referred(portal)
        posted(portal, reference)
        give(portal, reference, E.OFFERED)
        give(portal, reference, before)
    portal.clock.move(days=40)
    today = portal.ctx.today()
    answered(portal, reference, E.OFFERED, today, how=M.LETTER)
    ((kind, due_on),) = owed(portal)
    assert kind == "get_answer"
    assert due_on > today
    plan = plan_of(portal, reference).plan
    # The letter that offers it again is the first step of the new round, and the rest follow.
    assert plan.steps[0].done_on == today
    assert all(one.due_on is not None and one.due_on > today for one in plan.steps[1:])


def test_the_last_letter_after_no_response_is_somebodys_to_post(portal: Portal) -> None:
    reference = no_response(portal)
    ((kind, due_on),) = owed(portal)
    plan = plan_of(portal, reference).plan
    assert plan.next_step is not None
    assert (kind, due_on) == ("last_letter", plan.next_step.due_on)
    posted(portal, reference, LetterKind.DOOR_OPEN, portal.ctx.today())
    assert owed(portal) == []
    assert plan_of(portal, reference).enrolment is E.NO_RESPONSE


def test_without_a_way_for_the_last_letter_somebody_finds_one(portal: Portal) -> None:
    reference = referred(portal)
    address = address_of(portal, reference)
    suspend_channel(portal.ctx, portal.officer, reference, address, "She moved.")
    for place in range(3):
        portal.clock.move(days=14 if place else 0)
        tried(portal, reference, Out.NO_ANSWER, **phone(portal, reference))
    give(portal, reference, E.NO_RESPONSE)
    assert [kind for kind, _ in owed(portal)] == ["find_a_way"]


def test_who_rings_after_no_response_is_heard(portal: Portal) -> None:
    reference = no_response(portal)
    portal.clock.move(days=1)
    tried(portal, reference, Out.RECEIVED, inward=True)
    assert [kind for kind, _ in owed(portal)] == ["get_answer"]
    assert plan_of(portal, reference).waits_for_answer
    assert "their answer isn't recorded yet" in client_for(portal).get(f"/cases/{reference}").text


def test_no_response_is_never_said_of_somebody_who_spoke(portal: Portal) -> None:
    reference = referred(portal)
    number = phone(portal, reference)
    for place in range(3):
        portal.clock.move(days=14 if place else 0)
        tried(portal, reference, Out.NO_ANSWER, **number)
    assert plan_of(portal, reference).too_few == ""
    portal.clock.move(hours=1)
    tried(portal, reference, Out.SPOKE, **number)
    with pytest.raises(InvalidError) as refused:
        give(portal, reference, E.NO_RESPONSE)
    assert "when they were reached" in refused.value.problems["state"]
    for _ in range(3):
        portal.clock.move(days=14)
        tried(portal, reference, Out.NO_ANSWER, **number)
    give(portal, reference, E.NO_RESPONSE)
    assert [kind for kind, _ in owed(portal)] == ["last_letter"]


def test_after_the_last_letter_the_other_steps_end(portal: Portal) -> None:
    reference = referred(portal)
    letter_id = posted(portal, reference, LetterKind.DOOR_OPEN)
    assert states(portal, reference) == [StepState.NOT_NEEDED] * 4 + [StepState.DONE]
    assert LAST_LETTER_SAID in client_for(portal).get(f"/cases/{reference}/contacts/new").text
    with pytest.raises(InvalidError) as refused:
        posted(portal, reference, LetterKind.SECOND)
    assert LAST_LETTER_SAID in refused.value.problems[""]
    # The wait for a word goes on all the same.
    assert [kind for kind, _ in owed(portal)] == ["first_contact"]
    return_letter(portal.ctx, portal.officer, reference, letter_id, portal.ctx.today())
    assert plan_of(portal, reference).plan.next_step is not None


def test_while_the_referral_is_in_doubt_nobody_is_rung(portal: Portal) -> None:
    reference = referred(portal)
    given = ReturnInput(ReturnReason.WRONG_PERSON, "Is it her?", "The unit")
    sent_back = send_back(portal.ctx, portal.officer, reference, given)
    assert states(portal, reference) == [StepState.NOT_POSSIBLE] * 5
    client = client_for(portal)
    number = phone(portal, reference)["channel_id"]
    for path in ("contacts/new", f"channels/{number}/code"):
        assert "Wait for their answer." in client.get(f"/cases/{reference}/{path}").text
    answer_return(portal.ctx, portal.officer, reference, sent_back, portal.ctx.today(), "Yes.")
    assert states(portal, reference) == [StepState.DUE] + [StepState.LATER] * 4


def test_a_strangers_text_ends_no_plan_till_an_officer_says_who_it_was(portal: Portal) -> None:
    reference = referred(portal)
    record_inbound(portal.ctx, "07700 900123", "Who is this?")
    assert plan_of(portal, reference).plan.next_step is not None
    assert [kind for kind, _ in owed(portal)] == ["first_contact"]
    assert "Not known who wrote" in client_for(portal).get(f"/cases/{reference}/contacts").text
    give(portal, reference, E.OFFERED)
    portal.clock.move(days=1)
    # It was them, and the text was their answer: the officer knows it now.
    today = portal.ctx.today() - timedelta(days=1)
    answered(portal, reference, E.DECLINED, today, how=M.SMS)
    assert case_row(portal, reference).first_contact_on == today


def test_after_a_merge_the_plan_knows_what_the_double_did(portal: Portal) -> None:
    first = referred(portal)
    for _ in range(2):
        tried(portal, first, Out.NO_ANSWER)
    double = referred(portal, **AGAIN)
    posted(portal, double)
    stays = merged(portal, double, first)
    plan = plan_of(portal, stays).plan
    assert {one.step: one.done for one in plan.steps}[FIRST] == 1
    assert {one.step: one.done for one in plan.steps}[TELEPHONE] == 1
    assert [kind for kind, _ in owed(portal)] == ["first_contact"]


def test_after_a_merge_whoever_was_reached_is_asked_for_an_answer(portal: Portal) -> None:
    first = referred(portal)
    tried(portal, first, Out.SPOKE)
    double = referred(portal, **AGAIN)
    posted(portal, double)
    stays = merged(portal, double, first)
    assert plan_of(portal, stays).plan.next_step is None
    assert [kind for kind, _ in owed(portal)] == ["get_answer"]
    assert open_tasks(portal)[0].case_id == case_row(portal, stays).id


def test_another_officer_of_the_unit_is_told_of(portal: Portal) -> None:
    known, unknown = referred(portal), referred(portal, **OTHER)
    posted(portal, known)
    for reference in (known, unknown):
        assert portal.colleague.user_id is not None
        assign_case(portal.ctx, portal.manager, reference, portal.colleague.user_id)
    told = [one for one in open_tasks(portal) if one.kind == "tell_new_officer"]
    assert [(one.case_id, one.for_user_id) for one in told] == [
        (case_row(portal, known).id, portal.colleague.user_id)
    ]
    # Nobody heard a name: there is nothing to put right.
    assign_case(portal.ctx, portal.manager, known, portal.colleague.user_id)
    assert len([one for one in open_tasks(portal) if one.kind == "tell_new_officer"]) == 1


def test_nobody_is_put_off_for_ever(portal: Portal) -> None:
    reference = referred(portal)
    give(portal, reference, E.OFFERED)
    for far in (date(2028, 11, 19), date.max):
        with pytest.raises(InvalidError) as refused:
            give(portal, reference, E.DEFERRED, deferred_until=far)
        assert refused.value.problems == {
            "deferred_until": "The date to ask again must be 18 November 2028 or before."
        }
    give(portal, reference, E.DEFERRED, deferred_until=date(2028, 11, 18))


def test_a_next_step_and_a_promise_come_within_a_year(portal: Portal) -> None:
    reference = referred(portal)
    far, latest = date(2027, 11, 19), "must be 18 November 2027 or before."
    with pytest.raises(InvalidError) as refused:
        tried(portal, reference, Out.NO_ANSWER, next_step="Ring", next_on=far)
    assert refused.value.problems == {"next_on": f"The date of the next step {latest}"}
    with pytest.raises(InvalidError) as refused:
        record_note(portal.ctx, portal.officer, reference, NoteInput("A", "To ring", far))
    assert refused.value.problems == {"promise_on": f"The date of the promise {latest}"}
    last = date(2027, 11, 18)
    tried(portal, reference, Out.NO_ANSWER, next_step="Ring", next_on=last)
    record_note(portal.ctx, portal.officer, reference, NoteInput("A", "To ring", last))


def test_an_offer_by_text_goes_through_the_door_of_the_log(portal: Portal) -> None:
    reference = referred(portal)
    answered(portal, reference, E.OFFERED, portal.ctx.today(), how=M.SMS)
    (task,) = [one for one in open_tasks(portal) if one.kind == "against_plan"]
    assert task.managers_own
    assert E.OPTED_IN in possible_answers(portal.ctx, portal.officer, reference)


def test_their_own_pages_are_no_way_yet(portal: Portal) -> None:
    reference = referred(portal)
    page = client_for(portal).get(f"/cases/{reference}/answer")
    assert "Their own pages" not in page.text
