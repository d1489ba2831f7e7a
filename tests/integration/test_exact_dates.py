"""Words that name a day go nowhere until another person, a manager, has agreed and said why."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.support.casework import FIRST, approve, delivered, edited, ready, update_of
from tests.support.portal import Portal
from tests.support.walls import person, restricted, tasks_of, trail
from tests.support.web import MANAGER, client_for
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Role, UpdateState
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NeedsProofError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.two_people import decide_proposal, list_proposals
from victim_portal.services.updates import (
    agree_exact_date,
    ask_exact_date,
    edit_update,
    exact_date_asked,
)
from victim_portal.store.models import ExactDateAgreement, Proposal

DAY = "He leaves on 3 March 2027."
WHY = "She moves house that week. <b>😀</b>"
REASON = "The risk assessment of 2 November asks for it."


def names_a_day(portal: Portal, reference: str, text: str = DAY) -> UUID:
    """The first update of a case, edited so that its content names a day."""
    update = update_of(portal, reference, FIRST)
    given = edited(update, content=f"{update.content}\n\n{text}")
    edit_update(portal.ctx, portal.officer, reference, update.id, given, update.version)
    return update.id


def ask(portal: Portal, actor: Actor, reference: str, why: str = WHY) -> None:
    update = update_of(portal, reference, FIRST)
    ask_exact_date(portal.ctx, actor, reference, update.id, why, update.version)


def agree(portal: Portal, actor: Actor, reference: str, why: str = REASON) -> None:
    update = update_of(portal, reference, FIRST)
    agree_exact_date(portal.ctx, actor, reference, update.id, why, update.version)


def test_a_day_needs_another_persons_agreement_and_reason(town: Portal) -> None:
    reference = ready(town)
    update_id = names_a_day(town, reference)
    with pytest.raises(InvalidError, match="3 March 2027"):
        approve(town, reference)
    assert update_of(town, reference, FIRST).unagreed_days == ("3 March 2027",)
    with pytest.raises(ConflictError):
        agree(town, town.manager, reference)

    ask(town, town.officer, reference)
    with pytest.raises(InvalidError):
        approve(town, reference)
    seen = exact_date_asked(town.ctx, town.manager, reference, update_id)
    assert (seen.days, seen.asked_why, seen.may_agree) == (("3 March 2027",), WHY, True)
    assert WHY not in repr(seen)
    agree(town, town.manager, reference)

    assert update_of(town, reference, FIRST).unagreed_days == ()
    assert approve(town, reference) == 2
    assert len(delivered(town)) == 2
    with town.ctx.store.reading() as uow:
        [kept] = uow.session.scalars(select(ExactDateAgreement))
        uow.vault.fetch([kept.person_id])
        assert kept.why == REASON
        assert kept.agreed_by == town.manager.user_id
        [proposal] = uow.session.scalars(select(Proposal))
        assert proposal.decision == "agreed"
    [event] = trail(town, "exact_date_agreed")
    assert event.details["proposal"] == str(proposal.id)
    assert tasks_of(town, "second_person") == []


@pytest.mark.parametrize("field", ["notice_sms", "notice_subject", "notice_email", "content"])
def test_whichever_of_the_words_names_it(portal: Portal, field: str) -> None:
    reference = ready(portal)
    update = update_of(portal, reference, FIRST)
    given = edited(update, **{field: "Please ring me on 03/03/2027"})
    edit_update(portal.ctx, portal.officer, reference, update.id, given, update.version)
    with pytest.raises(InvalidError, match="03/03/2027"):
        approve(portal, reference)


def test_edited_again_it_is_asked_anew(portal: Portal) -> None:
    reference = ready(portal)
    update_id = names_a_day(portal, reference)
    ask(portal, portal.officer, reference)
    # Other words wait for nobody's agreement to the old ones.
    names_a_day(portal, reference, "Or on 4 March.")
    assert not exact_date_asked(portal.ctx, portal.manager, reference, update_id).may_agree
    with pytest.raises(ConflictError):
        agree(portal, portal.manager, reference)
    ask(portal, portal.officer, reference)
    agree(portal, portal.manager, reference)
    # And an agreement doesn't outlive its words.
    names_a_day(portal, reference, "Or on 5 March.")
    with pytest.raises(InvalidError, match="5 March"):
        approve(portal, reference)


def test_with_the_month_alone_nobody_is_asked(portal: Portal) -> None:
    reference = ready(portal)
    names_a_day(portal, reference, "He leaves in March 2027.")
    with pytest.raises(ConflictError, match="name no day"):
        ask(portal, portal.officer, reference)
    assert approve(portal, reference) == 2


def test_the_second_is_a_manager_and_never_the_first(portal: Portal) -> None:
    reference = ready(portal)
    names_a_day(portal, reference)
    with pytest.raises(ConflictError, match="No other manager"):
        ask(portal, portal.manager, reference)
    ben = person(portal, Role.MANAGER, first_name="Ben")
    ask(portal, portal.manager, reference)
    with pytest.raises(ConflictError, match="already"):
        ask(portal, portal.officer, reference)
    with pytest.raises(ConflictError, match="yourself"):
        agree(portal, portal.manager, reference)
    for actor in (portal.officer, portal.colleague):
        with pytest.raises(NotAllowedError):
            agree(portal, actor, reference)
    for actor in (portal.stranger, person(portal, Role.ADMINISTRATOR)):
        with pytest.raises(NotFoundError):
            agree(portal, actor, reference)
    assert list_proposals(portal.ctx, person(portal, Role.ADMINISTRATOR, first_name="Eve")) == ()
    with pytest.raises(NeedsProofError):
        agree(portal, replace(ben, proved_at=datetime(2020, 1, 1, tzinfo=UTC)), reference)
    agree(portal, ben, reference)
    with pytest.raises(ConflictError, match="already"):
        agree(portal, ben, reference)


def test_both_say_why(portal: Portal) -> None:
    reference = ready(portal)
    names_a_day(portal, reference)
    for empty in ("", "  \n", "x" * 1001):
        with pytest.raises(InvalidError):
            ask(portal, portal.officer, reference, empty)
    ask(portal, portal.officer, reference)
    for empty in ("", "  \n", "x" * 1001):
        with pytest.raises(InvalidError):
            agree(portal, portal.manager, reference, empty)
    assert update_of(portal, reference, FIRST).unagreed_days


def test_refused_it_stays_a_draft_and_can_be_asked_again(portal: Portal) -> None:
    reference = ready(portal)
    names_a_day(portal, reference)
    ask(portal, portal.officer, reference)
    [waits] = list_proposals(portal.ctx, portal.manager)
    assert waits.on_its_page
    with pytest.raises(ConflictError):
        decide_proposal(portal.ctx, portal.manager, waits.id, agree=True)
    decide_proposal(portal.ctx, portal.manager, waits.id, agree=False)
    assert update_of(portal, reference, FIRST).state is UpdateState.DRAFT
    with pytest.raises(InvalidError):
        approve(portal, reference)
    ask(portal, portal.officer, reference)
    agree(portal, portal.manager, reference)


def test_on_a_restricted_case_only_a_manager_who_is_named_is_asked(portal: Portal) -> None:
    reference = ready(portal)
    names_a_day(portal, reference)
    ben = person(portal, Role.MANAGER, first_name="Ben")
    restricted(portal, reference)
    ask(portal, portal.officer, reference)
    assert list_proposals(portal.ctx, ben) == ()
    with pytest.raises(NotFoundError):
        agree(portal, ben, reference)
    agree(portal, portal.manager, reference)


def test_two_managers_at_once_agree_once(town: Portal) -> None:
    reference = ready(town)
    names_a_day(town, reference)
    ask(town, town.officer, reference)
    ben = person(town, Role.MANAGER, first_name="Ben")
    start = Barrier(2)

    def one(actor: Actor) -> bool:
        start.wait()
        try:
            agree(town, actor, reference)
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(one, (town.manager, ben))) == [False, True]
    assert len(trail(town, "exact_date_agreed")) == 1


def test_officer_and_manager_do_it_on_their_pages(portal: Portal) -> None:
    reference = ready(portal)
    update_id = names_a_day(portal, reference)
    there = f"/cases/{reference}/updates/{update_id}"
    officer, manager = client_for(portal), client_for(portal, MANAGER)
    page = officer.get(there)
    assert "These words name a day, and only the month is told: 3 March 2027" in page.text
    page = officer.get(page.links["Ask for an exact day, or agree to one"])
    assert "DAY" not in page.h1
    assert "Say why" in page.submit({"why": " "}).text
    done = page.submit({"why": WHY}).follow()
    assert done.notices == ["A manager has been asked. It waits until they agree."]
    assert "It waits for another manager" in officer.get(f"{there}/exact-date").text

    listed = manager.get("/to-decide")
    link = next(href for name, href in listed.links.items() if name.startswith("Read the words"))
    page = manager.get(link)
    assert "She moves house that week. <b>" in page.text
    assert DAY in page.text
    done = page.submit({"why": REASON}).follow()
    assert done.notices == [
        "You agreed. The update can be approved in these words, and in no others."
    ]
    assert "has agreed" in manager.get(link).text
    done = officer.get(there).submit({}, button="Approve").follow()
    assert done.notices == ["Approved. 2 messages go as soon as they are due and safe."]
