"""The contact log as the rules of first contact see it, the doubles of a case with it."""

from dataclasses import dataclass
from datetime import date, datetime

from victim_portal.domain.calendar import london_date
from victim_portal.domain.first_contact import Tried, reached_them
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome, Enrolment, LetterKind
from victim_portal.store import contacts as contact_store
from victim_portal.store.duplicates import case_ids_with_merged
from victim_portal.store.models import Case, ContactLog, EnrolmentStep
from victim_portal.store.unit_of_work import UnitOfWork

Entry = tuple[ContactLog, Tried]
NO_ANSWER_YET = (Enrolment.OFFERED, Enrolment.NO_RESPONSE)


@dataclass(frozen=True)
class Round:
    """What was tried since they last answered: who is asked again starts afresh.

    `began_on` is the day from which its steps count; `again` is whether they had answered
    before. `attempts` is what was tried since they last answered or were reached, `reached_on`
    when they were, if they were since they last answered. `heard_since` is whether they were
    heard of after "no response" was recorded.
    """

    tried: tuple[Tried, ...]
    began_on: date
    again: bool
    reached_on: date | None
    attempts: tuple[Tried, ...]
    heard_since: bool


def tried_on(uow: UnitOfWork, case: Case) -> list[Entry]:
    """Each entry that counts of a case's log with what it counts for, the newest first."""
    ids = case_ids_with_merged(uow, case)
    kinds = {one.id: LetterKind(one.kind) for one in contact_store.letters(uow, ids)}
    wrong = contact_store.wrong_ways(uow, ids)
    return [
        (
            entry,
            Tried(
                on=entry.on,
                method=ContactMethod(entry.method),
                outcome=ContactOutcome(entry.outcome),
                inward=entry.inward,
                with_them=entry.with_id in (None, entry.person_id, case.person_id),
                visit_offered=entry.visit_offered,
                letter=entry.letter_id,
                kind=kinds.get(entry.letter_id) if entry.letter_id else None,
                led_elsewhere=entry.channel_id in wrong,
                unproven=entry.unproven,
            ),
        )
        for entry in contact_store.contacts_of(uow, ids)
    ]


def round_of(uow: UnitOfWork, case: Case, steps: list[EnrolmentStep]) -> Round:
    """The round of first contact that a case is in; `steps` are its own, first to last.

    "No response" is no answer of theirs: the round that it ended is the one that is shown,
    until the scheme is offered again.
    """
    ended = steps[-1] if steps and steps[-1].moved_to == Enrolment.NO_RESPONSE else None
    before = steps[:-1] if ended is not None else steps
    answers = [step for step in before if step.moved_to != Enrolment.OFFERED]
    answered = bool(steps) and steps[-1].moved_to not in NO_ANSWER_YET
    # While an answer stands, the round that is shown is the one that led to it.
    last = answers[-2:-1] if answered else answers[-1:]
    found = _after(tried_on(uow, case), last)
    newer = _after(found, answers[-1:])
    reached = [one for one in newer if one[1].with_them and reached_them(one[1])]
    newest = max((_moment(entry) for entry, _ in reached), default=None)
    return Round(
        tried=tuple(tried for _, tried in found),
        began_on=max(_began_on(before, last[0]), case.received_on) if last else case.received_on,
        again=bool(answers) and not answered,
        reached_on=max((entry.on for entry, _ in reached), default=None),
        attempts=tuple(
            tried
            for entry, tried in newer
            if tried.with_them and (newest is None or _moment(entry) > newest)
        ),
        heard_since=ended is not None and any(_is_after(entry, ended) for entry, _ in reached),
    )


def _after(entries: list[Entry], last: list[EnrolmentStep]) -> list[Entry]:
    return [one for one in entries if not last or _is_after(one[0], last[0])]


def _began_on(steps: list[EnrolmentStep], last: EnrolmentStep) -> date:
    """The day on which they were offered the scheme again after an answer."""
    offers = [step.on for step in steps if step.number > last.number]
    return min(offers, default=last.on)


def _moment(entry: ContactLog) -> tuple[date, datetime]:
    """Where an entry stands among those of its day: by its time, or by when it was recorded."""
    noted = entry.at if entry.at is not None and london_date(entry.at) == entry.on else None
    return entry.on, noted or entry.recorded_at


def _is_after(contact: ContactLog, answer: EnrolmentStep) -> bool:
    """Whether a contact came after an answer; on its own day, whether it was recorded after."""
    later = contact.recorded_at > answer.recorded_at
    return contact.on > answer.on or (contact.on == answer.on and later)
