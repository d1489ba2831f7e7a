"""What a text is made from, and what comes out."""

from dataclasses import dataclass
from typing import Protocol

from victim_portal.domain.stages import EventOutcome, YearMonth


class Translator(Protocol):
    """A catalogue of one language, as `gettext` knows it."""

    def gettext(self, message: str, /) -> str:
        """The text for an English message; the message itself where there is none."""

    def ngettext(self, singular: str, plural: str, n: int, /) -> str:
        """The form that fits `n`."""


@dataclass(frozen=True)
class WordingFacts:
    """Everything that a text may name.

    `person_name` is the name by which the reader asked to be greeted, `offender_name` the
    name that the reader uses for the offender. `officer_hours` is in the reader's language.
    `code_word` is the agreed word by which the reader knows us, or empty. `anchor_code` is
    the key date behind the month. `on_licence` says whether a licence follows a release,
    `link` whether the reader has pages of their own, to which the notice carries a link.
    """

    person_name: str
    offender_name: str
    officer_first_name: str
    officer_phone: str
    officer_hours: str
    code_word: str = ""
    month: YearMonth | None = None
    previous_month: YearMonth | None = None
    anchor_code: str = ""
    outcome: EventOutcome | None = None
    on_licence: bool = True
    link: bool = False


@dataclass(frozen=True)
class DraftTexts:
    """The words of one update.

    The notice (text message, and e-mail with its subject) leaves the house and is neutral;
    the content is for the reader's own pages, a call, or a channel that allows fuller words.
    """

    notice_sms: str
    notice_subject: str
    notice_email: str
    content_subject: str
    content: str
