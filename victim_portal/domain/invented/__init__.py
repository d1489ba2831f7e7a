"""An invented caseload: who is in it and what happened, from two numbers and a day.

The same seed, number and day give the same case, on any machine and in any order, so that a
caseload can be made again, or made longer, without a list of it anywhere. Nobody in it lives:
addresses are of example.org, telephone numbers those that Ofcom keeps for drama.
"""

from victim_portal.domain.invented.case import (
    PUT_OFF,
    TOGETHER,
    InventedCase,
    Told,
    invent,
    prison_number,
)
from victim_portal.domain.invented.contact import ContactMade, InventedChannel
from victim_portal.domain.invented.offices import (
    CASES_PER_OFFICER,
    DOMAIN,
    OFFICERS_PER_UNIT,
    InventedOfficer,
    manager,
    office_of,
    officer,
    unit_name,
)
from victim_portal.domain.invented.sentences import InventedSentence

__all__ = [
    "CASES_PER_OFFICER",
    "DOMAIN",
    "OFFICERS_PER_UNIT",
    "PUT_OFF",
    "TOGETHER",
    "ContactMade",
    "InventedCase",
    "InventedChannel",
    "InventedOfficer",
    "InventedSentence",
    "Told",
    "invent",
    "manager",
    "office_of",
    "officer",
    "prison_number",
    "unit_name",
]
