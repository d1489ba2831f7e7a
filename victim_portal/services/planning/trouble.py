"""What a case's own records may raise when they are read or planned, as against a fault of ours.

Where many cases are gone through, one of these stops that case alone: somebody has to look at
it. Everything else is a programming error or an outage, and is loud.
"""

from victim_portal.store.keyring import UnreadableError

CASE_TROUBLE: tuple[type[Exception], ...] = (UnreadableError, ValueError, OverflowError)
"""A text that its key doesn't open; a stored value that nothing knows any more; a date so far
off that no calendar can count from it."""
