"""What the messages of links say, and to which of somebody's channels they may go."""

from uuid import UUID

from victim_portal.domain.secure_link import MARK, SAMPLE_TOKEN, filled, unfilled
from victim_portal.domain.vocabulary import ChannelKind, Language
from victim_portal.domain.wording import draft_link
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
    texts = draft_link(name, officer, channel.code_word or "", language, ctx.translators[language])
    if channel.kind == ChannelKind.MOBILE:
        return "", texts.sms
    return texts.subject, texts.email


def shown(ctx: Context, uow: UnitOfWork, case_id: UUID, body: str) -> str:
    """A body as its reader will see it: with a link as long as the real one in its place.

    Where no passphrase was agreed there is nothing to link to, and the gap stays open: no
    rule lets a message with a gap go.
    """
    if MARK not in body or door_store.passphrase(uow, case_id) is None:
        return body
    return filled(body, ctx.victim_base_url, SAMPLE_TOKEN)


def approved_words(ctx: Context, message: Message) -> str:
    """A message's body as it was approved, before a link was put in."""
    body = message.body or ""
    return unfilled(body, ctx.victim_base_url) if message.link_id is not None else body
