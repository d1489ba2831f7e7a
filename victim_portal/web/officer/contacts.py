"""The contact log of a case, a contact and a note recorded, a promise kept."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import Enrolment
from victim_portal.services import contacts, notes, promises
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.notes import NoteInput
from victim_portal.web import answers
from victim_portal.web.account.going_on import own_path
from victim_portal.web.context import actor, ctx
from victim_portal.web.officer.contact_forms import (
    ContactForm,
    NoteForm,
    given,
    offer,
    start,
)
from victim_portal.web.officer.reached import plans_seen, told

MOST_PAGES = 500


def show_contacts(reference: str) -> ResponseReturnValue:
    """A page of the log, newest first, with the promises that are open."""
    asked = request.args.get("page", "")
    page = int(asked) if asked.isdecimal() and len(asked) < 4 else 1
    page = min(max(page, 1), MOST_PAGES)
    log = contacts.contact_log(ctx(), actor(), reference, page)
    here = "officer.show_contacts"
    return render_template(
        "officer/contacts/log.html",
        reference=reference,
        log=log,
        newer_href=url_for(here, reference=reference, page=page - 1) if page > 1 else "",
        older_href=url_for(here, reference=reference, page=page + 1) if log.older else "",
    )


def record_contact(reference: str) -> ResponseReturnValue:
    """Record an attempt or a contact, with the plan of each number beside the form."""
    asked = contacts.contact_asked(ctx(), actor(), reference)
    form = ContactForm(data=start(asked, ctx().today()))
    offer(form, asked)
    on = form.on.data
    if form.validate_on_submit() and on is not None:
        try:
            recorded = contacts.record_contact(
                ctx(), actor(), reference, given(form, on), form.token.data
            )
        except InvalidError as error:
            form.add_problems(form.on_fields(error.problems))
        except ConflictError as error:
            asked = contacts.contact_asked(ctx(), actor(), reference)
            form.plans_seen.data = plans_seen(asked.ways)
            form.add_problems({"": str(error)})
        else:
            there = url_for("officer.show_contacts", reference=reference)
            return answers.done(there, told("Recorded.", recorded.effects))
    return render_template(
        "officer/contacts/record.html",
        form=form,
        asked=asked,
        reference=reference,
        no_contact=asked.enrolment is Enrolment.DO_NOT_CONTACT,
        back_href=url_for("officer.show_case", reference=reference),
    )


def record_note(reference: str) -> ResponseReturnValue:
    """Write a note on a case, with what was promised."""
    notes.check_reach(ctx(), actor(), reference)
    form = NoteForm()
    there = url_for("officer.show_contacts", reference=reference)
    if form.validate_on_submit():
        note = NoteInput(form.text.data, form.promise.data, form.promise_on.data)
        try:
            notes.record_note(ctx(), actor(), reference, note, form.token.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        else:
            return answers.done(there, "The note was kept.")
    return render_template(
        "officer/contacts/note.html", form=form, reference=reference, back_href=there
    )


def keep_promise(reference: str, promise_id: UUID) -> ResponseReturnValue:
    """Mark a promise as kept."""
    promises.keep_promise(ctx(), actor(), reference, promise_id)
    there = url_for("officer.show_contacts", reference=reference)
    return answers.done(own_path(request.form.get("back")) or there, "The promise is kept.")


def add_routes(officer: Blueprint) -> None:
    """Register the pages of the contact log."""
    case = "/cases/<reference>"
    for path, view, methods in (
        (f"{case}/contacts", show_contacts, ["GET"]),
        (f"{case}/contacts/new", record_contact, ["GET", "POST"]),
        (f"{case}/notes/new", record_note, ["GET", "POST"]),
        (f"{case}/promises/<uuid:promise_id>/keep", keep_promise, ["POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
