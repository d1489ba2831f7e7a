"""A referral is sent back with a question, and what the witness care unit answered."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import ReturnReason, Role
from victim_portal.services import referrals
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.referrals import ReturnInput, ReturnPage
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    DateParts,
    LongText,
    OnceToken,
    Pick,
    PortalForm,
    Text,
    options_of,
)
from victim_portal.web.shell import long_date, plain_date


class SendBackForm(PortalForm):
    """Why a referral goes back, what is asked, and whom."""

    token = OnceToken()
    reason = Pick(
        "Why does it go back?",
        options_of(ReturnReason, words.RETURN_REASON),
        coerce=ReturnReason,
        required="Choose why it goes back",
    )
    note = LongText(
        "What do you ask them?",
        limit=2000,
        required="Write what you ask them",
        description="For example: the postcode is missing; is the date of birth right? "
        "Don't repeat details of the victim that they don't need for the answer.",
    )
    sent_to = Text(
        "Whom do you ask?",
        limit=200,
        required="Write whom you ask",
        description="The team or person at the witness care unit",
    )


class AnswerForm(PortalForm):
    """What came back, and when."""

    on = DateParts("When did the answer come?", what="The day", required="Enter the day")
    answer = LongText("What did they answer?", limit=2000, required="Write what they answered")


def send_back_referral(reference: str) -> ResponseReturnValue:
    """Send a referral back; afterwards show the words for a secure e-mail."""
    here = url_for("officer.show_case", reference=reference)
    sent = _uuid(request.args.get("sent", "")) if request.method == "GET" else None
    if sent is not None:
        page = referrals.return_page(ctx(), actor(), reference, sent)
        return render_template(
            "officer/referrals/sent_back.html",
            page=page,
            reference=reference,
            words=words_for(page),
            back_href=here,
        )
    form = SendBackForm()
    try:
        referrals.check_sending_back(ctx(), actor(), reference)
        if form.validate_on_submit():
            given = ReturnInput(form.reason.data, form.note.data, form.sent_to.data)
            sent = referrals.send_back(ctx(), actor(), reference, given, form.token.data)
            there = url_for("officer.send_back_referral", reference=reference, sent=sent)
            return answers.done(there, "Recorded. Now send these words by secure email.")
    except InvalidError as error:
        form.add_problems(error.problems)
    except ConflictError as error:
        if form.is_submitted():
            return answers.too_late(form, error, here, "The case")
        return answers.back_to(here, error)
    return render_template(
        "officer/referrals/send_back.html", form=form, reference=reference, back_href=here
    )


def answer_return(reference: str, return_id: UUID) -> ResponseReturnValue:
    """Record the answer; once it is there, the page leads on to what follows from it."""
    page = referrals.return_page(ctx(), actor(), reference, return_id)
    today = ctx().today()
    form = AnswerForm(data={"on": today})
    form.on.within(
        earliest=page.one.sent_on,
        latest=today,
        message="The day must be today or before, and not before it was sent back",
    )
    if page.one.answered_on is None and form.validate_on_submit():
        here = url_for("officer.answer_return", reference=reference, return_id=return_id)
        try:
            referrals.answer_return(
                ctx(), actor(), reference, return_id, form.on.data, form.answer.data
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            page = referrals.return_page(ctx(), actor(), reference, return_id)
            form.add_problems({"": str(error)})
        else:
            return answers.done(here, "The answer is recorded.")
    elif page.one.answered_on is not None and form.is_submitted():
        # What was typed isn't lost: it stands beside what somebody else recorded.
        form.add_problems({"": "Somebody recorded an answer already. It stands below."})
    return render_template(
        "officer/referrals/answer.html",
        form=form,
        page=page,
        reference=reference,
        words=words_for(page),
        may_withdraw=actor().role is Role.MANAGER,
        back_href=url_for("officer.show_case", reference=reference),
    )


def words_for(page: ReturnPage) -> str:
    """The words of a secure e-mail: the referral's reference, what is asked, and who asks."""
    lines = [
        f"Referral {page.referral_reference}, received on {plain_date(page.received_on)}",
        f"Our reference: {page.reference}",
        "",
        f"We are sending this referral back. {words.in_words(page.one.reason)}.",
        "",
        page.one.note,
        "",
        f"Please answer by {long_date(page.one.chase_on)}, by secure email.",
        "",
        *page.signed,
    ]
    return "\n".join(lines)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
