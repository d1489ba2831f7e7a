"""A portal with something of everything, and its pages as each role reaches them."""

from collections.abc import Iterator

import pytest

from tests.support.tour import EVERY_ROLE, OFFICER, Faces, Town, town, walk


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The demo's portal, with something of everything."""
    with town(tmp_path_factory.mktemp("town")) as made:
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
