"""The contact log as the rules of first contact see it."""

from victim_portal.domain.first_contact import Tried
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome, LetterKind
from victim_portal.store import contacts as contact_store
from victim_portal.store.models import Case, ContactLog
from victim_portal.store.unit_of_work import UnitOfWork


def tried_on(uow: UnitOfWork, case: Case) -> list[tuple[ContactLog, Tried]]:
    """Each entry of a case's log with what it counts for, the newest first."""
    kinds = {one.id: LetterKind(one.kind) for one in contact_store.letters(uow, case.id)}
    wrong = contact_store.wrong_ways(uow, case)
    return [
        (
            entry,
            Tried(
                on=entry.on,
                method=ContactMethod(entry.method),
                outcome=ContactOutcome(entry.outcome),
                inward=entry.inward,
                with_them=entry.with_id in (None, case.person_id),
                visit_offered=entry.visit_offered,
                letter=entry.letter_id,
                kind=kinds.get(entry.letter_id) if entry.letter_id else None,
                led_elsewhere=entry.channel_id in wrong,
            ),
        )
        for entry in contact_store.contacts(uow, case.id)
    ]
