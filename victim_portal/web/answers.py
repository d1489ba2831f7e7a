"""What a view answers when a use case did not do what was asked."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, abort, flash, make_response, redirect, render_template
from flask.typing import ResponseReturnValue

from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.submissions import ExportedFile
from victim_portal.web.forms import PortalForm

_P = ParamSpec("_P")


def service_errors(
    view: Callable[_P, ResponseReturnValue],
) -> Callable[_P, ResponseReturnValue]:
    """Turn what a service refuses into the error page that says no more than it may.

    404 for what isn't there and for what is out of reach, 403 for a role that may not.
    `InvalidError` and `ConflictError` are the view's own to answer.
    """

    @wraps(view)
    def answered(*args: _P.args, **kwargs: _P.kwargs) -> ResponseReturnValue:
        try:
            return view(*args, **kwargs)
        except NotFoundError:
            abort(404)
        except NotAllowedError:
            abort(403)

    return answered


def back_to(location: str, refused: ConflictError | InvalidError) -> ResponseReturnValue:
    """Go to a page as it stands now, with what stood against the change in a banner.

    For buttons, which have no field beside which a sentence could stand.
    """
    sentences = refused.problems.values() if isinstance(refused, InvalidError) else [str(refused)]
    for sentence in sentences:
        flash(sentence, "important")
    return redirect(location)


def too_late(
    form: PortalForm, refused: ConflictError | str, location: str, where: str
) -> ResponseReturnValue:
    """Say why an act can't go through any more, with what was typed to copy it from.

    `location` is the page to go on to, `where` its name. With nothing typed, that page says it.
    """
    typed = form.what_was_typed()
    if not typed:
        return back_to(location, ConflictError(str(refused)))
    return render_template(
        "officer/too_late.html",
        reason=str(refused),
        typed=typed,
        back_href=location,
        back_text=where,
    )


def done(location: str, sentence: str) -> ResponseReturnValue:
    """Go to a page after a change, with what was done in a banner."""
    flash(sentence, "success")
    return redirect(location)


def pdf(file: ExportedFile) -> ResponseReturnValue:
    """A finished file to be kept by the reader, and run by nothing."""
    response: Response = make_response(file.content)
    response.content_type = "application/pdf"
    # The name holds the case reference and the part alone, all of it plain ASCII.
    response.headers["Content-Disposition"] = f'attachment; filename="{file.file_name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
