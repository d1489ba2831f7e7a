"""The closed lists of the field: one word for each idea, the same in every room.

Values are stored: none changes without a migration. Sources: Victims' Code, DVCV Act 2004 Part 3.
"""

from enum import StrEnum


class Language(StrEnum):
    """The language in which a person is written to."""

    ENGLISH = "en"
    WELSH = "cy"


class Relationship(StrEnum):
    """Who a person is to the offence: why they may stand in the scheme."""

    VICTIM = "victim"
    BEREAVED_RELATIVE = "bereaved_relative"
    PARENT_OR_GUARDIAN = "parent_or_guardian"
    ACTS_FOR_VICTIM = "acts_for_victim"
    FAMILY_SPOKESPERSON = "family_spokesperson"


class OffenceCategory(StrEnum):
    """The kinds of offence that the eligibility rules tell apart."""

    SEXUAL = "sexual"
    VIOLENT = "violent"
    MURDER = "murder"
    TERRORISM = "terrorism"
    STALKING_HARASSMENT = "stalking_harassment"
    OTHER = "other"


class SentenceType(StrEnum):
    """Sentences and orders that bring a victim into the scheme."""

    SDS = "SDS"
    SDS_PLUS = "SDS_PLUS"
    EDS = "EDS"
    SOPC = "SOPC"
    LIFE = "LIFE"
    IPP = "IPP"
    DPP = "DPP"
    DTO = "DTO"
    HMP_DETENTION = "HMP_DETENTION"
    S250 = "S250"
    S45A = "S45A"
    S47 = "S47"
    HOSPITAL_RESTRICTED = "HOSPITAL_RESTRICTED"
    HOSPITAL_UNRESTRICTED = "HOSPITAL_UNRESTRICTED"


class Route(StrEnum):
    """By which door a case stands in the scheme."""

    STATUTORY = "statutory"
    DISCRETIONARY = "discretionary"
    SHORT_SENTENCE = "short_sentence_notification"
    HOSPITAL_RESTRICTED = "hospital_restricted"
    HOSPITAL_UNRESTRICTED = "hospital_unrestricted"
    UNDECIDED = "undecided"


class Enrolment(StrEnum):
    """Where the offer of the scheme and its answer stand, for one case."""

    NOT_OFFERED = "not_offered"
    OFFERED = "offered"
    OPTED_IN = "opted_in"
    DECLINED = "declined"
    DEFERRED = "deferred"
    NO_RESPONSE = "no_response"
    OPTED_OUT = "opted_out"
    OPTED_BACK_IN = "opted_back_in"
    DO_NOT_CONTACT = "do_not_contact"


class ContactMethod(StrEnum):
    """How a contact was made, or how an answer came in."""

    LETTER = "letter"
    TELEPHONE = "telephone"
    VISIT = "visit"
    EMAIL = "email"
    SMS = "sms"
    VICTIM_PAGES = "victim_pages"


class ContactOutcome(StrEnum):
    """What came of one attempt at contact."""

    SPOKE = "spoke"
    NO_ANSWER = "no_answer"
    VOICEMAIL_LEFT = "voicemail_left"
    SOMEONE_ELSE_ANSWERED = "someone_else_answered"
    WRONG_NUMBER = "wrong_number"
    SENT = "sent"
    RETURNED = "returned"
    RECEIVED = "received"


class Level(StrEnum):
    """How much a victim asked to hear (the levels that the scheme offers)."""

    RELEASE_MONTH_ONLY = "release_month_only"
    ANNUAL = "annual"
    KEY_STAGES = "key_stages"


