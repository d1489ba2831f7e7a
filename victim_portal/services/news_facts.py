"""What the last look is told of an update, the same for its messages and for its letter."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from victim_portal.domain.calendar import london_date
from victim_portal.domain.last_look import Force
from victim_portal.domain.stages import STAGES, EventOutcome, Stage, told_at
from victim_portal.domain.vocabulary import Level, Role, UpdateState
from victim_portal.domain.wrong_news import is_correction, stands_wrong
from victim_portal.store.last_look import Spoken
from victim_portal.store.models import Approval, Case, Update, User

Approvals = Collection[tuple[Approval, User]]


def standing_approvals(approvals: Approvals, version: int | None, digest: str) -> Approvals:
    """Those of exactly these words in exactly this version, and who gave them."""
    return [
        (approval, user)
        for approval, user in approvals
        if approval.version == version and approval.words_digest == digest
    ]


def by_manager(approvals: Approvals) -> bool:
    """Whether a manager is among who approved."""
    return any(user.role == Role.MANAGER for _, user in approvals)


def is_approved(update: Update, approvals: Approvals) -> bool:
    """Whether an update stands approved by whom it has to be, `approvals` those that stand."""
    return (
        update.state in (UpdateState.APPROVED, UpdateState.SENT)
        and update.version == update.approved_version
        and bool(approvals)
        and (not update.needs_manager or by_manager(approvals))
    )


def force_of(stage: Stage) -> Force:
    """How strongly a stage presses."""
    rule = STAGES[stage]
    if rule.urgent:
        return Force.URGENT
    return Force.STATUTORY if rule.statutory else Force.ORDINARY


def levels_told(update: Update) -> frozenset[Level]:
    """The levels of contact whose choosers hear of an update."""
    said = update.said.get("outcome")
    outcome = EventOutcome(said) if said else None
    return frozenset(level for level in Level if told_at(Stage(update.stage), level, outcome))


def rung_since(spoken: Iterable[Spoken], case: Case, approvals: Approvals) -> bool:
    """Whether somebody spoke with the person themselves after the news was approved."""
    approved_at = _last(approvals)
    return approved_at is not None and any(
        contact.with_id in (None, case.person_id)
        and contact.recorded_at >= approved_at
        and contact.on >= london_date(approved_at)
        for contact in spoken
    )


def is_wrong(update: Update, wrong: Mapping[UUID, datetime], approvals: Approvals) -> bool:
    """Whether these words were found to be wrong, `wrong` saying since when each update was."""
    return stands_wrong(wrong.get(update.id), _last(approvals))


def waits_for_thaw(update: Update, frozen: Collection[str]) -> bool:
    """Whether an update's stage is one of those frozen; what puts wrong news right may go."""
    return update.stage in frozen and not is_correction(update.plan_key)


def _last(approvals: Approvals) -> datetime | None:
    return max((approval.approved_at for approval, _ in approvals), default=None)
