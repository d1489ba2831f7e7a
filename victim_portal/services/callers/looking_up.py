"""Looking up what a text may be: by blind indexes first, by name tokens after.

Each kind of reading is one query, whatever it finds. A name that is found by its tokens is
opened and compared before it counts, since tokens are coarse.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from victim_portal.domain.finding import How, Readings, how_alike
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services.contact_values import normal_email, normal_phone
from victim_portal.services.reach import REFERENCE, normal_reference
from victim_portal.services.referrals.known import index_of_reference
from victim_portal.services.safe_contact import value_index
from victim_portal.store import finding as store
from victim_portal.store import search
from victim_portal.store.finding import Reader
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Channel, Offender, Person
from victim_portal.store.unit_of_work import UnitOfWork

# More than a page shows, so that the likeliest names are among those that are opened.
MOST_OPENED = 200
PHONES = (ChannelKind.MOBILE, ChannelKind.LANDLINE)


class Whose(StrEnum):
    """Whose number or name it was that answered."""

    CASE = "case"
    PERSON = "person"
    SUPPORTER = "supporter"
    OFFENDER = "offender"


@dataclass(frozen=True)
class Hit:
    """One case, and why it answers.

    `channel` is the number or address that answered, `supporter_id` who stands beside the
    person of the case and has it, or bears the name.
    """

    case: Case
    how: How
    whose: Whose
    channel: Channel | None = None
    supporter_id: UUID | None = None


def of_exact_values(
    uow: UnitOfWork, reader: Reader, readings: Readings, limit: int
) -> Iterator[Hit]:
    """What is known under the very reference, number or address."""
    reference = normal_reference(readings.case_reference)
    if REFERENCE.fullmatch(reference):
        for case in store.by_reference(uow, reader, reference):
            yield Hit(case, How.CASE_REFERENCE, Whose.CASE)
    if readings.referral_reference:
        index = index_of_reference(uow, readings.referral_reference)
        for case in store.by_referral(uow, reader, index):
            yield Hit(case, How.REFERRAL_REFERENCE, Whose.CASE)
    yield from _of_channels(uow, reader, readings, limit)
    if readings.identifier:
        number = uow.keyring.exact("prison number", readings.identifier)
        crn = uow.keyring.exact("crn", readings.identifier)
        for case, is_number in store.by_offenders_number(uow, reader, number, crn, limit):
            yield Hit(case, How.PRISON_NUMBER if is_number else How.CRN, Whose.OFFENDER)


def named(uow: UnitOfWork, reader: Reader, readings: Readings) -> tuple[list[Hit], bool]:
    """Whose name answers, and whether there may be more than were opened."""
    if not readings.names:
        return [], False
    persons = _tokens(uow, "person", readings)
    offenders = _tokens(uow, "offender", readings)
    limit = MOST_OPENED + 1
    own = store.by_persons_name(uow, reader, persons, limit)
    beside = store.by_supporters_name(uow, reader, persons, limit)
    theirs = store.by_offenders_name(uow, reader, offenders, limit)
    subjects = [one.id for _, one in (*own, *beside)] + [one.id for _, one in theirs]
    uow.vault.fetch(subjects)
    hits = []
    for whose, found in (
        (Whose.PERSON, own),
        (Whose.SUPPORTER, beside),
        (Whose.OFFENDER, theirs),
    ):
        for case, subject in found[:MOST_OPENED]:
            how = _how(readings, subject)
            if how is not None:
                supporter_id = subject.id if whose is Whose.SUPPORTER else None
                hits.append(Hit(case, how, whose, supporter_id=supporter_id))
    return hits, max(len(own), len(beside), len(theirs)) > MOST_OPENED


def _of_channels(uow: UnitOfWork, reader: Reader, readings: Readings, limit: int) -> Iterator[Hit]:
    how, indexes = _channel_indexes(uow, readings)
    if not indexes:
        return
    for case, channel in store.by_channel(uow, reader, indexes, limit):
        yield Hit(case, how, Whose.PERSON, channel)
    for case, channel in store.by_supporters_channel(uow, reader, indexes, limit):
        yield Hit(case, how, Whose.SUPPORTER, channel, channel.person_id)


def _channel_indexes(uow: UnitOfWork, readings: Readings) -> tuple[How, list[bytes]]:
    """A number stands under each kind that it may have been written down as."""
    try:
        if readings.telephone:
            value = normal_phone(readings.telephone)
            return How.TELEPHONE, [value_index(uow, kind, value) for kind in PHONES]
        if readings.email:
            value = normal_email(readings.email)
            return How.EMAIL, [value_index(uow, ChannelKind.EMAIL, value)]
    except ValueError:
        pass
    return How.TELEPHONE, []


def _tokens(uow: UnitOfWork, group: str, readings: Readings) -> list[search.Token]:
    """The tokens by which a name is looked up; a first name counts only where it stands alone."""
    found: list[search.Token] = []
    for name in readings.names:
        first = "" if name.last else name.first
        found += search.name_tokens(uow.keyring, group, first, name.last, None)
        if search.plain_name(name.last):
            for born_on in readings.births:
                found += search.born_tokens(uow.keyring, group, None, name.last, born_on)
    return found


def _how(readings: Readings, subject: Person | Offender) -> How | None:
    try:
        return how_alike(
            readings,
            subject.first_name or "",
            subject.last_name or "",
            subject.born_on,
            search.sound,
        )
    except UnreadableError:
        # Who can't be opened can't be compared, and mustn't keep the others out.
        return None
