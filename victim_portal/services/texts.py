"""Texts from numbers that aren't on record: kept sealed, taken by one person, never thrown away.

Somebody may have lost their telephone, or have got another. Every manager sees that a text
came; its words name perhaps a victim of any unit, so only whoever takes it reads it. They find
the case and put it there, give it back for another unit, or close it with a reason.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.calendar import london_date
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome, Role
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.contact_values import shown_phone
from victim_portal.services.context import Context
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.messages.asks import working_day
from victim_portal.services.reach import case_within_reach
from victim_portal.store import texts as text_store
from victim_portal.store.models import Case, ContactLog, UnmatchedText
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

TASK, REPLY = "unmatched_text", "reply_received"
LONGEST_BODY, LONGEST_WHY = 1600, 1000
TAKEN = "A colleague has taken this text. They see to it."
OVER = "This text was seen to already."
NO_CASE = "There is no case of this reference that you may see."


@dataclass(frozen=True)
class TextView:
    """A text for its page. `number` and `body` are empty for whoever hasn't taken it."""

    id: UUID
    received_at: datetime
    taken: bool
    mine: bool
    over: bool
    number: str = field(default="", repr=False)
    body: str = field(default="", repr=False)


def keep_text(ctx: Context, uow: UnitOfWork, actor: Actor, number: str, body: str) -> None:
    """Keep a text of a number that isn't on record, and have a manager see to it.

    Works within the caller's transaction.
    """
    text_id = uow.tokens.uuid()
    uow.vault.admit(text_id)
    text = UnmatchedText(
        id=text_id,
        number=number,
        body=body.strip()[:LONGEST_BODY],
        received_at=ctx.now(),
    )
    uow.add(text)
    audit.record(uow, actor, What.TEXT_KEPT, text=str(text_id))
    tasks.raise_for_managers(
        uow,
        actor,
        TASK,
        "A text came from a number that isn't on record: take it, read it, and find whose it is",
        "No one who writes is left unheard",
        working_day(ctx),
        key=str(text_id),
        text=str(text_id),
    )


def text_view(ctx: Context, actor: Actor, text_id: UUID) -> TextView:
    """A text; who took it reads its words, and each reading is recorded.

    NotAllowedError for everybody but a manager, NotFoundError for none.
    """
    with ctx.store.writing() as uow:
        text = _text(uow, actor, text_id)
        mine = text.taken_by_id == actor.user_id
        over = text.closed_at is not None
        if mine and not over:
            audit.record(uow, actor, What.TEXT_READ, text=str(text.id))
        shown = TextView(
            id=text.id,
            received_at=text.received_at,
            taken=text.taken_by_id is not None,
            mine=mine,
            over=over,
            number=shown_phone(text.number or "") if mine and not over else "",
            body=(text.body or "") if mine and not over else "",
        )
        uow.commit()
        return shown


def take_text(ctx: Context, actor: Actor, text_id: UUID) -> None:
    """Take a text, to read it and see to it; a second time does nothing.

    Of two who take it one is told: ConflictError. NotAllowedError, NotFoundError.
    """
    try:
        with ctx.store.writing() as uow:
            text = _text(uow, actor, text_id)
            if text.closed_at is not None:
                raise ConflictError(OVER)
            if text.taken_by_id == actor.user_id:
                return
            if text.taken_by_id is not None:
                raise ConflictError(TAKEN)
            text.taken_by_id, text.taken_at = actor.user_id, ctx.now()
            audit.record(uow, actor, What.TEXT_TAKEN, text=str(text.id))
            uow.commit()
    except LostUpdateError:
        raise ConflictError(TAKEN) from None


def give_text_back(ctx: Context, actor: Actor, text_id: UUID) -> None:
    """Give a text back, for a manager of another unit; its task stays. ConflictError if over."""
    with ctx.store.writing() as uow:
        text = _mine(uow, actor, text_id)
        text.taken_by_id = text.taken_at = None
        audit.record(uow, actor, What.TEXT_GIVEN_BACK, text=str(text.id))
        uow.commit()


def match_text(ctx: Context, actor: Actor, text_id: UUID, reference: str) -> str:
    """Put a text to the case whose it turned out to be; the case's reference.

    There it is a message that came in, and its officer is asked to ring. It stops no clock
    and verifies nothing: it isn't known who wrote. InvalidError for `reference` where the
    actor reaches no such case, ConflictError when somebody saw to the text already.
    """
    with ctx.store.writing() as uow:
        text = _mine(uow, actor, text_id)
        try:
            case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        except NotFoundError:
            raise InvalidError({"reference": NO_CASE}) from None
        uow.vault.fetch([case.person_id, text.id])
        entry = _logged(ctx, uow, actor, case, text)
        text.case_id = case.id
        _finish(ctx, uow, actor, text, What.TEXT_MATCHED, contact=str(entry.id))
        tasks.raise_for_case(
            uow,
            actor,
            case,
            REPLY,
            "A text came in from a number that isn't on record: read it, and ring the person by "
            "the plan",
            "No one who writes is left unheard",
            working_day(ctx),
            key=str(entry.id),
            contact=str(entry.id),
        )
        uow.commit()
        return case.reference


def close_text(ctx: Context, actor: Actor, text_id: UUID, why: str) -> None:
    """Close a text that belongs to no case, with the reason.

    InvalidError for `why`, ConflictError when somebody saw to it already.
    """
    why = why.strip()
    with ctx.store.writing() as uow:
        text = _mine(uow, actor, text_id)
        if not why:
            raise InvalidError({"why": "Enter why it belongs to no case."})
        if len(why) > LONGEST_WHY:
            raise InvalidError({"why": f"The reason must be {LONGEST_WHY:,} characters or fewer."})
        text.closed_why = why
        _finish(ctx, uow, actor, text, What.TEXT_CLOSED)
        uow.commit()


def _text(uow: UnitOfWork, actor: Actor, text_id: UUID) -> UnmatchedText:
    if actor.role is not Role.MANAGER:
        raise NotAllowedError
    text = text_store.locked(uow, text_id)
    if text is None:
        raise NotFoundError
    return text


def _mine(uow: UnitOfWork, actor: Actor, text_id: UUID) -> UnmatchedText:
    text = _text(uow, actor, text_id)
    if text.closed_at is not None:
        raise ConflictError(OVER)
    if text.taken_by_id != actor.user_id:
        raise NotFoundError
    return text


def _finish(
    ctx: Context, uow: UnitOfWork, actor: Actor, text: UnmatchedText, what: What, **more: str
) -> None:
    text.closed_at, text.closed_by = ctx.now(), actor.name
    audit.record(uow, actor, what, text.case_id, text=str(text.id), **more)
    tasks.settle_without_case(uow, actor, TASK, str(text.id))


def _logged(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, text: UnmatchedText
) -> ContactLog:
    """The entry in the log of its case, written past the door that stops the clock."""
    entry = ContactLog(
        id=uow.tokens.uuid(),
        case_id=case.id,
        person_id=case.person_id,
        on=max(case.received_on, london_date(text.received_at)),
        at=text.received_at,
        inward=True,
        method=ContactMethod.SMS.value,
        outcome=ContactOutcome.RECEIVED.value,
        note=f"From {shown_phone(text.number or '')}, which isn't on record: {text.body or ''}",
        recorded_by=actor.name,
        recorded_at=ctx.now(),
    )
    uow.add(entry)
    return entry
