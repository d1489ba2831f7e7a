"""Making the files of a submission, and taking one of them again."""

from collections.abc import Sequence
from unicodedata import name as unicode_name
from uuid import UUID

from flask import Response, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.submissions import Recipient
from victim_portal.domain.vocabulary import Language
from victim_portal.services import submissions
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.submissions import (
    Exported,
    ProtectedValuesError,
    SubmissionsView,
    UncleanFileError,
)
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

SETTLE_OR_SEND = (
    "Settle each passage below with the victim. Only a manager can send them as they are"
)
OUR_FAULT = (
    "The portal put into a file what must not be in it ({faults}). This is a fault of the portal, "
    "not of what was written: nothing was made. Tell whoever runs the portal now, and if time is "
    "short, ask the casework section how else it can have the words."
)


class ExportForm(PortalForm):
    """In what form the files are made, and for whom."""

    token = OnceToken()
    for_whom = Text(
        "Name or office, if it isn't the usual one",
        limit=120,
        description="It is kept with the export and stands in none of the files",
    )
    language = Pick(
        "Language of the headings",
        options_of(Language, words.LANGUAGE),
        coerce=Language,
        required="Choose the language of the headings",
        description="The victim's words stay in the language in which they were written",
    )
    large_print = Tick("Large print")
    send_unsettled = LongText(
        "Why the files are sent before every passage is settled",
        limit=2000,
        description="For a deadline that would be missed. The list of where something is still "
        "open goes with the files, without the words themselves.",
    )


class LookForm(PortalForm):
    """Why a withdrawn file has to be seen."""

    why = LongText(
        "Why must you see it?",
        limit=2000,
        required="Enter why you must see it",
        description="For example: a complaint about what the Board was sent. Kept as a note on "
        "the case.",
    )


def export_submission(reference: str) -> ResponseReturnValue:
    """Show what would go into which file; made files are listed with what to check in each."""
    view = submissions.submissions_view(ctx(), actor(), reference, _recipient())
    form = ExportForm()
    if form.validate_on_submit():
        try:
            made = _export(reference, view.recipient, form)
        except ProtectedValuesError:
            form.add_problems({"send_unsettled" if view.manager else "": SETTLE_OR_SEND})
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        except UncleanFileError as error:
            form.add_problems({"": OUR_FAULT.format(faults=", ".join(error.faults))})
        else:
            return _made(reference, form, made)
    elif not form.is_submitted():
        form.language.process_data(view.language)
    return _page(reference, form, view)


def download_document(reference: str, document_id: UUID) -> ResponseReturnValue:
    """A file exactly as it was made; one that was taken back isn't handed out."""
    try:
        file = submissions.document_bytes(ctx(), actor(), reference, document_id)
    except ConflictError as error:
        return answers.back_to(_home(reference), error)
    return answers.pdf(file)


def open_withdrawn(reference: str, document_id: UUID) -> ResponseReturnValue:
    """A file that was taken back, for a manager, with the reason on record."""
    view = submissions.submissions_view(ctx(), actor(), reference)
    named = [
        one.file_name
        for made in view.submissions
        for one in made.documents
        if one.id == document_id and one.taken_back
    ]
    if not view.manager or not named:
        abort(404)
    form = LookForm()
    if form.validate_on_submit():
        try:
            return answers.pdf(
                submissions.withdrawn_bytes(ctx(), actor(), reference, document_id, form.why.data)
            )
        except InvalidError as error:
            form.add_problems(error.problems)
    return render_template(
        "officer/submissions/withdrawn.html",
        form=form,
        file_name=named[0],
        reference=reference,
        back_href=_home(reference),
    )


def ask_manager_to_send(reference: str) -> ResponseReturnValue:
    """Leave the manager a task, so that no deadline is missed."""
    try:
        submissions.ask_to_send(ctx(), actor(), reference)
    except (InvalidError, ConflictError) as error:
        return answers.back_to(_here(reference), error)
    return answers.done(_here(reference), "Your manager has a task to send the files in time.")


def download_unsettled(reference: str, submission_id: UUID) -> ResponseReturnValue:
    """The list that goes with files in which passages weren't settled, as plain text."""
    asked = submissions.submission_asked(ctx(), actor(), reference, submission_id)
    if not asked.submission.unsettled:
        abort(404)
    text = render_template("officer/submissions/unsettled.txt", asked=asked)
    response: Response = make_response(text.encode("utf-8"))
    response.content_type = "text/plain; charset=utf-8"
    name = f"{asked.reference}-open-passages.txt"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def code_points(characters: Sequence[str]) -> list[str]:
    """Characters that no font has, by number and Unicode name: ``U+1F600 GRINNING FACE``."""
    found = dict.fromkeys(letter for character in characters for letter in character)
    return [f"U+{ord(each):04X} {unicode_name(each, 'without a name')}" for each in found]


def _recipient() -> Recipient | None:
    asked = request.args.get("for", "")
    return Recipient(asked) if asked in set(Recipient) else None


def _export(reference: str, recipient: Recipient, form: ExportForm) -> Exported:
    return submissions.export_submission(
        ctx(),
        actor(),
        reference,
        language=form.language.data,
        large_print=form.large_print.data,
        for_whom=form.for_whom.data,
        recipient=recipient,
        send_unsettled=form.send_unsettled.data,
        once=form.token.data,
    )


def _page(reference: str, form: ExportForm, view: SubmissionsView) -> ResponseReturnValue:
    return render_template(
        "officer/submissions/export.html",
        form=form,
        view=view,
        open_passages=[one for one in view.passages if not one.settled],
        kept=[one for one in view.passages if one.settled],
        settled=submissions.settled_views(ctx(), actor(), reference),
        unprintable=[(one.part, code_points(one.characters)) for one in view.unprintable],
        reference=reference,
        back_href=_home(reference),
    )


def _made(reference: str, form: ExportForm, made: Exported) -> ResponseReturnValue:
    # Not a redirect: a reload sends the same token again, and is given the same export.
    return render_template(
        "officer/submissions/made.html",
        files=[(file, code_points(file.unprintable)) for file in made.files],
        made=made,
        large_print=form.large_print.data,
        reference=reference,
        back_href=_home(reference),
    )


def _here(reference: str) -> str:
    return url_for("officer.export_submission", reference=reference)


def _home(reference: str) -> str:
    return url_for("officer.show_representations", reference=reference)
