"""A person's own account: their sessions, second factors and password."""

from uuid import UUID

from flask import Response, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from victim_portal.domain.passwords import shortest_for
from victim_portal.services import sign_in as service
from victim_portal.services.errors import InvalidError
from victim_portal.web import answers
from victim_portal.web.account.at_hand import token_at_hand
from victim_portal.web.context import came_from, ctx, session_ends_in, signed_in
from victim_portal.web.forms import Password, PortalForm
from victim_portal.web.shell import counted


class NewPasswordField(Password):
    """A password that is chosen now; the browser may propose one."""

    autocomplete = "new-password"


class ChangePasswordForm(PortalForm):
    """The present password and the next one."""

    current = Password("Your password now", required="Enter your password", limit=256)
    new = NewPasswordField("New password", required="Enter the new password", limit=1000)


def show_account() -> ResponseReturnValue:
    """What the portal knows of the person's own account."""
    view = service.own_account(ctx(), token_at_hand(), came_from())
    return render_template("account/own.html", view=view)


def end_session(session_id: UUID) -> ResponseReturnValue:
    """End one of the person's own sessions; their present one leads back to sign-in."""
    member = signed_in()
    service.end_session(ctx(), token_at_hand(), session_id, came_from())
    if member is not None and member.session_id == session_id:
        logout_user()
        session.clear()
        return redirect(url_for("account.sign_in"))
    return answers.done(url_for("account.show_account"), "That session was ended.")


def change_password() -> ResponseReturnValue:
    """Choose another password; every other session of the person ends."""
    home = url_for("account.show_account")
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            given = (form.current.data, form.new.data)
            ended = service.change_password(ctx(), token_at_hand(), *given, came_from())
        except InvalidError as error:
            form.add_problems(error.problems)
        else:
            others = counted(ended, "other session was", "other sessions were")
            said = f" {others} ended." if ended else ""
            return answers.done(home, f"Your password was changed.{said}")
    member = signed_in()
    return render_template(
        "account/change_password.html",
        form=form,
        shortest=shortest_for(member.role) if member else 0,
        back_href=home,
    )


def stay() -> ResponseReturnValue:
    """Use the session, so that it lasts; says in how many seconds it ends."""
    response: Response = make_response(str(session_ends_in() or 0))
    response.content_type = "text/plain; charset=utf-8"
    return response
