"""The page of first contact: the plan, and what to do next."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests.support.casework import answered
from tests.support.letters import (
    LINES,
    OTHER,
    TODAY,
    address_of,
    made,
    plan_of,
    posted,
    referred,
    tried,
)
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from tests.support.web import STRANGER, client_for
from victim_portal.domain.first_contact import StepState
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    Enrolment,
    FirstContactStep,
    LetterKind,
)
from victim_portal.services.channels import suspend_channel
from victim_portal.services.contacts import ContactInput
from victim_portal.store.models import AuditEvent

PHONE = ContactMethod.TELEPHONE


@pytest.fixture
def reference(portal: Portal) -> str:
    return referred(portal)


@pytest.fixture
def client(portal: Portal, reference: str) -> PageClient:
    return client_for(portal)


def _page(client: PageClient, reference: str) -> Page:
    return client.get(f"/cases/{reference}/first-contact")


def _call(portal: Portal, reference: str, outcome: ContactOutcome) -> None:
    tried(portal, reference, ContactInput(PHONE, outcome, portal.ctx.today(), elsewhere=True))


def test_a_new_case_asks_for_the_first_letter(client: PageClient, reference: str) -> None:
    page = _page(client, reference)
    assert page.h1 == f"Case {reference} First contact"
    assert "First letter: it was due on Friday 13 November 2026." in page.text
    assert "No attempt counts yet." in page.text
    for said in ("Referral", "plain envelope", "first class stamp", "ask the witness care unit"):
        assert said.lower() in page.text.lower()
    assert page.follow("Make the first letter").h1.endswith("Make the first letter")


def test_both_clocks_stand_on_the_page(portal: Portal, client: PageClient, reference: str) -> None:
    view = plan_of(portal, reference)
    assert [clock.due_on for clock, _ in view.clocks] == [date(2026, 11, 16), date(2026, 12, 8)]
    assert "8 Dec 2026" in _page(client, reference).text


def test_the_plan_goes_on_step_by_step(portal: Portal, client: PageClient, reference: str) -> None:
    made(portal, reference)
    assert "Print and post the letter that was made" in _page(client, reference).text
    letter = client.get(f"/cases/{reference}/letters/{plan_of(portal, reference).letters[0].id}")
    letter.follow("It was posted").submit({}).follow()
    page = _page(client, reference)
    assert "Telephone, try 1 of 2: it is due on Wednesday 25 November 2026." in page.text
    portal.clock.set(datetime(2026, 11, 25, 12, tzinfo=UTC))
    _call(portal, reference, ContactOutcome.NO_ANSWER)
    # A session doesn't outlive the week.
    page = _page(client_for(portal), reference)
    assert "try 2 of 2: it is due on Friday 27 November 2026." in page.text
    assert "2 attempts count" in page.text


def test_a_real_contact_ends_the_plan_and_asks_for_the_answer(
    portal: Portal, client: PageClient, reference: str
) -> None:
    _call(portal, reference, ContactOutcome.SPOKE)
    page = _page(client, reference)
    assert "They were reached on 18 November 2026, and their answer isn't recorded" in page.text
    assert plan_of(portal, reference).plan.next_step is None
    answered(portal, reference, Enrolment.OFFERED, TODAY)
    answered(portal, reference, Enrolment.DECLINED, TODAY)
    assert "Nothing is left to do." in _page(client, reference).text


def test_who_wants_to_decide_later_is_asked_then(
    portal: Portal, client: PageClient, reference: str
) -> None:
    answered(portal, reference, Enrolment.OFFERED, TODAY)
    answered(portal, reference, Enrolment.DEFERRED, TODAY, deferred_until=date(2026, 12, 1))
    assert "Ask them again on Tuesday 1 December 2026." in _page(client, reference).text


def test_after_every_step_the_page_says_what_is_missing_or_left(
    portal: Portal, reference: str
) -> None:
    for kind in (LetterKind.FIRST, LetterKind.SECOND, LetterKind.DOOR_OPEN):
        posted(portal, reference, kind)
    for _ in range(2):
        portal.clock.move(days=1)
        _call(portal, reference, ContactOutcome.NO_ANSWER)
    page = _page(client_for(portal), reference)
    assert "Every step is done." in page.text
    assert "28 days between the first and the last attempt" in page.text
    portal.clock.move(days=30)
    _call(portal, reference, ContactOutcome.NO_ANSWER)
    page = _page(client_for(portal), reference)
    assert "If nothing came, record that there is no response." in page.text


def test_without_any_way_the_page_never_falls_silent(portal: Portal, client: PageClient) -> None:
    reference = referred(portal, **{**OTHER, "mobile": ""})
    suspend_channel(portal.ctx, portal.officer, reference, address_of(portal, reference), "Moved")
    page = _page(client, reference)
    assert "There is no way left by which they can be reached." in page.text
    assert page.follow("Send the referral back").h1.endswith("Send the referral back")


def test_a_case_that_nobody_has_says_so(portal: Portal, client: PageClient) -> None:
    reference = referred(portal, taken=False, **OTHER)
    assert "Nobody has this case yet." in _page(client, reference).text


def test_without_a_number_the_letter_is_what_is_left(portal: Portal) -> None:
    reference = referred(portal, mobile="")
    steps = {one.step: one for one in plan_of(portal, reference).plan.steps}
    assert steps[FirstContactStep.TELEPHONE].state is StepState.NOT_POSSIBLE
    assert steps[FirstContactStep.TELEPHONE].why == "No telephone number is recorded."
    assert steps[FirstContactStep.FIRST_LETTER].state is StepState.DUE


def test_the_view_is_on_the_trail_and_the_plan_names_nobody(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = _page(client, reference)
    for private in (*LINES, "John", "Oak"):
        assert private not in page.text
    with portal.ctx.store.reading() as uow:
        seen = [one.what for one in uow.session.scalars(select(AuditEvent))]
    assert seen.count("case_viewed") == 1


def test_another_unit_sees_nothing(portal: Portal, reference: str) -> None:
    stranger = client_for(portal, STRANGER)
    stranger.get(f"/cases/{reference}/first-contact", status=404)


def _on_case(portal: Portal, reference: str) -> str:
    return client_for(portal).get(f"/cases/{reference}").text


def test_the_case_page_has_it_in_a_few_lines(portal: Portal, reference: str) -> None:
    assert "First letter: it was due on Friday 13 November 2026." in _on_case(portal, reference)
    made(portal, reference)
    assert "Print and post the letter that was made" in _on_case(portal, reference)
    _call(portal, reference, ContactOutcome.SPOKE)
    assert "They were reached on 18 November 2026, and their answer" in _on_case(portal, reference)
    answered(portal, reference, Enrolment.OFFERED, TODAY)
    answered(portal, reference, Enrolment.DECLINED, TODAY)
    page = client_for(portal).get(f"/cases/{reference}")
    assert page.links["All steps of first contact"] == f"/cases/{reference}/first-contact"
