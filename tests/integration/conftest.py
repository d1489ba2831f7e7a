"""A fresh portal for each test: on SQLite always, on PostgreSQL where a test asks for both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import sqlite_url
from tests.support.portal import Portal, make_portal


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    """A portal on SQLite, with the real migrations, a unit of three and a stranger."""
    made = make_portal(sqlite_url(tmp_path), migrated=True)
    yield made
    made.engine.dispose()
