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
@click.option("--quiet", is_flag=True, help="Don't say how to sign in.")
def demo(quiet: bool) -> None:
    """Fill an empty portal with an invented caseload, and say how to sign in."""
    from victim_portal.cli.demo.caseload import fill
    from victim_portal.cli.demo.people import STAFF
    from victim_portal.services.accounts import any_accounts

    portal = open_portal()
    settings = portal.settings
    if settings.is_production:
        refuse("A production portal takes no invented people.")
    if not any_accounts(portal.ctx):
        password = _password()
        _keep(_accounts(settings), {person.email: password for person in STAFF})
        with progress("Invented caseload") as advance:
            fill(portal.ctx, password, advance)
    if not quiet:
        say_how_to_sign_in(settings)


def _accounts(settings: "Settings") -> Path:
    return settings.var_dir / "keys" / "demo-accounts.json"


def _password() -> str:
    """Four plain words: long enough, and easy to type from a terminal."""
    return " ".join(secrets.SystemRandom().sample(WORDS, 4))


def _keep(path: Path, accounts: dict[str, str]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        json.dump(accounts, out, indent=1)


def say_how_to_sign_in(settings: "Settings") -> None:
    """Print the address, and the demo's accounts with what each of them is."""
    from victim_portal.cli.demo.people import STAFF

    path = _accounts(settings)
    click.echo("")
    click.echo(f"Victim Portal is at {settings.base_url}")
    if not path.is_file():
        click.echo("Sign in with the accounts that were made with: victim-portal user add")
        return
    click.echo("Everybody in it is invented, and nothing leaves this machine. Sign in as:")
    made = json.loads(path.read_text())
    for person in STAFF:
        where = f"{person.role.value}, {person.unit}" if person.unit else person.role.value
        click.echo(f"  {person.email:<28} password: {made.get(person.email, '')}   ({where})")
    click.echo("After the password the page shows the code of this moment: only a demo does that.")
    click.echo("")
