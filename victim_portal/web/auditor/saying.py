"""What stands in the trail, in plain words."""

from collections.abc import Mapping

from victim_portal.domain.stages import Stage
from victim_portal.domain.unusual import StandsOut, Unusual
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    Language,
    LetterKind,
    MessageState,
)
from victim_portal.services.audit import What
from victim_portal.services.audit_trail import Telling
from victim_portal.web import words
from victim_portal.web.shell import counted

LOOKED: Mapping[What, str] = {
    What.CASE_VIEWED: "Opened the case",
    What.CONTACTS_VIEWED: "Read contacts and notes",
    What.CHANNEL_VIEWED: "Read a number or address and its plan",
    What.UPDATE_VIEWED: "Read an update",
    What.CALL_SHEET_MADE: "Made a call sheet",
    What.REPRESENTATION_VIEWED: "Read what they want heard",
    What.SUBMISSIONS_VIEWED: "Looked at the submissions",
    What.DOCUMENT_READ: "Opened a document",
    What.LETTER_READ: "Opened a letter",
    What.OFFENDER_VIEWED: "Opened the page of the offender",
    What.CALLER_CHECKED: "Checked a caller",
    What.TRAIL_VIEWED: "Read this trail",
    What.TRAIL_EXPORTED: "Took this trail out as a file",
    What.GLASS_BROKEN: "Broke the glass to read it",
    What.TRAIL_WORDS_READ: "Read the words behind the glass",
}
WAYS: Mapping[str, str] = {
    **{one.value: text for one, text in words.METHOD.items()},
    "email": "Email",
    "sms": "Text message",
}
STATES: Mapping[str, str] = {
    **{one.value: text for one, text in words.OUTCOME.items()},
    **{one.value: text for one, text in words.MESSAGE_STATE.items()},
    "told": "Told in person",
    "made": "Made, not posted",
    "posted": "Posted",
    "returned": "Posted, came back",
}
RULES: Mapping[Unusual, str] = {
    Unusual.MANY_CASES: "Many different cases within one hour",
    Unusual.OUTSIDE_CASELOAD: "Cases of colleagues in the day",
    Unusual.AT_NIGHT: "Looks between 10pm and 6am",
    Unusual.AGAIN_AND_AGAIN: "The same case of a colleague, over and over",
    Unusual.SEARCHES_NOT_FOLLOWED: "Searches after which no case was opened",
    Unusual.BROKEN_GLASS: "Broke the glass",
}
# Every word that the field has for these is known above; a test holds that.
ENDS = (ContactMethod, ContactOutcome, MessageState)


def looked(what: What) -> str:
    """What somebody looked at; an event that has no words of its own by its name."""
    return LOOKED.get(what, what.value.replace("_", " ").capitalize())


def template_name(told: Telling) -> str:
    """In which words: the stage of an update, the kind of a letter, a code, or a contact."""
    if told.template is None:
        return "Contact, no words kept"
    if told.template == "code":
        return "A code that verifies"
    # News that an officer told by a letter of their own has a stage, and no kind of letter.
    if told.template in set(LetterKind):
        return words.LETTER_KIND[LetterKind(told.template)]
    return words.STAGE[Stage(told.template)]


def language_name(told: Telling) -> str:
    """The language of the words, or nothing where none are kept."""
    return words.LANGUAGE[Language(told.language)] if told.language else ""


def numbers(one: StandsOut) -> str:
    """The count beside its limit, and one's own usual, without more precision than there is."""
    said = f"{one.count:,} (stands out from {one.limit:,})"
    if one.usual is None:
        return said
    usual = counted(one.usual, "case", "cases") if one.usual else "nothing known yet"
    return f"{said}; usual in their busiest hour: {usual}"
