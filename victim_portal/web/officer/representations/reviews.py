"""The offender's parole review as it stands now: recorded, changed, closed."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.parole import ReviewKind
from victim_portal.services import reviews
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.reviews import ReviewInput, ReviewRecorded, ReviewView
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    DateParts,
    OnceToken,
    Pick,
    PortalForm,
    ReferenceText,
    options_of,
)
from victim_portal.web.officer.representations.finding import home, refuse
from victim_portal.web.officer.representations.words_field import MonthText
from victim_portal.web.shell import long_date


class ReviewForm(PortalForm):
    """What is known of the review."""

    token = OnceToken()
    kind = Pick(
        "What kind of review is it?",
        options_of(ReviewKind, words.REVIEW_KIND),
        coerce=ReviewKind,
        required="Choose the kind of review",
    )
    target_month = MonthText(
        "Month in which it is expected (optional)",
        description="For example March 2027",
    )
    hearing_on = DateParts(
        "Date of the hearing (optional)",
        what="The date of the hearing",
        description="Leave this empty while no hearing is listed",
    )
    panel_reference = ReferenceText("The Parole Board's reference (optional)", limit=60)

    def review(self) -> ReviewInput:
        """The review as it was typed."""
        return ReviewInput(
            self.kind.data, self.target_month.month, self.hearing_on.data, self.panel_reference.data
        )

    def show(self, review: ReviewView) -> None:
        """Start from what is known."""
        self.kind.process_data(review.kind)
        self.target_month.process_data(review.target_month)
        self.hearing_on.process(None, review.hearing_on)
        self.panel_reference.data = review.panel_reference


def record_review(reference: str) -> ResponseReturnValue:
    """Record the review under way, or what has changed of it."""
    found = reviews.review_view(ctx(), actor(), reference)
    form = ReviewForm()
    if form.validate_on_submit():
        try:
            done = reviews.record_review(ctx(), actor(), reference, form.review(), form.token.data)
        except (InvalidError, ConflictError) as error:
            refuse(form, error)
        else:
            return answers.done(home(reference), _what_moved(done))
    elif not form.is_submitted() and found is not None:
        form.show(found)
    return render_template(
        "officer/reviews/record.html",
        form=form,
        review=found,
        reference=reference,
        back_href=home(reference),
    )


def close_review(reference: str) -> ResponseReturnValue:
    """Record that the review under way is over."""
    try:
        reviews.close_review(ctx(), actor(), reference)
    except (InvalidError, ConflictError) as error:
        return answers.back_to(url_for("officer.record_review", reference=reference), error)
    return answers.done(home(reference), "The parole review was closed.")


def _what_moved(done: ReviewRecorded) -> str:
    """What was recorded, with each deadline that it set or moved."""
    sentences = ["The parole review was recorded."]
    for kind, before, after in done.moved:
        name = words.DEADLINE[kind]
        if after is None:
            sentences.append(f"{name}: no longer has a date.")
        elif before is None:
            sentences.append(f"{name}: {long_date(after)}.")
        else:
            sentences.append(f"{name}: moved from {long_date(before)} to {long_date(after)}.")
    return " ".join(sentences)
