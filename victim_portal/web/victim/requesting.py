"""What an officer agrees with them first: somebody who may be told, other hours, a way again."""

from datetime import time
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from victim_portal.domain.contact import Window
from victim_portal.domain.own_choices import HOURS
from victim_portal.services import door
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.web.victim import guard
from victim_portal.web.victim.preferring import saved
from victim_portal.web.victim.shell import ctx
from victim_portal.web.victim.shell import gettext as _
from victim_portal.web.victim.words import time_named, way_named, weekday_named

LONGEST_TYPED = 1000


def name_supporter() -> ResponseReturnValue:
    """Somebody who may be told too; nobody is before an officer has spoken with them."""
    typed, wrong = "", ""
    if request.method == "POST":
        typed = request.form.get("value", "")[:LONGEST_TYPED]
        try:
            door.name_supporter(ctx(), guard.visitor(), typed)
        except InvalidError:
            wrong = str(_("Type the name."))
        else:
            return _asked()
    return render_template("victim/somebody.html", typed=typed, wrong=wrong)


def change_hours(way_id: UUID) -> ResponseReturnValue:
    """When a number or address is safe: fewer hours hold at once, more are agreed first."""
    here = guard.visitor()
    way = next((one for one in door.own_ways(ctx(), here) if one.id == way_id), None)
    if way is None or not way.has_hours:
        abort(404)
    wrong: Markup | str = ""
    days = set(request.form.getlist("day"))
    times = (request.form.get("start", ""), request.form.get("end", ""))
    if request.method == "POST":
        try:
            window = _window(days, times)
            held = door.change_hours(ctx(), here, way_id, window)
        except ValueError:
            wrong = _("Choose at least one day, and an hour after the first one.")
        except NotFoundError:
            abort(404)
        else:
            return saved() if held else _asked()
    offered = [(one.isoformat("minutes"), time_named(one)) for one in HOURS]
    return render_template(
        "victim/hours.html",
        page_title=way_named(way),
        intro=[
            _("When is it safe that we use it?"),
            _("Fewer hours than now hold at once. Before more hours hold, we talk with you."),
        ],
        legend=_("Safe on these days"),
        days=[(str(one), weekday_named(one)) for one in range(7)],
        chosen=days,
        times=[
            ("start", _("From"), offered, times[0] or "09:00"),
            ("end", _("Until"), offered, times[1] or "17:00"),
        ],
        wrong=wrong,
    )


def ask_for_way_again(way_id: UUID) -> ResponseReturnValue:
    """A number or address that was stopped may be used again, once it was agreed."""
    try:
        door.ask_for_way_again(ctx(), guard.visitor(), way_id)
    except NotFoundError:
        abort(404)
    return _asked()


def _asked() -> ResponseReturnValue:
    return redirect(url_for("victim.show_choices", said="asked"), 303)


def _window(days: set[str], times: tuple[str, str]) -> Window:
    start, end = (time.fromisoformat(one) for one in times)
    if start not in HOURS or end not in HOURS:
        raise ValueError("no such hour")
    chosen = frozenset(int(one) for one in days)
    if not chosen <= frozenset(range(7)):
        raise ValueError("no such day")
    return Window(chosen, start, end)


def add_routes(victim: Blueprint) -> None:
    """Register the pages."""
    for path, view, methods in (
        ("/choices/somebody", name_supporter, ["GET", "POST"]),
        ("/choices/<uuid:way_id>/hours", change_hours, ["GET", "POST"]),
        ("/choices/<uuid:way_id>/again", ask_for_way_again, ["POST"]),
    ):
        victim.add_url_rule(path, view_func=view, methods=methods)
