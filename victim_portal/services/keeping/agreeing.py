"""What a second person agrees to when somebody is to be forgotten."""

from contextlib import suppress

from victim_portal.domain.access import Actor
from victim_portal.domain.retention import RetentionKind
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError
from victim_portal.services.keeping.forgetting import (
    NOT_DUE,
    forget_now,
    locked_standing,
    may_forget,
)
from victim_portal.services.keeping.tombstones import publish
from victim_portal.services.names import full_name
from victim_portal.services.two_people.values import Act
from victim_portal.store import data_keys
from victim_portal.store.models import Case, Proposal, User
from victim_portal.store.unit_of_work import UnitOfWork

DUE_ANEW = "More is due to be forgotten by now than was proposed. Refuse it, and propose it again."


def _what(_ctx: Context, uow: UnitOfWork, proposal: Proposal) -> str:
    case = uow.get(Case, proposal.case_id)
    reference = case.reference if case else ""
    if proposal.about.get("rule") == RetentionKind.OPTED_OUT_DETAILS:
        return (
            f"Forget, for good, all about the person of case {reference} but their name, date of "
            "birth and answer"
        )
    return f"Forget, for good, the person of case {reference} and everything about them"


def _may_be_second(uow: UnitOfWork, actor: Actor, proposal: Proposal) -> bool:
    """Another manager who decides on the case, or an administrator."""
    case = uow.get(Case, proposal.case_id)
    return case is not None and may_forget(uow, actor, case)


def _apply(ctx: Context, uow: UnitOfWork, actor: Actor, proposal: Proposal) -> None:
    """Look at everything again, and forget: what isn't due any more stays."""
    case = uow.get(Case, proposal.case_id)
    standing = locked_standing(ctx, uow, case) if case else None
    due = standing.due(ctx.today()) if standing else None
    if standing is None or due is None or due.rule is None:
        raise ConflictError(NOT_DUE)
    if due.rule != proposal.about.get("rule"):
        raise ConflictError(DUE_ANEW)
    first = uow.get(User, proposal.proposed_by_id)
    names = [full_name(first.first_name, first.last_name)] if first else []
    forget_now(
        ctx,
        uow,
        actor,
        standing,
        due.rule,
        str(proposal.proposed_by_id),
        ", ".join([*names, actor.name]),
    )


def _after(ctx: Context) -> None:
    publish(ctx)
    # The database is told to write over what it freed; done or not, it is forgotten.
    with suppress(Exception):
        data_keys.wipe_traces(ctx.store.engine)


PURGE = Act(_what, _may_be_second, _apply, _after)
