"""How long planning takes: 250 cases whose dates all move, and 60,000 of which none has changed.

The aims are under one second and under two minutes on two cores. Each stands beside a bare
baseline of the same run: reading the same rows and doing nothing with them.
"""

import sqlite3
import tempfile
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from tests.bench.timing import counted, line, timed
from tests.support.casework import dated, ready
from tests.support.databases import sqlite_url
from tests.support.portal import CLI, Portal, make_portal
from victim_portal.services.planning import plan_due, replanned
from victim_portal.services.planning.daily import TOGETHER
from victim_portal.services.planning.facts import PlanFacts, deadlines_of, gather_many, planned
from victim_portal.store.models import DATA_KEY, Case, Person
from victim_portal.store.planning import updates_of

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
        for number in range(FEW):
            _case(portal, number)
        plan_due(portal.ctx, CLI)
        portal.clock.move(days=1)
        facts = _facts(portal)
        pure = timed(lambda: _plan_in_memory(portal, facts))
        few_again = timed(lambda: _plan_all(portal, FEW))
        _move_all(portal)
        few, statements = counted(portal, lambda: _write_all(portal))
        bare_few = timed(lambda: _read(path))
        portal.engine.dispose()
        _copy(path, MANY // FEW - 1)
        _give_keys(portal)
        portal.clock.move(days=1)
        bare_many = timed(lambda: _read(path))
        many = timed(lambda: _plan_all(portal, MANY))
        portal.engine.dispose()
    line(f"planning of {FEW} cases, their facts in memory", pure)
    line(f"planning of {FEW} cases of which none changed, their rows read", few_again)
    line(f"planning of {FEW} cases whose dates moved, words written and kept", few)
    line("  statements for each case", f"{statements / FEW:7.1f}")
    line("  reading their rows and doing nothing", bare_few)
    line(f"planning of {MANY} cases of which none changed, their rows read", many)
    line("  reading their rows and doing nothing", bare_many)
    line("  times the bare reading", f"{many.seconds / bare_many.seconds:7.1f}")


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


def _facts(portal: Portal) -> list[PlanFacts]:
    with portal.ctx.store.reading() as uow:
        cases = list(uow.session.scalars(select(Case)))
        updates = updates_of(uow, [case.id for case in cases])
        return list(gather_many(uow, cases, updates).values())


def _plan_in_memory(portal: Portal, facts: list[PlanFacts]) -> None:
    """The rules alone: each plan and its deadlines, from values."""
    for one in facts:
        assert planned(portal.ctx, one)
        deadlines_of(portal.ctx, one)


def _move_all(portal: Portal) -> None:
    """A year later for each: the facts change in one statement."""
    with portal.ctx.store.writing() as uow:
        moved = "UPDATE key_date SET falls_on = :day, since_version = 9 WHERE code = 'CRD'"
        uow.session.connection().exec_driver_sql(moved, {"day": date(2032, 11, 1).isoformat()})
        uow.commit()


def _write_all(portal: Portal) -> None:
    """Plan them by batches as the portal does: rows read, words written, sealed and kept."""
    with portal.ctx.store.reading() as uow:
        ids = list(uow.session.scalars(select(Case.id).order_by(Case.id)))
    for start in range(0, len(ids), TOGETHER):
        with portal.ctx.store.writing() as uow:
            cases = list(uow.get_many(Case, ids[start : start + TOGETHER]).values())
            done = replanned(portal.ctx, uow, portal.officer, cases)
            assert all(one.difference for one in done.values())
            uow.commit()


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
    """More cases of the same shape: rows with ids of their own; what is sealed stays shut."""
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


def _give_keys(portal: Portal) -> None:
    """A data key and a sealed date of birth of its own for each copy: each day opens them."""
    with portal.ctx.store.reading() as uow:
        keyed = select(DATA_KEY.c.subject_id)
        ids = list(uow.session.scalars(select(Person.id).where(Person.id.not_in(keyed))))
    for start in range(0, len(ids), FEW):
        with portal.ctx.store.writing() as uow:
            for person in uow.get_many(Person, ids[start : start + FEW]).values():
                uow.vault.admit(person.id)
                person.born_on = date(1990, 1, 2)
            uow.commit()


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
