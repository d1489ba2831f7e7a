"""Whose visit a request belongs to. Every page is shut unless it is on the list of open ones."""

from typing import cast

from flask import Flask, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import Language
from victim_portal.services import door
from victim_portal.services.door import Visitor
from victim_portal.web.victim import late
from victim_portal.web.victim.shell import LANGUAGE, ctx

VISIT = "visit"
WAS = "was"
"""The visit that closed here by itself: what another tab still sends for it is kept."""
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
AFTER_LEAVING = BEFORE_WARNING | {
    "victim.come_back",
    "victim.agree_to_come_back",
    "victim.show_will_ring",
    "victim.finish",
}
"""What stands open to whoever left the scheme: to come back, and nothing that was written."""


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


def show_in(language: Language) -> None:
    """Show the pages in a language from now on, in this browser."""
    session[LANGUAGE] = language.value


def keep_language() -> None:
    """Keep with the person a language that was chosen by its link, for every later visit.

    Chosen by a link, as it must work without script; whoever could make her browser open it
    would change nothing but the language of her pages.
    """
    chosen, found = session.get(LANGUAGE), visitor_or_none()
    if found is not None and chosen in set(Language):
        door.read_in(ctx(), found, Language(chosen))


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
            kept = late.keep(str(session.get(VISIT) or session.get(WAS) or ""))
            sent = request.method == "POST"
            said = "yes" if kept else "no" if sent else None
            return redirect(url_for("victim.show_closed", kept=said), 303)
        if request.args.get("lang") in set(Language):
            keep_language()
        if not found.warned and request.endpoint not in BEFORE_WARNING:
            return redirect(url_for("victim.show_warning"), 303)
        if found.left and request.endpoint not in AFTER_LEAVING:
            return redirect(url_for("victim.come_back"), 303)
        return None

    @app.context_processor
    def whose() -> dict[str, object]:
        found = visitor_or_none()
        seconds = int((found.ends_at - ctx().now()).total_seconds()) if found else None
        return {"visitor": found, "ends_in": seconds}
