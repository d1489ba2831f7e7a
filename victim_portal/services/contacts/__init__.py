"""The contact log: every attempt and contact, in or out, and what follows from it."""

from victim_portal.services.contacts.logging import Logged, log_contact, note_reached
from victim_portal.services.contacts.reading import (
    ContactAsked,
    LogEntry,
    LogPage,
    contact_asked,
    contact_log,
    recent_contacts_of,
)
from victim_portal.services.contacts.recording import keep_contact, record_contact
from victim_portal.services.contacts.values import ContactInput, Effect, Reached, Recorded
from victim_portal.services.contacts.ways import Way

__all__ = [
    "ContactAsked",
    "ContactInput",
    "Effect",
    "LogEntry",
    "LogPage",
    "Logged",
    "Reached",
    "Recorded",
    "Way",
    "contact_asked",
    "contact_log",
    "keep_contact",
    "log_contact",
    "note_reached",
    "recent_contacts_of",
    "record_contact",
]
