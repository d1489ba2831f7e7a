"""The offer of the scheme and its answer, recorded by an officer."""

from datetime import date

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.enrolment import PLAIN_WORDS
from victim_portal.domain.vocabulary import ContactMethod, Enrolment, Level
from victim_portal.services import enrolment
from victim_portal.services.enrolment import AnswerInput
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    DateParts,
    LongText,
    OnceToken,
    Option,
    Pick,
    PortalForm,
    options_of,
)

HINTS = {
    Enrolment.OFFERED: "The offer was sent or made again; an answer is still to come",
    Enrolment.OPTED_IN: "They want to hear about the sentence",
    Enrolment.DECLINED: "They don't want to join; they may change their mind at any time",
    Enrolment.NO_RESPONSE: "Only after the recorded attempts that the scheme asks for",
    Enrolment.OPTED_OUT: "They were in the scheme and don't want to hear any more",
    Enrolment.OPTED_BACK_IN: "They had opted out and want to hear again",
    Enrolment.DO_NOT_CONTACT: "Nobody contacts them again unless they ask for it themselves",
}


class AnswerForm(PortalForm):
    """One offer or answer; what the answer needs besides opens below it."""

    token = OnceToken()
    state = Pick("What happened?", coerce=Enrolment, required="Choose what happened")
    deferred_until = DateParts("When to ask again", what="The date to ask again")
    level = Pick("How much do they want to hear?", options_of(Level, words.LEVEL), coerce=Level)
    consent_words = LongText(
        "The words in which they agreed",
        limit=2000,
        description="As they said or wrote it, for example: “Yes, tell me each time”",
    )
    how = Pick(
        "How?",
        options_of(ContactMethod, words.METHOD),
        coerce=ContactMethod,
        required="Choose how the offer or answer was given",
    )
    on = DateParts("When was it?", what="The date", required="Enter the date")
    note = LongText("Note (optional)", limit=2000)


def record_answer(reference: str) -> ResponseReturnValue:
    """Record the offer, or the answer to it."""
    possible = enrolment.possible_answers(ctx(), actor(), reference)
    form = AnswerForm()
    form.state.offer(
        Option(state.value, PLAIN_WORDS[state], HINTS.get(state, "")) for state in possible
    )
    here = url_for("officer.show_case", reference=reference)
    on = form.on.data
    if form.validate_on_submit() and on is not None:
        try:
            given = _given(form, on)
            enrolment.record_answer(ctx(), actor(), reference, given, form.token.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(here, error)
        else:
            return answers.done(here, f"Recorded: {PLAIN_WORDS[form.state.data]}.")
    return render_template(
        "officer/enrolment/record.html", form=form, reference=reference, back_href=here
    )


def _given(form: AnswerForm, on: date) -> AnswerInput:
    return AnswerInput(
        state=form.state.data,
        on=on,
        how=form.how.data,
        deferred_until=form.deferred_until.data,
        level=form.level.data,
        consent_words=form.consent_words.data,
        note=form.note.data,
    )


def add_routes(officer: Blueprint) -> None:
    """Register the page of the answer."""
    officer.add_url_rule(
        "/cases/<reference>/answer",
        view_func=answers.service_errors(record_answer),
        methods=["GET", "POST"],
    )
