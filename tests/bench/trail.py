"""How long the check of a million audit rows takes, beside the bare reading and hashing of them."""

import hashlib
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import text

from tests.support.databases import postgres_database, postgres_server, sqlite_url
from tests.support.fakes import NOON, SeededTokens
from tests.support.portal import Portal, make_portal
from victim_portal.domain.seals import canonical
from victim_portal.services.seals import Sealer, check_trail
from victim_portal.store.keyring import Keyring

ROWS = 1_000_000
ROUNDS = 3
PAGE = 5000
COLUMNS = "id, at, actor, actor_id, came_from, what, case_id, details, code"


def invented(rows: int, ring: Keyring) -> Iterator[tuple[Any, ...]]:
    """Views of an invented year, with true codes; ids with hyphens, moments aware."""
    tokens = SeededTokens(7)
    staff = [(f"Officer Number{n}", str(tokens.uuid())) for n in range(200)]
    cases = [str(tokens.uuid()) for _ in range(5000)]
    for number in range(rows):
        at = NOON + timedelta(seconds=30 * number, microseconds=number % 7)
        actor, actor_id = staff[number * 7 % 200]
        case_id = cases[number * 13 % 5000]
        row_id = str(tokens.uuid())
        kind = number % 4
        what = ("case_viewed", "contacts_viewed", "update_viewed", "message_state")[kind]
        details: dict[str, Any] = (
            {},
            {"rows": number % 40},
            {"update": str(tokens.uuid()), "version": number % 9},
            {"message": str(tokens.uuid()), "state": "delivered", "why": None},
        )[kind]
        told = json.dumps(details, sort_keys=True, separators=(",", ":"))
        content = canonical(
            row_id, at.isoformat(), actor, actor_id, "10.1.2.3", what, case_id, told
        )
        code = ring.audit_code(content)
        yield row_id, at, actor, actor_id, "10.1.2.3", what, case_id, told, code


def fill(portal: Portal, rows: int) -> None:
    """Put so many rows into the trail, as its own writer would have."""
    ring = portal.ctx.store.keyring
    with portal.engine.begin() as connection:
        raw = connection.connection.cursor()
        if portal.engine.dialect.name == "sqlite":
            raw.executemany(
                f"INSERT INTO audit_event ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)",
                (
                    (
                        row[0].replace("-", ""),
                        row[1].strftime("%Y-%m-%d %H:%M:%S.%f"),
                        row[2],
                        row[3].replace("-", ""),
                        *row[4:6],
                        row[6].replace("-", ""),
                        *row[7:],
                    )
                    for row in invented(rows, ring)
                ),
            )
        else:
            found = invented(rows, ring)
            # In parts: no statement of ours may take longer than a minute.
            while part := list(islice(found, 50_000)):
                with raw.copy(f"COPY audit_event ({COLUMNS}) FROM STDIN") as copy:  # type: ignore[attr-defined]
                    for row in part:
                        copy.write_row(row)
        raw.close()


def bare(portal: Portal) -> None:
    """The least that a check could be: every row is read as it stands, and hashed once."""
    sha256 = hashlib.sha256
    on_sqlite = portal.engine.dialect.name == "sqlite"
    columns = COLUMNS if on_sqlite else COLUMNS.replace("details", "details::text")
    query = f"SELECT seq, {columns} FROM audit_event WHERE seq > {{}} ORDER BY seq LIMIT {PAGE}"
    reached = 0
    with portal.engine.connect() as connection:
        raw = connection.connection.cursor()
        while True:
            raw.execute(query.format(reached))
            page = raw.fetchall()
            if not page:
                break
            for row in page:
                sha256("|".join(map(str, row[:-1])).encode() + row[-1]).digest()
            reached = page[-1][0]
        raw.close()


def timed(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def databases() -> Iterator[list[tuple[str, str]]]:
    """An empty SQLite database, and one of PostgreSQL where it is installed."""
    with tempfile.TemporaryDirectory() as name:
        found = [("SQLite", sqlite_url(Path(name)))]
        try:
            server = postgres_server()
            address = server.__enter__()
        except BaseException as reason:
            print(f"PostgreSQL: not measured ({reason})")
            yield found
            return
        try:
            with postgres_database(address) as url:
                yield [*found, ("PostgreSQL", url)]
        finally:
            server.__exit__(None, None, None)


def measure(rows: int = ROWS, only: str = "") -> None:
    """Fill, seal, then check and read bare in turn; the ratio is the figure to keep."""
    with databases() as found:
        for name, url in found:
            if only and name != only:
                continue
            portal = make_portal(url, migrated=True)
            fill(portal, rows)
            if name == "PostgreSQL":
                with portal.engine.connect() as connection:
                    connection.execute(text("ANALYZE audit_event"))
            sealer = Sealer(portal.ctx)
            sealing = timed(lambda one=sealer: all(iter(one.seal, 0)))  # type: ignore[misc]
            checks, reads = [], []
            for _ in range(ROUNDS):
                reads.append(timed(lambda one=portal: bare(one)))  # type: ignore[misc]
                checks.append(timed(lambda one=portal: _check(one)))  # type: ignore[misc]
            ratios = sorted(check / read for check, read in zip(checks, reads, strict=True))
            print(f"audit on {name}, {rows:,} rows")
            print(f"  seal             {sealing:7.1f} s")
            print(f"  check            {min(checks):7.1f} s   {rows / min(checks):9,.0f} a second")
            print(f"  bare read + hash {min(reads):7.1f} s")
            print(f"  ratio            {ratios[len(ratios) // 2]:7.2f}     (aim: at most 3)")
            portal.engine.dispose()


def _check(portal: Portal) -> None:
    verdict = check_trail(portal.ctx, None)
    if verdict.finding is not None or verdict.unsealed:
        raise SystemExit(f"the trail of the measurement isn't whole: {verdict}")


if __name__ == "__main__":
    measure()
