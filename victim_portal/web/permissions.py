"""Which role may open which page: one map, deny by default.

Whether the page's case is within reach is decided by the services; this map keeps whole
rooms shut. A page that isn't on it is shut for everybody.
"""

from collections.abc import Mapping
from types import MappingProxyType

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import Role
from victim_portal.web.account import ask_to_sign_in, go_half_way
from victim_portal.web.account.at_hand import half_way
from victim_portal.web.context import signed_in

ANYBODY: frozenset[Role] = frozenset()
CASEWORK = frozenset({Role.OFFICER, Role.MANAGER})
MANAGERS = frozenset({Role.MANAGER})
SECONDS = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
STAFF = frozenset(Role)
AUDITORS = frozenset({Role.AUDITOR})
WATCHERS = frozenset({Role.AUDITOR, Role.MANAGER})
FORGETTING = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
HELPERS = frozenset({Role.ADMINISTRATOR, Role.MANAGER})
OVERSEERS = SECONDS | AUDITORS
READERS = OVERSEERS | {Role.OFFICER}
ZONES = "show_zone show_zone_figure draw_zone upload_zone remove_zone show_base_map show_base_tile"
REVIEWS = "record_decision show_ask drop_ask record_family_note"
SUBMISSIONS = """
    export_submission settle_passage undo_settlement show_details end_detail ask_manager_to_send
    download_document download_unsettled show_submission acknowledge_handover
    show_non_disclosure decide_non_disclosure
"""

