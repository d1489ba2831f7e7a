"""The words of one code: who is greeted, and who will ask for it."""

from victim_portal.domain.templates import CODES, LETTERS, TEXTS, TextKind
from victim_portal.domain.templates.texts import letter_group
from victim_portal.domain.vocabulary import Language, LetterKind, VerificationWay
from victim_portal.domain.wording import CodeTexts, draft_code
from victim_portal.services.context import Context
from victim_portal.services.greeting import named_in_a_code
from victim_portal.store.models import Case, Channel
from victim_portal.store.unit_of_work import UnitOfWork

LETTER = letter_group(LetterKind.CODE, neutral=True)


def code_words(ctx: Context, uow: UnitOfWork, case: Case, channel: Channel, code: str) -> CodeTexts:
    """The words in the channel's language; raises WordingError where something is missing."""
    person_name, officer_first_name = named_in_a_code(uow, case, channel)
    language = Language(channel.language)
    return draft_code(
        code,
        person_name,
        officer_first_name,
        language,
        ctx.speaker(language),
    )


def may_speak(ctx: Context, channel: Channel, way: VerificationWay) -> bool:
    """Whether a code may go there in the channel's language; see `Context.may_speak`."""
    if way is VerificationWay.LETTER:
        texts = [one for one in TEXTS.values() if {LETTER, LETTERS} & set(one.groups)]
    else:
        by_text = way is VerificationWay.SMS
        of_codes = (one for one in TEXTS.values() if CODES in one.groups)
        texts = [one for one in of_codes if (one.kind is TextKind.SMS) == by_text]
    return ctx.may_speak(Language(channel.language), ctx.live_texts.recorded(texts))
