"""Names as staff read them."""

from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Offender, Person

UNREADABLE = "Can't be read"


def full_name(first_name: str | None, last_name: str | None) -> str:
    """A name as staff read it."""
    return " ".join(part for part in (first_name, last_name) if part)


def shown_name(one: Person | Offender) -> str:
    """A name for a list: one that can't be opened mustn't take the others down."""
    try:
        return full_name(one.first_name, one.last_name)
    except UnreadableError:
        return UNREADABLE
