"""A hearing that is listed or moves: kept as a step, told as news, rung about on the same day.

What was entered wrongly is put right in the news itself: nobody is told of a hearing that it was
put off when it never was.
"""

from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import add_working_days
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.parole import TOLD_AS, HearingMove, ReviewKind
from victim_portal.domain.sources import ToldBy
from victim_portal.domain.stages import EventOutcome, Stage, YearMonth, told_at
from victim_portal.domain.vocabulary import Level, UpdateState
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.messages.asks import working_day
from victim_portal.services.representations.rows import tell_recipients
from victim_portal.services.reviews.deadlines import NOT_WANTED
from victim_portal.services.reviews.values import ReviewInput
from victim_portal.store import cases as case_store
from victim_portal.store import representations as store
from victim_portal.store import reviews as review_store
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, Event, HearingStep, Review
from victim_portal.store.unit_of_work import UnitOfWork

TOLD_BY = "parole review"
PUT_OFF_TASK, NEW_DATE_TASK = "hearing_put_off", "new_hearing_date"
NEW_DATE_WITHIN = 10
"""Working days until somebody asks when a hearing that was put off will be."""
SENT_BEFORE = "sent_before_correction"


def note_step(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    review: Review,
    move: HearingMove,
    before: date | None,
) -> None:
    """Keep one move of a review's hearing, which stands at its new date already."""
    uow.add(
        HearingStep(
            id=uow.tokens.uuid(),
            offender_id=review.offender_id,
            review_id=review.id,
            number=review_store.next_step_number(uow, review.id),
            move=move.value,
            before_on=before,
            after_on=review.hearing_on,
            learnt_on=ctx.today(),
            recorded_by=actor.name,
            recorded_at=ctx.now(),
        )
    )


def tell_of_start(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, given: ReviewInput
) -> None:
    """Record as an event that a review began, unless an officer did already."""
    stage = Stage.PAROLE_REVIEW_STARTED
    newest = store.newest_event(uow, case.offender_id, stage.value, Stage.PAROLE_DECISION)
    if newest is not None and newest.stage == stage:
        return
    month = given.target_month or (YearMonth.of(given.hearing_on) if given.hearing_on else None)
    # The first one looks at open conditions: nobody is told that release is considered.
    early = given.kind is ReviewKind.PRE_TARIFF
    outcome = EventOutcome.OPEN_CONDITIONS if early else None
    add_event(ctx, uow, actor, case, stage, month=month, outcome=outcome)


def tell_of_move(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    review: Review,
    move: HearingMove,
    before: date | None,
) -> None:
    """Record a move as an event of the sentence, or put the event right that had it wrong."""
    hearing_on = review.hearing_on
    newest = store.newest_event(uow, case.offender_id, Stage.HEARING_LISTED, Stage.HEARING_DEFERRED)
    if move is HearingMove.PUT_RIGHT:
        if newest is not None and newest.hearing_on == before and hearing_on is not None:
            _put_right(ctx, uow, actor, newest, hearing_on)
        return
    if newest is not None and newest.hearing_on == hearing_on:
        return
    month = YearMonth.of(hearing_on) if hearing_on else None
    add_event(ctx, uow, actor, case, TOLD_AS[move], month=month, hearing_on=hearing_on)


def ring_today(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, review: Review, move: HearingMove
) -> None:
    """Have them rung on the day on which a hearing was put off or brought forward.

    Whoever doesn't hear of hearings but would be there, or is heard at it, is rung as well.
    """
    moved = move in (HearingMove.PUT_OFF, HearingMove.BROUGHT_FORWARD)
    if not moved or case.enrolment not in IN_SCHEME:
        return
    preference = case_store.preference(uow, case.id)
    hears = preference is not None and told_at(Stage.HEARING_DEFERRED, Level(preference.level))
    takes_part = bool(review_store.asks(uow, case.id, review.id)) or any(
        one.review_id == review.id for one in store.statements(uow, case.id)
    )
    if not hears and not takes_part:
        return
    what = "put off" if move is HearingMove.PUT_OFF else "brought forward"
    tasks.raise_for_case(
        uow,
        actor,
        case,
        PUT_OFF_TASK,
        f"The hearing was {what}: ring them today by their plan. They may have taken leave or be "
        "on their way",
        "A moved hearing is told on the same day",
        ctx.today(),
        key=f"{review.id}",
    )


def follow_move(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, review: Review, move: HearingMove
) -> None:
    """What else a move asks of a case's officer: the new date, and files that name the old one."""
    if move is not HearingMove.LISTED:
        tell_recipients(
            ctx,
            uow,
            actor,
            case,
            "The hearing has another date than the files name that were made: make them again",
            f"hearing:{review.id}",
        )
    if review.hearing_on is not None:
        tasks.settle(uow, actor, NEW_DATE_TASK, case, f"{review.id}")
        return
    if case.enrolment in NOT_WANTED:
        return
    tasks.raise_for_case(
        uow,
        actor,
        case,
        NEW_DATE_TASK,
        "The hearing was put off without a new date: ask the casework section when it will be",
        "Every deadline of a victim's hangs on the hearing",
        add_working_days(ctx.today(), NEW_DATE_WITHIN, ctx.bank_holidays),
        key=f"{review.id}",
    )


def add_event(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    stage: Stage,
    *,
    happened_on: date | None = None,
    month: YearMonth | None = None,
    hearing_on: date | None = None,
    outcome: EventOutcome | None = None,
) -> Event:
    """Record an event of the sentence, of which the plan of every open case then tells."""
    event = Event(
        id=uow.tokens.uuid(),
        offender_id=case.offender_id,
        stage=stage.value,
        outcome=outcome.value if outcome else None,
        happened_on=happened_on or ctx.today(),
        month=str(month) if month else None,
        hearing_on=hearing_on,
        source=ToldBy.PAROLE_BOARD.value,
        case_id=case.id,
        told_by=TOLD_BY,
        version=1,
        recorded_by=actor.name,
        recorded_at=ctx.now(),
    )
    uow.add(event)
    _audit(uow, actor, case.id, event)
    return event


def _put_right(ctx: Context, uow: UnitOfWork, actor: Actor, event: Event, hearing_on: date) -> None:
    """A new version of the event: what isn't sent is written anew; what is, is looked after."""
    told, month = event.month, str(YearMonth.of(hearing_on))
    event.hearing_on, event.month, event.version = hearing_on, month, event.version + 1
    _audit(uow, actor, event.case_id, event)
    if told == month:
        return
    keys = {f"{event.stage}:{event.id}", f"{Stage.STATEMENT_DUE}:{event.id}"}
    for case in case_store.open_of_offender(uow, event.offender_id):
        if any(
            update.state == UpdateState.SENT and update.plan_key.partition("#")[0] in keys
            for update in update_store.of_case(uow, case.id)
        ):
            tasks.raise_for_case(
                uow,
                actor,
                case,
                SENT_BEFORE,
                "They were told a month of the hearing that was entered wrongly: tell them the "
                "right one, and tell your manager what was wrong",
                "Nothing wrong that went out stays uncorrected",
                working_day(ctx),
                key=f"hearing:{event.id}",
            )


def _audit(uow: UnitOfWork, actor: Actor, case_id: UUID | None, event: Event) -> None:
    audit.record(
        uow,
        actor,
        What.EVENT_RECORDED,
        case_id,
        event=str(event.id),
        stage=event.stage,
        on=event.happened_on.isoformat(),
    )
