"""Cases that are closed, old, held or due to be forgotten, on either database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from tests.support import casework
from tests.support.databases import postgres_database, sqlite_url
from tests.support.portal import CLI, PASSWORD, PROVED, Portal, make_portal
from victim_portal.domain.access import Actor, staff
from victim_portal.domain.closing import ClosingReason
from victim_portal.domain.vocabulary import Enrolment, Role
from victim_portal.services import accounts, keeping, two_people
from victim_portal.services.accounts import NewUser
from victim_portal.services.keeping import DueLine, close_case
from victim_portal.store.models import DATA_KEY, METADATA, AuditEvent, Case, Sentence

LATER = 365 * 12
"""Days after which everything of a sentence of eight years is due."""


@contextmanager
def database(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a fresh, migrated database of this kind."""
    if kind == "sqlite":
        yield sqlite_url(folder)
        return
    with postgres_database(request.getfixturevalue("postgres")) as url:
        yield url


@contextmanager
def portal_on(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Portal]:
    """A fresh portal with a ledger, on the database of this kind."""
    with database(kind, folder, request) as url:
        made = make_portal(url, migrated=True)
        yield with_ledger(made, folder)
        made.engine.dispose()


BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


def with_ledger(portal: Portal, folder: Path) -> Portal:
    """The same portal, keeping a ledger."""
    return replace(portal, ctx=replace(portal.ctx, ledger_file=folder / "forgotten.jsonl"))


def second_manager(portal: Portal) -> Actor:
    """Another manager of the unit."""
    new = NewUser("ruth.bell@example.org", "Ruth", "Bell", Role.MANAGER, "Hampshire", PASSWORD)
    user_id = accounts.add_user(portal.ctx, CLI, new)
    made = staff(user_id, Role.MANAGER, portal.manager.unit_id, "Ruth Bell")
    return replace(made, proved_at=PROVED)


def declined(portal: Portal, **changes: str) -> str:
    """A case whose person said no, closed today; its reference."""
    reference = casework.received(portal, **changes)
    declined_now(portal, reference)
    return reference


def declined_now(portal: Portal, reference: str) -> None:
    """Let the person of a case say no, and close it."""
    casework.answered(portal, reference, Enrolment.OFFERED, casework.OFFERED_ON)
    casework.answered(portal, reference, Enrolment.DECLINED, casework.ANSWERED_ON)
    close(portal, reference, ClosingReason.SAID_NO)


def close(
    portal: Portal, reference: str, reason: ClosingReason = ClosingReason.ANOTHER_SCHEME
) -> None:
    """Close a case."""
    close_case(portal.ctx, portal.manager, reference, reason, "Looked at with them.")


def due(portal: Portal, actor: Actor | None = None) -> dict[str, DueLine]:
    """What is due, by reference."""
    lines = keeping.list_due(portal.ctx, actor or portal.manager)
    return {reference: line for line in lines for reference in line.references}


def purge(portal: Portal, reference: str, second: Actor) -> int:
    """Have a due person forgotten by two people; how many rows were deleted."""
    keeping.propose_purge(portal.ctx, portal.manager, reference)
    proposal_id = due(portal)[reference].proposal_id
    assert proposal_id is not None
    two_people.decide_proposal(portal.ctx, second, proposal_id, True)
    return int(events(portal, "purged")[-1].details["rows"])


def make_due(portal: Portal, reference: str) -> None:
    """Let a closed case be of long ago."""
    row = case_row(portal, reference)
    with portal.ctx.store.writing() as uow:
        uow.session.execute(
            update(Sentence)
            .where(Sentence.id == row.sentence_id)
            .values(sentenced_on=date(2010, 1, 4), custodial_term="P1Y")
        )
        uow.session.execute(
            update(Case).where(Case.id == row.id).values(retain_from=date(2015, 1, 5))
        )
        uow.commit()


def case_row(portal: Portal, reference: str) -> Case:
    """The row of a case."""
    with portal.ctx.store.reading() as uow:
        return uow.session.scalars(select(Case).where(Case.reference == reference)).one()


def events(portal: Portal, what: str) -> list[AuditEvent]:
    """The trail's events of a kind."""
    with portal.ctx.store.reading() as uow:
        query = select(AuditEvent).where(AuditEvent.what == what).order_by(AuditEvent.seq)
        return list(uow.session.scalars(query))


def tables_naming(portal: Portal, ids: set[UUID]) -> set[str]:
    """Every ``table.column`` that still holds one of these ids, as a value of its own."""
    found = set()
    with portal.engine.connect() as connection:
        for table in METADATA.sorted_tables:
            for column in table.columns:
                if type(column.type).__name__ != "Uuid":
                    continue
                query = select(func.count()).select_from(table).where(column.in_(ids))
                if connection.scalar(query):
                    found.add(f"{table.name}.{column.name}")
    return found


def has_key(portal: Portal, subject_id: UUID) -> bool:
    """Whether a subject's data key is there."""
    with portal.engine.connect() as connection:
        query = select(DATA_KEY.c.subject_id).where(DATA_KEY.c.subject_id == subject_id)
        return connection.scalar(query) is not None


def day(text: str) -> date:
    """A day, as it is written in ISO 8601."""
    return date.fromisoformat(text)
