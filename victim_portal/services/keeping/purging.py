"""Proposing to forget somebody. A second person agrees (`two_people`), and nothing is left."""

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import TwoPersonAct
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, NotFoundError
from victim_portal.services.keeping.forgetting import NOT_DUE, locked_standing, may_forget
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import normal_reference
from victim_portal.services.two_people.proposing import WAITS, propose
from victim_portal.store import cases as case_store
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import ConstraintError, UnitOfWork


def propose_purge(ctx: Context, actor: Actor, reference: str) -> None:
    """Propose to forget the person of a case that is due.

    For a manager of the case's unit, or an administrator. NotFoundError for everybody else;
    ConflictError when it isn't due, or was proposed already; NeedsProofError.
    """
    try:
        with ctx.store.writing() as uow:
            case = _case(uow, actor, reference)
            need_proof(ctx, actor)
            standing = locked_standing(ctx, uow, case)
            due = standing.due(ctx.today())
            if due is None or due.rule is None:
                raise ConflictError(NOT_DUE)
            propose(
                ctx,
                uow,
                actor,
                TwoPersonAct.PURGE,
                # One for everybody who turned out to be the same person.
                str(min(standing.persons)),
                "",
                {"rule": due.rule.value},
                case=case,
                unit_id=case.unit_id,
            )
            uow.commit()
    except ConstraintError:
        raise ConflictError(WAITS) from None


def _case(uow: UnitOfWork, actor: Actor, reference: str) -> Case:
    """A case on whose forgetting the actor may decide."""
    case = case_store.by_reference(uow, normal_reference(reference))
    if case is None or not may_forget(uow, actor, case):
        raise NotFoundError
    return case
