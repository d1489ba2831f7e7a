"""Keeping the ledger in step: what must not come back when an old backup is restored."""

import logging

from victim_portal.domain.retention import RetentionKind
from victim_portal.domain.vocabulary import SubjectKind
from victim_portal.services.context import Context
from victim_portal.store import keeping as store
from victim_portal.store import ledger
from victim_portal.store import staff as staff_store
from victim_portal.store.ledger import Entry, Line
from victim_portal.store.models import Tombstone

logger = logging.getLogger(__name__)


def publish(ctx: Context) -> int:
    """Write to the ledger whatever it doesn't say yet; how many lines.

    Runs after each purge, with each backup and now and then in the worker, so that a
    process which died in between leaves nothing out. Without a LEDGER_FILE it does nothing.
    A file that can't be written is logged and said anew the next time.
    """
    if ctx.ledger_file is None:
        return 0
    try:
        return _publish(ctx)
    except (OSError, ledger.LedgerError) as error:
        logger.error("the ledger can't be kept: %s", type(error).__name__)
        return 0


def _publish(ctx: Context) -> int:
    if ctx.ledger_file is None:
        return 0
    keyring = ctx.store.keyring
    with ctx.store.reading() as uow:
        wanted = [_line(stone) for stone in store.tombstones(uow)]
        accounts = {user.id: user.active for user in staff_store.all_accounts(uow)}
    said = ledger.latest(ledger.read(ctx.ledger_file, keyring))
    now = ctx.now()
    for user_id, active in accounts.items():
        known = said.get(user_id)
        if active and (known is None or known.entry is Entry.OPEN):
            continue
        entry = Entry.OPEN if active else Entry.SHUT
        wanted.append(Line(user_id, entry, SubjectKind.STAFF.value, "", now))
    new = [line for line in wanted if not _is_said(said.get(line.id), line)]
    return ledger.append(ctx.ledger_file, new, keyring)


def _is_said(known: Line | None, line: Line) -> bool:
    """Whether the ledger's last word on an id says this; a stub may be made a second time."""
    if known is None or known.entry is not line.entry:
        return False
    return line.entry is not Entry.STUB or known.at >= line.at


def _line(stone: Tombstone) -> Line:
    stub = stone.rule == RetentionKind.OPTED_OUT_DETAILS
    return Line(
        stone.gone_id, Entry.STUB if stub else Entry.GONE, stone.kind, stone.rule, stone.purged_at
    )
