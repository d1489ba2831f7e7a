"""Short ways for tests of corrections and merges: rows as they stand, letters, forgotten keys."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select, text

from tests.support.portal import Portal
from victim_portal.domain.corrections import Detail
from victim_portal.services import corrections
from victim_portal.services.corrections import OffenderInput, PersonInput
from victim_portal.store.base import Row
from victim_portal.store.models import Case, Letter, Person
from victim_portal.store.unit_of_work import UnitOfWork

Found = TypeVar("Found")
AnyRow = TypeVar("AnyRow", bound=Row)
WHY = "She spelled it to me by telephone."


def asked(portal: Portal, question: Callable[[UnitOfWork], Found]) -> Found:
    """What the database says."""
    with portal.ctx.store.reading() as uow:
        return question(uow)


def rows(portal: Portal, kind: type[AnyRow], /, **where: object) -> list[AnyRow]:
    """Rows by the values of some columns; their sealed values aren't open."""

    def find(uow: UnitOfWork) -> list[AnyRow]:
        return list(uow.session.scalars(select(kind).filter_by(**where)))

    return asked(portal, find)


def case_of(portal: Portal, reference: str) -> Case:
    """A case's row."""
    (case,) = rows(portal, Case, reference=reference)
    return case


def person_of(portal: Portal, reference: str) -> tuple[str, str, date | None]:
    """First name, last name and birth of a case's person."""

    def read(uow: UnitOfWork) -> tuple[str, str, date | None]:
        person = uow.get(Person, case_of(portal, reference).person_id)
        assert person is not None
        return person.first_name or "", person.last_name or "", person.born_on

    return asked(portal, read)


def person_input(**changes: object) -> PersonInput:
    """Mary Ash as she was referred, with changes."""
    start: dict[str, object] = {
        "first_name": "Mary",
        "last_name": "Ash",
        "born_on": date(1990, 1, 2),
        "relationship": "victim",
        "why": WHY,
    }
    return PersonInput(**{**start, **changes})  # type: ignore[arg-type]  # whatever the test gives


def offender_input(**changes: object) -> OffenderInput:
    """John Oak as he was referred, with changes."""
    start: dict[str, object] = {
        "first_name": "John",
        "last_name": "Oak",
        "born_on": date(1980, 1, 1),
        "prison_number": "A1234BC",
        "crn": "X123456",
        "why": WHY,
    }
    return OffenderInput(**{**start, **changes})  # type: ignore[arg-type]  # whatever the test gives


def corrected(portal: Portal, reference: str, **changes: object) -> None:
    """The person put right by the officer, from what stands now."""
    now = corrections.person_for_form(portal.ctx, portal.officer, reference)
    start = {one.value: text for one, text in now.values.items()} | {"born_on": now.born_on}
    given = person_input(**{**start, **changes})
    seen = now.values[Detail.RELATIONSHIP]
    corrections.correct_person(portal.ctx, portal.officer, reference, given, now.version, seen)


def corrected_offender(portal: Portal, reference: str, **changes: object) -> None:
    """The offender put right by the officer, from what stands now."""
    offender_id = case_of(portal, reference).offender_id
    now = corrections.offender_for_form(portal.ctx, portal.officer, offender_id)
    start = {one.value: text for one, text in now.values.items()} | {"born_on": now.born_on}
    given = offender_input(**{**start, **changes})
    corrections.correct_offender(portal.ctx, portal.officer, offender_id, given, now.version)


def lettered(
    portal: Portal, reference: str, channel_id: UUID, posted_on: date | None = None
) -> UUID:
    """A letter that was made, and perhaps posted, without its room's rules."""
    with portal.ctx.store.writing() as uow:
        case = case_of(portal, reference)
        letter = Letter(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            channel_id=channel_id,
            kind="first",
            language="en",
            large_print=False,
            neutral=True,
            words={"address": ["Mary Ash", "1 High Street"], "parts": []},
            made_by="Sam Carter",
            made_at=portal.ctx.now(),
            posted_on=posted_on,
        )
        uow.add(letter)
        uow.commit()
        return letter.id


def forgotten(portal: Portal, subject: UUID) -> None:
    """Destroy a person's or an offender's key."""
    with portal.engine.begin() as connection:
        connection.execute(
            text("DELETE FROM data_key WHERE subject_id = :one"), {"one": subject.hex}
        )
