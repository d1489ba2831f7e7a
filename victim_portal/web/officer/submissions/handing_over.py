"""One export with all that is on record of it, and to whom its files went."""

from uuid import UUID

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.submissions import HandoverWay
from victim_portal.services import submissions
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.submissions import HandoverInput
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    DateParts,
    OnceToken,
    Option,
    Pick,
    PickMany,
    PortalForm,
    Text,
    Tick,
    options_of,
)
from victim_portal.web.officer.submissions.exporting import code_points

REPLACED = "Replaced by what the victim says now: make the files again before you send them"


class HandoverForm(PortalForm):
    """Which files went to whom."""

    token = OnceToken()
    files = PickMany("Which files went?", coerce=UUID, required="Choose the files that went")
    to_whom = Text(
        "To whom?",
        limit=120,
        required="Enter to whom they went",
        description="The person or office, and the mailbox if it was one",
    )
    way = Pick(
        "How?",
        options_of(HandoverWay, words.HANDOVER_WAY),
        coerce=HandoverWay,
        required="Choose how they went",
    )
    on = DateParts("On which day?", what="The date", required="Enter the day on which they went")

    went_before = Tick("What is replaced went before it was replaced")

    def given(self) -> HandoverInput:
        """What was entered, as the service takes it."""
        assert self.on.data is not None  # noqa: S101 - the form requires it
        return HandoverInput(
            frozenset(self.files.data),
            self.way.data,
            self.on.data,
            self.to_whom.data,
            self.went_before.data,
        )


class AcknowledgementForm(PortalForm):
    """That they have them."""

    on = DateParts(
        "When did they say that they have the files?",
        what="The date",
        required="Enter the day on which they said so",
    )
    how = Text("Who said it, and how?", limit=120, required="Enter who said it and how")


def show_submission(reference: str, submission_id: UUID) -> ResponseReturnValue:
    """The record of an export; below it what went where, and a form for the next one."""
    asked = submissions.submission_asked(ctx(), actor(), reference, submission_id)
    form = HandoverForm()
    form.files.offer(
        Option(str(one.id), one.file_name, REPLACED if one.standing == "replaced" else "")
        for one in asked.files
    )
    here = url_for("officer.show_submission", reference=reference, submission_id=submission_id)
    if form.validate_on_submit():
        try:
            submissions.record_handover(
                ctx(), actor(), reference, submission_id, form.given(), form.token.data
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            return answers.done(here, "It is on record that the files went.")
    elif not form.is_submitted():
        form.on.process(None, ctx().today())
        form.to_whom.data = asked.submission.for_whom
    return render_template(
        "officer/submissions/show.html",
        form=form,
        asked=asked,
        replaced=any(one.standing == "replaced" for one in asked.files),
        made=asked.submission,
        code_points=code_points,
        reference=reference,
        back_href=url_for("officer.show_representations", reference=reference),
    )


def acknowledge_handover(reference: str, handover_id: UUID) -> ResponseReturnValue:
    """Record that they have the files."""
    view = submissions.submissions_view(ctx(), actor(), reference)
    found = [one for made in view.submissions for one in made.handovers if one.id == handover_id]
    if not found:
        abort(404)
    form = AcknowledgementForm()
    there = url_for(
        "officer.show_submission", reference=reference, submission_id=found[0].submission_id
    )
    if form.validate_on_submit():
        try:
            assert form.on.data is not None  # noqa: S101 - the form requires it
            submissions.record_acknowledgement(
                ctx(), actor(), reference, handover_id, form.on.data, form.how.data
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            return answers.done(there, "It is on record that they have the files.")
    elif not form.is_submitted():
        form.on.process(None, ctx().today())
    return render_template(
        "officer/submissions/acknowledge.html",
        form=form,
        one=found[0],
        reference=reference,
        back_href=there,
    )
