"""The words that carry a link to somebody's own pages: neutral, like everything that leaves."""

from dataclasses import dataclass

from victim_portal.domain.secure_link import MARK
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording.filling import checked, say
from victim_portal.domain.wording.marker import N_
from victim_portal.domain.wording.notices import SIGN_OFF, SIGN_OFF_WITH_CODE_WORD
from victim_portal.domain.wording.values import Translator

READ_HERE = N_("You can also read it here: {link}")
"""Stands at the end of a notice where a passphrase was agreed."""

LINK_SMS = N_("Hello {person_name}. Here is your link: {link}")
LINK_SUBJECT = N_("Hello from {officer_first_name}")
LINK_EMAIL = (
    N_("Hello {person_name},"),
    N_("Here is your link: {link}"),
    N_("It works once, for 7 days. It asks for the words that we agreed."),
    N_("You do not need to answer this e-mail."),
)


@dataclass(frozen=True)
class LinkTexts:
    """The words of a message that carries a link alone; the link is still to be put in."""

    sms: str
    subject: str
    email: str


def draft_link(
    person_name: str,
    officer_first_name: str,
    code_word: str,
    language: Language,
    translate: Translator,
) -> LinkTexts:
    """The words, with a mark where the link goes.

    Raises WordingError for a name that is missing or holds a line break, and
    MissingTranslationError where the language lacks a text.
    """
    values = {
        "person_name": checked("person_name", person_name),
        "officer_first_name": checked("officer_first_name", officer_first_name),
        "link": MARK,
    }
    if code_word:
        values["code_word"] = checked("code_word", code_word)

    def speak(message: str) -> str:
        return say(message, values, language, translate)

    sign_off = (SIGN_OFF_WITH_CODE_WORD if code_word else SIGN_OFF).format_map(values)
    return LinkTexts(
        sms=f"{speak(LINK_SMS)} {sign_off}",
        subject=speak(LINK_SUBJECT),
        email="\n\n".join([*map(speak, LINK_EMAIL), sign_off]) + "\n",
    )
