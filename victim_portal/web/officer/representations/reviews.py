"""The offender's parole review as it stands now: recorded, moved, closed."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.parole import HearingMove, ReviewKind
from victim_portal.services import reviews
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.reviews import ReviewInput, ReviewRecorded, ReviewView
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    DateParts,
    Hidden,
    OnceToken,
    Option,
    Pick,
    PortalForm,
    ReferenceText,
    options_of,
)
from victim_portal.web.officer.representations.finding import home, refuse
from victim_portal.web.officer.representations.words_field import MonthText


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
    change = Pick(
        "If the date changes: what happened?",
        (
            Option("moved", "The hearing was put off or moved", "The victims are told today."),
            Option(
                "put_right",
                "The date was entered wrongly",
                "Nobody is told that the hearing was put off.",
            ),
        ),
    )
    panel_reference = ReferenceText("The Parole Board's reference (optional)", limit=60)
    version = Hidden(default="0")

    def review(self) -> ReviewInput:
        """The review as it was typed."""
        return ReviewInput(
            self.kind.data,
            self.target_month.month,
            self.hearing_on.data,
            self.panel_reference.data,
            put_right=self.change.data == "put_right",
        )

    def asks_what_happened(self, found: ReviewView | None) -> bool:
        """Whether a date that stood changes, and nobody said yet what that means."""
        moves = found is not None and found.hearing_on not in (None, self.hearing_on.data)
        if moves and self.change.data is None:
            self.add_problems({"change": "Choose what happened to the hearing"})
            return True
        return False

    def show(self, review: ReviewView) -> None:
        """Start from what is known."""
        self.kind.process_data(review.kind)
        self.target_month.process_data(review.target_month)
        self.hearing_on.process(None, review.hearing_on)
        self.panel_reference.data = review.panel_reference
        self.version.data = str(review.version)


def record_review(reference: str) -> ResponseReturnValue:
    """Record the review under way, or what has changed of it."""
    found = reviews.review_view(ctx(), actor(), reference)
    if found is not None and found.over:
        found = None
    form = ReviewForm()
    if form.validate_on_submit() and not form.asks_what_happened(found):
        try:
            done = reviews.record_review(
                ctx(),
                actor(),
                reference,
                form.review(),
                form.token.data,
                max(form.seen_version("version"), 0),
            )
        except (InvalidError, ConflictError) as error:
            refuse(form, error)
        else:
            return answers.done(f"{home(reference)}#review", _what_moved(done))
    elif not form.is_submitted() and found is not None:
        form.show(found)
    if form.is_submitted():
        # Whoever was told what stands now may send it again over that.
        form.version.data = str(found.version if found else 0)
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
    """What was recorded; the page itself shows each date that moved."""
    match done.move:
        case HearingMove.PUT_OFF:
            told = "The hearing was put off. Ring the victim today: you have a task for it."
        case HearingMove.BROUGHT_FORWARD:
            told = "The hearing was brought forward. Ring the victim today: you have a task for it."
        case HearingMove.PUT_RIGHT:
            told = "The date of the hearing was put right. Nobody is told that it was put off."
        case HearingMove.LISTED:
            told = "The hearing is listed. Its deadlines stand below."
        case _:
            told = ""
    return f"The parole review was recorded. {told}".strip()
