"""The row of an update, filled from what is planned and from its words."""

from datetime import date, datetime

from victim_portal.domain.plan import PlannedUpdate
from victim_portal.domain.stages import STAGES
from victim_portal.domain.templates import LiveTexts, Recorded
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.domain.wording import DraftTexts
from victim_portal.services.context import Context
from victim_portal.services.planning.words import Writer
from victim_portal.store.models import Case, Update
from victim_portal.store.unit_of_work import UnitOfWork


def take_over(update: Update, planned: PlannedUpdate, writer: Writer, now: datetime) -> None:
    """Put what is planned now into an update; its words are written apart."""
    update.stage = planned.stage.value
    update.window_opens = planned.window_opens
    update.asked_on = None
    update.window_closes = max(planned.window_closes, planned.window_opens)
    update.reason = planned.reason[:500]
    update.facts = dict(planned.facts)
    update.anchor_code = planned.anchor_code
    update.anchor_month = str(planned.anchor_month) if planned.anchor_month else None
    # Urgent news goes above what the person chose, which is a manager's to answer for.
    update.needs_manager = planned.needs_manager or STAGES[planned.stage].urgent
    update.said = {**said_by_plan(planned), "made_from": writer.made_from}
    update.changed_at = now


def new_update(
    ctx: Context,
    uow: UnitOfWork,
    case: Case,
    planned: PlannedUpdate,
    writer: Writer,
    words: DraftTexts,
) -> Update:
    """A draft of what is planned; the caller adds it."""
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
    take_over(update, planned, writer, ctx.now())
    write_words(update, words, writer.wrote[planned.plan_key])
    return update


def write_words(update: Update, words: DraftTexts, made_from: Recorded) -> None:
    """Put drafted words into an update, and from which texts in which version they were made."""
    update.text_versions = dict(made_from)
    update.notice_sms = words.notice_sms
    update.notice_subject = words.notice_subject
    update.notice_email = words.notice_email
    update.content_subject = words.content_subject
    update.content = words.content


def said_by_plan(planned: PlannedUpdate) -> dict[str, str | bool | None]:
    """What the words are made from beside the month, as far as the plan says it."""
    return {
        "previous_month": str(planned.previous_month) if planned.previous_month else None,
        "outcome": planned.outcome.value if planned.outcome else None,
        "event_id": planned.event_id,
        "on_licence": planned.on_licence,
    }


def says(update: Update, words: DraftTexts) -> bool:
    """Whether an update says exactly these words."""
    return words == DraftTexts(
        notice_sms=update.notice_sms or "",
        notice_subject=update.notice_subject or "",
        notice_email=update.notice_email or "",
        content_subject=update.content_subject or "",
        content=update.content or "",
    )


def in_live_words(update: Update, live: LiveTexts) -> bool:
    """Whether an update needs no other words: its texts stand, or somebody chose its words.

    Those are the words that were approved as they were read, and those that an officer edited.
    """
    chosen = update.edited or update.state != UpdateState.DRAFT
    return chosen or live.stands(update.text_versions)


def rests_on_the_same(update: Update, planned: PlannedUpdate, today: date) -> bool:
    """Whether facts, month and window are those of the plan; the words aren't looked at.

    A window that has opened is always planned as opening today, so only one that is still
    to come is compared.
    """
    month = str(planned.anchor_month) if planned.anchor_month else None
    said = {key: value for key, value in update.said.items() if key != "made_from"}
    opens, closes = planned.window_opens, planned.window_closes
    return (
        dict(planned.facts) == update.facts
        and month == update.anchor_month
        and planned.anchor_code == update.anchor_code
        and said == said_by_plan(planned)
        and (opens <= today or opens == update.window_opens)
        and (closes <= max(today, opens) or closes == update.window_closes)
    )
