"""What an auditor reads of one case: who told her what and when, and who has looked.

It holds codes, versions and digests, and no name of a victim or an offender. The words
themselves stand behind glass.
"""

from victim_portal.services.audit_trail.glass import OpenWords, Words, read_words
from victim_portal.services.audit_trail.looking import LooksPage, export_looks, looks_of
from victim_portal.services.audit_trail.telling import Authority, Rung, Telling, told_of
from victim_portal.services.audit_trail.within import find_case

__all__ = [
    "Authority",
    "LooksPage",
    "OpenWords",
    "Rung",
    "Telling",
    "Words",
    "export_looks",
    "find_case",
    "looks_of",
    "read_words",
    "told_of",
]
