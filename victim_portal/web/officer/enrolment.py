"""The offer of the scheme and its answer, recorded by an officer."""

from datetime import date

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.enrolment import IN_SCHEME, PLAIN_WORDS
from victim_portal.domain.vocabulary import ContactMethod, Enrolment, Language, Level
from victim_portal.services import enrolment
from victim_portal.services.enrolment import AnswerAsked, AnswerInput
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    DateParts,
    Hidden,
    LongText,
    OnceToken,
    Option,
    Pick,
    PortalForm,
    Tick,
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
# They have no pages of their own yet: nothing can have come by them.
WAYS = tuple(way for way in ContactMethod if way is not ContactMethod.VICTIM_PAGES)
CHANGED_MEANWHILE = (
    "Somebody else changed this case while you had it open. What you entered is still here, and "
    "what stands now is above it. Compare them, then save again."
)


class AnswerForm(PortalForm):
    """One offer or answer; what the answer needs besides opens below it."""

    token = OnceToken()
    seen = Hidden()
    state = Pick("What happened?", coerce=Enrolment, required="Choose what happened")
    deferred_until = DateParts("When to ask again", what="The date to ask again")
    level = Pick("How much do they want to hear?", options_of(Level, words.LEVEL), coerce=Level)
    shown = Tick("I read out these words to them, or showed them")
    shown_in = Pick(
        "In which language did they hear or see them?",
        options_of(Language, words.LANGUAGE),
        coerce=Language,
    )
    consent_words = LongText(
        "The words in which they agreed",
        limit=2000,
        description="As they said or wrote it, for example: “Yes, tell me each time”",
    )
    how = Pick(
        "How?",
        options_of(ContactMethod, words.METHOD, only=WAYS),
        coerce=ContactMethod,
        required="Choose how the offer or answer was given",
    )
    on = DateParts("When was it?", what="The date", required="Enter the date")
    note = LongText("Note (optional)", limit=2000)


def record_answer(reference: str) -> ResponseReturnValue:
    """Record the offer, or the answer to it; what was typed outlives somebody else's change."""
    asked = enrolment.answer_asked(ctx(), actor(), reference)
    if request.method == "GET" and request.args.get("recorded"):
        return _what_next(reference, asked)
    form = AnswerForm(data=_start(asked, ctx().today()))
    stale = form.is_submitted() and form.seen_version() != asked.version
    # A form that was sent twice comes with answers that may not follow any more.
    _offer(form, tuple(Enrolment) if stale else asked.possible)
    on = form.on.data
    if form.validate_on_submit() and on is not None:
        try:
            given = _given(form, on)
            seen = form.seen_version()
            enrolment.record_answer(ctx(), actor(), reference, given, form.token.data, seen)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError:
            stale = True
        else:
            return _recorded(reference, form.state.data)
    if stale:
        asked = enrolment.answer_asked(ctx(), actor(), reference)
        form.seen.data = str(asked.version)
        form.add_problems({"": CHANGED_MEANWHILE})
    _offer(form, asked.possible)
    return render_template(
        "officer/enrolment/record.html",
        form=form,
        asked=asked,
        beside=stale,
        reference=reference,
        back_href=url_for("officer.show_case", reference=reference),
    )


def _start(asked: AnswerAsked, today: date) -> dict[str, object]:
    shown_in = asked.language if asked.language in asked.consent else Language.ENGLISH
    return {"seen": str(asked.version), "shown_in": shown_in, "on": today}


def _offer(form: AnswerForm, possible: tuple[Enrolment, ...]) -> None:
    form.state.offer(
        Option(state.value, PLAIN_WORDS[state], HINTS.get(state, "")) for state in possible
    )


def _given(form: AnswerForm, on: date) -> AnswerInput:
    joins = form.state.data in IN_SCHEME
    # Where there is one language only, it isn't asked for.
    shown_in = form.shown_in.data or Language.ENGLISH
    return AnswerInput(
        state=form.state.data,
        on=on,
        how=form.how.data,
        deferred_until=form.deferred_until.data,
        level=form.level.data,
        shown_in=shown_in if joins and form.shown.data else None,
        consent_words=form.consent_words.data,
        note=form.note.data,
    )


def _recorded(reference: str, state: Enrolment) -> ResponseReturnValue:
    sentence = f"Recorded: {PLAIN_WORDS[state]}."
    if state is Enrolment.OFFERED:
        return answers.done(url_for("officer.show_case", reference=reference), sentence)
    there = url_for("officer.record_answer", reference=reference, recorded="yes")
    return answers.done(there, sentence)


def _what_next(reference: str, asked: AnswerAsked) -> ResponseReturnValue:
    return render_template(
        "officer/enrolment/next.html",
        reference=reference,
        asked=asked,
        joined=asked.now in IN_SCHEME,
        back_href=url_for("officer.show_case", reference=reference),
    )


def add_routes(officer: Blueprint) -> None:
    """Register the page of the answer."""
    officer.add_url_rule(
        "/cases/<reference>/answer",
        view_func=answers.service_errors(record_answer),
        methods=["GET", "POST"],
    )
