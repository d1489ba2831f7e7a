"""The policy in force on a day, the history of one rule, and every change that was proposed."""

from collections.abc import Iterable, Mapping
from datetime import date

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.policy import (
    Change,
    EligibilityRule,
    Policy,
    PolicyError,
    Rule,
    Table,
    in_force_on,
    row_of,
    rule_name,
    rules_of,
)
from victim_portal.domain.policy.row_reading import read_row
from victim_portal.domain.policy.saying import TABLES, long_day, rule_in_words, title
from victim_portal.domain.vocabulary import Decision
from victim_portal.services.context import Context
from victim_portal.services.errors import NotFoundError
from victim_portal.services.names import full_name
from victim_portal.services.policy.kept import change_of
from victim_portal.services.policy.values import (
    AmendedBy,
    ChangeLine,
    ChangeState,
    PolicyView,
    RowLine,
    RuleHistory,
    RuleLine,
    Standing,
)
from victim_portal.services.reach import need
from victim_portal.store import policy as store
from victim_portal.store.models import Proposal, User
from victim_portal.store.unit_of_work import UnitOfWork

NOTHING = "Nothing was laid down on this day."
RowKey = tuple[Table, str, date | None]


def policy_on(ctx: Context, actor: Actor, on: date | None = None) -> PolicyView:
    """What holds for things that happen on a day (None: today), table by table."""
    need(Permission.READ_POLICY, actor)
    day, policy = on or ctx.today(), ctx.policy
    with ctx.store.reading() as uow:
        amended = _amended_by(uow)
    then = in_force_on(policy, day)
    return PolicyView(
        on=day,
        version=policy.version,
        shipped=ctx.policies.shipped.version,
        tables=tuple(
            (table, TABLES[table], tuple(_lines(policy, then, table, day, amended)))
            for table in Table
        ),
        may_change=is_allowed(Permission.CHANGE_POLICY, actor),
    )


def rule_history(ctx: Context, actor: Actor, table: Table, name: str) -> RuleHistory:
    """Every row of one rule, and every change of it; NotFoundError where there never was one."""
    need(Permission.READ_POLICY, actor)
    today = ctx.today()
    rules = [rule for rule in rules_of(ctx.policy, table) if rule_name(rule) == name]
    with ctx.store.reading() as uow:
        amended = _amended_by(uow)
        changes = tuple(
            one for one in _changes(ctx, uow, amended) if (one.table, one.name) == (table, name)
        )
    if not rules and not changes:
        raise NotFoundError
    in_force = {id(rule) for rule in _begun(rules, today)[-1:]}
    rows = sorted(rules, key=_start, reverse=True)
    return RuleHistory(
        table=table,
        name=name,
        title=title(table, name),
        rows=tuple(_row(table, rule, today, id(rule) in in_force, amended) for rule in rows),
        changes=changes,
        may_change=is_allowed(Permission.CHANGE_POLICY, actor),
    )


def policy_changes(ctx: Context, actor: Actor) -> tuple[ChangeLine, ...]:
    """Every change that was ever proposed, the newest first, and what became of it."""
    need(Permission.READ_POLICY, actor)
    with ctx.store.reading() as uow:
        return tuple(_changes(ctx, uow, _amended_by(uow)))


def _amended_by(uow: UnitOfWork) -> Mapping[RowKey, AmendedBy]:
    """Whose each amended row is, by table, name and first day; the newest amendment of it."""
    found: dict[RowKey, AmendedBy] = {}
    for row, first, second in store.with_people(uow):
        if row.change == Change.ADD:
            key = (Table(row.table_name), row.row_name, row.begins_on)
            by = AmendedBy(row.number, _name(first), _name(second), row.agreed_at, row.why)
            found.setdefault(key, by)
    return found


