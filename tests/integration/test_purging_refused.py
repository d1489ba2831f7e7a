"""Purges that don't happen: not due, not agreed to, not by two, or stopped in between."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support import casework
from tests.support.keeping import (
    BOTH,
    LATER,
    case_row,
    close,
    declined,
    due,
    has_key,
    portal_on,
    second_manager,
)
from tests.support.portal import CLI, OTHER_UNIT, PASSWORD, PROVED, Portal
from tests.support.walls import tasks_of
from victim_portal.domain.access import staff
from victim_portal.domain.vocabulary import Enrolment, Role
from victim_portal.services import accounts, keeping
from victim_portal.services.accounts import NewUser
from victim_portal.services.errors import (
    ConflictError,
    NeedsProofError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.two_people import (
    decide_proposal,
    list_proposals,
    take_back_proposal,
)

TRAIL = {"audit_event.case_id", "audit_event.actor_id", "tombstone.gone_id"}


@pytest.fixture(params=BOTH)
def portal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Portal]:
    """The same on both databases."""
    with portal_on(request.param, tmp_path, request) as made:
        yield made


def test_the_second_is_never_the_first(portal: Portal) -> None:
    reference = declined(portal)
    portal.clock.move(days=LATER)
    keeping.propose_purge(portal.ctx, portal.manager, reference)
    line = due(portal)[reference]
    assert (line.own, line.may_decide, line.proposed_by) == (True, False, "Moira Hughes")
    assert line.proposal_id is not None
    with pytest.raises(ConflictError, match="yourself"):
        decide_proposal(portal.ctx, portal.manager, line.proposal_id, True)
    with pytest.raises(ConflictError, match="already"):
        keeping.propose_purge(portal.ctx, second_manager(portal), reference)
    assert case_row(portal, reference)


def test_refused_and_taken_back_forget_nothing(portal: Portal) -> None:
    second = second_manager(portal)
    reference = declined(portal)
    portal.clock.move(days=LATER)
    keeping.propose_purge(portal.ctx, portal.manager, reference)
    first = due(portal)[reference].proposal_id
    assert first is not None
    decide_proposal(portal.ctx, second, first, False)
    with pytest.raises(ConflictError, match="waiting any more"):
        decide_proposal(portal.ctx, second, first, True)
    keeping.propose_purge(portal.ctx, portal.manager, reference)
    again = due(portal)[reference].proposal_id
    assert again is not None
    with pytest.raises(NotFoundError):
        take_back_proposal(portal.ctx, second, again)
    take_back_proposal(portal.ctx, portal.manager, again)
    assert due(portal)[reference].proposal_id is None
    assert case_row(portal, reference)


def test_a_proposal_lapses_and_makes_room(portal: Portal) -> None:
    second = second_manager(portal)
    reference = declined(portal)
    portal.clock.move(days=LATER)
    keeping.propose_purge(portal.ctx, portal.manager, reference)
    lapsed = due(portal)[reference].proposal_id
    assert lapsed is not None
    portal.clock.move(days=15)
    assert due(portal)[reference].proposal_id is None
    with pytest.raises(ConflictError):
        decide_proposal(portal.ctx, second, lapsed, True)
    keeping.propose_purge(portal.ctx, second, reference)
    assert due(portal)[reference].may_decide


def test_what_came_in_between_stops_the_agreement(portal: Portal) -> None:
    second = second_manager(portal)
    reference = declined(portal)
    portal.clock.move(days=LATER)
    keeping.propose_purge(portal.ctx, portal.manager, reference)
    proposal_id = due(portal)[reference].proposal_id
    assert proposal_id is not None
    keeping.set_hold(portal.ctx, second, reference, "A court asks for it.")
    with pytest.raises(ConflictError, match="legal hold"):
        decide_proposal(portal.ctx, second, proposal_id, True)
    person_id = case_row(portal, reference).person_id
    assert has_key(portal, person_id)
    # Nothing of the refused agreement was kept: lifted, it can be agreed to.
    keeping.lift_hold(portal.ctx, second, reference, "The court has it.")
    decide_proposal(portal.ctx, second, proposal_id, True)
    assert not has_key(portal, person_id)


def test_who_may_propose_and_decide(portal: Portal) -> None:
    reference = declined(portal)
    portal.clock.move(days=LATER)
    for nobody in (portal.officer, portal.stranger):
        with pytest.raises(NotFoundError):
            keeping.propose_purge(portal.ctx, nobody, reference)
    with pytest.raises(NotAllowedError):
        keeping.list_due(portal.ctx, portal.officer)
    assert due(portal, portal.stranger) == {}
    keeping.propose_purge(portal.ctx, portal.manager, reference)
    proposal_id = due(portal)[reference].proposal_id
    assert proposal_id is not None
    with pytest.raises(NotFoundError):
        decide_proposal(portal.ctx, portal.stranger, proposal_id, True)
    # Where a unit has one manager, an administrator is the second person.
    long = f"{PASSWORD} {PASSWORD}"
    new = NewUser("ada@example.org", "Ada", "Ross", Role.ADMINISTRATOR, OTHER_UNIT, long)
    ada = staff(accounts.add_user(portal.ctx, CLI, new), Role.ADMINISTRATOR, None, "Ada Ross")
    ada = replace(ada, proved_at=PROVED)
    assert due(portal, ada)[reference].may_decide
    person_id = case_row(portal, reference).person_id
    decide_proposal(portal.ctx, ada, proposal_id, True)
    assert not has_key(portal, person_id)
    with pytest.raises(NotFoundError):
        decide_proposal(portal.ctx, portal.stranger, proposal_id, True)
    with pytest.raises(ConflictError):
        decide_proposal(portal.ctx, portal.manager, proposal_id, True)


def test_not_due_is_not_proposed(portal: Portal) -> None:
    open_case = casework.received(portal)
    reference = declined(portal, referral_reference="W2", victim_last_name="Birch")
    for one in (open_case, reference):
        with pytest.raises(ConflictError):
            keeping.propose_purge(portal.ctx, portal.manager, one)
    # Eight years of sentence, a year more: a day before, nothing.
    portal.clock.set(portal.clock.now().replace(year=2035, month=11, day=1))
    assert due(portal) == {}
    portal.clock.move(days=1)
    assert set(due(portal)) == {reference}


def test_it_stands_among_what_is_to_be_decided_and_asks_who_is_there(portal: Portal) -> None:
    second = second_manager(portal)
    reference = declined(portal)
    portal.clock.move(days=LATER)
    stale = replace(portal.manager, proved_at=None)
    with pytest.raises(NeedsProofError):
        keeping.propose_purge(portal.ctx, stale, reference)
    assert list_proposals(portal.ctx, second) == ()
    keeping.propose_purge(portal.ctx, portal.manager, reference)
    [theirs] = list_proposals(portal.ctx, second)
    assert reference in theirs.what
    assert "Mary" not in theirs.what
    assert (theirs.own, theirs.why) == (False, "")
    [task] = tasks_of(portal, "second_person")
    assert (task.unit_id, task.for_role) == (portal.manager.unit_id, Role.MANAGER)
    for agree in (True, False):
        with pytest.raises(NeedsProofError):
            decide_proposal(portal.ctx, replace(second, proved_at=None), theirs.id, agree)
    assert has_key(portal, case_row(portal, reference).person_id)
    decide_proposal(portal.ctx, second, theirs.id, True)
    assert tasks_of(portal, "second_person") == []


def test_what_is_done_is_what_was_proposed(portal: Portal) -> None:
    second = second_manager(portal)
    reference = casework.opted_in(portal)
    casework.answered(portal, reference, Enrolment.OPTED_OUT, portal.ctx.today())
    close(portal, reference)
    person_id = case_row(portal, reference).person_id
    portal.clock.set(portal.clock.now().replace(year=2035, month=11, day=1))
    keeping.propose_purge(portal.ctx, portal.manager, reference)
    [theirs] = list_proposals(portal.ctx, second)
    assert "but their name" in theirs.what
    # The sentence has been over for a year by now: the whole person would go.
    portal.clock.move(days=3)
    with pytest.raises(ConflictError, match="than was proposed"):
        decide_proposal(portal.ctx, second, theirs.id, True)
    assert has_key(portal, person_id)
    decide_proposal(portal.ctx, second, theirs.id, False)
    keeping.propose_purge(portal.ctx, portal.manager, reference)
    [again] = list_proposals(portal.ctx, second)
    decide_proposal(portal.ctx, second, again.id, True)
    assert not has_key(portal, person_id)
