"""Queueing a message, on the record: whatever it carries, it meets the same last look."""

from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import MessageState
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.store.models import Case, Message
from victim_portal.store.unit_of_work import UnitOfWork


def queue(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    *,
    person_id: UUID,
    channel_id: UUID,
    kind: str,
    cause: str,
    send_key: str,
    language: str,
    subject: str,
    body: str,
    deadline_on: date,
    not_before: datetime | None = None,
    update_id: UUID | None = None,
    update_version: int | None = None,
    verification_id: UUID | None = None,
    link_id: UUID | None = None,
    link_code_id: UUID | None = None,
) -> Message:
    """Queue one message, in the caller's transaction; a send key that is there already refuses.

    It may go from `not_before` (aware) on, or at once, until the end of `deadline_on` in London.
    """
    message = uow.add(
        Message(
            id=uow.tokens.uuid(),
            update_id=update_id,
            update_version=update_version,
            verification_id=verification_id,
            link_id=link_id,
            link_code_id=link_code_id,
            case_id=case.id,
            person_id=person_id,
            channel_id=channel_id,
            kind=kind,
            cause=cause,
            send_key=send_key,
            state=MessageState.QUEUED.value,
            language=language,
            subject=subject or None,
            body=body,
            deadline_on=deadline_on,
            next_try_at=max(ctx.now(), not_before or ctx.now()),
            tries=0,
            made_at=ctx.now(),
            changed_at=ctx.now(),
        )
    )
    audit.record(
        uow,
        actor,
        What.MESSAGE_QUEUED,
        case.id,
        message=str(message.id),
        update=str(update_id) if update_id else None,
        channel=str(channel_id),
    )
    return message
