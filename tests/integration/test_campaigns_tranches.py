"""Tranches of a campaign: two managers, exactly what was read, and every check of an update."""

from uuid import UUID

import pytest

from tests.support import casework
from tests.support.campaigns import (
    brought_in,
    dated_cases,
    file_of,
    id_of,
    moving,
    prisoner,
    proposed,
    states,
)
from tests.support.conflicts import case_of, declare, second
from tests.support.portal import Portal
from tests.support.walls import person, restricted, tasks_of, trail
from victim_portal.domain.access import Actor
from victim_portal.domain.campaigns import Alone, Dropped, NewsStanding, Slice
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Role
from victim_portal.services import campaigns, tasks, two_people, updates
from victim_portal.services.channels import suspend_channel
from victim_portal.services.errors import ConflictError, NotAllowedError, NotFoundError
from victim_portal.services.updates import edit_update

ANY = Slice()


@pytest.fixture
def other(portal: Portal) -> Actor:
    """Another manager of the unit."""
    return second(portal)


def _left_out(portal: Portal, actor: Actor, tranche_id: UUID) -> list[Dropped]:
    return [one[2] for one in campaigns.tranche_view(portal.ctx, actor, tranche_id).dropped]


def test_nothing_leaves_before_a_second_manager_agrees(portal: Portal, other: Actor) -> None:
    references = dated_cases(portal, 3)
    campaign_id = id_of(brought_in(portal, moving(3)))
    seen = campaigns.slice_view(portal.ctx, portal.manager, campaign_id, Slice(at_most=2))
    assert (len(seen.drafts), seen.left) == (2, 1)
    for draft in seen.drafts:
        assert "May 2030" in draft.content
        assert "1 May" not in draft.content
    tranche_id = proposed(portal, campaign_id, 2)
    assert casework.delivered(portal) == []
    assert states(portal, references) == ["draft"] * 3
    shown = campaigns.campaign_view(portal.ctx, other, campaign_id)
    assert shown.counts == {NewsStanding.PROPOSED: 2, NewsStanding.TO_READ: 1}
    [waits] = two_people.list_proposals(portal.ctx, other)
    assert (waits.on_its_page, waits.concerns) == (True, str(tranche_id))
    assert "Mary" not in waits.what
    assert len(campaigns.tranche_view(portal.ctx, other, tranche_id).drafts) == 2
    done = campaigns.agree_to_tranche(portal.ctx, other, tranche_id)
    assert (done.approved, done.dropped) == (2, 0)
    assert sorted(states(portal, references)) == ["approved", "approved", "draft"]
    sent = casework.delivered(portal)
    assert len(sent) == 4  # a text and an e-mail to each
    assert all("Mary" in one for one in sent)
    shown = campaigns.campaign_view(portal.ctx, portal.manager, campaign_id)
    assert (shown.told, shown.to_be_told) == (2, 1)
    [tranche] = shown.tranches
    assert (tranche.updates, tranche.approved) == (2, 2)
    [approved, _] = trail(portal, "update_approved")[-2:]
    assert approved.actor_id == other.user_id
    assert tasks_of(portal, tasks.SECOND_PERSON) == []


def test_the_first_is_never_the_second_and_nobody_agrees_twice(
    portal: Portal, other: Actor
) -> None:
    dated_cases(portal, 1)
    campaign_id = id_of(brought_in(portal, moving(1)))
    tranche_id = proposed(portal, campaign_id)
    with pytest.raises(ConflictError):
        campaigns.agree_to_tranche(portal.ctx, portal.manager, tranche_id)
    [waits] = two_people.list_proposals(portal.ctx, other)
    with pytest.raises(ConflictError):
        two_people.decide_proposal(portal.ctx, other, waits.id, True)
    with pytest.raises(NotAllowedError):
        campaigns.agree_to_tranche(portal.ctx, portal.officer, tranche_id)
    for nobody in (portal.stranger, person(portal, Role.MANAGER, "Elsewhere", "Una")):
        with pytest.raises(NotFoundError):
            campaigns.agree_to_tranche(portal.ctx, nobody, tranche_id)
        with pytest.raises(NotFoundError):
            campaigns.tranche_view(portal.ctx, nobody, tranche_id)
        assert two_people.list_proposals(portal.ctx, nobody) == ()
    admin = person(portal, Role.ADMINISTRATOR)
    assert two_people.list_proposals(portal.ctx, admin) == ()
    campaigns.agree_to_tranche(portal.ctx, other, tranche_id)
    with pytest.raises(ConflictError):
        campaigns.agree_to_tranche(portal.ctx, other, tranche_id)
    assert len(casework.delivered(portal)) == 2


