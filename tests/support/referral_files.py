"""Referral files for tests: rows of invented people, and the file they stand in."""

import csv
import io
from collections.abc import Mapping, Sequence

from tests.support.casework import REFERRAL
from tests.support.portal import Portal
from victim_portal.domain.access import Actor
from victim_portal.domain.referrals import COLUMNS
from victim_portal.services.referrals import ImportReport, import_referrals

# Two people of whom nothing is alike, so that no test flags what it doesn't mean to.
MARY = REFERRAL
OMAR = {
    **REFERRAL,
    "referral_reference": "WCU-2",
    "victim_first_name": "Omar",
    "victim_last_name": "Tamboli",
    "victim_date_of_birth": "1971-06-30",
    "offender_first_name": "Gethin",
    "offender_last_name": "Prys",
    "offender_date_of_birth": "1966-12-24",
    "prison_number": "B7654CD",
    "crn": "Y654321",
}


def row(base: Mapping[str, str] = MARY, /, **changes: str) -> dict[str, str]:
    """One row; "" takes a value away."""
    return {**base, **changes}


def file_of(*rows: Mapping[str, str], columns: Sequence[str] = COLUMNS) -> bytes:
    """The rows as a witness care unit's own spreadsheet writes them: nothing made safe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([[one.get(column, "") for column in columns] for one in rows])
    return out.getvalue().encode()


def imported(portal: Portal, actor: Actor, *rows: Mapping[str, str]) -> ImportReport:
    """Import rows as a file."""
    return import_referrals(portal.ctx, actor, file_of(*rows))


def many(number: int) -> list[dict[str, str]]:
    """So many rows of people who have nothing in common."""
    syllables = ("ba", "ce", "di", "fo", "gu", "ha", "le", "mi", "no", "ru")

    def word(value: int) -> str:
        return "".join(syllables[int(digit)] for digit in f"{value:04d}").title()

    return [
        row(
            referral_reference=f"WCU-{place:05d}",
            victim_first_name=word(9999 - place),
            victim_last_name=word(place),
            victim_date_of_birth=f"{1940 + place % 60}-{place % 12 + 1:02d}-{place % 28 + 1:02d}",
            email=f"v{place}@example.org",
            mobile=f"07700 900{place % 1000:03d}",
            offender_first_name=word((place * 7) % 10000),
            offender_last_name=word((place * 3 + 5) % 10000),
            offender_date_of_birth=f"{1940 + place % 50}-{place % 12 + 1:02d}-03",
            prison_number=f"A{place:05d}Z",
            crn=f"X{place:06d}",
        )
        for place in range(number)
    ]
