"""Releasing a submission to a parole case manager, and what they see of it."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import submissions
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import Pick, PortalForm


class ReleaseForm(PortalForm):
    """To whom."""

    user = Pick("Parole case manager", coerce=UUID, required="Choose a parole case manager")


def release_submission(reference: str, submission_id: UUID) -> ResponseReturnValue:
    """Open a submission to somebody who then sees its files, and nothing else."""
    asked = submissions.release_asked(ctx(), actor(), reference, submission_id)
    form = ReleaseForm()
    form.user.offer((str(one), name) for one, name in asked.able)
    here = url_for("officer.release_submission", reference=reference, submission_id=submission_id)
    if form.validate_on_submit():
        try:
            name = submissions.release_submission(
                ctx(), actor(), reference, submission_id, form.user.data
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            return answers.done(here, f"{name} can read these files now.")
    return render_template(
        "officer/submissions/release.html",
        form=form,
        asked=asked,
        back_href=url_for("officer.show_representations", reference=reference),
    )


def end_release(reference: str, release_id: UUID) -> ResponseReturnValue:
    """Close a submission to somebody again."""
    submissions.end_release(ctx(), actor(), reference, release_id)
    there = url_for("officer.show_representations", reference=reference)
    return answers.done(there, "They can't read these files any more.")


def list_released() -> ResponseReturnValue:
    """A parole case manager's first page: what was released to them."""
    found = submissions.list_released(ctx(), actor())
    return render_template("officer/released/list.html", found=found)


def download_released(release_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """A released file exactly as it was made."""
    return answers.pdf(submissions.released_file(ctx(), actor(), release_id, document_id))


def add_routes(officer: Blueprint) -> None:
    """Register the pages of released submissions."""
    case = "/cases/<reference>"
    for path, view, methods in (
        (f"{case}/submissions/<uuid:submission_id>/release", release_submission, ["GET", "POST"]),
        (f"{case}/releases/<uuid:release_id>/end", end_release, ["POST"]),
        ("/released", list_released, ["GET"]),
        ("/released/<uuid:release_id>/documents/<uuid:document_id>", download_released, ["GET"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
