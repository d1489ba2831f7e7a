"""Signing in and out, over Flask-Login and sessions that live in the database."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, login_user, logout_user

from victim_portal.services import accounts
from victim_portal.services.accounts import StaffMember
from victim_portal.web.context import came_from, ctx, signed_in
from victim_portal.web.forms import EmailText, Hidden, Password, PortalForm

REFUSED = (
    "The email address or the password isn't right, or there were too many tries. "
    "Check both, or wait fifteen minutes."
)

account = Blueprint("account", __name__)


class StaffUser(UserMixin):
    """What Flask-Login holds: a session's token and the member of staff behind it."""

    def __init__(self, token: str, member: StaffMember) -> None:
        self.token = token
        self.member = member

    def get_id(self) -> str:
        """What the cookie carries: the token of a session that the database knows."""
        return self.token


class SignInForm(PortalForm):
    """E-mail address and password."""

    email = EmailText("Email address", required="Enter your email address")
    password = Password("Password", required="Enter your password")
    next = Hidden()


def install(app: Flask) -> None:
    """Register sign-in, and how a request finds its session."""
    manager: Any = LoginManager(app)

    @manager.user_loader
    def load(token: str) -> StaffUser | None:
        member = accounts.staff_member(ctx(), token, came_from())
        return StaffUser(token, member) if member else None

    app.register_blueprint(account)


@account.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in, then go on to the page that was asked for."""
    if signed_in() is not None:
        return redirect(url_for("officer.start"))
    form = SignInForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
    if form.validate_on_submit():
        token = accounts.sign_in(ctx(), form.email.data, form.password.data, came_from())
        member = accounts.staff_member(ctx(), token, came_from()) if token else None
        if token and member:
            # A session that was there before the person was known is not carried over.
            session.clear()
            login_user(StaffUser(token, member))
            return redirect(own_path(form.next.data) or url_for("officer.start"))
        form.add_problems({"": REFUSED})
    return render_template("account/sign_in.html", form=form)


@account.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session here and in the database."""
    token = session.get("_user_id")
    if token:
        accounts.sign_out(ctx(), str(token), came_from())
    logout_user()
    session.clear()
    return redirect(url_for("account.sign_in"))


def own_path(target: str | None) -> str | None:
    """A path of this site, or None for anything that leads elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc and "\\" not in target else None
