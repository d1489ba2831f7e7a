"""What counts as having tried: a way that proved wrong led to nobody."""

from datetime import timedelta

import pytest

from tests.support.casework import answered, email, opted_in, reachable, view
from tests.support.contacts import M, Out, case_row, tried
from tests.support.letters import address_of, enrolment_of, plan_of, posted, referred
from tests.support.portal import Portal
from victim_portal.domain.first_contact import StepState
from victim_portal.domain.vocabulary import Enrolment, FirstContactStep, LetterKind
from victim_portal.services.contacts import contact_log
from victim_portal.services.corrections import channel_for_correction, correct_channel
from victim_portal.services.enrolment import possible_answers
from victim_portal.services.errors import InvalidError
from victim_portal.store import people as people_store


def _calls(portal: Portal, reference: str, number: int = 3) -> None:
    with portal.ctx.store.reading() as uow:
        channels = people_store.channels_of(uow, case_row(portal, reference).person_id)
        [phone] = [one.id for one in channels if one.kind == "mobile"]
    for place in range(number):
        if place:
            portal.clock.move(days=14)
        tried(portal, reference, Out.NO_ANSWER, channel_id=phone)


def _correct(portal: Portal, reference: str, kind: str, value: str) -> None:
    with portal.ctx.store.reading() as uow:
        channels = people_store.channels_of(uow, case_row(portal, reference).person_id)
        [wrong] = [one.id for one in channels if one.kind == kind]
    seen = channel_for_correction(portal.ctx, portal.officer, reference, wrong)
    correct_channel(
        portal.ctx, portal.officer, reference, wrong, value, "They said so.",
        seen.channel.plan_version,
    )  # fmt: skip


def test_calls_alone_are_enough_for_no_response(portal: Portal) -> None:
    """Nobody has to pretend that an offer was made."""
    reference = referred(portal)
    _calls(portal, reference)
    assert Enrolment.NO_RESPONSE in possible_answers(portal.ctx, portal.officer, reference)
    assert plan_of(portal, reference).too_few == ""
    answered(portal, reference, Enrolment.NO_RESPONSE, portal.ctx.today())
    assert enrolment_of(portal, reference) is Enrolment.NO_RESPONSE


def test_calls_to_a_number_that_was_wrong_led_to_nobody(portal: Portal) -> None:
    reference = referred(portal)
    _calls(portal, reference)
    _correct(portal, reference, "mobile", "07700 900777")
    assert plan_of(portal, reference).attempts == ()
    with pytest.raises(InvalidError, match="needs 3 recorded attempts"):
        answered(portal, reference, Enrolment.NO_RESPONSE, portal.ctx.today())


def test_a_wrong_number_takes_the_calls_before_it_away(portal: Portal) -> None:
    reference = referred(portal)
    _calls(portal, reference, 2)
    with portal.ctx.store.reading() as uow:
        channels = people_store.channels_of(uow, case_row(portal, reference).person_id)
        [phone] = [one.id for one in channels if one.kind == "mobile"]
    tried(portal, reference, Out.WRONG_NUMBER, channel_id=phone)
    assert plan_of(portal, reference).attempts == ()


def test_a_letter_to_a_wrong_address_is_written_again(portal: Portal) -> None:
    reference = referred(portal)
    assert address_of(portal, reference)
    posted(portal, reference, LetterKind.FIRST)
    steps = {one.step: one.state for one in plan_of(portal, reference).plan.steps}
    assert steps[FirstContactStep.FIRST_LETTER] is StepState.DONE
    _correct(portal, reference, "post", "9 Mill Lane\nWexley")
    steps = {one.step: one.state for one in plan_of(portal, reference).plan.steps}
    assert steps[FirstContactStep.FIRST_LETTER] is not StepState.DONE


def test_what_the_portal_sent_stands_in_the_log(portal: Portal) -> None:
    from tests.support.casework import approve, delivered

    reference = opted_in(portal)
    reachable(portal, reference, email())
    approve(portal, reference)
    before = contact_log(portal.ctx, portal.officer, reference).entries
    assert delivered(portal)
    new = set(contact_log(portal.ctx, portal.officer, reference).entries) - set(before)
    [entry] = new
    assert (entry.method, entry.outcome, entry.inward) == (M.EMAIL, Out.SENT, False)
    assert entry.on == portal.ctx.today()
    assert entry.at == portal.ctx.now()
    assert view(portal, reference).contacts[0].method is M.EMAIL
    # Sent isn't spoken: what the portal sends is no contact.
    assert portal.ctx.now() - entry.at < timedelta(minutes=1)
