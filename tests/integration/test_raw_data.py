"""The stolen database: nothing that is sealed can be read from its bytes, its dump or a backup.

What to look for isn't a list of examples: it is everything that the sealed columns hold
after the demo's whole caseload, opened with the keys, and then sought in the raw bytes.
"""

import base64
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from tests.support.keeping import BOTH, database
from tests.support.portal import CLI, PASSWORD
from tests.support.senders import FakeSender
from tests.support.settings_values import read
from victim_portal import bootstrap
from victim_portal.bootstrap import Portal
from victim_portal.cli.demo.caseload import fill
from victim_portal.domain.referrals import SENSITIVE
from victim_portal.services.backups import make_backup
from victim_portal.services.delivery import deliver_due
from victim_portal.store.backup import DATA
from victim_portal.store.backup.stream import lines
from victim_portal.store.models import METADATA, Case, Person, Row

KEY = bytes(range(32))
# Shorter ones, and words that stand in the code's own lists, prove nothing.
SHORTEST = 5
DAY = re.compile(r"\d{4}-\d\d-\d\d")
BIRTHS = ("born_on_sealed", "before_sealed", "row_sealed")
EVERYBODYS = re.compile(
    r"(en|cy)|\d{1,2} [A-Z][a-z]+ \d{4}|[a-z_]+|\d{1,4}|P\d+[YMD].*|HMP .*"
    # The id of a row that a sealed value names: random, and plain where that row stands.
    r"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)


@pytest.fixture(scope="module", params=BOTH)
def portal(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    """The demo's caseload with its main journeys, and what it sends sent."""
    folder = tmp_path_factory.mktemp("raw")
    with database(request.param, folder, request) as url:
        made = bootstrap.build(read({"DATABASE_URL": url}, folder))
        fill(made.ctx, PASSWORD, None)
        deliver_due(made.ctx, FakeSender().senders, "w1")
        yield made
        made.engine.dispose()


def secrets_of(portal: Portal) -> set[str]:
    """Every text that a sealed column holds, and the texts inside those that hold JSON."""
    found = set[str]()
    with portal.ctx.store.reading() as uow:
        for mapper in Row.registry.mappers:
            model = mapper.class_
            sealed = [c.name for c in model.__table__.columns if c.info["protection"].sealed]
            for row in uow.session.scalars(select(model)) if sealed else ():
                for column in sealed:
                    value = row.open_sealed(column)
                    if value is not None:
                        found |= {one for one in _texts(value, column) if _tells(one, column)}
    return found


# Titles are the portal's own words for a stage, and stand as such in the plan's reasons.
TITLES = ("subject_sealed", "content_subject_sealed", "notice_subject_sealed")


def _tells(one: str, column: str) -> bool:
    """Whether a text could hurt: long enough, no code, and a day only where it is a birth's."""
    if column in TITLES:
        return False
    if DAY.fullmatch(one):
        return column in BIRTHS
    return len(one) >= SHORTEST and not EVERYBODYS.fullmatch(one)


def _texts(value: str, column: str) -> Iterator[str]:
    """A value as it is, and each text within it.

    Of a referral's row only what tells who it is: its date of sentence stands in the plain.
    """
    yield value
    try:
        inner = json.loads(value)
    except ValueError:
        return
    waiting = [inner]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            whole = column != "row_sealed"
            waiting += [kept for key, kept in one.items() if whole or key in SENSITIVE]
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str):
            yield one


def raw_of(portal: Portal) -> bytes:
    """The bytes of the database: files with their log on SQLite, all tables on PostgreSQL."""
    if portal.engine.dialect.name == "sqlite":
        file = Path(str(portal.engine.url.database))
        return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
    driver = portal.engine.raw_connection()
    parts = []
    try:
        for table in METADATA.sorted_tables:
            with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" TO STDOUT') as copy:
                parts += [bytes(part) for part in copy]
    finally:
        driver.close()
    return b"".join(parts)


def leaks(secrets: set[str], raw: bytes) -> set[str]:
    """Which of these can be read in the bytes, as they are or as JSON writes them."""
    return {one for one in secrets if one.encode() in raw or json.dumps(one)[1:-1].encode() in raw}


def public_of(portal: Portal) -> str:
    """What the policy's own sentences and staff's accounts say as well, and so proves nothing."""
    with portal.engine.connect() as connection:
        staff = connection.execute(
            text('SELECT first_name, last_name, telephone, hours, hours_welsh FROM "user"')
        ).all()
        units = connection.execute(text("SELECT name FROM unit")).all()
    accounts = json.dumps([list(row) for row in (*staff, *units)], ensure_ascii=False)
    return accounts + (files("victim_portal") / "data" / "policy.toml").read_text("utf-8")


def sought(portal: Portal) -> set[str]:
    """What must not be readable: all that is sealed, but for what is public."""
    public = public_of(portal)
    return {one for one in secrets_of(portal) if one not in public}


def test_much_is_looked_for(portal: Portal) -> None:
    found = sought(portal)
    assert len(found) > 250
    # A name, a number, a date of birth, an address, a code word, an offender's number.
    for example in (r"Ashdown\w*", r"\+447700900\d+", r"19\d\d-\d\d-\d\d", r"A\d{4}ZZ", r".+@.+"):
        assert any(re.fullmatch(example, one) for one in found), example
    assert any(len(one) > 200 for one in found), "no letter, statement or message"


def test_the_database_holds_no_plain_value(portal: Portal) -> None:
    assert leaks(sought(portal), raw_of(portal)) == set()


def test_one_plain_value_would_be_found(portal: Portal) -> None:
    """The mutant: somebody's surname and birth, written into a plain column by mistake."""
    with portal.ctx.store.writing() as uow:
        case = uow.session.scalars(select(Case)).first()
        assert case is not None
        person = uow.get(Person, case.person_id)
        assert person is not None
        marked = {str(person.last_name), str(person.born_on)}
        before = case.route_reason
        told = f"Is about {person.last_name}, born {person.born_on}"
        uow.session.execute(update(Case).where(Case.id == case.id).values(route_reason=told))
        uow.commit()
    try:
        assert leaks(sought(portal), raw_of(portal)) == {
            one for one in marked if len(one) >= SHORTEST and one != "None"
        }
    finally:
        with portal.ctx.store.writing() as uow:
            uow.session.execute(update(Case).where(Case.id == case.id).values(route_reason=before))
            uow.commit()


def test_a_backup_holds_no_plain_value_even_opened(portal: Portal, tmp_path: Path) -> None:
    make_backup(portal.ctx, CLI, KEY, tmp_path / "data", tmp_path / "keys")
    closed = (tmp_path / "data").read_bytes() + (tmp_path / "keys").read_bytes()
    secrets = sought(portal)
    assert (
        leaks(secrets | {"case_reference", "offender", "data_key", "search_token"}, closed) == set()
    )
    # Whoever has BACKUP_KEY as well meets sealed values only.
    opened = "\n".join(lines(tmp_path / "data", DATA, KEY)).encode()
    assert b'"search_token"' in opened
    assert leaks(secrets, opened) == set()
    # Nor does base64 hide a plain one.
    parts = re.findall(
        rb'"((?:[A-Za-z0-9+/]{4}){2,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)"', opened
    )
    unpacked = b"\n".join(base64.b64decode(one) for one in parts)
    assert leaks(secrets, unpacked) == set()


def test_files_are_their_owners_alone(portal: Portal, tmp_path: Path) -> None:
    make_backup(portal.ctx, CLI, KEY, tmp_path / "data", tmp_path / "keys")
    for name in ("data", "keys"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
