"""The words of consent, the contact that an answer is, and the tries before "no response"."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.support.answers import (
    E,
    at,
    consent_shown,
    contact_clock,
    give,
    log,
    logged,
    newest_step,
)
from tests.support.casework import (
    ANSWERED_ON,
    OFFERED_ON,
    answered,
    received,
    task_kinds,
    unanswered,
    view,
)
from tests.support.portal import Portal
from victim_portal.domain.clocks import ClockState
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    Language,
    Level,
)
from victim_portal.services.callbacks import record_inbound
from victim_portal.services.contacts import ContactInput, record_contact
from victim_portal.services.enrolment import (
    AnswerInput,
    answer_asked,
    record_answer,
)
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.reach import case_within_reach


def test_opting_in_needs_the_words_shown_their_own_and_a_level(portal: Portal) -> None:
    reference = at(portal, E.OFFERED)
    with pytest.raises(InvalidError) as refused:
        answered(portal, reference, E.OPTED_IN, ANSWERED_ON + timedelta(days=9))
    assert set(refused.value.problems) >= {"consent_words", "level", "on"}
    with pytest.raises(InvalidError) as refused:
        give(portal, reference, E.OPTED_IN, shown_in=None)
    assert set(refused.value.problems) == {"shown"}
    give(portal, reference, E.OPTED_IN, consent_words="  Yes, <b>please</b>. Ŵyr 😀 ")
    step = view(portal, reference).steps[-1]
    assert step.consent_words == "Yes, <b>please</b>. Ŵyr 😀"
    row = newest_step(portal)
    assert row.consent_words_sealed is not None
    assert b"please" not in row.consent_words_sealed
    assert b"join" not in (row.consent_shown_sealed or b"")


@pytest.mark.parametrize(
    ("language", "shown_in", "words"),
    [
        ("en", Language.ENGLISH, "Do you want to join?"),
        ("cy", Language.WELSH, "Ydych chi am ymuno?"),
        # An English-speaking officer read it out, and they agreed to that.
        ("cy", Language.ENGLISH, "Do you want to join?"),
    ],
)
def test_the_exact_words_shown_are_kept(
    portal: Portal, language: str, shown_in: Language, words: str
) -> None:
    reference = received(portal, language=language)
    asked = answer_asked(portal.ctx, portal.officer, reference)
    assert list(asked.consent) == list(dict.fromkeys([Language(language), Language.ENGLISH]))
    give(portal, reference, E.OPTED_IN, shown_in=shown_in)
    kept = consent_shown(portal)
    assert kept == asked.consent[shown_in][Level.KEY_STAGES]
    assert kept.endswith(words)


def test_welsh_words_that_nobody_reviewed_are_not_shown_outside_the_demo(portal: Portal) -> None:
    reference = received(portal, language="cy")
    portal.ctx = replace(portal.ctx, production=True)
    asked = answer_asked(portal.ctx, portal.officer, reference)
    assert list(asked.consent) == [Language.ENGLISH]
    assert "reviewed" in asked.no_welsh
    with pytest.raises(InvalidError) as refused:
        give(portal, reference, E.OPTED_IN, shown_in=Language.WELSH)
    assert refused.value.problems == {"shown": asked.no_welsh}
    portal.ctx = replace(portal.ctx, welsh_reviewer="Nerys Enghraifft")
    give(portal, reference, E.OPTED_IN, shown_in=Language.WELSH)


def test_offered_and_answered_in_one_call_is_two_steps_and_one_contact(portal: Portal) -> None:
    reference = received(portal)
    with pytest.raises(InvalidError) as refused:
        give(portal, reference, E.OPTED_IN, how=ContactMethod.LETTER)
    assert set(refused.value.problems) == {"how"}
    give(portal, reference, E.OPTED_IN)
    case = view(portal, reference)
    assert [(step.moved_to, step.on, step.how) for step in case.steps] == [
        (E.OFFERED, portal.ctx.today(), ContactMethod.TELEPHONE),
        (E.OPTED_IN, portal.ctx.today(), ContactMethod.TELEPHONE),
    ]
    assert [contact.outcome for contact in logged(portal)] == ["spoke"]
    assert case.enrolment is E.OPTED_IN
    assert "first_contact" not in task_kinds(portal, reference)


def test_a_call_that_is_in_the_log_is_not_logged_again_by_its_answer(portal: Portal) -> None:
    reference = received(portal)
    call = ContactInput(
        ContactMethod.TELEPHONE, ContactOutcome.SPOKE, portal.ctx.today(), elsewhere=True
    )
    record_contact(portal.ctx, portal.officer, reference, call)
    give(portal, reference, E.DECLINED)
    assert [contact.outcome for contact in logged(portal)] == ["spoke"]
    give(portal, reference, E.OFFERED, how=ContactMethod.LETTER)
    assert [contact.outcome for contact in logged(portal)] == ["spoke", "sent"]


def test_an_offer_by_letter_leaves_the_clock_running_and_a_call_stops_it(portal: Portal) -> None:
    reference = received(portal)
    assert task_kinds(portal, reference) == ["first_contact"]
    answered(portal, reference, E.OFFERED, OFFERED_ON, how=ContactMethod.LETTER)
    answered(portal, reference, E.OFFERED, ANSWERED_ON, how=ContactMethod.LETTER)
    assert contact_clock(portal, reference) is ClockState.RUNNING
    assert task_kinds(portal, reference) == ["first_contact"]
    assert [contact.outcome for contact in logged(portal)] == ["sent"] * 2
    give(portal, reference, E.DEFERRED)
    assert contact_clock(portal, reference) is ClockState.STOPPED_IN_TIME
    assert "first_contact" not in task_kinds(portal, reference)


def test_no_response_is_no_contact_and_ends_the_wait_for_one(portal: Portal) -> None:
    reference = at(portal, E.NO_RESPONSE)
    with portal.ctx.store.reading() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        assert case.first_contact_on is None
    assert [contact.outcome for contact in logged(portal)] == ["sent"] * 4
    # The last letter can't go without an address: that is somebody's to mend.
    assert task_kinds(portal, reference) == ["find_a_way"]


def test_no_response_counts_the_tries_since_the_last_answer(portal: Portal) -> None:
    reference = at(portal, E.NO_RESPONSE)
    portal.clock.move(days=1)
    give(portal, reference, E.OFFERED, how=ContactMethod.LETTER)
    with pytest.raises(InvalidError) as refused:
        give(portal, reference, E.NO_RESPONSE)
    assert "there is 1" in refused.value.problems["state"]
    unanswered(portal, reference)
    give(portal, reference, E.NO_RESPONSE)


def test_tries_on_one_day_and_letters_that_came_back_are_not_enough(portal: Portal) -> None:
    reference = received(portal)
    give(portal, reference, E.OFFERED, how=ContactMethod.LETTER)
    for outcome in (ContactOutcome.NO_ANSWER, ContactOutcome.VOICEMAIL_LEFT) * 2:
        log(portal, reference, ContactMethod.TELEPHONE, outcome)
    with pytest.raises(InvalidError) as refused:
        give(portal, reference, E.NO_RESPONSE)
    assert "28 days between the first and the last" in refused.value.problems["state"]
    portal.clock.move(days=28)
    log(portal, reference, ContactMethod.LETTER, ContactOutcome.SENT)
    log(portal, reference, ContactMethod.LETTER, ContactOutcome.RETURNED)
    with pytest.raises(InvalidError):
        give(portal, reference, E.NO_RESPONSE)
    log(portal, reference, ContactMethod.TELEPHONE, ContactOutcome.NO_ANSWER)
    give(portal, reference, E.NO_RESPONSE)


def test_what_was_shown_before_somebody_elses_change_is_refused(portal: Portal) -> None:
    reference = at(portal, E.OFFERED)
    seen = answer_asked(portal.ctx, portal.officer, reference).version
    give(portal, reference, E.DECLINED)
    given = AnswerInput(E.OFFERED, portal.ctx.today(), ContactMethod.LETTER)
    once = uuid4()
    with pytest.raises(ConflictError):
        record_answer(portal.ctx, portal.officer, reference, given, once, seen)
    assert view(portal, reference).enrolment is E.DECLINED
    newer = answer_asked(portal.ctx, portal.officer, reference).version
    for _ in range(2):
        record_answer(portal.ctx, portal.officer, reference, given, once, newer)
    assert [step.moved_to for step in view(portal, reference).steps][-2:] == [E.DECLINED, E.OFFERED]


def test_an_answer_by_a_text_from_an_unknown_hand_is_the_officers_word(portal: Portal) -> None:
    reference = received(portal, mobile="07700 900123")
    record_inbound(portal.ctx, "+447700900123", "No thank you", "SM1")
    assert contact_clock(portal, reference) is ClockState.RUNNING
    give(portal, reference, E.OFFERED, how=ContactMethod.LETTER)
    give(portal, reference, E.DECLINED, how=ContactMethod.SMS)
    assert contact_clock(portal, reference) is ClockState.STOPPED_IN_TIME
    assert sorted(contact.outcome for contact in logged(portal)) == ["received", "sent"]
