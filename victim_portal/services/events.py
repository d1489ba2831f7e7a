"""What happened to a sentence: recorded once for the offender, planned for every case."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.stages import OUTCOMES, STAGES, EventOutcome, Stage, YearMonth
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.once import already_done, remember
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach
from victim_portal.store import cases as case_store
from victim_portal.store.models import Event

# Stages that come from the plan itself and not from a happening.
PLANNED_ONLY = frozenset({Stage.SENTENCE_EXPLAINED, Stage.DATE_CHANGED, Stage.ANNUAL_CONTACT})
RECORDABLE = tuple(stage for stage in STAGES if stage not in PLANNED_ONLY)


@dataclass(frozen=True)
class EventInput:
    """What happened, when, and who told us."""

    stage: Stage
    happened_on: date
    told_by: str
    outcome: EventOutcome | None = None
    month: YearMonth | None = None
    hearing_on: date | None = None
    note: str = field(default="", repr=False)


def record_event(
    ctx: Context, actor: Actor, reference: str, given: EventInput, once: UUID | None = None
) -> None:
    """Record an event and plan every open case of the offender again.

    Raises InvalidError with a sentence for each field, NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        if already_done(uow, once) is not None:
            return
        _check(ctx, given)
        event = Event(
            id=uow.tokens.uuid(),
            offender_id=case.offender_id,
            stage=given.stage.value,
            happened_on=given.happened_on,
            outcome=given.outcome.value if given.outcome else None,
            month=str(given.month) if given.month else None,
            hearing_on=given.hearing_on,
            told_by=given.told_by.strip(),
            note=given.note.strip() or None,
            version=1,
            recorded_by=actor.name,
            recorded_at=ctx.now(),
        )
        uow.add(event)
        audit.record(
            uow,
            actor,
            What.EVENT_RECORDED,
            case.id,
            event=str(event.id),
            stage=event.stage,
            on=given.happened_on.isoformat(),
        )
        for one in case_store.open_of_offender(uow, case.offender_id):
            replan(ctx, uow, actor, one)
        remember(uow, once, case.reference)
        uow.commit()


def _check(ctx: Context, given: EventInput) -> None:
    problems: dict[str, str] = {}
    if given.stage not in RECORDABLE:
        problems["stage"] = "Choose what happened."
    if given.happened_on > ctx.today():
        problems["happened_on"] = "The date must be today or in the past."
    if not given.told_by.strip():
        problems["told_by"] = "Say who told you."
    if given.outcome is not None and given.outcome not in OUTCOMES.get(given.stage, ()):
        problems["outcome"] = "This doesn't fit what happened."
    if problems:
        raise InvalidError(problems)
