"""What a person decided about a likely duplicate, and what that changes."""

from uuid import UUID

from victim_portal.domain.access import Actor, may_see_case
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.reach import reach_of
from victim_portal.services.referrals.duplicates import under_way
from victim_portal.services.referrals.known import DOUBLE
from victim_portal.services.safe_contact import unplanned_channel
from victim_portal.store import cases as case_store
from victim_portal.store import duplicates as duplicate_store
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, DuplicateFlag, Person
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

DIFFERENT = "different"
SAME_PERSON = "same_person"
SAME_CASE = "same_case"
# A question that another decision answered: its new case was closed as a double.
SUPERSEDED = "superseded"


def decide_duplicate(ctx: Context, actor: Actor, flag_id: UUID, decision: str) -> None:
    """Record what a person decided.

    `different` keeps both as they are. `same_person` gives the new case the person who
    was here already (one person may have several cases). `same_case` closes the new case
    as a double. Either keeps the new numbers and addresses, as ones without a plan. The
    same decision again changes nothing. Raises InvalidError for another word or where the
    decision can't be, ConflictError when somebody decided otherwise before, NotFoundError
    out of reach.
    """
    try:
        with ctx.store.writing() as uow:
            flag, case, other = _pair(uow, actor, flag_id)
            if flag.decision == decision:
                return
            if flag.decision is not None:
                raise ConflictError("Somebody decided this before you. Nothing was changed.")
            if decision == SAME_CASE:
                _close_double(ctx, uow, actor, flag, case, other)
            elif decision == SAME_PERSON:
                _join(ctx, uow, case, other)
            elif decision != DIFFERENT:
                raise InvalidError({"decision": "Choose whether they are the same."})
            _decide(ctx, actor, flag, decision)
            uow.flush()
            if not any(f.case_id == case.id for f in _open_flags(uow, case)):
                tasks.settle(uow, actor, "decide_duplicate", case)
            audit.record(
                uow, actor, What.DUPLICATE_DECIDED, case.id, flag=str(flag.id), decision=decision
            )
            uow.commit()
    except LostUpdateError:
        raise ConflictError(
            "Somebody changed the case at the same moment. Nothing of yours was saved: "
            "look at both again."
        ) from None


def _pair(uow: UnitOfWork, actor: Actor, flag_id: UUID) -> tuple[DuplicateFlag, Case, Case]:
    flag = uow.get(DuplicateFlag, flag_id)
    case = uow.get(Case, flag.case_id) if flag else None
    other = uow.get(Case, flag.other_case_id) if flag else None
    if flag is None or case is None or other is None:
        raise NotFoundError
    if not all(may_see_case(actor, reach_of(uow, one)) for one in (case, other)):
        raise NotFoundError
    return flag, case, other


def _decide(ctx: Context, actor: Actor, flag: DuplicateFlag, decision: str) -> None:
    flag.decision = decision
    flag.decided_by = actor.name
    flag.decided_at = ctx.now()


def _open_flags(uow: UnitOfWork, case: Case) -> list[DuplicateFlag]:
    return duplicate_store.undecided_of_case(uow, case.id)


def _close_double(
    ctx: Context, uow: UnitOfWork, actor: Actor, decided: DuplicateFlag, case: Case, other: Case
) -> None:
    if case.offender_id != other.offender_id:
        raise InvalidError({"decision": "They are about two offenders, so both cases stay."})
    _refuse_under_way(case)
    _carry_over(ctx, uow, case, other)
    case.closed_at = ctx.now()
    case.closed_why = DOUBLE
    case.queued_since = None
    case.queue_due_on = None
    case.officer_active = None
    case.officer_id = None
    for flag in _open_flags(uow, case):
        if flag is not decided:
            _decide(ctx, actor, flag, SUPERSEDED)
    for task in case_store.open_tasks(uow, case.id):
        tasks.settle(uow, actor, task.kind, case, key=task.task_key.split(":", 2)[2])


def _join(ctx: Context, uow: UnitOfWork, case: Case, other: Case) -> None:
    if case.sentence_id == other.sentence_id:
        raise InvalidError({"decision": "They are about one sentence: that is the same case."})
    _refuse_under_way(case)
    cases = duplicate_store.all_cases_of_person(uow, other.person_id)
    if any(one.sentence_id == case.sentence_id for one in cases):
        raise InvalidError(
            {"decision": "That person has a case about this sentence already: decide it there."}
        )
    _carry_over(ctx, uow, case, other)
    case.person_id = other.person_id


def _refuse_under_way(case: Case) -> None:
    if case.closed_at is not None:
        raise InvalidError({"decision": "The new case is closed: it stays as it is."})
    if under_way(case):
        raise InvalidError(
            {"decision": "The new case is under way: it can't be joined or closed any more."}
        )


def _carry_over(ctx: Context, uow: UnitOfWork, case: Case, other: Case) -> None:
    """Give the person who stays what is new about how to reach them, without any plan.

    A person who has other cases stays as they are; one who was only in this case is
    marked as merged, and their channels end.
    """
    merged, kept = uow.get(Person, case.person_id), uow.get(Person, other.person_id)
    if merged is None or kept is None or merged is kept:
        raise NotFoundError
    uow.vault.fetch([merged.id, kept.id])
    known = {c.value_index for c in people_store.channels_of(uow, kept.id, ended=True)}
    only_here = len(duplicate_store.all_cases_of_person(uow, merged.id)) == 1
    for channel in people_store.channels_of(uow, merged.id):
        if channel.value_index not in known:
            kind = ChannelKind(channel.kind)
            uow.add(unplanned_channel(ctx, uow, kept, kind, channel.value or ""))
        if only_here:
            channel.ended_at = ctx.now()
    if only_here:
        merged.merged_into_id = kept.id
