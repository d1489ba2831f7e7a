"""`check`: are the settings such that a portal may start with them?"""

import os
import sys

import click

from victim_portal.cli.common import REFUSED, open_portal, schema_problem


@click.command()
def check() -> None:
    """Check the settings and print what is wrong, naming the setting, never its secret.

    What the database holds for a long time is read as well: the policy with its amendments, and
    every version of the licence conditions policy on which requests may stand.
    """
    from victim_portal.bootstrap import (
        demo_account_problems,
        licence_policy_problems,
        policy_problems,
    )
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
    problems = []
    if not waiting:
        problems = [
            *demo_account_problems(portal),
            *policy_problems(portal),
            *licence_policy_problems(portal),
        ]
    for problem in problems:
        click.echo(str(problem))
    if problems:
        sys.exit(REFUSED)
    click.echo(f"The settings are fit for {settings.environment.value}.")
