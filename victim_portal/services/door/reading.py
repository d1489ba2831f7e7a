"""Reading: what they were told, newest first, and their own word that they have read it."""

from dataclasses import replace
from uuid import UUID

from victim_portal.domain.access import THE_PERSON
from victim_portal.domain.ladder import Rung
from victim_portal.domain.vocabulary import Language, UpdateState
from victim_portal.domain.wrong_news import Shown
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.door.doubting import Doubts, doubts_about
from victim_portal.services.door.values import OwnUpdate, Visitor
from victim_portal.services.errors import NotFoundError
from victim_portal.services.ladder import note_on_portal
from victim_portal.services.messages import asks
from victim_portal.store import door as door_store
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, Message, Update
from victim_portal.store.unit_of_work import UnitOfWork

RING_ASKED = "ring_asked"


def own_updates(ctx: Context, visitor: Visitor) -> tuple[OwnUpdate, ...]:
    """What the person of a case was told, newest first; their look is recorded."""
    with ctx.store.writing() as uow:
        told = door_store.told(uow, visitor.case_id)
        messages = update_store.messages_of(uow, [update.id for update in told])
        doubts = doubts_about(uow, visitor.case_id, told)
        found = tuple(_shown(uow, update, messages, doubts) for update in told)
        audit.record(uow, THE_PERSON, What.OWN_PAGES_READ, visitor.case_id, rows=len(found))
        uow.commit()
        return found


def own_update(ctx: Context, visitor: Visitor, update_id: UUID) -> OwnUpdate:
    """One of them in full; that it was opened is a rung of its messages' ladder.

    Raises NotFoundError for whatever they weren't told.
    """
    with ctx.store.writing() as uow:
        update, _ = told_update(uow, visitor, update_id)
        told = door_store.told(uow, visitor.case_id)
        messages = update_store.messages_of(uow, [one.id for one in told])
        doubts = doubts_about(uow, visitor.case_id, told)
        shown, right = doubts[update.id]
        # Of what is wrong they read the truth, if anything: that is what they have opened.
        read = update if shown is Shown.STANDS else right
        for message in _handed_over(messages, read) if read is not None else ():
            note_on_portal(uow, THE_PERSON, message, Rung.OPENED)
        audit.record(
            uow,
            THE_PERSON,
            What.OWN_UPDATE_READ,
            visitor.case_id,
            update=str(update.id),
            version=update.version,
        )
        found = _shown(uow, update, messages, doubts)
        uow.commit()
        return found


def confirm_read(ctx: Context, visitor: Visitor, update_id: UUID) -> None:
    """They say that they have read it; said twice is said. NotFoundError as above."""
    with ctx.store.writing() as uow:
        update, messages = told_update(uow, visitor, update_id)
        for message in _handed_over(messages, update):
            note_on_portal(uow, THE_PERSON, message, Rung.CONFIRMED)
        audit.record(
            uow,
            THE_PERSON,
            What.OWN_UPDATE_CONFIRMED,
            visitor.case_id,
            update=str(update.id),
            version=update.version,
        )
        uow.commit()


def ask_to_be_rung(ctx: Context, visitor: Visitor, update_id: UUID | None = None) -> None:
    """Ask the officer to ring, by the plan; asked twice is one task."""
    with ctx.store.writing() as uow:
        case = uow.get(Case, visitor.case_id)
        if case is None:
            raise NotFoundError
        if update_id is not None:
            told_update(uow, visitor, update_id)
        tasks.raise_for_case(
            uow,
            THE_PERSON,
            case,
            RING_ASKED,
            "They asked on their own pages to be rung: ring them by their plan",
            "Who asks for a person gets one",
            asks.working_day(ctx),
            update=str(update_id) if update_id else None,
        )
        uow.commit()


def told_update(uow: UnitOfWork, visitor: Visitor, update_id: UUID) -> tuple[Update, list[Message]]:
    """An update that they were told, with its messages; NotFoundError for any other."""
    update = uow.get(Update, update_id)
    if update is None or update.case_id != visitor.case_id or update.state != UpdateState.SENT:
        raise NotFoundError
    return update, update_store.messages_of(uow, [update.id])


def _handed_over(messages: list[Message], update: Update) -> list[Message]:
    return [
        message
        for message in messages
        if message.update_id == update.id
        and message.handed_over_at is not None
        and message.update_version == update.version
    ]


def _shown(uow: UnitOfWork, update: Update, messages: list[Message], doubts: Doubts) -> OwnUpdate:
    """What may be wrong without a word of it, or beside what is true."""
    shown, right = doubts[update.id]
    own = replace(_own(uow, update, messages), shown=shown)
    if shown is Shown.CHECKING:
        return replace(own, subject="", content="")
    return replace(own, right=_own(uow, right, messages)) if right is not None else own


def _own(uow: UnitOfWork, update: Update, messages: list[Message]) -> OwnUpdate:
    mine = [message.id for message in messages if message.update_id == update.id]
    confirmed = any(one.rung == Rung.CONFIRMED for one in update_store.receipts(uow, mine))
    if update.sent_on is None:
        raise LookupError("an update that was told without a day")
    return OwnUpdate(
        id=update.id,
        told_on=update.sent_on,
        language=Language(update.language),
        confirmed=confirmed,
        subject=update.content_subject or "",
        content=update.content or "",
    )
