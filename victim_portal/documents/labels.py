"""Every word that the portal itself puts into a document, in English.

The English text is the message id of the catalogues; `N_` marks it for extraction. A
message that the Welsh catalogue lacks falls back to English, as gettext does: `untranslated`
lets a test and the catalogue's keeper see which.
"""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from victim_portal.domain.vocabulary import SubmissionPart


class Translator(Protocol):
    """What is needed of a message catalogue; `gettext.NullTranslations` is one."""

    def gettext(self, message: str, /) -> str:
        """The translation of `message`, or `message` itself where there is none."""


def N_(message: str) -> str:  # noqa: N802 - the name that message extraction looks for
    """`message` itself, marked for the catalogues."""
    return message


LABELS: Mapping[str, str] = {
    "marking": N_("OFFICIAL-SENSITIVE"),
    "kind.statement": N_("Victim personal statement"),
    "kind.conditions": N_("Representations on licence conditions"),
    "kind.nondisclosure": N_("Application for non-disclosure"),
    "title": N_("{kind}: {reference}, version {version}"),
    "version": N_("Version {version}"),
    "page": N_("Page {page} of {pages}"),
    "shown": N_("May be shown to the prisoner"),
    "not_shown": N_("Not to be shown to the prisoner"),
    "shown.patient": N_("May be shown to the patient"),
    "not_shown.patient": N_("Not to be shown to the patient"),
    "rule_17": N_("Rule 17 application: do not disclose"),
    "about": N_("About this submission"),
    "document": N_("Document"),
    "handling": N_("Handling"),
    "prisoner_name": N_("Prisoner"),
    "patient_name": N_("Patient"),
    "prison_number": N_("Prison number"),
    "prisoner_born_on": N_("Date of birth"),
    "review": N_("Review"),
    "panel_reference": N_("Panel reference"),
    "victim_role": N_("Made by"),
    "officer": N_("Victim liaison officer"),
    "reading_preference": N_("How it is to be heard"),
    "length": N_("Word count"),
    "length.words": N_("{words} (about {minutes} min read aloud)"),
    "not_known": N_("Not known"),
    "statement": N_("The statement"),
    "statement.lead": N_("In the words of the victim."),
    "gist": N_("Gist of what is withheld"),
    "gist.lead": N_(
        "An application is made to withhold part of the statement. This gist stands in its "
        "place, as agreed with the victim."
    ),
    "requests": N_("Conditions asked for"),
    "requests.lead": N_("The wishes are given in the words of the victim."),
    "requests.none": N_("No conditions are asked for."),
    "number": N_("No."),
    "condition": N_("Condition"),
    "named": N_("Agreed to be named"),
    "mapped": N_("Agreed to a map"),
    "request": N_("Request {number}"),
    "wish": N_("What the victim wishes, in the words of the victim"),
    "necessity": N_("Why it is necessary and proportionate"),
    "yes": N_("Yes"),
    "no": N_("No"),
    "figure.unnamed": N_("A picture that nobody has described"),
    "figure.missing": N_("The picture can't be shown. This is what it shows:"),
    "application": N_("The application"),
    "application.lead": N_(
        "This is an application under rule 17 of the Parole Board Rules 2019 to withhold the "
        "material below from the prisoner. Do not disclose this file, or anything in it, to the "
        "prisoner or to anyone who represents the prisoner unless the Board directs it."
    ),
    "reasons": N_("Reasons for the application"),
    "material": N_("The material that the application covers"),
    "nothing": N_("Nothing has been recorded here."),
    "check": N_("How to check this document"),
    "check.how": N_(
        "The digest below was made from everything that this document says. To check that the "
        "document is complete and current, give its reference, its version and the digest to the "
        "victim liaison officer named on the first page."
    ),
    "check.page": N_(
        "Whether it is current, replaced or withdrawn is also said, by its reference and digest, "
        "at {address}."
    ),
    "check.digest": N_("Digest (SHA-256)"),
    "check.markers": N_(
        "Some characters could not be printed. Each is shown by a marker with its Unicode number, "
        "such as {example}."
    ),
    "date": N_("{day} {month} {year}"),
}

_MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


class Labels:
    """The labels in one language."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator

    def say(self, key: str, **values: str | int) -> str:
        """The label `key` with its placeholders filled; `KeyError` for an unknown key."""
        return self._translator.gettext(LABELS[key]).format(**values)

    def all(self) -> tuple[str, ...]:
        """Every label and month, with the placeholders left in."""
        return tuple(map(self._translator.gettext, (*LABELS.values(), *_MONTHS)))

    def kind(self, part: SubmissionPart) -> str:
        """What the part is called."""
        return self.say(f"kind.{part.value}")

    def day(self, day: date) -> str:
        """A date in words, such as "21 November 2026"."""
        month = self._translator.gettext(_MONTHS[day.month - 1])
        return self.say("date", day=day.day, month=month, year=day.year)

    def pages(self) -> str:
        """ "Page x of y" with the placeholders left in, for the engine to fill."""
        return self._translator.gettext(LABELS["page"])


def untranslated(translator: Translator) -> tuple[str, ...]:
    """The message ids that `translator` gives back unchanged."""
    messages = (*LABELS.values(), *_MONTHS)
    return tuple(message for message in messages if translator.gettext(message) == message)
