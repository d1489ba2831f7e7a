"""Places and names that are looked for in every file, beside numbers and addresses."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.submissions import DetailKind
from victim_portal.services import submissions
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import OnceToken, Pick, PortalForm, Text, options_of


class DetailForm(PortalForm):
    """One more detail."""

    token = OnceToken()
    kind = Pick(
        "What is it?",
        options_of(DetailKind, words.DETAIL_KIND),
        coerce=DetailKind,
        required="Choose what it is",
    )
    value = Text(
        "How is it called?",
        limit=200,
        required="Enter how it is called",
        description="As somebody would write it, one at a time. Capitals, accents and spaces don't "
        "matter.",
    )


def show_details(reference: str) -> ResponseReturnValue:
    """What is looked for, and one more."""
    form = DetailForm()
    here = url_for("officer.show_details", reference=reference)
    if form.validate_on_submit():
        try:
            submissions.add_detail(
                ctx(), actor(), reference, form.kind.data, form.value.data, form.token.data
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            return answers.done(here, "It is looked for in every file from now on.")
    return render_template(
        "officer/submissions/details.html",
        form=form,
        found=submissions.details_view(ctx(), actor(), reference),
        reference=reference,
        back_href=url_for("officer.export_submission", reference=reference),
    )


def end_detail(reference: str, detail_id: UUID) -> ResponseReturnValue:
    """Look for it no more."""
    here = url_for("officer.show_details", reference=reference)
    try:
        submissions.end_detail(ctx(), actor(), reference, detail_id)
    except (InvalidError, ConflictError) as error:
        return answers.back_to(here, error)
    return answers.done(here, "It isn't looked for any more.")
