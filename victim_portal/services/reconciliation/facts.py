"""What the portal knows about some listed sentences, fetched in a few queries for all of them.

A sentence here is the listed one where its offender has the same prison number or CRN and it is
of the same day and type. By name and birth alone nobody is matched: that is shown, and a person
decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from victim_portal.domain.enrolment import SAID_NO
from victim_portal.domain.reconciliation import KnownCase, Matched
from victim_portal.domain.vocabulary import Enrolment, Route
from victim_portal.store import offenders as offender_store
from victim_portal.store import reconciliation as store
from victim_portal.store import search
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, ListedSentence, Offender, Sentence
from victim_portal.store.unit_of_work import UnitOfWork

MOST_ALIKE = 2000
_GIVEN_UP = frozenset({Enrolment.NO_RESPONSE, *SAID_NO})


class Likeness(StrEnum):
    """Why a case here may be about a listed sentence."""

    OTHER_SENTENCE = "other_sentence"
    NAME_AND_BIRTH = "name_and_birth"


@dataclass(frozen=True)
class Hint:
    """A case that may be about it, for a person to decide."""

    case: Case
    why: Likeness


class Facts:
    """The registries of one batch of listed sentences."""

    def __init__(self, uow: UnitOfWork, listed: Sequence[ListedSentence]) -> None:
        """Fetch what `listed` may be about."""
        self.uow = uow
        uow.vault.fetch([one.id for one in listed])
        self.details = {one.id: _details(one) for one in listed}
        self._by_number, self._by_crn = offender_store.by_index(
            uow,
            [one.prison_number_index for one in listed if one.prison_number_index],
            [one.crn_index for one in listed if one.crn_index],
        )
        tokens = [token for one in listed for token in self._tokens(one)]
        self._holders = search.holders(uow, "offender", tokens, MOST_ALIKE)
        chosen = uow.get_many(Sentence, [one.sentence_id for one in listed])
        ids = {one for some in self._holders.values() for one in some}
        ids |= {one.id for one in (*self._by_number.values(), *self._by_crn.values())}
        ids |= {one.offender_id for one in chosen.values()}
        self._offenders = {one.id: one for one in offender_store.by_ids(uow, list(ids))}
        self._sentences: dict[UUID, list[Sentence]] = {}
        for sentence in offender_store.sentences_of(uow, list(ids)) if ids else []:
            self._sentences.setdefault(sentence.offender_id, []).append(sentence)
        self._cases: dict[UUID, list[Case]] = {}
        for case in store.cases_of_offenders(uow, ids):
            self._cases.setdefault(case.offender_id, []).append(case)

    def match(self, one: ListedSentence) -> None:
        """Say of a listed sentence which one it is here; what a person said stands."""
        if one.matched == Matched.PERSON and one.sentence_id is not None:
            return
        sentence = next(iter(self._same(one)), None)
        offender = self._offender(one)
        one.offender_id = offender.id if offender else None
        one.sentence_id = sentence.id if sentence else None
        one.matched = Matched.NUMBER.value if sentence else None

    def cases(self, one: ListedSentence) -> list[Case]:
        """The cases about it, once it is matched."""
        if one.sentence_id is None or one.offender_id is None:
            return []
        same = {sentence.id for sentence in self._same(one)} | {one.sentence_id}
        return [c for c in self._cases.get(one.offender_id, ()) if c.sentence_id in same]

    def hints(self, one: ListedSentence) -> list[Hint]:
        """Cases that may be about it and of which nobody said that they aren't.

        Restricted ones aren't among them: that there is one is told to nobody by a list.
        """
        mine = {case.id for case in self.cases(one)}
        found: dict[UUID, Hint] = {}
        sure = {o.id for o in self._both(one)} | ({one.offender_id} if one.offender_id else set())
        for offender_id in sure:
            for case in self._cases.get(offender_id, ()):
                found[case.id] = Hint(case, Likeness.OTHER_SENTENCE)
        for offender_id in self._alike(one) - sure:
            for case in self._cases.get(offender_id, ()):
                found.setdefault(case.id, Hint(case, Likeness.NAME_AND_BIRTH))
        return [
            hint
            for hint in found.values()
            if hint.case.id not in mine
            and not hint.case.restricted
            and str(hint.case.sentence_id) not in one.denied
        ]

    def _offender(self, one: ListedSentence) -> Offender | None:
        return next(iter(self._both(one)), None)

    def _both(self, one: ListedSentence) -> list[Offender]:
        """Whom its numbers lead to, the prison number first: one offender, or two that differ."""
        by_number = self._by_number.get(one.prison_number_index or b"")
        by_crn = self._by_crn.get(one.crn_index or b"")
        return [offender for offender in (by_number, by_crn) if offender is not None]

    def _same(self, one: ListedSentence) -> list[Sentence]:
        offender = self._offender(one)
        if offender is None:
            return []
        wanted = (one.sentence_type, one.sentenced_on)
        return [
            sentence
            for sentence in self._sentences.get(offender.id, ())
            if (sentence.sentence_type, sentence.sentenced_on) == wanted
        ]

    def _tokens(self, one: ListedSentence) -> list[search.Token]:
        first, last, born_on = _named(self.details[one.id])
        return search.born_tokens(self.uow.keyring, "offender", first, last, born_on)

    def _alike(self, one: ListedSentence) -> set[UUID]:
        """Offenders of the same name and birth, whatever their numbers."""
        first, last, born_on = _named(self.details[one.id])
        holders = {i for token in self._tokens(one) for i in self._holders.get(token, ())}
        return {
            offender_id
            for offender_id in holders
            if _is_called(self._offenders.get(offender_id), first, last, born_on)
        }


def known_case(case: Case) -> KnownCase:
    """A case, as far as reconciliation goes."""
    enrolment = Enrolment(case.enrolment)
    return KnownCase(
        received_on=case.received_on,
        route=Route(case.route),
        offered=case.first_contact_on is not None or enrolment is not Enrolment.NOT_OFFERED,
        over=case.closed_at is not None or enrolment in _GIVEN_UP,
    )


def _details(one: ListedSentence) -> dict[str, str]:
    """What its lists say of the offender; nothing where that can't be read."""
    try:
        return dict(one.details or {})
    except UnreadableError:
        return {}


def _named(details: dict[str, str]) -> tuple[str, str, date | None]:
    born_on = details.get("offender_date_of_birth", "")
    return (
        details.get("offender_first_name", ""),
        details.get("offender_last_name", ""),
        date.fromisoformat(born_on) if born_on else None,
    )


def _is_called(offender: Offender | None, first: str, last: str, born_on: date | None) -> bool:
    if offender is None:
        return False
    try:
        theirs: Iterable[object] = (offender.first_name, offender.last_name, offender.born_on)
    except UnreadableError:
        return False
    their_first, their_last, their_birth = theirs
    return (
        their_birth == born_on
        and search.plain_name(str(their_last or "")) == search.plain_name(last)
        and (
            not first
            or not their_first
            or search.plain_name(str(their_first)) == search.plain_name(first)
        )
    )
