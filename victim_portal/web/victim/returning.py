"""Coming back after they left: asked how much, shown what they say yes to, recorded."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from victim_portal.domain.vocabulary import Level
from victim_portal.services import door
from victim_portal.services.errors import InvalidError
from victim_portal.web.victim import guard
from victim_portal.web.victim.preferring import LEVELS
from victim_portal.web.victim.shell import ctx, language
from victim_portal.web.victim.shell import gettext as _
from victim_portal.web.victim.words import level_named


def come_back() -> ResponseReturnValue:
    """Whether they want to hear again, and how much."""
    if not guard.visitor().left:
        return redirect(url_for("victim.list_messages"), 303)
    wrong: Markup | str = ""
    if request.method == "POST":
        chosen = request.form.get("choice", "")
        if chosen in set(Level):
            return redirect(url_for("victim.agree_to_come_back", level=chosen), 303)
        wrong = _("Choose how much you want to hear.")
    return render_template(
        "victim/choose.html",
        page_title=_("Do you want to hear from us again?"),
        intro=[_("You stopped our messages. If you do not want them again, press “Finish”.")],
        options=[(one.value, level_named(one), "") for one in LEVELS],
        chosen="",
        wrong=wrong,
        back="",
    )


def agree_to_come_back(level: str) -> ResponseReturnValue:
    """The exact words of it, and their yes."""
    here = guard.visitor()
    if level not in set(Level):
        abort(404)
    if not here.left:
        return redirect(url_for("victim.list_messages"), 303)
    words = door.words_of_level(ctx(), Level(level), language())
    if request.method == "GET" and words:
        return render_template("victim/agree.html", words=words, back=url_for("victim.come_back"))
    try:
        if not words:
            # They may not be shown in her language yet: a person reads them to her.
            raise InvalidError({})
        door.come_back(ctx(), here, Level(level), language(), str(_("Yes, I want this")))
    except InvalidError:
        door.ask_to_be_rung(ctx(), here)
        return redirect(url_for("victim.show_will_ring"), 303)
    return redirect(url_for("victim.show_back"), 303)


def show_back() -> ResponseReturnValue:
    """What happens now that they are back."""
    return render_template("victim/back.html")


def add_routes(victim: Blueprint) -> None:
    """Register the pages."""
    for path, view, methods in (
        ("/again", come_back, ["GET", "POST"]),
        ("/again/<level>", agree_to_come_back, ["GET", "POST"]),
        ("/again/done", show_back, ["GET"]),
    ):
        victim.add_url_rule(path, view_func=view, methods=methods)
