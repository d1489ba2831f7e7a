"""The pages of submissions: settling what could lead to her, making files, to whom they went."""

from flask import Blueprint

from victim_portal.web import answers
from victim_portal.web.officer.submissions.details import end_detail, show_details
from victim_portal.web.officer.submissions.exporting import (
    ask_manager_to_send,
    code_points,
    download_document,
    download_unsettled,
    export_submission,
    open_withdrawn,
)
from victim_portal.web.officer.submissions.handing_over import (
    acknowledge_handover,
    show_submission,
)
from victim_portal.web.officer.submissions.non_disclosure import (
    decide_non_disclosure,
    show_non_disclosure,
)
from victim_portal.web.officer.submissions.settling import settle_passage, undo_settlement

__all__ = ["add_routes", "code_points"]

BOTH, GET, POST = ["GET", "POST"], ["GET"], ["POST"]


def add_routes(officer: Blueprint) -> None:
    """Register the pages of submissions."""
    case = "/cases/<reference>"
    for path, view, methods in (
        (f"{case}/submission", export_submission, BOTH),
        (f"{case}/submission/passages/<key>", settle_passage, BOTH),
        (f"{case}/submission/details", show_details, BOTH),
        (f"{case}/submission/details/<uuid:detail_id>/end", end_detail, POST),
        (f"{case}/submission/settlements/<uuid:settlement_id>/undo", undo_settlement, POST),
        (f"{case}/submission/ask-manager", ask_manager_to_send, POST),
        (f"{case}/submissions/<uuid:submission_id>", show_submission, BOTH),
        (f"{case}/submissions/<uuid:submission_id>/list", download_unsettled, GET),
        (f"{case}/handovers/<uuid:handover_id>", acknowledge_handover, BOTH),
        (f"{case}/non-disclosure", show_non_disclosure, BOTH),
        (f"{case}/non-disclosure/decision", decide_non_disclosure, BOTH),
        (f"{case}/documents/<uuid:document_id>", download_document, GET),
        (f"{case}/documents/<uuid:document_id>/withdrawn", open_withdrawn, BOTH),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
