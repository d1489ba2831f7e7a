"""Making sure who is at the telephone: what is asked, what is recorded, what follows."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.support.callers import (
    ANSWERS,
    CODE,
    FAILED,
    HERS,
    OTHER,
    change,
    channel_ids,
    check,
    log,
    number_of,
    record,
    ring_back,
    talked,
    verified,
)
from tests.support.casework import (
    answered,
    approve,
    dated,
    delivered,
    email,
    mobile,
    opted_in,
    reachable,
    received,
    task_kinds,
    view,
)
from tests.support.portal import Portal
from tests.support.supporters import add, beside, count, events, with_channel
from victim_portal.domain.callers import CheckOutcome, Question
from victim_portal.domain.vocabulary import ChannelKind, ContactOutcome, Enrolment
from victim_portal.services.callers import (
    Checked,
    CheckInput,
)
from victim_portal.services.channels import ChannelInput, add_channel, suspend_channel
from victim_portal.services.errors import InvalidError
from victim_portal.services.reach import case_within_reach
from victim_portal.services.supporters import end_supporter
from victim_portal.store.models import ContactLog, Person


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal, **HERS)


def test_what_is_asked_comes_from_what_is_known(portal: Portal, reference: str) -> None:
    [her] = check(portal, reference).callers
    assert (her.name, her.role, her.code_words) == ("Mary Ash", None, ())
    # Her name, address and birthday are known to whoever is close to her.
    assert her.asked.ask == ()
    assert not her.asked.enough
    answered(portal, reference, Enrolment.OFFERED, date(2026, 11, 12))
    verified(portal, reference)
    [her] = check(portal, reference).callers
    assert her.asked.ask == (Question.LAST_TALK, Question.ADDRESS)
    assert [word.word for word in her.code_words] == ["Bluebell"]
    assert her.facts.last_talk_on == date(2026, 11, 12)
    assert (her.facts.officer, her.facts.called) == ("Sam", "")
    assert events(portal, "caller_checked") == [{"outcome": "opened"}] * 2


def test_a_word_that_stood_at_a_stopped_number_no_longer_counts(
    portal: Portal, reference: str
) -> None:
    hers = number_of(portal, reference)
    safe = verified(portal, reference)
    change(portal, hers, code_word="bluebell ")
    suspend_channel(portal.ctx, portal.officer, reference, hers, "A stranger answered")
    [her] = check(portal, reference).callers
    assert her.code_words == ()
    with pytest.raises(InvalidError) as refused:
        record(portal, reference, CODE)
    assert set(refused.value.problems) == {"outcome"}
    change(portal, safe, code_word="Heron")
    assert [word.word for word in check(portal, reference).callers[0].code_words] == ["Heron"]


def test_what_somebody_close_knows_is_never_enough(portal: Portal, reference: str) -> None:
    with pytest.raises(InvalidError) as refused:
        record(portal, reference, ANSWERS)
    assert "only they could answer" in refused.value.problems["outcome"]
    assert log(portal) == []
    record(portal, reference, FAILED, wanted="It is Mary, please ring me")
    assert "ring_back" in task_kinds(portal, reference)


def test_the_name_they_like_is_asked_only_where_the_caller_has_not_just_given_it(
    portal: Portal, reference: str
) -> None:
    talked(portal, reference)
    for called, asked in (("mary ", False), ("Ash", False), ("Molly", True)):
        with portal.ctx.store.writing() as uow:
            case = case_within_reach(uow, portal.officer, reference)
            person = uow.get(Person, case.person_id)
            assert person is not None
            person.called = called
            uow.commit()
        [her] = check(portal, reference).callers
        assert (Question.CALLED in her.asked.ask + her.asked.spare) == asked


def test_a_word_that_went_out_in_a_message_no_longer_counts_alone(portal: Portal) -> None:
    reference = opted_in(portal)
    reachable(portal, reference, mobile(code_word="Bluebell"), email(code_word="Heron"))
    landline = ChannelInput(ChannelKind.LANDLINE, "01962 960001", code_word="bluebell")
    add_channel(portal.ctx, portal.officer, reference, landline)
    change(portal, channel_ids(portal, reference)["mobile"], code_word="Bluebell")
    assert {word.sent for word in check(portal, reference).callers[0].code_words} == {False}
    dated(portal, reference, CRD="2031-11-01", SLED="2034-11-01")
    approve(portal, reference)
    # Queued, nobody has read it yet.
    assert not any(word.sent for word in check(portal, reference).callers[0].code_words)
    assert any("Bluebell" in words for words in delivered(portal))
    [her] = check(portal, reference).callers
    assert {word.word: word.sent for word in her.code_words} == {
        "Bluebell": True,
        "Heron": True,
        "bluebell": True,
    }
    assert her.asked.code_words == ()
    assert her.asked.ask[0] is Question.LAST_TALK
    record(portal, reference, CODE)
    with portal.ctx.store.writing() as uow:
        for entry in uow.session.scalars(select(ContactLog)):
            entry.outcome = "no_answer"
        uow.commit()
    with pytest.raises(InvalidError) as refused:
        record(portal, reference, CODE)
    assert "no private question" in refused.value.problems["outcome"]


@pytest.mark.parametrize("outcome", [CODE, ANSWERS])
def test_who_passed_was_spoken_to_and_stops_the_clock(
    portal: Portal, reference: str, outcome: CheckOutcome
) -> None:
    verified(portal, reference)
    talked(portal, reference)
    assert "first_contact" in task_kinds(portal, reference)
    done = record(portal, reference, outcome, wanted="Wants to join", still_safe=True)
    assert (done.outcome, done.supporter, done.suggest_stopping) == (outcome, False, None)
    [entry] = [one for one in log(portal) if one.inward]
    assert (entry.outcome, entry.method, entry.still_safe) == ("spoke", "telephone", True)
    assert (entry.on, entry.at, entry.with_id) == (portal.ctx.today(), portal.ctx.now(), None)
    with portal.ctx.store.reading() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        assert case.first_contact_on == portal.ctx.today()
    assert "first_contact" not in task_kinds(portal, reference)
    assert "ring_back" not in task_kinds(portal, reference)
    assert view(portal, reference).contacts[0].note == "Wants to join"


@pytest.mark.parametrize("outcome", [FAILED, OTHER])
def test_who_did_not_pass_is_no_contact_and_leaves_a_call_to_make(
    portal: Portal, reference: str, outcome: CheckOutcome
) -> None:
    verified(portal, reference)
    talked(portal, reference)
    before = task_kinds(portal, reference)
    record(portal, reference, outcome, wanted="Asked when he comes out")
    [entry] = [one for one in log(portal) if one.inward]
    assert entry.outcome == ContactOutcome.SOMEONE_ELSE_ANSWERED
    with portal.ctx.store.reading() as uow:
        assert case_within_reach(uow, portal.officer, reference).first_contact_on is None
    # They were talked with before, so what is owed is their answer.
    owed = {*before, "ring_back", "get_answer"} - {"first_contact"}
    assert set(task_kinds(portal, reference)) == owed
    task = ring_back(portal)
    assert task.due_on == portal.ctx.today()
    assert "on a verified number" in task.what
    record(portal, reference, outcome)
    assert task_kinds(portal, reference).count("ring_back") == 1
    record(portal, reference, ANSWERS)
    assert "ring_back" not in task_kinds(portal, reference)


def test_without_a_verified_number_another_way_is_to_be_found(
    portal: Portal, reference: str
) -> None:
    record(portal, reference, FAILED)
    assert "no verified number is left" in ring_back(portal).what


def test_the_number_that_was_used_is_not_the_one_to_ring(portal: Portal, reference: str) -> None:
    used = verified(portal, reference)
    talked(portal, reference)
    done = record(portal, reference, FAILED, number_id=used)
    assert done.suggest_stopping == used
    assert "no verified number is left" in ring_back(portal).what
    assert record(portal, reference, ANSWERS, number_id=used).suggest_stopping is None


@pytest.mark.parametrize("state", [Enrolment.DECLINED, Enrolment.DO_NOT_CONTACT])
def test_nobody_who_said_no_is_rung_because_somebody_pretended(
    portal: Portal, reference: str, state: Enrolment
) -> None:
    answered(portal, reference, Enrolment.OFFERED, date(2026, 11, 12))
    answered(portal, reference, state, date(2026, 11, 13))
    assert check(portal, reference).do_not_contact == (state is Enrolment.DO_NOT_CONTACT)
    talked(portal, reference)
    record(portal, reference, FAILED)
    assert "ring_back" not in task_kinds(portal, reference)
    task = ring_back(portal, "decide_about_caller")
    assert (task.managers_own, task.for_role) == (True, "manager")
    record(portal, reference, ANSWERS)
    # They rang themselves, and only their recorded wish brings them back.
    assert view(portal, reference).enrolment is state


def test_sent_twice_it_is_recorded_once(portal: Portal, reference: str) -> None:
    once, used = uuid4(), number_of(portal, reference)
    first = record(portal, reference, OTHER, once, number_id=used)
    assert record(portal, reference, OTHER, once, number_id=used) == first
    assert count(portal, ContactLog) == 1
    assert events(portal, "caller_checked") == [{"outcome": "someone_else"}]


def test_what_they_call_unsafe_is_stopped_at_once(portal: Portal, reference: str) -> None:
    hers = number_of(portal, reference)
    safe = verified(portal, reference)
    talked(portal, reference)
    with pytest.raises(InvalidError) as refused:
        record(portal, reference, ANSWERS, still_safe=False)
    assert set(refused.value.problems) == {"unsafe"}
    assert not any(one.inward for one in log(portal))
    record(portal, reference, ANSWERS, still_safe=False, unsafe=(hers,))
    stopped = {c.id: c.suspended_at is not None for c in view(portal, reference).channels}
    assert stopped[hers]
    assert not stopped[safe]
    assert "confirm_channel" in task_kinds(portal, reference)


def test_with_everything_stopped_no_can_still_be_said(portal: Portal) -> None:
    reference = received(portal, mobile="07700 900123")
    talked(portal, reference)
    suspend_channel(portal.ctx, portal.officer, reference, number_of(portal, reference), "Lost")
    record(portal, reference, ANSWERS, still_safe=False)
    assert log(portal)[-1].still_safe is False


def test_a_supporter_is_spoken_to_without_stopping_the_clock(
    portal: Portal, reference: str
) -> None:
    supporter_id = add(portal, reference, may_hear_news=False, born_on=date(1985, 5, 6))
    [ruth] = beside(portal, reference)
    number = with_channel(portal, ruth.person_id)
    [_, theirs] = check(portal, reference).callers
    assert (theirs.name, theirs.may_hear_news) == ("Ruth Birch", False)
    assert theirs.asked.ask == ()
    talked(portal, reference, ruth.person_id)
    [_, theirs] = check(portal, reference).callers
    assert theirs.asked.ask == (Question.LAST_TALK, Question.BIRTH)
    talked(portal, reference)
    with portal.ctx.store.writing() as uow:
        case_within_reach(uow, portal.officer, reference).first_contact_on = None
        uow.commit()
    portal.clock.move(days=2)
    done = record(portal, reference, ANSWERS, caller_id=ruth.person_id, number_id=number)
    assert done == Checked(ANSWERS, supporter=True)
    entry = log(portal)[-1]
    assert (entry.with_id, entry.outcome, entry.inward) == (ruth.person_id, "spoke", True)
    with portal.ctx.store.reading() as uow:
        assert case_within_reach(uow, portal.officer, reference).first_contact_on is None
    # A talk with the one is none with the other.
    her, theirs = check(portal, reference).callers
    talks = (her.facts.last_talk_on, theirs.facts.last_talk_on)
    assert talks == (date(2026, 11, 18), date(2026, 11, 20))
    end_supporter(portal.ctx, portal.officer, reference, supporter_id, portal.ctx.today())
    assert len(check(portal, reference).callers) == 1
    with pytest.raises(InvalidError) as refused:
        record(portal, reference, ANSWERS, caller_id=ruth.person_id)
    assert "tell them nothing" in refused.value.problems["caller"]


def test_nothing_of_a_check_shows_in_a_repr(portal: Portal, reference: str) -> None:
    verified(portal, reference)
    add(portal, reference)
    shown = repr(check(portal, reference)) + repr(CheckInput(FAILED, wanted="When is he out"))
    known = ("Bluebell", "Mary", "Ash", "High Street", "SO14", "1990", "Ruth", "07700", "out")
    for secret in known:
        assert secret not in shown.replace("outcome", "")
