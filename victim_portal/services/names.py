"""Names as staff read them."""

from collections.abc import Callable

from victim_portal.domain.access import Actor
from victim_portal.store import staff as staff_store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Offender, Person
from victim_portal.store.unit_of_work import UnitOfWork

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


def shown_words(read: Callable[[], str | None]) -> str:
    """Sealed words for a list, "" for none: those that can't be opened mustn't take others down."""
    try:
        return read() or ""
    except UnreadableError:
        return UNREADABLE


class OwnNames:
    """Who did something about an offender, as far as one reader may know it.

    The name of another unit's officer would tell of a case there.
    """

    def __init__(self, uow: UnitOfWork, actor: Actor) -> None:
        people = staff_store.people_of_unit(uow, actor.unit_id) if actor.unit_id else []
        self._own = {actor.name, *(full_name(one.first_name, one.last_name) for one in people)}

    def shown(self, name: str) -> str:
        """The name of a colleague or of the portal itself; "" for somebody of another unit."""
        portals_own = name in ("worker", "provider") or name.startswith("cli:")
        return name if portals_own or name in self._own else ""
