"""What a batch of referrals has to know of what is there already, fetched in a few queries.

The same registries take in what the batch itself adds, so that two rows of one file see
each other as two files would.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from victim_portal.domain.duplicates import (
    OffenderDetails,
    Parties,
    PersonDetails,
    similar_names,
)
from victim_portal.domain.referrals import ReferralRow
from victim_portal.store import cases as case_store
from victim_portal.store import offenders as offender_store
from victim_portal.store import search
from victim_portal.store import staff as staff_store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Offender, Person, Referral, Sentence, Unit
from victim_portal.store.unit_of_work import UnitOfWork

MOST_CANDIDATES = 2000
# Why a case was closed that turned out to be another one: nothing is like it any more.
DOUBLE = "double"


class Known:
    """The registries of one batch."""

    def __init__(
        self,
        uow: UnitOfWork,
        rows: Sequence[ReferralRow],
        unit_names: set[str],
        offender_ids: Iterable[UUID] = (),
    ) -> None:
        """Fetch what `rows` may meet; `offender_ids` are offenders whom they are about for sure."""
        self.uow = uow
        keys = uow.keyring
        self.referrals: dict[bytes, Referral] = case_store.referral_by_index(
            uow, [reference_index(uow, row) for row in rows]
        )
        self.units: dict[str, Unit] = staff_store.units_named(uow, unit_names)
        numbers = [keys.exact("prison number", r.prison_number) for r in rows if r.prison_number]
        crns = [keys.exact("crn", r.crn) for r in rows if r.crn]
        self.by_number, self.by_crn = offender_store.by_index(uow, numbers, crns)
        self._person_tokens: dict[search.Token, list[UUID]] = {}
        self._offender_tokens: dict[search.Token, list[UUID]] = {}
        self._cases_of_person: dict[UUID, list[tuple[Case, Parties]]] = {}
        self._cases_of_offender: dict[UUID, list[tuple[Case, Parties]]] = {}
        self.offenders: dict[UUID, Offender] = {}
        self._opened: dict[UUID, OffenderDetails] = {}
        self._tokens: dict[tuple[str, str, str, date | None], list[search.Token]] = {}
        self._sentences: dict[UUID, list[Sentence]] = {}
        self._load(rows, offender_ids)

    def offender_of(self, row: ReferralRow) -> Offender | None:
        """The offender that a row is about, by prison number, CRN, or name with birth."""
        keys = self.uow.keyring
        if row.prison_number:
            found = self.by_number.get(keys.exact("prison number", row.prison_number))
            if found:
                return found
        if row.crn and (found := self.by_crn.get(keys.exact("crn", row.crn))):
            return found
        wanted = offender_details(row)
        for token in self._born_tokens("offender", wanted):
            for offender_id in self._offender_tokens.get(token, ()):
                offender = self.offenders[offender_id]
                if _agrees(wanted, self._details(offender)):
                    return offender
        return None

    def _details(self, offender: Offender) -> OffenderDetails:
        """An offender's details, opened once in a batch: many rows may ask for the same."""
        if offender.id not in self._opened:
            try:
                self._opened[offender.id] = _details_of(offender)
            except UnreadableError:
                # Like nobody: a row that leads here by its number is a person's to check.
                self._opened[offender.id] = OffenderDetails("", "", None, "", "")
        return self._opened[offender.id]

    def sentence_of(self, offender: Offender, row: ReferralRow) -> Sentence | None:
        """The sentence that a row tells of, when it is known already."""
        for sentence in self._sentences.get(offender.id, ()):
            if (sentence.sentence_type, sentence.sentenced_on) == (
                row.sentence_type.value,
                row.sentenced_on,
            ):
                return sentence
        return None

    def candidates(self, row: ReferralRow, offender: Offender) -> list[tuple[Case, Parties]]:
        """Cases whose person may be the one of the row: alike by birth, or same offender."""
        found: dict[UUID, tuple[Case, Parties]] = {}
        for token in self._likely_tokens(row):
            for person_id in self._person_tokens.get(token, ()):
                for case, parties in self._cases_of_person.get(person_id, ()):
                    found[case.id] = (case, parties)
        for case, parties in self._cases_of_offender.get(offender.id, ()):
            found[case.id] = (case, parties)
        return list(found.values())

    def differs(self, row: ReferralRow, offender: Offender) -> bool:
        """Whether a row tells of the offender otherwise than what is known."""
        given, known = offender_details(row), self._details(offender)
        alike = similar_names(given, known) or (
            not given.first_name
            and search.plain_name(given.last_name) == search.plain_name(known.last_name)
        )
        pairs = (
            (given.date_of_birth, known.date_of_birth),
            (given.prison_number, known.prison_number),
            (given.crn, known.crn),
        )
        if not alike or any(ours and theirs and ours != theirs for ours, theirs in pairs):
            return True
        # One number leads to this offender and the other to somebody else.
        other = self.by_crn.get(self.uow.keyring.exact("crn", row.crn)) if row.crn else None
        return other is not None and other is not offender

    def learn_numbers(self, row: ReferralRow, offender: Offender) -> None:
        """Keep a prison number or CRN that was missing: by it the key dates will come."""
        keys = self.uow.keyring
        self._opened.pop(offender.id, None)
        if row.prison_number and not offender.prison_number_index:
            offender.prison_number = row.prison_number
            offender.prison_number_index = keys.exact("prison number", row.prison_number)
            self.by_number[offender.prison_number_index] = offender
        if row.crn and not offender.crn_index:
            offender.crn = row.crn
            offender.crn_index = keys.exact("crn", row.crn)
            self.by_crn[offender.crn_index] = offender

    def learn_offender(self, offender: Offender) -> None:
        """Take in an offender that the batch added."""
        self.offenders[offender.id] = offender
        if offender.prison_number_index:
            self.by_number[offender.prison_number_index] = offender
        if offender.crn_index:
            self.by_crn[offender.crn_index] = offender
        for token in self._born_tokens("offender", self._details(offender)):
            self._offender_tokens.setdefault(token, []).append(offender.id)

    def learn_sentence(self, sentence: Sentence) -> None:
        """Take in a sentence that the batch added."""
        self._sentences.setdefault(sentence.offender_id, []).append(sentence)

    def learn_case(self, case: Case, person: Person, parties: Parties) -> None:
        """Take in a case that the batch added."""
        self._cases_of_person.setdefault(person.id, []).append((case, parties))
        self._cases_of_offender.setdefault(case.offender_id, []).append((case, parties))
        for token in self._born_tokens("person", parties.victim):
            self._person_tokens.setdefault(token, []).append(person.id)

    def _load(self, rows: Sequence[ReferralRow], known_offenders: Iterable[UUID]) -> None:
        uow = self.uow
        persons = [token for row in rows for token in self._likely_tokens(row)]
        found = search.holders(uow, "person", persons, MOST_CANDIDATES)
        self._person_tokens = found
        person_ids = {one for ids in found.values() for one in ids}
        offenders = [t for r in rows for t in self._born_tokens("offender", offender_details(r))]
        self._offender_tokens = search.holders(uow, "offender", offenders, MOST_CANDIDATES)
        offender_ids = {one for ids in self._offender_tokens.values() for one in ids}
        offender_ids |= {o.id for o in (*self.by_number.values(), *self.by_crn.values())}
        offender_ids.update(known_offenders)
        for offender in offender_store.by_ids(uow, list(offender_ids)):
            self.offenders[offender.id] = offender
        for sentence in offender_store.sentences_of(uow, list(offender_ids)):
            self.learn_sentence(sentence)
        related = case_store.of_persons(uow, list(person_ids))
        related += case_store.of_offenders(uow, list(offender_ids))
        uow.vault.fetch([p.id for _, p, _ in related] + [o.id for _, _, o in related])
        seen: set[UUID] = set()
        for case, person, offender in related:
            if case.id in seen or person.protected_identity or case.closed_why == DOUBLE:
                continue
            seen.add(case.id)
            try:
                parties = Parties(details_of(person), self._details(offender))
            except UnreadableError:
                # Who can't be opened can't be compared, and mustn't keep the others out.
                continue
            self._cases_of_person.setdefault(person.id, []).append((case, parties))
            self._cases_of_offender.setdefault(offender.id, []).append((case, parties))

    def _likely_tokens(self, row: ReferralRow) -> list[search.Token]:
        """What to look a victim up by: the name as given, and with its two parts changed over."""
        given = person_details(row)
        found = self._born_tokens("person", given)
        if given.first_name:
            swapped = PersonDetails(given.last_name, given.first_name, given.date_of_birth)
            found = found + self._born_tokens("person", swapped)
        return found

    def _born_tokens(
        self, group: str, details: PersonDetails | OffenderDetails
    ) -> list[search.Token]:
        """The tokens of birth and name together, made once for each person of a batch."""
        key = (group, details.first_name, details.last_name, details.date_of_birth)
        known = self._tokens.get(key)
        if known is None:
            known = search.born_tokens(self.uow.keyring, *key)
            self._tokens[key] = known
        return known


