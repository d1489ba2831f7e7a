"""Likenesses that a correction brings to light: flagged and asked about as on the first day."""

from collections.abc import Sequence

from victim_portal.domain.access import Actor
from victim_portal.domain.duplicates import DuplicateReason, worth_asking
from victim_portal.domain.referrals import ReferralRow
from victim_portal.domain.vocabulary import (
    ChannelKind,
    Language,
    OffenceCategory,
    Relationship,
    SentenceType,
)
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.referrals.followup import DECIDE, flag, flag_duplicates, soon
from victim_portal.services.referrals.joining import indexes_of
from victim_portal.services.referrals.known import Known, details_of
from victim_portal.store import cases as case_store
from victim_portal.store import conflicts as conflict_store
from victim_portal.store import corrections as correction_store
from victim_portal.store import duplicates as duplicate_store
from victim_portal.store.corrections import Sides
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Channel, Person, Unit
from victim_portal.store.unit_of_work import UnitOfWork

MOST_SHARING = 50
"""More who share one number are a house or an office, and no likeness."""


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


def recheck_contact(ctx: Context, uow: UnitOfWork, actor: Actor, channel: Channel) -> None:
    """Look whether a number or address that was put right is another person's, too.

    In the caller's transaction. Only within the unit of a case, and never for a restricted case
    or a protected identity: a number alone is no reason to tell anybody of those. Whoever
    doesn't reach both cases of a pair sees nothing of it. A pair that was ever flagged stays as
    it was decided.
    """
    uow.flush()
    person = uow.get(Person, channel.person_id)
    if person is None or person.protected_identity:
        return
    for case in case_store.of_person(uow, person.id):
        if case.restricted:
            continue
        asked = duplicate_store.ever_flagged_with(uow, case.id)
        sharing = duplicate_store.cases_sharing(uow, indexes_of(uow, channel), case, MOST_SHARING)
        for other, theirs in sharing:
            if other.id not in asked and _worth_asking(channel, person, theirs):
                flag(ctx, uow, case, other, DuplicateReason.SAME_CONTACT)
        uow.flush()
        _ask(ctx, uow, actor, case)


def _worth_asking(channel: Channel, ours: Person, theirs: Person) -> bool:
    try:
        return worth_asking(ChannelKind(channel.kind), details_of(ours), details_of(theirs))
    except UnreadableError:
        # Who can't be opened can't be compared.
        return False


def _ask(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    """The newer case of each open pair has the task, where its unit can decide it."""
    for pair in duplicate_store.undecided_of_case(uow, case.id):
        new, known = uow.get(Case, pair.case_id), uow.get(Case, pair.other_case_id)
        if new is None or known is None or new.unit_id != known.unit_id:
            continue
        if new.restricted or known.restricted:
            continue
        # Whoever may not see the other case can't decide it, and isn't to hear of it.
        shut_out = new.officer_id in conflict_store.staff_of(uow, known.offender_id)
        tasks.raise_for_case(
            uow,
            actor,
            new,
            "decide_duplicate",
            DECIDE,
            "Likely duplicates are decided by a person",
            soon(ctx),
            manager=shut_out,
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
