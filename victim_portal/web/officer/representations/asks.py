"""What a victim asks for at a review: one page that shows where it stands and the next step."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.parole import ANSWERED, OPEN_ASKS, AskKind, AskState
from victim_portal.domain.vocabulary import ContactMethod
from victim_portal.services import reviews
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.reviews import AskMove, AskView, ReviewView
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    DateParts,
    Hidden,
    Option,
    Pick,
    PortalForm,
    Text,
    options_of,
)
from victim_portal.web.officer.representations.finding import home, refuse
from victim_portal.web.officer.representations.forms import WhenToldForm
from victim_portal.web.officer.representations.words_field import WordsText


class _StepForm(PortalForm):
    row_version = Hidden()


class WantForm(_StepForm):
    """When and how the victim asked for it."""

    on = DateParts(
        "When did the victim ask for it?", what="The date", required="Enter the day they asked"
    )
    how = Pick(
        "How did the victim ask?",
        options_of(ContactMethod, words.METHOD),
        coerce=ContactMethod,
        required="Choose how the victim asked",
    )


class PassOnForm(_StepForm):
    """To whom it was passed on."""

    passed_to = Text("Who was it passed on to?", limit=120, required="Enter who it went to")
    on = DateParts("When was it sent?", what="The date", required="Enter the day it was sent")

    def move(self) -> AskMove:
        """The step as it was typed."""
        return AskMove(AskState.PASSED_ON, self.on.data, self.passed_to.data)  # type: ignore[arg-type]  # it was required


class AnswerForm(_StepForm):
    """What was answered."""

    to = Pick("What was answered?", coerce=AskState, required="Choose what was answered")
    on = DateParts("When was it answered?", what="The date", required="Enter the day of the answer")
    reason = WordsText(
        "The reason that was given",
        description="In full. A refusal always needs it: the victim is told why.",
    )
    plain = WordsText(
        "The reason in plain words",
        description="As you tell it to the victim. Leave out whatever she mustn't learn.",
    )

    def move(self) -> AskMove:
        """The step as it was typed."""
        return AskMove(
            self.to.data,
            self.on.data,  # type: ignore[arg-type]  # it was required
            reason=self.reason.data,
            plain=self.plain.data,
        )


class AskToldForm(_StepForm, WhenToldForm):
    """When and how the victim was told the answer."""


CASEWORK = "Public Protection Casework Section"
FIRST = "Record the parole review first: this is asked for at one."
ANSWERS = {
    AskKind.OBSERVE: ("They may observe it", "They may not"),
    AskKind.SUMMARY: ("The summary has come", "There will be no summary"),
    AskKind.RECONSIDERATION: (
        "The Secretary of State applied to the Board",
        "No application is made",
    ),
}


def show_ask(reference: str, kind: str) -> ResponseReturnValue:
    """Where one thing that is asked for stands; its next step is recorded here."""
    found = _found(reference, kind)
    if found is None:
        return _first(reference)
    review, ask = found
    form = _form(ask)
    if form is not None and form.validate_on_submit():
        try:
            told = _take(reference, ask, form)
        except (InvalidError, ConflictError) as error:
            refuse(form, error)
            form.row_version.data = str(ask.row_version)
        else:
            return answers.done(f"{home(reference)}#review", told)
    elif form is not None and not form.is_submitted():
        form.row_version.data = str(ask.row_version)
        form["on"].process(None, ctx().today())
        if isinstance(form, PassOnForm):
            form.passed_to.data = CASEWORK
    return render_template(
        "officer/reviews/ask.html",
        form=form,
        ask=ask,
        review=review,
        may_drop=ask.state in OPEN_ASKS,
        reference=reference,
        back_href=home(reference),
    )


def drop_ask(reference: str, kind: str) -> ResponseReturnValue:
    """Record that the victim no longer asks for it."""
    found = _found(reference, kind)
    if found is None:
        return _first(reference)
    _, ask = found
    if ask.state is None:
        abort(404)
    try:
        move = AskMove(AskState.DROPPED, ctx().today())
        reviews.move_ask(ctx(), actor(), reference, ask.kind, move)
    except (InvalidError, ConflictError) as error:
        return answers.back_to(
            url_for("officer.show_ask", reference=reference, kind=ask.kind.value), error
        )
    return answers.done(f"{home(reference)}#review", "Recorded: they no longer ask for it.")


def _found(reference: str, kind: str) -> tuple[ReviewView, AskView] | None:
    """The review and what is asked for at it; None without a review."""
    if kind not in set(AskKind):
        abort(404)
    review = reviews.review_view(ctx(), actor(), reference)
    if review is None:
        return None
    return review, next(one for one in review.asks if one.kind == kind)


def _first(reference: str) -> ResponseReturnValue:
    return answers.back_to(
        url_for("officer.record_review", reference=reference), ConflictError(FIRST)
    )


def _form(ask: AskView) -> _StepForm | None:
    """The form of the next step; None where there is none."""
    if ask.state in (None, AskState.DROPPED):
        return None if ask.cannot else WantForm()
    if ask.state is AskState.WANTED:
        return PassOnForm()
    if ask.state is AskState.PASSED_ON:
        form = AnswerForm()
        yes, no = ANSWERS[ask.kind]
        form.to.offer([Option(AskState.GRANTED, yes), Option(AskState.REFUSED, no)])
        return form
    return AskToldForm() if ask.state in ANSWERED and ask.told_on is None else None


def _take(reference: str, ask: AskView, form: _StepForm) -> str:
    """Do the step that was sent; the sentence for the banner."""
    seen = form.seen_version("row_version")
    if isinstance(form, WantForm):
        assert form.on.data is not None  # noqa: S101 - the form requires it
        reviews.record_ask(ctx(), actor(), reference, ask.kind, form.on.data, form.how.data)
        return "Recorded. Pass it on to those who decide."
    if isinstance(form, AskToldForm):
        assert form.on.data is not None  # noqa: S101 - the form requires it
        on, how = form.on.data, form.how.data
        reviews.record_ask_told(ctx(), actor(), reference, ask.kind, on, how, seen)
        return "Recorded: the victim was told."
    assert isinstance(form, PassOnForm | AnswerForm)  # noqa: S101 - there is no other step
    reviews.move_ask(ctx(), actor(), reference, ask.kind, form.move(), seen)
    if isinstance(form, PassOnForm):
        return "Recorded: it was passed on. You have a task to find out what is answered."
    return "The answer was recorded. Tell the victim."
