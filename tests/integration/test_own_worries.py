"""What she is worried about: left out of what is served, and passed on at once."""

from datetime import date

import pytest

from tests.support import voice
from tests.support.portal import Portal
from tests.support.voice import SINCE, THEN, draft, part, save
from victim_portal.domain.richtext import plain_text
from victim_portal.services import own_statement
from victim_portal.services.door import Visitor
from victim_portal.services.errors import InvalidError
from victim_portal.services.representations import representations_view

TODAY = date(2026, 11, 18)
HOSTILE = "<script>alert(1)</script> {0} %s & \N{GRINNING FACE}"


@pytest.fixture
def reference(portal: Portal) -> str:
    return voice.with_review(portal)


@pytest.fixture
def here(portal: Portal, reference: str) -> Visitor:
    return voice.inside(portal, reference)


def shown(portal: Portal, reference: str) -> str:
    """What the officer sees of the statement that stands."""
    view = representations_view(portal.ctx, portal.officer, reference)
    return plain_text(view.statement.body) if view.statement else ""


def test_a_marked_passage_stands_in_the_withheld_part_alone(
    portal: Portal, here: Visitor, reference: str
) -> None:
    voice.write(
        portal, here, then="I was afraid.", since="I moved to Mill Lane. " + HOSTILE, release="No."
    )
    for _ in range(2):
        own_statement.mark_passage(portal.ctx, here, SINCE, "Mill  Lane", "He would come.")
    (worry,) = draft(portal, here).worries
    assert worry.found
    (task,) = voice.tasks(portal, "own_worry")
    assert "19 January 2027" in task.what
    assert task.due_on == date(2026, 11, 20)
    assert "Mill" not in task.what
    assert "Mill" not in plain_text(draft(portal, here).served)
    assert "Mill Lane" in plain_text(draft(portal, here).whole)
    voice.sign(portal, here)
    view = representations_view(portal.ctx, portal.officer, reference)
    assert view.statement is not None
    assert plain_text(view.statement.body) == f"I was afraid.\n\nI moved to. {HOSTILE}\n\nNo."
    assert plain_text(view.statement.withheld) == "Mill  Lane"
    assert plain_text(view.statement.withheld_reasons) == "He would come."


def test_the_worry_is_late_and_says_so(portal: Portal, reference: str) -> None:
    voice.review(portal, reference, date(2026, 12, 15))
    here = voice.inside(portal, reference)
    voice.write(portal, here, then="I live in Leeds.")
    own_statement.mark_passage(portal.ctx, here, THEN, "Leeds", "He would come.")
    (task,) = voice.tasks(portal, "own_worry")
    assert "ask for a late one" in task.what
    assert task.due_on == TODAY


@pytest.mark.parametrize(
    ("passage", "reason", "fields"),
    [
        ("", "", {"passage", "reason"}),
        ("I", "why", {"passage"}),
        ("not there", "why", {"passage"}),
        ("afraid", "x" * 2001, {"reason"}),
    ],
)
def test_what_cant_be_marked(
    portal: Portal, here: Visitor, passage: str, reason: str, fields: set[str]
) -> None:
    voice.write(portal, here, then="I was afraid.")
    with pytest.raises(InvalidError) as refused:
        own_statement.mark_passage(portal.ctx, here, THEN, passage, reason)
    assert set(refused.value.problems) == fields
    assert voice.tasks(portal, "own_worry") == []


def test_words_that_changed_under_a_mark_stop_the_signing(
    portal: Portal, here: Visitor, reference: str
) -> None:
    voice.write(portal, here, then="I live in Leeds.")
    own_statement.mark_passage(portal.ctx, here, THEN, "in Leeds", "He would come.")
    save(portal, here, "I live near Leeds.", part(portal, here).version)
    assert draft(portal, here).digest == ""
    with pytest.raises(InvalidError) as refused:
        voice.sign(portal, here)
    assert "worry" in refused.value.problems
    (worry,) = draft(portal, here).worries
    own_statement.end_worry(portal.ctx, here, worry.id)
    own_statement.end_worry(portal.ctx, here, worry.id)
    voice.sign(portal, here)
    assert shown(portal, reference) == "I live near Leeds."


def test_all_of_it_cant_be_withheld(portal: Portal, here: Visitor) -> None:
    voice.write(portal, here, then="I live in Leeds.")
    own_statement.mark_passage(portal.ctx, here, THEN, "I live in Leeds.", "He would come.")
    assert draft(portal, here).problems == {"words": "nothing_left"}
