"""Which rule each page stands under. One that stands under none fails a test."""

from collections.abc import Mapping

from tests.support.expectations import Rule, by_name

_PAGES: Mapping[Rule, str] = {
    Rule.ANYBODY: """
        account: ask_provider come_back send_on sign_in sign_out welcome
        checking: check
        hooks: record_twilio_inbound record_twilio_status
        reports: record_policy_report
        watch: show_live show_ready
        app: static
    """,
    Rule.OWN_ANSWER: """
        account: add_codes add_passkey change_password codes_picture confirm confirm_passkey
            end_session link_provider prove prove_passkey remove_passkey set_up show_account
            stay
        officer: download_example_letter finish_task list_correspondence list_tasks
            show_correspondence start
    """,
    Rule.CASEWORK: """
        officer: download_rejected find_caller import_key_dates import_referrals list_cases
            list_sentences download_sentences list_silent_cases
            list_call_sheets list_duplicates record_incident record_referral show_post_tray
            show_base_map show_base_tile show_queue show_referrals show_today
            show_told approve_annual_updates
    """,
    Rule.GLASS: """
        officer: break_glass
    """,
    Rule.NOTHING_THERE: """
        watch: show_figures
        administrator: agree_to_account show_wording
        officer: answer_listed chase_listed deny_listed_case give_listed reopen_listed show_listed
            agree_to_tranche choose_tranche propose_tranche show_campaign show_tranche
            close_text decide_duplicate decide_proposal download_released end_conflict
            give_text_back glass_views look_at_glass let_surge_go match_text propose_letting_go
            requeue_message show_incident show_text stop_surge take_back_proposal take_text
            list_calls propose_release propose_thaw release_wrong_news show_wrong_news
            take_back_wrong_news thaw_text
            acknowledge_handover download_unsettled end_detail
            open_withdrawn settle_passage undo_settlement put_off_task take_up_task
            choose_successors call_off_leaving hand_over
    """,
    Rule.MANAGERS: """
        officer: assign_many import_campaign import_sentences list_leavings
            list_campaigns list_glass list_incidents list_surges
            list_wrong_news
    """,
    Rule.MANAGER: """
        officer: agree_exact_date assign_case close_case decide_route end_reader export_subject
            lift_hold lift_restriction name_reader record_capacity reopen_case
            restrict_case set_hold show_restriction withdraw_referral
    """,
    Rule.ADMINISTRATOR: """
        administrator: add_account change_details change_role disable_account enable_account
            change_template give_unit invite_account propose_policy_change withdraw_policy_row
        officer: name_manager
    """,
    Rule.ACCOUNTS: """
        administrator: list_accounts
    """,
    Rule.ACCOUNT: """
        administrator: show_account
    """,
    Rule.RECOVER: """
        administrator: recover_account
    """,
    Rule.COLLEAGUES: """
        officer: set_cover
    """,
    Rule.FORGET: """
        officer: propose_purge
    """,
    Rule.DUE: """
        officer: list_due
    """,
    Rule.AUDIT: """
        auditor: download_looks find_case show_looks show_told show_words
    """,
    Rule.OVERSEES: """
        administrator: list_policy_changes show_policy show_policy_rule
        officer: show_oversight
    """,
    Rule.TEMPLATES: """
        administrator: list_licence_policies show_licence_policy show_licence_policy_changes
            list_templates show_template
    """,
    Rule.WATCH: """
        auditor: show_unusual
    """,
    Rule.SECOND: """
        officer: list_proposals
    """,
    Rule.LEAVING: """
        officer: show_leaving
    """,
    Rule.CASE: """
        officer: show_sheet
            add_channel add_supporter answer_return ask_for_condition choose_condition
            approve_update ask_exact_date
            cancel_update put_right send_once_more
            change_channel change_level change_request check_caller close_review
            confirm_channel correct_channel decide_plan_changes correct_offender correct_person
            correct_supporter declare_conflict discard_letter
            download_document download_letter edit_update end_capacity end_channel end_release
            agree_code drop_ask end_own_pages
            end_supporter enter_code export_submission keep_promise make_letter
            make_news_letter move_case move_retention post_letter preview_update put_forward
            record_answer record_contact record_decision record_event record_family_note
            record_key_dates record_needs record_outcome
            record_preferences record_representation record_review
            record_spoken_with record_statement record_telling record_told release_submission
            return_letter
            send_back_referral send_code send_link show_own_pages
            show_ask show_coming_of_age show_corrections
            show_first_contact show_keeping show_letter
            show_offender show_plan_changes show_representations show_timeline show_update
            show_call_sheet
            suspend_channel undo_answer undo_contact withdraw_request withdraw_statement
            draw_zone remove_zone show_zone show_zone_figure upload_zone
            ask_manager_to_send decide_non_disclosure show_details show_non_disclosure
            show_submission
    """,
    Rule.BROKE: """
        officer: end_glass
    """,
    Rule.RELEASED: """
        officer: list_released
    """,
    Rule.READ: """
        officer: record_note show_case show_contacts
    """,
    Rule.TAKE: """
        officer: take_case
    """,
}
PAGES = by_name(_PAGES)
