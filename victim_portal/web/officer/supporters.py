"""Somebody beside the person of a case: added with consent, put right, ended at their word."""

from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import ContactMethod, SupporterRole
from victim_portal.services import corrections, supporters
from victim_portal.services.corrections import SupporterDetails
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.supporters import SupporterInput
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    DateParts,
    LongText,
    NameText,
    OnceToken,
    Option,
    Pick,
    PortalForm,
    Tick,
    options_of,
)
from victim_portal.web.officer.correction_forms import SupporterForm as CorrectForm
from victim_portal.web.officer.correction_forms import show_again, start, what_was_sent

NEWS, ARRANGE = "news", "arrange"
NOT_IN_FUTURE = "The date must be today or in the past"
# The victim's own pages take no consent for others.
HOW = tuple(how for how in ContactMethod if how is not ContactMethod.VICTIM_PAGES)
ROLE_HINTS = {
    SupporterRole.SUPPORTER: "A relative, a friend, a support worker",
    SupporterRole.REPRESENTATIVE: "Acts and decides for them, as they agreed",
    SupporterRole.ADVOCATE: "Speaks for them, for example an independent adviser",
}


class SupporterForm(PortalForm):
    """Who it is, what they may hear, and the consent. The ticks show where names are alike."""

    token = OnceToken()
    first_name = NameText("First name (optional)", limit=100)
    last_name = NameText("Last name", limit=100, required="Enter their last name")
    born_on = DateParts(
        "Date of birth (optional)",
        what="The date of birth",
        description="Helps to be sure who they are, and that they aren't the offender",
    )
    not_the_offender = Tick("I checked that this isn't the offender or close to them")
    another_person = Tick("This is another person of the same name")
    role = Pick(
        "What are they to the victim?",
        tuple(
            Option(role.value, words.SUPPORTER_ROLE[role], ROLE_HINTS[role])
            for role in SupporterRole
        ),
        coerce=SupporterRole,
        required="Choose what they are to the victim",
    )
    hears = Pick(
        "What may they hear?",
        (
            Option(NEWS, "News of the sentence", "What the victim hears, they may hear too"),
            Option(ARRANGE, "Only what helps to arrange things", "Times and places, and no news"),
        ),
        required="Choose what they may hear",
    )
    consent_words = LongText(
        "The words in which the victim agreed",
        limit=2000,
        required="Write down the words in which the victim agreed",
        description="As they said or wrote it, for example: “You can talk to my sister about it”",
    )
    how = Pick(
        "How did the victim agree?",
        options_of(ContactMethod, words.METHOD, only=HOW),
        coerce=ContactMethod,
        required="Choose how the victim agreed",
    )
    consented_on = DateParts("When was it?", what="The date", required="Enter the date")


class EndForm(PortalForm):
    """The day, and why if the victim says so; ending needs no reason."""

    token = OnceToken()
    ended_on = DateParts("When did the victim say so?", what="The date", required="Enter the date")
    why = LongText("Why (optional)", limit=1000)


def add_supporter(reference: str) -> ResponseReturnValue:
    """Add somebody, with the victim's consent."""
    supporters.check_reach(ctx(), actor(), reference)
    here = url_for("officer.show_case", reference=reference)
    form = SupporterForm(data={"consented_on": ctx().today()})
    form.consented_on.within(latest=ctx().today(), message=NOT_IN_FUTURE)
    form.born_on.within(latest=ctx().today(), message=NOT_IN_FUTURE)
    on = form.consented_on.data
    if form.validate_on_submit() and on is not None:
        try:
            given = _given(form, on)
            supporters.add_supporter(ctx(), actor(), reference, given, form.token.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        else:
            return answers.done(
                here, "Added. To reach them, add their number or address and agree a plan."
            )
    return render_template(
        "officer/supporters/new.html", form=form, reference=reference, back_href=here
    )


def end_supporter(reference: str, supporter_id: UUID) -> ResponseReturnValue:
    """End it: nothing goes to them any more."""
    supporter = supporters.supporter_for_form(ctx(), actor(), reference, supporter_id)
    here = url_for("officer.show_case", reference=reference)
    form = EndForm(data={"ended_on": ctx().today()})
    form.ended_on.within(latest=ctx().today(), message=NOT_IN_FUTURE)
    on = form.ended_on.data
    if form.validate_on_submit() and on is not None:
        try:
            supporters.end_supporter(
                ctx(), actor(), reference, supporter_id, on, form.why.data, form.token.data
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.too_late(form, error, here, "The case")
        else:
            return answers.done(here, "Ended. Nothing goes to them any more.")
    return render_template(
        "officer/supporters/end.html",
        form=form,
        reference=reference,
        supporter=supporter,
        back_href=here,
    )


def correct_supporter(reference: str, supporter_id: UUID) -> ResponseReturnValue:
    """Put a supporter right; what was entered outlives somebody else's change."""
    now = corrections.supporter_details_for_form(ctx(), actor(), reference, supporter_id)
    form = CorrectForm(data=start(now))
    beside = None
    if form.validate_on_submit():
        given, seen, role = _corrected(form), form.seen_version(), form.shown.data
        try:
            corrections.correct_supporter(
                ctx(), actor(), reference, supporter_id, given, seen, role, form.once()
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            now = corrections.supporter_details_for_form(ctx(), actor(), reference, supporter_id)
            beside = show_again(form, now)
            form.add_problems({"": str(error)})
        else:
            there = url_for("officer.show_corrections", reference=reference)
            return answers.done(there, "Put right. The old details stay in the history.")
    return render_template(
        "officer/supporters/correct.html",
        form=form,
        reference=reference,
        beside=beside,
        sent=now.sent,
        what_was_sent=what_was_sent,
        back_href=url_for("officer.show_case", reference=reference),
    )


def _corrected(form: CorrectForm) -> SupporterDetails:
    return SupporterDetails(
        first_name=form.first_name.data,
        last_name=form.last_name.data,
        born_on=form.born_on.data,
        role=form.role.data,
        why=form.why.data,
        not_the_offender=form.not_the_offender.data,
        another_person=form.another_person.data,
    )


def _given(form: SupporterForm, on: date) -> SupporterInput:
    return SupporterInput(
        first_name=form.first_name.data,
        last_name=form.last_name.data,
        born_on=form.born_on.data,
        role=form.role.data,
        may_hear_news=form.hears.data == NEWS,
        consent_words=form.consent_words.data,
        consented_on=on,
        how=form.how.data,
        not_the_offender=form.not_the_offender.data,
        another_person=form.another_person.data,
    )


def add_routes(officer: Blueprint) -> None:
    """Register the pages of supporters."""
    for path, page in (
        ("/cases/<reference>/supporters/new", add_supporter),
        ("/cases/<reference>/supporters/<uuid:supporter_id>/end", end_supporter),
        ("/cases/<reference>/supporters/<uuid:supporter_id>/correct", correct_supporter),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(page), methods=["GET", "POST"])
