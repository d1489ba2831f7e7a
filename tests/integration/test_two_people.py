"""Lifting a restriction: one proposes, a second one decides, in one transaction with its effect."""

import pytest

from tests.support import casework
from tests.support.conflicts import case_of, declare, second
from tests.support.portal import Portal
from tests.support.walls import person, restricted, tasks_of, trail
from victim_portal.domain.vocabulary import Role
from victim_portal.services import (
    cases,
    restrictions,
    tasks,
    two_people,
)
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)


@pytest.fixture
def reference(portal: Portal) -> str:
    """The officer's own case."""
    return casework.received(portal)


def test_lifting_takes_two(portal: Portal, reference: str) -> None:
    other = second(portal)
    restricted(portal, reference)
    with pytest.raises(InvalidError):
        restrictions.propose_lifting(portal.ctx, portal.manager, reference, " ")
    restrictions.propose_lifting(portal.ctx, portal.manager, reference, "He has moved.")
    with pytest.raises(ConflictError):
        restrictions.propose_lifting(portal.ctx, portal.manager, reference, "Again.")
    [own] = two_people.list_proposals(portal.ctx, portal.manager)
    [theirs] = two_people.list_proposals(portal.ctx, other)
    assert (own.own, theirs.own, theirs.why) == (True, False, "He has moved.")
    assert "Mary" not in theirs.what
    with pytest.raises(ConflictError):
        two_people.decide_proposal(portal.ctx, portal.manager, own.id, True)
    for nobody in (portal.stranger,):
        assert two_people.list_proposals(portal.ctx, nobody) == ()
        with pytest.raises(NotFoundError):
            two_people.decide_proposal(portal.ctx, nobody, own.id, True)
        with pytest.raises(NotFoundError):
            two_people.take_back_proposal(portal.ctx, nobody, own.id)
    with pytest.raises(NotAllowedError):
        two_people.decide_proposal(portal.ctx, portal.officer, own.id, True)
    with pytest.raises(NotFoundError):
        two_people.take_back_proposal(portal.ctx, other, own.id)
    assert case_of(portal, reference).restricted
    two_people.decide_proposal(portal.ctx, other, own.id, True)
    assert not case_of(portal, reference).restricted
    cases.case_view(portal.ctx, portal.colleague, reference)
    assert tasks_of(portal, tasks.SECOND_PERSON) == []
    [event] = trail(portal, "proposal_decided")
    assert event.details["proposed_by"] == str(portal.manager.user_id)
    assert event.actor_id == other.user_id
    with pytest.raises(ConflictError):
        two_people.decide_proposal(portal.ctx, other, own.id, True)
    # A new restriction names nobody from before.
    restricted(portal, reference)
    view = restrictions.restriction_view(portal.ctx, portal.manager, reference)
    assert [one.name for one in view.named] == ["Sam Carter", "Moira Hughes"]


@pytest.mark.parametrize("decision", ["refused", "taken_back"])
def test_what_is_not_agreed_changes_nothing(portal: Portal, reference: str, decision: str) -> None:
    admin = person(portal, Role.ADMINISTRATOR)
    restricted(portal, reference)
    restrictions.propose_lifting(portal.ctx, portal.manager, reference, "He has moved.")
    # There is no other manager, so the administrators are asked.
    [task] = tasks_of(portal, tasks.SECOND_PERSON)
    assert task.for_role == Role.ADMINISTRATOR
    [one] = two_people.list_proposals(portal.ctx, admin)
    if decision == "refused":
        two_people.decide_proposal(portal.ctx, admin, one.id, False)
    else:
        two_people.take_back_proposal(portal.ctx, portal.manager, one.id)
    assert case_of(portal, reference).restricted
    assert [event.details["decision"] for event in trail(portal, "proposal_decided")] == [decision]
    assert tasks_of(portal, tasks.SECOND_PERSON) == []
    restrictions.propose_lifting(portal.ctx, portal.manager, reference, "Once more.")


def test_a_proposal_runs_out_and_makes_room(portal: Portal, reference: str) -> None:
    admin = person(portal, Role.ADMINISTRATOR)
    restricted(portal, reference)
    restrictions.propose_lifting(portal.ctx, portal.manager, reference, "He has moved.")
    [one] = two_people.list_proposals(portal.ctx, admin)
    portal.clock.move(days=8)
    assert two_people.list_proposals(portal.ctx, admin) == ()
    with pytest.raises(ConflictError):
        two_people.decide_proposal(portal.ctx, admin, one.id, True)
    [task] = [t for t in tasks.list_tasks(portal.ctx, admin) if t.kind == tasks.SECOND_PERSON]
    assert task.may_finish
    restrictions.propose_lifting(portal.ctx, portal.manager, reference, "Still.")
    assert case_of(portal, reference).restricted


def test_nobody_agrees_to_what_was_restricted_anew(portal: Portal, reference: str) -> None:
    admin, other = person(portal, Role.ADMINISTRATOR), second(portal)
    restricted(portal, reference, other)
    declare(portal, reference, portal.manager, other)
    restrictions.propose_lifting(portal.ctx, portal.manager, reference, "He has moved.")
    [one] = two_people.list_proposals(portal.ctx, admin)
    with pytest.raises(NotFoundError):
        two_people.decide_proposal(portal.ctx, other, one.id, True)
