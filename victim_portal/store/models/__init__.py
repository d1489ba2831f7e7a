"""Every table of the portal, by room: staff, people, contacts, cases, updates, and the rest."""

from victim_portal.store.base import Row
from victim_portal.store.models.campaigns import (
    Campaign,
    CampaignMove,
    CampaignOffender,
    CampaignTranche,
    TrancheUpdate,
)
from victim_portal.store.models.cases import (
    Case,
    CaseMove,
    DuplicateFlag,
    EnrolmentStep,
    Preference,
    Referral,
    ReferralReturn,
)
from victim_portal.store.models.contacts import (
    CaseNote,
    ContactLog,
    Letter,
    Promise,
    UnmatchedText,
    Verification,
)
from victim_portal.store.models.door import (
    Feedback,
    LinkCode,
    OwnRequest,
    Passphrase,
    SecureLink,
    VictimVisit,
)
from victim_portal.store.models.keeping import LegalHold, Tombstone
from victim_portal.store.models.ladders import Ladder
from victim_portal.store.models.leaving import Leaving, LeavingCase
from victim_portal.store.models.offenders import (
    ConflictOfInterest,
    Event,
    KeyDate,
    KeyDates,
    Offender,
    OffenderCorrection,
    Sentence,
)
from victim_portal.store.models.people import (
    CapacityRecord,
    Channel,
    Person,
    PersonCorrection,
    SearchToken,
    Supporter,
)
from victim_portal.store.models.policy import LicencePolicyVersion, PolicyAmendment
from victim_portal.store.models.providers import Provider
from victim_portal.store.models.reconciliation import ListedNote, ListedSentence, ListedSource
from victim_portal.store.models.records import AuditEvent, FormOnce, Incident, Seal, Task
from victim_portal.store.models.representations import (
    ConditionRequest,
    Document,
    Representation,
    Review,
    Statement,
    Submission,
    ZonePicture,
)
from victim_portal.store.models.reviews import HearingStep, ReviewAsk
from victim_portal.store.models.silence import CaseWatch
from victim_portal.store.models.staff import (
    Invitation,
    Passkey,
    SignInAttempt,
    StaffSession,
    Totp,
    Unit,
    User,
)
from victim_portal.store.models.staff_notices import StaffNotice
from victim_portal.store.models.submissions import (
    DocumentCheck,
    Handover,
    NonDisclosure,
    PassageSettlement,
    ProtectedDetail,
)
from victim_portal.store.models.surges import Surge
from victim_portal.store.models.templates import TemplateVersion
from victim_portal.store.models.updates import (
    Approval,
    CasePlanning,
    ExactDateAgreement,
    Message,
    PlanDifference,
    Receipt,
    Update,
)
from victim_portal.store.models.voice import DraftPart, DraftWorry, StatementDraft, Wish
from victim_portal.store.models.walls import (
    CaseReader,
    GlassBreaking,
    Proposal,
    Restriction,
    SubmissionRelease,
)
from victim_portal.store.models.wrong_news import FrozenText, WrongNews, WrongNewsUpdate
from victim_portal.store.vault import data_key_table

DATA_KEY = data_key_table(Row.metadata)
METADATA = Row.metadata

__all__ = [
    "DATA_KEY",
    "METADATA",
    "Approval",
    "AuditEvent",
    "Campaign",
    "CampaignMove",
    "CampaignOffender",
    "CampaignTranche",
    "CapacityRecord",
    "Case",
    "CaseMove",
    "CaseNote",
    "CasePlanning",
    "CaseReader",
    "CaseWatch",
    "Channel",
    "ConditionRequest",
    "ConflictOfInterest",
    "ContactLog",
    "Document",
    "DocumentCheck",
    "DraftPart",
    "DraftWorry",
    "DuplicateFlag",
    "EnrolmentStep",
    "Event",
    "ExactDateAgreement",
    "Feedback",
    "FormOnce",
    "FrozenText",
    "GlassBreaking",
    "Handover",
    "HearingStep",
    "Incident",
    "Invitation",
    "KeyDate",
    "KeyDates",
    "Ladder",
    "Leaving",
    "LeavingCase",
    "LegalHold",
    "Letter",
    "LicencePolicyVersion",
    "LinkCode",
    "ListedNote",
    "ListedSentence",
    "ListedSource",
    "Message",
    "NonDisclosure",
    "Offender",
    "OffenderCorrection",
    "OwnRequest",
    "PassageSettlement",
    "Passkey",
    "Passphrase",
    "Person",
    "PersonCorrection",
    "PlanDifference",
    "PolicyAmendment",
    "Preference",
    "Promise",
    "Proposal",
    "ProtectedDetail",
    "Provider",
    "Receipt",
    "Referral",
    "ReferralReturn",
    "Representation",
    "Restriction",
    "Review",
    "ReviewAsk",
    "Row",
    "Seal",
    "SearchToken",
    "SecureLink",
    "Sentence",
    "SignInAttempt",
    "StaffNotice",
    "StaffSession",
    "Statement",
    "StatementDraft",
    "Submission",
    "SubmissionRelease",
    "Supporter",
    "Surge",
    "Task",
    "TemplateVersion",
    "Tombstone",
    "Totp",
    "TrancheUpdate",
    "Unit",
    "UnmatchedText",
    "Update",
    "User",
    "Verification",
    "VictimVisit",
    "Wish",
    "WrongNews",
    "WrongNewsUpdate",
    "ZonePicture",
]
