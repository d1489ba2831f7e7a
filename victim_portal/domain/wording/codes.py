"""The words that carry a code, by text or e-mail: nothing in them tells what it is for.

The agreed code word never stands in them: nobody knows yet who reads them. There is no
link in them, and nothing to do but wait until somebody asks.
"""

from dataclasses import dataclass

from victim_portal.domain.verification import shown_code
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording.filling import checked, say
from victim_portal.domain.wording.marker import N_
from victim_portal.domain.wording.notices import SIGN_OFF
from victim_portal.domain.wording.values import Translator

CODE_SMS = N_(
    "Hello {person_name}. {officer_first_name} will ask you for this number: {code}. "
    "{officer_first_name}"
)
CODE_SUBJECT = N_("Hello from {officer_first_name}")
CODE_EMAIL = (
    N_("Hello {person_name},"),
    N_("I will ask you for this number: {code}."),
    N_("Please keep it until we speak."),
    N_("You do not need to answer this e-mail."),
)


@dataclass(frozen=True)
class CodeTexts:
    """The words of one code, in a text message and in an e-mail."""

    sms: str
    subject: str
    email: str


def draft_code(
    code: str,
    person_name: str,
    officer_first_name: str,
    language: Language,
    translate: Translator,
) -> CodeTexts:
    """The words that carry `code` (six digits).

    Raises WordingError for a name that is missing or holds a line break, and
    MissingTranslationError where the language lacks a text.
    """
    values = {
        "person_name": checked("person_name", person_name),
        "officer_first_name": checked("officer_first_name", officer_first_name),
        "code": shown_code(code),
    }

    def speak(message: str) -> str:
        return say(message, values, language, translate)

    sign_off = SIGN_OFF.format_map(values)
    return CodeTexts(
        sms=speak(CODE_SMS),
        subject=speak(CODE_SUBJECT),
        email="\n\n".join([*map(speak, CODE_EMAIL), sign_off]) + "\n",
    )
