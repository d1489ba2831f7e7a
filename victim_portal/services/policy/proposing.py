"""Looking at a change of the policy before it is proposed, and proposing it."""

import re
from datetime import date

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.plan import stages_by
from victim_portal.domain.policy import (
    Change,
    Policy,
    PolicyError,
    RowChange,
    Table,
    amended,
    row_of,
    rule_name,
    rules_of,
    try_change,
)
from victim_portal.domain.policy.saying import change_in_words
from victim_portal.domain.vocabulary import TwoPersonAct
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.policy.kept import about_of
from victim_portal.services.policy.values import Preview
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import need
from victim_portal.services.two_people.proposing import WAITS, propose
from victim_portal.store import policy as store
from victim_portal.store.unit_of_work import ConstraintError, UnitOfWork

LONGEST = 1000
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?<!.{61})")
BAD_NAME = "The name must be small letters, digits and hyphens, at most 60 of them"


def preview_change(ctx: Context, actor: Actor, change: RowChange) -> Preview:
    """What a change would do. InvalidError, with words, where it can't stand."""
    need(Permission.CHANGE_POLICY, actor)
    with ctx.store.reading() as uow:
        before, after = _tried(ctx, uow, change)
        lead = change.name if change.table is Table.LEAD_TIME else ""
        cases, drafts, approved = store.touched(uow, [stage.value for stage in stages_by(lead)])
        return Preview(
            words=change_in_words(change, before, after, ctx.today()),
            open_cases=cases,
            drafts=drafts,
            approved=approved,
            seconds=store.other_administrators(uow, actor.user_id),
        )


def propose_change(ctx: Context, actor: Actor, change: RowChange, why: str) -> None:
    """Propose a change; a second administrator agrees to it (`two_people`), or nobody.

    InvalidError where it can't stand or says no reason, ConflictError while a change of the
    same row waits, NeedsProofError.
    """
    need(Permission.CHANGE_POLICY, actor)
    need_proof(ctx, actor)
    if not why.strip():
        raise InvalidError({"why": "Say why the policy changes"})
    if len(why.strip()) > LONGEST:
        raise InvalidError({"why": f"The reason must be {LONGEST:,} characters or fewer"})
    try:
        with ctx.store.writing() as uow:
            _tried(ctx, uow, change)
            propose(
                ctx,
                uow,
                actor,
                TwoPersonAct.CHANGE_POLICY,
                f"{change.table}:{change.name}:{change.begins_on}",
                why.strip(),
                about_of(change),
            )
            uow.commit()
    except ConstraintError:
        raise ConflictError(WAITS) from None


def row_to_withdraw(
    ctx: Context, actor: Actor, table: Table, name: str, begins_on: date
) -> RowChange:
    """The change that takes a row away before it begins; NotFoundError where there is none."""
    need(Permission.CHANGE_POLICY, actor)
    for rule in rules_of(ctx.policy, table):
        begins = rule.effective_from
        if rule_name(rule) == name and begins == begins_on and begins_on > ctx.today():
            return RowChange(Change.WITHDRAW, table, row_of(rule))
    raise NotFoundError


def _tried(ctx: Context, uow: UnitOfWork, change: RowChange) -> tuple[Policy, Policy]:
    """The policy before and after a change, by what is agreed at this moment."""
    if change.table is Table.ELIGIBILITY and not NAME.fullmatch(change.name):
        raise InvalidError({"id": BAD_NAME})
    known = store.amendments(uow)
    try:
        after = try_change(ctx.policies.shipped, known, change, ctx.today())
    except PolicyError as error:
        raise InvalidError({"": error.problem.removeprefix("Policy, ")}) from None
    return amended(ctx.policies.shipped, known), after
