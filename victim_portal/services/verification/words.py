"""The words of one code: who is greeted, and who will ask for it."""

from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording import CodeTexts, draft_code
from victim_portal.services.context import Context
from victim_portal.services.greeting import named_in_a_code
from victim_portal.store.models import Case, Channel
from victim_portal.store.unit_of_work import UnitOfWork


def code_words(ctx: Context, uow: UnitOfWork, case: Case, channel: Channel, code: str) -> CodeTexts:
    """The words in the channel's language; raises WordingError where something is missing."""
    person_name, officer_first_name = named_in_a_code(uow, case, channel)
    language = Language(channel.language)
    return draft_code(
        code,
        person_name,
        officer_first_name,
        language,
        ctx.translators[language],
    )
