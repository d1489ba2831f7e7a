"""Asking that an exact day is told, and a manager's agreement to it."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import updates
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.updates import ExactDateView, UpdateView
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import Hidden, LongText, PortalForm


class WhyForm(PortalForm):
    """Why the day, and not only the month."""

    seen = Hidden()
    why = LongText(
        "Why do they need to know the day?",
        limit=1000,
        required="Say why they need to know the day",
        description="It is kept with the case, and the other person reads it",
    )


def ask_exact_date(reference: str, update_id: UUID) -> ResponseReturnValue:
    """Ask a manager to agree; a manager whom somebody asked agrees on the same page."""
    view, update = _read(reference, update_id)
    form = WhyForm(seen=str(update.version))
    if form.validate_on_submit():
        try:
            updates.ask_exact_date(
                ctx(), actor(), reference, update_id, form.why.data, form.seen_version()
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(_page_of(reference, update_id), error)
        else:
            said = "A manager has been asked. It waits until they agree."
            return answers.done(_page_of(reference, update_id), said)
    return _show(form, view, update)


def agree_exact_date(reference: str, update_id: UUID) -> ResponseReturnValue:
    """Agree to the words that were read, with a reason."""
    view, update = _read(reference, update_id)
    form = WhyForm(seen=str(update.version))
    if form.validate_on_submit():
        try:
            updates.agree_exact_date(
                ctx(), actor(), reference, update_id, form.why.data, form.seen_version()
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(_page_of(reference, update_id), error)
        else:
            said = "You agreed. The update can be approved in these words, and in no others."
            return answers.done(_page_of(reference, update_id), said)
    return _show(form, view, update)


def _read(reference: str, update_id: UUID) -> tuple[ExactDateView, UpdateView]:
    view = updates.exact_date_asked(ctx(), actor(), reference, update_id)
    return view, updates.update_view(ctx(), actor(), reference, update_id)


def _show(form: WhyForm, view: ExactDateView, update: UpdateView) -> str:
    back = _page_of(update.case_reference, update.id)
    return render_template(
        "officer/updates/exact_date.html", form=form, view=view, update=update, back_href=back
    )


def _page_of(reference: str, update_id: UUID) -> str:
    return url_for("officer.show_update", reference=reference, update_id=update_id)


def add_routes(officer: Blueprint) -> None:
    """Register the page of an exact day."""
    one = "/cases/<reference>/updates/<uuid:update_id>/exact-date"
    for path, view, methods in (
        (one, ask_exact_date, ["GET", "POST"]),
        (f"{one}/agree", agree_exact_date, ["POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
