"""The words that are shown before somebody joins, in the languages that can be shown."""

from victim_portal.domain.vocabulary import Language, Level
from victim_portal.domain.wording import MissingTranslationError
from victim_portal.domain.wording.consent import consent_text
from victim_portal.services.context import Context

UNREVIEWED = (
    "The Welsh words haven't been reviewed yet. Ask whether they agree to hear the English ones, "
    "or record the answer later."
)


def consent_words(ctx: Context, level: Level | None, language: Language | None) -> str:
    """The exact words of a level in a language; "" where nothing was shown or may be."""
    if level is None or language is None or why_not(ctx, language):
        return ""
    return consent_text(level, language, ctx.translators[language])


def why_not(ctx: Context, language: Language) -> str:
    """Why the words can't be shown in a language, as a sentence; "" where they can.

    A Welsh text that nobody has reviewed never goes to anybody outside the demo.
    """
    if language is Language.ENGLISH:
        return ""
    if ctx.production and not ctx.welsh_reviewer:
        return UNREVIEWED
    try:
        for level in Level:
            consent_text(level, language, ctx.translators[language])
    except MissingTranslationError:
        return UNREVIEWED
    return ""
