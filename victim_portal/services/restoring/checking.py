"""What is looked at before a restore touches anything: each reason to refuse is a sentence."""

from dataclasses import dataclass
from pathlib import Path

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.calendar import add_months, london_date
from victim_portal.domain.retention import RetentionKind
from victim_portal.services.context import Context
from victim_portal.services.reach import need
from victim_portal.store import backup as store
from victim_portal.store import ledger, migrate
from victim_portal.store.backup import DamagedError, Summary
from victim_portal.store.ledger import LedgerError, Line


class RefusedError(Exception):
    """Why a backup isn't restored; the text is for the person at the keyboard."""


@dataclass(frozen=True)
class Checked:
    """The three files of a restore, read to their ends and found to be whole."""

    data_file: Path
    keys_file: Path
    data: Summary
    keys: Summary
    ledger: tuple[Line, ...]


def check_backup(
    ctx: Context,
    actor: Actor,
    key: bytes,
    data: Path,
    keys: Path,
    tombstones: Path,
    *,
    old_keys: bool = False,
    force: bool = False,
) -> Checked:
    """Read and check everything that a restore needs; RefusedError, with the reason.

    `old_keys` takes a key backup that is past its time all the same; `force` a database that
    isn't empty. NotAllowedError but for the command line.
    """
    need(Permission.KEEP_STORE, actor)
    _, newest = migrate.standing(ctx.store.engine)
    found = {}
    for path, kind in ((data, store.DATA), (keys, store.KEYS)):
        try:
            found[path] = store.summary_of(path, kind, key)
        except DamagedError as error:
            raise RefusedError(f"{path} can't be used: {error}.") from None
        if found[path].header.schema != newest:
            raise RefusedError(
                f"{path} was made at the schema {found[path].header.schema}, and this release's "
                f"is {newest}. Restore it with the release that made it, then migrate."
            )
    _check_age(ctx, found[keys], keys, old_keys)
    if found[keys].header.made_at < found[data].header.made_at and not old_keys:
        raise RefusedError(
            f"{keys} is older than {data}: whoever came in between couldn't be read. Take the "
            "newest key backup, or say --old-keys."
        )
    try:
        lines = tuple(ledger.read(tombstones, ctx.store.keyring))
    except LedgerError as error:
        raise RefusedError(f"{error}. Nothing was restored.") from None
    if not force and not store.is_empty(ctx.store.engine):
        raise RefusedError(
            "The database isn't empty. Name an empty one, or say --force to lose what is in it."
        )
    return Checked(data, keys, found[data], found[keys], lines)


def _check_age(ctx: Context, keys: Summary, path: Path, old_keys: bool) -> None:
    months = ctx.policy.retention(ctx.today())[RetentionKind.KEY_BACKUP]
    made_on = london_date(keys.header.made_at)
    if add_months(made_on, months) < ctx.today() and not old_keys:
        raise RefusedError(
            f"{path} is of {made_on.isoformat()}: a key backup that old should have been "
            "destroyed. If there is no newer one, say --old-keys: what the ledger names stays "
            "forgotten all the same."
        )
