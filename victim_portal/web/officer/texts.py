"""A text from a number that isn't on record: taken, read, and put where it belongs."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import texts
from victim_portal.services.errors import InvalidError
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import LongText, PortalForm, Text


class MatchForm(PortalForm):
    """The case whose it is."""

    reference = Text(
        "Case reference",
        limit=40,
        required="Enter the case reference",
        description="Find the case by the number, the name or what the text tells",
    )


class CloseForm(PortalForm):
    """Why it belongs to no case."""

    why = LongText(
        "Why does it belong to no case?",
        limit=texts.LONGEST_WHY,
        required="Enter why it belongs to no case",
        description="For example: an advertisement, or I rang, and it was a wrong number",
    )


def show_text(text_id: UUID) -> ResponseReturnValue:
    """A text; only whoever took it reads its words."""
    return _page(text_id, MatchForm(), CloseForm())


def take_text(text_id: UUID) -> ResponseReturnValue:
    """Take it, to read it."""
    texts.take_text(ctx(), actor(), text_id)
    return answers.done(url_for("officer.show_text", text_id=text_id), "You have this text.")


def give_text_back(text_id: UUID) -> ResponseReturnValue:
    """Give it back, for another unit's manager."""
    texts.give_text_back(ctx(), actor(), text_id)
    there = url_for("officer.list_tasks")
    return answers.done(there, "You gave the text back: another manager can take it.")


def match_text(text_id: UUID) -> ResponseReturnValue:
    """Put it to a case."""
    form = MatchForm()
    if form.validate_on_submit():
        try:
            reference = texts.match_text(ctx(), actor(), text_id, form.reference.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        else:
            there = url_for("officer.show_contacts", reference=reference)
            return answers.done(there, "The text stands in the log of this case now.")
    return _page(text_id, form, CloseForm(formdata=None))


def close_text(text_id: UUID) -> ResponseReturnValue:
    """Close it, with the reason."""
    form = CloseForm()
    if form.validate_on_submit():
        try:
            texts.close_text(ctx(), actor(), text_id, form.why.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        else:
            return answers.done(url_for("officer.list_tasks"), "The text is closed.")
    return _page(text_id, MatchForm(formdata=None), form)


def _page(text_id: UUID, match: MatchForm, close: CloseForm) -> str:
    return render_template(
        "officer/texts/show.html",
        text=texts.text_view(ctx(), actor(), text_id),
        match=match,
        close=close,
        back_href=url_for("officer.list_tasks"),
    )


def add_routes(officer: Blueprint) -> None:
    """Register the pages of texts."""
    text = "/texts/<uuid:text_id>"
    for path, view, method in (
        (text, show_text, "GET"),
        (f"{text}/take", take_text, "POST"),
        (f"{text}/give-back", give_text_back, "POST"),
        (f"{text}/match", match_text, "POST"),
        (f"{text}/close", close_text, "POST"),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=[method])
