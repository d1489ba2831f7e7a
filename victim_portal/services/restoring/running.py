"""The restore itself: one transaction, so that nobody can sign in before all of it is done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.calendar import london_date
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.keeping.tombstones import publish
from victim_portal.services.reach import need
from victim_portal.services.restoring.checking import Checked
from victim_portal.services.restoring.forgotten import forget_again, gone_ids, shut_again
from victim_portal.services.restoring.unsent import doubt_what_waited, end_sessions, warn_of_gap
from victim_portal.store import backup as store
from victim_portal.store import migrate

Advance = Callable[[int, int], None]


@dataclass(frozen=True)
class Restored:
    """What a restore did.

    `forgotten` subjects of the ledger weren't brought back, `shut` accounts stay shut,
    `uncertain` messages may have gone since the backup, `sessions` were ended.
    """

    rows: int
    keys: int
    forgotten: int
    shut: int
    uncertain: int
    sessions: int


def restore(
    ctx: Context,
    actor: Actor,
    key: bytes,
    checked: Checked,
    *,
    force: bool = False,
    advance: Advance | None = None,
) -> Restored:
    """Restore what `check_backup` found in order.

    Data keys of what was forgotten since aren't written at all, and its rows are deleted
    before the commit. Sessions and invitations are ended. Every message that could have gone
    since the backup becomes uncertain, with a task for a person; what is due later stays.
    """
    need(Permission.KEEP_STORE, actor)
    if force:
        store.wipe(ctx.store.engine)
    migrate.upgrade(ctx.store.engine, keyring=ctx.store.keyring)
    made_at = checked.data.header.made_at
    gone = gone_ids(checked.ledger)
    with ctx.store.writing() as uow:
        rows = store.load(
            uow, _counted(store.rows_of(checked.data_file, store.DATA, key), checked, advance)
        )
        living = (
            (table, values)
            for table, values in store.rows_of(checked.keys_file, store.KEYS, key)
            if values["subject_id"] not in gone
        )
        keys = store.load(uow, living)
        uow.session.expire_all()
        forgotten = forget_again(ctx, uow, checked.ledger, made_at)
        shut = shut_again(ctx, uow, actor, checked.ledger)
        sessions = end_sessions(ctx, uow)
        uncertain = doubt_what_waited(ctx, uow, actor)
        warn_of_gap(ctx, uow, actor, london_date(made_at))
        audit.record(
            uow,
            actor,
            What.RESTORED,
            made_at=made_at.isoformat(),
            rows=rows,
            forgotten=forgotten,
            uncertain=uncertain,
            sessions=sessions,
        )
        uow.commit()
    publish(ctx)
    return Restored(rows, keys, forgotten, shut, uncertain, sessions)


def _counted(
    rows: Iterator[tuple[Any, dict[str, Any]]], checked: Checked, advance: Advance | None
) -> Iterator[tuple[Any, dict[str, Any]]]:
    total = sum(checked.data.counts.values())
    for number, row in enumerate(rows, start=1):
        yield row
        if advance is not None and number % 1000 == 0:
            advance(number, total)
