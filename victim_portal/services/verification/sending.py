"""Sending a code to a number or address, by the way that fits it."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import LONDON, end_of_day
from victim_portal.domain.last_look import Hold, Verdict, Wait, look
from victim_portal.domain.verification import MOST_A_DAY, WAY_OF, code_from
from victim_portal.domain.vocabulary import (
    ChannelKind,
    VerificationWay,
)
from victim_portal.domain.wording import WordingError
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.channels.plans import CHANGED_MEANWHILE, channel_within_reach
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.letters import make_code_letter
from victim_portal.services.messages.codes import end_live_code, life_of, longest_wait
from victim_portal.services.messages.queueing import queue
from victim_portal.services.once import already_done, remember
from victim_portal.services.verification.facts import code_digest, code_facts
from victim_portal.services.verification.words import code_words, may_speak
from victim_portal.store import verification as code_store
from victim_portal.store.models import Case, Channel, Verification
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

LANDLINE = "A landline gets no code. Ring it, speak to them, and confirm it."
ENOUGH = (
    f"{MOST_A_DAY} codes were made for it today. Ring them by another way, and try again tomorrow."
)
NO_WELSH_REVIEWER = (
    "The Welsh texts have no named reviewer yet. Ask them how they would like to do this, "
    "and telephone."
)
CAUSE = "verification"
_KIND = {VerificationWay.SMS: "sms", VerificationWay.EMAIL: "email"}
SAMPLE = "000000"


@dataclass(frozen=True)
class CodeSent:
    """What was made: a message that goes now or at `waits_until`, or a letter to print."""

    verification_id: UUID
    way: VerificationWay
    waits_until: datetime | None = None
    letter_id: UUID | None = None


def send_code(
    ctx: Context,
    actor: Actor,
    reference: str,
    channel_id: UUID,
    seen_version: int | None = None,
    once: UUID | None = None,
) -> CodeSent:
    """Make a code for a channel and have it sent; an older one that lives ends.

    The code itself is told to nobody: it stands in the sealed message or letter alone.
    `seen_version` is the plan that the officer had on screen. Raises InvalidError with a
    sentence when nothing may be sent there, ConflictError when the plan changed meanwhile,
    NotFoundError out of reach.
    """
    try:
        with ctx.store.writing() as uow:
            case, channel = channel_within_reach(uow, actor, reference, channel_id)
            done = already_done(uow, once)
            if done is not None:
                return _sent_before(uow, UUID(done))
            if seen_version is not None and channel.plan_version != seen_version:
                raise ConflictError(CHANGED_MEANWHILE)
            sent = _send(ctx, uow, actor, case, channel)
            remember(uow, once, str(sent.verification_id))
            uow.commit()
            return sent
    except (LostUpdateError, ConstraintError):
        raise ConflictError("Somebody else is sending a code there just now. Look again.") from None


def check_sendable(ctx: Context, uow: UnitOfWork, case: Case, channel: Channel) -> Verdict:
    """The last look, as far as it can be had before there is a code: `Send` or `Wait`.

    Raises InvalidError with a sentence where the code would be held.
    """
    way = WAY_OF.get(ChannelKind(channel.kind))
    if way is None:
        raise InvalidError({"": LANDLINE})
    if not may_speak(ctx, channel, way):
        raise InvalidError({"": NO_WELSH_REVIEWER})
    midnight = datetime.combine(ctx.today(), time.min, LONDON)
    if code_store.made_since(uow, channel.id, midnight) >= MOST_A_DAY:
        raise InvalidError({"": ENOUGH})
    subject, body = _words(ctx, uow, case, channel, way, SAMPLE)
    not_after = end_of_day(ctx.today() + longest_wait(ctx))
    version = channel.plan_version
    facts = code_facts(ctx, uow, case, channel, way, subject, body, version, not_after)
    verdict = look(facts, ctx.now())
    if isinstance(verdict, Hold):
        raise InvalidError({"": verdict.sentence})
    return verdict


def _send(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, channel: Channel) -> CodeSent:
    verdict = check_sendable(ctx, uow, case, channel)
    way = WAY_OF[ChannelKind(channel.kind)]
    end_live_code(ctx, uow, actor, channel.id, "newer")
    code = code_from(ctx.tokens.secret)
    row = _row(ctx, uow, actor, case, channel, way, code)
    audit.record(
        uow,
        actor,
        What.CODE_MADE,
        case.id,
        verification=str(row.id),
        channel=str(channel.id),
        way=way.value,
    )
    if way is VerificationWay.LETTER:
        # Counted from its posting; the day that is printed is the earliest that can be.
        valid_until = ctx.today() + life_of(ctx, way)
        letter = make_code_letter(ctx, uow, actor, case, channel, row.id, code, valid_until)
        return CodeSent(row.id, way, letter_id=letter)
    _queue(ctx, uow, actor, case, channel, row, code)
    return CodeSent(row.id, way, verdict.until if isinstance(verdict, Wait) else None)


def _row(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    channel: Channel,
    way: VerificationWay,
    code: str,
) -> Verification:
    verification_id = uow.tokens.uuid()
    row = Verification(
        id=verification_id,
        case_id=case.id,
        person_id=channel.person_id,
        channel_id=channel.id,
        way=way.value,
        code_digest=code_digest(uow, verification_id, code),
        plan_version=channel.plan_version,
        tries=0,
        made_by=actor.name,
        made_at=ctx.now(),
        # By letter the last day counts whole; counted anew once it is known when it left.
        expires_at=end_of_day(ctx.today() + longest_wait(ctx) + life_of(ctx, way)),
    )
    uow.add(row)
    uow.flush()
    return row


def _queue(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    channel: Channel,
    row: Verification,
    code: str,
) -> None:
    way = VerificationWay(row.way)
    subject, body = _words(ctx, uow, case, channel, way, code)
    queue(
        ctx,
        uow,
        actor,
        case,
        person_id=channel.person_id,
        channel_id=channel.id,
        kind=_KIND[way],
        cause=CAUSE,
        send_key=f"code:{row.id}",
        language=channel.language,
        subject=subject,
        body=body,
        deadline_on=ctx.today() + longest_wait(ctx),
        verification_id=row.id,
    )


def _words(
    ctx: Context, uow: UnitOfWork, case: Case, channel: Channel, way: VerificationWay, code: str
) -> tuple[str, str]:
    try:
        texts = code_words(ctx, uow, case, channel, code)
    except WordingError as error:
        raise InvalidError({"": str(error)}) from None
    # A letter has words of its own; these stand in for them at the look.
    return ("", texts.sms) if way is VerificationWay.SMS else (texts.subject, texts.email)


def _sent_before(uow: UnitOfWork, verification_id: UUID) -> CodeSent:
    row = uow.get(Verification, verification_id)
    if row is None:
        raise LookupError("a form that was sent without its code")
    letter = code_store.letter_of(uow, row.id)
    return CodeSent(row.id, VerificationWay(row.way), None, letter.id if letter else None)
