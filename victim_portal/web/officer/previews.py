"""Everything that goes out, as its reader will see it: of one update, and of every stage."""

from email.utils import parseaddr
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording import MissingTranslationError
from victim_portal.domain.wording.shapes import NO_LICENCE, NO_MONTH, PLAIN
from victim_portal.services import previews
from victim_portal.services.contact_values import shown_phone
from victim_portal.services.errors import NotFoundError
from victim_portal.services.previews import ShapeChoice
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.officer.after_deciding import page_of
from victim_portal.web.words.campaigns import ROAD

_SHAPES = {
    PLAIN: "As it mostly is",
    NO_MONTH: "No month is known",
    NO_LICENCE: "No licence follows",
}
UNSAID = "This isn't written in that language yet."


def preview_update(reference: str, update_id: UUID) -> ResponseReturnValue:
    """An update on a lock screen, a telephone, in a list of mails, opened, and on paper."""
    return render_template(
        "officer/previews/update.html",
        preview=previews.update_preview(ctx(), actor(), reference, update_id),
        senders=_senders(),
        back_href=page_of(reference, update_id),
    )


def list_correspondence() -> ResponseReturnValue:
    """Every stage of the closed list."""
    return render_template("officer/previews/list.html", stages=list(Stage))


def show_correspondence(stage: str) -> ResponseReturnValue:
    """A stage's messages and letter, filled with people who are invented."""
    wanted, language, shape = _stage(stage), _language(), request.args.get("shape", "")
    code_word = request.args.get("code_word") == "yes"
    try:
        preview = previews.stage_preview(ctx(), wanted, language, shape, code_word=code_word)
    except MissingTranslationError:
        preview = None
    return render_template(
        "officer/previews/stage.html",
        preview=preview,
        unsaid=UNSAID,
        stage=wanted,
        language=language,
        code_word=code_word,
        shape=shape,
        shapes=[(one.name, shape_name(one)) for one in previews.choices_of(wanted)],
        senders=_senders(),
    )


def download_example_letter(stage: str) -> ResponseReturnValue:
    """A stage's letter as the file that would be printed, to somebody who is invented."""
    wanted, shape = _stage(stage), request.args.get("shape", "")
    large = request.args.get("large_print") == "yes"
    try:
        file = previews.example_letter(ctx(), wanted, _language(), shape, large_print=large)
    except MissingTranslationError:
        raise NotFoundError from None
    response: Response = make_response(file.content)
    response.content_type = "application/pdf"
    response.headers["Content-Disposition"] = 'inline; filename="example-letter.pdf"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def shape_name(one: ShapeChoice) -> str:
    """What makes a shape of a text, in the field's words."""
    if one.outcome is not None:
        return words.EVENT_OUTCOME[one.outcome]
    if one.road is not None:
        return f"The month belongs to: {ROAD[one.road].lower()}"
    return _SHAPES[one.name]


def _stage(asked: str) -> Stage:
    try:
        return Stage(asked)
    except ValueError:
        raise NotFoundError from None


def _language() -> Language:
    return Language.WELSH if request.args.get("language") == Language.WELSH else Language.ENGLISH


def _senders() -> dict[str, str]:
    """Whom a text and an e-mail are from, as a telephone and a mail program say it."""
    name, address = parseaddr(ctx().mail_sender)
    return {
        "text": shown_phone(ctx().text_number) if ctx().text_number else "The number for texts",
        "mail": name or address or "The sender of e-mails",
    }


def add_routes(officer: Blueprint) -> None:
    """Register the pages of previews."""
    stage = "/correspondence/<stage>"
    for path, view in (
        ("/cases/<reference>/updates/<uuid:update_id>/preview", preview_update),
        ("/correspondence", list_correspondence),
        (stage, show_correspondence),
        (f"{stage}/letter", download_example_letter),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=["GET"])
