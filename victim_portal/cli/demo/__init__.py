"""`demo`: invented people to try the portal with, made on the first start only."""

import json
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import click

from victim_portal.cli.common import open_portal, progress, refuse

if TYPE_CHECKING:
    from victim_portal.settings import Settings

WORDS = (
    *("amber", "barley", "candle", "drizzle", "ember", "fern", "gravel", "harbour"),
    *("island", "juniper", "kettle", "lantern", "meadow", "nettle", "orchard", "pebble"),
    *("quarry", "ribbon", "saddle", "thimble", "umber", "velvet", "willow", "yonder"),
)


@click.command()
def demo() -> None:
    """Fill an empty portal with an invented caseload, and say how to sign in."""
    from victim_portal.cli.demo.caseload import fill
    from victim_portal.cli.demo.people import STAFF
    from victim_portal.services.accounts import any_accounts

    portal = open_portal()
    settings = portal.settings
    if settings.is_production:
        refuse("A production portal takes no invented people.")
    accounts = settings.var_dir / "keys" / "demo-accounts.json"
    if not any_accounts(portal.ctx):
        password = _password()
        with progress("Invented caseload") as advance:
            fill(portal.ctx, password, advance)
        _keep(accounts, {person.email: password for person in STAFF})
    _say(settings, accounts)


def _password() -> str:
    """Four plain words: long enough, and easy to type from a terminal."""
    return " ".join(secrets.choice(WORDS) for _ in range(4))


def _keep(path: Path, accounts: dict[str, str]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        json.dump(accounts, out, indent=1)


def _say(settings: "Settings", path: Path) -> None:
    click.echo("")
    click.echo(f"Victim Portal is at {settings.base_url}")
    if not path.is_file():
        click.echo("Sign in with the accounts that were made with: victim-portal user add")
        return
    click.echo("Everybody in it is invented, and nothing leaves this machine. Sign in as:")
    for email, password in json.loads(path.read_text()).items():
        click.echo(f"  {email:<34} password: {password}")
    click.echo("")
