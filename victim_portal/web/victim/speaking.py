"""What they say of us: whether a message was clear, and where a complaint goes."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from victim_portal.services import door
from victim_portal.services.door.speaking import LONGEST
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.web.victim import guard
from victim_portal.web.victim.shell import ctx
from victim_portal.web.victim.shell import gettext as _


def give_feedback(message_id: UUID) -> ResponseReturnValue:
    """Whether a message was clear: one question, and words if they like."""
    here = guard.visitor()
    wrong: Markup | str = ""
    wrong_at, typed, answer = "choice", "", ""
    try:
        if request.method == "GET":
            door.own_update(ctx(), here, message_id)
        else:
            typed = request.form.get("words", "")[: 4 * LONGEST]
            answer = request.form.get("choice", "")
            if answer in ("yes", "no"):
                door.give_feedback(ctx(), here, message_id, clear=answer == "yes", words=typed)
                done = url_for("victim.show_message", message_id=message_id, said="thanks")
                return redirect(done, 303)
            wrong = _("Choose yes or no.")
    except NotFoundError:
        abort(404)
    except InvalidError:
        wrong, wrong_at = _("Use fewer words."), "words"
    return render_template(
        "victim/clear.html",
        message_id=message_id,
        typed=typed,
        answer=answer,
        wrong=wrong,
        wrong_at=wrong_at,
    )


def show_complaint() -> ResponseReturnValue:
    """Where a complaint goes, step by step."""
    return render_template("victim/complaint.html")


def add_routes(victim: Blueprint) -> None:
    """Register the pages."""
    for path, view, methods in (
        ("/messages/<uuid:message_id>/clear", give_feedback, ["GET", "POST"]),
        ("/not-happy", show_complaint, ["GET"]),
    ):
        victim.add_url_rule(path, view_func=view, methods=methods)