class ChannelKind(StrEnum):
    """What a channel is: the thing that rings, lights up or drops on the mat."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    EMAIL = "email"
    POST = "post"


class ChannelUse(StrEnum):
    """What a safe-contact plan may allow on a channel."""

    SMS = "sms"
    CALL = "call"
    VOICEMAIL = "voicemail"
    EMAIL = "email"
    LETTER = "letter"


class DateCode(StrEnum):
    """Key-date codes of the prison service's calculator; unknown codes are kept beside."""

    CRD = "CRD"
    ARD = "ARD"
    PED = "PED"
    TED = "TED"
    SED = "SED"
    SLED = "SLED"
    LED = "LED"
    PRRD = "PRRD"
    DPRRD = "DPRRD"
    NPD = "NPD"
    NCRD = "NCRD"
    ESED = "ESED"
    APD = "APD"
    HDCED = "HDCED"
    HDCAD = "HDCAD"
    TUSED = "TUSED"
    ETD = "ETD"
    MTD = "MTD"
    LTD = "LTD"
    ERSED = "ERSED"
    TERSED = "TERSED"


class UpdateState(StrEnum):
    """Where one sentence-progress update stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"
    CANCELLED = "cancelled"


class MessageState(StrEnum):
    """Where one message to one recipient over one channel stands."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    HANDED_OVER = "handed_over"
    DELIVERED = "delivered"
    FAILED_FOR_NOW = "failed_for_now"
    FAILED_FOR_GOOD = "failed_for_good"
    UNCERTAIN = "uncertain"
    HELD = "held"
    CANCELLED = "cancelled"


class RequestState(StrEnum):
    """Where one licence-condition request stands."""

    ASKED_FOR = "asked_for"
    PUT_FORWARD = "put_forward"
    GRANTED = "granted"
    AMENDED = "amended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class SubmissionPart(StrEnum):
    """The separate files of a parole submission, as named in their file names."""

    STATEMENT = "statement"
    CONDITIONS = "conditions"
    NON_DISCLOSURE = "nondisclosure"


class Need(StrEnum):
    """What somebody needs so that they can read, hear or follow."""

    LARGE_PRINT = "large_print"
    EASY_READ = "easy_read"
    INTERPRETER = "interpreter"
    BSL = "bsl"
    ADVOCATE = "advocate"


class SupporterRole(StrEnum):
    """Who stands beside a victim, with their consent."""

    SUPPORTER = "supporter"
    REPRESENTATIVE = "representative"
    ADVOCATE = "advocate"


class VerificationWay(StrEnum):
    """By which way the code went by which a channel is verified."""

    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"


class LetterKind(StrEnum):
    """The letters that the portal prints."""

    FIRST = "first"
    SECOND = "second"
    DOOR_OPEN = "door_open"
    CODE = "code"
    UPDATE = "update"


class FirstContactStep(StrEnum):
    """The steps by which somebody who was just referred is reached."""

    FIRST_LETTER = "first_letter"
    TELEPHONE = "telephone"
    VISIT_OFFERED = "visit_offered"
    SECOND_LETTER = "second_letter"
    DOOR_OPEN_LETTER = "door_open_letter"


class ReturnReason(StrEnum):
    """Why a referral is sent back to the witness care unit."""

    DETAILS_MISSING = "details_missing"
    DETAILS_WRONG = "details_wrong"
    NOT_ELIGIBLE = "not_eligible"
    WRONG_PERSON = "wrong_person"


class Role(StrEnum):
    """What a member of staff is in the portal."""

    OFFICER = "officer"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    PAROLE_CASE_MANAGER = "parole_case_manager"


class InvitationKind(StrEnum):
    """What a single-use link to staff is for."""

    INVITATION = "invitation"
    RECOVERY = "recovery"


class TwoPersonAct(StrEnum):
    """What can't be undone, and so needs a second person who isn't the first."""

    LIFT_RESTRICTION = "lift_restriction"
    PURGE = "purge"
    CHANGE_POLICY = "change_policy"
    PUBLISH_TEMPLATE = "publish_template"
    TELL_EXACT_DATE = "tell_exact_date"
    RELEASE_SENDS = "release_sends"
    CORRECT_MANY = "correct_many"
    RECOVER_ACCOUNT = "recover_account"
    LET_IN = "let_in"


class Decision(StrEnum):
    """What became of a proposal that needs a second person."""

    AGREED = "agreed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    OVERTAKEN = "overtaken"


class SubjectKind(StrEnum):
    """Whose data key a tombstone stands for."""

    PERSON = "person"
    OFFENDER = "offender"
    STAFF = "staff"
