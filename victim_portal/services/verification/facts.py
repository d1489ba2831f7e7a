"""The world as the last look is told of it, where the message carries a code."""

import hmac
from datetime import datetime
from uuid import UUID

from victim_portal.domain.last_look import LookFacts
from victim_portal.domain.verification import USE_OF, codes_in
from victim_portal.domain.vocabulary import Enrolment, Language, VerificationWay
from victim_portal.domain.wording import MissingTranslationError, WordingError
from victim_portal.services.ages import asking_way_ends_at
from victim_portal.services.context import Context
from victim_portal.services.greeting import named_in_a_code
from victim_portal.services.safe_contact import standing_of
from victim_portal.services.updates.names import forbidden_names
from victim_portal.services.verification.words import code_words
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Channel, Message, Verification
from victim_portal.store.unit_of_work import UnitOfWork


def code_digest(uow: UnitOfWork, verification_id: UUID, code: str) -> bytes:
    """What is kept of a code: keyed, and another one for each row."""
    return uow.keyring.exact("verification code", f"{verification_id}:{code}")


def is_code(uow: UnitOfWork, verification: Verification, code: str) -> bool:
    """Whether these six digits are the code, in a time that doesn't tell how near they are."""
    return hmac.compare_digest(verification.code_digest, code_digest(uow, verification.id, code))


def code_facts(
    ctx: Context,
    uow: UnitOfWork,
    case: Case,
    channel: Channel,
    way: VerificationWay,
    subject: str,
    body: str,
    plan_version: int,
    not_after: datetime,
) -> LookFacts:
    """What the rules ask about a code that is about to be sent in these words."""
    uow.vault.fetch([case.person_id, case.offender_id, channel.person_id])
    private, never = forbidden_names(uow, case)
    greeted = {name.casefold() for name in named_in_a_code(uow, case, channel)}
    return LookFacts(
        standing=standing_of(channel),
        use=USE_OF[way],
        recipient_id=channel.person_id,
        channel_person_id=channel.person_id,
        case_person_id=case.person_id,
        beside=frozenset(one.supporter_id for one in people_store.live_supporters(uow, case.id)),
        approved=True,
        approved_facts={"plan": str(plan_version)},
        current_facts={"plan": str(channel.plan_version)},
        case_open=case.closed_at is None,
        enrolment=Enrolment(case.enrolment),
        level=None,
        stage_levels=frozenset(),
        language=Language(channel.language),
        body=body,
        subject=subject,
        allowed_origin=ctx.victim_base_url,
        private_names=frozenset(name for name in private if name.casefold() not in greeted),
        never_say=never,
        not_after=not_after,
        verification=True,
        parents_way_ends_at=asking_way_ends_at(uow, case, channel),
    )


def words_stand(
    ctx: Context, uow: UnitOfWork, case: Case, channel: Channel, message: Message
) -> bool:
    """Whether a message with a code says what it would say now: who will ask, above all."""
    said = (message.subject or "", message.body or "")
    for digits in codes_in(message.body or ""):
        try:
            texts = code_words(ctx, uow, case, channel, digits)
        except (WordingError, MissingTranslationError):
            return False
        now = ("", texts.sms) if message.kind == "sms" else (texts.subject, texts.email)
        if said == now:
            return True
    return False


def is_messages_own(
    ctx: Context, uow: UnitOfWork, message: Message, channel: Channel, code: Verification
) -> bool:
    """Whether the code that a message names lives, and is the one that stands in its words."""
    return (
        code.ended_at is None
        and code.locked_at is None
        and code.used_at is None
        and ctx.now() < code.expires_at
        and code.channel_id == message.channel_id == channel.id
        and code.case_id == message.case_id
        and code.person_id == message.person_id
        and any(is_code(uow, code, digits) for digits in codes_in(message.body or ""))
    )
