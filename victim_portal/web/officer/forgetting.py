"""What is due to be forgotten: proposed by one person, agreed to by a second."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import keeping
from victim_portal.services.errors import ConflictError
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx


def list_due() -> ResponseReturnValue:
    """References and dates, without a name."""
    lines = keeping.list_due(ctx(), actor())
    return render_template("officer/keeping/due.html", lines=lines)


def propose_purge(reference: str) -> ResponseReturnValue:
    """Propose to forget the person of a case."""
    here = url_for("officer.list_due")
    try:
        keeping.propose_purge(ctx(), actor(), reference)
    except ConflictError as error:
        return answers.back_to(here, error)
    return answers.done(here, "Proposed. A second person has to agree.")


def add_routes(officer: Blueprint) -> None:
    """Register the pages of forgetting."""
    for path, view, methods in (
        ("/forgetting", list_due, ["GET"]),
        ("/forgetting/<reference>/propose", propose_purge, ["POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
