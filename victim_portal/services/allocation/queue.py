"""The queue of a unit: every case that nobody has yet, most urgent first."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, may_see_case
from victim_portal.domain.allocation import outward_code
from victim_portal.domain.calendar import working_days_between
from victim_portal.domain.clocks import CaseClock, ClockStanding, clocks_for
from victim_portal.domain.policy import ClockKind
from victim_portal.domain.vocabulary import Language, Relationship, Role, Route
from victim_portal.services import audit, tasks
from victim_portal.services.allocation.proposing import (
    ProposalView,
    Proposed,
    proposals_for,
)
from victim_portal.services.audit import What
from victim_portal.services.clocks import clocks_of
from victim_portal.services.context import Context
from victim_portal.services.errors import NotAllowedError
from victim_portal.services.minors import minor_of
from victim_portal.services.names import UNREADABLE, shown_name
from victim_portal.services.reach import reach_of
from victim_portal.store import allocation as allocation_store
from victim_portal.store import cases as case_store
from victim_portal.store.allocation import Queued, Side
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Channel, EnrolmentStep, Person
from victim_portal.store.unit_of_work import UnitOfWork

MOST_SHOWN = 100
DECIDE_ROUTE, DECIDE_DUPLICATE = "decide_route", "decide_duplicate"
DOUBTS = (DECIDE_ROUTE, DECIDE_DUPLICATE, tasks.CHECK_OFFENDER)


@dataclass(frozen=True)
class QueueClock:
    """One clock of a case that waits, and how it stands today."""

    kind: ClockKind
    clock: CaseClock
    standing: ClockStanding


@dataclass(frozen=True)
class QueueLine:
    """One case that waits.

    `days_left` are the working days for which it may still wait, negative when it is late.
    `place` is the court, and the district of the postcode: nothing that leads to a door.
    """

    reference: str
    person_name: str = field(repr=False)
    offender_name: str = field(repr=False)
    relationship: Relationship
    language: Language
    received_on: date
    clocks: tuple[QueueClock, ...]
    queue_due_on: date
    overdue: bool
    days_left: int
    court: str = field(repr=False)
    district: str = field(repr=False)
    needs_route: bool
    maybe_duplicate: bool
    offender_differs: bool
    under_18: bool
    sent_back_on: date | None
    proposal: ProposalView
    able: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class QueueView:
    """The queue as its page shows it; `count` is how many wait in all.

    `may_give` is whether the reader gives cases to officers, `may_take` whether they take
    one themselves.
    """

    lines: tuple[QueueLine, ...]
    count: int
    may_give: bool
    may_take: bool


def show_queue(ctx: Context, actor: Actor) -> QueueView:
    """The cases that wait in the actor's unit; the view of their names is recorded.

    Raises NotAllowedError for whoever does no casework.
    """
    if actor.role not in (Role.OFFICER, Role.MANAGER) or actor.unit_id is None:
        raise NotAllowedError
    with ctx.store.writing() as uow:
        waiting = allocation_store.queued(uow, actor.unit_id, actor.user_id)
        waiting.sort(key=_Urgency(ctx))
        sides = allocation_store.sides(uow, [one.case_id for one in waiting[:MOST_SHOWN]])
        shown = [
            sides[one.case_id]
            for one in waiting[:MOST_SHOWN]
            if may_see_case(actor, reach_of(uow, sides[one.case_id][0]))
        ]
        lines = _lines(ctx, uow, actor, actor.unit_id, shown)
        audit.record(uow, actor, What.QUEUE_LISTED, rows=len(lines))
        uow.commit()
    manager = actor.role is Role.MANAGER
    return QueueView(lines, len(waiting), may_give=manager, may_take=not manager)


class _Urgency:
    """The order of the queue: the nearest contact clock, then the date of the queue.

    Many referrals of one file share their days, so each pair of days is counted once. Where
    contact was made already, such as before a move, the date of the queue stands for it.
    """

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._due: dict[tuple[str, date, date], date | None] = {}

    def __call__(self, one: Queued) -> tuple[date, date, str]:
        wait = one.queue_due_on or self._ctx.today()
        due = self._contact_due(one) if one.first_contact_on is None else None
        return due or wait, wait, one.reference

    def _contact_due(self, one: Queued) -> date | None:
        key = (one.route, one.sentenced_on, one.received_on)
        if key not in self._due:
            found = clocks_for(
                Route(one.route),
                one.sentenced_on,
                one.received_on,
                self._ctx.policy,
                self._ctx.bank_holidays,
            )
            contact = [clock for clock in found if clock.kind is not ClockKind.REFERRAL]
            self._due[key] = contact[0].due_on if contact else None
        return self._due[key]


def _lines(
    ctx: Context, uow: UnitOfWork, actor: Actor, unit_id: UUID, sides: list[Side]
) -> tuple[QueueLine, ...]:
    ids = [case.id for case, _, _, _ in sides]
    doubts = allocation_store.open_tasks_of(uow, ids, DOUBTS)
    returns = allocation_store.sent_back_on(uow, ids)
    addresses = allocation_store.post_addresses(uow, [person.id for _, person, _, _ in sides])
    proposals = proposals_for(uow, actor, unit_id, sides)
    steps = case_store.steps_of(uow, ids)
    return tuple(
        _line(
            ctx,
            side,
            doubts.get(side[0].id, set()),
            returns.get(side[0].id),
            addresses.get(side[1].id),
            steps[side[0].id],
            proposed,
        )
        for side, proposed in zip(sides, proposals, strict=True)
    )


def _line(
    ctx: Context,
    side: Side,
    doubts: set[str],
    sent_back_on: date | None,
    address: Channel | None,
    steps: list[EnrolmentStep],
    proposed: Proposed,
) -> QueueLine:
    case, person, offender, sentence = side
    if case.queue_due_on is None:
        raise LookupError("a case in the queue without its date")
    today = ctx.today()
    try:
        court = sentence.court or ""
    except UnreadableError:
        court = UNREADABLE
    return QueueLine(
        reference=case.reference,
        person_name=shown_name(person),
        offender_name=shown_name(offender),
        relationship=Relationship(case.relationship),
        language=Language(person.language),
        received_on=case.received_on,
        clocks=_clocks(ctx, side, steps),
        queue_due_on=case.queue_due_on,
        overdue=case.queue_due_on < today,
        days_left=working_days_between(today, case.queue_due_on, ctx.bank_holidays),
        court=court,
        # Where somebody with a protected identity lives isn't told to a whole unit.
        district="" if person.protected_identity else _district(address),
        needs_route=DECIDE_ROUTE in doubts or case.route == Route.UNDECIDED,
        maybe_duplicate=DECIDE_DUPLICATE in doubts,
        offender_differs=tasks.CHECK_OFFENDER in doubts,
        under_18=_is_undecided(ctx, person),
        sent_back_on=sent_back_on,
        proposal=proposed.proposal,
        able=proposed.able,
    )


def _clocks(ctx: Context, side: Side, steps: list[EnrolmentStep]) -> tuple[QueueClock, ...]:
    case, _, _, sentence = side
    return tuple(
        QueueClock(clock.kind, clock, stands)
        for clock, stands in clocks_of(ctx, case, sentence, steps)
    )


def _is_undecided(ctx: Context, person: Person) -> bool:
    """Whether somebody is under 18, and nobody decided yet who is written to."""
    try:
        minor = minor_of(ctx, person)
    except UnreadableError:
        return False
    return minor is not None and minor.who is None


def _district(address: Channel | None) -> str:
    try:
        return outward_code(address.value or "") if address is not None else ""
    except UnreadableError:
        return ""
