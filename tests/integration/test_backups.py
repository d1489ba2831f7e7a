"""Backups that are whole or refused, and restores that refuse what would do harm."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select

from tests.support import casework
from tests.support.commands import Run
from tests.support.commands import migrated as migrated
from tests.support.commands import run as run
from tests.support.fakes import SeededTokens
from tests.support.keeping import BOTH, portal_on
from tests.support.portal import CLI, Portal, keyring
from victim_portal.domain.access import staff
from victim_portal.domain.vocabulary import Role
from victim_portal.services import backups, restoring
from victim_portal.services.backups import make_backup
from victim_portal.services.errors import NotAllowedError
from victim_portal.services.restoring import RefusedError
from victim_portal.store import backup as store
from victim_portal.store.backup.stream import DATA, KEYS, lines
from victim_portal.store.engine import make_engine
from victim_portal.store.models import METADATA, Case
from victim_portal.store.unit_of_work import Store

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))


@pytest.fixture
def portal(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Portal]:
    with portal_on("sqlite", tmp_path, request) as made:
        casework.ready(made)
        yield made


@pytest.fixture
def files(portal: Portal, tmp_path: Path) -> tuple[Path, Path, Path]:
    """A backup with its keys, and the ledger."""
    made = (tmp_path / "data", tmp_path / "keys", tmp_path / "forgotten.jsonl")
    make_backup(portal.ctx, CLI, KEY, *made[:2])
    made[2].touch()
    return made


def empty(portal: Portal, folder: Path) -> Portal:
    """The same portal over a database that doesn't exist yet."""
    engine = make_engine(f"sqlite:///{folder}/empty.sqlite3")
    made = Store(engine, keyring(), portal.clock, SeededTokens(7))
    return replace(portal, engine=engine, ctx=replace(portal.ctx, store=made))


