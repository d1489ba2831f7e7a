"""What came of a contact, in words that fit its way and its direction."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome
from victim_portal.web.words import tables

_M, _O = ContactMethod, ContactOutcome

_OUTWARD: Mapping[tuple[ContactMethod, ContactOutcome], str] = MappingProxyType(
    {
        (_M.VISIT, _O.NO_ANSWER): "Nobody was in",
        (_M.VISIT, _O.SOMEONE_ELSE_ANSWERED): "Someone else opened the door",
        (_M.SMS, _O.RETURNED): "It couldn't be delivered",
    }
)
_INWARD: Mapping[tuple[ContactMethod, ContactOutcome], str] = MappingProxyType(
    {
        (_M.LETTER, _O.RECEIVED): "They wrote",
        (_M.LETTER, _O.SOMEONE_ELSE_ANSWERED): "Someone else wrote back",
        (_M.TELEPHONE, _O.SPOKE): "They rang, and we spoke",
        (_M.TELEPHONE, _O.RECEIVED): "They left a message",
        (_M.TELEPHONE, _O.SOMEONE_ELSE_ANSWERED): "Someone else rang",
        (_M.TELEPHONE, _O.WRONG_NUMBER): "A stranger rang back: it is a wrong number",
        (_M.VISIT, _O.SPOKE): "They came to us, and we spoke",
        (_M.EMAIL, _O.RECEIVED): "They wrote",
        (_M.EMAIL, _O.SOMEONE_ELSE_ANSWERED): "Someone else wrote back",
        (_M.EMAIL, _O.WRONG_NUMBER): "A stranger wrote back: it is a wrong address",
        (_M.SMS, _O.RECEIVED): "They wrote",
        (_M.SMS, _O.SOMEONE_ELSE_ANSWERED): "Someone else wrote back",
        (_M.SMS, _O.WRONG_NUMBER): "A stranger wrote back: it is a wrong number",
    }
)


class Entry(Protocol):
    """An entry of the contact log; a note has no method and no outcome."""

    @property
    def method(self) -> ContactMethod | None:
        """By which way."""

    @property
    def outcome(self) -> ContactOutcome | None:
        """What came of it."""

    @property
    def inward(self) -> bool:
        """Whether it came from outside."""

    @property
    def for_them(self) -> bool:
        """Whether somebody else rang or wrote for them."""


def outcome_in_words(method: ContactMethod, outcome: ContactOutcome, *, inward: bool) -> str:
    """What came of it: ``They rang, and we spoke``."""
    table = _INWARD if inward else _OUTWARD
    return table.get((method, outcome), tables.OUTCOME[outcome])


def contact_in_words(entry: Entry) -> str:
    """The heading of an entry: ``Telephone: no answer``, or ``Note``."""
    if entry.method is None or entry.outcome is None:
        return "Note"
    if entry.for_them:
        return f"{tables.METHOD[entry.method]}: somebody rang or wrote for them"
    said = outcome_in_words(entry.method, entry.outcome, inward=entry.inward)
    return f"{tables.METHOD[entry.method]}: {said[:1].lower()}{said[1:]}"
