"""New wordings: one administrator proposes, another agrees, and nothing is ever overwritten."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from tests.support.amending import administrators
from tests.support.portal import Portal
from tests.support.walls import person, tasks_of, trail
from tests.support.wording import (
    NERYS,
    NEW,
    NEWS,
    OTHER,
    WHY,
    in_use,
    live,
    next_use,
    versions,
    waiting,
)
from victim_portal.domain.access import Actor
from victim_portal.domain.templates import BY_NAME, NewWording, key_of
from victim_portal.domain.vocabulary import Language, Role
from victim_portal.services import tasks, templates, two_people
from victim_portal.services.errors import (
    ConflictError,
    NotAllowedError,
)
from victim_portal.services.templates import TextState
from victim_portal.store.models import TemplateVersion
from victim_portal.store.unit_of_work import ConstraintError

SOURCE = BY_NAME[NEWS].source


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


def test_two_at_the_same_moment_get_numbers_of_their_own(town: Portal) -> None:
    first, second = administrators(town)
    names = (NEWS, "notice-urgent.email-2", "notice-catch-up.email-2")
    made = [waiting(town, first, name, OTHER) for name in names]
    start = Barrier(4)

    def agree(proposal_id: UUID) -> str:
        start.wait()
        try:
            return templates.publish_wording(town.ctx, second, proposal_id)
        except ConflictError as error:
            return str(error)

    with ThreadPoolExecutor(4) as pool:
        # One of them twice: a double click.
        said = list(pool.map(agree, [*made, made[0]]))
    kept = versions(town)
    assert [one.number for one in kept] == [1, 2, 3]
    assert {one.name for one in kept} == set(names)
    assert sum("isn't waiting" in one for one in said) == 1
