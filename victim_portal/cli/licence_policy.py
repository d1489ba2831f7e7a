"""`import licence-policy`: a version of the official licence conditions policy."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from victim_portal.cli.bringing_in import AS_JSON, FILE, say_counts
from victim_portal.cli.common import actor, open_portal, refuse

if TYPE_CHECKING:
    from victim_portal.domain.licence_policy import LicencePolicy, PolicyChanges
    from victim_portal.services.licence_policy import PolicyImport


@click.command("licence-policy")
@FILE
@AS_JSON
@click.option("--dry-run", is_flag=True, help="Say what would change, and take nothing into use.")
def licence_policy(file: Path, as_json: bool, dry_run: bool) -> None:
    """Bring in a version of the official licence conditions policy (JSON).

    Its conditions are offered from now on, with their official wording. What was asked for
    before stays on the version that it was made on. What is added, removed or reads otherwise
    than in the version before is printed, each change with how it read before and after. The
    same file again changes nothing.
    """
    from victim_portal.domain.licence_policy import PolicyFileError
    from victim_portal.services.errors import ConflictError
    from victim_portal.services.licence_policy import import_licence_policy

    portal = open_portal()
    try:
        report = import_licence_policy(portal.ctx, actor(), _bytes(file), only_look=dry_run)
    except PolicyFileError as error:
        refuse(str(error))
    except ConflictError as error:
        refuse(str(error))
    if as_json:
        click.echo(json.dumps(_as_object(report)))
    else:
        _say(report)


def _bytes(file: Path) -> bytes:
    """The file's bytes; one that is too large is not read."""
    from victim_portal.domain.licence_policy import MAX_BYTES

    try:
        if file.stat().st_size > MAX_BYTES:
            refuse(f"The file is too large: {MAX_BYTES // 1024**2} MB is the most.")
        return file.read_bytes()
    except OSError as error:
        refuse(f"The file can't be read: {error.strerror}.")


def _as_object(report: "PolicyImport") -> dict[str, object]:
    changes = report.changes
    return {
        "version": changes.after,
        "before": changes.before or None,
        "in_use": report.taken,
        **report.counts(),
        "added_codes": list(changes.added),
        "removed_codes": list(changes.removed),
        "changed_codes": [one.code for one in changes.changed],
    }


def _say(report: "PolicyImport") -> None:
    changes = report.changes
    if report.known:
        click.echo(f"Version {changes.after} is in use already. Nothing was changed.")
        return
    say_counts(report.counts())
    _say_changes(changes, report.policy, report.before)
    for code, number in report.on_removed.items():
        click.echo(
            f"{code[:8]}: undecided requests for this condition, which is gone: {number}", err=True
        )
    if report.waiting:
        click.echo(f"undecided requests that stay on an older version: {report.waiting}")
    done = "is in use now" if report.taken else "would be in use. Nothing was changed"
    click.echo(f"Version {changes.after} {done}.")


def _say_changes(
    changes: "PolicyChanges", policy: "LicencePolicy", before: "LicencePolicy | None"
) -> None:
    if before is None:
        click.echo("There was no policy before: every condition is new.")
        return
    click.echo(f"From version {changes.before} to {changes.after}:")
    for code in changes.added:
        click.echo(f"added    {code[:8]}  {policy.conditions[code].text}")
    for code in changes.removed:
        click.echo(f"removed  {code[:8]}  {before.conditions[code].text}")
        new = changes.replaced_by.get(code)
        if new:
            click.echo(f"         in its place: {', '.join(one[:8] for one in new)}")
    differences = [
        (f"{one.code[:8]}  {d.what}", d) for one in changes.changed for d in one.differences
    ]
    for where, one in [*differences, *((d.what, d) for d in changes.standard)]:
        click.echo(f"changed  {where}")
        click.echo(f"         before: {one.before or '(not there)'}")
        click.echo(f"         after:  {one.after or '(not there)'}")
    if changes.nothing:
        click.echo("Nothing reads otherwise.")
