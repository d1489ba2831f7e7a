"""Every view and every change stands in the trail, and never a word of a victim."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.orm import ORMExecuteState, Session

from tests.support import casework
from tests.support.portal import Portal
from tests.support.tour import MANAGER, OFFICER, Town, town, walk
from victim_portal.cli.demo.people import CASES, STAFF
from victim_portal.services.seals import Sealer, check_trail
from victim_portal.store.columns import Subject
from victim_portal.store.models import AuditEvent, Person

pytestmark = pytest.mark.long

# Whose pages show these, show personal data.
STAFF_NAMES = {one.last_name for one in STAFF}
NAMES = sorted({who[1] for one in CASES for who in (one.victim, one.offender)} - STAFF_NAMES)
CONTACT = re.compile(r"07700 ?9\d\d ?\d\d\d|\+447700|\b\d+ [A-Z]\w+ (?:Road|Street|Lane|Close)\b")
# What was typed in the journeys of the tour, and who else was named.
TYPED = (
    *("Please keep him away", "He wrote twice", "Somebody else answered", "The panel found it"),
    *("You can talk to her", "She moved away", "Ruth", "Birch", "Pat Yew", "Molly", "Polish"),
)
# A claim is the worker's own bookkeeping; what came of it is recorded beside the outcome.
# Nobody stands in these: their people and numbers are invented.
INVENTED = {"officer.show_correspondence", "administrator.show_wording"}
# So is when a case was looked at for silence: the tasks that come of it are recorded.
BOOKKEEPING = {"message", "data_key", "search_token", "case_watch"}
# A person or an offender is their own subject.
PERSONAL = (Subject.PERSON, Subject.OFFENDER, Subject.SELF, Subject.LISTED)


@dataclass
class Watch:
    """Commits that changed personal data, with their tables, and no event beside them."""

    seen: int = 0
    unrecorded: list[set[str]] = field(default_factory=list)


def _flushing(session: Session, *_: object) -> None:
    changed = session.info.setdefault("changed", set())
    # A row that was touched and stayed as it was isn't a change.
    dirty = [row for row in session.dirty if session.is_modified(row)]
    for row in [*session.new, *dirty, *session.deleted]:
        if isinstance(row, AuditEvent):
            session.info["recorded"] = True
        elif any(column.info["protection"].subject in PERSONAL for column in row.__table__.columns):
            changed.add(row.__tablename__)


def _executing(statement: ORMExecuteState) -> None:
    """What many events are written by at once, at the commit of a unit of work."""
    if statement.is_insert and statement.statement.table is AuditEvent.__table__:  # type: ignore[attr-defined]  # an insert has one
        statement.session.info["recorded"] = True


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

    event.listen(Session, "before_flush", _flushing)
    event.listen(Session, "do_orm_execute", _executing)
    event.listen(Session, "after_commit", committed)
    yield found
    event.remove(Session, "before_flush", _flushing)
    event.remove(Session, "do_orm_execute", _executing)
    event.remove(Session, "after_commit", committed)


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
    assert watch.seen > 60, "the journeys change nothing"
    assert watch.unrecorded == []


def test_a_change_that_nobody_recorded_would_be_noticed(portal: Portal, watch: Watch) -> None:
    casework.received(portal)
    assert watch.unrecorded == []
    with portal.ctx.store.writing() as uow:
        person = uow.session.scalars(select(Person).limit(1)).one()
        person.language = "cy" if person.language == "en" else "en"
        uow.commit()
    assert watch.unrecorded.pop() == {"person"}


@pytest.mark.parametrize(("email", "at_least"), [(OFFICER, 20), (MANAGER, 15)])
def test_each_view_of_personal_data_is_recorded(demo: Town, email: str, at_least: int) -> None:
    """A page shows it that holds a name, a number, an address or a person's e-mail address."""
    showing, silent = set(), set()
    client = demo.client(email)
    for endpoint, paths in walk(demo, email).items():
        for path in paths if endpoint not in INVENTED else ():
            before = _newest(demo)
            page = client.get(path)
            recorded = _recorded_since(demo, before)
            if any(name in page.text for name in NAMES) or CONTACT.search(page.text):
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


def test_the_trail_of_the_whole_demo_is_sound(demo: Town) -> None:
    assert Sealer(demo.portal.ctx).seal() > 0
    assert check_trail(demo.portal.ctx, None).finding is None
