"""`plan`: what time alone has changed, planned by hand or from a timer."""

import json
import sys
from dataclasses import asdict

import click

from victim_portal.cli.common import SOME_REFUSED, actor, open_portal


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one object.")
def plan(as_json: bool) -> None:
    """Plan again every open case that wasn't planned today, or not by the policy in force.

    The deadlines of open reviews follow an amended policy too. It sends nothing.
    The worker does the same by itself. Run twice, or twice at once, it plans nothing twice;
    it may be cut off and run again. The exit status is 3 when some cases could not be planned.
    """
    from victim_portal.services.planning import plan_due
    from victim_portal.services.reviews import follow_policy

    ctx, who = open_portal().ctx, actor()
    done = plan_due(ctx, who)
    follow_policy(ctx, who)
    if as_json:
        click.echo(json.dumps(asdict(done)))
    else:
        click.echo(
            f"Planned: {done.cases:,}. Changed: {done.changed:,} (updates added {done.added:,}, "
            f"moved {done.moved:,}, withdrawn {done.withdrawn:,}, back to draft "
            f"{done.back_to_draft:,})."
        )
        if done.failed:
            click.echo(f"Could not be planned, and stay due: {done.failed:,}.", err=True)
    if done.failed:
        sys.exit(SOME_REFUSED)
