"""What is said to a voicemail: anybody there may play it.

A first name and hours; no organisation, nothing of an offender, and the number only where the
plan allows fuller words.
"""

from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording.filling import checked, say
from victim_portal.domain.wording.marker import N_
from victim_portal.domain.wording.values import Translator

VAGUE = N_("Hello, this is {officer_first_name}. You can ring me {officer_hours}. Thank you.")
WITH_NUMBER = N_(
    "Hello, this is {officer_first_name}. You can ring me on {officer_phone}, {officer_hours}. "
    "Thank you."
)


def voicemail_words(
    officer_first_name: str,
    officer_hours: str,
    officer_phone: str,
    language: Language,
    translate: Translator,
) -> str:
    """The words for a voicemail; `officer_phone` is empty where the plan allows no number.

    `officer_hours` is in the hearer's language. Raises WordingError for a name or hours that
    are missing, MissingTranslationError where the language lacks the text.
    """
    values = {
        "officer_first_name": checked("officer_first_name", officer_first_name),
        "officer_hours": checked("officer_hours", officer_hours),
    }
    if officer_phone:
        values["officer_phone"] = checked("officer_phone", officer_phone)
    return say(WITH_NUMBER if officer_phone else VAGUE, values, language, translate)
