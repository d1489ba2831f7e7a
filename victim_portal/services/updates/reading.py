"""An update in the exact words that will go out, for each channel that will carry it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.contact import Never, NotNow, may_use
from victim_portal.domain.last_look import unfit_words
from victim_portal.domain.sms_text import segments
from victim_portal.domain.stages import STAGES, Stage, YearMonth
from victim_portal.domain.vocabulary import ChannelKind, Language, MessageState, UpdateState
from victim_portal.domain.wrong_news import is_correction
from victim_portal.services import audit
from victim_portal.services.ages import must_ask, ways_held
from victim_portal.services.channels.views import shown_value
from victim_portal.services.context import Context
from victim_portal.services.errors import NotFoundError
from victim_portal.services.ladder.showing import LadderView, ladder_views
from victim_portal.services.links.words import shown
from victim_portal.services.planning import current_facts
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.services.safe_contact import MESSAGE_USES, message_channels, standing_of
from victim_portal.services.updates.names import forbidden_names
from victim_portal.services.updates.printed import PrintedView, printed
from victim_portal.services.updates.texts import digest_of, texts_of, unagreed_days
from victim_portal.services.updates.wording import TextUsed, texts_used
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, Channel, Message, Update
from victim_portal.store.offenders import events
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class OutgoingView:
    """One message as its reader will see it: where it goes and every word of it.

    `stands_against` says in a sentence why it would be held as things stand now, `waits`
    why it would go later; both are empty when it would go at once.
    """

    channel_id: UUID
    kind: str
    to: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)
    language: Language
    segments: int
    unfit: tuple[str, ...]
    stands_against: str
    waits: str


@dataclass(frozen=True)
class MessageView:
    """What became of a message that was queued, and its exact words."""

    id: UUID
    kind: str
    state: MessageState
    why_code: str
    why: str = field(repr=False)
    made_at: datetime
    changed_at: datetime
    next_try_at: datetime
    version: int | None
    language: Language
    to: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)


@dataclass(frozen=True)
class RestsOn:
    """One fact that an update rests on.

    `kind` is `enrolment`, `preference`, `key_date` or `event`; `what` the code of a date or
    the stage of an event. `stands` is false when the fact has moved on since.
    """

    kind: str
    what: str
    version: int
    stands: bool


@dataclass(frozen=True)
class UpdateView:
    """An update for its page: when and why it goes, its words, and what stands against it.

    `ladder` is how far up the receipt ladder it got, where messages carried it. `is_correction`
    is whether it puts another right, which two managers release. `ask_first` is
    whether a young person has come of age and nobody else may be told before they were asked,
    in whatever way.
    """

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
    may_approve: bool
    urgent: bool
    rests_on: tuple[RestsOn, ...]
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
    unagreed_days: tuple[str, ...]
    welsh_unreviewed: bool
    is_correction: bool
    texts: tuple[TextUsed, ...]
    ask_first: bool
    ladder: LadderView | None
    letters: tuple[PrintedView, ...]


def update_view(ctx: Context, actor: Actor, reference: str, update_id: UUID) -> UpdateView:
    """An update of a case within reach; the view is recorded."""
    with ctx.store.writing() as uow:
        case, update = update_within_reach(uow, actor, reference, update_id)
        seen = view_of(ctx, uow, actor, case, update)
        audit.update_viewed(uow, actor, update)
        uow.commit()
        return seen


def view_of(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, update: Update) -> UpdateView:
    """An update row as a plain value."""
    manager = is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case))
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
        may_approve=manager or not update.needs_manager,
        urgent=rule.urgent,
        rests_on=_rests_on(uow, case, update),
        language=Language(update.language),
        back_to_draft_why=update.back_to_draft_why or "",
        cancelled_why=update.cancelled_why or "",
        notice_sms=update.notice_sms or "",
        notice_subject=update.notice_subject or "",
        notice_email=update.notice_email or "",
        content_subject=update.content_subject or "",
        content=update.content or "",
        outgoing=outgoing(ctx, uow, case, update),
        messages=tuple(message_view(uow, message) for message in messages),
        discloses=rule.discloses,
        never_says=rule.never_says,
        unagreed_days=unagreed_days(uow, update),
        welsh_unreviewed=update.language == Language.WELSH
        and not ctx.is_reviewed(update.text_versions),
        texts=texts_used(ctx, update),
        is_correction=is_correction(update.plan_key),
        ask_first=must_ask(uow, case),
        ladder=ladder_views(ctx, uow, [update]).get(update.id),
        letters=printed(uow, case, update),
    )


def message_view(uow: UnitOfWork, message: Message) -> MessageView:
    """A message row as a plain value."""
    channel = uow.get(Channel, message.channel_id)
    return MessageView(
        id=message.id,
        kind=message.kind,
        state=MessageState(message.state),
        why_code=message.why_code or "",
        why=message.why or "",
        made_at=message.made_at,
        changed_at=message.changed_at,
        next_try_at=message.next_try_at,
        version=message.update_version,
        language=Language(message.language),
        to=shown_value(channel) if channel else "",
        subject=message.subject or "",
        body=message.body or "",
    )


def _rests_on(uow: UnitOfWork, case: Case, update: Update) -> tuple[RestsOn, ...]:
    now = current_facts(uow, case, update.facts)
    stages = {str(event.id): event.stage for event in events(uow, case.offender_id)}
    found = []
    for name, version in sorted(update.facts.items()):
        kind, _, key = name.partition(":")
        what = stages.get(key, "") if kind == "event" else key
        found.append(RestsOn(kind, what, int(version), now.get(name) == str(version)))
    return tuple(found)


def outgoing(ctx: Context, uow: UnitOfWork, case: Case, update: Update) -> tuple[OutgoingView, ...]:
    """What would go out now, over each channel whose plan lets messages through."""
    private, never = forbidden_names(uow, case)
    channels = message_channels(uow, case)
    aged = ways_held(uow, case, channels, update.window_opens)
    found = []
    for channel in channels:
        kind, subject, body = words_for(channel, update)
        body = shown(ctx, uow, case.id, body)
        unfit = unfit_words(
            f"{subject}\n{body}",
            private,
            ctx.victim_base_url,
            never_say=never,
            fuller_words=channel.fuller_words,
        )
        against, waits = _as_things_stand(ctx, channel, update, aged.get(channel.id, ""))
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
                stands_against=against,
                waits=waits,
            )
        )
    return tuple(found)


def _as_things_stand(ctx: Context, channel: Channel, update: Update, aged: str) -> tuple[str, str]:
    """What the last look would hold, in its own order, and why it would wait."""
    answer = may_use(standing_of(channel), MESSAGE_USES[ChannelKind(channel.kind)], ctx.now())
    if isinstance(answer, Never):
        return answer.sentence, ""
    if aged:
        return aged, ""
    if channel.language != update.language:
        return "It isn't in the language that was chosen for this number or address.", ""
    return "", "Outside the safe hours now: it waits." if isinstance(answer, NotNow) else ""


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
    return digest_of(texts_of(update))


def update_within_reach(
    uow: UnitOfWork, actor: Actor, reference: str, update_id: UUID
) -> tuple[Case, Update]:
    """An update of a case that the actor may change; NotFoundError for everything else."""
    case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
    update = uow.get(Update, update_id)
    if update is None or update.case_id != case.id:
        raise NotFoundError
    return case, update
