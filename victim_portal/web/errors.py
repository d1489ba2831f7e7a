"""Plain pages for everything that goes wrong; none shows a stack trace or what exists.

A case of another unit and a case that never was give the same page, byte for byte.
"""

import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError
from werkzeug.routing import RequestRedirect

HOOKS = "/hooks/"
NEVER_SHOWN_AGAIN = ("password", "passphrase", "token", "secret", "code")
# What travels with a form unseen says nothing to whoever typed the rest.
UNSEEN = frozenset({"seen", "step", "back"})
KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")


@dataclass(frozen=True)
class Sorry:
    """The words of one error page."""

    title: str
    sentences: tuple[str, ...]


PAGES = {
    400: Sorry(
        "The portal could not read that request",
        ("Nothing was saved.", "Go back, check what was entered and try again."),
    ),
    401: Sorry("You need to sign in", ("Sign in, then open the page again.",)),
    403: Sorry(
        "You do not have permission to do this",
        ("Nothing was changed.", "If you need this for your work, ask your manager."),
    ),
    404: Sorry(
        "Page not found",
        (
            "If you typed the web address, check it is correct.",
            "If you followed a link, what it led to may have moved, "
            "or your account may not be allowed to see it.",
        ),
    ),
    405: Sorry(
        "This page cannot be opened that way",
        ("Nothing was saved.", "Go back to the page before and use its buttons."),
    ),
    413: Sorry(
        "The file is too big",
        ("Nothing was saved.", "Go back and choose a smaller file, or split it into parts."),
    ),
    415: Sorry("The portal cannot read this kind of file", ("Nothing was saved.",)),
    429: Sorry(
        "Too many tries",
        ("Nothing was saved.", "Wait a few minutes, then try again."),
    ),
    500: Sorry(
        "Sorry, something went wrong",
        (
            "Check whether your last change was saved before you enter it again.",
            "Try again later. If it happens again, tell your support team what you were doing.",
        ),
    ),
    503: Sorry("Sorry, the portal is not available", ("Try again in a few minutes.",)),
}
OPEN_TOO_LONG = Sorry(
    "This page was open too long",
    (
        "For safety, a page can only be sent for a while after it was opened, "
        "and only by the person who opened it. Nothing was saved.",
    ),
)
# Stands alone: what broke the page may be what the page's own layout needs.
BARE_PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
    "<body><main><h1>{title}</h1>{sentences}</main></body></html>"
)


def _words(code: int) -> Sorry:
    return PAGES.get(code) or PAGES[500 if code >= 500 else 400]


def _sent_by_our_page() -> bool:
    """Whether the browser says that the form was on this site; another site's words stay out."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.host


def _typed() -> list[tuple[str, str]]:
    """What the person had typed, to copy from: no secrets, and only out of our own page."""
    if not _sent_by_our_page():
        return []
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), value)
        for name, value in request.form.items(multi=True)
        if value.strip()
        and name not in UNSEEN
        and not any(word in name.lower() for word in NEVER_SHOWN_AGAIN)
    ]


def _page_again() -> str | None:
    """The address of the form that was sent, if it can be opened by a link."""
    adapter = request.routing_exception is None and request.url_rule
    if not adapter:
        return None
    methods = adapter.methods or set()
    return request.path if "GET" in methods else None


def _bare(sorry: Sorry) -> str:
    sentences = "".join(f"<p>{sentence}</p>" for sentence in sorry.sentences)
    return BARE_PAGE.format(title=sorry.title, sentences=sentences)


def _machine_answer(code: int, sorry: Sorry) -> Response | None:
    """The answer to a program: plain words for a provider's call-back, JSON when asked for."""
    if request.path.startswith(HOOKS):
        answer = make_response(sorry.title + "\n", code)
        answer.content_type = "text/plain; charset=utf-8"
        return answer
    accepted = request.accept_mimetypes
    if accepted.best_match(["text/html", "application/json"]) == "application/json":
        return make_response(jsonify(error=sorry.title), code)
    return None


def install(app: Flask, *, layout: Callable[[], str] = lambda: "base.html") -> None:
    """Register the error pages; `layout` names the template that the asking audience gets."""

    def answer(error: HTTPException, sorry: Sorry, **more: object) -> Response:
        code = error.code or 500
        response = _machine_answer(code, sorry)
        if response is None:
            facts = {"again_href": None, "typed": [], **more}
            page = render_template("error.html", layout=layout(), sorry=sorry, **facts)
            response = make_response(page, code)
        for name, value in error.get_headers():
            if name in KEPT_HEADERS:
                response.headers[name] = value
        return response

    def log_failure(failure: Any) -> None:
        """Where it broke and by what kind of error; an error's own words may hold values."""
        kind, _, trace = failure
        places = [
            f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(trace)
        ]
        name = kind.__name__ if kind else "nothing"
        app.logger.error("%s failed: %s at %s", request.endpoint, name, " < ".join(places[:-9:-1]))

    setattr(app, "log_exception", log_failure)  # noqa: B010 - Flask offers no setting for it

    @app.errorhandler(HTTPException)
    def show_error(error: HTTPException) -> ResponseReturnValue:
        if isinstance(error, RequestRedirect) or (error.code or 500) < 400:
            return error
        # Whoever sent a form for what is out of reach by now keeps what they had typed.
        typed = _typed() if error.code in (403, 404) else []
        return answer(error, _words(error.code or 500), typed=typed)

    @app.errorhandler(SecurityError)
    def show_unknown_host(error: SecurityError) -> ResponseReturnValue:
        # Asked for by a name that isn't ours: no address of ours can be built for the layout.
        return make_response(_bare(_words(400)), 400)

    @app.errorhandler(CSRFError)
    def show_open_too_long(error: CSRFError) -> ResponseReturnValue:
        return answer(error, OPEN_TOO_LONG, typed=_typed(), again_href=_page_again())

    @app.errorhandler(InternalServerError)
    def show_failure(error: InternalServerError) -> ResponseReturnValue:
        try:
            return answer(error, _words(500))
        except Exception:
            log_failure(sys.exc_info())
            return make_response(_bare(_words(500)), 500)
