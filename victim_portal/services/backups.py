"""Backup and restore: what was forgotten stays forgotten, what was sent isn't sent again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from victim_portal.domain.access import Actor, Permission
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.keeping.tombstones import publish
from victim_portal.services.reach import need
from victim_portal.store import backup as store
from victim_portal.store.backup import DamagedError, Header, Written

__all__ = ["DamagedError", "Header", "MadeBackup", "make_backup"]


@dataclass(frozen=True)
class MadeBackup:
    """A backup that was written and read back, and the moment of which it is."""

    made_at: datetime
    written: Written


def make_backup(
    ctx: Context,
    actor: Actor,
    key: bytes,
    data: Path,
    keys: Path,
    advance: Callable[[int, int], None] | None = None,
) -> MadeBackup:
    """Back up while the portal is in use: the rows in one file, the data keys in another.

    The ledger is brought up to date first. FileExistsError for a name that is taken,
    DamagedError when what was read back differs, NotAllowedError but for the command line.
    """
    need(Permission.KEEP_STORE, actor)
    publish(ctx)
    made_at = ctx.now()
    written = store.write_backup(ctx.store.engine, ctx.tokens, key, made_at, data, keys, advance)
    with ctx.store.writing() as uow:
        audit.record(uow, actor, What.BACKED_UP, rows=written.rows, sha256=written.sha256)
        uow.commit()
    return MadeBackup(made_at, written)
