"""The code by which a number or address is verified: sent, and read back."""

from uuid import UUID, uuid4

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import verification
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.verification import CodeSent
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import CodeText, Hidden, OnceToken, Pick, PortalForm

WAYS = (("voice", "They read it out on the telephone"), ("in_person", "They showed it in person"))
VERIFIED = "Verified. Messages may go to it by its plan."
STILL_HELD = " Messages for it are held: look at each, and release it if it still stands."


class SendForm(PortalForm):
    """A button, the plan that was shown, and the form's own number."""

    token = OnceToken()
    seen = Hidden()


class EnterForm(PortalForm):
    """The code as it was read out, and how."""

    token = OnceToken()
    code = CodeText(
        "The code",
        required="Enter the six digits that they read out",
        limit=40,
        description="Six digits. Spaces don't matter",
    )
    how = Pick("How did they tell you?", WAYS, required="Choose how they told you the code")


def send_code(reference: str, channel_id: UUID) -> ResponseReturnValue:
    """Make a code and have it sent, or its letter made."""
    page = verification.code_page(ctx(), actor(), reference, channel_id)
    form = SendForm(data={"seen": str(page.channel.plan_version)})
    if form.validate_on_submit():
        seen, token = form.seen_version(), form.token.data
        try:
            sent = verification.send_code(ctx(), actor(), reference, channel_id, seen, token)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            here = url_for("officer.send_code", reference=reference, channel_id=channel_id)
            return answers.back_to(here, error)
        else:
            return _sent(reference, channel_id, sent)
    return _page("send_code", reference, page, form)


def enter_code(reference: str, channel_id: UUID) -> ResponseReturnValue:
    """Verify a number or address by the code that they read out."""
    form = EnterForm()
    if form.validate_on_submit():
        code, how, token = form.code.data, form.how.data, form.token.data
        try:
            verification.enter_code(ctx(), actor(), reference, channel_id, code, how, token)
        except InvalidError as error:
            form.add_problems(error.problems)
            # The next try is another one, and not this one sent twice.
            form.token.data = uuid4()
        except ConflictError as error:
            form.add_problems({"": str(error)})
            form.token.data = uuid4()
        else:
            held = verification.code_page(ctx(), actor(), reference, channel_id).held
            here = url_for("officer.show_case", reference=reference)
            return answers.done(here, VERIFIED + (STILL_HELD if held else ""))
    page = verification.code_page(ctx(), actor(), reference, channel_id)
    return _page("enter_code", reference, page, form)


def _sent(reference: str, channel_id: UUID, sent: CodeSent) -> ResponseReturnValue:
    if sent.letter_id is not None:
        there = url_for("officer.show_letter", reference=reference, letter_id=sent.letter_id)
        return answers.done(there, "The letter was made. Print it and post it.")
    there = url_for("officer.enter_code", reference=reference, channel_id=channel_id)
    waits = sent.waits_until is not None
    return answers.done(
        there,
        "The code goes out when the safe hours begin. It can be entered once they have it."
        if waits
        else "The code is on its way. Ask them to read it to you, then enter it.",
    )


def _page(
    name: str, reference: str, page: verification.CodePage, form: PortalForm
) -> ResponseReturnValue:
    return render_template(
        f"officer/channels/{name}.html",
        form=form,
        page=page,
        channel=page.channel,
        reference=reference,
        back_href=url_for("officer.show_case", reference=reference),
    )


def add_routes(officer: Blueprint) -> None:
    """Register the pages of the code."""
    one = "/cases/<reference>/channels/<uuid:channel_id>/code"
    for path, view in ((one, send_code), (f"{one}/enter", enter_code)):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=["GET", "POST"])
