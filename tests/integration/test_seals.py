"""The trail in a real database: sealed in order, brought out, and every tampering named."""

from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from tests.support.portal import Portal
from tests.support.trails import attack, places, portal_on, seals_file, verdict, write_rows
from victim_portal.domain.seals import Fault, Finding, from_line
from victim_portal.services.seals import Sealer

BOTH = pytest.mark.parametrize(
    "where", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)


@pytest.fixture
def trail(where: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Portal]:
    """Some rows, all of them sealed in two batches."""
    server = request.getfixturevalue("postgres") if where == "postgres" else None
    with portal_on(where, tmp_path, server) as portal:
        write_rows(portal, 6)
        assert Sealer(portal.ctx).seal() > 6
        write_rows(portal, 6)
        assert Sealer(portal.ctx).seal() == 6
        yield portal


def _lines(folder: Path) -> list[str]:
    return seals_file(folder).read_text("utf-8").splitlines()


@BOTH
def test_all_is_sealed_and_brought_out(trail: Portal, tmp_path: Path) -> None:
    assert Sealer(trail.ctx).seal() == 0
    write_rows(trail, 2)
    found = verdict(trail, tmp_path)
    assert found.finding is None
    assert (found.rows, found.seals, found.unsealed) == (len(places(trail)), 2, 2)
    assert found.exported == 2
    assert [from_line(line).last_seq for line in _lines(tmp_path)] == [
        places(trail)[-9],
        places(trail)[-3],
    ]
    assert seals_file(tmp_path).stat().st_mode & 0o777 == 0o600


# What an attacker does to a row, and what the check must say of it.
TAMPERINGS = [
    ("UPDATE audit_event SET actor = 'Someone Else' WHERE seq = {0}", Fault.ROW_EDITED),
    ("UPDATE audit_event SET case_id = NULL, what = 'signed_in' WHERE seq = {0}", Fault.ROW_EDITED),
    ("UPDATE audit_event SET at = '2020-01-01 00:00:00.000000' WHERE seq = {0}", Fault.ROW_EDITED),
    ("UPDATE audit_event SET came_from = '10.0.0.1' WHERE seq = {0}", Fault.ROW_EDITED),
    ("UPDATE audit_event SET details = '{{\"rows\":99}}' WHERE seq = {0}", Fault.ROW_EDITED),
    ("UPDATE audit_event SET details = '[]' WHERE seq = {0}", Fault.ROW_EDITED),
    ("UPDATE audit_event SET code = {raw} WHERE seq = {0}", Fault.ROW_EDITED),
    ("DELETE FROM audit_event WHERE seq = {0}", Fault.ROW_DELETED),
    ("DELETE FROM audit_event WHERE seq >= {0}", Fault.ROW_DELETED),
]


@BOTH
@pytest.mark.parametrize(("how", "fault"), TAMPERINGS)
@pytest.mark.parametrize("back", [2, 8])
def test_what_was_done_to_a_row_is_named(
    trail: Portal, tmp_path: Path, how: str, fault: Fault, back: int
) -> None:
    seq = places(trail)[-back]
    raw = "x'00'" if trail.engine.dialect.name == "sqlite" else "'\\x00'"
    attack(trail, how.format(seq, raw=raw))
    assert verdict(trail, tmp_path).finding == Finding(fault, seq)
    assert verdict(trail).finding == Finding(fault, seq)


@BOTH
def test_an_inserted_row_is_named_also_in_a_gap(trail: Portal, tmp_path: Path) -> None:
    rows = places(trail)
    rest = "at, actor, actor_id, came_from, what, case_id, details, code"

    def copy(seq: int, of: int, byte: str) -> str:
        new = f"'{byte * 16}'"
        return (
            f"INSERT INTO audit_event (seq, id, {rest})"
            f" SELECT {seq}, {new}, {rest} FROM audit_event WHERE seq = {of}"
        )

    # In the place of another, and before all of them.
    attack(trail, f"DELETE FROM audit_event WHERE seq = {rows[-3]}", copy(rows[-3], rows[-2], "ab"))
    assert verdict(trail, tmp_path).finding == Finding(Fault.ROW_EDITED, rows[-3])
    first = min(rows)
    attack(trail, copy(first - 1, first, "cd"))
    assert verdict(trail, tmp_path).finding == Finding(Fault.ROW_INSERTED, first - 1)


