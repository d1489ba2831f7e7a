"""Somebody rings: find their case, make sure who they are, record what came of it."""

from collections.abc import Mapping

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.callers import (
    ASK_THE_WORD,
    SAY,
    TO_ANYBODY_ELSE,
    CallerFacts,
    CheckOutcome,
    Question,
    address_answer,
)
from victim_portal.domain.finding import How
from victim_portal.services import callers
from victim_portal.services.callers import CheckInput, Match, Whose
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.officer import plan_versions
from victim_portal.web.officer.caller_forms import CheckForm, FindForm, seen
from victim_portal.web.shell import long_date, plain_date

HOW: Mapping[How, str] = {
    How.CASE_REFERENCE: "Case reference",
    How.REFERRAL_REFERENCE: "Referral reference",
    How.TELEPHONE: "Telephone number",
    How.EMAIL: "Email address",
    How.PRISON_NUMBER: "Prison number",
    How.CRN: "CRN",
    How.NAME_AND_BIRTH: "Last name and date of birth",
    How.WHOLE_NAME: "First and last name",
    How.MUCH_ALIKE: "Much like the name",
    How.LAST_NAME: "Last name",
    How.FIRST_NAME: "First name",
    How.BEGINNING: "Beginning of the last name",
    How.SOUND: "Sounds like the last name",
}
WHOSE: Mapping[Whose, str] = {
    Whose.CASE: "",
    Whose.PERSON: " of the person",
    Whose.SUPPORTER: " of a supporter",
    Whose.OFFENDER: " of the offender",
}
OLD: Mapping[How, str] = {
    How.TELEPHONE: "An old telephone number",
    How.EMAIL: "An old email address",
}
RECORDED = {
    CheckOutcome.CODE_WORD: "Recorded: they gave the code word.",
    CheckOutcome.TWO_ANSWERS: "Recorded: they gave two right answers.",
    CheckOutcome.NOT_PASSED: "Recorded. What comes next is among the tasks of the case.",
    CheckOutcome.SOMEONE_ELSE: "Recorded. What comes next is among the tasks of the case.",
}
CONFIRMED = "What was agreed with them is confirmed from today."
NOT_CONFIRMED = (
    "Their yes is kept, but confirms no plan: go through each plan with them and confirm it."
)
NOT_ALL_CONFIRMED = (
    "Their yes doesn't confirm all: what is stopped, not verified or changed meanwhile has to be "
    "gone through with them."
)
STOP_IT = (
    "Recorded. Whoever rang used a number that we have: stop it, unless you are sure that it "
    "is safe."
)


def find_caller() -> ResponseReturnValue:
    """One box for whatever a caller gives; what was typed never stands in an address."""
    form = FindForm()
    found = None
    if form.validate_on_submit():
        found = callers.find_caller(ctx(), actor(), form.text.data)
        if found.only_a_birth:
            form.add_problems({"text": "Enter the last name beside the date of birth"})
            found = None
    return render_template(
        "officer/callers/find.html", form=form, found=found, match_in_words=match_in_words
    )


def check_caller(reference: str) -> ResponseReturnValue:
    """The questions to ask before anything is said, and what came of them."""
    check = callers.caller_check(ctx(), actor(), reference)
    form = CheckForm(data={"seen": seen(check)})
    form.offer(check)
    if form.validate_on_submit() and form.who_is_told(check):
        try:
            done = callers.record_check(ctx(), actor(), reference, _given(form), form.token.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            return _recorded(reference, done)
    return render_template(
        "officer/callers/check.html",
        form=form,
        check=check,
        say=SAY,
        ask_the_word=ASK_THE_WORD,
        to_anybody_else=TO_ANYBODY_ELSE,
        answer=answer,
        back_href=url_for("officer.show_case", reference=reference),
    )


def match_in_words(match: Match) -> str:
    """Why a case was found: ``An old telephone number of a supporter: Leila's sister``."""
    start = OLD.get(match.how, HOW[match.how]) if match.old else HOW[match.how]
    who = f": {match.who}" if match.who else ""
    stopped = " (stopped as unsafe)" if match.stopped else ""
    return f"{start}{WHOSE[match.whose]}{who}{stopped}"


def answer(question: Question, facts: CallerFacts) -> str:
    """The right answer to a question, for the officer's eyes alone."""
    if question is Question.LAST_TALK:
        officer = f"{facts.officer} has the case now. " if facts.officer else ""
        return f"{officer}Last talk: {long_date(facts.last_talk_on)}"
    if question is Question.ADDRESS:
        return address_answer(facts.address)
    return plain_date(facts.born_on) if question is Question.BIRTH else facts.called


def _given(form: CheckForm) -> CheckInput:
    return CheckInput(
        outcome=form.outcome.data,
        caller_id=form.caller.data,
        number_id=form.number.data,
        still_safe=form.said_of_safety(),
        unsafe=form.unsafe.data,
        wanted=form.wanted.data,
        seen=plan_versions.from_text(form.seen.data),
    )


def _recorded(reference: str, done: callers.Checked) -> ResponseReturnValue:
    if done.suggest_stopping is not None:
        there = url_for(
            "officer.suspend_channel", reference=reference, channel_id=done.suggest_stopping
        )
        return answers.done(there, STOP_IT)
    told = [RECORDED[done.outcome]]
    if done.supporter:
        told.append("It was a supporter: the person wasn't spoken to.")
    if done.confirmed:
        told.append(CONFIRMED)
    if done.not_confirmed:
        told.append(NOT_ALL_CONFIRMED if done.confirmed else NOT_CONFIRMED)
    here = url_for("officer.show_case", reference=reference)
    return answers.done(here, " ".join(told))


def add_routes(officer: Blueprint) -> None:
    """Register the pages about callers."""
    for path, view in (("/find", find_caller), ("/cases/<reference>/caller", check_caller)):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=["GET", "POST"])
