"""Figures of this machine in one run, each beside a bare baseline: `make bench`.

The aim for the import is under 60 seconds for 10,000 rows on two cores. The baseline reads
the same file and keeps the same rows as they are, in one table, in batches as large.
"""

import csv
import io
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import (
    campaign,
    corrections,
    documents,
    leaving,
    messages,
    pages,
    planning,
    scale,
    trail,
)
from tests.support.databases import sqlite_url
from tests.support.people import REFERRAL
from tests.support.portal import CLI, make_portal
from victim_portal.services.referrals import import_referrals

ROWS = 10_000
BATCH = 200
SYLLABLES = ("al", "bar", "cor", "den", "el", "far", "gor", "hil", "ing", "jes", "kin", "low")


def _names(chance: random.Random) -> Iterator[str]:
    while True:
        yield "".join(chance.choice(SYLLABLES) for _ in range(3)).title()


def _day(chance: random.Random, first: int, last: int) -> str:
    return f"{chance.randint(first, last)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"


def referral_file(rows: int) -> bytes:
    """An invented file, the same each time: everybody is somebody else."""
    chance = random.Random(1)
    name = _names(chance)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(REFERRAL))
    writer.writeheader()
    for number in range(rows):
        writer.writerow(
            {
                **REFERRAL,
                "referral_reference": f"W-{number:06d}",
                "victim_first_name": next(name),
                "victim_last_name": next(name),
                "victim_date_of_birth": _day(chance, 1940, 2005),
                "offender_first_name": next(name),
                "offender_last_name": next(name),
                "offender_date_of_birth": _day(chance, 1940, 2000),
                "email": f"p{number}@example.org",
                "mobile": f"07700 900{number % 1000:03d}",
                "prison_number": f"A{number:05d}",
                "crn": f"X{number:06d}",
            }
        )
    return out.getvalue().encode()


def bare(data: bytes, folder: Path) -> None:
    """The least that could be done with such a file."""
    connection = sqlite3.connect(folder / "bare.sqlite3")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    columns = ", ".join(REFERRAL)
    connection.execute(f"CREATE TABLE referral ({columns})")
    marks = ", ".join("?" for _ in REFERRAL)
    rows = list(csv.reader(io.StringIO(data.decode())))[1:]
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        connection.executemany(f"INSERT INTO referral VALUES ({marks})", batch)
        connection.commit()
    connection.close()


def timed(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    messages.measure()
    campaign.measure()
    corrections.measure()
    planning.measure()
    trail.measure()
    pages.measure()
    documents.measure()
    leaving.measure()
    scale.measure()
    data = referral_file(ROWS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        portal = make_portal(sqlite_url(folder), migrated=True, durable=True)
        taken = timed(lambda: import_referrals(portal.ctx, CLI, data))
        portal.engine.dispose()
        least = timed(lambda: bare(data, folder))
    print(f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}, {ROWS} referrals")
    print(f"import referrals     {taken:7.1f} s   {ROWS / taken:7.0f} rows a second")
    print(f"bare read and insert {least:7.2f} s   {taken / least:7.0f} times as fast")


if __name__ == "__main__":
    main()