@BOTH
def test_rows_that_changed_places_are_named(trail: Portal, tmp_path: Path) -> None:
    one, two = places(trail)[-5], places(trail)[-2]
    attack(
        trail,
        f"UPDATE audit_event SET seq = 999999 WHERE seq = {one}",
        f"UPDATE audit_event SET seq = {one} WHERE seq = {two}",
        f"UPDATE audit_event SET seq = {two} WHERE seq = 999999",
    )
    assert verdict(trail, tmp_path).finding == Finding(Fault.ROW_MOVED, one)


@BOTH
def test_a_cut_tail_is_told_by_what_left_the_database(trail: Portal, tmp_path: Path) -> None:
    rows = places(trail)
    attack(
        trail,
        f"DELETE FROM audit_event WHERE seq >= {rows[-6]}",
        f"DELETE FROM seal WHERE first_seq >= {rows[-6]}",
    )
    assert verdict(trail).finding is None
    assert verdict(trail, tmp_path).finding == Finding(Fault.CUT_OFF, rows[-6], rows[-1])


@BOTH
def test_what_was_done_to_a_seal_is_named(trail: Portal, tmp_path: Path) -> None:
    rows = places(trail)
    for change in ("root = {0}", "previous = {0}", "code = {0}", "marks = {0}", "rows = 5"):
        raw = "x'00'" if trail.engine.dialect.name == "sqlite" else "'\\x00'"
        column = change.split(" ")[0]
        known = f"(SELECT {column} FROM kept WHERE kept.id = seal.id)"
        attack(trail, "DROP TABLE IF EXISTS kept", "CREATE TABLE kept AS SELECT * FROM seal")
        attack(trail, f"UPDATE seal SET {change.format(raw)} WHERE last_seq = {rows[-1]}")
        finding = Finding(Fault.SEAL_EDITED, rows[-6], rows[-1])
        assert verdict(trail, tmp_path).finding == finding
        attack(trail, f"UPDATE seal SET {column} = {known}")
        assert verdict(trail, tmp_path).finding is None
    attack(trail, f"DELETE FROM seal WHERE last_seq < {rows[-1]}")
    assert verdict(trail).finding == Finding(Fault.SEAL_DELETED, rows[-6], rows[-1])


@BOTH
def test_two_workers_seal_each_row_once(trail: Portal, tmp_path: Path) -> None:
    write_rows(trail, 30)
    start, done = Barrier(4), []

    def work() -> None:
        sealer = Sealer(trail.ctx)
        start.wait()
        done.append(sealer.seal())

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done) == 30
    found = verdict(trail, tmp_path)
    assert found.finding is None
    assert (found.unsealed, found.exported) == (0, found.seals)


@BOTH
def test_who_died_before_bringing_it_out_is_caught_up_with(trail: Portal, tmp_path: Path) -> None:
    whole = seals_file(tmp_path).read_bytes()
    for left in (b"", whole[:100], whole[: whole.index(b"\n") + 1], whole[:-1], whole[:-40]):
        seals_file(tmp_path).write_bytes(left)
        Sealer(trail.ctx).seal()
        assert verdict(trail, tmp_path).finding is None
        assert verdict(trail, tmp_path).exported == 2
    seals_file(tmp_path).unlink()
    write_rows(trail, 1)
    Sealer(trail.ctx).seal()
    assert len(_lines(tmp_path)) == 3


@BOTH
def test_a_file_that_cannot_be_written_stops_no_sealing(trail: Portal, tmp_path: Path) -> None:
    seals_file(tmp_path).unlink()
    seals_file(tmp_path).mkdir()
    write_rows(trail, 3)
    with pytest.raises(OSError, match="directory"):
        Sealer(trail.ctx).seal()
    assert verdict(trail).unsealed == 0


@pytest.mark.postgres
def test_a_late_commit_below_a_visible_row_is_waited_for(postgres: str, tmp_path: Path) -> None:
    """The mutant that seals what it sees would leave the late row outside for ever."""
    with portal_on("postgres", tmp_path, postgres) as portal:
        sealer = Sealer(portal.ctx)
        assert sealer.seal() > 0
        late = portal.engine.connect()
        same = "gen_random_uuid(), at, actor, actor_id, came_from, what, case_id, details, code"
        late.execute(
            text(
                "INSERT INTO audit_event"
                " (id, at, actor, actor_id, came_from, what, case_id, details, code)"
                f" SELECT {same} FROM audit_event LIMIT 1"
            )
        )
        write_rows(portal, 3)
        assert [sealer.seal(), sealer.seal(), Sealer(portal.ctx).seal()] == [0, 0, 0]
        late.rollback()
        late.close()
        # The gap that it left is nobody's row.
        assert sealer.seal() == 3
        assert verdict(portal, tmp_path).finding is None