def test_restored_is_what_was_backed_up(
    portal: Portal, files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    again = empty(portal, tmp_path)
    checked = restoring.check_backup(again.ctx, CLI, KEY, *files)
    restoring.restore(again.ctx, CLI, KEY, checked)
    changed = {"audit_event", "task", "update", "staff_session"}
    with portal.engine.connect() as one, again.engine.connect() as other:
        for table in METADATA.sorted_tables:
            if table.name not in changed:
                query = select(*table.columns).order_by(*table.primary_key.columns)
                assert one.execute(query).all() == other.execute(query).all(), table.name
    again.engine.dispose()


def test_backup_is_taken_while_somebody_writes(portal: Portal, tmp_path: Path) -> None:
    """A writer in the middle of its work isn't waited for and isn't in it."""
    with portal.ctx.store.writing() as uow:
        case = uow.session.scalars(select(Case)).one()
        case.closed_why = "half done"
        uow.flush()
        engine = portal.engine
        store.write_backup(
            engine, portal.tokens, KEY, portal.ctx.now(), tmp_path / "d", tmp_path / "k"
        )
    assert "half done" not in "".join(lines(tmp_path / "d", DATA, KEY))


@pytest.mark.parametrize("kind", BOTH)
def test_over_a_full_database_only_by_force(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with portal_on(kind, tmp_path, request) as portal:
        reference = casework.ready(portal)
        made = (tmp_path / "data", tmp_path / "keys", tmp_path / "forgotten.jsonl")
        make_backup(portal.ctx, CLI, KEY, *made[:2])
        made[2].touch()
        other = casework.received(portal, referral_reference="W2", victim_last_name="Birch")
        with pytest.raises(RefusedError, match="isn't empty"):
            restoring.check_backup(portal.ctx, CLI, KEY, *made)
        checked = restoring.check_backup(portal.ctx, CLI, KEY, *made, force=True)
        again = replace(
            portal,
            ctx=replace(
                portal.ctx,
                store=Store(portal.engine, keyring(), portal.clock, SeededTokens(7)),
            ),
        )
        restoring.restore(again.ctx, CLI, KEY, checked, force=True)
        assert casework.view(again, reference).person_name == "Mary Ash"
        with again.ctx.store.reading() as uow:
            found = set(uow.session.scalars(select(Case.reference)))
        assert other not in found
        # The trail's guards are up again.
        assert "audit_event" in inspect(again.engine).get_table_names()
        casework.received(again, referral_reference="W3", victim_last_name="Cedar")


def test_wrong_key_wrong_file_and_damage_are_refused(
    portal: Portal, files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    data, keys, tombstones = files
    again = empty(portal, tmp_path)

    def refused(*paths: Path, key: bytes = KEY) -> str:
        with pytest.raises(RefusedError) as caught:
            restoring.check_backup(again.ctx, CLI, key, *paths)
        return str(caught.value)

    assert "BACKUP_KEY" in refused(data, keys, tombstones, key=OTHER)
    assert "the other of the two" in refused(keys, data, tombstones)
    cut = tmp_path / "cut"
    cut.write_bytes(data.read_bytes()[:-1])
    assert "cut off" in refused(cut, keys, tombstones)
    assert "isn't a backup" in refused(tombstones, keys, tombstones)
    again.engine.dispose()


def test_old_keys_are_refused_until_somebody_says_so(
    portal: Portal, files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    again = empty(portal, tmp_path)
    portal.clock.move(days=40)
    with pytest.raises(RefusedError, match="--old-keys"):
        restoring.check_backup(again.ctx, CLI, KEY, *files)
    assert restoring.check_backup(again.ctx, CLI, KEY, *files, old_keys=True).data.counts
    again.engine.dispose()


def test_newer_keys_open_older_rows(
    portal: Portal, files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    portal.clock.move(days=5)
    casework.received(portal, referral_reference="W2", victim_last_name="Birch")
    make_backup(portal.ctx, CLI, KEY, tmp_path / "data2", tmp_path / "keys2")
    again = empty(portal, tmp_path)
    checked = restoring.check_backup(again.ctx, CLI, KEY, files[0], tmp_path / "keys2", files[2])
    assert restoring.restore(again.ctx, CLI, KEY, checked).keys > 0
    with pytest.raises(RefusedError, match="older than"):
        restoring.check_backup(
            again.ctx, CLI, KEY, tmp_path / "data2", files[1], files[2], force=True
        )
    again.engine.dispose()


def test_line_that_somebody_wrote_into_the_ledger_destroys_nothing(
    portal: Portal, files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    with portal.ctx.store.reading() as uow:
        person_id = uow.session.scalars(select(Case.person_id)).one()
    line = {
        "id": str(person_id),
        "entry": "gone",
        "kind": "person",
        "rule": "declined",
        "at": portal.ctx.now().isoformat(),
        "code": "0" * 64,
    }
    files[2].write_text(json.dumps(line) + "\n")
    again = empty(portal, tmp_path)
    with pytest.raises(RefusedError, match="line 1 has a code that isn't ours"):
        restoring.check_backup(again.ctx, CLI, KEY, *files)
    again.engine.dispose()


def test_a_backup_never_writes_over_a_file(
    portal: Portal, files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    before = files[0].read_bytes()
    with pytest.raises(FileExistsError):
        make_backup(portal.ctx, CLI, KEY, files[0], tmp_path / "k2")
    with pytest.raises(FileExistsError):
        make_backup(portal.ctx, CLI, KEY, tmp_path / "d2", files[1])
    assert files[0].read_bytes() == before
    # The one that could be written isn't left without its other half.
    assert not (tmp_path / "d2").exists()
    assert list(tmp_path.glob(".*.part")) == []


@pytest.mark.parametrize("role", list(Role))
def test_only_at_the_machine(portal: Portal, files: tuple[Path, Path, Path], role: Role) -> None:
    somebody = staff(portal.tokens.uuid(), role, portal.officer.unit_id, "Ann Ross")
    with pytest.raises(NotAllowedError):
        backups.make_backup(portal.ctx, somebody, KEY, *files[:2])
    with pytest.raises(NotAllowedError):
        restoring.check_backup(portal.ctx, somebody, KEY, *files)


def test_the_commands(migrated: Run, tmp_path: Path) -> None:
    assert migrated("demo", "--quiet").returncode == 0
    data, keys = str(tmp_path / "data"), str(tmp_path / "keys")
    made = migrated("backup", "--out", data, "--keys-out", keys, "--json")
    assert made.returncode == 0
    rows = json.loads(made.stdout)["rows"]
    again = migrated("backup", "--out", data, "--keys-out", keys)
    assert (again.returncode, "never writes over" in again.stderr) == (2, True)
    assert migrated("backup", "--out", data, "--keys-out", data).returncode == 2
    tombstones = tmp_path / "var" / "forgotten.jsonl"
    tombstones.touch()
    given = ("restore", "--in", data, "--keys", keys, "--tombstones", str(tombstones))
    full = migrated(*given)
    assert (full.returncode, "--force" in full.stderr) == (2, True)
    done = migrated(*given, "--json", "--force")
    assert done.returncode == 0
    assert json.loads(done.stdout)["rows"] == rows
    listed = migrated("purge", "--list")
    assert (listed.returncode, listed.stdout) == (0, "Nothing is due to be forgotten.\n")
    assert migrated("keys", "check").returncode == 0


def test_production_backs_up_under_a_key_of_its_own() -> None:
    from tests.support.settings_values import PRODUCTION, read, refused

    assert read(PRODUCTION).backup_key == b""
    assert "BACKUP_KEY" in refused({**PRODUCTION, "BACKUP_KEY": PRODUCTION["AUDIT_KEY"]})


def test_counts_are_of_every_table(portal: Portal, files: tuple[Path, Path, Path]) -> None:
    found = store.summary_of(files[0], DATA, KEY).counts
    found |= store.summary_of(files[1], KEYS, KEY).counts
    with portal.engine.connect() as connection:
        for table in METADATA.sorted_tables:
            now = connection.scalar(select(func.count()).select_from(table))
            # The backup itself left one line in the trail.
            assert now == found[table.name] + (table.name == "audit_event"), table.name
