"""The trail: every view of personal data and every change, in the same transaction.

An event says who, what, which case, when and from where, with exact keys and scalars
only: ids, codes, counts, versions and digests, never a name, an address or a victim's
words. Each row carries a keyed code over its content; `store.audit` keeps the rows, and
triggers in the database keep them from being changed.
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.store.models import AuditEvent
from victim_portal.store.unit_of_work import UnitOfWork

Scalar = str | int | bool | None


class What(StrEnum):
    """The closed list of what may be recorded."""

    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    USER_ADDED = "user_added"
    USER_CHANGED = "user_changed"
    CASES_LISTED = "cases_listed"
    CASE_VIEWED = "case_viewed"
    CASE_TAKEN = "case_taken"
    QUEUE_LISTED = "queue_listed"
    CASE_QUEUED = "case_queued"
    CASE_MOVED = "case_moved"
    REFERRAL_SENT_BACK = "referral_sent_back"
    REFERRAL_ANSWERED = "referral_answered"
    REFERRAL_WITHDRAWN = "referral_withdrawn"
    CASE_REOPENED = "case_reopened"
    PERSON_CORRECTED = "person_corrected"
    OFFENDER_CORRECTED = "offender_corrected"
    OFFENDER_VIEWED = "offender_viewed"
    CONFLICT_DECLARED = "conflict_declared"
    CONFLICT_ENDED = "conflict_ended"
    CALLER_SEARCHED = "caller_searched"
    CALLER_CHECKED = "caller_checked"
    CONTACT_RECORDED = "contact_recorded"
    CONTACTS_VIEWED = "contacts_viewed"
    NOTE_RECORDED = "note_recorded"
    PROMISE_MADE = "promise_made"
    PROMISE_KEPT = "promise_kept"
    LETTER_MADE = "letter_made"
    LETTER_READ = "letter_read"
    LETTER_POSTED = "letter_posted"
    LETTER_RETURNED = "letter_returned"
    LETTER_DISCARDED = "letter_discarded"
    NEEDS_CHANGED = "needs_changed"
    SUPPORTER_ADDED = "supporter_added"
    SUPPORTER_ENDED = "supporter_ended"
    CODE_MADE = "code_made"
    CODE_TRIED = "code_tried"
    INCIDENT_OPENED = "incident_opened"
    REFERRAL_RECEIVED = "referral_received"
    REFERRALS_IMPORTED = "referrals_imported"
    DUPLICATES_LISTED = "duplicates_listed"
    DUPLICATE_DECIDED = "duplicate_decided"
    ROUTE_DECIDED = "route_decided"
    ENROLMENT_MOVED = "enrolment_moved"
    PREFERENCE_CHANGED = "preference_changed"
    CHANNEL_VIEWED = "channel_viewed"
    CHANNEL_ADDED = "channel_added"
    CHANNEL_PLAN_CHANGED = "channel_plan_changed"
    CHANNEL_CONFIRMED = "channel_confirmed"
    CHANNEL_SUSPENDED = "channel_suspended"
    CHANNEL_ENDED = "channel_ended"
    KEY_DATES_RECORDED = "key_dates_recorded"
    KEY_DATES_IMPORTED = "key_dates_imported"
    EVENT_RECORDED = "event_recorded"
    UPDATES_PLANNED = "updates_planned"
    UPDATE_VIEWED = "update_viewed"
    UPDATE_EDITED = "update_edited"
    UPDATE_APPROVED = "update_approved"
    UPDATE_CANCELLED = "update_cancelled"
    UPDATE_BACK_TO_DRAFT = "update_back_to_draft"
    UPDATE_TOLD = "update_told"
    MESSAGE_QUEUED = "message_queued"
    MESSAGE_HANDED_OVER = "message_handed_over"
    MESSAGE_STATE = "message_state"
    REPRESENTATION_VIEWED = "representation_viewed"
    REPRESENTATION_RECORDED = "representation_recorded"
    REQUEST_MOVED = "request_moved"
    STATEMENT_RECORDED = "statement_recorded"
    STATEMENT_WITHDRAWN = "statement_withdrawn"
    REVIEW_RECORDED = "review_recorded"
    SUBMISSIONS_VIEWED = "submissions_viewed"
    SUBMISSION_EXPORTED = "submission_exported"
    DOCUMENT_READ = "document_read"
    TASKS_LISTED = "tasks_listed"
    TASK_RAISED = "task_raised"
    TASK_DONE = "task_done"
    POST_TRAY_VIEWED = "post_tray_viewed"
    PASSWORD_ACCEPTED = "password_accepted"  # noqa: S105 - the name of an event
    SECOND_FACTOR_REFUSED = "second_factor_refused"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    IDENTITY_PROVED = "identity_proved"
    IDENTITY_NOT_PROVED = "identity_not_proved"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    SESSION_ENDED = "session_ended"
    OWN_ACCOUNT_VIEWED = "own_account_viewed"
    ACCOUNTS_LISTED = "accounts_listed"
    ACCOUNT_VIEWED = "account_viewed"
    ROLE_CHANGED = "role_changed"
    USER_DISABLED = "user_disabled"
    USER_ENABLED = "user_enabled"
    LINK_MADE = "link_made"
    LINK_REDEEMED = "link_redeemed"
    LINK_REFUSED = "link_refused"
    RECOVERY_PROPOSED = "recovery_proposed"
    RECOVERY_DECIDED = "recovery_decided"
    PROVIDER_LINKED = "provider_linked"


DETAILS: Mapping[What, frozenset[str]] = {
    What.SIGNED_IN: frozenset({"session", "how"}),
    What.SIGN_IN_REFUSED: frozenset({"why"}),
    What.SIGNED_OUT: frozenset({"session"}),
    What.USER_ADDED: frozenset({"user", "role"}),
    What.USER_CHANGED: frozenset({"user"}),
    What.CASES_LISTED: frozenset({"rows", "filter"}),
    What.CASE_VIEWED: frozenset(),
    What.CASE_TAKEN: frozenset({"officer"}),
    What.QUEUE_LISTED: frozenset({"rows"}),
    What.CASE_QUEUED: frozenset({"why"}),
    What.CASE_MOVED: frozenset({"move", "unit"}),
    What.REFERRAL_SENT_BACK: frozenset({"sent_back", "reason"}),
    What.REFERRAL_ANSWERED: frozenset({"sent_back"}),
    What.REFERRAL_WITHDRAWN: frozenset({"why"}),
    What.CASE_REOPENED: frozenset(),
    What.PERSON_CORRECTED: frozenset({"fields"}),
    What.OFFENDER_CORRECTED: frozenset({"offender", "fields"}),
    What.OFFENDER_VIEWED: frozenset({"offender", "cases"}),
    What.CONFLICT_DECLARED: frozenset({"conflict", "offender", "user"}),
    What.CONFLICT_ENDED: frozenset({"conflict", "offender", "user"}),
    What.CALLER_SEARCHED: frozenset({"by", "rows"}),
    What.CALLER_CHECKED: frozenset({"outcome"}),
    What.CONTACT_RECORDED: frozenset({"contact", "how", "outcome", "on"}),
    What.CONTACTS_VIEWED: frozenset({"rows"}),
    What.NOTE_RECORDED: frozenset({"note"}),
    What.PROMISE_MADE: frozenset({"promise", "due_on"}),
    What.PROMISE_KEPT: frozenset({"promise"}),
    What.LETTER_MADE: frozenset({"letter", "kind", "channel", "digest"}),
    What.LETTER_READ: frozenset({"letter", "sha256"}),
    What.LETTER_POSTED: frozenset({"letter", "on"}),
    What.LETTER_RETURNED: frozenset({"letter", "on"}),
    What.LETTER_DISCARDED: frozenset({"letter"}),
    What.NEEDS_CHANGED: frozenset({"needs"}),
    What.SUPPORTER_ADDED: frozenset({"supporter", "role"}),
    What.SUPPORTER_ENDED: frozenset({"supporter"}),
    What.CODE_MADE: frozenset({"verification", "channel", "way"}),
    What.CODE_TRIED: frozenset({"verification", "outcome"}),
    What.INCIDENT_OPENED: frozenset({"incident", "kind"}),
    What.REFERRAL_RECEIVED: frozenset({"referral", "source", "route"}),
    What.REFERRALS_IMPORTED: frozenset(
        {"read", "added", "unchanged", "changed", "refused", "flagged", "unknown"}
    ),
    What.DUPLICATES_LISTED: frozenset({"rows"}),
    What.DUPLICATE_DECIDED: frozenset({"flag", "decision"}),
    What.ROUTE_DECIDED: frozenset({"route", "rule"}),
    What.ENROLMENT_MOVED: frozenset({"moved_from", "moved_to", "how", "on"}),
    What.PREFERENCE_CHANGED: frozenset({"version", "level"}),
    What.CHANNEL_VIEWED: frozenset({"channel"}),
    What.CHANNEL_ADDED: frozenset({"channel", "kind"}),
    What.CHANNEL_PLAN_CHANGED: frozenset({"channel", "version"}),
    What.CHANNEL_CONFIRMED: frozenset({"channel", "how"}),
    What.CHANNEL_SUSPENDED: frozenset({"channel", "held"}),
    What.CHANNEL_ENDED: frozenset({"channel", "held"}),
    What.KEY_DATES_RECORDED: frozenset({"offender", "version", "source", "flags"}),
    What.KEY_DATES_IMPORTED: frozenset(
        {"read", "added", "unchanged", "changed", "refused", "flagged", "unknown"}
    ),
    What.EVENT_RECORDED: frozenset({"event", "stage", "on"}),
    What.UPDATES_PLANNED: frozenset({"added", "moved", "withdrawn", "back_to_draft"}),
    What.UPDATE_VIEWED: frozenset({"update", "version"}),
    What.UPDATE_EDITED: frozenset({"update", "version", "digest"}),
    What.UPDATE_APPROVED: frozenset({"update", "version", "digest", "messages"}),
    What.UPDATE_CANCELLED: frozenset({"update", "version"}),
    What.UPDATE_BACK_TO_DRAFT: frozenset({"update", "version"}),
    What.UPDATE_TOLD: frozenset({"update", "version", "digest", "how"}),
    What.MESSAGE_QUEUED: frozenset({"message", "update", "channel"}),
    What.MESSAGE_HANDED_OVER: frozenset({"message", "update", "version", "channel", "digest"}),
    What.MESSAGE_STATE: frozenset({"message", "state", "why"}),
    What.REPRESENTATION_VIEWED: frozenset(),
    What.REPRESENTATION_RECORDED: frozenset({"representation", "requests"}),
    What.REQUEST_MOVED: frozenset({"request", "number", "state"}),
    What.STATEMENT_RECORDED: frozenset({"statement", "version", "digest"}),
    What.STATEMENT_WITHDRAWN: frozenset({"statement", "version"}),
    What.REVIEW_RECORDED: frozenset({"review", "version"}),
    What.SUBMISSIONS_VIEWED: frozenset(),
    What.SUBMISSION_EXPORTED: frozenset({"submission", "files"}),
    What.DOCUMENT_READ: frozenset({"document", "sha256"}),
    What.TASKS_LISTED: frozenset({"rows"}),
    What.TASK_RAISED: frozenset({"task", "kind", "due_on"}),
    What.TASK_DONE: frozenset({"task", "kind"}),
    What.POST_TRAY_VIEWED: frozenset({"rows"}),
    What.PASSWORD_ACCEPTED: frozenset({"session"}),
    What.SECOND_FACTOR_REFUSED: frozenset({"session", "why"}),
    What.FACTOR_ADDED: frozenset({"kind"}),
    What.FACTOR_REMOVED: frozenset({"kind"}),
    What.IDENTITY_PROVED: frozenset({"session", "how"}),
    What.IDENTITY_NOT_PROVED: frozenset({"session", "why"}),
    What.PASSWORD_CHANGED: frozenset({"ended"}),
    What.SESSION_ENDED: frozenset({"session"}),
    What.OWN_ACCOUNT_VIEWED: frozenset({"sessions"}),
    What.ACCOUNTS_LISTED: frozenset({"rows"}),
    What.ACCOUNT_VIEWED: frozenset({"user"}),
    What.ROLE_CHANGED: frozenset({"user", "role", "unit"}),
    What.USER_DISABLED: frozenset({"user"}),
    What.USER_ENABLED: frozenset({"user"}),
    What.LINK_MADE: frozenset({"user", "kind", "how"}),
    What.LINK_REDEEMED: frozenset({"kind"}),
    What.LINK_REFUSED: frozenset({"why"}),
    What.RECOVERY_PROPOSED: frozenset({"user"}),
    What.RECOVERY_DECIDED: frozenset({"user", "decision"}),
    What.PROVIDER_LINKED: frozenset({"user"}),
}


def record(
    uow: UnitOfWork, actor: Actor, what: What, case_id: UUID | None = None, **details: Scalar
) -> None:
    """Add one event to the unit of work; a wrong or missing key is a fault of ours."""
    if details.keys() != DETAILS[what]:
        raise TypeError(f"{what}: keys {sorted(details)} instead of {sorted(DETAILS[what])}")
    event = AuditEvent(
        id=uow.tokens.uuid(),
        at=uow.clock.now(),
        actor=actor.name,
        actor_id=actor.user_id,
        came_from=actor.came_from,
        what=what.value,
        case_id=case_id,
        details=dict(details),
        code=b"",
    )
    event.code = uow.keyring.audit_code(canonical(event))
    uow.add(event)


def canonical(event: AuditEvent) -> bytes:
    """The bytes that an event's code is computed over: all of it but its place in the trail."""
    content = {
        "id": str(event.id),
        "at": event.at.isoformat(),
        "actor": event.actor,
        "actor_id": str(event.actor_id) if event.actor_id else None,
        "came_from": event.came_from,
        "what": event.what,
        "case_id": str(event.case_id) if event.case_id else None,
        "details": event.details,
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
