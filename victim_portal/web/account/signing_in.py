"""Signing in: the address and the password first, then always a second factor."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from victim_portal.services import sign_in as service
from victim_portal.web import sending_on
from victim_portal.web.account.at_hand import (
    browser,
    half_way,
    keep,
    keep_half_way,
    token_at_hand,
    token_before,
)
from victim_portal.web.account.going_on import TOO_LONG, CarryingForm, go_on
from victim_portal.web.context import came_from, ctx, signed_in
from victim_portal.web.forms import CodeText, EmailText, Password

REFUSED = (
    "The email address or the password isn't right, or there were too many tries. "
    "Check both, or wait fifteen minutes."
)
CODE_REFUSED = (
    "That code isn't right or was used already, or there were too many tries. "
    "Wait for the next code, then try again"
)
AGAIN = "You are signed in again"


class SignInForm(CarryingForm):
    """E-mail address and password."""

    email = EmailText("Email address", required="Enter your email address")
    password = Password("Password", required="Enter your password", limit=256)


class CodeForm(CarryingForm):
    """The code of the person's app."""

    code = CodeText("Code from your app", required="Enter the code that your app shows", limit=20)


def sign_in() -> ResponseReturnValue:
    """The first half, then the second one; then the page that was asked for."""
    if signed_in() is not None:
        return redirect(url_for("officer.start"))
    form = SignInForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
    if form.validate_on_submit() and _half_in(form):
        return redirect(url_for(_second_step(), next=form.next.data or None))
    return _sign_in_page(form)


def send_on() -> ResponseReturnValue:
    """Sign in again, and find there what was typed before the session ended."""
    if request.method == "GET":
        return redirect(url_for("account.sign_in"))
    form = SignInForm()
    # Who is signed in already did it in another window, or loads this page once more.
    if signed_in() is not None:
        return go_on(form, AGAIN)
    if not form.validate_on_submit() or not _half_in(form):
        return _sign_in_page(form, lapsed=True)
    if _second_step() == "account.set_up":
        return redirect(url_for("account.set_up"))
    following = CodeForm(formdata=None)
    following.take_along(form)
    return code_page(following)


def confirm() -> ResponseReturnValue:
    """The second half: a code of the app, or the way to a passkey."""
    form = CodeForm()
    if signed_in() is not None:
        return go_on(form, AGAIN)
    if _second_step() == "account.set_up":
        return redirect(url_for("account.set_up"))
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
    if form.validate_on_submit():
        token, typed = token_at_hand(), form.code.data
        confirmed = service.confirm_with_code(ctx(), token, typed, came_from())
        if confirmed is not None and keep(confirmed):
            return go_on(form, AGAIN)
        form.add_problems({"code": CODE_REFUSED})
    return code_page(form)


def sign_out() -> ResponseReturnValue:
    """End the session here and in the database."""
    for token in {token_before(), token_at_hand()} - {""}:
        service.sign_out(ctx(), token, came_from())
    logout_user()
    session.clear()
    answer = redirect(url_for("account.sign_in"))
    # What a shared machine still holds of the pages goes too, the one that Back would show.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def ask_to_sign_in(next_path: str | None) -> ResponseReturnValue:
    """What a request without a session gets: the way in, and what was typed goes along.

    A form whose session ended by time alone is carried through the sign-in page, for the
    same person; for every other request the sign-in page comes by itself.
    """
    form = SignInForm(formdata=None)
    if (request.endpoint or "").startswith("account."):
        # A page on the way in that was open for too long still holds what it carried.
        form.carried_token.data = request.form.get("carried_token", "")[
            : sending_on.MOST_CHARACTERS
        ]
    else:
        token = token_before()
        who = service.whose_session(ctx(), token) if token else None
        carried = sending_on.came_too_late(who) if who else None
        if carried is not None:
            form.carried_token.data = sending_on.sealed(carried) or TOO_LONG
            return _sign_in_page(form, lapsed=True)
    if form.carried is not None:
        return _sign_in_page(form, lapsed=True)
    return redirect(url_for("account.sign_in", next=next_path))


def go_half_way(next_path: str | None) -> ResponseReturnValue:
    """Where somebody half-way in is sent from every other page."""
    return redirect(url_for(_second_step(), next=next_path))


def code_page(form: CodeForm) -> str:
    """The page that asks for the second factor."""
    person = half_way()
    return render_template(
        "account/confirm.html",
        form=form,
        factors=person.factors if person else None,
        demo_code=person.demo_code if person else None,
        carried=form.carried,
    )


def _second_step() -> str:
    """Where the second factor is given, or set up by whoever has none."""
    person = half_way()
    return "account.confirm" if person is None or person.factors.any else "account.set_up"


def _sign_in_page(form: SignInForm, *, lapsed: bool = False) -> str:
    return render_template(
        "account/sign_in.html",
        form=form,
        carried=form.carried,
        lapsed=lapsed,
        provider=ctx().provider is not None,
    )


def _half_in(form: SignInForm) -> bool:
    """Begin a session half-way in for whom the form names, or say on it that it can't be."""
    given = (form.email.data, form.password.data)
    token = service.sign_in(ctx(), *given, came_from(), browser())
    if token is None:
        form.add_problems({"": REFUSED})
        return False
    keep_half_way(token)
    return True
