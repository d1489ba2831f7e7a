"""A person's own pages: the words or the code that opens them, and a link that goes out."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.own_choices import OwnRequestKind
from victim_portal.domain.secure_link import LASTS, LinkState
from victim_portal.services import door
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import OnceToken, PortalForm, Text

STATES = {
    LinkState.LIVE: "It hasn't been opened yet.",
    LinkState.SPENT: "They opened it.",
    LinkState.LOCKED: "A wrong proof was given five times, so it is locked.",
    LinkState.ENDED: "It was ended.",
    LinkState.EXPIRED: f"It is older than {LASTS.days} days.",
}


REQUESTS = {
    OwnRequestKind.SUPPORTER: "Somebody else may be told",
    OwnRequestKind.HOURS: "Other safe hours",
    OwnRequestKind.WAY_AGAIN: "To be used again",
}


class WordsForm(PortalForm):
    """The words that were agreed; they are shown while they are typed, and never again."""

    token = OnceToken()
    passphrase = Text(
        "The words that you agreed with them",
        required="Enter the words",
        description="For example three words that only they would put together. "
        "Ask them to say the words back to you",
    )


class SendForm(PortalForm):
    """A button, and the form's own number."""

    token = OnceToken()


def show_own_pages(reference: str) -> ResponseReturnValue:
    """How a person's own pages stand; agree the words that open them."""
    form = WordsForm()
    if form.validate_on_submit():
        typed, token = form.passphrase.data, form.token.data
        try:
            door.agree_passphrase(ctx(), actor(), reference, typed, token)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(_here(reference), error)
        else:
            return answers.done(
                _here(reference), "Kept. From now on their messages carry a link to their pages."
            )
    page = door.door_page(ctx(), actor(), reference)
    return render_template(
        "officer/own_pages/show.html",
        form=form,
        send_forms={way.channel_id: SendForm(prefix=f"send-{way.kind}") for way in page.ways},
        page=page,
        requests=REQUESTS,
        state=STATES.get(page.state) if page.state else "",
        reference=reference,
        back_href=url_for("officer.show_case", reference=reference),
    )


def agree_code(reference: str) -> ResponseReturnValue:
    """A code that is sent another way opens their pages, in the place of words."""
    try:
        door.agree_code(ctx(), actor(), reference)
    except (InvalidError, ConflictError) as error:
        return answers.back_to(_here(reference), error)
    return answers.done(
        _here(reference), "Kept. From now on a code opens their pages, sent another way."
    )


def send_link(reference: str, channel_id: UUID) -> ResponseReturnValue:
    """Send them a link now."""
    page = door.door_page(ctx(), actor(), reference)
    kinds = {way.channel_id: way.kind for way in page.ways}
    form = SendForm(prefix=f"send-{kinds.get(channel_id, '')}")
    try:
        token = form.token.data if form.validate_on_submit() else None
        door.send_link(ctx(), actor(), reference, channel_id, token)
    except (InvalidError, ConflictError) as error:
        return answers.back_to(_here(reference), error)
    return answers.done(_here(reference), "The link goes out at the next safe hour.")


def end_own_pages(reference: str) -> ResponseReturnValue:
    """Shut their pages at once."""
    door.end_passphrase(ctx(), actor(), reference)
    return answers.done(_here(reference), "Their pages are shut. No link opens them any more.")


def _here(reference: str) -> str:
    return url_for("officer.show_own_pages", reference=reference)


def add_routes(officer: Blueprint) -> None:
    """Register the page and its buttons."""
    here = "/cases/<reference>/own-pages"
    for path, view, methods in (
        (here, show_own_pages, ["GET", "POST"]),
        (f"{here}/code", agree_code, ["POST"]),
        (f"{here}/links/<uuid:channel_id>", send_link, ["POST"]),
        (f"{here}/end", end_own_pages, ["POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
