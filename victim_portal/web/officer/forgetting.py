"""What is due to be forgotten: proposed by one person, agreed to by a second."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
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


def decide_purge(proposal_id: UUID) -> ResponseReturnValue:
    """Agree, refuse, or take one's own proposal back."""
    here = url_for("officer.list_due")
    decision = request.form.get("decision", "")
    try:
        if decision == "take_back":
            keeping.take_back_purge(ctx(), actor(), proposal_id)
            return answers.done(here, "You took your proposal back.")
        if decision not in ("agree", "refuse"):
            return answers.back_to(here, ConflictError("Choose whether you agree."))
        keeping.decide_purge(ctx(), actor(), proposal_id, decision == "agree")
    except ConflictError as error:
        return answers.back_to(here, error)
    said = "Forgotten. It can't be brought back." if decision == "agree" else "Refused."
    return answers.done(here, said)


def add_routes(officer: Blueprint) -> None:
    """Register the pages of forgetting."""
    for path, view, methods in (
        ("/forgetting", list_due, ["GET"]),
        ("/forgetting/<reference>/propose", propose_purge, ["POST"]),
        ("/forgetting/proposals/<uuid:proposal_id>/decide", decide_purge, ["POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
