"""Changing how much they hear, on a case that is in the scheme."""

from datetime import date

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.vocabulary import ContactMethod
from victim_portal.services import contacts, enrolment
from victim_portal.services.enrolment import LevelInput
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    DateParts,
    Hidden,
    LongText,
    OnceToken,
    Pick,
    TimeOfDay,
    options_of,
)
from victim_portal.web.officer.consent import ConsentForm, shown_in, start_consent
from victim_portal.web.officer.enrolment import CHANGED_MEANWHILE
from victim_portal.web.officer.reached import (
    from_them,
    offer_ways,
    on_fields,
    plans_seen,
    reached,
    start_ways,
    still_safe,
    told,
    which,
)

RECORDED = "Recorded: how much they hear. What was approved has to be read again before it goes."
NOT_IN_IT = "They aren't in the scheme, so there is no level to change."


class LevelForm(ConsentForm):
    """How much they want to hear from now on, and how they said so."""

    token = OnceToken()
    seen = Hidden()
    plans_seen = Hidden(limit=4000)
    how = Pick(
        "How?",
        options_of(ContactMethod, words.METHOD),
        coerce=ContactMethod,
        required="Choose how they told you",
    )
    telephone_channel = which(ContactMethod.TELEPHONE)
    letter_channel = which(ContactMethod.LETTER)
    sms_channel = which(ContactMethod.SMS)
    email_channel = which(ContactMethod.EMAIL)
    visit_channel = which(ContactMethod.VISIT)
    inward = from_them()
    still_safe = still_safe()
    on = DateParts("When was it?", what="The date", required="Enter the date")
    at = TimeOfDay("Time (optional)", limit=20)
    note = LongText("Note (optional)", limit=2000)


def change_level(reference: str) -> ResponseReturnValue:
    """Change the level; what was typed outlives somebody else's change."""
    there = url_for("officer.show_case", reference=reference)
    asked = enrolment.answer_asked(ctx(), actor(), reference)
    ways = contacts.contact_asked(ctx(), actor(), reference).ways
    start = {"seen": str(asked.version), "on": ctx().today(), **start_consent(asked)}
    form = LevelForm(data=start | start_ways(ways, LevelForm))
    if asked.now not in IN_SCHEME and not form.is_submitted():
        return answers.back_to(there, ConflictError(NOT_IN_IT))
    stale = form.is_submitted() and form.seen_version() != asked.version
    offer_ways(form, ways)
    on = form.on.data
    if form.validate_on_submit() and on is not None:
        seen = form.seen_version()
        try:
            given = _given(form, on)
            effects = enrolment.change_level(
                ctx(), actor(), reference, given, form.token.data, seen
            )
        except InvalidError as error:
            form.add_problems(on_fields(error.problems, form.how.data))
        except ConflictError:
            stale = True
        else:
            return answers.done(there, told(RECORDED, effects))
    if stale:
        asked = enrolment.answer_asked(ctx(), actor(), reference)
        form.seen.data = str(asked.version)
        form.plans_seen.data = plans_seen(ways)
        form.add_problems({"": CHANGED_MEANWHILE})
    return render_template(
        "officer/enrolment/level.html",
        form=form,
        asked=asked,
        ways=ways,
        beside=stale,
        reference=reference,
        back_href=there,
    )


def _given(form: LevelForm, on: date) -> LevelInput:
    return LevelInput(
        level=form.level.data,
        on=on,
        how=form.how.data,
        shown_in=shown_in(form),
        consent_words=form.consent_words.data,
        note=form.note.data,
        reached=reached(form, form.how.data),
        own_word=form.own_word.data,
    )


def add_routes(officer: Blueprint) -> None:
    """Register the page of the level."""
    officer.add_url_rule(
        "/cases/<reference>/level",
        view_func=answers.service_errors(change_level),
        methods=["GET", "POST"],
    )
