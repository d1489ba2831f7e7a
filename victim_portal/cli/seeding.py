"""`seed`: an invented caseload of any size, for trying and measuring."""

import json

import click

from victim_portal.cli.common import actor, open_portal, progress, refuse


@click.command()
@click.option("--cases", type=click.IntRange(1, 2_000_000), required=True, help="How many cases.")
@click.option("--seed", type=click.IntRange(0, 9_999), default=1, show_default=True)
@click.option("--plan/--no-plan", default=True, help="Plan their updates afterwards.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one object.")
def seed(cases: int, seed: int, plan: bool, as_json: bool) -> None:
    """Make an invented caseload: units, officers, cases and what happened in them.

    The same cases for the same seed on the same day. Run again, broken off or with more cases,
    it adds those that aren't there. It sends nothing. A production portal refuses it.
    """
    from victim_portal.domain.invented import DOMAIN
    from victim_portal.services.seeding import plan_caseload, seed_caseload

    portal = open_portal()
    if portal.settings.is_production:
        refuse("A production portal takes no invented people.")
    with progress("Invented cases") as advance:
        report = seed_caseload(portal.ctx, actor(), cases, seed, advance)
    planned = 0
    if plan:
        with progress("Planned") as advance:
            planned = plan_caseload(portal.ctx, actor(), advance)
    counts = {"added": report.added, "known": report.known, "planned": planned}
    if as_json:
        click.echo(json.dumps(counts))
        return
    click.echo(
        f"Added {report.added:,} cases, {report.known:,} were there, of {report.officers:,} "
        f"officers. Planned: {planned:,}."
    )
    click.echo(f"To sign in as one of them: victim-portal user invite s{seed}-o0@{DOMAIN}")
