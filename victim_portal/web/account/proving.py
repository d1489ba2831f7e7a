"""Proving again who is there, before what can hurt; what was typed goes along and is sent on."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.access import freshly_proved
from victim_portal.services import sign_in as service
from victim_portal.services.unusual import cases_left_open
from victim_portal.web import sending_on
from victim_portal.web.account.at_hand import token_at_hand
from victim_portal.web.account.going_on import TOO_LONG, CarryingForm, go_on
from victim_portal.web.account.passkeys import REFUSED as PASSKEY_REFUSED
from victim_portal.web.account.passkeys import AnswerForm, question_page
from victim_portal.web.context import actor, came_from, ctx
from victim_portal.web.forms import CodeText, Password

REFUSED = (
    "The password or the code isn't right, the code was used already, or there were too many "
    "tries. Check the password and wait for the next code."
)
NOT_YET = (
    "Your organisation's account has not shown yet that it is you. Sign in there, then continue."
)
PROVED = "Thank you. We know that it is you"


class ProveForm(CarryingForm):
    """The password and a code."""

    password = Password("Password", required="Enter your password", limit=256)
    code = CodeText("Code from your app", required="Enter the code that your app shows", limit=20)


def ask_to_prove() -> ResponseReturnValue:
    """What a request gets that needs a fresh proof; a form goes along, sealed."""
    if request.method != "POST":
        whole = request.full_path if request.query_string else request.path
        return redirect(url_for("account.prove", next=whole))
    form = ProveForm(formdata=None)
    who = actor().user_id
    carried = sending_on.came_too_late(who) if who else None
    form.carried_token.data = (sending_on.sealed(carried) if carried else None) or TOO_LONG
    return _page(form)


def prove() -> ResponseReturnValue:
    """Prove by password and code; whoever did it in another window goes on at once."""
    form = ProveForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
    elif _proved():
        return go_on(form, PROVED)
    if request.form.get("by") == "provider":
        form.add_problems({"": NOT_YET})
    elif form.validate_on_submit():
        given = (form.password.data, form.code.data)
        if service.prove(ctx(), token_at_hand(), *given, came_from()):
            return go_on(form, PROVED)
        form.add_problems({"": REFUSED})
    return _page(form)


def prove_passkey() -> ResponseReturnValue:
    """Prove by a passkey: its question, then its answer."""
    form = AnswerForm()
    if _proved():
        return go_on(form, PROVED)
    if form.validate_on_submit() and form.answer.data:
        if service.prove_with_passkey(ctx(), token_at_hand(), form.answer.data, came_from()):
            return go_on(form, PROVED)
        form.add_problems({"": PASSKEY_REFUSED})
    return question_page(form, url_for("account.prove"))


def _proved() -> bool:
    """Proved in another window; where reading stands out it counts anew from then."""
    fresh = freshly_proved(actor(), ctx().now())
    return fresh and cases_left_open(ctx(), actor()) is None


def _page(form: ProveForm) -> str:
    return render_template(
        "account/prove.html",
        form=form,
        ways=service.ways_to_prove(ctx(), token_at_hand()),
        carried=form.carried,
    )
