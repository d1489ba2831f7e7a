"""`import referrals`, `import sentences` and `import key-dates`, and what every import shares."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from victim_portal.cli.common import SOME_REFUSED, actor, open_portal, progress, refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from victim_portal.services.key_dates import KeyDatesReport
    from victim_portal.services.referrals import ImportReport

SHOWN = 50
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
REJECTED = click.option(
    "--rejected",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where refused rows go (default: FILE.rejected.csv).",
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the counts as one object.")


@click.group("import")
def bring_in() -> None:
    """Bring in files of referrals, of key dates, of dates that moved, or of licence conditions."""


@bring_in.command()
@FILE
@AS_JSON
@REJECTED
def referrals(file: Path, as_json: bool, rejected: Path | None) -> None:
    """Bring in a CSV file of referrals. A bad row is refused alone; the good ones go in."""
    from victim_portal.services.referrals import import_referrals

    _bring_in_rows("Referrals", import_referrals, _say_referrals, file, rejected, as_json)


@bring_in.command()
@FILE
@AS_JSON
@REJECTED
def sentences(file: Path, as_json: bool, rejected: Path | None) -> None:
    """Bring in a CSV list of qualifying sentences, to find who was never referred or offered."""
    from victim_portal.services.reconciliation import import_sentences

    _bring_in_rows("Sentences", import_sentences, _say_sentences, file, rejected, as_json)


def _bring_in_rows(
    label: str,
    bring: "Callable[..., ImportReport]",
    say: "Callable[[ImportReport], None]",
    file: Path,
    rejected: Path | None,
    as_json: bool,
) -> None:
    """Bring in a file row by row; exit 0, 2 where it is refused whole, 3 where some rows are."""
    from victim_portal.domain.csv_text import FileRefused
    from victim_portal.services.errors import ConflictError
    from victim_portal.services.referrals import rejected_csv

    portal = open_portal()
    target = check_target(file, rejected)
    try:
        with progress(label) as advance:
            report = bring(portal.ctx, actor(), read_file(file), advance)
    except FileRefused as error:
        refuse(error.reason)
    except ConflictError as error:
        refuse(str(error))
    if as_json:
        click.echo(json.dumps(report.counts()))
    else:
        say(report)
    if report.refused_rows:
        write_private(target, rejected_csv(report))
        sys.exit(SOME_REFUSED)
    if rejected is None:
        # Rows refused by an earlier run of the same file are put right by now.
        target.unlink(missing_ok=True)


@bring_in.command("key-dates")
@FILE
@AS_JSON
def key_dates(file: Path, as_json: bool) -> None:
    """Bring in key dates: JSON from the prison's calculation service."""
    from victim_portal.domain.csv_text import FileRefused
    from victim_portal.services.key_dates import import_key_dates

    portal = open_portal()
    try:
        with progress("Key dates") as advance:
            report = import_key_dates(portal.ctx, actor(), read_file(file), advance)
    except FileRefused as error:
        refuse(error.reason)
    if as_json:
        click.echo(json.dumps(report.counts()))
    else:
        _say_key_dates(report)
    if report.refused_sets:
        sys.exit(SOME_REFUSED)


def check_target(file: Path, rejected: Path | None) -> Path:
    """Where refused rows go; the command is refused where they can't be written there."""
    target = rejected or file.with_name(file.name + ".rejected.csv")
    if target.resolve() == file.resolve():
        refuse("The refused rows can't go into the file that they come from.")
    if rejected is not None and not os.access(rejected.absolute().parent, os.W_OK):
        refuse(f"{rejected} can't be written.")
    return target


def read_file(file: Path) -> bytes:
    """The file's bytes; its size is looked at before a byte is read."""
    from victim_portal.domain.csv_text import refuse_size

    try:
        refuse_size(file.stat().st_size)
        return file.read_bytes()
    except OSError as error:
        refuse(f"The file can't be read: {error.strerror}.")


def write_private(path: Path, content: bytes) -> None:
    """Write a file of personal data that its owner alone may read."""
    try:
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
    except OSError as error:
        click.echo(f"{path} can't be written: {error.strerror}. The good rows are in.", err=True)
    else:
        click.echo(f"The refused rows are in {path}.", err=True)


def say_counts(counts: dict[str, int]) -> None:
    """Print the counts of an import, one a line."""
    for name, number in counts.items():
        click.echo(f"{name:>10}  {number}")


def _say_referrals(report: "ImportReport") -> None:
    say_counts(report.counts())
    if not report.read:
        click.echo("The file has no rows.", err=True)
    for row in report.refused_rows[:SHOWN]:
        column = f", {row.column}" if row.column else ""
        click.echo(f"line {row.line}{column}: {row.reason}", err=True)
    say_more(len(report.refused_rows))
    for noted in report.changed_rows[:SHOWN]:
        columns = ", ".join(noted.notes)
        click.echo(f"line {noted.line}: known, but different in {columns}; not changed", err=True)
    say_more(len(report.changed_rows))
    for noted in report.flagged_rows[:SHOWN]:
        again = "withdrawn" in noted.notes
        what = "was withdrawn and came again" if again else "may be a duplicate"
        click.echo(f"line {noted.line}: {noted.reference} {what}", err=True)
    say_more(len(report.flagged_rows))
    for name in report.new_units:
        click.echo(f"unit that has no manager yet, made inactive: {name}", err=True)


def _say_sentences(report: "ImportReport") -> None:
    say_counts(report.counts())
    if not report.read:
        click.echo("The file has no rows.", err=True)
    for row in report.refused_rows[:SHOWN]:
        column = f", {row.column}" if row.column else ""
        click.echo(f"line {row.line}{column}: {row.reason}", err=True)
    say_more(len(report.refused_rows))
    for what, rows in (
        ("listed before, and different now in", report.changed_rows),
        ("another list says otherwise of", report.flagged_rows),
    ):
        for noted in rows[:SHOWN]:
            click.echo(f"line {noted.line}: {what} {', '.join(noted.notes)}", err=True)
        say_more(len(rows))
    for name in report.new_units:
        click.echo(f"unit that has no manager yet, made inactive: {name}", err=True)


def _say_key_dates(report: "KeyDatesReport") -> None:
    say_counts(report.counts())
    if not report.read:
        click.echo("The file has no sets of dates.", err=True)
    for refused in report.refused_sets[:SHOWN]:
        click.echo(f"set {refused.index + 1}: {refused.reason}", err=True)
    for flagged in report.flagged_sets[:SHOWN]:
        click.echo(f"{flagged.prison_number}: {' '.join(flagged.sentences)}", err=True)
    for number in report.unknown_prisoners[:SHOWN]:
        click.echo(f"{number}: no such prisoner here", err=True)
    say_more(len(report.unknown_prisoners))
    if report.unknown_codes:
        codes = ", ".join(sorted(report.unknown_codes))
        click.echo(f"kept, though their codes aren't known: {codes}", err=True)


def say_more(number: int) -> None:
    """Say how many of `number` lines aren't shown."""
    if number > SHOWN:
        click.echo(f"... and {number - SHOWN} more", err=True)
