"""What the schedule makes due: references and dates, without a name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, ActorKind, Permission, is_allowed
from victim_portal.domain.calendar import add_months
from victim_portal.domain.retention import RetentionKind
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import NotAllowedError
from victim_portal.services.keeping.records import Standing, standings
from victim_portal.services.reach import reach_of
from victim_portal.store import keeping as store
from victim_portal.store.models import Case, Proposal, User
from victim_portal.store.unit_of_work import UnitOfWork

MOST = 50
BATCH = 200


@dataclass(frozen=True)
class DueLine:
    """One person who is due, by the references of their cases.

    `since` is the day that made it due, `rule` the line of the schedule. A purge that waits
    for a second person has `proposal_id`; `may_decide` is whether the reader can be that
    one, `own` whether they are the first.
    """

    references: tuple[str, ...]
    since: date
    rule: RetentionKind
    proposal_id: UUID | None
    proposed_by: str
    may_decide: bool
    own: bool

    @property
    def details_only(self) -> bool:
        """Whether a stub stays: they opted out, and mustn't be approached again."""
        return self.rule is RetentionKind.OPTED_OUT_DETAILS


def list_due(ctx: Context, actor: Actor) -> tuple[DueLine, ...]:
    """The persons who are due in the reader's unit, or anywhere for an administrator.

    At most `MOST` at a time. NotAllowedError for everybody else but the command line.
    """
    with ctx.store.writing() as uow:
        lines = tuple(due_lines(ctx, uow, actor))
        audit.record(uow, actor, What.DUE_TO_FORGET_LISTED, rows=len(lines))
        uow.commit()
        return lines


def due_lines(ctx: Context, uow: UnitOfWork, actor: Actor) -> Iterator[DueLine]:
    """The same, in the caller's transaction."""
    everywhere = actor.kind is ActorKind.COMMAND_LINE or actor.role is Role.ADMINISTRATOR
    if not everywhere and (actor.role is not Role.MANAGER or actor.unit_id is None):
        raise NotAllowedError
    shown = 0
    for standing in _due(ctx, uow, None if everywhere else actor.unit_id):
        if not everywhere and not any(_decides(uow, actor, one) for one in standing.cases):
            continue
        yield _line(ctx, uow, actor, standing)
        shown += 1
        if shown == MOST:
            return


def _due(ctx: Context, uow: UnitOfWork, unit_id: UUID | None) -> Iterator[Standing]:
    today = ctx.today()
    shortest = min(ctx.policy.retention(today).values())
    seen = set[UUID]()
    after: UUID | None = None
    while cases := store.closed_by(uow, unit_id, add_months(today, -shortest), after, BATCH):
        after = cases[-1].id
        persons = list(dict.fromkeys(case.person_id for case in cases))
        for standing in standings(ctx, uow, persons).values():
            if standing.due(today) is not None and not standing.persons & seen:
                seen |= standing.persons
                yield standing


def _decides(uow: UnitOfWork, actor: Actor, case: Case) -> bool:
    return is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case))


def _line(ctx: Context, uow: UnitOfWork, actor: Actor, standing: Standing) -> DueLine:
    due = standing.due(ctx.today())
    if due is None or due.on is None or due.rule is None:
        raise LookupError("what isn't due isn't listed")
    waiting = _live(ctx, store.open_purges(uow, standing.persons))
    first = uow.get(User, waiting.proposed_by_id) if waiting else None
    own = waiting is not None and waiting.proposed_by_id == actor.user_id
    return DueLine(
        references=_references(uow, actor, standing),
        since=due.on,
        rule=due.rule,
        proposal_id=waiting.id if waiting else None,
        proposed_by=f"{first.first_name} {first.last_name}" if first else "",
        may_decide=waiting is not None and not own and actor.user_id is not None,
        own=own,
    )


def _references(uow: UnitOfWork, actor: Actor, standing: Standing) -> tuple[str, ...]:
    """The references that a reader may know: those in reach, or all for who sees no content."""
    if actor.kind is ActorKind.COMMAND_LINE or actor.role is Role.ADMINISTRATOR:
        return tuple(case.reference for case in standing.cases)
    return tuple(case.reference for case in standing.cases if _decides(uow, actor, case))


def _live(ctx: Context, waiting: dict[UUID, Proposal]) -> Proposal | None:
    for proposal in waiting.values():
        if proposal.expires_at > ctx.now():
            return proposal
    return None
