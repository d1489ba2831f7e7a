"""`check`: are the settings such that a portal may start with them?"""

import os
import sys

import click

from victim_portal.cli.common import REFUSED, open_portal, schema_problem


@click.command()
def check() -> None:
    """Check the settings and print what is wrong, naming the setting, never its secret."""
    from victim_portal.settings import Settings, SettingsError

    try:
        settings = Settings.from_environment(os.environ)
    except SettingsError as error:
        for problem in error.problems:
            click.echo(str(problem))
        sys.exit(REFUSED)
    for name in settings.unknown_names:
        click.echo(f"{name}: this setting isn't known, and does nothing.")
    portal = open_portal(migrated=False)
    waiting = schema_problem(portal)
    if waiting:
        click.echo(waiting)
    problems = [] if waiting else demo_accounts_in_production()
    for sentence in problems:
        click.echo(sentence)
    if problems:
        sys.exit(REFUSED)
    click.echo(f"The settings are fit for {settings.environment.value}.")


def demo_accounts_in_production() -> list[str]:
    """Why a production portal may not start: an account that only a demo may have."""
    from victim_portal.services.accounts import demo_account_emails

    portal = open_portal()
    if not portal.settings.is_production:
        return []
    found = demo_account_emails(portal.ctx)
    portal.engine.dispose()
    return [f"The account {email} is a demo's: production may not have it." for email in found]