def test_what_is_refused_or_runs_out_can_be_proposed_again(portal: Portal, other: Actor) -> None:
    dated_cases(portal, 1)
    campaign_id = id_of(brought_in(portal, moving(1)))
    tranche_id = proposed(portal, campaign_id)
    assert campaigns.slice_view(portal.ctx, portal.manager, campaign_id, ANY).drafts == ()
    [waits] = two_people.list_proposals(portal.ctx, other)
    two_people.decide_proposal(portal.ctx, other, waits.id, False)
    with pytest.raises(ConflictError):
        campaigns.agree_to_tranche(portal.ctx, other, tranche_id)
    later = proposed(portal, campaign_id)
    portal.clock.move(days=30)
    with pytest.raises(ConflictError):
        campaigns.agree_to_tranche(portal.ctx, other, later)
    assert len(campaigns.slice_view(portal.ctx, other, campaign_id, ANY).drafts) == 1
    assert casework.delivered(portal) == []


def test_a_date_that_moves_again_is_left_out_and_not_sent(portal: Portal, other: Actor) -> None:
    references = dated_cases(portal, 2)
    campaign_id = id_of(brought_in(portal, moving(2)))
    tranche_id = proposed(portal, campaign_id)
    brought_in(portal, file_of((prisoner(0), "CRD", "2030-08-01", "")), "A second file")
    assert campaigns.tranche_view(portal.ctx, other, tranche_id).changed == 1
    done = campaigns.agree_to_tranche(portal.ctx, other, tranche_id)
    assert (done.approved, done.dropped) == (1, 1)
    assert states(portal, references) == ["draft", "approved"]
    assert _left_out(portal, other, tranche_id) == [Dropped.CHANGED]
    assert len(casework.delivered(portal)) == 2
    [event] = trail(portal, "tranche_dropped")
    assert event.details["why"] == "changed"


def test_an_approved_one_whose_date_moves_falls_back_before_it_is_sent(
    portal: Portal, other: Actor
) -> None:
    references = dated_cases(portal, 1)
    campaign_id = id_of(brought_in(portal, moving(1)))
    campaigns.agree_to_tranche(portal.ctx, other, proposed(portal, campaign_id))
    assert states(portal, references) == ["approved"]
    brought_in(portal, moving(1, "2030-09-01"), "A second file")
    assert states(portal, references) == ["draft"]
    assert casework.delivered(portal) == []


def test_the_first_person_proposes_only_what_they_read(portal: Portal, other: Actor) -> None:
    dated_cases(portal, 2)
    campaign_id = id_of(brought_in(portal, moving(2)))
    seen = campaigns.slice_view(portal.ctx, portal.manager, campaign_id, ANY).seen
    brought_in(portal, moving(1, "2030-09-01"), "A second file")
    with pytest.raises(ConflictError):
        campaigns.propose_tranche(portal.ctx, portal.manager, campaign_id, ANY, seen)
    # Two who read the same propose it once.
    seen = campaigns.slice_view(portal.ctx, portal.manager, campaign_id, ANY).seen
    campaigns.propose_tranche(portal.ctx, portal.manager, campaign_id, ANY, seen)
    with pytest.raises(ConflictError):
        campaigns.propose_tranche(portal.ctx, other, campaign_id, ANY, seen)


def test_nobody_proposes_where_nobody_could_agree(portal: Portal) -> None:
    dated_cases(portal, 1)
    campaign_id = id_of(brought_in(portal, moving(1)))
    assert not campaigns.slice_view(portal.ctx, portal.manager, campaign_id, ANY).has_second
    with pytest.raises(ConflictError, match="no other manager"):
        proposed(portal, campaign_id)
    assert tasks_of(portal, tasks.SECOND_PERSON) == []