def reference_index(uow: UnitOfWork, row: ReferralRow) -> bytes:
    """What a referral is found by when it comes again."""
    return index_of_reference(uow, row.referral_reference)


def index_of_reference(uow: UnitOfWork, reference: str) -> bytes:
    """What a referral's reference is found by, however its letters are written."""
    return uow.keyring.exact("referral reference", reference.casefold())


def person_details(row: ReferralRow) -> PersonDetails:
    """The victim of a row, as far as likeness goes."""
    return PersonDetails(row.victim_first_name, row.victim_last_name, row.victim_date_of_birth)


def offender_details(row: ReferralRow) -> OffenderDetails:
    """The offender of a row, as far as sameness goes."""
    return OffenderDetails(
        row.offender_first_name,
        row.offender_last_name,
        row.offender_date_of_birth,
        row.prison_number,
        row.crn,
    )


def details_of(person: Person) -> PersonDetails:
    """A person, as far as likeness goes."""
    return PersonDetails(person.first_name or "", person.last_name or "", person.born_on)


def _details_of(offender: Offender) -> OffenderDetails:
    return OffenderDetails(
        offender.first_name or "",
        offender.last_name or "",
        offender.born_on,
        offender.prison_number or "",
        offender.crn or "",
    )


def _agrees(wanted: OffenderDetails, known: OffenderDetails) -> bool:
    """Same name and birth, and no identifier that says otherwise."""
    if wanted.prison_number and known.prison_number:
        return False
    if wanted.crn and known.crn:
        return False
    same_name = search.plain_name(wanted.last_name) == search.plain_name(
        known.last_name
    ) and search.plain_name(wanted.first_name) == search.plain_name(known.first_name)
    return same_name and wanted.date_of_birth == known.date_of_birth
