"""Sending news once more, because an officer knows that it didn't arrive."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from victim_portal.services import updates
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.updates.again import LONGEST_WHY
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import LongText, PortalForm
from victim_portal.web.officer.after_deciding import page_of


class OnceMoreForm(PortalForm):
    """Why they get it twice."""

    why = LongText(
        "Why do you send it once more?",
        limit=LONGEST_WHY,
        required="Enter why it is sent once more",
    )


def send_once_more(reference: str, update_id: UUID, message_id: UUID) -> ResponseReturnValue:
    """Show what would go, and send it with the reason."""
    there = page_of(reference, update_id)
    asked = updates.again_asked(ctx(), actor(), reference, update_id, message_id)
    form = OnceMoreForm()
    if form.validate_on_submit():
        try:
            updates.send_once_more(ctx(), actor(), reference, update_id, message_id, form.why.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(there, error)
        else:
            said = "It goes once more as soon as it is safe. Your reason stands in the notes."
            return answers.done(there, said)
    return render_template(
        "officer/updates/once_more.html",
        form=form,
        asked=asked,
        reference=reference,
        back_href=there,
    )


def add_routes(officer: Blueprint) -> None:
    """Register the page."""
    officer.add_url_rule(
        "/cases/<reference>/updates/<uuid:update_id>/messages/<uuid:message_id>/once-more",
        view_func=answers.service_errors(send_once_more),
        methods=["GET", "POST"],
    )
