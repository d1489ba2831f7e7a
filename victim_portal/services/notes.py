"""Notes on a case, for the people who work on it; with what was promised, if anything was."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.promises import make_promise, promise_problems
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.store.models import Case, CaseNote
from victim_portal.store.unit_of_work import UnitOfWork

LONGEST = 5000


@dataclass(frozen=True)
class NoteInput:
    """A note as it was written; a promise comes with the day by which it is to be kept."""

    text: str = field(repr=False)
    promise: str = field(default="", repr=False)
    promise_on: date | None = None


def check_reach(ctx: Context, actor: Actor, reference: str) -> None:
    """NotFoundError unless the actor may write notes on the case."""
    with ctx.store.reading() as uow:
        case_within_reach(uow, actor, reference, Permission.READ_CASE)


def record_note(
    ctx: Context, actor: Actor, reference: str, given: NoteInput, once: UUID | None = None
) -> UUID:
    """Keep a note and what was promised; the note's id.

    Whoever reads a case over broken glass may leave one too: what a victim told them then
    mustn't get lost. The case's officer has a task today to read it.
    Raises InvalidError with sentences for `text`, `promise` and `promise_on`.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.READ_CASE)
        said = saying("record_note", reference, given)
        done = already_done(uow, once, said)
        if done is not None:
            return UUID(done)
        _check(ctx, given)
        note = keep_note(ctx, uow, actor, case, given.text)
        if given.promise.strip() and given.promise_on is not None:
            make_promise(ctx, uow, actor, case, given.promise, given.promise_on, note_id=note.id)
        if not is_allowed(Permission.CHANGE_CASE, actor, reach_of(uow, case)):
            tasks.raise_for_case(
                uow,
                actor,
                case,
                "read_note",
                "Somebody who doesn't work on this case left a note on it: read it",
                "What a victim told somebody else reaches their officer",
                ctx.today(),
                key=str(note.id),
            )
        remember(uow, once, str(note.id), said)
        uow.commit()
        return note.id


def keep_note(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, text: str) -> CaseNote:
    """A note on a case, in the caller's transaction."""
    note = uow.add(
        CaseNote(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            text=text.strip(),
            recorded_by=actor.name,
            recorded_at=ctx.now(),
        )
    )
    audit.record(uow, actor, What.NOTE_RECORDED, case.id, note=str(note.id))
    return note


def _check(ctx: Context, given: NoteInput) -> None:
    problems = promise_problems(ctx, given.promise, given.promise_on)
    if not given.text.strip():
        problems["text"] = "Enter the note."
    elif len(given.text.strip()) > LONGEST:
        problems["text"] = f"The note must be {LONGEST:,} characters or fewer."
    if problems:
        raise InvalidError(problems)
