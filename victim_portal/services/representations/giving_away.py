"""Whether the words of a condition, which the offender reads, could lead to the victim."""

from collections.abc import Sequence

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.protected_values import (
    ProtectedKind,
    ProtectedValue,
    address_values,
    find,
)
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services.context import Context
from victim_portal.services.reach import case_within_reach
from victim_portal.services.representations.rows import person_of
from victim_portal.store import people as people_store
from victim_portal.store.models import Person
from victim_portal.store.unit_of_work import UnitOfWork

_PHONES = (ChannelKind.MOBILE, ChannelKind.LANDLINE)


def what_gives_away(
    ctx: Context, actor: Actor, reference: str, texts: Sequence[str]
) -> tuple[ProtectedKind, ...]:
    """What of the victim's own details stands in words that were typed, before they are saved.

    Raises NotFoundError out of reach.
    """
    with ctx.store.reading() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        return kinds_in(texts, protected_of(uow, person_of(uow, case)))


def kinds_in(texts: Sequence[str], values: Sequence[ProtectedValue]) -> tuple[ProtectedKind, ...]:
    """The kinds of protected values that stand in some texts, each once."""
    found = [one.kind for text in texts for one in find(text, values)]
    return tuple(dict.fromkeys(found))


def protected_of(uow: UnitOfWork, person: Person) -> list[ProtectedValue]:
    """Addresses, numbers and e-mails, those no longer used as well, and the date of birth."""
    found: list[ProtectedValue] = []
    for channel in people_store.channels_of(uow, person.id, ended=True):
        value = channel.value or ""
        if channel.kind == ChannelKind.POST:
            found += address_values(value)
        elif channel.kind in _PHONES:
            found.append(ProtectedValue(ProtectedKind.TELEPHONE, value))
        else:
            found.append(ProtectedValue(ProtectedKind.EMAIL, value))
    if person.born_on is not None:
        found.append(ProtectedValue(ProtectedKind.DATE_OF_BIRTH, person.born_on.isoformat()))
    return found
