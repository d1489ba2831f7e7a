"""Where a statement stands, and its beginning and end."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import own_statement
from victim_portal.services.errors import InvalidError
from victim_portal.web.victim import guard
from victim_portal.web.victim.late import PARTS
from victim_portal.web.victim.shell import ctx, language
from victim_portal.web.victim.statement import saying


def home() -> ResponseReturnValue:
    """Back to where the statement stands."""
    return redirect(url_for("victim.show_statement"), 303)


def show_statement() -> ResponseReturnValue:
    """What can be done now, what was done, and what else can be done where nothing can."""
    return render_template(
        "victim/statement/show.html",
        it=own_statement.own_statement(ctx(), guard.visitor()),
        parts=[(number, part, saying.title_of(part)) for number, part in enumerate(PARTS, 1)],
        said=request.args.get("said"),
    )


def begin_statement() -> ResponseReturnValue:
    """They begin to write, or to change what they signed."""
    try:
        own_statement.begin_draft(ctx(), guard.visitor(), language())
    except InvalidError:
        return home()
    return redirect(url_for("victim.write_part", number=1), 303)


def say_statement() -> ResponseReturnValue:
    """They want to say it to an officer instead."""
    try:
        own_statement.say_it(ctx(), guard.visitor())
    except InvalidError:
        return home()
    return render_template("victim/statement/tell_us.html")


def throw_away() -> ResponseReturnValue:
    """They throw the draft away; asked once."""
    here = guard.visitor()
    if request.method == "POST":
        own_statement.throw_away(ctx(), here)
        return redirect(url_for("victim.show_statement", said="thrown"), 303)
    if own_statement.own_statement(ctx(), here).draft is None:
        return home()
    return render_template("victim/statement/throw_away.html")
