"""What the messages of links say, and to which of somebody's channels they may go."""

from uuid import UUID

from victim_portal.domain.link_codes import Proof
from victim_portal.domain.secure_link import MARK, SAMPLE_TOKEN, filled, unfilled
from victim_portal.domain.templates.versions import Speaker
from victim_portal.domain.vocabulary import ChannelKind, Language
from victim_portal.domain.wording import MissingTranslationError, draft_link, draft_link_code
from victim_portal.domain.wording.door import LinkTexts
from victim_portal.services.context import Context
from victim_portal.services.greeting import named_in_a_code
from victim_portal.store import door as door_store
from victim_portal.store.models import Case, Channel, Message
from victim_portal.store.unit_of_work import UnitOfWork


def link_words(ctx: Context, uow: UnitOfWork, case: Case, channel: Channel) -> tuple[str, str]:
    """Subject and body for one channel, with the mark where the link goes.

    Raises WordingError where something is missing, MissingTranslationError without a text.
    """
    name, officer = named_in_a_code(uow, case, channel)
    language = Language(channel.language)
    speaker = ctx.speaker(language)
    agreed = door_store.passphrase(uow, case.id)
    by_code = agreed is not None and agreed.proof == Proof.CODE
    word = channel.code_word or ""
    texts = draft_link(name, officer, word, language, speaker, by_code=by_code)
    return _spoken(ctx, language, speaker, channel, texts)


def link_code_words(ctx: Context, uow: UnitOfWork, case: Case, channel: Channel) -> tuple[str, str]:
    """The same for a message with the code that opens a link, with the mark where it goes."""
    name, officer = named_in_a_code(uow, case, channel)
    language = Language(channel.language)
    speaker = ctx.speaker(language)
    texts = draft_link_code(name, officer, channel.code_word or "", language, speaker)
    return _spoken(ctx, language, speaker, channel, texts)


def _spoken(
    ctx: Context, language: Language, speaker: Speaker, channel: Channel, texts: LinkTexts
) -> tuple[str, str]:
    if not ctx.may_speak(language, speaker.heard):
        raise MissingTranslationError("The Welsh texts of links have no named reviewer yet.")
    if channel.kind == ChannelKind.MOBILE:
        return "", texts.sms
    return texts.subject, texts.email


def shown(ctx: Context, uow: UnitOfWork, case_id: UUID, body: str) -> str:
    """The same as `with_link`, for a case of which it isn't known whether it has pages."""
    own_pages = MARK in body and door_store.passphrase(uow, case_id) is not None
    return with_link(ctx, body, own_pages=own_pages)


def with_link(ctx: Context, body: str, *, own_pages: bool) -> str:
    """A body as its reader will see it: with a link as long as the real one in its place.

    Where no passphrase was agreed there are no pages to link to, and the gap stays open: no
    rule lets a message with a gap go.
    """
    return filled(body, ctx.victim_base_url, SAMPLE_TOKEN) if own_pages else body


def approved_words(ctx: Context, message: Message) -> str:
    """A message's body as it was approved, before a link was put in."""
    body = message.body or ""
    return unfilled(body, ctx.victim_base_url) if message.link_id is not None else body
