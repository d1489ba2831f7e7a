"""Every table of the portal, by room: staff, people, cases, updates, representations, records."""

from victim_portal.store.base import Row
from victim_portal.store.models.cases import (
    Case,
    ContactLog,
    DuplicateFlag,
    EnrolmentStep,
    Preference,
    Referral,
)
from victim_portal.store.models.offenders import Event, KeyDate, KeyDates, Offender, Sentence
from victim_portal.store.models.people import Channel, Person, SearchToken
from victim_portal.store.models.records import AuditEvent, FormOnce, Incident, Seal, Task
from victim_portal.store.models.representations import (
    ConditionRequest,
    Document,
    Representation,
    Review,
    Statement,
    Submission,
)
from victim_portal.store.models.staff import SignInAttempt, StaffSession, Unit, User
from victim_portal.store.models.updates import Approval, Message, Receipt, Update
from victim_portal.store.vault import data_key_table

DATA_KEY = data_key_table(Row.metadata)
METADATA = Row.metadata

__all__ = [
    "DATA_KEY",
    "METADATA",
    "Approval",
    "AuditEvent",
    "Case",
    "Channel",
    "ConditionRequest",
    "ContactLog",
    "Document",
    "DuplicateFlag",
    "EnrolmentStep",
    "Event",
    "FormOnce",
    "Incident",
    "KeyDate",
    "KeyDates",
    "Message",
    "Offender",
    "Person",
    "Preference",
    "Receipt",
    "Referral",
    "Representation",
    "Review",
    "Row",
    "Seal",
    "SearchToken",
    "Sentence",
    "SignInAttempt",
    "StaffSession",
    "Statement",
    "Submission",
    "Task",
    "Unit",
    "Update",
    "User",
]
