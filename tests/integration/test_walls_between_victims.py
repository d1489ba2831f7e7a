"""Nothing that an officer of one case can get tells whether the offender has another victim.

Two worlds, the same clock and the same randomness, one with and one without another victim's
case: every page, search, file, header and error is compared byte for byte.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import casework
from tests.support.databases import sqlite_url
from tests.support.portal import Portal, make_portal
from tests.support.two_worlds import World, everything, world
from tests.support.web import MANAGER, OFFICER
from victim_portal.services.cases import case_view
from victim_portal.services.offenders import offender_view

pytestmark = pytest.mark.long

Build = Callable[[str], World]


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """Makes worlds, each with a database of its own."""
    made: list[Portal] = []

    def one(sibling: str) -> World:
        folder = tmp_path / f"world-{len(made)}"
        folder.mkdir()
        made.append(make_portal(sqlite_url(folder), migrated=True))
        return world(made[-1], sibling)

    yield one
    for portal in made:
        portal.engine.dispose()


@pytest.mark.parametrize(
    ("sibling", "email"),
    [("elsewhere", OFFICER), ("elsewhere", MANAGER), ("restricted", OFFICER)],
)
def test_two_worlds_are_the_same_to_who_holds_one_case(
    build: Build, sibling: str, email: str
) -> None:
    having, alone = build(sibling), build("")
    assert having.reference == alone.reference
    may_open = sibling == "elsewhere"
    with_sibling = everything(having, email, having.sibling, may_open)
    without = everything(alone, email, having.sibling, may_open)
    seen = 0
    for (asked, one), (asked_too, other) in zip(with_sibling, without, strict=True):
        assert asked == asked_too
        assert one == other, f"{asked} tells that there is another victim"
        guessed = having.sibling.encode()
        assert guessed in asked.encode() or guessed not in one, asked
        seen += 1
    assert seen > 60


def test_who_holds_both_is_warned_on_every_page_of_either(build: Build) -> None:
    both = build("restricted")
    portal = both.portal
    for reference in (both.reference, both.sibling):
        seen = case_view(portal.ctx, portal.manager, reference)
        assert seen.another_victim
        assert offender_view(portal.ctx, portal.manager, seen.offender_id).another_victim
    assert not casework.view(portal, both.reference).another_victim
    # The other one's officer sees the unit's case as cover, and so holds both.
    assert case_view(portal.ctx, portal.colleague, both.sibling).another_victim
