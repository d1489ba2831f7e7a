"""The offer of the scheme and its answer, recorded by an officer."""

from datetime import date

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.enrolment import IN_SCHEME, PLAIN_WORDS
from victim_portal.domain.vocabulary import ContactMethod, Enrolment
from victim_portal.services import contacts, enrolment
from victim_portal.services.contacts import Effect
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
    TimeOfDay,
    options_of,
)
from victim_portal.web.officer.consent import ConsentForm, shown_in, start_consent
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


class AnswerForm(ConsentForm):
    """One offer or answer; what the answer needs besides opens below it."""

    token = OnceToken()
    seen = Hidden()
    state = Pick("What happened?", coerce=Enrolment, required="Choose what happened")
    deferred_until = DateParts("When to ask again", what="The date to ask again")
    how = Pick(
        "How?",
        options_of(ContactMethod, words.METHOD, only=WAYS),
        coerce=ContactMethod,
        required="Choose how the offer or answer was given",
    )
    plans_seen = Hidden(limit=4000)
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


def record_answer(reference: str) -> ResponseReturnValue:
    """Record the offer, or the answer to it; what was typed outlives somebody else's change."""
    asked = enrolment.answer_asked(ctx(), actor(), reference)
    if request.method == "GET" and request.args.get("recorded"):
        return _what_next(reference, asked)
    ways = contacts.contact_asked(ctx(), actor(), reference).ways
    form = AnswerForm(data=_start(asked, ctx().today()) | start_ways(ways, AnswerForm))
    offer_ways(form, ways)
    stale = form.is_submitted() and form.seen_version() != asked.version
    # A form that was sent twice comes with answers that may not follow any more.
    _offer(form, tuple(Enrolment) if stale else asked.possible)
    on = form.on.data
    if form.validate_on_submit() and on is not None:
        try:
            given = _given(form, on)
            seen = form.seen_version()
            effects = enrolment.record_answer(
                ctx(), actor(), reference, given, form.token.data, seen
            )
        except InvalidError as error:
            form.add_problems(on_fields(error.problems, form.how.data))
        except ConflictError:
            stale = True
        else:
            return _recorded(reference, form.state.data, effects)
    if stale:
        asked = enrolment.answer_asked(ctx(), actor(), reference)
        form.seen.data = str(asked.version)
        form.plans_seen.data = plans_seen(ways)
        form.add_problems({"": CHANGED_MEANWHILE})
    _offer(form, asked.possible)
    return render_template(
        "officer/enrolment/record.html",
        form=form,
        asked=asked,
        ways=ways,
        beside=stale,
        reference=reference,
        back_href=url_for("officer.show_case", reference=reference),
    )


def _start(asked: AnswerAsked, today: date) -> dict[str, object]:
    return {"seen": str(asked.version), "on": today, **start_consent(asked)}


def _offer(form: AnswerForm, possible: tuple[Enrolment, ...]) -> None:
    form.state.offer(
        Option(state.value, PLAIN_WORDS[state], HINTS.get(state, "")) for state in possible
    )


def _given(form: AnswerForm, on: date) -> AnswerInput:
    joins = form.state.data in IN_SCHEME
    return AnswerInput(
        state=form.state.data,
        on=on,
        how=form.how.data,
        deferred_until=form.deferred_until.data,
        level=form.level.data,
        shown_in=shown_in(form) if joins else None,
        consent_words=form.consent_words.data,
        note=form.note.data,
        reached=reached(form, form.how.data),
        own_word=form.own_word.data,
    )


def _recorded(reference: str, state: Enrolment, effects: tuple[Effect, ...]) -> ResponseReturnValue:
    sentence = told(f"Recorded: {PLAIN_WORDS[state]}.", effects)
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
