"""Which rule each use case stands under. One that stands under none fails a test."""

from collections.abc import Mapping

from tests.support.expectations import Rule, by_name

_SERVICES: Mapping[Rule, str] = {
    Rule.READ: """
        cases.view: case_view
        contacts.reading: contact_log
        notes: check_reach record_note
    """,
    Rule.CASE: """
        allocation.moving: move_case move_choice
        leaving.sheet: handover_sheet
        call_sheets: call_sheet
        callers.checking: caller_check record_check
        channels.plans: add_channel change_plan channel_for_form check_reach kind_of_ended
        channels.standing: confirm_channel end_channel
        channels.suspecting: suspend_channel
        coming_of_age.capacity: end_capacity
        coming_of_age.reading: coming_of_age_view
        contacts.reading: contact_asked
        contacts.recording: record_contact
        corrections.channels: after_the_end channel_for_correction correct_channel
        corrections.history: corrections_view
        corrections.offenders: correct_offender offender_for_form
        corrections.persons: correct_person person_for_form
        corrections.supporters: correct_supporter supporter_details_for_form
        door.agreeing: agree_code agree_passphrase end_passphrase send_link
        door.showing: door_page
        enrolment.asking: answer_asked possible_answers
        enrolment.changing: change_level
        enrolment.recording: record_answer
        events: check_reach record_event
        first_contact: first_contact_view
        incidents.reading: where_to_record
        keeping.retaining: move_retention
        keeping.showing: keeping_view
        key_dates.typed: key_dates_for_form type_key_dates
        letters.choosing: letter_form
        letters.making: make_letter
        letters.news: make_news_letter news_letter_form
        letters.posting: discard_letter post_letter return_letter
        letters.reading: letter_file letter_view
        minors: minor_for_form record_spoken_with
        needs: needs_for_form record_needs
        offenders.conflicts: declare_conflict declare_page
        offenders.reading: offender_view
        preferences: preferences_for_form record_preferences
        plan_changes.deciding: decide_plan_changes
        plan_changes.reading: plan_changes
        promises: keep_promise
        referrals.returning: answer_return check_sending_back return_page send_back
        representations.giving_away: what_gives_away
        representations.hearing: change_request record_representation
        representations.family: record_family_note
        representations.outcomes: record_outcome
        representations.putting_forward: put_forward withdraw_request
        representations.telling: record_told
        representations.reading: representations_view
        representations.statements: record_statement withdraw_statement
        reviews.asking: move_ask record_ask record_ask_told
        reviews.deciding: record_decision
        reviews.reading: review_view
        reviews.recording: close_review record_review
        zones.judging: judge_map
        zones.mapping: draw_map remove_map upload_map
        zones.reading: zone_figure zone_view
        submissions.asking: ask_to_send
        submissions.details: add_detail details_view
        submissions.handing_over: record_handover submission_asked
        submissions.non_disclosure: agree_gist non_disclosure_view record_decision
        submissions.reading: submissions_view
        submissions.settled: settled_views
        submissions.settling: passage_asked settle_passage
        supporters.recording: add_supporter check_reach end_supporter supporter_for_form
        tasks.listing: finish_task
        timeline.reading: timeline_view
        undoing.answers: answer_to_undo ask_to_undo_answer
        undoing.contacts: contact_to_undo undo_contact
        updates.again: again_asked send_once_more
        updates.approving: approve_update
        updates.exact_dates: ask_exact_date exact_date_asked
        updates.deciding: cancel_update edit_update
        updates.reading: update_view
        previews.update: update_preview
        updates.telling: record_telling
        wrong_news.beginning: report_wrong
        wrong_news.reading: what_is_wrong
        verification.pages: code_page
        verification.sending: send_code
        verification.trying: enter_code
    """,
    Rule.EXPORT: """
        submissions.exporting: export_submission
        submissions.reading: document_bytes
    """,
    Rule.RELEASE: """
        submissions.releasing: end_release release_asked release_submission
    """,
    Rule.MANAGER: """
        allocation.assigning: assign_case
        cases.routing: decide_route
        coming_of_age.capacity: record_capacity
        keeping.closing: close_case
        keeping.holds: lift_hold set_hold
        referrals.reopening: check_reopening reopen_case
        referrals.withdrawing: done_so_far withdraw_referral
        restrictions.naming: end_reader name_reader
        restrictions.setting: propose_lifting restrict_case restriction_view
        undoing.answers: undo_answer
        updates.exact_dates: agree_exact_date
        wrong_news.beginning: put_right
    """,
    Rule.TAKE: """
        allocation.assigning: take_case
    """,
    Rule.CASEWORK: """
        reconciliation.listing: export_sentences list_sentences
        silence.listing: list_silent
        allocation.queue: show_queue
        callers.searching: find_caller
        told.board: told_board
        today.annual: annual_drafts approve_annual
        cases.listing: list_cases
        incidents.recording: record_incident
        post_tray: read_post_tray
    """,
    Rule.IMPORT: """
        key_dates.importing: import_key_dates
        referrals.duplicates: count_duplicates list_duplicates
        referrals.importing: import_referrals
        referrals.typed: other_units receive_typed
    """,
    Rule.MANAGERS: """
        allocation.assigning: assign_many
        campaigns.showing: list_campaigns
        glass.looking: list_glass
        incidents.reading: list_incidents
        leaving.reading: list_leavings
        surges.looking: list_surges
        wrong_news.reading: list_wrong_news
    """,
    Rule.CAMPAIGN: """
        campaigns.importing: import_date_changes
        campaigns.isolating: take_in_safely
        campaigns.taking_in: take_in
        reconciliation.importing: import_sentences
    """,
    Rule.USERS: """
        accounts.adding: add_user
        accounts.changing: change_name change_role disable enable give_unit
        accounts.inviting: invite
        staff_details: change_details
    """,
    Rule.ACCOUNTS: """
        accounts.reading: list_accounts
    """,
    Rule.ACCOUNT: """
        accounts.reading: account_view
    """,
    Rule.RECOVER: """
        accounts.recovery: recover
    """,
    Rule.LEAVING: """
        leaving.planning: plan_leaving
        leaving.reading: leaving_view
    """,
    Rule.COVER: """
        cover: set_cover
    """,
    Rule.COLLEAGUES: """
        cover: show_covers
    """,
    Rule.FORGET: """
        keeping.purging: propose_purge
    """,
    Rule.DUE: """
        keeping.due: list_due
    """,
    Rule.SUBJECT: """
        subject_access.person: export_person
    """,
    Rule.AUDIT: """
        audit_trail.glass: read_words
        audit_trail.looking: export_looks looks_of
        audit_trail.telling: told_of
        audit_trail.within: find_case
    """,
    Rule.WATCH: """
        unusual.daily: list_unusual
    """,
    Rule.PLAN: """
        reviews.following: follow_policy
    """,
    Rule.STORE: """
        backups: make_backup
        licence_policy.importing: import_licence_policy
        keys: keys_in_use reindex rotate_keys
        planning.daily: plan_due
        seeding.filling: plan_caseload seed_caseload
        restoring.checking: check_backup
        restoring.running: restore
        subject_access.offender: export_offender
    """,
    Rule.ADMINISTRATOR: """
        policy.proposing: preview_change propose_change row_to_withdraw
        templates.proposing: propose_wording try_wording
        restrictions.naming: name_manager restricted_asked
    """,
    Rule.TEMPLATES: """
        licence_policy.reading: policy_versions version_changes version_view
        templates.reading: correspondence text_view
    """,
    Rule.OVERSEES: """
        policy.reading: policy_changes policy_on rule_history
    """,
    Rule.SECOND: """
        two_people.deciding: list_proposals
    """,
    Rule.GLASS: """
        glass.breaking: break_glass
    """,
    Rule.BROKE: """
        glass.breaking: end_glass
    """,
    Rule.RELEASED: """
        submissions.released: list_released
    """,
    Rule.NOTHING_THERE: """
        today.putting_off: put_off put_off_view take_up_again
        leaving.handing: hand_over_now
        leaving.planning: call_off choose_successors
        accounts.letting_in: agree_to_account proposed_account
        templates.publishing: publish_wording
        templates.reading: proposed_wording
        glass.looking: glass_to_look_at glass_views look_at_glass
        incidents.reading: incident_view
        incidents.recording: close_incident record_progress
        messages.held: requeue_held
        offenders.conflicts: end_conflict
        referrals.deciding: decide_duplicate
        submissions.details: end_detail
        submissions.handing_over: record_acknowledgement
        submissions.reading: withdrawn_bytes
        submissions.released: released_file
        submissions.settled: undo_settlement
        texts: close_text give_text_back match_text take_text text_view
        surges.deciding: let_surge_go propose_letting_go stop_surge
        wrong_news.reading: call_list wrong_news_view
        wrong_news.releasing: propose_release release take_back
        wrong_news.thawing: propose_thaw thaw
        campaigns.proposing: propose_tranche slice_view
        campaigns.showing: campaign_units campaign_view
        campaigns.tranches: agree_to_tranche tranche_view
        reconciliation.showing: listed_view
        reconciliation.working: deny_case give_owner record_chase record_outcome reopen
        two_people.deciding: decide_proposal take_back_proposal
    """,
    Rule.OWN_ANSWER: """
        glass.breaking: broken_until
        offenders.conflicts: people_of_unit
        planning.countdowns: recall_countdowns
        proof: need_proof prove_for
        call_sheets: call_sheets
        today.page: today_of_kind today_page
        tasks.listing: list_tasks
        unusual.proving: cases_left_open
    """,
}
SERVICES = by_name(_SERVICES)
