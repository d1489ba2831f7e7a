"""Callers: finding the case of somebody who rings, and making sure who they are."""

from victim_portal.services.callers.checking import caller_check, record_check
from victim_portal.services.callers.looking_up import Whose
from victim_portal.services.callers.searching import Found, Match, Search, find_caller
from victim_portal.services.callers.values import (
    CallerCheck,
    CallerView,
    Checked,
    CheckInput,
    CodeWord,
    NumberView,
)

__all__ = [
    "CallerCheck",
    "CallerView",
    "CheckInput",
    "Checked",
    "CodeWord",
    "Found",
    "Match",
    "NumberView",
    "Search",
    "Whose",
    "caller_check",
    "find_caller",
    "record_check",
]
