"""Call sheets, to print: one update's, or those of every call that waits."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from victim_portal.services import call_sheets as sheets
from victim_portal.services.unusual import cases_left_open
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx


def show_call_sheet(reference: str, update_id: UUID) -> ResponseReturnValue:
    """The call sheet of one update."""
    sheet = sheets.call_sheet(ctx(), actor(), reference, update_id)
    return render_template("officer/call_sheets/show.html", sheet=sheet)


def list_call_sheets() -> ResponseReturnValue:
    """Every call that waits for the person signed in, or for their unit."""
    # The page opens many cases at once, so that it's asked here which of them are open.
    who = replace(actor(), left_open=cases_left_open(ctx(), actor()))
    return render_template("officer/call_sheets/list.html", found=sheets.call_sheets(ctx(), who))


def add_routes(officer: Blueprint) -> None:
    """Register the pages."""
    for path, view in (
        ("/call-sheets", list_call_sheets),
        ("/cases/<reference>/updates/<uuid:update_id>/call-sheet", show_call_sheet),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=["GET"])
