"""`import campaign`: a file that moves many dates."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from victim_portal.cli.bringing_in import (
    AS_JSON,
    FILE,
    SHOWN,
    check_target,
    read_file,
    say_counts,
    say_more,
    write_private,
)
from victim_portal.cli.common import SOME_REFUSED, actor, open_portal, progress, refuse
from victim_portal.domain.campaigns import FEWEST, CampaignReason

if TYPE_CHECKING:
    from victim_portal.services.campaigns import DateChangesReport, UnitLine


@click.command()
@FILE
@AS_JSON
@click.option("--name", required=True, help="The campaign's name; it names no person.")
@click.option(
    "--reason",
    required=True,
    type=click.Choice([reason.value for reason in CampaignReason]),
    help="Why the dates move.",
)
@click.option(
    "--rejected",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where refused rows of a CSV file go (default: FILE.rejected.csv).",
)
def campaign(file: Path, as_json: bool, name: str, reason: str, rejected: Path | None) -> None:
    """Bring in a file that moves many dates, as a date-change campaign.

    CSV (prison_number, code, date and, if wanted, reason) or JSON from the prison's calculation
    service. Open cases are planned again; nothing is sent: managers approve what comes of it,
    on the campaign's page. The same file under the same name goes on where it stopped. The exit
    status is 3 when rows were refused, or when a case could not be planned.
    """
    from victim_portal.domain.csv_text import FileRefused
    from victim_portal.services import campaigns
    from victim_portal.services.errors import ConflictError, InvalidError

    portal, who = open_portal(), actor()
    target = check_target(file, rejected)
    try:
        with progress("Offenders") as advance:
            report = campaigns.import_date_changes(
                portal.ctx, who, read_file(file), name, CampaignReason(reason), advance
            )
    except FileRefused as error:
        refuse(error.reason)
    except InvalidError as error:
        refuse(" ".join(error.problems.values()))
    except ConflictError as error:
        refuse(str(error))
    units = campaigns.campaign_units(portal.ctx, who, report.id)
    if as_json:
        click.echo(json.dumps({**report.counts(), "units": [_unit(one) for one in units]}))
    else:
        _say(report, units)
    if report.refused_rows and report.is_table:
        write_private(target, campaigns.rejected_csv(report))
    elif rejected is None:
        # Rows refused by an earlier run of the same file are put right by now.
        target.unlink(missing_ok=True)
    if report.refused_rows or report.batch.unplanned:
        sys.exit(SOME_REFUSED)


def _unit(one: "UnitLine") -> dict[str, str | int | None]:
    return {"unit": one.name, "offenders": one.offenders, "victims": one.victims}


def _say(report: "DateChangesReport", units: "tuple[UnitLine, ...]") -> None:
    say_counts(report.counts())
    if not report.read:
        click.echo("The file holds no dates.", err=True)
    for unit in units:
        victims, offenders = _number(unit.victims), _number(unit.offenders)
        click.echo(f"{unit.name}: victims concerned {victims}, of offenders {offenders}")
    place = "line" if report.is_table else "set"
    for row in report.refused_rows[:SHOWN]:
        column = f", {row.column}" if row.column else ""
        click.echo(f"{place} {row.place}{column}: {row.reason}", err=True)
    say_more(len(report.refused_rows))
    for number, sentences in report.batch.flagged[:SHOWN]:
        click.echo(f"{number}: {' '.join(sentences)}", err=True)
    say_more(len(report.batch.flagged))
    for number in report.batch.unplanned[:SHOWN]:
        click.echo(f"{number}: a case could not be planned, and left a task", err=True)
    say_more(len(report.batch.unplanned))
    for number in report.batch.unknown[:SHOWN]:
        click.echo(f"{number}: no such prisoner here", err=True)
    say_more(len(report.batch.unknown))
    if report.batch.unknown_codes:
        codes = ", ".join(sorted(report.batch.unknown_codes))
        click.echo(f"kept, though their codes aren't known: {codes}", err=True)


def _number(number: int | None) -> str:
    return f"fewer than {FEWEST}" if number is None else f"{number:,}"
