"""Who may do what: every use case and every page, each under one rule.

A use case or a page that stands under none fails the tests that walk them.
"""

from collections.abc import Mapping
from enum import StrEnum


class Rule(StrEnum):
    """What somebody must be, to a case or at all. `MAY` says who that is."""

    READ = "reads a case: within reach, or over broken glass"
    CASE = "works on a case within reach"
    EXPORT = "takes a submission out: as CASE, and the command line where not restricted"
    RELEASE = "opens a submission to somebody: as CASE"
    MANAGER = "decides on a case as its manager"
    TAKE = "takes a case out of the queue"
    CASEWORK = "does casework, for whatever is within reach"
    IMPORT = "brings in files: casework and the command line"
    MANAGERS = "manages a unit"
    USERS = "makes accounts"
    ADMINISTRATOR = "administers, at a page"
    OVERSEES = "manages, administers or audits"
    SECOND = "may be the second person"
    GLASS = "may break the glass"
    BROKE = "closes again what they opened over broken glass"
    RELEASED = "reads what was released"
    NOTHING_THERE = "asks for a thing that isn't there: refused whoever it is"
    OWN_ANSWER = "gets what is their own, or nothing"
    ANYBODY = "nobody has to be signed in"


# Who asks: the case's officer, a colleague and the manager of its unit, an officer and a
# manager of another unit, one who broke the glass, and everybody else.
WHO = (
    *("own", "cover", "manager", "elsewhere", "their_manager", "glass"),
    *("administrator", "auditor", "parole_case_manager", "command_line", "worker"),
)
# How the case stands: to its unit, restricted to its officer and the manager, or about an
# offender over whom all of these have a conflict of interest.
STATES = ("ordinary", "restricted", "conflict")

_CASEWORKERS = "own cover manager elsewhere their_manager glass"
_FOR_ALL_STATES: Mapping[Rule, str] = {
    Rule.CASEWORK: _CASEWORKERS,
    Rule.IMPORT: f"{_CASEWORKERS} command_line",
    Rule.MANAGERS: "manager their_manager",
    Rule.USERS: "administrator command_line",
    Rule.ADMINISTRATOR: "administrator",
    Rule.OVERSEES: "manager their_manager administrator auditor",
    Rule.SECOND: "manager their_manager administrator",
    Rule.GLASS: f"{_CASEWORKERS} auditor",
    Rule.RELEASED: "parole_case_manager",
    Rule.NOTHING_THERE: "",
    Rule.OWN_ANSWER: " ".join(WHO),
}
_BY_STATE: Mapping[Rule, tuple[str, str, str]] = {
    Rule.READ: ("own cover manager glass", "own manager", ""),
    Rule.CASE: ("own cover manager", "own manager", ""),
    Rule.EXPORT: ("own cover manager command_line", "own manager", "command_line"),
    Rule.RELEASE: ("own cover manager", "own manager", ""),
    Rule.MANAGER: ("manager", "manager", ""),
    Rule.BROKE: ("glass", "", "glass"),
    Rule.TAKE: ("own cover", "own", ""),
}


def may(rule: Rule, who: str, state: str) -> bool:
    """Whether somebody isn't refused."""
    if rule in _BY_STATE:
        return who in _BY_STATE[rule][STATES.index(state)].split()
    return who in _FOR_ALL_STATES[rule].split()


def _read(table: Mapping[Rule, str]) -> dict[str, Rule]:
    """From lines of ``module: name name`` to a rule for each ``module.name``."""
    found: dict[str, Rule] = {}
    for rule, text in table.items():
        module = ""
        for word in text.split():
            if word.endswith(":"):
                module = word.removesuffix(":")
            else:
                name = f"{module}.{word}"
                assert name not in found, f"{name} stands twice"
                found[name] = rule
    return found


