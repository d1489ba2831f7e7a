"""`policy show`: the policy in force, to read or to keep."""

from datetime import datetime

import click

from victim_portal.cli.common import open_portal, refuse


@click.group()
def policy() -> None:
    """What holds, and from which day on."""


@policy.command()
@click.option(
    "--on",
    "on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Only the rows that hold for things that happen on this day.",
)
def show(on: datetime | None) -> None:
    """Print the policy with everything that was amended, as TOML.

    It is in the form of the package's own file, without its remarks. With a day, the exit
    status is 2 where the policy of that day wasn't whole yet.
    """
    from victim_portal.domain.policy import PolicyError, in_force_on, load_policy, write_policy

    found = open_portal().ctx.policy
    if on is not None:
        found = in_force_on(found, on.date())
        try:
            load_policy(write_policy(found))
        except PolicyError as error:
            refuse(f"On {on.date().isoformat()} the policy wasn't whole yet. {error}")
    click.echo(write_policy(found), nl=False)
