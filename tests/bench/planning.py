"""How long planning takes: 250 cases whose dates all move, and 60,000 of which none has changed.

The aims are under one second and under two minutes on two cores. Each stands beside a bare
baseline of the same run: reading the same rows and doing nothing with them.
"""

import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from tests.support.casework import dated, ready
from tests.support.databases import sqlite_url
from tests.support.portal import CLI, Portal, make_portal
from victim_portal.services.planning import plan_due, replanned
from victim_portal.services.planning.daily import TOGETHER
from victim_portal.store.models import Case

FEW = 250
MANY = 60_000
NUMBERS = count(1)
COPIED = {
    "person": (),
    "offender": (),
    "sentence": ("offender_id",),
    "case": ("person_id", "offender_id", "sentence_id"),
    "enrolment_step": ("case_id", "person_id"),
    "preference": ("case_id", "person_id"),
    "key_dates": ("offender_id",),
    "key_date": ("key_dates_id",),
    "update": ("case_id", "person_id"),
}
"""What a case consists of for its plan, with the columns that lead to another of them."""


def measure() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "portal.sqlite3"
        portal = make_portal(sqlite_url(Path(name)), migrated=True)
        references = [_case(portal, number) for number in range(FEW)]
        plan_due(portal.ctx, CLI)
        portal.clock.move(days=1)
        few_again = _timed(lambda: _plan_all(portal, FEW))
        few = _timed(lambda: _move_all(portal, references))
        bare_few = _timed(lambda: _read(path))
        portal.engine.dispose()
        _copy(path, MANY // FEW - 1)
        portal.clock.move(days=1)
        bare_many = _timed(lambda: _read(path))
        many = _timed(lambda: _plan_all(portal, MANY))
        portal.engine.dispose()
    print(f"planning of {FEW} cases of which none changed             {few_again:7.2f} s")
    print(f"planning of {FEW} cases whose dates moved, words written   {few:7.2f} s")
    print(f"  reading their facts                                   {bare_few:7.2f} s")
    print(f"planning of {MANY} cases of which none changed          {many:7.1f} s")
    print(f"  reading their facts                                   {bare_many:7.1f} s")
    print(f"  times the bare reading                                {many / bare_many:7.2f}")


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _case(portal: Portal, number: int) -> str:
    reference = ready(
        portal,
        referral_reference=f"WCU-{number}",
        victim_first_name=f"Mary{number}",
        prison_number=f"A{1000 + number}BC",
        crn=f"X{100000 + number}",
        offender_last_name=f"Oak{number}",
    )
    dated(portal, reference, PED="2029-03-01", CRD="2031-11-01", SLED="2034-11-01")
    return reference


def _move_all(portal: Portal, references: list[str]) -> None:
    """A year later for each: the facts change in one statement, then each case is planned."""
    with portal.ctx.store.writing() as uow:
        moved = "UPDATE key_date SET falls_on = :day, since_version = 9 WHERE code = 'CRD'"
        uow.session.connection().exec_driver_sql(moved, {"day": date(2032, 11, 1).isoformat()})
        uow.commit()
    ids = _ids(portal)
    for start in range(0, len(ids), TOGETHER):
        with portal.ctx.store.writing() as uow:
            cases = list(uow.get_many(Case, ids[start : start + TOGETHER]).values())
            done = replanned(portal.ctx, uow, portal.officer, cases)
            assert all(one.difference for one in done.values())
            uow.commit()
    assert len(references) == FEW


def _ids(portal: Portal) -> list[UUID]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(Case.id).order_by(Case.id)))


def _plan_all(portal: Portal, cases: int) -> None:
    done = plan_due(portal.ctx, CLI)
    assert (done.cases, done.changed, done.failed) == (cases, 0, 0), done


def _read(path: Path) -> None:
    """The bare reading of the rows that a plan is made from."""
    with sqlite3.connect(path) as connection:
        for table in COPIED:
            for _ in connection.execute(f'SELECT * FROM "{table}"'):
                pass
    connection.close()


def _copy(path: Path, times: int) -> None:
    """More cases of the same shape: plain rows with ids of their own, no sealed value opened."""
    with sqlite3.connect(path) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys=OFF")
        rows = {
            table: connection.execute(f'SELECT * FROM "{table}"').fetchall() for table in COPIED
        }
        for _ in range(times):
            ids: dict[str, str] = {}
            for table, links in COPIED.items():
                made = [_renamed(row, links, ids, table) for row in rows[table]]
                names = ", ".join(f'"{name}"' for name in rows[table][0].keys())  # noqa: SIM118
                marks = ", ".join("?" for _ in made[0])
                connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', made)
    connection.close()


def _renamed(
    row: sqlite3.Row, links: tuple[str, ...], ids: dict[str, str], table: str
) -> list[Any]:
    made = dict(row)
    was, made["id"] = made["id"], uuid4().hex
    ids[was] = made["id"]
    for link in links:
        made[link] = ids[made[link]]
    if table == "case":
        made["reference"] = f"VC-{next(NUMBERS):08d}"
    return list(made.values())
