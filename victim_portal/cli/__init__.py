"""The `victim-portal` command. `--help` stands on each of its parts.

Exit status: 0 done; 2 wrong use, or a file or setting was refused whole; 3 some rows were
refused and the good ones kept. Whoever runs it is recorded as ``cli:<system user>``.
"""

import click

from victim_portal.cli import (
    backups,
    bringing_in,
    campaigns,
    demo,
    export,
    keys,
    licence_policy,
    planning,
    policy,
    seeding,
    serving,
    settings,
    trail,
    users,
)

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="victim-portal", prog_name="victim-portal")
def main() -> None:
    """Victim Portal: keeping victims of crime informed, safely, and carrying their views."""


main.add_command(serving.serve)
main.add_command(serving.work)
main.add_command(serving.migrate)
main.add_command(planning.plan)
main.add_command(policy.policy)
main.add_command(demo.demo)
main.add_command(seeding.seed)
main.add_command(users.user)
bringing_in.bring_in.add_command(campaigns.campaign)
bringing_in.bring_in.add_command(licence_policy.licence_policy)
main.add_command(bringing_in.bring_in)
main.add_command(export.export)
main.add_command(trail.audit)
main.add_command(keys.keys)
main.add_command(backups.backup)
main.add_command(backups.restore)
main.add_command(backups.purge)
main.add_command(settings.check)