@pytest.mark.postgres
def test_sealing_goes_on_while_others_write(postgres: str, tmp_path: Path) -> None:
    """Somebody always writes; whoever wrote when the place was noted has ended."""
    with portal_on("postgres", tmp_path, postgres) as portal:
        sealer = Sealer(portal.ctx)
        sealer.seal()
        one = portal.engine.connect()
        one.execute(text("LOCK TABLE audit_event IN ROW EXCLUSIVE MODE"))
        write_rows(portal, 2)
        assert sealer.seal() == 0
        two = portal.engine.connect()
        two.execute(text("LOCK TABLE audit_event IN ROW EXCLUSIVE MODE"))
        one.close()
        write_rows(portal, 2)
        assert sealer.seal() == 2
        two.close()
        assert sealer.seal() == 2


SAME = "seq, id, at, actor, actor_id, came_from, what, case_id, details, code"
SQLITE_ATTACKS = [
    "UPDATE audit_event SET actor = 'x'",
    "DELETE FROM audit_event",
    f"INSERT OR REPLACE INTO audit_event ({SAME}) SELECT {SAME} FROM audit_event LIMIT 1",
    f"REPLACE INTO audit_event ({SAME.removeprefix('seq, ')})"
    f" SELECT {SAME.removeprefix('seq, ')} FROM audit_event LIMIT 1",
    f"INSERT INTO audit_event ({SAME}) SELECT {SAME} FROM audit_event WHERE true LIMIT 1"
    " ON CONFLICT (seq) DO UPDATE SET actor = 'x'",
    "UPDATE OR REPLACE audit_event SET seq = 1",
    "UPDATE seal SET code = x'00'",
    "DELETE FROM seal",
    "INSERT OR REPLACE INTO seal SELECT * FROM seal LIMIT 1",
    *(
        f"INSERT OR REPLACE INTO seal (id, first_seq, last_seq, root, previous, code, made_at)"
        f" SELECT '{'0' * 32}', {first}, {last}, root, {before}, code, made_at FROM seal LIMIT 1"
        for first, last, before in (
            ("first_seq", "9000", "'x'"),
            ("9000", "last_seq", "'x'"),
            ("9000", "9000", "previous"),
        )
    ),
]
POSTGRES_ATTACKS = [
    "UPDATE audit_event SET actor = 'x'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "TRUNCATE audit_event, seal RESTART IDENTITY CASCADE",
    f"INSERT INTO audit_event ({SAME}) SELECT {SAME} FROM audit_event LIMIT 1"
    " ON CONFLICT (seq) DO UPDATE SET actor = 'x'",
    f"INSERT INTO audit_event ({SAME}) SELECT {SAME} FROM audit_event LIMIT 1"
    " ON CONFLICT (id) DO UPDATE SET actor = 'x'",
    "MERGE INTO audit_event a USING audit_event b ON a.seq = b.seq"
    " WHEN MATCHED THEN UPDATE SET actor = 'x'",
    "UPDATE seal SET code = '\\x00'",
    "DELETE FROM seal",
    "TRUNCATE seal",
]


@pytest.mark.parametrize("where", ["sqlite"])
@pytest.mark.parametrize("change", SQLITE_ATTACKS)
def test_the_guards_refuse_on_sqlite(trail: Portal, change: str) -> None:
    with trail.engine.connect() as connection:
        # Even for a connection that doesn't let triggers fire for what REPLACE deletes.
        connection.execute(text("PRAGMA recursive_triggers=OFF"))
        with pytest.raises(DatabaseError, match="only grows"):
            connection.execute(text(change))
    assert verdict(trail).finding is None


@pytest.mark.postgres
@pytest.mark.parametrize("where", ["postgres"])
@pytest.mark.parametrize("change", POSTGRES_ATTACKS)
def test_the_guards_refuse_on_postgres(trail: Portal, change: str) -> None:
    with trail.engine.connect() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        with pytest.raises(DatabaseError, match="only grows"):
            connection.execute(text(change))
    assert verdict(trail).finding is None
