"""The words that carry a link to somebody's own pages: neutral, like everything that leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from victim_portal.domain.link_codes import MARK as CODE_MARK
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
LINK_EMAIL_BY_CODE = N_("It works once, for 7 days. It asks for a code that we send another way.")
"""Stands in the place of the third paragraph where a code was agreed instead of words."""

LINK_CODE_SMS = N_("Hello {person_name}. You asked for this code: {code}.")
LINK_CODE_EMAIL = (
    N_("Hello {person_name},"),
    N_("You asked for this code: {code}."),
    N_("It works for 30 minutes. If you did not ask for it, tell {officer_first_name}."),
    N_("You do not need to answer this e-mail."),
)


@dataclass(frozen=True)
class LinkTexts:
    """The words of a message that carries a link, or its code, alone; it is still to be put in."""

    sms: str
    subject: str
    email: str


def draft_link(
    person_name: str,
    officer_first_name: str,
    code_word: str,
    language: Language,
    translate: Translator,
    *,
    by_code: bool = False,
) -> LinkTexts:
    """The words, with a mark where the link goes; `by_code` is whether a code opens it.

    Raises WordingError for a name that is missing or holds a line break, and
    MissingTranslationError where the language lacks a text.
    """
    email = list(LINK_EMAIL)
    if by_code:
        email[2] = LINK_EMAIL_BY_CODE
    values = _values(person_name, officer_first_name, code_word)
    return _said(LINK_SMS, email, {**values, "link": MARK}, language, translate)


def draft_link_code(
    person_name: str,
    officer_first_name: str,
    code_word: str,
    language: Language,
    translate: Translator,
) -> LinkTexts:
    """The words that carry the code which opens a link, with a mark where it goes.

    Raises what `draft_link` does.
    """
    values = _values(person_name, officer_first_name, code_word)
    return _said(LINK_CODE_SMS, LINK_CODE_EMAIL, {**values, "code": CODE_MARK}, language, translate)


def _values(person_name: str, officer_first_name: str, code_word: str) -> dict[str, str]:
    values = {
        "person_name": checked("person_name", person_name),
        "officer_first_name": checked("officer_first_name", officer_first_name),
    }
    if code_word:
        values["code_word"] = checked("code_word", code_word)
    return values


def _said(
    sms: str,
    email: Sequence[str],
    values: Mapping[str, str],
    language: Language,
    translate: Translator,
) -> LinkTexts:
    def speak(message: str) -> str:
        return say(message, values, language, translate)

    signs = SIGN_OFF_WITH_CODE_WORD if "code_word" in values else SIGN_OFF
    sign_off = signs.format_map(values)
    return LinkTexts(
        sms=f"{speak(sms)} {sign_off}",
        subject=speak(LINK_SUBJECT),
        email="\n\n".join([*map(speak, email), sign_off]) + "\n",
    )
