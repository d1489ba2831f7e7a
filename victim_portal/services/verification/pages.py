"""What the pages of a code show before it is sent, or entered."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.last_look import Wait
from victim_portal.domain.verification import WAY_OF
from victim_portal.domain.vocabulary import ChannelKind, VerificationWay
from victim_portal.domain.wording import WordingError
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.channels.plans import channel_within_reach
from victim_portal.services.channels.views import ChannelView, views_on_case
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.usable_ways import referral_doubt
from victim_portal.services.verification.sending import SAMPLE, check_sendable
from victim_portal.services.verification.trying import standing_of_code
from victim_portal.services.verification.words import code_words
from victim_portal.store import updates as update_store
from victim_portal.store import verification as code_store
from victim_portal.store.models import Case, Channel
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class CodePage:
    """A channel with its code, what would be sent, and what stands against it.

    `why_not` is a sentence, "" where a code may be sent; `waits` is whether it would wait
    for the safe hours. In `subject` and `body` the code is six noughts. `held` is how many
    messages wait for an officer's word. `doubt` is why it isn't known whether this is the
    person at all, or "".
    """

    channel: ChannelView
    way: VerificationWay | None
    why_not: str
    waits: bool
    held: int
    doubt: str = ""
    subject: str = field(default="", repr=False)
    body: str = field(default="", repr=False)


def code_page(ctx: Context, actor: Actor, reference: str, channel_id: UUID) -> CodePage:
    """One channel for the pages of its code; the view is recorded."""
    with ctx.store.writing() as uow:
        case, channel = channel_within_reach(uow, actor, reference, channel_id)
        (view,) = views_on_case(ctx, uow, case, [channel])
        why_not, waits = "", False
        try:
            waits = isinstance(check_sendable(ctx, uow, case, channel), Wait)
        except InvalidError as error:
            why_not = " ".join(error.problems.values())
        subject, body = _preview(ctx, uow, case, channel)
        waiting = update_store.stoppable(uow, channel_id=channel.id)
        held = sum(one.state == "held" and one.update_id is not None for one in waiting)
        shown = CodePage(
            channel=_as_it_lives(ctx, uow, channel, view),
            way=WAY_OF.get(ChannelKind(channel.kind)),
            why_not=why_not,
            waits=waits,
            held=held,
            doubt=referral_doubt(uow, case),
            subject=subject,
            body=body,
        )
        audit.record(uow, actor, What.CHANNEL_VIEWED, case.id, channel=str(channel.id))
        uow.commit()
        return shown


def _preview(ctx: Context, uow: UnitOfWork, case: Case, channel: Channel) -> tuple[str, str]:
    way = WAY_OF.get(ChannelKind(channel.kind))
    if way not in (VerificationWay.SMS, VerificationWay.EMAIL):
        return "", ""
    try:
        texts = code_words(ctx, uow, case, channel, SAMPLE)
    except WordingError:
        return "", ""
    if way is VerificationWay.SMS:
        return "", texts.sms
    return texts.subject, texts.email


def _as_it_lives(ctx: Context, uow: UnitOfWork, channel: Channel, view: ChannelView) -> ChannelView:
    """The channel's view with what its letter did to its code."""
    row = code_store.newest(uow, [channel.id]).get(channel.id)
    if row is None or view.code is None:
        return view
    standing, why = standing_of_code(ctx, uow, channel, row)
    lives = view.code.lives and not standing.ended and ctx.now() < standing.expires_at
    code = replace(view.code, lives=lives, expires_at=standing.expires_at, ended_why=why)
    return replace(view, code=code)
