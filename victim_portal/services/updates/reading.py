"""An update in the exact words that will go out, for each channel that will carry it."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.last_look import unfit_words
from victim_portal.domain.sms_text import segments
from victim_portal.domain.stages import STAGES, Stage, YearMonth
from victim_portal.domain.vocabulary import ChannelKind, Language, UpdateState
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.channels.views import shown_value
from victim_portal.services.context import Context
from victim_portal.services.errors import NotFoundError
from victim_portal.services.planning.words import message_channels
from victim_portal.services.reach import case_within_reach
from victim_portal.services.updates.names import forbidden_names
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, Channel, Update
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class OutgoingView:
    """One message as its reader will see it: where it goes and every word of it."""

    channel_id: UUID
    kind: str
    to: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)
    language: Language
    segments: int
    unfit: tuple[str, ...]


@dataclass(frozen=True)
class MessageView:
    """What became of a message that was queued."""

    id: UUID
    kind: str
    state: str
    why: str = field(repr=False)
    changed_at: object
    version: int


@dataclass(frozen=True)
class UpdateView:
    """An update for its page: when and why it goes, its words, and what stands against it."""

    id: UUID
    case_reference: str
    stage: Stage
    state: UpdateState
    window_opens: date
    window_closes: date
    month: str
    reason: str
    version: int
    edited: bool
    needs_manager: bool
    language: Language
    back_to_draft_why: str
    cancelled_why: str
    notice_sms: str = field(repr=False)
    notice_subject: str = field(repr=False)
    notice_email: str = field(repr=False)
    content_subject: str = field(repr=False)
    content: str = field(repr=False)
    outgoing: tuple[OutgoingView, ...] = field(repr=False)
    messages: tuple[MessageView, ...]
    discloses: str
    never_says: tuple[str, ...]
    welsh_unreviewed: bool


def update_view(ctx: Context, actor: Actor, reference: str, update_id: UUID) -> UpdateView:
    """An update of a case within reach; the view is recorded."""
    with ctx.store.writing() as uow:
        case, update = update_within_reach(uow, actor, reference, update_id)
        seen = view_of(ctx, uow, case, update)
        audit.record(
            uow,
            actor,
            What.UPDATE_VIEWED,
            case.id,
            update=str(update.id),
            version=update.version,
        )
        uow.commit()
        return seen


def view_of(ctx: Context, uow: UnitOfWork, case: Case, update: Update) -> UpdateView:
    """An update row as a plain value."""
    rule = STAGES[Stage(update.stage)]
    month = YearMonth.parse(update.anchor_month).in_words() if update.anchor_month else ""
    messages = update_store.messages_of(uow, [update.id])
    return UpdateView(
        id=update.id,
        case_reference=case.reference,
        stage=Stage(update.stage),
        state=UpdateState(update.state),
        window_opens=update.window_opens,
        window_closes=update.window_closes,
        month=month,
        reason=update.reason,
        version=update.version,
        edited=update.edited,
        needs_manager=update.needs_manager,
        language=Language(update.language),
        back_to_draft_why=update.back_to_draft_why or "",
        cancelled_why=update.cancelled_why or "",
        notice_sms=update.notice_sms or "",
        notice_subject=update.notice_subject or "",
        notice_email=update.notice_email or "",
        content_subject=update.content_subject or "",
        content=update.content or "",
        outgoing=outgoing(ctx, uow, case, update),
        messages=tuple(
            MessageView(m.id, m.kind, m.state, m.why or "", m.changed_at, m.update_version)
            for m in messages
        ),
        discloses=rule.discloses,
        never_says=rule.never_says,
        welsh_unreviewed=update.language == Language.WELSH and not ctx.welsh_reviewer,
    )


def outgoing(ctx: Context, uow: UnitOfWork, case: Case, update: Update) -> tuple[OutgoingView, ...]:
    """What would go out now, over each channel whose plan lets messages through."""
    private, never = forbidden_names(uow, case)
    found = []
    for channel in message_channels(uow, case):
        kind, subject, body = words_for(channel, update)
        unfit = unfit_words(
            f"{subject}\n{body}",
            private,
            ctx.victim_base_url,
            never_say=never,
            fuller_words=channel.fuller_words,
        )
        found.append(
            OutgoingView(
                channel_id=channel.id,
                kind=kind,
                to=shown_value(channel),
                subject=subject,
                body=body,
                language=Language(update.language),
                segments=segments(body).count if kind == "sms" else 0,
                unfit=tuple(unfit),
            )
        )
    return tuple(found)


def words_for(channel: Channel, update: Update) -> tuple[str, str, str]:
    """Kind, subject and body for one channel: the notice, or the content where agreed."""
    if channel.kind == ChannelKind.MOBILE:
        body = update.content if channel.fuller_words else update.notice_sms
        return "sms", "", body or ""
    if channel.fuller_words:
        return "email", update.content_subject or "", update.content or ""
    return "email", update.notice_subject or "", update.notice_email or ""


def words_digest(update: Update) -> str:
    """The SHA-256 of everything that an approver reads, in hexadecimal."""
    words = [
        update.notice_sms,
        update.notice_subject,
        update.notice_email,
        update.content_subject,
        update.content,
    ]
    return hashlib.sha256(json.dumps(words, ensure_ascii=True).encode()).hexdigest()


def update_within_reach(
    uow: UnitOfWork, actor: Actor, reference: str, update_id: UUID
) -> tuple[Case, Update]:
    """An update of a case that the actor may change; NotFoundError for everything else."""
    case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
    update = uow.get(Update, update_id)
    if update is None or update.case_id != case.id:
        raise NotFoundError
    return case, update
