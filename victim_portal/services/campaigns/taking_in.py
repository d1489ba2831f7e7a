"""Some offenders of a file, in one transaction: their dates, their plans, what moved for whom."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.calendar import add_working_days
from victim_portal.domain.campaigns import (
    CampaignOutcome,
    DateChange,
    Move,
    moves,
    told_by,
    why_nothing,
)
from victim_portal.domain.plan import month_told
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.key_dates.versions import (
    CALCULATOR,
    CHANGE_FILE,
    Standing,
    ask_about_doubts,
    keep_version,
    standing_of,
)
from victim_portal.services.planning import CASE_TROUBLE, Replanned, replanned
from victim_portal.services.reach import need
from victim_portal.store import campaigns as store
from victim_portal.store import offenders as offender_store
from victim_portal.store import planning as planning_store
from victim_portal.store.models import CampaignMove, CampaignOffender, Case, Offender
from victim_portal.store.unit_of_work import UnitOfWork

logger = logging.getLogger(__name__)

LOOK_WITHIN_WORKING_DAYS = 2


class CaseTroubleError(Exception):
    """One case of an offender can't be read or planned; nothing of the batch was kept."""

    def __init__(self, case_id: UUID) -> None:
        super().__init__(str(case_id))
        self.case_id = case_id


@dataclass
class Batch:
    """What became of some offenders: counts, doubts by prison number, and who isn't known.

    `unplanned` are prison numbers whose dates are kept, but not every case could be planned:
    a task on that case says so.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    cases: int = 0
    flagged: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    unplanned: list[str] = field(default_factory=list)
    unknown_codes: set[str] = field(default_factory=set)

    def take(self, other: "Batch") -> None:
        """Add what another batch did, once it is kept."""
        self.added += other.added
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.cases += other.cases
        self.flagged += other.flagged
        self.unknown += other.unknown
        self.unplanned += other.unplanned
        self.unknown_codes |= other.unknown_codes


def take_in(
    ctx: Context,
    actor: Actor,
    campaign_id: UUID,
    changes: Sequence[DateChange],
    aside: Collection[UUID] = (),
) -> Batch:
    """Keep some changes, plan the open cases of their offenders again, and commit once.

    Who was done before is passed over; the cases `aside` aren't planned, and leave a task each.
    With nothing kept: ConstraintError or LostUpdateError where somebody else was at one of
    them; CaseTroubleError for a case that can't be read or planned, where one change alone was
    given, and one of CASE_TROUBLE where it can't be told whose it is.
    """
    need(Permission.BRING_IN_CAMPAIGN, actor)
    batch = Batch()
    with ctx.store.writing() as uow:
        uow.only_one_for(campaign_id)
        indexes = {
            one.plain_number: uow.keyring.exact("prison number", one.plain_number)
            for one in changes
        }
        offenders, _ = offender_store.by_index(uow, list(indexes.values()), [])
        ids = [one.id for one in offenders.values()]
        # Other news of these offenders is recorded before or after, and each sees the other.
        offender_store.lock(uow, *ids)
        # The file's reasons are sealed under the keys of their offenders.
        uow.vault.fetch(ids)
        done = store.done_of(uow, campaign_id, ids)
        known = _Known(standing_of(uow, ids), planning_store.open_of_offenders(uow, ids))
        moved: list[_Moved] = []
        for change in changes:
            offender = offenders.get(indexes[change.plain_number])
            if offender is None:
                batch.unknown.append(change.given.prison_number)
            elif offender.id in done:
                batch.unchanged += 1
            else:
                done.add(offender.id)
                found = _move(ctx, uow, actor, campaign_id, offender, change, known, batch, aside)
                if found is not None:
                    moved.append(found)
        if len(changes) == 1:
            _plan_each(ctx, uow, actor, campaign_id, moved)
        else:
            _plan(ctx, uow, actor, campaign_id, moved)
        uow.commit()
    return batch


@dataclass(frozen=True)
class _Known:
    """What stood before, by offender."""

    standing: Mapping[UUID, Standing]
    cases: Mapping[UUID, list[Case]]


@dataclass(frozen=True)
class _Moved:
    """An offender whose dates are others now: the open cases, and what that moved in them."""

    cases: list[Case]
    moves: Sequence[Move]


def _move(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    campaign_id: UUID,
    offender: Offender,
    change: DateChange,
    known: _Known,
    batch: Batch,
    aside: Collection[UUID],
) -> _Moved | None:
    source = CALCULATOR if change.whole else CHANGE_FILE
    standing, cases = known.standing[offender.id], known.cases[offender.id]
    kept = keep_version(
        ctx, uow, actor, offender, change.given, source, standing, whole=change.whole
    )
    outcome = CampaignOutcome.MOVED if kept.new else CampaignOutcome.UNCHANGED
    uow.add(
        CampaignOffender(
            id=uow.tokens.uuid(),
            campaign_id=campaign_id,
            offender_id=offender.id,
            outcome=outcome.value,
            version=kept.version,
            reason=change.reason or None,
            done_at=ctx.now(),
        )
    )
    batch.unknown_codes |= set(change.given.unknown_codes)
    if kept.flags:
        sentences = tuple(flag.sentence for flag in kept.flags)
        batch.flagged.append((change.given.prison_number, sentences))
    if not kept.new:
        batch.unchanged += 1
        return None
    if kept.before:
        batch.changed += 1
    else:
        batch.added += 1
    if kept.flags:
        ask_about_doubts(ctx, uow, actor, cases)
    left = [case for case in cases if case.id in aside]
    for case in left:
        _ask_to_look(ctx, uow, actor, case)
    if left:
        batch.unplanned.append(change.given.prison_number)
    moved = _Moved(
        [case for case in cases if case.id not in aside],
        moves(kept.before, kept.after, ctx.today()),
    )
    batch.cases += len(moved.cases) if moved.moves else 0
    return moved


def _plan_each(
    ctx: Context, uow: UnitOfWork, actor: Actor, campaign_id: UUID, moved: Sequence[_Moved]
) -> None:
    """The same, case by case: it can be told which of them has trouble."""
    for one in moved:
        for case in one.cases:
            try:
                _plan(ctx, uow, actor, campaign_id, [_Moved([case], one.moves)])
            except CASE_TROUBLE as error:
                # The type alone: messages of errors may hold values.
                logger.error("planning the case %s failed: %s", case.id, type(error).__name__)
                raise CaseTroubleError(case.id) from None


def _ask_to_look(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    """Nothing tells this victim of the move by itself: somebody has to."""
    tasks.raise_for_case(
        uow,
        actor,
        case,
        tasks.NOT_PLANNED,
        "A date of the offender moved and this case could not be planned: something in it can't "
        "be read. Tell whoever runs the portal, and tell the victim by hand",
        "Never silence: what can't be planned is looked at by a person",
        add_working_days(ctx.today(), LOOK_WITHIN_WORKING_DAYS, ctx.bank_holidays),
    )


def _plan(
    ctx: Context, uow: UnitOfWork, actor: Actor, campaign_id: UUID, moved: Sequence[_Moved]
) -> None:
    """Plan the cases of all whose dates are others now, and keep what moved for whom."""
    planned = replanned(ctx, uow, actor, [case for one in moved for case in one.cases])
    for one in moved:
        for case in one.cases:
            for move in one.moves:
                _keep(ctx, uow, campaign_id, case, move, planned[case.id])


def _keep(
    ctx: Context,
    uow: UnitOfWork,
    campaign_id: UUID,
    case: Case,
    move: Move,
    planned: Replanned,
) -> None:
    facts, today = planned.facts, ctx.today()
    told = month_told(facts.case, facts.key_dates, move.road, ctx.policy, today)
    tells = told_by(move, planned.planned, told)
    nothing = None
    if tells is None:
        nothing = why_nothing(move, facts.case.enrolment, facts.preference, told).value
    uow.add_at_commit(
        CampaignMove,
        id=uow.tokens.uuid(),
        campaign_id=campaign_id,
        case_id=case.id,
        person_id=case.person_id,
        road=move.road.value,
        month_before=_text(move.month_before),
        month_after=_text(move.month_after),
        moved_months=move.months,
        nearest_on=move.nearest(today),
        told_month=_text(told),
        plan_key=tells.plan_key if tells else None,
        why_nothing=nothing,
        made_at=ctx.now(),
    )


def _text(month: object) -> str | None:
    return None if month is None else str(month)
