"""Signing in and out, over Flask-Login and sessions that live in the database."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, login_user, logout_user

from victim_portal.services import accounts
from victim_portal.services.accounts import StaffMember
from victim_portal.web import sending_on
from victim_portal.web.context import came_from, ctx, signed_in
from victim_portal.web.forms import EmailText, Hidden, Password, PortalForm
from victim_portal.web.sending_on import MOST_CHARACTERS, Carried

REFUSED = (
    "The email address or the password isn't right, or there were too many tries. "
    "Check both, or wait fifteen minutes."
)
NOT_KEPT = (
    "What you had typed before you were signed out could not be kept. Nothing of it was saved: "
    "enter it again."
)
NOT_YOURS = (
    "Somebody else had typed something here before they were signed out. It was not sent, and "
    "it was not kept."
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


class SignInAgainForm(SignInForm):
    """The same, with what was typed before the session ended, sealed."""

    carried_token = Hidden(limit=MOST_CHARACTERS)


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
    if form.validate_on_submit() and _let_in(form):
        return redirect(own_path(form.next.data) or url_for("officer.start"))
    return _sign_in_page(form)


@account.route("/sign-in/again", methods=["GET", "POST"])
def send_on() -> ResponseReturnValue:
    """Sign in again, and find there what was typed before the session ended."""
    if request.method == "GET":
        return redirect(url_for("account.sign_in"))
    form = SignInAgainForm()
    carried = sending_on.opened(form.carried_token.data)
    # Who is signed in already did it in another window, or loads this page once more.
    if signed_in() is None and not (form.validate_on_submit() and _let_in(form)):
        return _sign_in_page(form, carried)
    member = signed_in()
    if carried is not None and member is not None and member.actor.user_id == carried.who:
        return render_template("account/send_on.html", carried=carried)
    flash(NOT_YOURS if carried is not None else NOT_KEPT, "important")
    return redirect(url_for("officer.start"))


def ask_to_sign_in(next_path: str | None) -> ResponseReturnValue:
    """What a request without a session gets: the way in, and what was typed goes along.

    A form whose session ended by time alone is carried through the sign-in page, for the
    same person; for every other request the sign-in page comes by itself.
    """
    token = session.get("_user_id")
    who = accounts.whose_session(ctx(), str(token)) if token else None
    carried = sending_on.came_too_late(who) if who else None
    if carried is None:
        return redirect(url_for("account.sign_in", next=next_path))
    form = SignInAgainForm(formdata=None)
    form.carried_token.data = sending_on.sealed(carried) or ""
    return _sign_in_page(form, carried if form.carried_token.data else None, lapsed=True)


def _sign_in_page(form: SignInForm, carried: Carried | None = None, *, lapsed: bool = False) -> str:
    return render_template(
        "account/sign_in.html",
        form=form,
        carried=carried,
        lapsed=lapsed or carried is not None,
    )


def _let_in(form: SignInForm) -> bool:
    """Begin a session for whom the form names, or say on it that it can't be."""
    token = accounts.sign_in(ctx(), form.email.data, form.password.data, came_from())
    member = accounts.staff_member(ctx(), token, came_from()) if token else None
    if token is None or member is None:
        form.add_problems({"": REFUSED})
        return False
    before, secret = session.get("_user_id"), session.get("csrf_token")
    same = before is not None and (
        accounts.whose_session(ctx(), str(before)) == member.actor.user_id
    )
    # A session that was there before the person was known is not carried over.
    session.clear()
    g.pop("csrf_token", None)
    if same and secret:
        # The same person's other windows still hold forms that they have not sent yet.
        session["csrf_token"] = secret
    login_user(StaffUser(token, member))
    return True


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
