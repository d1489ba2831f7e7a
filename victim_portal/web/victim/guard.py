"""Whose visit a request belongs to. Every page is shut unless it is on the list of open ones."""

from typing import cast

from flask import Flask, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import door
from victim_portal.services.door import Visitor
from victim_portal.web.victim.shell import LANGUAGE, ctx

VISIT = "visit"
OPEN = frozenset(
    {
        "static",
        "victim.start",
        "victim.open_link",
        "victim.send_code",
        "victim.ask_for_new_link",
        "victim.show_safety",
        "victim.leave",
        "victim.show_closed",
    }
)
"""What anybody may open; none of it says anything about anybody."""
BEFORE_WARNING = frozenset({"victim.show_warning", "victim.stay"})


def visitor() -> Visitor:
    """Whose pages this request shows; 404 for nobody's, which no view is reached with."""
    found = visitor_or_none()
    if found is None:
        abort(404)
    return found


def visitor_or_none() -> Visitor | None:
    """Whose visit it is, looked up once in a request."""
    if "visitor" not in g:
        token = session.get(VISIT)
        g.visitor = door.visitor(ctx(), str(token)) if token else None
        if g.visitor is not None:
            g.their_language = g.visitor.language.value
    return cast("Visitor | None", g.visitor)


def begin(token: str) -> None:
    """Keep a visit in this browser; nothing of an earlier one stays but the language."""
    chosen = session.get(LANGUAGE)
    session.clear()
    g.pop("csrf_token", None)
    session[VISIT] = token
    if chosen:
        session[LANGUAGE] = chosen
    g.pop("visitor", None)


def end() -> None:
    """End the visit here and in the portal, and forget everything in this browser."""
    token = session.get(VISIT)
    session.clear()
    g.visitor = None
    if token:
        door.leave(ctx(), str(token))


def install(app: Flask) -> None:
    """Shut every page that isn't open."""

    @app.before_request
    def check_visit() -> ResponseReturnValue | None:
        # What isn't there, or isn't opened that way, says so to everybody alike.
        if request.endpoint is None or request.endpoint in OPEN:
            return None
        found = visitor_or_none()
        if found is None:
            return redirect(url_for("victim.show_closed"), 303)
        if not found.warned and request.endpoint not in BEFORE_WARNING:
            return redirect(url_for("victim.show_warning"), 303)
        return None

    @app.context_processor
    def whose() -> dict[str, object]:
        found = visitor_or_none()
        seconds = int((found.ends_at - ctx().now()).total_seconds()) if found else None
        return {"visitor": found, "ends_in": seconds}
