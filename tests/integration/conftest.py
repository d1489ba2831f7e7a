"""A fresh portal for each test: on SQLite always, on PostgreSQL where a test asks for both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.portal import Portal, portal_in


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    """A portal on SQLite, with the real migrations, a unit of three and a stranger."""
    made = portal_in(tmp_path)
    yield made
    made.engine.dispose()
