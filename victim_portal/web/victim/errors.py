"""Plain pages for what goes wrong on the victims' site: neutral, and the same for everybody."""

import sys
import traceback
from pathlib import Path
from typing import Any

from flask import Flask, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError
from werkzeug.routing import RequestRedirect

from victim_portal.web.victim.shell import gettext as _

BARE_PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Sorry</title></head>'
    "<body><main><h1>Sorry</h1><p>This page does not work at the moment.</p></main></body></html>"
)


def _switch_at(code: int) -> str:
    """Where the other language is chosen: here, where the address itself is what is wrong."""
    here = code == 404 and request.method == "GET"
    return "" if here else url_for("victim.start")


def install(app: Flask) -> None:
    """Register the error pages."""

    def page(code: int, title: str, sentence: str) -> ResponseReturnValue:
        body = render_template(
            "victim/error.html", title=title, sentence=sentence, switch_at=_switch_at(code)
        )
        return make_response(body, code)

    def log_failure(failure: Any) -> None:
        """Where it broke and by what kind of error; an error's own words may hold values."""
        kind, _, trace = failure
        places = [
            f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(trace)
        ]
        name = kind.__name__ if kind else "nothing"
        app.logger.error("a victim's page failed: %s at %s", name, " < ".join(places[:-9:-1]))

    setattr(app, "log_exception", log_failure)  # noqa: B010 - Flask offers no setting for it

    @app.errorhandler(HTTPException)
    def show_error(error: HTTPException) -> ResponseReturnValue:
        code = error.code or 500
        if isinstance(error, RequestRedirect) or code < 400:
            return error
        if code >= 500:
            return _sorry()
        if code in (404, 405):
            return page(code, _("There is no such page"), _("Check the address."))
        return page(
            code,
            _("That did not work"),
            _("Nothing was saved. Go back and try again."),
        )

    @app.errorhandler(SecurityError)
    def show_unknown_host(error: SecurityError) -> ResponseReturnValue:
        return make_response(BARE_PAGE, 400)

    @app.errorhandler(CSRFError)
    def show_open_too_long(error: CSRFError) -> ResponseReturnValue:
        return page(
            400,
            _("This page was open too long"),
            _("Nothing was saved. Open your link again."),
        )

    def _sorry() -> ResponseReturnValue:
        return page(500, _("Sorry, something went wrong"), _("Try again later."))

    @app.errorhandler(InternalServerError)
    def show_failure(error: InternalServerError) -> ResponseReturnValue:
        try:
            return _sorry()
        except Exception:
            log_failure(sys.exc_info())
            return make_response(BARE_PAGE, 500)
