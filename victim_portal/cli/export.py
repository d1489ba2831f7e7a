"""`export submission`: the files of a parole submission, into a folder."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from victim_portal.cli.common import actor, open_portal, refuse

if TYPE_CHECKING:
    from victim_portal.services.subject_access import Exported

OUT = click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the files; made if it isn't there.",
)
CHECK_FIRST = (
    "Read the notes in {file} first and take out what tells of other people, "
    "before you hand them over."
)


@click.group()
def export() -> None:
    """Take documents out of the portal."""


@export.command()
@click.argument("case_ref")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the files; made if it isn't there.",
)
@click.option("--language", type=click.Choice(["en", "cy"]), help="Instead of the statement's own.")
@click.option("--large-print", is_flag=True)
@click.option(
    "--recipient",
    type=click.Choice(["casework", "com", "tribunal", "mhcs", "hospital"]),
    help="Instead of whoever decides first on the case.",
)
@click.option("--for-whom", default="", help="A name or office, if it isn't the usual one.")
def submission(
    case_ref: str,
    out: Path,
    language: str | None,
    large_print: bool,
    recipient: str | None,
    for_whom: str,
) -> None:
    """Export the submission of CASE_REF as PDF: statement, conditions, non-disclosure.

    Passages that could lead to the victim are listed and nothing is written: an officer settles
    each with her on the pages, or a manager sends the files there with the list.
    """
    from victim_portal.domain.submissions import Recipient
    from victim_portal.domain.vocabulary import Language
    from victim_portal.services.errors import InvalidError, NotAllowedError, NotFoundError
    from victim_portal.services.submissions import UncleanFileError, export_submission

    portal = open_portal()
    made = not out.exists()
    try:
        # Made before anything is recorded as exported.
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse(f"{out} can't be made: {error.strerror}.")
    try:
        exported = export_submission(
            portal.ctx,
            actor(),
            case_ref,
            language=Language(language) if language else None,
            large_print=large_print,
            recipient=Recipient(recipient) if recipient else None,
            for_whom=for_whom,
        )
    except (NotFoundError, NotAllowedError):
        _leave_no_empty_folder(out, made)
        refuse(f"There is no case {case_ref} that can be exported here.")
    except InvalidError as error:
        _leave_no_empty_folder(out, made)
        refuse("\n".join(error.problems.values()))
    except UncleanFileError as error:
        _leave_no_empty_folder(out, made)
        refuse(f"A fault of the portal: it put into a file {error}. Nothing was made.")
    for file in exported.files:
        path = out / file.file_name
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as written:
            written.write(file.content)
        click.echo(str(path))
        click.echo(f"  SHA-256 {file.sha256}")
        click.echo(f"  digest {file.content_digest}")
        for character in file.unprintable:
            click.echo(f"  shown as a marker: U+{ord(character[0]):04X}", err=True)


@export.command()
@click.option("--case", "case_ref", required=True, help="A case of theirs.")
@OUT
def subject(case_ref: str, out: Path) -> None:
    """Everything that is held about the person of a case, for them: theirs only."""
    from victim_portal.services.errors import NotFoundError
    from victim_portal.services.subject_access import export_person

    portal = open_portal()
    try:
        made = export_person(portal.ctx, actor(), case_ref)
    except NotFoundError:
        refuse(f"There is no case {case_ref} that can be exported here.")
    _write(out, "subject.json", made.as_json())
    _write(out, "subject.html", made.as_html())
    _write_to_check(out, "to-check.html", made)


@export.command("offender-subject")
@click.option("--prison-number", required=True)
@OUT
def offender_subject(prison_number: str, out: Path) -> None:
    """Everything that is held about an offender, for them: never a victim's data."""
    from victim_portal.services.errors import NotFoundError
    from victim_portal.services.subject_access import export_offender

    portal = open_portal()
    try:
        made = export_offender(portal.ctx, actor(), prison_number)
    except NotFoundError:
        refuse("Nobody here has this prison number.")
    _write(out, "offender.json", made.as_json())
    _write(out, "offender.html", made.as_html())
    if any(section.rows for section in made.to_check):
        _write_to_check(out, "offender-to-check.html", made)


def _write_to_check(out: Path, name: str, made: "Exported") -> None:
    """Write what a person has to read before it is handed over, and say so."""
    warning = CHECK_FIRST.format(file=name)
    _write(out, name, made.as_html(made.to_check, warning))
    click.echo(warning, err=True)


def _write(out: Path, name: str, text: str) -> None:
    """Write a file of personal data that its owner alone may read."""
    path = out / name
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        refuse(f"{path} can't be written: {error.strerror}.")
    with os.fdopen(handle, "w", encoding="utf-8") as written:
        written.write(text)
    click.echo(str(path))


def _leave_no_empty_folder(out: Path, made: bool) -> None:
    """Take away a folder that was made for files that then weren't."""
    if made:
        out.rmdir()
