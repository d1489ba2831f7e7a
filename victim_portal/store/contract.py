"""The contract: every column that could hurt someone, and why the others may stay plain.

`SEALED` names every column that holds what somebody said, wrote, is called or can be
reached by. `PLAIN_TEXT` names every column that could hold words and doesn't, each with
the reason why its words hurt nobody. A test compares both with the tables: a column that
stands in neither, or in the wrong one, fails it. Dates, numbers, flags, closed lists and
random ids are declared by their table (`store.columns`) and explained in docs/security.md.
"""

from collections.abc import Mapping
from types import MappingProxyType

from victim_portal.store.contract_of_rules import CODE, RULES_IN_PLAIN_TEXT
from victim_portal.store.contract_of_submissions import (
    SEALED_OF_SUBMISSIONS,
    SUBMISSIONS_IN_PLAIN_TEXT,
)

SEALED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **SEALED_OF_SUBMISSIONS,
        "campaign_offender": ("reason_sealed",),
        "case": (
            "route_decided_why_sealed",
            "closed_note_sealed",
            "retain_from_why_sealed",
        ),
        "case_move": ("why_sealed",),
        "capacity_record": (
            "decision_sealed",
            "basis_sealed",
            "assessed_by_sealed",
            "ended_why_sealed",
        ),
        "case_note": ("text_sealed",),
        "channel": (
            "value_sealed",
            "who_else_sealed",
            "code_word_sealed",
            "if_answered_sealed",
            "if_dropped_sealed",
            "name_to_give_sealed",
            "danger_sealed",
            "suspended_why_sealed",
        ),
        "condition_request": (
            "wish_sealed",
            "inputs_sealed",
            "wording_sealed",
            "zone_sealed",
            "necessity_sealed",
            "put_forward_to_sealed",
            "outcome_reason_sealed",
            "outcome_plain_sealed",
        ),
        "conflict_of_interest": ("why_sealed",),
        "contact_log": (
            "note_sealed",
            "next_step_sealed",
            "undone_why_sealed",
        ),
        "draft_part": ("words_sealed", "others_sealed"),
        "draft_worry": ("passage_sealed", "reason_sealed"),
        "enrolment_step": (
            "consent_shown_sealed",
            "consent_words_sealed",
            "note_sealed",
            "undone_why_sealed",
        ),
        "event": (
            "told_by_sealed",
            "note_sealed",
        ),
        "exact_date_agreement": ("why_sealed",),
        "glass_breaking": (
            "why_sealed",
            "finding_sealed",
            "home_finding_sealed",
        ),
        "incident": ("note_sealed", "happened_sealed", "done_sealed"),
        "legal_hold": (
            "why_sealed",
            "ended_why_sealed",
        ),
        "letter": ("words_sealed",),
        "message": (
            "subject_sealed",
            "body_sealed",
            "sent_to_sealed",
            "why_sealed",
        ),
        "feedback": ("words_sealed",),
        "own_request": ("words_sealed",),
        "offender": (
            "first_name_sealed",
            "last_name_sealed",
            "born_on_sealed",
            "prison_number_sealed",
            "crn_sealed",
        ),
        "offender_correction": (
            "before_sealed",
            "why_sealed",
        ),
        "person": (
            "first_name_sealed",
            "last_name_sealed",
            "called_sealed",
            "born_on_sealed",
            "needs_sealed",
            "spoken_with_sealed",
        ),
        "person_correction": (
            "before_sealed",
            "why_sealed",
        ),
        "preference": ("dates_to_avoid_sealed",),
        "promise": ("what_sealed",),
        "proposal": ("why_sealed",),
        "referral": (
            "reference_sealed",
            "row_sealed",
        ),
        "referral_return": (
            "note_sealed",
            "sent_to_sealed",
            "answer_sealed",
        ),
        "restriction": ("why_sealed",),
        "review": ("panel_reference_sealed",),
        "sentence": ("offence_sealed", "court_sealed"),
        "statement": ("body_sealed", "withheld_sealed", "withheld_reasons_sealed"),
        "supporter": ("consent_words_sealed", "ended_why_sealed"),
        "task": ("done_note_sealed",),
        "totp": ("secret_sealed",),
        "unmatched_text": (
            "number_sealed",
            "body_sealed",
            "closed_why_sealed",
        ),
        "update": (
            "notice_sms_sealed",
            "notice_subject_sealed",
            "notice_email_sealed",
            "content_subject_sealed",
            "content_sealed",
            "cancelled_why_sealed",
        ),
        "wish": ("words_sealed", "why_sealed"),
        "wrong_news": ("why_sealed", "truth_sealed", "truth_welsh_sealed"),
        "zone_picture": ("content_sealed",),
    }
)

SENTENCE = "a sentence of the portal's own, which names nobody"
IDS = "ids and codes; the ids are random"
KEYED = "a keyed code or random bytes: nothing can be read from it"
DIGEST = "a digest of a long text, which can't be guessed back"
TERM = "a length of time, as the court put it"
RULES = "days and hours, without a word"
STAFF_ACCOUNT = "a colleague's work account: letters and the trail name them"
PROVIDER = "what the provider calls a message"
REFERENCE = "a random reference, without meaning"
UNIT = "a unit's name is no secret"

