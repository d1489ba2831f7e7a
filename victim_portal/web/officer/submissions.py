"""Making the files of a parole submission, and taking one of them again."""

from collections.abc import Sequence
from unicodedata import name as unicode_name
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import Language
from victim_portal.services import submissions
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.submissions import CASEWORK, Exported, ProtectedValuesError
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    LongText,
    OnceToken,
    Pick,
    PortalForm,
    Text,
    Tick,
    options_of,
)

SETTLE_OR_KEEP = (
    "Settle each passage below with the victim, or enter the reason for keeping them in"
)


class ExportForm(PortalForm):
    """In what form the files are made, and for whom."""

    token = OnceToken()
    for_whom = Text("Who are the files for?", limit=120, required="Enter who the files are for")
    language = Pick(
        "Language of the headings",
        options_of(Language, words.LANGUAGE),
        coerce=Language,
        required="Choose the language of the headings",
        description="The victim's words stay in the language in which they were written",
    )
    large_print = Tick("Large print")
    keep_reason = LongText(
        "Why these details stay in",
        limit=2000,
        description="Only where the victim knows that the prisoner will read them, and wants it. "
        "The reason is kept with the export.",
    )


def export_submission(reference: str) -> ResponseReturnValue:
    """Show what would go into which file; made files are listed with what to check in each."""
    view = submissions.submissions_view(ctx(), actor(), reference)
    form, passages = ExportForm(), view.passages
    if form.validate_on_submit():
        try:
            made = _export(reference, form)
        except ProtectedValuesError as error:
            passages = error.passages
            form.add_problems({"keep_reason": SETTLE_OR_KEEP})
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            return _made(reference, form, made)
    elif not form.is_submitted():
        form.for_whom.data = CASEWORK
        form.language.process_data(view.language)
    return render_template(
        "officer/submissions/export.html",
        form=form,
        view=view,
        passages=passages,
        reference=reference,
        back_href=_home(reference),
    )


def download_document(reference: str, document_id: UUID) -> ResponseReturnValue:
    """A file exactly as it was made."""
    return answers.pdf(submissions.document_bytes(ctx(), actor(), reference, document_id))


def code_points(characters: Sequence[str]) -> list[str]:
    """Characters that no font has, by number and Unicode name: ``U+1F600 GRINNING FACE``."""
    found = dict.fromkeys(letter for character in characters for letter in character)
    return [f"U+{ord(each):04X} {unicode_name(each, 'without a name')}" for each in found]


def _export(reference: str, form: ExportForm) -> Exported:
    return submissions.export_submission(
        ctx(),
        actor(),
        reference,
        language=form.language.data,
        large_print=form.large_print.data,
        for_whom=form.for_whom.data,
        keep_reason=form.keep_reason.data,
        once=form.token.data,
    )


def _made(reference: str, form: ExportForm, made: Exported) -> ResponseReturnValue:
    # Not a redirect: a reload sends the same token again, and is given the same export.
    return render_template(
        "officer/submissions/made.html",
        files=[(file, code_points(file.unprintable)) for file in made.files],
        language=made.language,
        for_whom=form.for_whom.data,
        large_print=form.large_print.data,
        reference=reference,
        back_href=_home(reference),
    )


def _home(reference: str) -> str:
    return url_for("officer.show_representations", reference=reference)


def add_routes(officer: Blueprint) -> None:
    """Register the pages of submissions."""
    officer.add_url_rule(
        "/cases/<reference>/submission",
        view_func=answers.service_errors(export_submission),
        methods=["GET", "POST"],
    )
    officer.add_url_rule(
        "/cases/<reference>/documents/<uuid:document_id>",
        view_func=answers.service_errors(download_document),
        methods=["GET"],
    )
