"""What happened to a sentence: recorded once for the offender, planned for every case."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.sources import ToldBy
from victim_portal.domain.stages import OUTCOMES, STAGES, EventOutcome, Stage, YearMonth
from victim_portal.domain.wording import CONTENTS
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.planning import replanned
from victim_portal.services.reach import case_within_reach
from victim_portal.services.reviews import decision_recorded
from victim_portal.store import cases as case_store
from victim_portal.store import offenders as offender_store
from victim_portal.store import updates as update_store
from victim_portal.store.models import Event, Sentence
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError

# Stages that come from the plan itself and not from a happening.
PLANNED_ONLY = frozenset({Stage.SENTENCE_EXPLAINED, Stage.DATE_CHANGED, Stage.ANNUAL_CONTACT})
WITH_HEARING = frozenset({Stage.HEARING_LISTED, Stage.HEARING_DEFERRED, Stage.TRIBUNAL})
MOST_TOLD_BY = 120
MEANWHILE = (
    "Somebody else recorded something about this offender in the same moment. Nothing of yours "
    "was saved yet: save it again."
)
RECORDABLE = tuple(stage for stage in STAGES if stage not in PLANNED_ONLY)


@dataclass(frozen=True)
class EventInput:
    """What happened, when, and who told us: `told_by` in words, `source` of which kind.

    The kind is shown to every unit with a victim of the offender, the words to nobody who
    doesn't reach the case on which they were written.
    """

    stage: Stage
    happened_on: date
    told_by: str = field(repr=False)
    outcome: EventOutcome | None = None
    month: YearMonth | None = None
    hearing_on: date | None = None
    note: str = field(default="", repr=False)
    source: ToldBy = ToldBy.OTHER


def check_reach(ctx: Context, actor: Actor, reference: str) -> None:
    """NotFoundError unless the actor may record events on the case."""
    with ctx.store.reading() as uow:
        case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)


def record_event(
    ctx: Context, actor: Actor, reference: str, given: EventInput, once: UUID | None = None
) -> UUID | None:
    """Record an event and plan every open case of the offender again.

    Returns this case's draft about it, None where the victim isn't told of it. Raises
    InvalidError with a sentence for each field, NotFoundError out of reach, ConflictError
    when somebody else was at it in the same moment.
    """
    try:
        return _record(ctx, actor, reference, given, once)
    except (ConstraintError, LostUpdateError):
        raise ConflictError(MEANWHILE) from None


def _record(
    ctx: Context, actor: Actor, reference: str, given: EventInput, once: UUID | None
) -> UUID | None:
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        said = saying("record_event", reference, given)
        done = already_done(uow, once, said)
        if done is not None:
            return UUID(done) if done else None
        sentence = uow.get(Sentence, case.sentence_id)
        _check(ctx, given, sentence.sentenced_on if sentence else None)
        # One after the other: news of a release and of a recall must each see the other.
        offender_store.lock(uow, case.offender_id)
        month = given.month
        if month is None and given.hearing_on is not None:
            month = YearMonth.of(given.hearing_on)
        event = Event(
            id=uow.tokens.uuid(),
            offender_id=case.offender_id,
            stage=given.stage.value,
            happened_on=given.happened_on,
            outcome=given.outcome.value if given.outcome else None,
            month=str(month) if month else None,
            hearing_on=given.hearing_on,
            source=given.source.value,
            case_id=case.id,
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
        if given.stage is Stage.PAROLE_DECISION:
            decision_recorded(ctx, uow, actor, case.offender_id)
        replanned(ctx, uow, actor, case_store.open_of_offender(uow, case.offender_id))
        key = f"{event.stage}:{event.id}"
        found = [u.id for u in update_store.of_case(uow, case.id) if u.plan_key == key]
        remember(uow, once, str(found[0]) if found else "", said)
        uow.commit()
        return found[0] if found else None


def _check(ctx: Context, given: EventInput, sentenced_on: date | None) -> None:
    problems: dict[str, str] = {}
    if given.stage not in RECORDABLE:
        problems["stage"] = "Choose what happened."
    if given.happened_on > ctx.today():
        problems["happened_on"] = "The date must be today or in the past."
    elif sentenced_on is not None and given.happened_on < sentenced_on:
        problems["happened_on"] = "The date is before the sentence."
    if not given.told_by.strip() and given.source is ToldBy.OTHER:
        problems["told_by"] = "Say who told you."
    elif len(given.told_by.strip()) > MOST_TOLD_BY:
        problems["told_by"] = f"Use at most {MOST_TOLD_BY} characters."
    if given.outcome is not None and given.outcome not in OUTCOMES.get(given.stage, ()):
        problems["outcome"] = "This doesn't fit what happened."
    if given.hearing_on is not None:
        if given.stage not in WITH_HEARING:
            problems["hearing_on"] = "Only a hearing has this date."
        elif given.hearing_on < given.happened_on:
            problems["hearing_on"] = "The hearing must be after the day on which it was listed."
    if CONTENTS[given.stage].needs_month and given.month is None and given.hearing_on is None:
        problems["month"] = "Enter the month: the words can't be written without it."
    if problems:
        raise InvalidError(problems)
