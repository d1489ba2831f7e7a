"""Every view and every change stands in the trail, and never a word of a victim."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from tests.support.tour import MANAGER, OFFICER, Town, town, walk
from victim_portal.cli.demo.people import CASES
from victim_portal.store.columns import Subject
from victim_portal.store.models import AuditEvent

# Whose pages show these, show personal data.
NAMES = sorted({name for one in CASES for name in (one.last_name, one.offender_last_name)})
# What was typed in the journeys of the tour, and who else was named.
TYPED = (
    *("Please keep him away", "He wrote twice", "Somebody else answered", "The panel found it"),
    *("You can talk to her", "She moved away", "Ruth", "Birch", "Pat Yew", "Molly", "Polish"),
)
# A claim is the worker's own bookkeeping; what came of it is recorded beside the outcome.
BOOKKEEPING = {"message", "data_key", "search_token"}
PERSONAL = (Subject.PERSON, Subject.OFFENDER)


@dataclass
class Watch:
    """Commits that changed personal data, with their tables, and no event beside them."""

    seen: int = 0
    unrecorded: list[set[str]] = field(default_factory=list)


def _flushed(session: Session, _: object) -> None:
    changed = session.info.setdefault("changed", set())
    for row in [*session.new, *session.dirty, *session.deleted]:
        if isinstance(row, AuditEvent):
            session.info["recorded"] = True
        elif any(column.info["protection"].subject in PERSONAL for column in row.__table__.columns):
            changed.add(row.__tablename__)


@pytest.fixture(scope="module")
def watch() -> Iterator[Watch]:
    found = Watch()

    def committed(session: Session) -> None:
        changed = session.info.pop("changed", set()) - BOOKKEEPING
        recorded = session.info.pop("recorded", False)
        if changed:
            found.seen += 1
            if not recorded:
                found.unrecorded.append(changed)

    event.listen(Session, "before_flush", _before)
    event.listen(Session, "after_flush", _flushed)
    event.listen(Session, "after_commit", committed)
    yield found
    event.remove(Session, "before_flush", _before)
    event.remove(Session, "after_flush", _flushed)
    event.remove(Session, "after_commit", committed)


def _before(session: Session, *_: object) -> None:
    """A row that was touched and stayed as it was isn't a change."""
    for row in list(session.dirty):
        if not session.is_modified(row):
            session.expire(row, [])


@pytest.fixture(scope="module")
def demo(watch: Watch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Something of everything, made by the demo, by forms and by the worker."""
    with town(tmp_path_factory.mktemp("town")) as made:
        yield made


def _newest(demo: Town) -> int:
    with demo.portal.engine.connect() as connection:
        return connection.scalar(text("SELECT max(seq) FROM audit_event")) or 0


def _recorded_since(demo: Town, seq: int) -> list[str]:
    with demo.portal.engine.connect() as connection:
        query = text("SELECT what FROM audit_event WHERE seq > :seq AND actor_id IS NOT NULL")
        return list(connection.scalars(query, {"seq": seq}))


def test_each_change_of_personal_data_is_recorded_in_its_transaction(
    demo: Town, watch: Watch
) -> None:
    assert watch.seen > 100, "the journeys change nothing"
    assert watch.unrecorded == []


@pytest.mark.parametrize(("email", "at_least"), [(OFFICER, 30), (MANAGER, 30)])
def test_each_view_of_personal_data_is_recorded(demo: Town, email: str, at_least: int) -> None:
    showing, silent = set(), set()
    client = demo.client(email)
    for endpoint, paths in walk(demo, email).items():
        for path in paths:
            before = _newest(demo)
            page = client.get(path)
            recorded = _recorded_since(demo, before)
            if any(name in page.text for name in NAMES):
                showing.add(endpoint)
                if not recorded:
                    silent.add(f"{endpoint} ({path})")
    assert silent == set()
    assert len(showing) >= at_least, sorted(showing)


def test_no_name_and_no_word_of_a_victim_stands_in_the_trail(demo: Town) -> None:
    with demo.portal.engine.connect() as connection:
        rows = [str(row) for row in connection.execute(text("SELECT * FROM audit_event"))]
    assert len(rows) > 300
    # Staff are named there; none of them shares a name with these.
    told = [name for name in (*NAMES, *TYPED) for row in rows if name in row]
    assert told == []


def test_each_row_says_who_when_and_from_where(demo: Town) -> None:
    with demo.portal.engine.connect() as connection:
        rows = connection.execute(text("SELECT actor, came_from, at, code FROM audit_event"))
        assert all(all(row) for row in rows)
        query = text("SELECT DISTINCT came_from FROM audit_event WHERE actor_id IS NOT NULL")
        assert "127.0.0.1" in set(connection.scalars(query))


def test_the_trail_of_the_whole_demo_is_sound(demo: Town, tmp_path: Path) -> None:
    from victim_portal.services.seals import Sealer, check_trail

    assert Sealer(demo.portal.ctx).seal() > 0
    assert check_trail(demo.portal.ctx, None).finding is None
