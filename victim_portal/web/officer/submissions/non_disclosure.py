"""A non-disclosure application: what it covers, its gist, and what the Board decided."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.submissions import BoardDecision
from victim_portal.services import submissions
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.submissions import DecisionInput, NonDisclosureView
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    DateParts,
    Hidden,
    LongText,
    Pick,
    PortalForm,
    options_of,
)
from victim_portal.web.officer.representations.words_field import WordsText


class GistForm(PortalForm):
    """The gist that the prisoner may read."""

    seen = Hidden()
    gist = WordsText(
        "Gist for the prisoner, if there is to be one",
        description="In words that lead nowhere. It stands below the statement, marked as a gist. "
        "Leave it empty to leave the material out altogether.",
    )
    agreed_on = DateParts(
        "When did the victim agree to it?",
        what="The date",
        required="Enter the day on which the victim agreed",
    )


class DecisionForm(PortalForm):
    """What the Board decided."""

    decision = Pick(
        "What did the Board decide?",
        options_of(BoardDecision, words.BOARD_DECISION),
        coerce=BoardDecision,
        required="Choose what the Board decided",
    )
    on = DateParts(
        "On which day?", what="The date", required="Enter the day on which it was decided"
    )
    why = LongText("What the Board said", limit=5000)


def show_non_disclosure(reference: str) -> ResponseReturnValue:
    """What is withheld, why, by when the application is due, and the gist."""
    view = submissions.non_disclosure_view(ctx(), actor(), reference)
    form = GistForm()
    here = url_for("officer.show_non_disclosure", reference=reference)
    if form.validate_on_submit():
        try:
            submissions.agree_gist(
                ctx(), actor(), reference, form.gist.data, form.agreed_on.data, _id(form.seen.data)
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.too_late(form, error, here, "Non-disclosure application")
        else:
            return answers.done(here, "The gist was saved.")
    elif view is not None and not form.is_submitted():
        form.gist.data = view.gist
        form.seen.data = str(view.statement_id or "")
        form.agreed_on.process(None, view.agreed_on)
    return _page(reference, form, view)


def decide_non_disclosure(reference: str) -> ResponseReturnValue:
    """Record what the Board decided."""
    view = submissions.non_disclosure_view(ctx(), actor(), reference)
    form = DecisionForm()
    here = url_for("officer.show_non_disclosure", reference=reference)
    if view is None:
        # The page says itself that there is nothing to decide.
        return _page(reference, form, None)
    if form.validate_on_submit():
        try:
            assert form.on.data is not None  # noqa: S101 - the form requires it
            given = DecisionInput(form.decision.data, form.on.data, form.why.data)
            submissions.record_decision(ctx(), actor(), reference, given)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            return answers.done(here, "The decision was recorded. Tell the victim.")
    elif not form.is_submitted():
        form.on.process(None, ctx().today())
    return render_template(
        "officer/submissions/decide_non_disclosure.html",
        form=form,
        reference=reference,
        back_href=here,
    )


def _page(reference: str, form: PortalForm, view: NonDisclosureView | None) -> ResponseReturnValue:
    return render_template(
        "officer/submissions/non_disclosure.html",
        form=form,
        view=view,
        reference=reference,
        back_href=url_for("officer.show_representations", reference=reference),
    )


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
