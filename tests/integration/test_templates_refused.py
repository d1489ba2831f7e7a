"""A wording that is refused, taken back, too late, or somebody else's to decide."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.support.amending import administrators
from tests.support.portal import Portal
from tests.support.walls import person, tasks_of
from tests.support.wording import NERYS, NEW, NEWS, OTHER, WHY, in_use, live, versions, waiting
from victim_portal.domain.access import Actor
from victim_portal.domain.templates import BY_NAME
from victim_portal.domain.vocabulary import Role
from victim_portal.services import tasks, templates, two_people
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NeedsProofError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.templates import WordingState
from victim_portal.store.models import Proposal

SOURCE = BY_NAME[NEWS].source


def test_only_administrators_propose_and_only_with_a_fresh_proof(portal: Portal) -> None:
    first, _ = administrators(portal)
    for nobody in (portal.officer, portal.manager, person(portal, Role.AUDITOR)):
        with pytest.raises(NotAllowedError):
            templates.propose_wording(portal.ctx, nobody, NEWS, NEW, WHY, 0)
        with pytest.raises(NotAllowedError):
            templates.try_wording(portal.ctx, nobody, NEWS, NEW)
        assert templates.text_view(portal.ctx, nobody, NEWS).may_change is False
    with pytest.raises(NotAllowedError):
        templates.correspondence(portal.ctx, person(portal, Role.PAROLE_CASE_MANAGER))
    stale = replace(first, proved_at=None)
    with pytest.raises(NeedsProofError):
        templates.propose_wording(portal.ctx, stale, NEWS, NEW, WHY, 0)
    made = waiting(portal, first)
    with pytest.raises(NeedsProofError):
        templates.publish_wording(portal.ctx, replace(_second(portal), proved_at=None), made)
    with pytest.raises(NotFoundError):
        templates.propose_wording(portal.ctx, first, "no-such.text", NEW, WHY, 0)


def _second(portal: Portal) -> Actor:
    return person(portal, Role.ADMINISTRATOR, first_name="Eve")


def test_what_cannot_stand_is_refused_at_the_form(portal: Portal) -> None:
    first, _ = administrators(portal)
    for words, why, field in (
        (replace(NEW, english=""), WHY, "english"),
        (replace(NEW, welsh=""), WHY, "welsh"),
        (replace(NEW, reviewer=" "), WHY, "reviewer"),
        (replace(NEW, english="Your {secret}."), WHY, "english"),
        (replace(NEW, welsh="Eich dioddefwr."), WHY, "welsh"),
        (NEW, " ", "why"),
        (NEW, "x" * 1001, "why"),
    ):
        with pytest.raises(InvalidError) as refused:
            templates.propose_wording(portal.ctx, first, NEWS, words, why, 0)
        assert set(refused.value.problems) == {field}
    assert tasks_of(portal, tasks.SECOND_PERSON) == []


def test_the_same_words_are_no_change_but_for_whoever_answers_for_them(portal: Portal) -> None:
    people = administrators(portal)
    shipped = templates.text_view(portal.ctx, people[0], NEWS).versions[-1].wording
    answered = replace(shipped, reviewer=NERYS)
    with pytest.raises(InvalidError, match=templates.proposing.SAME):
        templates.try_wording(replace(portal.ctx, welsh_reviewer="Mair"), people[0], NEWS, answered)
    in_use(portal, people, words=answered)
    with pytest.raises(InvalidError):
        templates.try_wording(portal.ctx, people[0], NEWS, answered)


def test_one_wording_of_a_text_waits_at_a_time(portal: Portal) -> None:
    first, second = administrators(portal)
    made = waiting(portal, first)
    with pytest.raises(ConflictError, match="waits for a second person"):
        templates.propose_wording(portal.ctx, second, NEWS, OTHER, WHY, 0)
    waiting(portal, first, "notice-urgent.email-2", OTHER)
    two_people.take_back_proposal(portal.ctx, first, made)
    made = waiting(portal, second, words=OTHER)
    with pytest.raises(InvalidError):
        two_people.decide_proposal(portal.ctx, first, made, False, " ")
    with pytest.raises(ConflictError, match="on its own page"):
        two_people.decide_proposal(portal.ctx, first, made, True)
    two_people.decide_proposal(portal.ctx, first, made, False, "Too cold. <b>😀</b>")
    states = [(one.state, one.refused_why) for one in _proposed(portal)]
    assert states == [
        (WordingState.REFUSED, "Too cold. <b>😀</b>"),
        (WordingState.TAKEN_BACK, ""),
    ]
    assert live(portal) == SOURCE
    waiting(portal, first)
    portal.clock.move(days=8)
    assert _proposed(portal)[0].state is WordingState.RAN_OUT
    with pytest.raises(ConflictError, match="time ran out"):
        templates.publish_wording(portal.ctx, second, _proposed(portal)[0].id)
    waiting(portal, first)


def _proposed(portal: Portal) -> list[templates.WordingLine]:
    found = templates.text_view(portal.ctx, portal.officer, NEWS).proposed
    return sorted(found, key=lambda one: one.proposed_at, reverse=True)


def test_who_typed_over_an_older_version_learns_it(portal: Portal) -> None:
    people = administrators(portal)
    in_use(portal, people)
    with pytest.raises(ConflictError, match="put to use meanwhile"):
        templates.propose_wording(portal.ctx, people[0], NEWS, OTHER, WHY, 0)
    templates.propose_wording(portal.ctx, people[0], NEWS, OTHER, WHY, 1)


def _changed(portal: Portal, made: UUID, **about: object) -> None:
    """The proposal as a release before kept it."""
    with portal.ctx.store.writing() as uow:
        proposal = uow.get(Proposal, made)
        assert proposal is not None
        proposal.about = {**proposal.about, **about}
        uow.commit()


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ({"source": "Older words."}, "came with other words since"),
        ({"text": "gone.part-1"}, "no longer has this text"),
        ({"base": 3}, "another wording of it was put to use"),
        ({"english": "News of the prison."}, "what may be proposed has changed"),
    ],
)
def test_nobody_agrees_to_what_does_not_fit_any_more(
    portal: Portal, about: dict[str, object], why: str
) -> None:
    first, second = administrators(portal)
    made = waiting(portal, first)
    _changed(portal, made, **about)
    assert why in templates.proposed_wording(portal.ctx, second, made).stands_against
    with pytest.raises(ConflictError, match=why):
        templates.publish_wording(portal.ctx, second, made)
    assert versions(portal) == []
    two_people.decide_proposal(portal.ctx, second, made, False, "Too late.")