ENDPOINTS: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        "static": ANYBODY,
        "watch.show_live": ANYBODY,
        "watch.show_ready": ANYBODY,
        "watch.show_figures": ANYBODY,
        "account.sign_in": ANYBODY,
        "account.sign_out": ANYBODY,
        "account.send_on": ANYBODY,
        "account.welcome": ANYBODY,
        "account.ask_provider": ANYBODY,
        "account.come_back": ANYBODY,
        "account.link_provider": STAFF,
        "account.confirm": STAFF,
        "account.confirm_passkey": STAFF,
        "account.set_up": STAFF,
        "account.add_codes": STAFF,
        "account.codes_picture": STAFF,
        "account.add_passkey": STAFF,
        "account.remove_passkey": STAFF,
        "account.show_account": STAFF,
        "account.stay": STAFF,
        "account.end_session": STAFF,
        "account.change_password": STAFF,
        "account.prove": STAFF,
        "account.prove_passkey": STAFF,
        "administrator.list_accounts": HELPERS,
        "administrator.show_account": HELPERS,
        "administrator.recover_account": HELPERS,
        "administrator.agree_to_account": HELPERS,
        "administrator.add_account": ADMINISTRATORS,
        "administrator.change_details": ADMINISTRATORS,
        "administrator.change_role": ADMINISTRATORS,
        "administrator.give_unit": ADMINISTRATORS,
        "administrator.invite_account": ADMINISTRATORS,
        "administrator.disable_account": ADMINISTRATORS,
        "administrator.enable_account": ADMINISTRATORS,
        "administrator.show_policy": OVERSEERS,
        "administrator.show_policy_rule": OVERSEERS,
        "administrator.list_policy_changes": OVERSEERS,
        "administrator.propose_policy_change": ADMINISTRATORS,
        "administrator.withdraw_policy_row": ADMINISTRATORS,
        "administrator.list_licence_policies": READERS,
        "administrator.show_licence_policy": READERS,
        "administrator.show_licence_policy_changes": READERS,
        "administrator.list_templates": READERS,
        "administrator.show_template": READERS,
        "administrator.show_wording": READERS,
        "administrator.change_template": ADMINISTRATORS,
        "hooks.record_twilio_status": ANYBODY,
        "hooks.record_twilio_inbound": ANYBODY,
        "reports.record_policy_report": ANYBODY,
        "checking.check": ANYBODY,
        "officer.start": STAFF,
        "officer.list_tasks": STAFF,
        "officer.show_oversight": OVERSEERS,
        "officer.finish_task": STAFF,
        # People in it are invented: whoever works here may read what victims are written.
        "officer.list_correspondence": STAFF,
        "officer.show_correspondence": STAFF,
        "officer.download_example_letter": STAFF,
        "officer.show_post_tray": CASEWORK,
        "officer.break_glass": CASEWORK | {Role.AUDITOR},
        "officer.end_glass": CASEWORK | {Role.AUDITOR},
        "officer.glass_views": frozenset({Role.MANAGER}),
        "officer.list_glass": frozenset({Role.MANAGER}),
        "officer.look_at_glass": frozenset({Role.MANAGER}),
        "officer.show_restriction": frozenset({Role.MANAGER}),
        "officer.restrict_case": frozenset({Role.MANAGER}),
        "officer.name_reader": frozenset({Role.MANAGER}),
        "officer.end_reader": frozenset({Role.MANAGER}),
        "officer.lift_restriction": frozenset({Role.MANAGER}),
        "officer.name_manager": frozenset({Role.ADMINISTRATOR}),
        "officer.list_proposals": SECONDS,
        "officer.decide_proposal": SECONDS,
        "officer.take_back_proposal": SECONDS,
        "officer.put_right": CASEWORK,
        "officer.list_wrong_news": frozenset({Role.MANAGER}),
        "officer.show_wrong_news": frozenset({Role.MANAGER}),
        "officer.list_calls": frozenset({Role.MANAGER}),
        "officer.propose_release": frozenset({Role.MANAGER}),
        "officer.release_wrong_news": frozenset({Role.MANAGER}),
        "officer.take_back_wrong_news": frozenset({Role.MANAGER}),
        "officer.propose_thaw": frozenset({Role.MANAGER}),
        "officer.thaw_text": frozenset({Role.MANAGER}),
        "officer.list_surges": frozenset({Role.MANAGER}),
        "officer.propose_letting_go": frozenset({Role.MANAGER}),
        "officer.let_surge_go": frozenset({Role.MANAGER}),
        "officer.stop_surge": frozenset({Role.MANAGER}),
        "officer.release_submission": CASEWORK,
        "officer.end_release": CASEWORK,
        "officer.list_released": frozenset({Role.PAROLE_CASE_MANAGER}),
        "officer.download_released": frozenset({Role.PAROLE_CASE_MANAGER}),
        "officer.list_cases": CASEWORK,
        "officer.show_case": CASEWORK,
        "officer.take_case": CASEWORK,
        "officer.assign_case": CASEWORK,
        "officer.decide_route": CASEWORK,
        "officer.show_queue": CASEWORK,
        "officer.assign_many": frozenset({Role.MANAGER}),
        "officer.move_case": CASEWORK,
        "officer.send_back_referral": CASEWORK,
        "officer.answer_return": CASEWORK,
        "officer.withdraw_referral": frozenset({Role.MANAGER}),
        "officer.reopen_case": frozenset({Role.MANAGER}),
        "officer.correct_person": CASEWORK,
        "officer.correct_channel": CASEWORK,
        "officer.show_corrections": CASEWORK,
        "officer.show_offender": CASEWORK,
        "officer.correct_offender": CASEWORK,
        "officer.declare_conflict": CASEWORK,
        "officer.end_conflict": CASEWORK,
        "officer.find_caller": CASEWORK,
        "officer.check_caller": CASEWORK,
        "officer.show_contacts": CASEWORK,
        "officer.record_contact": CASEWORK,
        "officer.undo_contact": CASEWORK,
        "officer.record_note": CASEWORK,
        "officer.keep_promise": CASEWORK,
        "officer.show_first_contact": CASEWORK,
        "officer.make_letter": CASEWORK,
        "officer.make_news_letter": CASEWORK,
        "officer.show_letter": CASEWORK,
        "officer.download_letter": CASEWORK,
        "officer.post_letter": CASEWORK,
        "officer.return_letter": CASEWORK,
        "officer.discard_letter": CASEWORK,
        "officer.record_needs": CASEWORK,
        "officer.record_spoken_with": CASEWORK,
        "officer.show_coming_of_age": CASEWORK,
        "officer.record_capacity": frozenset({Role.MANAGER}),
        "officer.end_capacity": CASEWORK,
        "officer.set_cover": CASEWORK,
        "officer.show_text": frozenset({Role.MANAGER}),
        "officer.take_text": frozenset({Role.MANAGER}),
        "officer.give_text_back": frozenset({Role.MANAGER}),
        "officer.match_text": frozenset({Role.MANAGER}),
        "officer.close_text": frozenset({Role.MANAGER}),
        "officer.add_supporter": CASEWORK,
        "officer.end_supporter": CASEWORK,
        "officer.correct_supporter": CASEWORK,
        "officer.send_code": CASEWORK,
        "officer.enter_code": CASEWORK,
        "officer.show_own_pages": CASEWORK,
        "officer.send_link": CASEWORK,
        "officer.end_own_pages": CASEWORK,
        "officer.agree_code": CASEWORK,
        "officer.show_referrals": CASEWORK,
        "officer.record_referral": CASEWORK,
        "officer.import_referrals": CASEWORK,
        "officer.download_rejected": CASEWORK,
        "officer.list_duplicates": CASEWORK,
        "officer.decide_duplicate": CASEWORK,
        "officer.record_answer": CASEWORK,
        "officer.change_level": CASEWORK,
        "officer.record_preferences": CASEWORK,
        "officer.undo_answer": CASEWORK,
        "officer.add_channel": CASEWORK,
        "officer.change_channel": CASEWORK,
        "officer.confirm_channel": CASEWORK,
        "officer.suspend_channel": CASEWORK,
        "officer.end_channel": CASEWORK,
        "officer.record_key_dates": CASEWORK,
        "officer.import_key_dates": CASEWORK,
        "officer.list_campaigns": MANAGERS,
        "officer.import_campaign": MANAGERS,
        "officer.show_campaign": MANAGERS,
        "officer.choose_tranche": MANAGERS,
        "officer.propose_tranche": MANAGERS,
        "officer.show_tranche": MANAGERS,
        "officer.agree_to_tranche": MANAGERS,
        "officer.record_event": CASEWORK,
        "officer.show_timeline": CASEWORK,
        "officer.show_plan_changes": CASEWORK,
        "officer.decide_plan_changes": CASEWORK,
        "officer.show_update": CASEWORK,
        "officer.show_call_sheet": CASEWORK,
        "officer.list_call_sheets": CASEWORK,
        "officer.edit_update": CASEWORK,
        "officer.approve_update": CASEWORK,
        "officer.cancel_update": CASEWORK,
        "officer.ask_exact_date": CASEWORK,
        "officer.agree_exact_date": frozenset({Role.MANAGER}),
        "officer.record_telling": CASEWORK,
        "officer.preview_update": CASEWORK,
        "officer.requeue_message": CASEWORK,
        "officer.send_once_more": CASEWORK,
        "officer.show_representations": CASEWORK,
        "officer.record_representation": CASEWORK,
        "officer.choose_condition": CASEWORK,
        "officer.ask_for_condition": CASEWORK,
        **{f"officer.{one}": CASEWORK for one in ZONES.split()},
        "officer.record_statement": CASEWORK,
        "officer.withdraw_statement": CASEWORK,
        "officer.put_forward": CASEWORK,
        "officer.change_request": CASEWORK,
        "officer.record_outcome": CASEWORK,
        "officer.record_told": CASEWORK,
        "officer.withdraw_request": CASEWORK,
        "officer.record_review": CASEWORK,
        "officer.close_review": CASEWORK,
        **{f"officer.{page}": CASEWORK for page in (REVIEWS + SUBMISSIONS).split()},
        "officer.open_withdrawn": MANAGERS,
        "auditor.find_case": AUDITORS,
        "auditor.show_told": AUDITORS,
        "auditor.show_looks": AUDITORS,
        "auditor.download_looks": AUDITORS,
        "auditor.show_words": AUDITORS,
        "auditor.show_unusual": WATCHERS,
        "officer.show_keeping": CASEWORK,
        "officer.move_retention": CASEWORK,
        "officer.set_hold": frozenset({Role.MANAGER}),
        "officer.lift_hold": frozenset({Role.MANAGER}),
        "officer.close_case": frozenset({Role.MANAGER}),
        "officer.export_subject": frozenset({Role.MANAGER}),
        "officer.list_due": FORGETTING,
        "officer.propose_purge": FORGETTING,
        "officer.list_incidents": frozenset({Role.MANAGER}),
        "officer.record_incident": CASEWORK,
        "officer.show_incident": frozenset({Role.MANAGER}),
    }
)


# All that a session opens whose second factor is still to come.
HALF_WAY_IN = frozenset(
    {
        *("account.confirm", "account.confirm_passkey", "account.set_up"),
        *("account.add_codes", "account.codes_picture", "account.add_passkey"),
    }
)


def install(app: Flask) -> None:
    """Check every request against the map before its view runs."""

    @app.before_request
    def check() -> ResponseReturnValue | None:
        if request.endpoint is None:
            # No such page; the error page says so, to whoever asks.
            return None
        roles = ENDPOINTS.get(request.endpoint)
        if roles is None:
            abort(403)
        if roles is ANYBODY:
            return None
        member = signed_in()
        if member is None:
            if half_way() is not None:
                if request.endpoint in HALF_WAY_IN:
                    return None
                if request.method == "GET":
                    return go_half_way(safe_next())
            return ask_to_sign_in(safe_next())
        if member.role not in roles:
            abort(403)
        return None


def safe_next() -> str | None:
    """Where to go on after signing in: only a page of this site that was asked for by GET."""
    if request.method != "GET" or request.path == "/":
        return None
    return request.path