_SERVICES: Mapping[Rule, str] = {
    Rule.READ: """
        cases.view: case_view
        contacts.reading: contact_log
        notes: check_reach record_note
    """,
    Rule.CASE: """
        allocation.moving: move_case move_choice
        callers.checking: caller_check record_check
        channels.plans: add_channel change_plan channel_for_form check_reach
        channels.standing: confirm_channel end_channel suspend_channel
        contacts.reading: contact_asked
        contacts.recording: record_contact
        corrections.channels: after_the_end channel_for_correction correct_channel
        corrections.history: corrections_view
        corrections.offenders: correct_offender offender_for_form
        corrections.persons: correct_person person_for_form
        enrolment.asking: answer_asked possible_answers
        enrolment.recording: record_answer
        events: check_reach record_event
        first_contact: first_contact_view
        key_dates.typed: key_dates_for_form type_key_dates
        letters.choosing: letter_form
        letters.making: make_letter
        letters.posting: discard_letter post_letter return_letter
        letters.reading: letter_file letter_view
        needs: needs_for_form record_needs
        offenders.conflicts: declare_conflict declare_page
        offenders.reading: offender_view
        promises: keep_promise
        referrals.returning: answer_return check_sending_back return_page send_back
        representations.hearing: change_request record_representation
        representations.outcomes: put_forward record_outcome record_told withdraw_request
        representations.reading: representations_view
        representations.statements: record_statement withdraw_statement
        reviews.reading: review_view
        reviews.recording: close_review record_review
        submissions.reading: submissions_view
        supporters.recording: add_supporter check_reach end_supporter supporter_for_form
        tasks: finish_task
        updates.deciding: approve_update cancel_update edit_update
        updates.reading: update_view
        updates.telling: record_telling
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
        referrals.reopening: check_reopening reopen_case
        referrals.withdrawing: done_so_far withdraw_referral
        restrictions.naming: end_reader name_reader
        restrictions.setting: propose_lifting restrict_case restriction_view
    """,
    Rule.TAKE: """
        allocation.assigning: take_case
    """,
    Rule.CASEWORK: """
        allocation.queue: show_queue
        callers.searching: find_caller
        cases.listing: list_cases
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
        glass.looking: list_glass
    """,
    Rule.USERS: """
        accounts: add_user
        staff_details: change_details
    """,
    Rule.ADMINISTRATOR: """
        restrictions.naming: name_manager restricted_asked
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
        submissions.releasing: list_released
    """,
    Rule.NOTHING_THERE: """
        glass.looking: glass_to_look_at look_at_glass
        messages.held: requeue_held
        offenders.conflicts: end_conflict
        referrals.deciding: decide_duplicate
        submissions.releasing: released_file
        two_people.deciding: decide_proposal take_back_proposal
    """,
    Rule.OWN_ANSWER: """
        glass.breaking: broken_until
        offenders.conflicts: people_of_unit
        tasks: list_tasks
    """,
}
_PAGES: Mapping[Rule, str] = {
    Rule.ANYBODY: """
        account: send_on sign_in sign_out
        hooks: record_twilio_inbound record_twilio_status
        app: static
    """,
    Rule.OWN_ANSWER: """
        officer: finish_task list_tasks start
    """,
    Rule.CASEWORK: """
        officer: download_rejected find_caller import_key_dates import_referrals list_cases
            list_duplicates record_referral show_post_tray show_queue show_referrals
    """,
    Rule.GLASS: """
        officer: break_glass
    """,
    Rule.NOTHING_THERE: """
        officer: decide_duplicate decide_proposal download_released end_conflict
            look_at_glass requeue_message take_back_proposal
    """,
    Rule.MANAGERS: """
        officer: assign_many list_glass
    """,
    Rule.MANAGER: """
        officer: assign_case decide_route end_reader lift_restriction name_reader
            reopen_case restrict_case show_restriction withdraw_referral
    """,
    Rule.ADMINISTRATOR: """
        officer: name_manager
    """,
    Rule.OVERSEES: """
        officer: show_oversight
    """,
    Rule.SECOND: """
        officer: list_proposals
    """,
    Rule.CASE: """
        officer: add_channel add_supporter answer_return approve_update cancel_update
            change_channel change_request check_caller close_review confirm_channel
            correct_channel correct_offender correct_person declare_conflict discard_letter
            download_document download_letter edit_update end_channel end_release
            end_supporter enter_code export_submission keep_promise make_letter move_case
            post_letter put_forward record_answer record_contact record_event
            record_key_dates record_needs record_outcome record_representation record_review
            record_statement record_telling record_told release_submission return_letter
            send_back_referral send_code show_corrections show_first_contact show_letter
            show_offender show_representations show_update suspend_channel withdraw_request
            withdraw_statement
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
SERVICES = _read(_SERVICES)
PAGES = _read(_PAGES)
