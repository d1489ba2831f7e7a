"""Setting up an app for one-time codes. Its secret is kept by nobody before a code was seen.

Until then it travels in the browser's cookie, sealed and bound to the session, for a quarter
of an hour; the picture is served from an address of its own and is never stored.
"""

from datetime import timedelta

from flask import Response, abort, make_response, render_template, session, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import sign_in as service
from victim_portal.services.errors import InvalidError
from victim_portal.services.sign_in import CodeSecret
from victim_portal.web import answers
from victim_portal.web.account.at_hand import keep, tell_of_failed_tries, token_at_hand
from victim_portal.web.account.sealing import seal, unseal
from victim_portal.web.context import came_from, ctx, signed_in
from victim_portal.web.forms import CodeText, PortalForm

PENDING = "codes"
KEPT_FOR = timedelta(minutes=15)


class NewCodesForm(PortalForm):
    """The first code of a new app, which shows that it has the secret."""

    code = CodeText("Code from your app", required="Enter the code that your app shows", limit=20)


def set_up() -> ResponseReturnValue:
    """For whoever has no second factor yet: which one it is to be."""
    service.whose_codes(ctx(), token_at_hand())
    return render_template("account/set_up.html")


def add_codes() -> ResponseReturnValue:
    """Show a new secret as a picture and as text, and take the first code made from it."""
    home = url_for("account.show_account" if signed_in() else "account.set_up")
    email = service.whose_codes(ctx(), token_at_hand())
    secret = _pending() or _begin()
    form = NewCodesForm()
    if form.validate_on_submit():
        try:
            given = (secret, form.code.data)
            confirmed = service.add_codes(ctx(), token_at_hand(), *given, came_from())
        except InvalidError as error:
            form.add_problems(error.problems)
        else:
            session.pop(PENDING, None)
            if confirmed is None:
                return answers.done(home, "Your app for codes is set up.")
            if not keep(confirmed):
                abort(401)
            tell_of_failed_tries()
            return answers.done(url_for("officer.start"), "Your app for codes is set up.")
    return render_template(
        "account/new_codes.html", form=form, made=CodeSecret(secret, email), back_href=home
    )


def codes_picture() -> ResponseReturnValue:
    """The secret that is being set up, as a QR code."""
    email, secret = service.whose_codes(ctx(), token_at_hand()), _pending()
    if secret is None:
        abort(404)
    response: Response = make_response(CodeSecret(secret, email).picture())
    response.content_type = "image/svg+xml"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _begin() -> str:
    secret = service.new_secret(ctx())
    session[PENDING] = seal(_purpose(), secret)
    return secret


def _pending() -> str | None:
    return unseal(_purpose(), session.get(PENDING, ""), KEPT_FOR)


def _purpose() -> str:
    return f"a secret being set up|{token_at_hand()}"
