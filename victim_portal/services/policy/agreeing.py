"""What a second administrator agrees to when the policy is to change."""

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.policy import PolicyError, amended, try_change
from victim_portal.domain.policy.amending import to_json
from victim_portal.domain.policy.saying import change_in_words, title
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError
from victim_portal.services.policy.kept import change_of
from victim_portal.services.two_people.values import Act
from victim_portal.store import policy as store
from victim_portal.store.models import PolicyAmendment, Proposal
from victim_portal.store.unit_of_work import UnitOfWork

CHANGED_SINCE = "It can't be agreed to any more: {} Refuse it, and propose it again."


def _what(ctx: Context, uow: UnitOfWork, proposal: Proposal) -> str:
    """What it would do by now: another change may have been agreed on since."""
    change, known = change_of(proposal), store.amendments(uow)
    before = amended(ctx.policies.shipped, known)
    try:
        after = try_change(ctx.policies.shipped, known, change, ctx.today())
    except PolicyError as error:
        named = title(change.table, change.name)
        return f"{named}: {CHANGED_SINCE.format(error.problem)}"
    return change_in_words(change, before, after, ctx.today())


def _may_be_second(_uow: UnitOfWork, actor: Actor, _proposal: Proposal) -> bool:
    return is_allowed(Permission.CHANGE_POLICY, actor)


def _apply(ctx: Context, uow: UnitOfWork, actor: Actor, proposal: Proposal) -> None:
    """Look at everything again, and add the amendment.

    The version of the policy changes with it, by which the worker and `victim-portal plan`
    find every open case and every review that wasn't planned by it.
    """
    uow.only_one_for(store.ONE_AT_A_TIME)
    change, known = change_of(proposal), store.amendments(uow)
    try:
        after = try_change(ctx.policies.shipped, known, change, ctx.today())
    except PolicyError as error:
        raise ConflictError(CHANGED_SINCE.format(error.problem)) from None
    assert change.begins_on is not None  # noqa: S101 - `try_change` takes no other
    number = store.newest_number(uow) + 1
    uow.add(
        PolicyAmendment(
            id=uow.tokens.uuid(),
            number=number,
            change=change.change.value,
            table_name=change.table.value,
            row_name=change.name,
            begins_on=change.begins_on,
            row_values=to_json(change.row),
            before_row=change.before,
            why=proposal.why or "",
            proposal_id=proposal.id,
            proposed_by_id=proposal.proposed_by_id,
            proposed_at=proposal.proposed_at,
            agreed_by_id=actor.user_id,
            agreed_at=ctx.now(),
        )
    )
    audit.record(
        uow,
        actor,
        What.POLICY_AMENDED,
        amendment=number,
        change=change.change.value,
        table=change.table.value,
        row=change.name,
        begins_on=change.begins_on.isoformat(),
        version=after.version,
        proposed_by=str(proposal.proposed_by_id),
    )


CHANGE = Act(_what, _may_be_second, _apply, refusal_says_why=True)
