"""A fresh portal for each test: on SQLite always, on PostgreSQL where a test asks for both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import postgres_database
from tests.support.portal import Portal, make_portal, portal_in


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    """A portal on SQLite, with the real migrations, a unit of three and a stranger."""
    made = portal_in(tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Portal]:
    """The same portal on both databases, one after the other."""
    if request.param == "sqlite":
        made = portal_in(tmp_path)
        yield made
        made.engine.dispose()
        return
    with postgres_database(request.getfixturevalue("postgres")) as url:
        made = make_portal(url, migrated=True)
        yield made
        made.engine.dispose()
