"""Passkeys in the browser: a question goes out with the page, the answer comes with a form.

Nothing is fetched by the script, so that a page without it says what to do instead.
"""

from uuid import UUID

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import sign_in as service
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.web import answers
from victim_portal.web.account.at_hand import keep, tell_of_failed_tries, token_at_hand
from victim_portal.web.account.going_on import CarryingForm, go_on
from victim_portal.web.account.signing_in import AGAIN
from victim_portal.web.context import came_from, ctx, signed_in
from victim_portal.web.forms import Hidden, NameText, PortalForm

REFUSED = "The passkey was not taken, or there were too many tries. Try again"
MOST_ANSWER = 20_000
CALLED = "This computer"


class AnswerForm(CarryingForm):
    """What a passkey answered."""

    answer = Hidden(limit=MOST_ANSWER)


class NewPasskeyForm(PortalForm):
    """A passkey that the browser has made, and what its owner calls it."""

    name = NameText(
        "Name of the passkey",
        limit=60,
        required="Enter a name for the passkey",
        description="So that you know it again, like Work laptop or Blue security key",
    )
    answer = Hidden(limit=MOST_ANSWER)


def confirm_passkey() -> ResponseReturnValue:
    """Sign in by a passkey as the second factor: its question, then its answer."""
    form = AnswerForm()
    if signed_in() is not None:
        return go_on(form, AGAIN)
    if form.validate_on_submit() and form.answer.data:
        token, answer = token_at_hand(), form.answer.data
        confirmed = service.confirm_with_passkey(ctx(), token, answer, came_from())
        if confirmed is not None and keep(confirmed):
            return go_on(form, AGAIN)
        form.add_problems({"": REFUSED})
    return question_page(form, url_for("account.confirm"))


def question_page(form: AnswerForm, other_way: str) -> ResponseReturnValue:
    """The page with a fresh question for the person's passkeys."""
    form.answer.data = ""
    return render_template(
        "account/passkey.html",
        form=form,
        options=service.ask(ctx(), token_at_hand()),
        origin=ctx().base_url,
        carried=form.carried,
        other_way=other_way,
    )


def add_passkey() -> ResponseReturnValue:
    """Make a passkey; a GET tells what it is, a POST asks the browser for one."""
    home = url_for("account.show_account" if signed_in() else "account.set_up")
    if request.method == "GET":
        service.whose_codes(ctx(), token_at_hand())
        form = NewPasskeyForm(data={"name": CALLED})
        return render_template(
            "account/new_passkey.html", form=form, options=None, origin="", back_href=home
        )
    form = NewPasskeyForm()
    try:
        if form.validate_on_submit() and form.answer.data:
            given = (form.answer.data, form.name.data)
            confirmed = service.add_passkey(ctx(), token_at_hand(), *given, came_from())
            if confirmed is None:
                return answers.done(home, "The passkey was added.")
            if not keep(confirmed):
                abort(401)
            tell_of_failed_tries()
            return answers.done(url_for("officer.start"), "The passkey was added.")
    except InvalidError as error:
        form.add_problems({error_field(name): text for name, text in error.problems.items()})
    except ConflictError as error:
        return answers.back_to(home, error)
    form.answer.data = ""
    try:
        options = service.ask_for_new(ctx(), token_at_hand()) if not form.name.errors else None
    except ConflictError as error:
        return answers.back_to(home, error)
    return render_template(
        "account/new_passkey.html",
        form=form,
        options=options,
        origin=ctx().base_url,
        back_href=home,
    )


def error_field(name: str) -> str:
    """A sentence about the hidden answer stands at the top."""
    return "" if name == "answer" else name


def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Take a passkey out of use."""
    home = url_for("account.show_account")
    try:
        service.remove_passkey(ctx(), token_at_hand(), passkey_id, came_from())
    except ConflictError as error:
        return answers.back_to(home, error)
    return answers.done(home, "The passkey was removed. It opens nothing any more.")
