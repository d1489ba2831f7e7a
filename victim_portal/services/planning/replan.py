"""Planning a case again after anything changed. Running it twice changes nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from victim_portal.domain.access import Actor
from victim_portal.domain.plan import PlannedUpdate, plan
from victim_portal.domain.vocabulary import MessageState, UpdateState
from victim_portal.domain.wording import DraftTexts, WordingError
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.planning.facts import gather
from victim_portal.services.planning.words import Writer
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, Update
from victim_portal.store.unit_of_work import UnitOfWork

NO_LONGER_PLANNED = "The plan no longer holds it: what it rested on has changed."


@dataclass
class PlanDifference:
    """What planning again did to a case's updates."""

    added: int = 0
    moved: int = 0
    withdrawn: int = 0
    back_to_draft: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.moved or self.withdrawn or self.back_to_draft)


def replan(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> PlanDifference:
    """Bring a case's updates in step with its plan, within the caller's transaction.

    New updates come as drafts. One whose facts changed gets new words; was it approved,
    it falls back to draft and what was queued for it is cancelled. What the plan no
    longer holds is withdrawn. What was sent stays as it is.
    """
    uow.flush()
    updates = update_store.of_case(uow, case.id)
    facts = gather(uow, case, updates)
    planned: tuple[PlannedUpdate, ...] = ()
    if facts.preference is not None:
        planned = plan(
            facts.case,
            facts.key_dates,
            facts.events,
            facts.preference,
            ctx.policy,
            ctx.bank_holidays,
            ctx.today(),
        )
    difference = PlanDifference()
    by_key = {update.plan_key: update for update in updates}
    writer = Writer(ctx, uow, case)
    for one in planned:
        _bring_in_step(ctx, uow, actor, case, one, by_key.get(one.plan_key), writer, difference)
    wanted = {one.plan_key for one in planned}
    for update in updates:
        if update.plan_key not in wanted and update.state in (
            UpdateState.DRAFT,
            UpdateState.APPROVED,
        ):
            stop_messages(uow, actor, update, NO_LONGER_PLANNED)
            update.state = UpdateState.CANCELLED
            update.approved_version = None
            update.changed_at = ctx.now()
            difference.withdrawn += 1
    if difference:
        audit.record(
            uow,
            actor,
            What.UPDATES_PLANNED,
            case.id,
            added=difference.added,
            moved=difference.moved,
            withdrawn=difference.withdrawn,
            back_to_draft=difference.back_to_draft,
        )
    uow.flush()
    return difference


def stop_messages(uow: UnitOfWork, actor: Actor, update: Update, why: str) -> int:
    """Cancel what no provider has yet of an update; returns how many messages."""
    stopped = update_store.stoppable(uow, update_id=update.id)
    for message in stopped:
        message.state = MessageState.CANCELLED
        message.why_code, message.why = "update_changed", why
        message.changed_at = uow.clock.now()
        audit.record(
            uow,
            actor,
            What.MESSAGE_STATE,
            update.case_id,
            message=str(message.id),
            state=message.state,
            why="update_changed",
        )
    return len(stopped)


def back_to_draft(uow: UnitOfWork, actor: Actor, update: Update, why: str) -> None:
    """Take an approval back: nothing stale stays approved."""
    stop_messages(uow, actor, update, why)
    update.state = UpdateState.DRAFT
    update.approved_version = None
    update.back_to_draft_why = why
    audit.record(
        uow,
        actor,
        What.UPDATE_BACK_TO_DRAFT,
        update.case_id,
        update=str(update.id),
        version=update.version,
    )


def _bring_in_step(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    planned: PlannedUpdate,
    update: Update | None,
    writer: Writer,
    difference: PlanDifference,
) -> None:
    if update is not None and update.state == UpdateState.SENT:
        return
    revived = update is not None and update.state == UpdateState.CANCELLED
    if update is not None and not revived and dict(planned.facts) == update.facts:
        return
    try:
        words = writer.draft(planned)
    except WordingError:
        _ask_for_words(ctx, uow, actor, case, planned)
        return
    if update is None:
        update = _new_update(ctx, uow, case, planned, writer, words)
        uow.add(update)
        difference.added += 1
        return
    was_approved = update.state == UpdateState.APPROVED
    if was_approved:
        why = f"Changed since it was approved: {planned.reason}"
        back_to_draft(uow, actor, update, why[:500])
        difference.back_to_draft += 1
    elif revived:
        difference.added += 1
    else:
        difference.moved += 1
    update.state = UpdateState.DRAFT
    _take_over(update, planned, ctx.now())
    update.version += 1
    if update.edited:
        # An officer's own words aren't thrown away, but they rest on facts that are gone.
        update.back_to_draft_why = (
            "The facts changed after you edited these words: read them again."
        )
    else:
        write_words(update, words)
    if revived:
        update.cancelled_by = None


def _take_over(update: Update, planned: PlannedUpdate, now: datetime) -> None:
    update.stage = planned.stage.value
    update.window_opens = planned.window_opens
    update.window_closes = max(planned.window_closes, planned.window_opens)
    update.reason = planned.reason[:500]
    update.facts = dict(planned.facts)
    update.anchor_code = planned.anchor_code
    update.anchor_month = str(planned.anchor_month) if planned.anchor_month else None
    update.needs_manager = planned.needs_manager
    update.said = said_of(planned)
    update.changed_at = now


def _new_update(
    ctx: Context,
    uow: UnitOfWork,
    case: Case,
    planned: PlannedUpdate,
    writer: Writer,
    words: DraftTexts,
) -> Update:
    update = Update(
        id=uow.tokens.uuid(),
        case_id=case.id,
        person_id=case.person_id,
        plan_key=planned.plan_key,
        state=UpdateState.DRAFT.value,
        language=writer.language.value,
        edited=False,
        version=1,
    )
    _take_over(update, planned, ctx.now())
    write_words(update, words)
    return update


def write_words(update: Update, words: DraftTexts) -> None:
    """Put drafted words into an update."""
    update.notice_sms = words.notice_sms
    update.notice_subject = words.notice_subject
    update.notice_email = words.notice_email
    update.content_subject = words.content_subject
    update.content = words.content


def said_of(planned: PlannedUpdate) -> dict[str, str | bool | None]:
    """What the words need beside the month, as it is stored."""
    return {
        "previous_month": str(planned.previous_month) if planned.previous_month else None,
        "outcome": planned.outcome.value if planned.outcome else None,
        "event_id": planned.event_id,
        "on_licence": planned.on_licence,
    }


def _ask_for_words(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, planned: PlannedUpdate
) -> None:
    due: date = max(ctx.today(), planned.window_opens)
    tasks.raise_for_case(
        uow,
        actor,
        case,
        "words_missing",
        "An update can't be written yet: a name, your telephone number or your hours are missing",
        "Nothing goes out with a gap in it",
        due,
        key=planned.plan_key,
    )
