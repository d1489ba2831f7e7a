"""The page of a single-use link: choose a password, then set up a second factor.

Opening it changes nothing, so that a mail scanner can't use it up.
"""

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import accounts
from victim_portal.services.errors import InvalidError
from victim_portal.web.account.at_hand import browser, keep_half_way
from victim_portal.web.account.own import NewPasswordField
from victim_portal.web.context import came_from, ctx
from victim_portal.web.forms import PortalForm


class ChoosePasswordForm(PortalForm):
    """The first password, or the first one after a recovery."""

    password = NewPasswordField("Choose a password", required="Enter a password", limit=1000)


def welcome(token: str) -> ResponseReturnValue:
    """Show what the link is for; take the password that its person chose."""
    form = ChoosePasswordForm()
    link = accounts.open_link(ctx(), token)
    if link is not None and form.validate_on_submit():
        try:
            begun = accounts.redeem(ctx(), token, form.password.data, came_from(), browser())
        except InvalidError as error:
            form.add_problems(error.problems)
        else:
            if begun is not None:
                keep_half_way(begun)
                return redirect(url_for("account.set_up"))
            link = None
    page = render_template("account/welcome.html", form=form if link else None, link=link)
    response = make_response(page, 200 if link else 404)
    # The address is a secret until it is used.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
