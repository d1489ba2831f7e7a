"""What a person decided about a likely duplicate, and what that changes."""

from uuid import UUID

from victim_portal.domain.access import Actor, may_see_case
from victim_portal.domain.merging import RESTRICTED, UNREADABLE, under_way
from victim_portal.domain.vocabulary import Enrolment
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.reach import reach_of
from victim_portal.services.referrals.closing import settle_question
from victim_portal.services.referrals.joining import carry_over
from victim_portal.services.referrals.merging import merge
from victim_portal.store import duplicates as duplicate_store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, DuplicateFlag, Person
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

DIFFERENT = "different"
SAME_PERSON = "same_person"
SAME_CASE = "same_case"


def decide_duplicate(ctx: Context, actor: Actor, flag_id: UUID, decision: str) -> str:
    """Record what a person decided; the reference of the case that stays where one closed.

    `different` keeps both as they are. `same_person` gives the new case the person who
    was here already (one person may have several cases). `same_case` closes the one that
    isn't as far along as a double of the other. Either keeps the new numbers and addresses,
    as ones without a plan. The same decision again changes nothing. Raises InvalidError for
    another word or where the decision can't be, ConflictError when somebody decided otherwise
    before, NotFoundError out of reach.
    """
    try:
        with ctx.store.writing() as uow:
            flag, case, other = _pair(uow, actor, flag_id)
            if flag.decision == decision:
                return _stayed(case, other)
            if flag.decision is not None:
                raise ConflictError("Somebody decided this before you. Nothing was changed.")
            stays = ""
            if decision == SAME_CASE:
                stays = merge(ctx, uow, actor, flag, case, other).reference
            elif decision == SAME_PERSON:
                _join(ctx, uow, actor, case, other)
            elif decision != DIFFERENT:
                raise InvalidError({"decision": "Choose whether they are the same."})
            flag.decision = decision
            flag.decided_by = actor.name
            flag.decided_at = ctx.now()
            uow.flush()
            settle_question(ctx, uow, actor, case, flag)
            for one in (case, other) if decision == SAME_CASE else (case,):
                audit.record(
                    uow,
                    actor,
                    What.DUPLICATE_DECIDED,
                    one.id,
                    flag=str(flag.id),
                    decision=decision,
                )
            uow.commit()
            return stays
    except LostUpdateError:
        raise ConflictError(
            "Somebody changed the case at the same moment. Nothing of yours was saved: "
            "look at both again."
        ) from None
    except UnreadableError:
        raise InvalidError({"decision": UNREADABLE}) from None


def _pair(uow: UnitOfWork, actor: Actor, flag_id: UUID) -> tuple[DuplicateFlag, Case, Case]:
    flag = duplicate_store.locked(uow, flag_id)
    case = uow.get(Case, flag.case_id) if flag else None
    other = uow.get(Case, flag.other_case_id) if flag else None
    if flag is None or case is None or other is None:
        raise NotFoundError
    if not all(may_see_case(actor, reach_of(uow, one)) for one in (case, other)):
        raise NotFoundError
    return flag, case, other


def _stayed(case: Case, other: Case) -> str:
    """Which of a pair stays, where one of them became a double of the other."""
    for one, stays in ((case, other), (other, case)):
        if one.merged_into_id == stays.id:
            return stays.reference
    return ""


def _guarded(uow: UnitOfWork, case: Case) -> tuple[bool, bool]:
    person = uow.get(Person, case.person_id)
    return case.restricted, person is not None and person.protected_identity


def _join(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, other: Case) -> None:
    if case.sentence_id == other.sentence_id:
        raise InvalidError({"decision": "They are about one sentence: that is the same case."})
    if case.closed_at is not None:
        raise InvalidError({"decision": "The new case is closed: it stays as it is."})
    if under_way(Enrolment(case.enrolment)):
        raise InvalidError(
            {"decision": "The new case is under way: its person can't be changed any more."}
        )
    if _guarded(uow, case) != _guarded(uow, other):
        raise InvalidError({"decision": RESTRICTED})
    cases = duplicate_store.all_cases_of_person(uow, other.person_id)
    if any(one.sentence_id == case.sentence_id for one in cases):
        raise InvalidError(
            {"decision": "That person has a case about this sentence already: decide it there."}
        )
    carry_over(ctx, uow, actor, case, other)
    case.person_id = other.person_id