PLAIN_TEXT: Mapping[str, str] = MappingProxyType(
    {
        **RULES_IN_PLAIN_TEXT,
        **SUBMISSIONS_IN_PLAIN_TEXT,
        "audit_event.actor": STAFF_ACCOUNT,
        "audit_event.came_from": "the network address of a colleague's machine",
        "audit_event.code": KEYED,
        "audit_event.details": IDS,
        "audit_event.what": CODE,
        "campaign.name": "a title for a change of dates; the form asks for no name of a person",
        "campaign.name_key": "the same, to find it by",
        "campaign_move.month_after": "a month; the day stands with the key dates",
        "campaign_move.month_before": "a month; the day stands with the key dates",
        "campaign_move.plan_key": CODE,
        "campaign_move.told_month": "a month; the day is never told",
        "campaign_tranche.asked": CODE,
        "case.closed_why": CODE,
        "case.reference": REFERENCE,
        "case.route_reason": "a sentence of the policy's own",
        "case.route_rule": CODE,
        "case_planning.policy_version": CODE,
        "channel.uses": CODE,
        "channel.value_index": KEYED,
        "channel.verified_how": CODE,
        "channel.windows": RULES,
        "condition_request.catalogue_version": CODE,
        "condition_request.code": CODE,
        "data_key.key_id": CODE,
        "data_key.wrapped": KEYED,
        "duplicate_flag.decision": CODE,
        "duplicate_flag.reason": CODE,
        "enrolment_step.level": CODE,
        "enrolment_step.moved_from": CODE,
        "event.month": "a month that stands in the update which tells of it",
        "event.outcome": CODE,
        "form_once.result": "a case's random reference, an id or a code",
        "form_once.said": KEYED,
        "incident.kind": CODE,
        "key_date.code": CODE,
        "key_dates.flags": CODE,
        "key_dates.source": CODE,
        "key_dates.status": CODE,
        "message.cause": CODE,
        "message.provider_reference": PROVIDER,
        "message.send_key": IDS,
        "message.why_code": CODE,
        "offender.crn_index": KEYED,
        "offender.prison_number_index": KEYED,
        "offender_correction.field": CODE,
        "passkey.credential_id": "the public half",
        "passkey.name": STAFF_ACCOUNT,
        "passkey.public_key": "the public half",
        "passkey.transports": CODE,
        "person_correction.field": CODE,
        "preference.formats": CODE,
        "preference.windows": RULES,
        "plan_difference.changes": IDS,
        "plan_difference.told": CODE,
        "proposal.about": "ids and codes (the ids are random), a row of the policy or a template",
        "proposal.proposal_key": IDS,
        "proposal.why": "a reason that concerns no person: a policy or a template",
        "proposal.refused_why": "a reason that concerns no person: a policy or a template",
        "receipt.code": PROVIDER,
        "receipt.rung": CODE,
        "receipt.source": CODE,
        "referral.reference_index": KEYED,
        "referral.source": CODE,
        "representation.how": CODE,
        "review.kind": CODE,
        "review.policy_version": CODE,
        "review.target_month": "a month; the hearing itself is known to many",
        "seal.code": KEYED,
        "seal.marks": "places in the trail, and short digests of rows",
        "seal.previous": KEYED,
        "seal.root": KEYED,
        "sentence.custodial_term": TERM,
        "sentence.minimum_term": TERM,
        "sign_in_attempt.account_index": KEYED,
        "sign_in_attempt.address_index": KEYED,
        "sign_in_attempt.step": CODE,
        "link_code.ended_why": CODE,
        "passphrase.hash": "an argon2id hash: whoever has it must guess each word at its full cost",
        "secure_link.ended_why": CODE,
        "staff_session.browser": STAFF_ACCOUNT,
        "staff_session.came_from": STAFF_ACCOUNT,
        "staff_session.challenge": KEYED,
        "staff_session.ended_why": CODE,
        "draft_part.page": IDS,
        "statement_draft.preference": CODE,
        "statement.language": CODE,
        "statement.reading_preference": CODE,
        "task.about": IDS,
        "task.kind": CODE,
        "task.rule": SENTENCE,
        "task.task_key": IDS,
        "task.what": SENTENCE,
        "tombstone.rule": CODE,
        "unit.name": UNIT,
        "unit.name_key": UNIT,
        "update.anchor_code": CODE,
        "update.anchor_month": "a month; the day is never told",
        "update.back_to_draft_why": SENTENCE,
        "update.facts": IDS,
        "update.plan_key": CODE,
        "update.reason": SENTENCE,
        "update.said": CODE,
        "update.text_versions": CODE,
        "update.told_how": CODE,
        "user.email": STAFF_ACCOUNT,
        "user.first_name": STAFF_ACCOUNT,
        "user.hours": STAFF_ACCOUNT,
        "user.hours_welsh": STAFF_ACCOUNT,
        "user.languages": CODE,
        "user.last_name": STAFF_ACCOUNT,
        "user.password_hash": "an Argon2id hash",
        "user.provider_subject": STAFF_ACCOUNT,
        "user.telephone": STAFF_ACCOUNT,
        "verification.ended_why": CODE,
        "wrong_news.cause": CODE,
        "wrong_news.live_key": IDS,
        "zone_picture.media": CODE,
    }
)
"""Columns that could hold words, and why theirs may be read by whoever has the database."""

BY_WHOM = "_by"
DIGESTS = "_digest"
"""Ends of names that need no line of their own: a colleague's name, a digest or keyed code."""
