"""Reading that stands out, with the numbers behind it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import Role
from victim_portal.services.unusual import list_unusual
from victim_portal.web import answers
from victim_portal.web.auditor import saying
from victim_portal.web.context import actor, ctx


def show_unusual() -> ResponseReturnValue:
    """What stood out in the last three months."""
    lines = list_unusual(ctx(), actor())
    everywhere = actor().role is Role.AUDITOR
    return render_template("auditor/unusual.html", lines=lines, everywhere=everywhere, say=saying)


def add_routes(auditor: Blueprint) -> None:
    """Register the page."""
    auditor.add_url_rule(
        "/reading", view_func=answers.service_errors(show_unusual), methods=["GET"]
    )
