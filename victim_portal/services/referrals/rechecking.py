"""Likenesses that a correction brings to light: flagged and asked about as on the first day."""

from collections.abc import Sequence

from victim_portal.domain.access import Actor
from victim_portal.domain.referrals import ReferralRow
from victim_portal.domain.vocabulary import (
    Language,
    OffenceCategory,
    Relationship,
    SentenceType,
)
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.referrals.followup import DECIDE, flag_duplicates, soon
from victim_portal.services.referrals.known import Known
from victim_portal.store import corrections as correction_store
from victim_portal.store import duplicates as duplicate_store
from victim_portal.store.corrections import Sides
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Unit
from victim_portal.store.unit_of_work import UnitOfWork


def recheck_duplicates(ctx: Context, uow: UnitOfWork, actor: Actor, cases: Sequence[Case]) -> None:
    """Look for likely duplicates of some open cases anew, in the caller's transaction.

    A pair that was ever flagged stays as it was decided. A case whose people can't be read is
    passed over: it can't be compared.
    """
    uow.flush()
    found: list[tuple[Sides, ReferralRow]] = []
    for side in correction_store.sides_of(uow, [case.id for case in cases]):
        try:
            found.append((side, _row(side)))
        except UnreadableError:
            continue
    if not found:
        return
    rows = [row for _, row in found]
    known = Known(uow, rows, set(), {side.offender.id for side, _ in found})
    for side, row in found:
        case = side.case
        asked = duplicate_store.ever_flagged_with(uow, case.id)
        candidates = [
            (other, parties)
            for other, parties in known.candidates(row, side.offender)
            if other.id not in asked and other.person_id != case.person_id
        ]
        unit = uow.get(Unit, case.unit_id)
        flag_duplicates(
            ctx, uow, actor, row, case, candidates, unit.name if unit else "", corrected=True
        )
        uow.flush()
        _ask(ctx, uow, actor, case)


def _ask(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    """The newer case of each open pair has the task, where its unit can decide it."""
    for flag in duplicate_store.undecided_of_case(uow, case.id):
        new, known = uow.get(Case, flag.case_id), uow.get(Case, flag.other_case_id)
        if new is None or known is None or new.unit_id != known.unit_id:
            continue
        if new.restricted or known.restricted:
            continue
        tasks.raise_for_case(
            uow,
            actor,
            new,
            "decide_duplicate",
            DECIDE,
            "Likely duplicates are decided by a person",
            soon(ctx),
        )


def _row(side: Sides) -> ReferralRow:
    """A case as a referral would tell of it today, as far as likeness goes."""
    case, person, offender, sentence = side
    return ReferralRow(
        referral_reference="",
        received_on=case.received_on,
        victim_first_name=person.first_name or "",
        victim_last_name=person.last_name or "",
        victim_date_of_birth=person.born_on,
        relationship=Relationship(case.relationship),
        language=Language(person.language),
        offender_first_name=offender.first_name or "",
        offender_last_name=offender.last_name or "",
        offender_date_of_birth=offender.born_on,
        prison_number=offender.prison_number or "",
        crn=offender.crn or "",
        offence_category=OffenceCategory(sentence.offence_category),
        sentence_type=SentenceType(sentence.sentence_type),
        sentenced_on=sentence.sentenced_on,
    )