def _lines(
    policy: Policy, then: Policy, table: Table, day: date, amended: Mapping[RowKey, AmendedBy]
) -> Iterable[RuleLine]:
    """A line for each rule, in the order of the file; eligibility has one for each row."""
    held = {rule_name(rule): rule for rule in rules_of(then, table)}
    for name in dict.fromkeys(rule_name(rule) for rule in rules_of(policy, table)):
        rules = [rule for rule in rules_of(policy, table) if rule_name(rule) == name]
        coming = tuple(
            f"From {long_day(rule.effective_from)}: {rule_in_words(rule)}"
            for rule in sorted(rules, key=_start)
            if rule.effective_from is not None and rule.effective_from > day
        )
        rule = held.get(name)
        if rule is None and table is Table.ELIGIBILITY and not coming:
            # For older sentences alone.
            continue
        yield RuleLine(
            table=table,
            name=name,
            title=title(table, name),
            words=rule_in_words(rule) if rule else NOTHING,
            since=rule.effective_from if rule else None,
            until=rule.effective_to if isinstance(rule, EligibilityRule) else None,
            source=rule.source if rule else "",
            proposal=bool(rule and getattr(rule, "proposal", False)),
            amended=amended.get((table, name, rule.effective_from)) if rule else None,
            coming=coming,
        )


def _row(
    table: Table, rule: Rule, today: date, in_force: bool, amended: Mapping[RowKey, AmendedBy]
) -> RowLine:
    ends_on = rule.effective_to if isinstance(rule, EligibilityRule) else None
    if _start(rule) > today:
        standing = Standing.TO_COME
    elif in_force and (ends_on is None or ends_on >= today):
        standing = Standing.IN_FORCE
    else:
        standing = Standing.OVER
    return RowLine(
        words=rule_in_words(rule),
        begins_on=rule.effective_from,
        ends_on=ends_on,
        source=rule.source,
        reason=rule.reason if isinstance(rule, EligibilityRule) else "",
        proposal=bool(getattr(rule, "proposal", False)),
        standing=standing,
        amended=amended.get((table, rule_name(rule), rule.effective_from)),
        values=row_of(rule),
    )


def _changes(
    ctx: Context, uow: UnitOfWork, amended: Mapping[RowKey, AmendedBy]
) -> Iterable[ChangeLine]:
    numbers = {row.proposal_id: row.number for row, _, _ in store.with_people(uow)}
    for proposal, first, second in store.proposals(uow):
        change = change_of(proposal)
        yield ChangeLine(
            id=proposal.id,
            table=change.table,
            name=change.name,
            title=title(change.table, change.name),
            words=_said(change.table, change.row),
            withdraws=change.change is Change.WITHDRAW,
            begins_on=change.begins_on,
            source=str(change.row.get("source", "")),
            why=proposal.why or "",
            proposed_by=_name(first),
            proposed_at=proposal.proposed_at,
            state=_state(ctx, proposal),
            decided_by=_name(second) if second else "",
            decided_at=proposal.decided_at,
            refused_why=proposal.refused_why or "",
            waits_until=proposal.expires_at,
            number=numbers.get(proposal.id),
        )


def _said(table: Table, row: Mapping[str, object]) -> str:
    try:
        return rule_in_words(read_row(table, row, "the row"))
    except PolicyError as error:
        # Proposed under a release that knew other words.
        return error.problem


def _state(ctx: Context, proposal: Proposal) -> ChangeState:
    if proposal.decision is None:
        return ChangeState.RAN_OUT if proposal.expires_at <= ctx.now() else ChangeState.WAITS
    # One that made room for a new proposal had run out before.
    if proposal.decided_at is not None and proposal.decided_at >= proposal.expires_at:
        return ChangeState.RAN_OUT
    return {
        Decision.AGREED: ChangeState.AGREED,
        Decision.REFUSED: ChangeState.REFUSED,
        Decision.TAKEN_BACK: ChangeState.TAKEN_BACK,
        Decision.OVERTAKEN: ChangeState.RAN_OUT,
    }[Decision(proposal.decision)]


def _begun(rules: Iterable[Rule], today: date) -> list[Rule]:
    return [rule for rule in sorted(rules, key=_start) if _start(rule) <= today]


def _start(rule: Rule) -> date:
    return rule.effective_from or date.min


def _name(user: User) -> str:
    return full_name(user.first_name, user.last_name)
