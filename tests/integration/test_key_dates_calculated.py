"""The calculation service's own sets, brought in whole for offenders that are known."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.support.portal import CLI, Portal
from tests.support.referral_files import imported, many, row
from victim_portal.services.key_dates import import_key_dates

CALCULATED = Path(__file__).resolve().parents[3] / "shared" / "data" / "key-dates.json"


def _sentenced_on(portal: Portal, one: dict[str, Any]) -> str:
    """A day of sentence that the set allows, for a referral that can be recorded today."""
    given = [s["sentencedAt"] for s in one["sentences"] if s.get("sentencedAt")]
    days = [date.fromisoformat(day) for day in (*given, *one["dates"].values())]
    return min([*days, portal.ctx.today()]).isoformat()


@pytest.mark.skipif(not CALCULATED.is_file(), reason="the calculation service's sets aren't here")
def test_every_set_of_a_known_prisoner_goes_in_unflagged_and_again_is_unchanged(
    portal: Portal,
) -> None:
    data = CALCULATED.read_bytes()
    sets = json.loads(data)
    people = many(len(sets))
    report = imported(
        portal,
        CLI,
        *(
            row(
                person,
                prison_number=one["prisonerId"],
                sentenced_on=_sentenced_on(portal, one),
                victim_date_of_birth="",
                offender_date_of_birth="",
            )
            for person, one in zip(people, sets, strict=True)
        ),
    )
    assert (report.added, report.refused_rows) == (len(sets), [])
    first = import_key_dates(portal.ctx, CLI, data)
    assert first.flagged_sets == []
    assert first.counts() == {
        "read": 91,
        "added": 91,
        "unchanged": 0,
        "changed": 0,
        "refused": 0,
        "flagged": 0,
        "unknown": 0,
    }
    again = import_key_dates(portal.ctx, CLI, data).counts()
    assert (again["unchanged"], again["added"], again["flagged"]) == (91, 0, 0)
