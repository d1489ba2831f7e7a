"""A table of plain words for each closed list, in English, as staff read them."""

from victim_portal.domain.clocks import ClockState
from victim_portal.domain.minors import SpokenWith
from victim_portal.domain.parole import DeadlineKind, ReviewKind
from victim_portal.domain.policy import ClockKind
from victim_portal.domain.representations import ReadingPreference, WrittenBy
from victim_portal.domain.sources import ToldBy
from victim_portal.domain.stages import EventOutcome
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ChannelUse,
    ContactMethod,
    ContactOutcome,
    FirstContactStep,
    Language,
    LetterKind,
    Level,
    MessageState,
    Need,
    RequestState,
    ReturnReason,
    Role,
    SubmissionPart,
    SupporterRole,
    UpdateState,
    VerificationWay,
)

LANGUAGE = {Language.ENGLISH: "English", Language.WELSH: "Welsh"}
METHOD = {
    ContactMethod.LETTER: "Letter",
    ContactMethod.TELEPHONE: "Telephone",
    ContactMethod.VISIT: "Visit",
    ContactMethod.EMAIL: "Email",
    ContactMethod.SMS: "Text message",
    ContactMethod.VICTIM_PAGES: "Their own pages of the portal",
}
OUTCOME = {
    ContactOutcome.SPOKE: "Spoke to them",
    ContactOutcome.NO_ANSWER: "No answer",
    ContactOutcome.VOICEMAIL_LEFT: "Left a voicemail",
    ContactOutcome.SOMEONE_ELSE_ANSWERED: "Someone else answered",
    ContactOutcome.WRONG_NUMBER: "Wrong number",
    ContactOutcome.SENT: "Sent",
    ContactOutcome.RETURNED: "Came back undelivered",
    ContactOutcome.RECEIVED: "Received from them",
}
LEVEL = {
    Level.RELEASE_MONTH_ONLY: "Only the month of release",
    Level.ANNUAL: "Once a year",
    Level.KEY_STAGES: "Each key stage of the sentence",
}
CHANNEL_KIND = {
    ChannelKind.MOBILE: "Mobile number",
    ChannelKind.LANDLINE: "Landline number",
    ChannelKind.EMAIL: "Email address",
    ChannelKind.POST: "Postal address",
}
CHANNEL_USE = {
    ChannelUse.SMS: "Text messages",
    ChannelUse.CALL: "Calls",
    ChannelUse.VOICEMAIL: "Voicemail",
    ChannelUse.EMAIL: "Emails",
    ChannelUse.LETTER: "Letters",
}
UPDATE_STATE = {
    UpdateState.DRAFT: "To read",
    UpdateState.APPROVED: "Approved",
    UpdateState.SENT: "Sent",
    UpdateState.CANCELLED: "Cancelled",
}
MESSAGE_STATE = {
    MessageState.QUEUED: "Waiting to go",
    MessageState.CLAIMED: "Going out now",
    MessageState.HANDED_OVER: "Handed over",
    MessageState.DELIVERED: "Delivered",
    MessageState.FAILED_FOR_NOW: "Failed, will be tried again",
    MessageState.FAILED_FOR_GOOD: "Failed",
    MessageState.UNCERTAIN: "May have gone: find out first",
    MessageState.HELD: "Held",
    MessageState.CANCELLED: "Cancelled",
}
REQUEST_STATE = {
    RequestState.ASKED_FOR: "Asked for",
    RequestState.PUT_FORWARD: "Put forward",
    RequestState.GRANTED: "Granted",
    RequestState.AMENDED: "Granted with changes",
    RequestState.REFUSED: "Refused",
    RequestState.WITHDRAWN: "Withdrawn",
}
SUBMISSION_PART = {
    SubmissionPart.STATEMENT: "Victim personal statement",
    SubmissionPart.CONDITIONS: "Requested licence conditions",
    SubmissionPart.NON_DISCLOSURE: "Application not to disclose",
}
WRITTEN_BY = {
    WrittenBy.VICTIM: "The victim",
    WrittenBy.DICTATED: "Somebody else, as the victim said it",
}
READING_PREFERENCE = {
    ReadingPreference.PANEL_READS: "The panel reads it",
    ReadingPreference.IN_PERSON: "The victim reads it in person",
    ReadingPreference.VIDEO_LINK: "The victim reads it by video link",
    ReadingPreference.RECORDING: "A recording is played",
    ReadingPreference.ANOTHER_READER: "Somebody else reads it",
}
REVIEW_KIND = {
    ReviewKind.PRE_TARIFF: "Before the minimum term ends",
    ReviewKind.FIRST: "First review",
    ReviewKind.LATER: "Later review",
    ReviewKind.RECALL: "After a recall",
}
DEADLINE = {
    DeadlineKind.NON_DISCLOSURE: "Last day to apply for non-disclosure",
    DeadlineKind.STATEMENT: "Last day to send the statement",
    DeadlineKind.DECISION: "Decision expected",
    DeadlineKind.SUMMARY: "Last day to ask for a summary",
    DeadlineKind.RECONSIDERATION_WISH: "Ask whether they want another look",
    DeadlineKind.RECONSIDERATION: "Last day to ask for reconsideration",
}
NEED = {
    Need.LARGE_PRINT: "Large print",
    Need.EASY_READ: "Easy read",
    Need.INTERPRETER: "Interpreter",
    Need.BSL: "British Sign Language",
    Need.ADVOCATE: "Advocate",
}
SUPPORTER_ROLE = {
    SupporterRole.SUPPORTER: "Supporter",
    SupporterRole.REPRESENTATIVE: "Representative",
    SupporterRole.ADVOCATE: "Advocate",
}
VERIFICATION_WAY = {
    VerificationWay.SMS: "By text message",
    VerificationWay.EMAIL: "By email",
    VerificationWay.LETTER: "By letter",
}
LETTER_KIND = {
    LetterKind.FIRST: "First letter",
    LetterKind.SECOND: "Second letter",
    LetterKind.DOOR_OPEN: "Last letter: the door stays open",
    LetterKind.CODE: "Letter with a code",
    LetterKind.UPDATE: "Letter with news",
}
FIRST_CONTACT_STEP = {
    FirstContactStep.FIRST_LETTER: "First letter",
    FirstContactStep.TELEPHONE: "Telephone",
    FirstContactStep.VISIT_OFFERED: "Offer a visit",
    FirstContactStep.SECOND_LETTER: "Second letter",
    FirstContactStep.DOOR_OPEN_LETTER: "Last letter: the door stays open",
}
RETURN_REASON = {
    ReturnReason.DETAILS_MISSING: "Details are missing",
    ReturnReason.DETAILS_WRONG: "Details are wrong",
    ReturnReason.NOT_ELIGIBLE: "The sentence or the person isn't one for the scheme",
    ReturnReason.WRONG_PERSON: "The wrong person was referred",
}
ROLE = {
    Role.OFFICER: "Victim liaison officer",
    Role.MANAGER: "Manager",
    Role.ADMINISTRATOR: "Administrator",
    Role.AUDITOR: "Auditor",
    Role.PAROLE_CASE_MANAGER: "Parole case manager",
}
EVENT_OUTCOME = {
    EventOutcome.STARTED: "Started",
    EventOutcome.CHANGED: "Changed",
    EventOutcome.UNCHANGED: "Not changed",
    EventOutcome.RELEASE: "Release",
    EventOutcome.NO_RELEASE: "No release",
    EventOutcome.OPEN_CONDITIONS: "Move to open conditions",
    EventOutcome.STANDARD: "Standard recall, no set end",
    EventOutcome.FIXED_TERM: "For a fixed term, length not known",
    EventOutcome.FIXED_TERM_14: "For a fixed term of 14 days",
    EventOutcome.FIXED_TERM_28: "For a fixed term of 28 days",
    EventOutcome.FIXED_TERM_56: "For a fixed term of 56 days",
    EventOutcome.BACK_IN_CUSTODY: "Back in custody",
}
CLOCK_KIND = {
    ClockKind.REFERRAL: "Referral after sentence",
    ClockKind.FIRST_CONTACT: "First contact after referral",
    ClockKind.SHORT_SENTENCE_CONTACT: "First contact, short sentence",
}
CLOCK_STATE = {
    ClockState.RUNNING: "Running",
    ClockState.DUE_SOON: "Due soon",
    ClockState.OVERDUE: "Overdue",
    ClockState.STOPPED_IN_TIME: "Done in time",
    ClockState.STOPPED_LATE: "Done late",
    ClockState.ENDED_WITHOUT_CONTACT: "Ended without contact",
}
VERIFIED_HOW = {
    "spoken": "by speaking to them",
    "code_read_back": "by a code they read back",
    "code_typed": "by a code they texted back",
    "letter_code": "by a code from a letter",
    "in_person": "in person",
    "letter_answered": "by their answer to a letter",
}
TOLD_BY = {
    ToldBy.PRISON: "The prison",
    ToldBy.PROBATION: "Probation, such as the community offender manager",
    ToldBy.COURT: "The court",
    ToldBy.POLICE: "The police",
    ToldBy.PAROLE_BOARD: "The Parole Board",
    ToldBy.HOSPITAL: "The hospital",
    ToldBy.OTHER: "Somebody else",
}
SPOKEN_WITH = {
    SpokenWith.PARENT_OR_GUARDIAN: "A parent or guardian",
    SpokenWith.SOCIAL_WORKER: "A social worker",
    SpokenWith.THEMSELVES: "The young person themselves",
}
KEY_DATES_SOURCE = {
    "calculation_service": "Prison calculation service",
    "date_change_file": "File of date changes",
    "typed": "Typed by an officer",
}
