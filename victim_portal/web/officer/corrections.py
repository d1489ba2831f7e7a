"""Putting right a person, a number or address, or an offender; the history of values."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import corrections
from victim_portal.services.corrections import ChannelNow, OffenderInput, PersonInput
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.officer.correction_forms import (
    CHANNEL_FORMS,
    DETAIL,
    ChannelForm,
    CorrectionForm,
    OffenderForm,
    PersonForm,
    channel_beside,
    in_words,
    show_again,
    start,
    what_was_sent,
)

SAVED = "Put right. The old details stay in the history. Read the drafts of updates again."
SAVED_CHANNEL = (
    "Put right. Nothing goes to it before you have checked it with them. The old one stays in "
    "the history."
)

PLAN_CHANGED = (
    "Somebody else changed this plan while you had it open. What you typed is still here, and "
    "what stands now is beside it. Compare them, then save again."
)
PUT_RIGHT = (
    "Somebody else put this right while you had it open. What you typed is still here, and "
    "what stands now is beside it. Save only if what stands now is wrong too."
)
ENDED = (
    "Somebody else ended this number or address while you had it open. If they have another "
    "one, add it to the case."
)


def correct_person(reference: str) -> ResponseReturnValue:
    """Put a person's details right; what was entered outlives somebody else's change."""
    now = corrections.person_for_form(ctx(), actor(), reference)
    form = PersonForm(data=start(now))
    beside = None
    if form.validate_on_submit():
        try:
            corrections.correct_person(
                ctx(),
                actor(),
                reference,
                _person(form),
                form.seen_version(),
                form.shown.data,
                form.once(),
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            now = corrections.person_for_form(ctx(), actor(), reference)
            beside = show_again(form, now)
            form.add_problems({"": str(error)})
        else:
            return answers.done(url_for("officer.show_corrections", reference=reference), SAVED)
    return render_template(
        "officer/corrections/person.html",
        form=form,
        reference=reference,
        beside=beside,
        sent=now.sent,
        what_was_sent=what_was_sent,
        back_href=url_for("officer.show_case", reference=reference),
    )


def correct_channel(reference: str, channel_id: UUID) -> ResponseReturnValue:
    """Put a number or address right; the plan goes over, the trust in it doesn't."""
    there = url_for("officer.show_corrections", reference=reference)
    try:
        now = corrections.channel_for_correction(ctx(), actor(), reference, channel_id)
    except NotFoundError:
        if request.method != "POST":
            raise
        return _after_the_end(reference, channel_id, there)
    form = CHANNEL_FORMS[now.channel.kind](seen=str(now.channel.plan_version))
    beside = None
    if form.validate_on_submit():
        seen = form.seen_version()
        try:
            corrections.correct_channel(
                ctx(),
                actor(),
                reference,
                channel_id,
                form.value.data,
                form.why.data,
                seen,
                form.once(),
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError:
            now = corrections.channel_for_correction(ctx(), actor(), reference, channel_id)
            beside = channel_beside(form, now.channel)
            form.add_problems({"": PLAN_CHANGED})
        else:
            return answers.done(there, SAVED_CHANNEL)
    return _channel_page(reference, form, now, beside)


def correct_offender(offender_id: UUID) -> ResponseReturnValue:
    """Put an offender's details right, for every case at once."""
    now = corrections.offender_for_form(ctx(), actor(), offender_id)
    form = OffenderForm(data=start(now))
    beside = None
    back = url_for("officer.show_offender", offender_id=offender_id)
    if form.validate_on_submit():
        try:
            corrections.correct_offender(
                ctx(), actor(), offender_id, _offender(form), form.seen_version(), form.once()
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            now = corrections.offender_for_form(ctx(), actor(), offender_id)
            beside = show_again(form, now)
            form.add_problems({"": str(error)})
        else:
            # With one case, its history shows what went out; with more, each has its own.
            one = now.references[0] if len(now.references) == 1 else None
            there = url_for("officer.show_corrections", reference=one) if one else back
            return answers.done(there, SAVED)
    return render_template(
        "officer/corrections/offender.html",
        form=form,
        beside=beside,
        now=now,
        sent=now.sent,
        what_was_sent=what_was_sent,
        back_href=back,
    )


def show_corrections(reference: str) -> ResponseReturnValue:
    """What stood before, who put it right, and what had gone out by then."""
    view = corrections.corrections_view(ctx(), actor(), reference)
    return render_template(
        "officer/corrections/history.html",
        view=view,
        reference=reference,
        details={**DETAIL, **words.CHANNEL_KIND},
        detail_in_words=in_words,
        what_was_sent=what_was_sent,
        back_href=url_for("officer.show_case", reference=reference),
    )


def _after_the_end(reference: str, channel_id: UUID, there: str) -> ResponseReturnValue:
    """A form that was sent twice, or after a colleague was faster."""
    once = CorrectionForm().once()
    ended = corrections.after_the_end(ctx(), actor(), reference, channel_id, once)
    if ended.saved:
        return answers.done(there, SAVED_CHANNEL)
    form = CHANNEL_FORMS[ended.kind]()
    if ended.right is None:
        return answers.too_late(form, ENDED, there, "What was put right")
    beside = channel_beside(form, ended.right.channel)
    form.add_problems({"": PUT_RIGHT})
    # What is sent again is about the one that stands in its place.
    action = url_for(
        "officer.correct_channel", reference=reference, channel_id=ended.right.channel.id
    )
    return _channel_page(reference, form, ended.right, beside, action)


def _channel_page(
    reference: str,
    form: ChannelForm,
    now: ChannelNow,
    beside: list[tuple[str, str, str]] | None,
    action: str = "",
) -> ResponseReturnValue:
    return render_template(
        "officer/corrections/channel.html",
        form=form,
        reference=reference,
        channel=now.channel,
        beside=beside,
        action=action,
        sent=now.sent,
        what_was_sent=what_was_sent,
        back_href=url_for("officer.show_case", reference=reference),
    )


def _person(form: PersonForm) -> PersonInput:
    return PersonInput(
        first_name=form.first_name.data,
        last_name=form.last_name.data,
        born_on=form.born_on.data,
        relationship=form.relationship.data,
        why=form.why.data,
    )


def _offender(form: OffenderForm) -> OffenderInput:
    return OffenderInput(
        first_name=form.first_name.data,
        last_name=form.last_name.data,
        born_on=form.born_on.data,
        prison_number=form.prison_number.data,
        crn=form.crn.data,
        why=form.why.data,
    )


def add_routes(officer: Blueprint) -> None:
    """Register the pages of corrections."""
    both = ["GET", "POST"]
    for path, view, methods in (
        ("/cases/<reference>/correct", correct_person, both),
        ("/cases/<reference>/channels/<uuid:channel_id>/correct", correct_channel, both),
        ("/offenders/<uuid:offender_id>/correct", correct_offender, both),
        ("/cases/<reference>/corrections", show_corrections, ["GET"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
