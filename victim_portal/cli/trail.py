"""`audit verify`: is the trail as it was written?"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

import click

from victim_portal.cli.common import REFUSED, open_portal, refuse

AS_IT_IS: dict[str, Any] = {"encoding": "utf-8", "errors": "surrogateescape", "newline": "\n"}
"""How the file is read: what isn't ours must not stop it before it is named."""


@click.group()
def audit() -> None:
    """The audit trail."""


@audit.command()
@click.option(
    "--seals",
    "seals_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file of seals to compare with, instead of the setting's SEALS_FILE.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one object instead of a sentence.")
def verify(seals_file: Path | None, as_json: bool) -> None:
    """Check every row, code and seal of the audit trail, and name the first that is wrong.

    The exit status is 0 when all is as it was written, and 2 when something isn't.
    """
    from victim_portal.domain.seals import in_words, read_lines
    from victim_portal.services.seals import check_trail

    portal = open_portal()
    where = seals_file or portal.settings.seals_file
    if where is not None and not where.is_file():
        if seals_file is not None:
            refuse(f"{seals_file} isn't there.")
        where = None
    with ExitStack() as opened:
        lines = None
        if where is not None:
            try:
                file = opened.enter_context(where.open(**AS_IT_IS))
            except OSError as error:
                refuse(f"{where} can't be read: {error.strerror}.")
            # A worker may be appending to it: only what is there before the trail is read.
            lines = read_lines(_up_to(file, os.fstat(file.fileno()).st_size))
        verdict = check_trail(portal.ctx, lines)
    if as_json:
        found = verdict.finding
        told = {
            "ok": found is None,
            "rows": verdict.rows,
            "seals": verdict.seals,
            "unsealed": verdict.unsealed,
            "exported": verdict.exported,
            "fault": found.fault.value if found else None,
            "first_seq": (found.first or None) if found else None,
            "last_seq": (found.last or None) if found else None,
            "line": (found.line or None) if found else None,
            "sentence": in_words(verdict),
        }
        click.echo(json.dumps(told))
    else:
        click.echo(in_words(verdict))
    if verdict.finding is not None:
        sys.exit(REFUSED)


def _up_to(file: IO[str], size: int) -> Iterator[str]:
    read = 0
    for line in file:
        read += len(line.encode("utf-8", "surrogateescape"))
        if read > size:
            return
        yield line
