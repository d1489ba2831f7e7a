"""`backup` and `restore`, and `purge --list`: what is due to be forgotten."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from victim_portal.cli.common import actor, open_portal, progress, refuse

if TYPE_CHECKING:
    from victim_portal.bootstrap import Portal

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the counts as one object.")
NEW = click.Path(dir_okay=False, path_type=Path)
THERE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--out", required=True, type=NEW, help="The new file of rows.")
@click.option(
    "--keys-out",
    required=True,
    type=NEW,
    help="The new file of wrapped data keys: kept apart, and destroyed after a month.",
)
@AS_JSON
def backup(out: Path, keys_out: Path, as_json: bool) -> None:
    """Back up while the portal is in use, encrypted, and read back what was written."""
    from victim_portal.services.backups import DamagedError, make_backup

    portal = open_portal()
    key = _key(portal)
    if out.resolve() == keys_out.resolve():
        refuse("Data and keys go into two files.")
    try:
        with progress("Rows") as advance:
            made = make_backup(portal.ctx, actor(), key, out, keys_out, advance)
    except FileExistsError as error:
        refuse(f"{error}. A backup never writes over a file.")
    except OSError as error:
        refuse(f"The backup can't be written: {error.strerror}.")
    except DamagedError as error:
        refuse(f"The backup was thrown away: {error}.")
    written = made.written
    if as_json:
        counts = {"rows": written.rows, "keys": written.keys, "sha256": written.sha256}
        click.echo(json.dumps({**counts, "made_at": made.made_at.isoformat()}))
        return
    click.echo(f"{out}: {written.rows:,} rows, SHA-256 {written.sha256}")
    click.echo(f"{keys_out}: {written.keys:,} data keys. Keep it apart, and destroy it in a month.")
    click.echo(f"Keep a copy of {portal.settings.ledger_file} too: a restore needs it.")
    if out.resolve().parent == keys_out.resolve().parent:
        click.echo("Both files lie in one folder: move the keys somewhere else.", err=True)


@click.command()
@click.option("--in", "data", required=True, type=THERE, help="The file of rows.")
@click.option("--keys", required=True, type=THERE, help="The newest file of data keys.")
@click.option(
    "--tombstones",
    required=True,
    type=THERE,
    help="The ledger as it is NOW, not as it was with the backup: what it names stays forgotten.",
)
@click.option("--old-keys", is_flag=True, help="Take a key file that is past its time.")
@click.option("--force", is_flag=True, help="Lose what is in the database.")
@AS_JSON
def restore(
    data: Path, keys: Path, tombstones: Path, old_keys: bool, force: bool, as_json: bool
) -> None:
    """Restore a backup into an empty database, with web and worker stopped."""
    from victim_portal.services.restoring import RefusedError, check_backup
    from victim_portal.services.restoring import restore as run

    portal = open_portal(migrated=False)
    key = _key(portal)
    try:
        checked = check_backup(
            portal.ctx, actor(), key, data, keys, tombstones, old_keys=old_keys, force=force
        )
    except RefusedError as error:
        refuse(str(error))
    with progress("Rows") as advance:
        done = run(portal.ctx, actor(), key, checked, force=force, advance=advance)
    if as_json:
        click.echo(json.dumps(vars(done)))
        return
    made_at = checked.data.header.made_at
    click.echo(f"Restored {done.rows:,} rows of {made_at:%d %B %Y, %H:%M} UTC.")
    click.echo(f"Forgotten again: {done.forgotten:,}. Accounts shut again: {done.shut:,}.")
    click.echo(f"Messages that may have gone since, for a person to find out: {done.uncertain:,}.")
    click.echo(f"Sessions ended: {done.sessions:,}. Everybody signs in anew.")


@click.command()
@click.option("--list", "listed", is_flag=True, required=True, help="Say what is due.")
@AS_JSON
def purge(listed: bool, as_json: bool) -> None:
    """Say what the schedule makes due to be forgotten; two people decide it in the portal."""
    from victim_portal.services.keeping import list_due

    del listed
    lines = list_due(open_portal().ctx, actor())
    if as_json:
        found = [
            {"references": line.references, "since": line.since.isoformat(), "rule": line.rule}
            for line in lines
        ]
        click.echo(json.dumps(found))
        return
    for line in lines:
        waits = f", proposed by {line.proposed_by}" if line.proposal_id else ""
        click.echo(
            f"{', '.join(line.references)}: since {line.since.isoformat()} ({line.rule}){waits}"
        )
    if not lines:
        click.echo("Nothing is due to be forgotten.")


def _key(portal: "Portal") -> bytes:
    from victim_portal.bootstrap import backup_key

    key = backup_key(portal)
    if key is None:
        refuse("VICTIM_PORTAL_BACKUP_KEY: is missing (or its VICTIM_PORTAL_BACKUP_KEY_FILE).")
    return key
