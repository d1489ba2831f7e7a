"""Which names and places of a case may not stand in a message."""

from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Offender, Person, Sentence, User
from victim_portal.store.unit_of_work import UnitOfWork


def forbidden_names(uow: UnitOfWork, case: Case) -> tuple[frozenset[str], frozenset[str]]:
    """Names for channels with fuller words alone, and those that are never said at all.

    The name by which the victim is greeted and the officer's first name are left out:
    a notice has both, and neither tells anything.
    """
    person = uow.get(Person, case.person_id)
    offender = uow.get(Offender, case.offender_id)
    sentence = uow.get(Sentence, case.sentence_id)
    officer = uow.get(User, case.officer_id)
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
    for channel in people_store.channels_of(uow, case.person_id, ended=True):
        if channel.kind == ChannelKind.POST:
            never |= {line.strip() for line in (channel.value or "").split("\n")}
    return (
        frozenset(name for name in private if len(name) > 1 and name.casefold() not in said),
        frozenset(line for line in never if len(line) > 2),
    )
