"""Lists of sentences for tests: rows of invented offenders, and what became of them."""

import csv
import io
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from tests.support.portal import CLI, Portal
from victim_portal.domain.access import Actor
from victim_portal.domain.reconciliation import COLUMNS
from victim_portal.services.reconciliation import (
    ListedView,
    give_owner,
    import_sentences,
    listed_view,
)
from victim_portal.services.row_reports import ImportReport
from victim_portal.store.models import ListedSentence

# The sentence of the referral that the tests of casework stand on.
JOHN = {
    "source": "Winchester Crown Court",
    "source_reference": "T2026-1",
    "offender_first_name": "John",
    "offender_last_name": "Oak",
    "offender_date_of_birth": "1980-01-01",
    "prison_number": "A1234BC",
    "crn": "X123456",
    "pnc": "",
    "offence": "Wounding with intent",
    "offence_category": "violent",
    "sentence_type": "SDS",
    "sentenced_on": "2026-11-02",
    "court": "Winchester",
    "custodial_term": "P8Y",
    "unit": "Hampshire",
    "victims": "1",
}


def listed_row(**changes: str) -> dict[str, str]:
    """One row; "" takes a value away."""
    return {**JOHN, **changes}


def list_of(*rows: Mapping[str, str], columns: Sequence[str] = COLUMNS) -> bytes:
    """The rows as a court's own spreadsheet writes them: nothing made safe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([[one.get(column, "") for column in columns] for one in rows])
    return out.getvalue().encode()


def listed(portal: Portal, *rows: Mapping[str, str], actor: Actor = CLI) -> ImportReport:
    """Rows brought in as a list."""
    return import_sentences(portal.ctx, actor, list_of(*rows))


def entries(portal: Portal) -> list[ListedSentence]:
    """Every listed sentence, in the order of their days."""
    with portal.ctx.store.reading() as uow:
        query = select(ListedSentence).order_by(ListedSentence.sentenced_on, ListedSentence.id)
        return list(uow.session.scalars(query))


def only(portal: Portal) -> ListedSentence:
    """The one listed sentence that there is."""
    (one,) = entries(portal)
    return one


def seen(portal: Portal, listed_id: UUID | None = None) -> ListedView:
    """A listed sentence as the manager sees it."""
    return listed_view(portal.ctx, portal.manager, listed_id or only(portal).id)


def give(portal: Portal, listed_id: UUID, to: Actor | None = None, by: Actor | None = None) -> None:
    """Give a listed sentence to somebody: to the officer, by the manager."""
    user_id = (to or portal.officer).user_id
    assert user_id is not None
    give_owner(portal.ctx, by or portal.manager, listed_id, user_id)
