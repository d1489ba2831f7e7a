"""The timeline of a case: what happened, who was told what, what is to come, how sure it is."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from victim_portal.services import timeline
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx


def show_timeline(reference: str) -> ResponseReturnValue:
    """The time around today; a year of the past, or everything, where the address asks for it."""
    line = timeline.timeline_view(ctx(), actor(), reference, request.args.get("year", ""))
    return render_template("officer/timeline/show.html", line=line, today=ctx().today())


def add_routes(officer: Blueprint) -> None:
    """Register the page of a timeline."""
    officer.add_url_rule(
        "/cases/<reference>/timeline",
        view_func=answers.service_errors(show_timeline),
        methods=["GET"],
    )
