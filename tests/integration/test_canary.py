"""No sealed value of the database ever stands in a log line or in an address."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from tests.support.tour import MANAGER, OFFICER, Town, town, walk
from victim_portal.store.base import Row
from victim_portal.store.keyring import UnreadableError

pytestmark = pytest.mark.long

SHORTEST = 5
"""Shorter values are words that a log line may happen to hold."""
WORDS = {"victim", "other", "welsh", "polish", "police", "prison", "false"}


class Ear(logging.Handler):
    """Everything that any logger says, whatever its level."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.name} {record.getMessage()} {record.exc_info or ''}")


@dataclass
class Heard:
    """A portal after the main journeys, and what was logged meanwhile."""

    town: Town
    text: str


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """From referrals to sent messages and a submission, every page opened, with logs wide open."""
    root, ear = logging.getLogger(), Ear()
    level = root.level
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    try:
        with town(tmp_path_factory.mktemp("canary")) as made:
            for email in (OFFICER, MANAGER):
                # Over the wire too, so that the lines of a web server are among what is heard.
                for faces in walk(made, email).values():
                    made.client(email).get(faces[0])
            made.client().get("/find").submit({"text": "Fairley"}, status=200)
            yield Heard(made, "\n".join(ear.heard))
    finally:
        root.setLevel(level)
        root.removeHandler(ear)


def sealed_values(made: Town) -> set[str]:
    """Every text that stands sealed in the database, opened."""
    found: set[str] = set()
    with made.portal.ctx.store.reading() as uow:
        for mapper in Row.registry.mappers:
            table = mapper.class_
            sealed = [
                column.name
                for column in table.__table__.columns
                if column.info["protection"].sealed and column.name != "content_sealed"
            ]
            for row in uow.session.scalars(select(table)) if sealed else ():
                for column in sealed:
                    try:
                        found |= _texts(row.open_sealed(column))
                    except UnreadableError:
                        continue
    return {text for text in found if len(text) >= SHORTEST and text.lower() not in WORDS}


def _texts(value: str | None) -> set[str]:
    """A value, and where it is a structure the texts in it."""
    if value is None:
        return set()
    if value[:1] not in "[{":
        return {value}
    return set(_leaves(json.loads(value)))


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _leaves(one)


def test_no_sealed_value_is_in_the_logs(heard: Heard) -> None:
    values = sealed_values(heard.town)
    assert len(values) > 200
    assert "handed_over=" in heard.text or "worker" in heard.text
    assert [one for one in sorted(values) if one in heard.text] == []


def test_the_ear_would_have_heard(heard: Heard) -> None:
    """A canary that can't sing proves nothing."""
    values = sorted(sealed_values(heard.town))
    ear = Ear()
    logger = logging.getLogger("victim_portal.canary")
    logger.addHandler(ear)
    logger.error("could not read %s", values[0])
    logger.removeHandler(ear)
    assert values[0] in ear.heard[0]


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/cases/VC-00000000?q={}", "GET", 404),
        ("/nowhere/{}", "GET", 404),
        ("/queue?x={}", "DELETE", 405),
        ("/cases?after={}", "GET", 200),
        ("/find", "POST", 400),
    ],
)
def test_an_error_page_repeats_nothing(heard: Heard, path: str, method: str, status: int) -> None:
    mark = "Zqvx-canary"
    client = heard.town.client().http
    answer = client.open(path.format(mark), method=method, data={"text": mark})
    assert answer.status_code == status
    assert mark not in answer.get_data(as_text=True)
    assert mark not in str(answer.headers)
