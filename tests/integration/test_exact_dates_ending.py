"""A question about an exact day ends with what it was about, and puts words in no mouth."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.support.casework import FIRST, answered, dated, edited, planned_again, ready, update_of
from tests.support.portal import Portal
from tests.support.walls import tasks_of, trail
from victim_portal.domain.overtaking import OvertakenBy
from victim_portal.domain.vocabulary import (
    ContactMethod,
    Decision,
    Enrolment,
    TwoPersonAct,
)
from victim_portal.services.errors import ConflictError
from victim_portal.services.two_people import decide_proposal, list_proposals
from victim_portal.services.updates import (
    ask_exact_date,
    cancel_update,
    edit_update,
    exact_date_asked,
    record_telling,
)
from victim_portal.store.models import Proposal, User

DAY = "He leaves on 3 March 2027."
SECOND = "second_person"


def worded(portal: Portal, reference: str, text: str = DAY) -> UUID:
    """The first update of a case, edited so that its content ends with some words."""
    update = update_of(portal, reference, FIRST)
    given = edited(update, content=f"{update.content}\n\n{text}")
    edit_update(portal.ctx, portal.officer, reference, update.id, given, update.version)
    return update.id


def ask(portal: Portal, reference: str, by: str = "officer") -> None:
    update = update_of(portal, reference, FIRST)
    actor = getattr(portal, by)
    ask_exact_date(portal.ctx, actor, reference, update.id, "She moves house.", update.version)


def asked(portal: Portal) -> str:
    """A case on which a manager has been asked about an exact day."""
    reference = ready(portal)
    worded(portal, reference)
    ask(portal, reference)
    assert len(tasks_of(portal, SECOND)) == 1
    return reference


def proposals(portal: Portal) -> list[Proposal]:
    with portal.ctx.store.reading() as uow:
        query = select(Proposal).where(Proposal.act == TwoPersonAct.TELL_EXACT_DATE)
        found = list(uow.session.scalars(query.order_by(Proposal.proposed_at, Proposal.id)))
        uow.session.expunge_all()
    return found


def cancelled(portal: Portal, reference: str) -> None:
    update = update_of(portal, reference, FIRST)
    cancel_update(portal.ctx, portal.officer, reference, update.id, "Not now", update.version)


def told(portal: Portal, reference: str) -> None:
    update = update_of(portal, reference, FIRST)
    on, how = portal.ctx.today(), ContactMethod.VISIT
    record_telling(portal.ctx, portal.officer, reference, update.id, on, how, update.version)


def edited_again(portal: Portal, reference: str) -> None:
    worded(portal, reference, "Or on 4 March.")


def opted_out(portal: Portal, reference: str) -> None:
    answered(portal, reference, Enrolment.OPTED_OUT, portal.ctx.today())


def moved(portal: Portal, reference: str) -> None:
    dated(portal, reference, CRD="2033-02-01", SLED="2034-11-01")


ENDS: dict[str, tuple[Callable[[Portal, str], None], OvertakenBy]] = {
    "cancelled": (cancelled, OvertakenBy.CANCELLED),
    "told": (told, OvertakenBy.TOLD),
    "edited": (edited_again, OvertakenBy.WORDS_CHANGED),
    "withdrawn": (opted_out, OvertakenBy.WITHDRAWN),
    "planned anew": (moved, OvertakenBy.FACTS_CHANGED),
}


@pytest.mark.parametrize("way", ENDS)
def test_it_ends_with_what_it_was_about(town: Portal, way: str) -> None:
    reference = asked(town)
    does, why = ENDS[way]
    [waits] = list_proposals(town.ctx, town.manager)
    does(town, reference)
    assert list_proposals(town.ctx, town.manager) == ()
    assert tasks_of(town, SECOND) == []
    [kept] = proposals(town)
    assert (kept.decision, kept.overtaken_by) == (Decision.OVERTAKEN, why)
    # Nobody decided it: no name stands beside it but that of who asked.
    assert (kept.decided_by_id, kept.decided_at) == (None, town.ctx.now())
    [event] = trail(town, "proposal_overtaken")
    assert event.details == {
        "proposal": str(kept.id),
        "act": "tell_exact_date",
        "why": why.value,
        "proposed_by": str(town.officer.user_id),
    }
    assert trail(town, "proposal_decided") == []
    with pytest.raises(ConflictError):
        decide_proposal(town.ctx, town.manager, waits.id, agree=False)


def test_what_changes_something_else_leaves_it(portal: Portal) -> None:
    reference = asked(portal)
    other = ready(portal, referral_reference="WCU-2", victim_first_name="Omar")
    worded(portal, other, "He leaves in March 2027.")
    cancelled(portal, other)
    assert [one.decision for one in proposals(portal)] == [None]
    assert len(tasks_of(portal, SECOND)) == 1
    update = update_of(portal, reference, FIRST)
    assert exact_date_asked(portal.ctx, portal.manager, reference, update.id).may_agree


def test_words_that_change_while_they_lack_a_name_end_it_too(portal: Portal) -> None:
    """What can't be written any more waits for nobody's agreement."""
    reference = asked(portal)
    with portal.ctx.store.writing() as uow:
        user = uow.get(User, portal.officer.user_id)
        assert user is not None
        user.hours = ""
        uow.commit()
    planned_again(portal, reference)
    assert [one.overtaken_by for one in proposals(portal)] == [OvertakenBy.FACTS_CHANGED]


def test_a_colleagues_stale_question_is_not_refused_in_anybodys_name(portal: Portal) -> None:
    reference = asked(portal)
    with portal.ctx.store.writing() as uow:
        # As a release before this one left them: the words changed, and the question stood.
        [stale] = uow.session.scalars(select(Proposal))
        stale.about = {**stale.about, "version": 0}
        uow.commit()
    ask(portal, reference, by="colleague")
    before, after = sorted(proposals(portal), key=lambda one: one.decided_at is None)
    assert (before.decision, before.overtaken_by) == ("overtaken", "words_changed")
    assert before.decided_by_id is None
    assert (after.decision, after.proposed_by_id) == (None, portal.colleague.user_id)
    [task] = tasks_of(portal, SECOND)
    assert task.task_key.endswith(str(after.id))


def test_one_whose_time_ran_out_makes_room_and_its_task_goes(portal: Portal) -> None:
    reference = asked(portal)
    portal.clock.move(days=60)
    ask(portal, reference, by="colleague")
    before, after = sorted(proposals(portal), key=lambda one: one.decided_at is None)
    assert (before.decision, before.overtaken_by) == ("overtaken", "ran_out")
    assert before.decided_by_id is None
    assert after.expires_at - after.proposed_at > timedelta()
    [task] = tasks_of(portal, SECOND)
    assert task.task_key.endswith(str(after.id))
