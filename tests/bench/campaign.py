"""How long a date-change campaign takes: 1,700 offenders re-dated, whom it concerns shown.

The aim is under 30 seconds on two cores. It stands beside a bare baseline of the same run:
reading the same file and keeping its dates as they are, in one table, in batches as large.
"""

import csv
import io
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.support.casework import ANSWERED_ON, OFFERED_ON, answered, dated, received
from tests.support.databases import sqlite_url
from tests.support.portal import Portal, make_portal
from victim_portal.domain.campaigns import MOST, CampaignReason, Slice
from victim_portal.domain.vocabulary import ContactMethod, Enrolment, Level
from victim_portal.services import campaigns
from victim_portal.services.campaigns.importing import AT_ONCE

OFFENDERS = 1_700
VICTIMS = 2_000
"""Some offenders have more than one victim in the scheme."""


def measure() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        portal = make_portal(sqlite_url(folder), migrated=True, durable=True)
        for number in range(VICTIMS):
            _case(portal, number)
        portal.clock.move(days=1)
        data = _file()
        taken = _timed(lambda: _campaign(portal, data))
        portal.engine.dispose()
        bare = _timed(lambda: _bare(data, folder))
    print(f"{OFFENDERS} offenders re-dated, {VICTIMS} victims shown          {taken:7.1f} s")
    print(f"  keeping the file's dates as they are                  {bare:7.2f} s")


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _case(portal: Portal, number: int) -> None:
    """A victim who joined when the month of release was known."""
    place = number % OFFENDERS
    changes = {
        "referral_reference": f"WCU-{number}",
        "victim_first_name": f"Mary{number}",
        "victim_last_name": f"Ash{number}",
        "prison_number": f"A{place}BC",
        "crn": f"X{100000 + place}",
        "offender_last_name": f"Oak{place}",
    }
    reference = received(portal, **changes)
    if number < OFFENDERS:
        dated(portal, reference, CRD="2031-11-01", SLED="2034-11-01")
    answered(portal, reference, Enrolment.OFFERED, OFFERED_ON, how=ContactMethod.LETTER)
    joined = {"level": Level.KEY_STAGES, "consent_words": "Yes, please tell me."}
    answered(portal, reference, Enrolment.OPTED_IN, ANSWERED_ON, **joined)


def _file() -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("prison_number", "code", "date"))
    writer.writerows((f"A{place}BC", "CRD", "2030-05-01") for place in range(OFFENDERS))
    return out.getvalue().encode()


def _campaign(portal: Portal, data: bytes) -> None:
    report = campaigns.import_date_changes(
        portal.ctx, portal.manager, data, "Release dates", CampaignReason.LAW_CHANGE
    )
    assert report.counts()["changed"] == OFFENDERS, report.counts()
    assert report.campaign_id is not None
    seen = campaigns.campaign_view(portal.ctx, portal.manager, report.campaign_id)
    assert seen.to_be_told == VICTIMS, seen.counts
    read = campaigns.slice_view(portal.ctx, portal.manager, report.campaign_id, Slice())
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
