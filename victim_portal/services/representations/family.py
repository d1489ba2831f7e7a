"""Statements of one bereaved family: the panel asks for one or two, and for a word on any more."""

from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.representations import FAMILY, needs_family_note
from victim_portal.domain.vocabulary import Relationship
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.representations.rows import current_statement, open_case, writing
from victim_portal.store import cases as case_store
from victim_portal.store import representations as store
from victim_portal.store.models import Case, Statement
from victim_portal.store.unit_of_work import UnitOfWork

FAMILY_TASK = "family_note"
MOST_NOTE = 2_000
TOO_LONG_A_NOTE = f"Use at most {MOST_NOTE:,} characters."
SAY_WHY = (
    "The panel normally takes one or two statements from a family, and two stand already. Say why "
    "this one is put forward as well: the victim is never turned away for it."
)


def family_note_missing(uow: UnitOfWork, case: Case, statement: Statement | None) -> bool:
    """Whether a statement can't go to the panel before somebody says why it is the third.

    For a case's current statement; one that isn't signed, or has its note, is never stopped.
    """
    if statement is None or statement.signed_on is None or statement.family_note:
        return False
    return needs_note(uow, case, statement.review_id)


def needs_note(uow: UnitOfWork, case: Case, review_id: UUID | None) -> bool:
    """Whether two others of the family stand in the same review, without a note of their own."""
    relationship = Relationship(case.relationship)
    if relationship not in FAMILY:
        return False
    others = [
        one.id
        for one in case_store.open_of_offender(uow, case.offender_id)
        if one.id != case.id and Relationship(one.relationship) in FAMILY
    ]
    found = store.statements_of(uow, others)
    standing = (current_statement(rows) for rows in found.values())
    count = sum(
        one is not None
        and one.signed_on is not None
        and one.review_id == review_id
        and not one.family_note
        for one in standing
    )
    return needs_family_note(relationship, count)


def record_family_note(ctx: Context, actor: Actor, reference: str, note: str) -> None:
    """Say why a statement is put forward beside two others of the family.

    Raises InvalidError (`family_note`), NotFoundError out of reach or without a statement.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        statement = current_statement(store.statements(uow, case.id))
        if statement is None:
            raise NotFoundError
        if not note.strip() or len(note.strip()) > MOST_NOTE:
            raise InvalidError({"family_note": TOO_LONG_A_NOTE if note.strip() else SAY_WHY})
        statement.family_note = note.strip()
        audit.record(
            uow,
            actor,
            What.FAMILY_NOTE_RECORDED,
            case.id,
            statement=str(statement.id),
            version=statement.version,
        )
        tasks.settle(uow, actor, FAMILY_TASK, case)
        uow.commit()


def ask_for_note(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    """Have an officer write the note of a statement that the victim signed herself."""
    tasks.raise_for_case(
        uow,
        actor,
        case,
        FAMILY_TASK,
        "Say why their statement goes to the panel beside two others of the family",
        "The panel may ask for one or two statements of several relatives",
        ctx.today(),
    )
