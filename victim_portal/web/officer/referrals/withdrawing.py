"""A referral made in error is withdrawn, or opened again."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import referrals
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import LongText, OnceToken, PortalForm

TOLD = "The referral was withdrawn. You have a task to decide how they are told."
QUIET = "The referral was withdrawn. Nobody was contacted, so nobody has to be told."


class WithdrawForm(PortalForm):
    """Why a referral is withdrawn."""

    token = OnceToken()
    why = LongText(
        "Why was the referral an error?",
        limit=1000,
        required="Give the reason",
        description="For example: the witness care unit named the wrong person",
    )


class ReopenForm(PortalForm):
    """Why a withdrawn referral is opened again."""

    token = OnceToken()
    why = LongText("Why is it opened again?", limit=1000, required="Give the reason")


def withdraw_referral(reference: str) -> ResponseReturnValue:
    """Withdraw a referral, after seeing what was already done and sent."""
    here = url_for("officer.show_case", reference=reference)
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            tell = referrals.withdraw_referral(
                ctx(), actor(), reference, form.why.data, form.token.data
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.too_late(form, error, here, "The case")
        else:
            return answers.done(here, TOLD if tell else QUIET)
    done = referrals.done_so_far(ctx(), actor(), reference)
    return render_template(
        "officer/referrals/withdraw.html",
        form=form,
        done=done,
        reference=reference,
        back_href=here,
    )


def reopen_case(reference: str) -> ResponseReturnValue:
    """Open a withdrawn referral again: it goes back into the unit's queue."""
    here = url_for("officer.show_case", reference=reference)
    form = ReopenForm()
    try:
        if form.validate_on_submit():
            referrals.reopen_case(ctx(), actor(), reference, form.why.data, form.token.data)
            return answers.done(here, "The case is open again and waits in your unit's queue.")
        referrals.check_reopening(ctx(), actor(), reference)
    except InvalidError as error:
        form.add_problems(error.problems)
    except ConflictError as error:
        if form.is_submitted():
            return answers.too_late(form, error, here, "The case")
        return answers.back_to(here, error)
    return render_template(
        "officer/referrals/reopen.html", form=form, reference=reference, back_href=here
    )
