"""Which names and places of a case may not stand in a message."""

from collections.abc import Iterable

from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Channel, Offender, Person, Sentence, User
from victim_portal.store.unit_of_work import UnitOfWork


def forbidden_names(uow: UnitOfWork, case: Case) -> tuple[frozenset[str], frozenset[str]]:
    """Names for channels with fuller words alone, and those that are never said at all.

    The name by which the victim is greeted and the officer's first name are left out:
    a notice has both, and neither tells anything.
    """
    return unsaid_names(
        uow.get(Person, case.person_id),
        uow.get(Offender, case.offender_id),
        uow.get(Sentence, case.sentence_id),
        uow.get(User, case.officer_id),
        people_store.channels_of(uow, case.person_id, ended=True),
    )


def unsaid_names(
    person: Person | None,
    offender: Offender | None,
    sentence: Sentence | None,
    officer: User | None,
    channels: Iterable[Channel],
) -> tuple[frozenset[str], frozenset[str]]:
    """The same of rows that are at hand; `channels` are all that the person has or had."""
    said = {officer.first_name.casefold()} if officer else set()
    private: set[str] = set()
    if person is not None:
        said |= {(person.called or person.first_name or person.last_name or "").casefold()}
        private.add(person.last_name or "")
    if offender is not None:
        private |= {offender.first_name or "", offender.last_name or ""}
    if sentence is not None:
        private.add(sentence.court or "")
    never: set[str] = set()
    for channel in channels:
        if channel.kind == ChannelKind.POST:
            never |= {line.strip() for line in (channel.value or "").split("\n")}
    return (
        frozenset(name for name in private if len(name) > 1 and name.casefold() not in said),
        frozenset(line for line in never if len(line) > 2),
    )
