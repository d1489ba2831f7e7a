"""The words themselves, behind glass."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.glass import GlassReason
from victim_portal.services import audit_trail, glass
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.glass import GlassInput
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import LongText, OnceToken, PortalForm


class BreakForm(PortalForm):
    """Why the words have to be read."""

    why = LongText("Why you need to read the words", limit=1000, required="Say why")
    token = OnceToken()


def show_words(reference: str) -> ResponseReturnValue:
    """The words while the glass is broken; else the form that breaks it."""
    form = BreakForm()
    if form.validate_on_submit():
        given = GlassInput(GlassReason.AUDIT, form.why.data, reference)
        try:
            glass.break_glass(ctx(), actor(), given, form.token.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            here = url_for("auditor.show_words", reference=reference)
            return answers.done(here, "The glass is broken. The manager of the unit is told.")
    broken = audit_trail.read_words(ctx(), actor(), reference)
    return render_template(
        "auditor/words.html",
        form=form,
        broken=broken,
        minutes=ctx().policy.glass(ctx().today()).minutes,
        reference=broken.reference,
        stages=words.STAGE,
        kinds={"sms": "Text message", "email": "Email", "content": "Newest words of the update"},
    )


def add_routes(auditor: Blueprint) -> None:
    """Register the page."""
    auditor.add_url_rule(
        "/audit/<reference>/words",
        view_func=answers.service_errors(show_words),
        methods=["GET", "POST"],
    )
