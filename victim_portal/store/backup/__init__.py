"""Backups: one encrypted file of rows and one of wrapped data keys, for both databases.

They are taken while the portal is in use, in one snapshot, and hold rows and not pages, so
that what was taken on SQLite can be restored on PostgreSQL and the other way.
"""

from victim_portal.store.backup.reading import Header, Summary, rows_of, summary_of
from victim_portal.store.backup.stream import DATA, KEYS, DamagedError
from victim_portal.store.backup.target import is_empty, load, wipe
from victim_portal.store.backup.writing import Written, write_backup

__all__ = [
    "DATA",
    "KEYS",
    "DamagedError",
    "Header",
    "Summary",
    "Written",
    "is_empty",
    "load",
    "rows_of",
    "summary_of",
    "wipe",
    "write_backup",
]
