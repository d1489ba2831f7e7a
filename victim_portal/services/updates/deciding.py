"""Editing and cancelling an update."""

from dataclasses import dataclass, field
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.overtaking import OvertakenBy
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.overtaking import end_exact_date
from victim_portal.services.planning.asking import ask_manager_to_approve, settle_asks
from victim_portal.services.planning.taking_back import back_to_draft, stop_messages
from victim_portal.services.updates.meanwhile import (
    check_seen,
    no_lost_words,
    refuse_corrections,
)
from victim_portal.services.updates.reading import update_within_reach, words_digest
from victim_portal.services.updates.texts import TEXTS


@dataclass(frozen=True)
class EditedWords:
    """The five texts of an update as an officer edited them."""

    notice_sms: str = field(repr=False)
    notice_subject: str = field(repr=False)
    notice_email: str = field(repr=False)
    content_subject: str = field(repr=False)
    content: str = field(repr=False)


def edit_update(
    ctx: Context,
    actor: Actor,
    reference: str,
    update_id: UUID,
    words: EditedWords,
    seen_version: int,
) -> None:
    """Change an update's words; an approved one falls back to draft.

    Raises ConflictError when it changed in between, InvalidError for empty words.
    """
    with no_lost_words(), ctx.store.writing() as uow:
        case, update = update_within_reach(uow, actor, reference, update_id)
        refuse_corrections(update)
        check_seen(update, seen_version, UpdateState.DRAFT, UpdateState.APPROVED)
        problems = {name: "Enter the words." for name in TEXTS if not getattr(words, name).strip()}
        for name in ("notice_subject", "content_subject"):
            if len(getattr(words, name).strip().splitlines()) > 1:
                problems[name] = "A subject has one line."
        if problems:
            raise InvalidError(problems)
        if update.state == UpdateState.APPROVED:
            back_to_draft(uow, actor, update, "The words were edited after it was approved.")
        for name in TEXTS:
            setattr(update, name, getattr(words, name).replace("\r\n", "\n").strip())
        update.edited = True
        update.back_to_draft_why = None
        update.version += 1
        end_exact_date(uow, actor, update, OvertakenBy.WORDS_CHANGED)
        update.changed_at = ctx.now()
        audit.record(
            uow,
            actor,
            What.UPDATE_EDITED,
            case.id,
            update=str(update.id),
            version=update.version,
            digest=words_digest(update),
        )
        ask_manager_to_approve(ctx, uow, actor, case, update)
        uow.commit()


def cancel_update(
    ctx: Context, actor: Actor, reference: str, update_id: UUID, why: str, seen_version: int
) -> None:
    """Cancel an update for good, with a reason; what no provider has yet is stopped."""
    if not why.strip():
        raise InvalidError({"why": "Say why they won't be told this."})
    with no_lost_words(), ctx.store.writing() as uow:
        case, update = update_within_reach(uow, actor, reference, update_id)
        refuse_corrections(update)
        check_seen(update, seen_version, UpdateState.DRAFT, UpdateState.APPROVED)
        stop_messages(uow, actor, update, "The update was cancelled.")
        settle_asks(uow, actor, case, update, OvertakenBy.CANCELLED)
        update.state = UpdateState.CANCELLED
        update.approved_version = None
        update.cancelled_by = actor.name
        update.cancelled_why = why.strip()
        update.decided_at = ctx.now()
        update.changed_at = ctx.now()
        audit.record(
            uow,
            actor,
            What.UPDATE_CANCELLED,
            case.id,
            update=str(update.id),
            version=update.version,
        )
        uow.commit()
