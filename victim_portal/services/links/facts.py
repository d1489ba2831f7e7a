"""The world as the last look is told of it, where a message carries a link and nothing else."""

from victim_portal.domain.calendar import end_of_day
from victim_portal.domain.last_look import LookFacts
from victim_portal.domain.link_codes import SAMPLE, Proof, with_code
from victim_portal.domain.secure_link import LinkState, state_of
from victim_portal.domain.vocabulary import ChannelUse, Enrolment, Language, Level
from victim_portal.domain.wording import WordingError
from victim_portal.services.ages import news_way_ends_at
from victim_portal.services.context import Context
from victim_portal.services.links.codes import code_of, words_before
from victim_portal.services.links.issuing import standing_of_link
from victim_portal.services.links.pages import is_to_come_back
from victim_portal.services.links.words import approved_words, link_code_words, link_words, shown
from victim_portal.services.safe_contact import standing_of
from victim_portal.services.updates.names import forbidden_names
from victim_portal.store import door as door_store
from victim_portal.store.models import Case, Channel, LinkCode, Message, SecureLink
from victim_portal.store.unit_of_work import UnitOfWork

USES = {"sms": ChannelUse.SMS, "email": ChannelUse.EMAIL}


def link_facts(
    ctx: Context, uow: UnitOfWork, case: Case, channel: Channel, message: Message
) -> LookFacts:
    """What the rules ask about a link that somebody asked for.

    It is no news: no level, date to avoid or wish to be rung first is about it. It goes to a
    verified channel by its plan alone, while the passphrase stands, and only in the words
    that would be written now: another officer's name, or a code word that changed, holds it.
    """
    same = _same(ctx, uow, case, channel, message)
    body = shown(ctx, uow, case.id, message.body or "")
    return _facts(ctx, uow, case, channel, message, body, _stands(uow, case, message), same)


def link_code_facts(
    ctx: Context, uow: UnitOfWork, case: Case, channel: Channel, message: Message
) -> LookFacts:
    """The same about the code that opens a link: no news, to another channel than the link's.

    It goes while its link lives and the code was agreed as proof, and only in the words that
    would be written now.
    """
    code = code_of(uow, message)
    words = words_before(uow, message, code)
    try:
        same = (message.subject or "", words) == link_code_words(ctx, uow, case, channel)
    except WordingError:
        same = False
    body = with_code(words, SAMPLE)
    stands = _code_stands(ctx, uow, case, message, code)
    return _facts(ctx, uow, case, channel, message, body, stands, same)


def _facts(
    ctx: Context,
    uow: UnitOfWork,
    case: Case,
    channel: Channel,
    message: Message,
    body: str,
    stands: bool,
    same: bool,
) -> LookFacts:
    uow.vault.fetch([case.person_id, case.offender_id, channel.person_id])
    link = _link_of(uow, message)
    private, never = forbidden_names(uow, case)
    return LookFacts(
        standing=standing_of(channel),
        use=USES[message.kind],
        recipient_id=message.person_id,
        channel_person_id=channel.person_id,
        case_person_id=case.person_id,
        approved=stands,
        approved_facts={"words": "same"},
        current_facts={"words": "same" if same else "other"},
        case_open=case.closed_at is None,
        enrolment=Enrolment(case.enrolment),
        level=Level.KEY_STAGES,
        stage_levels=frozenset(Level),
        language=Language(message.language),
        body=body,
        subject=message.subject or "",
        allowed_origin=ctx.victim_base_url,
        private_names=private,
        never_say=never,
        not_after=end_of_day(message.deadline_on),
        parents_way_ends_at=news_way_ends_at(uow, case, channel),
        asked_back=link is not None and is_to_come_back(uow, case, link),
    )


def _link_of(uow: UnitOfWork, message: Message) -> SecureLink | None:
    """The link that a message carries, or whose code it carries."""
    if message.link_code_id is not None:
        return uow.get(SecureLink, code_of(uow, message).link_id)
    return uow.get(SecureLink, message.link_id)


def _stands(uow: UnitOfWork, case: Case, message: Message) -> bool:
    link = uow.get(SecureLink, message.link_id)
    return (
        link is not None
        and link.case_id == message.case_id == case.id
        and link.person_id == message.person_id
        and door_store.passphrase(uow, case.id) is not None
    )


def _code_stands(
    ctx: Context, uow: UnitOfWork, case: Case, message: Message, code: LinkCode
) -> bool:
    link = uow.get(SecureLink, code.link_id)
    standing = standing_of_link(link) if link is not None else None
    agreed = door_store.passphrase(uow, case.id)
    return (
        code.ended_at is None
        and code.case_id == message.case_id == case.id
        and code.person_id == message.person_id
        and code.channel_id == message.channel_id
        and standing is not None
        and state_of(standing, ctx.now()) is LinkState.LIVE
        and agreed is not None
        and agreed.proof == Proof.CODE
    )


def _same(ctx: Context, uow: UnitOfWork, case: Case, channel: Channel, message: Message) -> bool:
    try:
        now = link_words(ctx, uow, case, channel)
    except WordingError:
        return False
    return (message.subject or "", approved_words(ctx, message)) == now
