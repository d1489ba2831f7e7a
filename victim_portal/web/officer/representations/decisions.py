"""The Board's decision on a review, with its answer to each request, on one page."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.parole import ReviewKind
from victim_portal.domain.stages import OUTCOMES, EventOutcome, Stage
from victim_portal.domain.vocabulary import RequestState
from victim_portal.services import representations, reviews
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.representations import RequestView
from victim_portal.services.reviews import DecisionInput, ReviewView
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import DateParts, OnceToken, Pick, PortalForm, options_of
from victim_portal.web.officer.representations.finding import home
from victim_portal.web.officer.representations.outcome_fields import outcome_fields, outcome_in

FIRST = "Record the parole review first: a decision is made on one that is under way."


class DecisionForm(PortalForm):
    """What the Board decided. `decision_form` adds the fields of each request."""

    token = OnceToken()
    outcome = Pick(
        "What did the Board decide?", coerce=EventOutcome, required="Choose what the Board decided"
    )
    on = DateParts("When did it decide?", what="The date", required="Enter the day of the decision")

    def decision(self, numbers: Sequence[int], known: ReviewView) -> DecisionInput:
        """The decision as it was typed, or as it stands where it was recorded before."""
        on = known.decision_on or self.on.data
        found = {number: outcome_in(self, on, _prefix(number)) for number in numbers}
        return DecisionInput(
            on,  # type: ignore[arg-type]  # it was required
            known.outcome if known.decision_on else self.outcome.data,  # type: ignore[arg-type]  # likewise
            {number: one for number, one in found.items() if one is not None},
        )

    def say(self, error: InvalidError | ConflictError) -> None:
        """Put a service's sentences beside the fields that they are about."""
        if not isinstance(error, InvalidError):
            self.add_problems({"": str(error)})
            return
        placed: dict[str, str] = {}
        for name, sentence in error.problems.items():
            _, number, field = name.split("-", 2) if name.startswith("requests-") else ("", "", "")
            at = f"{_prefix(int(number))}{field}" if number else name
            placed[at if at in self else "on" if "on" in self else ""] = sentence
        self.add_problems(placed)


def record_decision(reference: str) -> ResponseReturnValue:
    """Record what the Board decided, and what it said to each request that it has."""
    review = reviews.review_view(ctx(), actor(), reference)
    if review is None or review.over:
        return answers.back_to(
            url_for("officer.record_review", reference=reference), ConflictError(FIRST)
        )
    view = representations.representations_view(ctx(), actor(), reference)
    asked = [one for one in view.requests if one.state is RequestState.PUT_FORWARD]
    form = _form(review, asked)
    if form.validate_on_submit():
        given = form.decision([one.number for one in asked], review)
        try:
            reviews.record_decision(ctx(), actor(), reference, given, form.token.data)
        except (InvalidError, ConflictError) as error:
            form.say(error)
        else:
            return answers.done(home(reference), _what_now(view.ring_first))
    return render_template(
        "officer/reviews/decision.html",
        form=form,
        review=review,
        asked=[(one, _prefix(one.number)) for one in asked],
        waiting=[one for one in view.requests if one.state is RequestState.ASKED_FOR],
        ring_first=view.ring_first,
        reference=reference,
        back_href=home(reference),
    )


def _form(review: ReviewView, asked: Sequence[RequestView]) -> DecisionForm:
    fields: dict[str, Any] = {}
    for one in asked:
        fields |= outcome_fields(_prefix(one.number), may_wait=True)
    form: DecisionForm = type("WholeDecisionForm", (DecisionForm,), fields)()
    if review.decision_on is not None:
        del form.outcome, form.on
    else:
        possible = set(OUTCOMES[Stage.PAROLE_DECISION])
        if review.kind is ReviewKind.PRE_TARIFF:
            possible.discard(EventOutcome.RELEASE)
        form.outcome.offer(options_of(EventOutcome, words.EVENT_OUTCOME, possible))
    return form


def _prefix(number: int) -> str:
    return f"request_{number}_"


def _what_now(ring_first: bool) -> str:
    if ring_first:
        return "The decision was recorded. Ring the victim first, as they asked, and then approve."
    return "The decision was recorded. Tell the victim, with the reasons."
