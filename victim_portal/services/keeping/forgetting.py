"""Forgetting somebody who is due: the keys destroyed, the rows deleted, a tombstone left.

All in one transaction. The trail stays: it holds ids and codes.
"""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.retention import RetentionKind
from victim_portal.domain.vocabulary import Role, SubjectKind
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.keeping.records import Standing, standing_of
from victim_portal.services.reach import reach_of
from victim_portal.store import forgetting
from victim_portal.store import keeping as store
from victim_portal.store.forgetting import Subjects
from victim_portal.store.models import Case, Tombstone
from victim_portal.store.unit_of_work import UnitOfWork

NOT_DUE = (
    "This isn't due to be forgotten, or something stands against it: a legal hold, an open "
    "case, or something that is still to be done."
)


def may_forget(uow: UnitOfWork, actor: Actor, case: Case) -> bool:
    """Whether somebody may decide on the forgetting of a case's person, as first or second."""
    if not is_allowed(Permission.FORGET, actor, case.unit_id):
        return False
    return actor.role is Role.ADMINISTRATOR or is_allowed(
        Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case)
    )


def locked_standing(ctx: Context, uow: UnitOfWork, case: Case) -> Standing:
    """How the person of a case stands, their cases locked first."""
    found = store.around(uow, [case.person_id])
    store.locked(uow, found.cases)
    return standing_of(ctx, uow, case.person_id)


def forget_now(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    standing: Standing,
    rule: RetentionKind,
    proposed_by: str,
    names: str,
) -> int:
    """Forget a person who is due, in the caller's transaction; how many rows went.

    `names` are the two people who agreed, for the tombstone. The offender of whom it was the
    last case goes too, and so do supporters who stand nowhere else.
    """
    case_ids = {case.id for case in standing.cases}
    beside = store.only_beside(uow, case_ids) - standing.persons
    references = frozenset(case.reference for case in standing.cases)
    first_case = standing.cases[0].id
    if rule is RetentionKind.OPTED_OUT_DETAILS:
        stub = Subjects(standing.persons, frozenset(case_ids), references)
        gone = forgetting.reduce_to_stub(uow, stub)
        gone += forgetting.forget(uow, Subjects(frozenset(beside)))
        subjects = dict.fromkeys((*standing.persons, *beside), SubjectKind.PERSON)
    else:
        offenders = frozenset(store.offenders_left_alone(uow, standing.cases))
        persons = standing.persons | beside
        whole = Subjects(persons, frozenset(case_ids), references, offenders)
        gone = forgetting.forget(uow, whole)
        subjects = dict.fromkeys(persons, SubjectKind.PERSON)
        subjects |= dict.fromkeys(offenders, SubjectKind.OFFENDER)
    for subject_id, kind in subjects.items():
        only_stub = rule is RetentionKind.OPTED_OUT_DETAILS and subject_id in standing.persons
        _leave_tombstone(
            ctx, uow, subject_id, kind, rule if only_stub else _whole_rule(rule), names
        )
        audit.record(
            uow,
            actor,
            What.PURGED,
            first_case,
            subject=str(subject_id),
            kind=kind.value,
            rule=rule.value,
            rows=gone,
            proposed_by=proposed_by,
        )
    return gone


def _whole_rule(rule: RetentionKind) -> RetentionKind:
    """A supporter of somebody who is reduced to a stub is forgotten whole."""
    return RetentionKind.OPTED_OUT if rule is RetentionKind.OPTED_OUT_DETAILS else rule


def _leave_tombstone(
    ctx: Context,
    uow: UnitOfWork,
    subject_id: UUID,
    kind: SubjectKind,
    rule: RetentionKind,
    names: str,
) -> None:
    stone = store.tombstone_of(uow, subject_id)
    if stone is None:
        stone = Tombstone(id=uow.tokens.uuid(), gone_id=subject_id, kind=kind.value)
        uow.add(stone)
    stone.rule, stone.purged_at, stone.purged_by = rule.value, ctx.now(), names[:250]
    uow.flush()
