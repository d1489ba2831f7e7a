"""A portal with something of everything, and its pages as each role reaches them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import tour
from tests.support.browser import serving
from tests.support.databases import sqlite_url
from tests.support.portal import Portal, make_portal
from tests.support.tour import EVERY_ROLE, OFFICER, Faces, Town, walk
from tests.support.web import app_for, victims_app


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Portal]:
    """A portal of the test's own, with a unit of three and nobody else yet."""
    portal = make_portal(sqlite_url(tmp_path), migrated=True)
    yield portal
    portal.engine.dispose()


@pytest.fixture
def url(town: Portal) -> Iterator[str]:
    """Where that portal is served."""
    with serving(app_for(town)) as address:
        yield address


@pytest.fixture
def own(town: Portal) -> Iterator[str]:
    """Where the victims' own site of that portal is served."""
    with serving(victims_app(town)) as address:
        yield address


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The demo's portal, with something of everything."""
    with tour.town(tmp_path_factory.mktemp("town")) as made:
        yield made


@pytest.fixture(scope="module")
def walks(demo: Town) -> dict[str, Faces]:
    """All that each role's own links lead to, by endpoint."""
    return {email: walk(demo, email) for email in EVERY_ROLE}


@pytest.fixture(scope="module")
def pages(demo: Town, walks: dict[str, Faces]) -> dict[str, Faces]:
    """An officer's pages, by endpoint, and of the others' those that no officer may open."""
    only = demo.shut_for_officers()
    others = {
        email: {one: faces for one, faces in found.items() if one in only}
        for email, found in walks.items()
    }
    return {**others, OFFICER: walks[OFFICER]}
