"""The whole correspondence as its pages show it, and examples for previews."""

from dataclasses import replace

import pytest

from tests.support.amending import administrators
from tests.support.portal import Portal
from tests.support.walls import Statements
from tests.support.wording import NEW, NEWS, OTHER, in_use, next_use, waiting
from victim_portal.domain.stages import Stage
from victim_portal.domain.templates import BY_NAME
from victim_portal.domain.vocabulary import Language
from victim_portal.services import templates
from victim_portal.services.errors import NotFoundError
from victim_portal.services.templates import TextState


def test_the_list_is_whole_and_each_group_is_a_part_of_it(portal: Portal) -> None:
    people = administrators(portal)
    in_use(portal, people)
    waiting(portal, people[0], words=OTHER)
    seen = templates.correspondence(portal.ctx, portal.officer, templates.EVERYTHING)
    assert [one.text.name for one in seen.lines] == list(BY_NAME)
    assert all(one.wording.english and one.wording.welsh for one in seen.lines)
    [line] = [one for one in seen.lines if one.text.name == NEWS]
    assert (line.state, line.version, line.wording) == (TextState.AMENDED, 1, NEW)
    assert line.waits == seen.waiting[0].id
    [group] = [one for one in seen.groups if one.group == "notice-news"]
    assert (group.texts, group.amended, group.waiting) == (8, 1, 1)
    of_stage = templates.correspondence(portal.ctx, portal.manager, Stage.RELEASED.value).lines
    assert NEWS in {one.text.name for one in of_stage}
    assert "notice-urgent.sms" not in {one.text.name for one in of_stage}
    assert templates.correspondence(portal.ctx, portal.officer).lines == ()
    with pytest.raises(NotFoundError):
        templates.correspondence(portal.ctx, portal.officer, "no-such-group")


def test_the_list_asks_the_database_as_often_for_many_as_for_one(portal: Portal) -> None:
    people = administrators(portal)
    in_use(portal, people)
    with Statements(portal) as few:
        templates.correspondence(portal.ctx, portal.officer, templates.EVERYTHING)
    for name in ("notice-urgent.email-2", "notice-catch-up.email-2"):
        in_use(portal, people, name, replace(OTHER, english=f"{name.split('.')[0]} came."))
    with Statements(portal) as many:
        templates.correspondence(portal.ctx, portal.officer, templates.EVERYTHING)
    assert len(many.asked) == len(few.asked)


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("language", list(Language))
def test_every_stage_has_an_example(portal: Portal, stage: Stage, language: Language) -> None:
    said = templates.example_texts(portal.ctx, stage, language)
    assert "Rhiannon" in said.notice_sms
    assert "{" not in said.content


@pytest.mark.parametrize("name", BY_NAME)
def test_every_text_can_be_seen_in_the_whole_that_holds_it(portal: Portal, name: str) -> None:
    """Letters have theirs on paper; everything else is found in an update or a code."""
    text_of = BY_NAME[name]
    wording = templates.text_view(portal.ctx, portal.officer, name).line.wording
    live_now = portal.ctx.live_texts
    seen = templates.examples.seen_as(portal.ctx, live_now, text_of, wording, Language.ENGLISH)
    on_paper = all(group.startswith(("letter", "putting-right")) for group in text_of.groups)
    assert bool(seen.whole) != on_paper
    if not on_paper:
        assert seen.words in f"{seen.subject}\n{seen.whole}"


def test_example_texts_are_in_the_live_words(portal: Portal) -> None:
    in_use(portal, administrators(portal))
    next_use(portal)
    said = templates.example_texts(portal.ctx, Stage.RELEASED, Language.WELSH)
    assert NEW.welsh in said.notice_email
