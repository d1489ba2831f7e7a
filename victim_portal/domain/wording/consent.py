"""What somebody is told before they agree to join: the words that an officer reads out.

Kept with the answer as they were said or shown, in their language, so that years later it
can be seen what the yes was a yes to. Victims' Code, Right 11: joining is a choice, and how
much to hear is one too.
"""

from collections.abc import Mapping
from types import MappingProxyType

from victim_portal.domain.vocabulary import Language, Level
from victim_portal.domain.wording.filling import say
from victim_portal.domain.wording.marker import N_
from victim_portal.domain.wording.values import Translator

_START = N_("If you join, we tell you about the sentence. You choose how much you hear.")

_LEVELS: Mapping[Level, str] = MappingProxyType(
    {
        Level.RELEASE_MONTH_ONLY: N_(
            "You have chosen to hear only about release: the month, any change of it, and when it "
            "has happened."
        ),
        Level.ANNUAL: N_(
            "You have chosen to hear once a year, and about release: the month, any change of it, "
            "and when it has happened."
        ),
        Level.KEY_STAGES: N_(
            "You have chosen to hear about each main step, such as a parole review, a release or a "
            "recall."
        ),
    }
)

_END = (
    # What protects the reader is told at every level.
    N_(
        "Whatever you choose, we tell you urgent news about your safety, and about conditions "
        "that protect you."
    ),
    N_("We only use the numbers and addresses that you tell us are safe."),
    N_("You can change your mind at any time. You can also stop and come back."),
    N_("Do you want to join?"),
)


def consent_text(level: Level, language: Language, translate: Translator) -> str:
    """The words for one level in one language, a line for each thought.

    `translate` is the catalogue of `language`. Raises MissingTranslationError where the
    language lacks them.
    """
    texts = (_START, _LEVELS[level], *_END)
    return "\n".join(say(text, {}, language, translate) for text in texts)
