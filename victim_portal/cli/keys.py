"""`keys`: under which keys the data stands, rotation, and indexes made again."""

import json
import sys
from typing import TYPE_CHECKING

import click

from victim_portal.cli.common import SOME_REFUSED, actor, open_portal, progress

if TYPE_CHECKING:
    from victim_portal.services.keys import KeysInUse

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the counts as one object.")


@click.group()
def keys() -> None:
    """The keys that open personal data."""


@keys.command()
@AS_JSON
def check(as_json: bool) -> None:
    """Say which keys of DATA_KEYS are still in use."""
    from victim_portal.services.keys import keys_in_use

    found = keys_in_use(open_portal().ctx, actor())
    if as_json:
        click.echo(json.dumps(_values(found)))
    else:
        _say(found)


@keys.command()
@AS_JSON
def rotate(as_json: bool) -> None:
    """Wrap every data key under the first key of DATA_KEYS. It may be cut off and run again."""
    from victim_portal.services.keys import rotate_keys

    portal = open_portal()
    with progress("Data keys") as advance:
        done = rotate_keys(portal.ctx, actor(), advance)
    if as_json:
        counts = {"rewrapped": done.rewrapped, "unreadable": done.unreadable}
        click.echo(json.dumps({**counts, **_values(done.now)}))
    else:
        click.echo(f"Wrapped anew: {done.rewrapped:,}.")
        if done.unreadable:
            click.echo(f"Can't be unwrapped, and were left: {done.unreadable:,}.", err=True)
        _say(done.now)
    if done.unreadable:
        sys.exit(SOME_REFUSED)


@keys.command()
@AS_JSON
def reindex(as_json: bool) -> None:
    """Make blind indexes and name tokens again under the first key of INDEX_KEYS.

    Only what isn't right yet is written; it may be cut off and run again.
    """
    from victim_portal.services.keys import reindex as make_again

    portal = open_portal()
    with progress("Rows") as advance:
        done = make_again(portal.ctx, actor(), advance)
    if as_json:
        counts = {"read": done.looked_at, "renewed": done.renewed, "unreadable": done.unreadable}
        click.echo(json.dumps({**counts, "tables": done.tables}))
        return
    click.echo(f"Looked at {done.looked_at:,} rows; made anew: {done.renewed:,}.")
    if done.unreadable:
        click.echo(f"Can't be read, and were left: {done.unreadable:,}.", err=True)


def _values(found: "KeysInUse") -> dict[str, object]:
    return {
        "active": found.active,
        "in_use": found.counts,
        "missing": list(found.missing),
        "removable": list(found.removable),
    }


def _say(found: "KeysInUse") -> None:
    for key_id, count in found.counts.items():
        active = " (wraps new ones)" if key_id == found.active else ""
        unknown = " (NOT in DATA_KEYS: these can't be opened)" if key_id in found.missing else ""
        click.echo(f"{key_id}{active}{unknown}: {count:,} data keys")
    if found.removable:
        named = ", ".join(found.removable)
        click.echo(
            f"Nothing stands under {named} any more. Take it out of DATA_KEYS when no key "
            "backup that is still kept was made before now."
        )
    elif found.counts.keys() - {found.active}:
        click.echo("Keep every key that is listed. To free the older ones: keys rotate")
