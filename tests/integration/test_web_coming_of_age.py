"""What an officer meets of somebody's 18th birthday: on the case, at the telephone, in letters."""

from datetime import timedelta

import pytest

from tests.support.casework import mobile, reachable, task_kinds, view
from tests.support.letters import OTHER, referred
from tests.support.portal import CLI, Portal
from tests.support.supporters import events
from tests.support.web import MANAGER, STRANGER, client_for
from tests.support.young import BORN, DAY, EVE, MIDNIGHT, lacking, own_choice, parents
from victim_portal.domain.vocabulary import ContactMethod, LetterKind, SupporterRole
from victim_portal.services.ages import AGREE_AGAIN
from victim_portal.services.callers import caller_check
from victim_portal.services.channels import add_channel
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.letters import letter_form
from victim_portal.services.planning import plan_due
from victim_portal.services.supporters import SupporterInput, add_supporter
from victim_portal.services.verification import send_code

HOSTILE = "<b>Dr Rao</b> & co 😀"
TURNS = "They turn 18 on 3 July 2027"


def test_the_case_says_quietly_what_comes(portal: Portal) -> None:
    reference = parents(portal)
    client = client_for(portal)
    text = client.get(f"/cases/{reference}").text
    assert TURNS not in text
    assert "Turns 18 on 3 July 2027" in text
    portal.clock.set(EVE - timedelta(days=60))
    client = client_for(portal)
    text = client.get(f"/cases/{reference}").text
    assert TURNS in text
    assert "part ends then, at midnight" in text
    portal.clock.set(MIDNIGHT)
    client = client_for(portal)
    page = client.get(f"/cases/{reference}")
    assert "decided for themselves yet" in page.text
    assert "What to do" in page.follow("Ask the young person").text


def test_their_own_answer_is_recorded_with_a_tick(portal: Portal) -> None:
    reference = parents(portal)
    portal.clock.set(MIDNIGHT + timedelta(hours=10))
    plan_due(portal.ctx, CLI)
    client = client_for(portal)
    tasks = client.get("/tasks")
    assert "They are 18: ask them themselves" in tasks.text
    page = client.get(f"/cases/{reference}/coming-of-age").follow("they stay in and say how much")
    assert "only they can answer" in page.text
    given = {
        "level": "key_stages",
        "shown": "y",
        "consent_words": "Tell me, not my mum",
        "how": "visit",
    }
    page = page.submit(given, status=200)
    assert any("tick that they said it themselves" in one for one in page.errors)
    page.submit({**given, "own_word": "y"})
    assert "own_choice" not in task_kinds(portal, reference)
    text = client.get(f"/cases/{reference}").text
    assert "decided for themselves yet" not in text
    assert "have decided for themselves" in client.get(f"/cases/{reference}/coming-of-age").text
    # Nobody is asked for a tick any more.
    assert "only they can answer" not in client.get(f"/cases/{reference}/answer").text


def test_a_manager_records_a_lack_of_capacity_and_an_officer_ends_it(portal: Portal) -> None:
    reference = parents(portal)
    portal.clock.set(EVE)
    here = f"/cases/{reference}/coming-of-age"
    client_for(portal).get(f"{here}/capacity", status=403)
    client_for(portal, STRANGER).get(here, status=404)
    manager = client_for(portal, MANAGER)
    page = manager.get(here).follow("Record a lack of capacity")
    given = {
        "decision": "Whether to hear of the sentence",
        "assessed_by": HOSTILE,
        "basis": HOSTILE,
        **{"assessed_on-day": "1", "assessed_on-month": "7", "assessed_on-year": "2027"},
        **{"review_on-day": "1", "review_on-month": "1", "review_on-year": "2027"},
    }
    page = page.submit(given, status=200)
    assert page.errors == ["The day must be ahead."]
    text = page.submit({**given, "review_on-year": "2028"}).follow().text
    assert HOSTILE in text
    assert "Counts until 1 January 2028" in text
    assert len(events(portal, "capacity_recorded")) == 1
    portal.clock.set(MIDNIGHT)
    officer = client_for(portal)
    assert "decided for themselves yet" not in officer.get(f"/cases/{reference}").text
    page = officer.get(here).follow("End it")
    assert page.submit({}, status=200).errors == ["Give the reason"]
    text = page.submit({"why": "Assessed again"}).follow().text
    assert "Nothing is sent until the young person has decided" in text
    assert len(events(portal, "capacity_ended")) == 1
    assert "own_choice" in task_kinds(portal, reference)


