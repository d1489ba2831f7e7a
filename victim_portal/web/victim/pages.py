"""The pages themselves: open a link, give the proof, read."""

from uuid import UUID

from flask import Blueprint, Flask, abort, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.wrappers import Response

from victim_portal.domain.link_codes import Proof
from victim_portal.services import door
from victim_portal.services.errors import NotFoundError
from victim_portal.web.victim import (
    choices,
    guard,
    preferring,
    requesting,
    returning,
    speaking,
    statement,
    wishes,
)
from victim_portal.web.victim.shell import ctx, language
from victim_portal.web.victim.shell import gettext as _

ELSEWHERE = "https://www.bbc.co.uk/weather"
"""Where somebody is taken who leaves in a hurry: a page that anybody might have open."""
LONGEST_TYPED = 200


def start() -> ResponseReturnValue:
    """Their messages for whoever is there, and for everybody else that they need a link."""
    if guard.visitor_or_none() is not None:
        return redirect(url_for("victim.list_messages"), 303)
    return render_template("victim/start.html")


def open_link(token: str) -> ResponseReturnValue:
    """Ask for the proof that was agreed. Shown as often as asked for, redeemed once."""
    asked = door.proof_asked(ctx(), token)
    g.their_language = asked.language.value if asked else None
    typed = request.form.get("words", "")
    if request.method == "POST" and typed.strip():
        visit = door.redeem(ctx(), token, typed[:LONGEST_TYPED])
        if visit is not None:
            guard.begin(visit)
            guard.keep_language()
            return redirect(url_for("victim.list_messages"), 303)
        asked = door.proof_asked(ctx(), token)
    if asked is None:
        return render_template("victim/dead_link.html", token=token)
    wrong = _not_proved(asked.proof, typed) if request.method == "POST" else ""
    if asked.proof is Proof.CODE:
        # Nobody is asked for a code before one was asked for.
        ready = request.method == "POST" or "code" in request.args
        page = "victim/code.html" if ready else "victim/get_code.html"
        return render_template(page, token=token, wrong=wrong)
    return render_template("victim/proof.html", token=token, wrong=wrong)


def _not_proved(proof: Proof, typed: str) -> Markup:
    """What is said of a proof that opened nothing: the same for whatever was wrong with it."""
    if proof is Proof.CODE:
        if typed.strip():
            return _("That is not the code, or it is too old. Check it and try again.")
        return _("Type the 6 numbers of the code.")
    if typed.strip():
        return _("Those are not the words. Check them and try again.")
    return _("Type the words that you agreed.")


def send_code(token: str) -> ResponseReturnValue:
    """Have a code sent another way: the same answer, whatever comes of it."""
    door.send_code(ctx(), token)
    return redirect(url_for("victim.open_link", token=token, code="asked"), 303)


def ask_for_new_link(token: str) -> ResponseReturnValue:
    """Have a new link sent: the same answer, whoever asks and whatever comes of it."""
    door.ask_for_new_link(ctx(), token)
    return render_template("victim/new_link.html", token=token)


def show_warning() -> ResponseReturnValue:
    """What the exit button does and what it doesn't, before the very first message."""
    here = guard.visitor()
    if request.method == "POST":
        door.pass_warning(ctx(), here)
        return redirect(url_for("victim.list_messages"), 303)
    return render_template("victim/warning.html")


def list_messages() -> ResponseReturnValue:
    """What they were told, newest first."""
    return render_template("victim/messages.html", updates=door.own_updates(ctx(), guard.visitor()))


def show_message(message_id: UUID) -> ResponseReturnValue:
    """One of them in full."""
    try:
        update = door.own_update(ctx(), guard.visitor(), message_id)
    except NotFoundError:
        abort(404)
    return render_template("victim/message.html", update=update, said=request.args.get("said"))


def confirm_read(message_id: UUID) -> ResponseReturnValue:
    """They say that they have read it."""
    try:
        door.confirm_read(ctx(), guard.visitor(), message_id)
    except NotFoundError:
        abort(404)
    return redirect(url_for("victim.show_message", message_id=message_id, said="read"), 303)


def ask_about_message(message_id: UUID) -> ResponseReturnValue:
    """They ask to be rung about it."""
    try:
        door.ask_to_be_rung(ctx(), guard.visitor(), message_id)
    except NotFoundError:
        abort(404)
    return redirect(url_for("victim.show_message", message_id=message_id, said="ring"), 303)


def ask_to_be_rung() -> ResponseReturnValue:
    """They ask to be rung."""
    door.ask_to_be_rung(ctx(), guard.visitor())
    return redirect(url_for("victim.show_will_ring"), 303)


def show_will_ring() -> ResponseReturnValue:
    """They are rung."""
    return render_template("victim/will_ring.html")


def show_safety() -> ResponseReturnValue:
    """How to use the pages when somebody may look over one's shoulder."""
    return render_template("victim/safety.html")


def leave() -> ResponseReturnValue:
    """Leave in a hurry: the visit ends, and another site is shown. Works by a link alone."""
    guard.end()
    return _forgotten(redirect(ELSEWHERE, 303))


def finish() -> ResponseReturnValue:
    """End the visit at leisure."""
    guard.end()
    return _forgotten(redirect(url_for("victim.show_closed", lang=language().value), 303))


def show_closed() -> ResponseReturnValue:
    """The visit is over: nothing of it can be seen any more."""
    if over := session.pop(guard.VISIT, None):
        session[guard.WAS] = over
    return render_template("victim/closed.html", kept=request.args.get("kept"))


def stay() -> ResponseReturnValue:
    """In how many seconds the visit ends; asking is a sign of life."""
    here = guard.visitor()
    left = max(0, int((here.ends_at - ctx().now()).total_seconds()))
    return Response(str(left), content_type="text/plain; charset=utf-8")


def _forgotten(response: Response) -> Response:
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


ROUTES = (
    ("/", start, ("GET",)),
    ("/m/<token>", open_link, ("GET", "POST")),
    ("/m/<token>/code", send_code, ("POST",)),
    ("/m/<token>/new", ask_for_new_link, ("POST",)),
    ("/before-you-start", show_warning, ("GET", "POST")),
    ("/messages", list_messages, ("GET",)),
    ("/messages/<uuid:message_id>", show_message, ("GET",)),
    ("/messages/<uuid:message_id>/read", confirm_read, ("POST",)),
    ("/messages/<uuid:message_id>/ring", ask_about_message, ("POST",)),
    ("/ring", ask_to_be_rung, ("POST",)),
    ("/we-ring", show_will_ring, ("GET",)),
    ("/safety", show_safety, ("GET",)),
    ("/leave", leave, ("GET",)),
    ("/finish", finish, ("GET",)),
    ("/closed", show_closed, ("GET",)),
    ("/stay", stay, ("GET",)),
)


def install(app: Flask) -> None:
    """Register the pages."""
    own = Blueprint("victim", __name__)
    for path, view, methods in ROUTES:
        own.add_url_rule(path, view_func=view, methods=list(methods))
    for room in (choices, preferring, requesting, returning, speaking, statement, wishes):
        room.add_routes(own)
    app.register_blueprint(own)
