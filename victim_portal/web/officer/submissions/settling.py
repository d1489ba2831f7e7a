"""Settling a passage with the victim."""

from uuid import UUID

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.submissions import Settled
from victim_portal.services import submissions
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.submissions import SettlingInput
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import DateParts, LongText, Option, Pick, PortalForm

CHOICES = {
    Settled.REWORD: Option(
        "reword", "Say it in other words", "The victim gives the words, and you write them down"
    ),
    Settled.LEAVE_OUT: Option("leave_out", "Leave it out"),
    Settled.NON_DISCLOSURE: Option(
        "non_disclosure",
        "Ask for non-disclosure",
        "It leaves the text that the prisoner reads and goes into a file of its own, with the "
        "reasons",
    ),
    Settled.KEEP: Option(
        "keep", "Keep it", "The victim knows that the prisoner will read it, and wants it to stand"
    ),
}


class SettleForm(PortalForm):
    """What was agreed about one passage."""

    how = Pick(
        "What did you agree with the victim?",
        coerce=Settled,
        required="Choose what you agreed with the victim",
    )
    taken = LongText(
        "The words that change or go",
        limit=20_000,
        description="Exactly as they stand in the paragraph above. Take in as much as makes "
        "sense without them. Every place of the text where these very words stand is meant, and "
        "no other word that only holds them.",
    )
    instead = LongText(
        "What stands there then",
        limit=20_000,
        description="Her new words. With non-disclosure: the gist that the prisoner may read, or "
        "nothing. Leaving it out puts nothing in its place.",
    )
    reason = LongText(
        "Why it is kept, or withheld",
        limit=2000,
        description="Why it may stay. With non-disclosure: whose health, safety or welfare it "
        "would harm if the prisoner read it, and why withholding it is necessary and "
        "proportionate.",
    )
    agreed_on = DateParts(
        "When did you settle it with the victim?",
        what="The date",
        required="Enter the day on which you settled it with the victim",
    )

    def given(self) -> SettlingInput:
        """What was agreed, as the service takes it."""
        return SettlingInput(
            how=self.how.data,
            agreed_on=self.agreed_on.data,
            reason=self.reason.data,
            taken=self.taken.data,
            instead=self.instead.data,
        )


def settle_passage(reference: str, key: str) -> ResponseReturnValue:
    """One passage: where it stands, and what becomes of it."""
    here = url_for("officer.export_submission", reference=reference)
    form = SettleForm()
    try:
        asked = submissions.passage_asked(ctx(), actor(), reference, key)
    except InvalidError as error:
        return answers.back_to(here, error)
    except ConflictError as error:
        if not form.is_submitted():
            abort(404)
        return answers.too_late(form, error, here, "Files of the submission")
    form.how.offer(option for how, option in CHOICES.items() if how in asked.offered)
    if form.validate_on_submit():
        try:
            version = submissions.settle_passage(ctx(), actor(), reference, key, form.given())
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.too_late(form, error, here, "Files of the submission")
        else:
            told = f" Version {version} of the statement says so now." if version else ""
            return answers.done(f"{here}?for={asked.recipient}", f"The passage was settled.{told}")
    elif not form.is_submitted():
        form.taken.data = asked.passage.words
        form.agreed_on.process(None, ctx().today())
    return render_template(
        "officer/submissions/settle.html",
        form=form,
        asked=asked,
        reference=reference,
        back_href=f"{here}?for={asked.recipient}",
    )


def undo_settlement(reference: str, settlement_id: UUID) -> ResponseReturnValue:
    """Ask about a passage again."""
    here = url_for("officer.export_submission", reference=reference)
    try:
        submissions.undo_settlement(ctx(), actor(), reference, settlement_id)
    except (InvalidError, ConflictError) as error:
        return answers.back_to(here, error)
    return answers.done(here, "The passage will be asked about again.")