def test_a_newer_assessment_takes_the_place_of_the_older(portal: Portal) -> None:
    reference = parents(portal)
    portal.clock.set(EVE)
    for days in (30, 60):
        lacking(portal, reference, DAY + timedelta(days=days))
    text = client_for(portal).get(f"/cases/{reference}/coming-of-age").text
    assert "Counts until 1 September 2027" in text
    assert "A newer assessment took its place." in text


def test_a_case_without_such_a_day_says_so(portal: Portal) -> None:
    reference = parents(portal, relationship="bereaved_relative")
    client = client_for(portal, MANAGER)
    here = f"/cases/{reference}/coming-of-age"
    assert "This case has no such day" in client.get(here).text
    with pytest.raises(NotFoundError):
        lacking_as_stranger(portal, reference)


def lacking_as_stranger(portal: Portal, reference: str) -> None:
    portal.manager = portal.stranger
    lacking(portal, reference, DAY)


def test_at_the_telephone_a_parent_shows_to_be_nobody(portal: Portal) -> None:
    reference = parents(portal)
    number = mobile(code_word="Marmalade", value="07700 900555")
    reachable(portal, reference, number)
    helper = SupporterInput(
        last_name="Reed",
        role=SupporterRole.SUPPORTER,
        may_hear_news=True,
        consent_words="Yes",
        consented_on=portal.ctx.today(),
        how=ContactMethod.TELEPHONE,
    )
    add_supporter(portal.ctx, portal.officer, reference, helper)
    check = caller_check(portal.ctx, portal.officer, reference)
    assert (len(check.callers), check.aged_18) == (2, False)
    assert check.callers[0].code_words
    portal.clock.set(MIDNIGHT)
    check = caller_check(portal.ctx, portal.officer, reference)
    [person] = check.callers
    assert check.aged_18
    assert (person.code_words, person.asked.word_counts, person.asked.enough) == ((), False, False)
    page = client_for(portal).get(f"/cases/{reference}/caller")
    assert "The young person has turned 18" in page.text
    own_choice(portal, reference)
    assert not caller_check(portal.ctx, portal.officer, reference).aged_18


def test_no_letter_and_no_code_goes_by_a_parents_way(portal: Portal) -> None:
    reference = referred(
        portal, relationship="parent_or_guardian", victim_date_of_birth=BORN, mobile=""
    )
    portal.clock.set(MIDNIGHT)
    form = letter_form(portal.ctx, portal.officer, reference, LetterKind.FIRST)
    assert (form.addresses, [why for _, why in form.not_usable]) == ((), [AGREE_AGAIN])
    adult = referred(portal, **OTHER)
    assert letter_form(portal.ctx, portal.officer, adult, LetterKind.FIRST).addresses


def test_a_code_may_go_to_a_number_of_their_own(portal: Portal) -> None:
    reference = parents(portal)
    given = mobile(value="07700 900777", agreed=ContactMethod.VISIT)
    theirs = add_channel(portal.ctx, portal.officer, reference, given)
    portal.clock.set(MIDNIGHT)
    with pytest.raises(InvalidError):
        send_code(portal.ctx, portal.officer, reference, theirs)
    given = mobile(value="07700 900888", agreed=ContactMethod.VISIT)
    own = add_channel(portal.ctx, portal.officer, reference, given)
    send_code(portal.ctx, portal.officer, reference, own)
    assert len(view(portal, reference).channels) == 4
