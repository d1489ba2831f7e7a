"""The letters of first contact: made, read, printed, posted, come back, discarded."""

from unicodedata import name as unicode_name
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import LetterKind
from victim_portal.services import letters
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.letters import LetterForm, LetterState, LetterView
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import PortalForm
from victim_portal.web.officer.letter_forms import DiscardForm, MakeForm, PostForm, ReturnForm

STATES = {
    LetterState.WAITING: ("To be posted", "yellow"),
    LetterState.POSTED: ("Posted", "green"),
    LetterState.RETURNED: ("Came back", "orange"),
    LetterState.DISCARDED: ("Discarded", "grey"),
}
SHOW = "show"


def make_letter(reference: str) -> ResponseReturnValue:
    """Choose address and form, read the exact words, and make the letter."""
    kind = _kind(request.args.get("kind", LetterKind.FIRST.value))
    form = MakeForm()
    given = form.given() if form.is_submitted() else None
    view = letters.letter_form(ctx(), actor(), reference, kind, given)
    form.offer(view)
    if given is None:
        form.start(view)
    elif form.validate_on_submit() and request.form.get("step") != SHOW:
        try:
            made = letters.make_letter(ctx(), actor(), reference, kind, given, form.token.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            there = url_for("officer.show_letter", reference=reference, letter_id=made)
            return answers.done(there, "The letter is made. Print it, post it, then say when.")
    # The words that stand on the page now are those that count as read.
    form.seen.data = view.seen
    return _make_page(reference, form, view)


def show_letter(reference: str, letter_id: UUID) -> ResponseReturnValue:
    """A letter with its exact words, and what can be done with it."""
    letter = letters.letter_view(ctx(), actor(), reference, letter_id)
    return _letter_page("show", reference, letter, None)


def download_letter(reference: str, letter_id: UUID) -> ResponseReturnValue:
    """The letter as a file to print."""
    try:
        file = letters.letter_file(ctx(), actor(), reference, letter_id)
    except ConflictError as error:
        return answers.back_to(_here(reference, letter_id), error)
    response: Response = make_response(file.content)
    response.content_type = "application/pdf"
    # The name holds eight digits of the letter's id alone.
    response.headers["Content-Disposition"] = f'attachment; filename="{file.file_name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response


def post_letter(reference: str, letter_id: UUID) -> ResponseReturnValue:
    """Record when a letter was posted."""
    letter = letters.letter_view(ctx(), actor(), reference, letter_id)
    form = PostForm(data={"on": ctx().today()})
    on = form.on.data
    if form.validate_on_submit() and on is not None:
        gone = form.already_gone.data
        try:
            letters.post_letter(ctx(), actor(), reference, letter_id, on, gone)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.too_late(form, error, _here(reference, letter_id), "The letter")
        else:
            there, _ = _belongs_to(reference, letter)
            return answers.done(there, "Recorded: the letter was posted.")
    return _letter_page("post", reference, letter, form)


def return_letter(reference: str, letter_id: UUID) -> ResponseReturnValue:
    """Record that a letter came back."""
    letter = letters.letter_view(ctx(), actor(), reference, letter_id)
    form = ReturnForm(data={"on": ctx().today()})
    on = form.on.data
    if form.validate_on_submit() and on is not None:
        note, opened = form.note.data, form.opened.data
        try:
            letters.return_letter(ctx(), actor(), reference, letter_id, on, note, opened)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.too_late(form, error, _here(reference, letter_id), "The letter")
        else:
            return answers.done(
                _belongs_to(reference, letter)[0],
                "Recorded: the letter came back. Its address is stopped: find another way.",
            )
    return _letter_page("return", reference, letter, form)


def discard_letter(reference: str, letter_id: UUID) -> ResponseReturnValue:
    """Throw a letter away that wasn't posted, after a page that says what that means."""
    letter = letters.letter_view(ctx(), actor(), reference, letter_id)
    form = DiscardForm()
    if form.validate_on_submit():
        try:
            letters.discard_letter(ctx(), actor(), reference, letter_id)
        except ConflictError as error:
            return answers.back_to(_here(reference, letter_id), error)
        there, _ = _belongs_to(reference, letter)
        return answers.done(there, "The letter is discarded. Tear up what was printed.")
    return _letter_page("discard", reference, letter, form)


def _kind(asked: str) -> LetterKind:
    try:
        return LetterKind(asked)
    except ValueError:
        raise NotFoundError from None


def _make_page(reference: str, form: MakeForm, view: LetterForm) -> str:
    return render_template(
        "officer/letters/new.html",
        form=form,
        view=view,
        must_check=any(one.must_check for one in view.addresses),
        reference=reference,
        back_href=_plan(reference),
    )


def _letter_page(
    name: str, reference: str, letter: LetterView, form: PortalForm | None
) -> ResponseReturnValue:
    here = _here(reference, letter.line.id)
    page, page_name = _belongs_to(reference, letter)
    return render_template(
        f"officer/letters/{name}.html",
        letter=letter,
        state=STATES[letter.line.state],
        markers=[f"U+{ord(one):04X} {unicode_name(one, 'without a name')}"
                 for given in letter.unprintable for one in given[:1]],
        form=form,
        reference=reference,
        back_href=page if form is None else here,
        page_name=page_name,
    )  # fmt: skip


def _here(reference: str, letter_id: UUID) -> str:
    return url_for("officer.show_letter", reference=reference, letter_id=letter_id)


def _belongs_to(reference: str, letter: LetterView) -> tuple[str, str]:
    """The page that a letter was made on, and what it is called."""
    if letter.update_id is None:
        return _plan(reference), "First contact"
    there = url_for("officer.show_update", reference=reference, update_id=letter.update_id)
    return there, "The update"


def _plan(reference: str) -> str:
    return url_for("officer.show_first_contact", reference=reference)


def add_routes(officer: Blueprint) -> None:
    """Register the pages of letters."""
    case = "/cases/<reference>/letters"
    one = f"{case}/<uuid:letter_id>"
    both = ["GET", "POST"]
    for path, view, methods in (
        (f"{case}/new", make_letter, both),
        (one, show_letter, ["GET"]),
        (f"{one}/download", download_letter, ["GET"]),
        (f"{one}/post", post_letter, both),
        (f"{one}/return", return_letter, both),
        (f"{one}/discard", discard_letter, both),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
