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

from victim_portal.domain import seals
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
    CONTACT_UNDONE = "contact_undone"
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
    SPOKEN_WITH_RECORDED = "spoken_with_recorded"
    TEXT_KEPT = "text_kept"
    TEXT_TAKEN = "text_taken"
    TEXT_READ = "text_read"
    TEXT_GIVEN_BACK = "text_given_back"
    TEXT_MATCHED = "text_matched"
    TEXT_CLOSED = "text_closed"
    COVER_SET = "cover_set"
    SUPPORTER_ADDED = "supporter_added"
    SUPPORTER_ENDED = "supporter_ended"
    SUPPORTER_CORRECTED = "supporter_corrected"
    CODE_MADE = "code_made"
    CODE_TRIED = "code_tried"
    INCIDENT_OPENED = "incident_opened"
    REFERRAL_RECEIVED = "referral_received"
    REFERRALS_IMPORTED = "referrals_imported"
    DUPLICATES_LISTED = "duplicates_listed"
    DUPLICATE_DECIDED = "duplicate_decided"
    ROUTE_DECIDED = "route_decided"
    ENROLMENT_MOVED = "enrolment_moved"
    ENROLMENT_UNDONE = "enrolment_undone"
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
    # The trail itself: who read it, and who broke the glass to read the words.
    TRAIL_VIEWED = "trail_viewed"
    TRAIL_EXPORTED = "trail_exported"
    TRAIL_GLASS_BROKEN = "trail_glass_broken"
    TRAIL_WORDS_READ = "trail_words_read"
    UNUSUAL_LISTED = "unusual_listed"
    CASE_RESTRICTED = "case_restricted"
    READER_NAMED = "reader_named"
    READER_ENDED = "reader_ended"
    READERS_VIEWED = "readers_viewed"
    RESTRICTION_LIFTED = "restriction_lifted"
    GLASS_TRIED = "glass_tried"
    GLASS_BROKEN = "glass_broken"
    GLASS_ENDED = "glass_ended"
    GLASS_LISTED = "glass_listed"
    GLASS_LOOKED_AT = "glass_looked_at"
    PROPOSED = "proposed"
    PROPOSAL_DECIDED = "proposal_decided"
    PROPOSALS_LISTED = "proposals_listed"
    SUBMISSION_RELEASED = "submission_released"
    RELEASE_ENDED = "release_ended"
    RELEASES_LISTED = "releases_listed"
    RELEASED_FILE_READ = "released_file_read"
    KEYS_ROTATED = "keys_rotated"
    INDEXES_RENEWED = "indexes_renewed"
    CASE_CLOSED = "case_closed"
    RETENTION_MOVED = "retention_moved"
    HOLD_SET = "hold_set"
    HOLD_LIFTED = "hold_lifted"
    DUE_TO_FORGET_LISTED = "due_to_forget_listed"
    PURGE_PROPOSED = "purge_proposed"
    PURGE_DECIDED = "purge_decided"
    PURGED = "purged"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    SUBJECT_EXPORTED = "subject_exported"
    INCIDENT_VIEWED = "incident_viewed"
    INCIDENTS_LISTED = "incidents_listed"
    INCIDENT_CHANGED = "incident_changed"
    INCIDENT_CLOSED = "incident_closed"
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
    What.CONTACT_UNDONE: frozenset({"contact"}),
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
    What.SPOKEN_WITH_RECORDED: frozenset({"who"}),
    What.TEXT_KEPT: frozenset({"text"}),
    What.TEXT_TAKEN: frozenset({"text"}),
    What.TEXT_READ: frozenset({"text"}),
    What.TEXT_GIVEN_BACK: frozenset({"text"}),
    What.TEXT_MATCHED: frozenset({"text", "contact"}),
    What.TEXT_CLOSED: frozenset({"text"}),
    What.COVER_SET: frozenset({"user", "cover"}),
    What.SUPPORTER_ADDED: frozenset({"supporter", "role"}),
    What.SUPPORTER_ENDED: frozenset({"supporter"}),
    What.SUPPORTER_CORRECTED: frozenset({"supporter", "fields"}),
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
    What.ENROLMENT_UNDONE: frozenset({"step", "moved_from", "moved_to"}),
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
    What.TRAIL_VIEWED: frozenset({"part", "rows"}),
    What.TRAIL_EXPORTED: frozenset({"rows"}),
    What.TRAIL_GLASS_BROKEN: frozenset({"glass", "ends_at"}),
    What.TRAIL_WORDS_READ: frozenset({"glass", "texts"}),
    What.UNUSUAL_LISTED: frozenset({"rows"}),
    What.CASE_RESTRICTED: frozenset({"restriction", "named"}),
    What.READER_NAMED: frozenset({"user"}),
    What.READER_ENDED: frozenset({"user"}),
    What.READERS_VIEWED: frozenset({"named"}),
    What.RESTRICTION_LIFTED: frozenset({"restriction", "proposal"}),
    What.GLASS_TRIED: frozenset({"by", "throttled"}),
    What.GLASS_BROKEN: frozenset({"glass", "by", "reason", "ends_at"}),
    What.GLASS_ENDED: frozenset({"glass"}),
    What.GLASS_LISTED: frozenset({"rows"}),
    What.GLASS_LOOKED_AT: frozenset({"glass", "in_order"}),
    What.PROPOSED: frozenset({"proposal", "act"}),
    What.PROPOSAL_DECIDED: frozenset({"proposal", "act", "decision", "proposed_by"}),
    What.PROPOSALS_LISTED: frozenset({"rows"}),
    What.SUBMISSION_RELEASED: frozenset({"release", "submission", "user"}),
    What.RELEASE_ENDED: frozenset({"release", "user"}),
    What.RELEASES_LISTED: frozenset({"rows"}),
    What.RELEASED_FILE_READ: frozenset({"release", "document", "sha256"}),
    What.KEYS_ROTATED: frozenset({"key", "rewrapped", "left"}),
    What.INDEXES_RENEWED: frozenset({"rows", "renewed"}),
    What.CASE_CLOSED: frozenset({"why", "retain_from"}),
    What.RETENTION_MOVED: frozenset({"moved_from", "moved_to"}),
    What.HOLD_SET: frozenset({"hold"}),
    What.HOLD_LIFTED: frozenset({"hold"}),
    What.DUE_TO_FORGET_LISTED: frozenset({"rows"}),
    What.PURGE_PROPOSED: frozenset({"proposal", "subject"}),
    What.PURGE_DECIDED: frozenset({"proposal", "decision"}),
    What.PURGED: frozenset({"subject", "kind", "rule", "rows", "proposed_by"}),
    What.BACKED_UP: frozenset({"rows", "sha256"}),
    What.RESTORED: frozenset({"made_at", "rows", "forgotten", "uncertain", "sessions"}),
    What.SUBJECT_EXPORTED: frozenset({"subject", "kind", "values"}),
    What.INCIDENT_VIEWED: frozenset({"incident"}),
    What.INCIDENTS_LISTED: frozenset({"rows"}),
    What.INCIDENT_CHANGED: frozenset({"incident"}),
    What.INCIDENT_CLOSED: frozenset({"incident"}),
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

VIEWS = frozenset(one for one in What if one.value.endswith(("_viewed", "_read", "_checked")))
"""The events by which somebody saw what stands in a case."""


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
        # In the order of the canonical bytes, so that a check needn't write them anew.
        details=dict(sorted(details.items())),
        code=b"",
    )
    event.code = uow.keyring.audit_code(canonical(event))
    uow.add(event)


def canonical(event: AuditEvent) -> bytes:
    """The bytes that an event's code is computed over: all of it but its place in the trail."""
    return seals.canonical(
        str(event.id),
        event.at.isoformat(),
        event.actor,
        str(event.actor_id) if event.actor_id else None,
        event.came_from,
        event.what,
        str(event.case_id) if event.case_id else None,
        json.dumps(event.details, sort_keys=True, separators=(",", ":")),
    )
