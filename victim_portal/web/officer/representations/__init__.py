"""What a victim asks for and says: the page, its requests, the statement, the review."""

from flask import Blueprint

from victim_portal.web import answers
from victim_portal.web.officer.representations import (
    asks,
    conditions,
    decisions,
    outcomes,
    requests,
    reviews,
    showing,
    statements,
)


def add_routes(officer: Blueprint) -> None:
    """Register the pages of representations, statements and parole reviews."""
    case, one = "/cases/<reference>", "/cases/<reference>/requests/<int:number>"
    for path, view, methods in (
        (f"{case}/representations", showing.show_representations, ["GET"]),
        (f"{case}/representations/new", requests.record_representation, ["GET", "POST"]),
        (f"{case}/representations/condition", conditions.choose_condition, ["GET", "POST"]),
        (
            f"{case}/representations/condition/<code>",
            conditions.ask_for_condition,
            ["GET", "POST"],
        ),
        (f"{one}/change", requests.change_request, ["GET", "POST"]),
        (f"{one}/put-forward", outcomes.put_forward, ["GET", "POST"]),
        (f"{one}/outcome", outcomes.record_outcome, ["GET", "POST"]),
        (f"{one}/told", outcomes.record_told, ["GET", "POST"]),
        (f"{one}/withdraw", outcomes.withdraw_request, ["GET", "POST"]),
        (f"{case}/statement", statements.record_statement, ["GET", "POST"]),
        (f"{case}/statement/withdraw", statements.withdraw_statement, ["GET", "POST"]),
        (f"{case}/review", reviews.record_review, ["GET", "POST"]),
        (f"{case}/review/decision", decisions.record_decision, ["GET", "POST"]),
        (f"{case}/review/asks/<kind>", asks.show_ask, ["GET", "POST"]),
        (f"{case}/review/asks/<kind>/drop", asks.drop_ask, ["POST"]),
        (f"{case}/statement/family-note", statements.record_family_note, ["GET", "POST"]),
        (f"{case}/review/close", reviews.close_review, ["POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
