"""Some offenders of a file, in one transaction: their dates, their plans, what moved for whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.campaigns import (
    CampaignOutcome,
    DateChange,
    Move,
    moves,
    told_by,
    why_nothing,
)
from victim_portal.domain.plan import month_told
from victim_portal.services.context import Context
from victim_portal.services.key_dates.versions import (
    CALCULATOR,
    CHANGE_FILE,
    ask_about_doubts,
    keep_version,
)
from victim_portal.services.planning import Replanned, replanned
from victim_portal.services.reach import need
from victim_portal.store import campaigns as store
from victim_portal.store import cases as case_store
from victim_portal.store import offenders as offender_store
from victim_portal.store.models import CampaignMove, CampaignOffender, Case, Offender
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass
class Batch:
    """What became of some offenders: counts, doubts by prison number, and who isn't known."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    cases: int = 0
    flagged: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    unknown_codes: set[str] = field(default_factory=set)

    def take(self, other: "Batch") -> None:
        """Add what another batch did, once it is kept."""
        self.added += other.added
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.cases += other.cases
        self.flagged += other.flagged
        self.unknown += other.unknown
        self.unknown_codes |= other.unknown_codes


def take_in(ctx: Context, actor: Actor, campaign_id: UUID, changes: Sequence[DateChange]) -> Batch:
    """Keep some changes, plan the open cases of their offenders again, and commit once.

    Who was done before is passed over. ConstraintError or LostUpdateError, with nothing kept,
    where somebody else was at one of them.
    """
    need(Permission.RUN_CAMPAIGN, actor)
    batch = Batch()
    with ctx.store.writing() as uow:
        uow.only_one_for(campaign_id)
        indexes = {
            one.plain_number: uow.keyring.exact("prison number", one.plain_number)
            for one in changes
        }
        offenders, _ = offender_store.by_index(uow, list(indexes.values()), [])
        done = store.done_of(uow, campaign_id, [one.id for one in offenders.values()])
        for change in changes:
            offender = offenders.get(indexes[change.plain_number])
            if offender is None:
                batch.unknown.append(change.given.prison_number)
            elif offender.id in done:
                batch.unchanged += 1
            else:
                done.add(offender.id)
                _move(ctx, uow, actor, campaign_id, offender, change, batch)
        uow.commit()
    return batch


def _move(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    campaign_id: UUID,
    offender: Offender,
    change: DateChange,
    batch: Batch,
) -> None:
    source = CALCULATOR if change.whole else CHANGE_FILE
    kept = keep_version(ctx, uow, actor, offender, change.given, source, whole=change.whole)
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
        return
    if kept.before:
        batch.changed += 1
    else:
        batch.added += 1
    if kept.flags:
        ask_about_doubts(ctx, uow, actor, offender)
    moved = moves(kept.before, kept.after, ctx.today())
    for case in case_store.open_of_offender(uow, offender.id):
        planned = replanned(ctx, uow, actor, case)
        batch.cases += bool(moved)
        for one in moved:
            uow.add(_row(ctx, uow, campaign_id, case, one, planned))


def _row(
    ctx: Context,
    uow: UnitOfWork,
    campaign_id: UUID,
    case: Case,
    move: Move,
    planned: Replanned,
) -> CampaignMove:
    facts, today = planned.facts, ctx.today()
    told = month_told(facts.case, facts.key_dates, move.road, ctx.policy, today)
    tells = told_by(move, planned.planned, told)
    nothing = None
    if tells is None:
        nothing = why_nothing(move, facts.case.enrolment, facts.preference, told).value
    return CampaignMove(
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
