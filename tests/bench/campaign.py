"""How long a date-change campaign takes: 1,700 offenders re-dated, whom it concerns shown.

The aim is under 30 seconds on two cores. It stands beside a bare baseline of the same run:
reading the same file and keeping its dates as they are, in one table, in batches as large.
No commit of the portal waits for the disk here: there are less than forty of them.
"""

import csv
import io
import sqlite3
import tempfile
from pathlib import Path

from tests.bench.timing import counted, line, timed
from tests.support.campaigns import brought_in, id_of, joined, moving
from tests.support.databases import sqlite_url
from tests.support.portal import Portal, make_portal
from victim_portal.domain.campaigns import MOST, Slice
from victim_portal.services import campaigns
from victim_portal.services.campaigns.importing import AT_ONCE

OFFENDERS = 1_700
VICTIMS = 2_000
"""Some offenders have more than one victim in the scheme."""


def measure() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        portal = make_portal(sqlite_url(folder), migrated=True)
        joined(portal, VICTIMS, OFFENDERS)
        data = moving(OFFENDERS)
        taken, statements = counted(portal, lambda: _campaign(portal, data))
        portal.engine.dispose()
        bare = timed(lambda: _bare(data, folder))
    line(f"{OFFENDERS} offenders re-dated, {VICTIMS} victims shown", taken)
    line("  statements for each offender", f"{statements / OFFENDERS:7.1f}")
    line("  keeping the file's dates as they are", bare)


def _campaign(portal: Portal, data: bytes) -> None:
    report = brought_in(portal, data)
    assert report.counts()["changed"] == OFFENDERS, report.counts()
    seen = campaigns.campaign_view(portal.ctx, portal.manager, id_of(report))
    assert seen.to_be_told == VICTIMS, seen.counts
    read = campaigns.slice_view(portal.ctx, portal.manager, id_of(report), Slice())
    assert len(read.drafts) == MOST


def _bare(data: bytes, folder: Path) -> None:
    connection = sqlite3.connect(folder / "bare.sqlite3")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE moved (prison_number, code, day)")
    rows = list(csv.reader(io.StringIO(data.decode())))[1:]
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        connection.executemany("INSERT INTO moved VALUES (?, ?, ?)", some)
        connection.commit()
    connection.close()
