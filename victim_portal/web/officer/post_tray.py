"""The demo's post tray: what would have been sent, as its reader would see it."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from victim_portal.services.post_tray import read_post_tray
from victim_portal.web.context import actor, ctx, post_tray
from victim_portal.web.shell import LONDON


def show_post_tray() -> ResponseReturnValue:
    """The newest messages first; there is no such page where messages are really sent."""
    tray = post_tray()
    if tray is None:
        abort(404)
    items = read_post_tray(ctx(), actor(), tray)
    return render_template(
        "officer/post_tray/show.html",
        items=[(item, f"{item.kept_at.astimezone(LONDON):%H:%M}") for item in items],
    )


def add_routes(officer: Blueprint) -> None:
    """Register the page of the post tray."""
    officer.add_url_rule("/post-tray", view_func=show_post_tray, methods=["GET"])
