"""Forgetting somebody: one person proposes it, a second one agrees, and nothing is left.

Agreeing looks at everything again, then destroys the data keys, deletes the rows and leaves
a tombstone, in one transaction. The trail stays: it holds ids and codes.
"""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.retention import RetentionKind
from victim_portal.domain.vocabulary import Decision, Role, SubjectKind, TwoPersonAct
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, NotAllowedError, NotFoundError
from victim_portal.services.keeping.records import Standing, standing_of
from victim_portal.services.keeping.tombstones import publish
from victim_portal.services.reach import normal_reference, reach_of
from victim_portal.store import cases as case_store
from victim_portal.store import data_keys, forgetting
from victim_portal.store import keeping as store
from victim_portal.store.forgetting import Subjects
from victim_portal.store.models import Case, Proposal, Tombstone, User
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

STANDS_FOR = timedelta(days=14)
"""How long a proposal waits for its second person."""

NOT_DUE = (
    "This isn't due to be forgotten, or something stands against it: a legal hold, an open "
    "case, or something that is still to be done."
)
PROPOSED = "Somebody has proposed this already. It waits for a second person."
NOT_WAITING = "This proposal doesn't wait any more. Look at what became of it."
SAME_PERSON = "You proposed this yourself. Somebody else has to agree."
MEANWHILE = "Somebody else changed this in the same moment. Nothing was forgotten: look again."


def propose_purge(ctx: Context, actor: Actor, reference: str) -> None:
    """Propose to forget the person of a case that is due.

    For a manager of the case's unit, or an administrator. NotFoundError for everybody else;
    ConflictError when it isn't due, or was proposed already.
    """
    try:
        with ctx.store.writing() as uow:
            case = _case(uow, actor, reference)
            if _standing(ctx, uow, case).due(ctx.today()) is None:
                raise ConflictError(NOT_DUE)
            _drop_expired(ctx, uow, case.person_id)
            if store.open_purges(uow, {case.person_id}):
                raise ConflictError(PROPOSED)
            if actor.user_id is None:
                raise NotAllowedError
            proposal = Proposal(
                id=uow.tokens.uuid(),
                act=TwoPersonAct.PURGE.value,
                proposal_key=f"{TwoPersonAct.PURGE}:{case.person_id}",
                case_id=case.id,
                person_id=case.person_id,
                unit_id=case.unit_id,
                about={},
                proposed_by_id=actor.user_id,
                proposed_at=ctx.now(),
                expires_at=ctx.now() + STANDS_FOR,
            )
            uow.add(proposal)
            audit.record(
                uow,
                actor,
                What.PURGE_PROPOSED,
                case.id,
                proposal=str(proposal.id),
                subject=str(case.person_id),
            )
            uow.commit()
    except ConstraintError:
        raise ConflictError(PROPOSED) from None


def decide_purge(ctx: Context, actor: Actor, proposal_id: UUID, agreed: bool) -> int:
    """Agree to a purge, or refuse it, as the second person; how many rows were deleted.

    NotFoundError out of reach; ConflictError for the first person, for what waits no more,
    and for what isn't due any more: then nothing is forgotten.
    """
    try:
        gone = _decide(ctx, actor, proposal_id, agreed)
    except (LostUpdateError, ConstraintError):
        raise ConflictError(MEANWHILE) from None
    if agreed:
        publish(ctx)
        # The database is told to write over what it freed; done or not, it is forgotten.
        with suppress(Exception):
            data_keys.wipe_traces(ctx.store.engine)
    return gone


def take_back_purge(ctx: Context, actor: Actor, proposal_id: UUID) -> None:
    """Take one's own proposal back. NotFoundError for everybody else's."""
    with ctx.store.writing() as uow:
        proposal = store.locked_proposal(uow, proposal_id)
        if proposal is None or proposal.proposed_by_id != actor.user_id:
            raise NotFoundError
        _waits(ctx, proposal)
        _settle(ctx, uow, actor, proposal, Decision.TAKEN_BACK)
        uow.commit()


def _decide(ctx: Context, actor: Actor, proposal_id: UUID, agreed: bool) -> int:
    with ctx.store.writing() as uow:
        proposal = store.locked_proposal(uow, proposal_id)
        case = uow.get(Case, proposal.case_id) if proposal else None
        if proposal is None or proposal.act != TwoPersonAct.PURGE:
            raise NotFoundError
        if case is None:
            # It was forgotten: whoever may not know of it learns nothing.
            _needs_unit(actor, proposal)
            raise ConflictError(NOT_WAITING)
        case = _case(uow, actor, case.reference)
        _waits(ctx, proposal)
        if proposal.proposed_by_id == actor.user_id:
            raise ConflictError(SAME_PERSON)
        if not agreed:
            _settle(ctx, uow, actor, proposal, Decision.REFUSED)
            uow.commit()
            return 0
        standing = _standing(ctx, uow, case)
        due = standing.due(ctx.today())
        if due is None or due.rule is None:
            raise ConflictError(NOT_DUE)
        _settle(ctx, uow, actor, proposal, Decision.AGREED)
        first = uow.get(User, proposal.proposed_by_id)
        names = f"{first.first_name} {first.last_name}, {actor.name}" if first else actor.name
        gone = forget_now(ctx, uow, actor, standing, due.rule, str(proposal.proposed_by_id), names)
        uow.commit()
        return gone


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


def _case(uow: UnitOfWork, actor: Actor, reference: str) -> Case:
    """A case on whose forgetting the actor may decide."""
    case = case_store.by_reference(uow, normal_reference(reference))
    if case is None or not is_allowed(Permission.FORGET, actor, case.unit_id):
        raise NotFoundError
    if actor.role is not Role.ADMINISTRATOR and not is_allowed(
        Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case)
    ):
        raise NotFoundError
    return case


def _needs_unit(actor: Actor, proposal: Proposal) -> None:
    if proposal.unit_id is None or not is_allowed(Permission.FORGET, actor, proposal.unit_id):
        raise NotFoundError


def _standing(ctx: Context, uow: UnitOfWork, case: Case) -> Standing:
    """How the person of a case stands, their cases locked first."""
    found = store.around(uow, [case.person_id])
    store.locked(uow, found.cases)
    return standing_of(ctx, uow, case.person_id)


def _waits(ctx: Context, proposal: Proposal) -> None:
    if proposal.decided_at is not None or proposal.expires_at <= ctx.now():
        raise ConflictError(NOT_WAITING)


def _drop_expired(ctx: Context, uow: UnitOfWork, person_id: UUID) -> None:
    """A proposal that nobody decided in time makes room; its first person took it back."""
    for proposal in store.open_purges(uow, {person_id}).values():
        if proposal.expires_at <= ctx.now():
            proposal.decided_by_id = proposal.proposed_by_id
            proposal.decided_at = ctx.now()
            proposal.decision = Decision.TAKEN_BACK.value
    uow.flush()


def _settle(
    ctx: Context, uow: UnitOfWork, actor: Actor, proposal: Proposal, decision: Decision
) -> None:
    proposal.decided_by_id = actor.user_id
    proposal.decided_at = ctx.now()
    proposal.decision = decision.value
    audit.record(
        uow,
        actor,
        What.PURGE_DECIDED,
        proposal.case_id,
        proposal=str(proposal.id),
        decision=decision.value,
    )
