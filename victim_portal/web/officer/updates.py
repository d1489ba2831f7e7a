"""An update read in the exact words that will go out; edited, approved or cancelled."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from victim_portal.domain.key_dates import DATE_NAMES
from victim_portal.domain.messages import COME_TO_REST
from victim_portal.domain.sms_text import Segments, segments, unusual_characters
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import MessageState, UpdateState
from victim_portal.services import updates
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.messages import requeue_held
from victim_portal.services.updates import EditedWords, OutgoingView, RestsOn, UpdateView
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    Hidden,
    LongText,
    PortalForm,
    Text,
)
from victim_portal.web.officer.after_deciding import decided_at, from_changes, page_of

CHANGED_MEANWHILE = (
    "This update changed while you had it open, and nothing was saved. What you entered is still "
    "here, and the words as they stand now are below it. Compare them, then save again."
)
TEXTS = ("notice_sms", "notice_subject", "notice_email", "content_subject", "content")
NEVER_WENT = (MessageState.CANCELLED, MessageState.QUEUED, MessageState.HELD)
OPEN = (UpdateState.DRAFT, UpdateState.APPROVED)
PRINTED = (UpdateState.APPROVED, UpdateState.SENT)


class WordsForm(PortalForm):
    """The five texts of an update."""

    seen = Hidden()
    notice_sms = LongText("Text message", limit=800, required="Enter the text message")
    notice_subject = Text("Subject of the email", limit=120, required="Enter the subject")
    notice_email = LongText("Email", limit=5000, required="Enter the email")
    content_subject = Text("Heading of the news", limit=120, required="Enter the heading")
    content = LongText("The news itself", limit=10000, required="Enter the news")


class CancelForm(PortalForm):
    """Why they won't be told."""

    seen = Hidden()
    why = LongText(
        "Why won't they be told this?",
        limit=1000,
        required="Enter why they won't be told this",
    )


def show_update(reference: str, update_id: UUID) -> ResponseReturnValue:
    """Everything about one update, in its readers' words."""
    update = updates.update_view(ctx(), actor(), reference, update_id)
    return render_template(
        "officer/updates/show.html",
        update=update,
        late=update.window_closes < ctx().today(),
        is_open=update.state in OPEN,
        may_be_wrong=update.state in (UpdateState.APPROVED, UpdateState.SENT)
        or any(one.state not in NEVER_WENT for one in update.messages),
        may_go_again=_may_go_again(update),
        may_print=update.state in PRINTED,
        unfit=sorted({word for one in update.outgoing for word in one.unfit}),
        rests_on=[(_fact(one), one.stands) for one in update.rests_on],
        costs={one.channel_id: _cost(one) for one in update.outgoing},
        after=from_changes(),
    )


def edit_update(reference: str, update_id: UUID) -> ResponseReturnValue:
    """Change an update's words; what was entered outlives somebody else's change."""
    update = updates.update_view(ctx(), actor(), reference, update_id)
    there = page_of(reference, update_id)
    if update.state not in OPEN:
        return answers.back_to(there, ConflictError("These words can't be changed any more."))
    form = WordsForm(obj=update, seen=str(update.version))
    beside = None
    if form.validate_on_submit():
        typed = EditedWords(**{name: form[name].data for name in TEXTS})
        try:
            updates.edit_update(ctx(), actor(), reference, update_id, typed, form.seen_version())
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError:
            beside = update
            form.seen.data = str(update.version)
            form.add_problems({"": CHANGED_MEANWHILE})
        else:
            return answers.done(there, "Saved. Read it once more as it will go out.")
    return render_template(
        "officer/updates/edit.html", form=form, update=update, beside=beside, back_href=there
    )


def approve_update(reference: str, update_id: UUID) -> ResponseReturnValue:
    """Approve an update in the version that was read."""
    there = page_of(reference, update_id)
    version = request.form.get("version", "")
    try:
        seen = int(version) if version.isdecimal() and len(version) < 9 else -1
        queued = updates.approve_update(ctx(), actor(), reference, update_id, seen)
    except (ConflictError, InvalidError) as error:
        return answers.back_to(there, error)
    if queued == 0:
        said = "Approved. Nothing carries a message to them: a task asks you to tell them yourself."
    elif queued == 1:
        said = "Approved. One message goes as soon as it is due and safe."
    else:
        said = f"Approved. {queued} messages go as soon as they are due and safe."
    return answers.done(decided_at(reference, update_id), said)


def cancel_update(reference: str, update_id: UUID) -> ResponseReturnValue:
    """Cancel an update, with a reason."""
    update = updates.update_view(ctx(), actor(), reference, update_id)
    there = page_of(reference, update_id)
    form = CancelForm(seen=str(update.version))
    if form.validate_on_submit():
        try:
            updates.cancel_update(
                ctx(), actor(), reference, update_id, form.why.data, form.seen_version()
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(there, error)
        else:
            said = "Cancelled. They aren't told this."
            return answers.done(decided_at(reference, update_id), said)
    return render_template(
        "officer/updates/cancel.html",
        form=form,
        update=update,
        back_href=decided_at(reference, update_id),
        after=from_changes(),
    )


def requeue_message(reference: str, update_id: UUID, message_id: UUID) -> ResponseReturnValue:
    """Send a held message again, after what held it was mended."""
    there = page_of(reference, update_id)
    try:
        requeue_held(ctx(), actor(), message_id)
    except (ConflictError, InvalidError) as error:
        return answers.back_to(there, error)
    return answers.done(there, "It is in the queue again. The same checks look at it once more.")


def _may_go_again(update: UpdateView) -> frozenset[UUID]:
    """The messages beside which sending once more is offered; the page behind it says the rest."""
    if update.state not in PRINTED:
        return frozenset()
    return frozenset(
        one.id
        for one in update.messages
        if one.state in COME_TO_REST and one.version == update.version
    )


def _cost(one: OutgoingView) -> tuple[Segments, tuple[str, ...]]:
    """What a text costs, and the characters that make it dear."""
    return segments(one.body), unusual_characters(one.body)


def _fact(one: RestsOn) -> str:
    """A fact as an officer would name it."""
    if one.kind == "key_date":
        name = DATE_NAMES.get(one.what, "A date that this portal doesn't know")
        return f"{name[:1].upper()}{name[1:]} ({one.what}), from version {one.version} of the dates"
    if one.kind == "event":
        name = words.STAGE[Stage(one.what)] if one.what else "An event that is gone"
        return f"{name}, as it was recorded"
    if one.kind == "enrolment":
        return "Their answer to the offer"
    return "How much they want to hear"


def add_routes(officer: Blueprint) -> None:
    """Register the pages of an update."""
    one = "/cases/<reference>/updates/<uuid:update_id>"
    both, post = ["GET", "POST"], ["POST"]
    for path, view, methods in (
        (one, show_update, ["GET"]),
        (f"{one}/edit", edit_update, both),
        (f"{one}/approve", approve_update, post),
        (f"{one}/cancel", cancel_update, both),
        (f"{one}/messages/<uuid:message_id>/send-again", requeue_message, post),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