def test_another_unit_proposes_none_of_ours(portal: Portal, other: Actor) -> None:
    dated_cases(portal, 1)
    campaign_id = id_of(brought_in(portal, moving(1)))
    seen = campaigns.slice_view(portal.ctx, portal.stranger, campaign_id, ANY)
    assert (seen.drafts, seen.alone, seen.left) == ((), (), 0)
    with pytest.raises(ConflictError):
        proposed(portal, campaign_id, actor=portal.stranger)
    with pytest.raises(NotAllowedError):
        campaigns.slice_view(portal.ctx, portal.officer, campaign_id, ANY)
    assert other.unit_id == portal.manager.unit_id


def test_what_a_person_wrote_or_few_may_see_is_read_alone(portal: Portal, other: Actor) -> None:
    references = dated_cases(portal, 3)
    restricted(portal, references[0], other)
    campaign_id = id_of(brought_in(portal, moving(3)))
    update = casework.update_of(portal, references[1], Stage.DATE_CHANGED)
    words = casework.edited(update, content=f"{update.content}\n\nRing me.")
    edit_update(portal.ctx, portal.officer, references[1], update.id, words, update.version)
    seen = campaigns.slice_view(portal.ctx, portal.manager, campaign_id, ANY)
    assert [one.reference for one in seen.drafts] == [references[2]]
    assert {(one[0], one[2]) for one in seen.alone} == {
        (references[0], Alone.RESTRICTED),
        (references[1], Alone.EDITED),
    }


def test_each_check_of_a_single_approval_holds_at_the_moment_of_agreeing(
    portal: Portal, other: Actor
) -> None:
    references = dated_cases(portal, 4)
    campaign_id = id_of(brought_in(portal, moving(4)))
    tranche_id = proposed(portal, campaign_id)
    # One was restricted, one cancelled, and over one the first person has a conflict by now.
    restricted(portal, references[0], other)
    update = casework.update_of(portal, references[1], Stage.DATE_CHANGED)
    updates.cancel_update(
        portal.ctx, portal.officer, references[1], update.id, "Told at court.", update.version
    )
    declare(portal, references[2], other, portal.manager)
    done = campaigns.agree_to_tranche(portal.ctx, other, tranche_id)
    assert (done.approved, done.dropped) == (1, 3)
    assert set(_left_out(portal, other, tranche_id)) == {
        Dropped.ALONE,
        Dropped.NOT_DRAFT,
        Dropped.NOT_REACHED,
    }
    assert case_of(portal, references[3]).restricted is False
    assert len(casework.delivered(portal)) == 2


def test_a_channel_that_is_no_longer_safe_gets_nothing(portal: Portal, other: Actor) -> None:
    [reference] = dated_cases(portal, 1)
    campaign_id = id_of(brought_in(portal, moving(1)))
    tranche_id = proposed(portal, campaign_id)
    for channel in casework.view(portal, reference).channels:
        suspend_channel(portal.ctx, portal.officer, reference, channel.id, "He reads it.")
    done = campaigns.agree_to_tranche(portal.ctx, other, tranche_id)
    assert done.approved == 1
    assert casework.delivered(portal) == []
    assert tasks.HELD_MESSAGE in casework.task_kinds(portal, reference)
    seen = campaigns.campaign_view(portal.ctx, portal.manager, campaign_id)
    assert (seen.counts, seen.to_be_told) == ({NewsStanding.HELD: 1}, 1)


def test_what_two_managers_read_is_no_surge(
    portal: Portal, other: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("victim_portal.domain.surge.FEWEST", 1)
    monkeypatch.setattr("victim_portal.domain.surge.TIMES", 0)
    references = dated_cases(portal, 3)
    portal.clock.move(days=1)
    campaign_id = id_of(brought_in(portal, moving(3)))
    campaigns.agree_to_tranche(portal.ctx, other, proposed(portal, campaign_id, 2))
    assert tasks_of(portal, tasks.SURGE) == []
    # One that a single person approves in the same hour is counted alone, and parked alone.
    [last] = [one for one in references if states(portal, [one]) == ["draft"]]
    casework.approve(portal, last, Stage.DATE_CHANGED)
    assert len(tasks_of(portal, tasks.SURGE)) == 1
    assert len(casework.delivered(portal)) == 4
