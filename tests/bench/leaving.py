"""How long it takes to hand over an officer's 250 cases; the aim is under ten seconds.

Beside it, as the bare baseline: the same rows given another officer, one statement each.
"""

import tempfile
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, text, update

from tests.bench.timing import counted, line, timed
from tests.support.databases import postgres_database, postgres_server, sqlite_url
from tests.support.portal import CLI, Portal, make_portal
from victim_portal.services.leaving import hand_over_now, plan_leaving
from victim_portal.services.seeding import plan_caseload, seed_caseload
from victim_portal.store.models import Case, Task

CASES = 250


def measure() -> None:
    """Measure and print, on both databases."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgres_server())
        for name, url in (
            ("SQLite", sqlite_url(folder)),
            ("PostgreSQL", stack.enter_context(postgres_database(server))),
        ):
            portal = make_portal(url, migrated=True, durable=True)
            _one(name, portal)
            portal.engine.dispose()


def _one(name: str, portal: Portal) -> None:
    officer, colleague = portal.officer, portal.colleague
    assert officer.user_id is not None
    seed_caseload(portal.ctx, CLI, 330, 1)
    with portal.ctx.store.writing() as uow:
        mine = select(Case).where(Case.closed_at.is_(None), Case.restricted.is_(False))
        cases = list(uow.session.scalars(mine.limit(CASES)))
        for case in cases:
            case.officer_id, case.officer_active = officer.user_id, True
            assert officer.unit_id is not None
            case.unit_id = officer.unit_id
            case.queued_since = case.queue_due_on = None
        uow.flush()
        theirs = update(Task).where(Task.case_id.in_([case.id for case in cases]))
        uow.session.execute(
            theirs.values(for_user_id=officer.user_id, for_role=None, unit_id=officer.unit_id)
        )
        uow.commit()
    plan_caseload(portal.ctx, CLI)
    leaves = portal.ctx.now() + timedelta(days=14)
    planned = timed(lambda: plan_leaving(portal.ctx, portal.manager, officer.user_id, leaves))
    line(f"{name}: planning that an officer with {CASES} cases leaves", planned)

    def hand() -> None:
        done = hand_over_now(portal.ctx, portal.manager, officer.user_id)
        assert done.given == CASES, done

    taken, statements = counted(portal, hand)
    line(f"{name}: handing {CASES} cases over", taken)
    line("  statements for each case", f"{statements / CASES:7.1f}")

    def bare() -> None:
        with portal.engine.begin() as raw:
            for case in cases:
                raw.execute(
                    text('UPDATE "case" SET officer_id = :to WHERE reference = :of'),
                    {"to": _raw(portal, colleague.user_id), "of": case.reference},
                )

    line("  giving the rows another officer, one by one", timed(bare))


def _raw(portal: Portal, value: object) -> object:
    return value if portal.engine.dialect.name != "sqlite" else getattr(value, "hex", value)


if __name__ == "__main__":
    measure()
