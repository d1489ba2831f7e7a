"""New wordings: one administrator proposes, another agrees, and nothing is ever overwritten."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from tests.support.amending import administrators
from tests.support.portal import Portal
from tests.support.walls import person, tasks_of, trail
from tests.support.wording import NERYS, NEW, NEWS, OTHER, WHY, in_use, next_use, waiting
from victim_portal.domain.access import Actor
from victim_portal.domain.templates import BY_NAME, NewWording, key_of
from victim_portal.domain.vocabulary import Language, Role
from victim_portal.services import tasks, templates, two_people
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NeedsProofError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.templates import TextState, WordingState
from victim_portal.store.models import Proposal, TemplateVersion
from victim_portal.store.unit_of_work import ConstraintError

SOURCE = BY_NAME[NEWS].source


def live(portal: Portal, language: Language = Language.ENGLISH) -> str:
    return portal.ctx.for_one_use().speaker(language).gettext(SOURCE)


def versions(portal: Portal) -> list[TemplateVersion]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.query(TemplateVersion).order_by(TemplateVersion.number))


def test_two_administrators_put_a_wording_to_use(town: Portal) -> None:
    first, second = administrators(town)
    made = waiting(town, first)
    assert live(town) == SOURCE
    [task] = tasks_of(town, tasks.SECOND_PERSON)
    assert task.for_role == Role.ADMINISTRATOR
    with pytest.raises(ConflictError, match="You proposed this wording yourself"):
        templates.publish_wording(town.ctx, first, made)
    for nobody in (town.manager, town.officer, person(town, Role.AUDITOR)):
        with pytest.raises(NotAllowedError):
            templates.publish_wording(town.ctx, nobody, made)
    seen = templates.proposed_wording(town.ctx, second, made)
    assert (seen.may_decide, seen.stands_against) == (True, "")
    assert seen.trial is not None
    assert NEW.english in seen.trial.english.whole
    assert NEW.welsh in seen.trial.welsh.whole
    assert not templates.proposed_wording(town.ctx, first, made).may_decide
    assert templates.publish_wording(town.ctx, second, made) == "Notice of news: email, paragraph 2"
    assert (live(town), live(town, Language.WELSH)) == (NEW.english, NEW.welsh)
    assert tasks_of(town, tasks.SECOND_PERSON) == []
    [kept] = versions(town)
    assert (kept.number, kept.version, kept.why, kept.reviewer) == (1, 1, WHY, NERYS)
    assert (kept.proposed_by_id, kept.agreed_by_id) == (first.user_id, second.user_id)
    [event] = trail(town, "template_published")
    assert event.actor_id == second.user_id
    assert event.details["template"] == NEWS
    assert event.details["version"] == 1
    assert event.details["proposed_by"] == str(first.user_id)
    [began] = trail(town, "proposed")
    assert (began.actor_id, began.details["concerns"]) == (first.user_id, NEWS)
    for said in (NEW.english, NEW.welsh, WHY, NERYS):
        assert said not in str(event.details) + str(began.details)
    with pytest.raises(ConflictError, match="isn't waiting any more"):
        templates.publish_wording(town.ctx, second, made)
    assert len(versions(town)) == 1


def test_another_process_sees_it_without_a_restart(town: Portal) -> None:
    source = templates.StoredTexts(town.ctx.store)
    assert source.live().number == 0
    in_use(town, administrators(town))
    assert source.live().number == 1
    held = town.ctx
    in_use(town, (person(town, Role.ADMINISTRATOR, first_name="Cy"), _admin(town)), words=OTHER)
    # What began before stands on the words with which it began.
    assert held.speaker(Language.ENGLISH).gettext(SOURCE) == NEW.english
    assert town.ctx.speaker(Language.ENGLISH).gettext(SOURCE) == OTHER.english


def _admin(portal: Portal) -> Actor:
    return person(portal, Role.ADMINISTRATOR, first_name="Di")


def test_versions_are_counted_by_text_and_going_back_is_a_new_one(town: Portal) -> None:
    people = administrators(town)
    in_use(town, people)
    in_use(town, people, words=OTHER)
    urgent = replace(OTHER, english="I want to tell you this soon.")
    in_use(town, people, "notice-urgent.email-2", urgent)
    in_use(town, people, words=NEW)
    kept = [(one.number, one.name, one.version, one.english) for one in versions(town)]
    assert kept == [
        (1, NEWS, 1, NEW.english),
        (2, NEWS, 2, OTHER.english),
        (3, "notice-urgent.email-2", 1, urgent.english),
        (4, NEWS, 3, NEW.english),
    ]
    view = templates.text_view(town.ctx, town.officer, NEWS)
    assert [(one.version, one.live) for one in view.versions] == [
        (3, True),
        (2, False),
        (1, False),
        (0, False),
    ]
    shipped = NewWording(SOURCE, view.versions[-1].wording.welsh, NERYS)
    in_use(town, people, words=shipped)
    assert live(town) == SOURCE
    assert versions(town)[-1].version == 4


def test_no_version_is_ever_changed(town: Portal) -> None:
    in_use(town, administrators(town))
    for statement in (
        "UPDATE template_version SET english = 'Other'",
        "DELETE FROM template_version",
        "UPDATE template_version SET agreed_by_id = proposed_by_id",
    ):
        with pytest.raises(DatabaseError), town.engine.begin() as connection:
            connection.execute(text(statement))
    [kept] = versions(town)
    assert kept.english == NEW.english


@pytest.mark.parametrize("broken", ["english", "welsh", "reviewer", "second"])
def test_the_database_holds_both_languages_a_reviewer_and_two_people(
    town: Portal, broken: str
) -> None:
    first, second = administrators(town)
    made = waiting(town, first)
    given = {} if broken == "second" else {broken: ""}
    with pytest.raises(ConstraintError, match="ck_template_version"):
        _kept(town, made, first, first if broken == "second" else second, **given)


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


def test_words_of_an_older_text_are_shown_and_go_to_nobody(town: Portal) -> None:
    """A release that brings other words for a text brings them alone."""
    first, second = administrators(town)
    made = waiting(town, first)
    two_people.take_back_proposal(town.ctx, first, made)
    _kept(town, made, first, second, source="Older words.")
    _kept(town, made, first, second, number=2, name="gone.part-1", source="Gone.")
    assert (live(town), town.ctx.for_one_use().live_texts.number) == (SOURCE, 2)
    next_use(town)
    view = templates.text_view(town.ctx, first, NEWS)
    assert view.line.state is TextState.OLDER
    assert view.line.wording.english == SOURCE
    assert [(one.version, one.live, one.based_on_older) for one in view.versions] == [
        (1, False, True),
        (0, True, False),
    ]
    seen = templates.correspondence(town.ctx, first)
    assert [one.source for one in seen.left_over] == ["Gone."]
    in_use(town, (first, second))
    assert live(town) == NEW.english
    assert versions(town)[-1].version == 2


def _kept(portal: Portal, made: UUID, first: Actor, second: Actor, **given: Any) -> None:
    """A row as it may stand, or as a release before left it."""
    source = given.pop("source", SOURCE)
    values = {
        "number": 1,
        "name": NEWS,
        "version": 1,
        "english": "E",
        "welsh": "C",
        "reviewer": "N",
        "agreed_by_id": second.user_id,
        **given,
    }
    row = TemplateVersion(
        id=portal.tokens.uuid(),
        source=source,
        source_key=key_of(source),
        why="w",
        proposal_id=made,
        proposed_by_id=first.user_id,
        proposed_at=portal.ctx.now(),
        agreed_at=portal.ctx.now(),
        **values,
    )
    with portal.ctx.store.writing() as uow:
        uow.add(row)
        uow.commit()
