"""Victim personal statements: a new version each time, withdrawn as a whole."""

from flask import render_template
from flask.typing import ResponseReturnValue

from victim_portal.domain.representations import ReadingPreference, WrittenBy
from victim_portal.domain.vocabulary import Language
from victim_portal.services import representations
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.representations import StatementInput, StatementView
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    DateParts,
    Hidden,
    LongText,
    OnceToken,
    Option,
    Pick,
    PortalForm,
    options_of,
)
from victim_portal.web.officer.representations.finding import home, refuse
from victim_portal.web.officer.representations.words_field import WordsText


class StatementForm(PortalForm):
    """One version of a statement."""

    token = OnceToken()
    replaces = Hidden(default="0")
    body = WordsText(
        "The statement",
        required="Enter the statement",
        description="The prisoner normally reads all of this. A blank line starts a new paragraph.",
    )
    written_by = Pick(
        "Who wrote it down?",
        options_of(WrittenBy, words.WRITTEN_BY),
        coerce=WrittenBy,
        required="Choose who wrote it down",
    )
    read_back_on = DateParts(
        "When was it read back to the victim?",
        what="The date it was read back",
        description="Before it is signed, when somebody else wrote it down",
    )
    reading_preference = Pick(
        "How does the victim want it to be heard?",
        options_of(ReadingPreference, words.READING_PREFERENCE),
        coerce=ReadingPreference,
        required="Choose how the victim wants it to be heard",
    )
    observing = Pick(
        "Does the victim want to observe the hearing?",
        (
            Option("yes", "Yes", "It is passed on to the Board with the statement signed."),
            Option("no", "No"),
            Option("later", "Not decided yet"),
        ),
        default=None,
    )
    support = LongText(
        "What would help the victim on the day? (optional)",
        limit=2_000,
        description="For example somebody beside them, an interpreter, breaks, or step-free "
        "access. You arrange it.",
    )
    family_note = LongText(
        "Why this statement is put forward beside two others of the family",
        limit=2_000,
        description="Only for a bereaved family with more than two statements: the panel normally "
        "takes one or two.",
    )
    language = Pick(
        "Language of the statement",
        options_of(Language, words.LANGUAGE),
        coerce=Language,
        required="Choose the language of the statement",
    )
    signed_on = DateParts(
        "When did the victim sign it?",
        what="The date it was signed",
        description="Leave this empty until the victim has agreed that these are their words. "
        "An unsigned statement can't be exported.",
    )
    withheld = WordsText(
        "The part to be kept from the prisoner",
        description="Only this part. Take it out of the statement above.",
    )
    withheld_reasons = WordsText(
        "The reasons for keeping it from the prisoner",
        description="Whose health, safety or welfare it would harm if the prisoner read it, how, "
        "and why keeping it back is necessary and proportionate",
    )

    def statement(self) -> StatementInput:
        """The version as it was typed."""
        return StatementInput(
            body=self.body.data,
            written_by=self.written_by.data,
            read_back_on=self.read_back_on.data,
            reading_preference=self.reading_preference.data,
            language=self.language.data,
            signed_on=self.signed_on.data,
            withheld=self.withheld.data,
            withheld_reasons=self.withheld_reasons.data,
            observing={"yes": True, "no": False}.get(self.observing.data or ""),
            support=self.support.data,
            family_note=self.family_note.data if "family_note" in self else "",
        )

    def show(self, newest: StatementView) -> None:
        """Start from the newest version. New words are read back and signed anew."""
        self.body.data = newest.body_source
        self.withheld.data = newest.withheld_source
        self.withheld_reasons.data = newest.withheld_reasons_source
        self.written_by.process_data(newest.written_by)
        self.reading_preference.process_data(newest.reading_preference)
        self.language.process_data(newest.language)
        if newest.observing is not None:
            self.observing.process_data("yes" if newest.observing else "no")
        self.support.data = newest.support
        if "family_note" in self:
            self.family_note.data = newest.family_note

    @property
    def keeps_back(self) -> bool:
        """Whether the part on withholding stands open: it holds something, or an error."""
        fields = (self.withheld, self.withheld_reasons)
        return any(field.typed or field.errors for field in fields)


def record_statement(reference: str) -> ResponseReturnValue:
    """Record a version of the statement, or say what can be done where none is heard."""
    view = representations.representations_view(ctx(), actor(), reference)
    newest = max((one.version for one in (view.statement, *view.older) if one), default=0)
    form = StatementForm()
    if not view.of_a_family:
        del form.family_note
    if form.validate_on_submit():
        try:
            version = representations.record_statement(
                ctx(),
                actor(),
                reference,
                form.statement(),
                form.token.data,
                replaces=max(form.seen_version("replaces"), 0),
            )
        except (InvalidError, ConflictError) as error:
            refuse(form, error)
            form.replaces.data = str(newest)
        else:
            return answers.done(
                home(reference), f"Version {version} of the statement was recorded."
            )
    elif not form.is_submitted():
        form.replaces.data = str(newest)
        if view.statement is not None:
            form.show(view.statement)
    return render_template(
        "officer/representations/statement.html",
        form=form,
        view=view,
        reference=reference,
        back_href=home(reference),
    )


class FamilyNoteForm(PortalForm):
    """Why a statement goes to the panel beside two others."""

    family_note = LongText(
        "Why is this statement put forward as well?",
        limit=2_000,
        required="Enter why it is put forward as well",
        description="For example what it says that the other two don't.",
    )


def record_family_note(reference: str) -> ResponseReturnValue:
    """Say why a statement goes to the panel beside two others of the family."""
    view = representations.representations_view(ctx(), actor(), reference)
    if view.statement is None:
        none = ConflictError("There is no statement yet that a note could stand beside.")
        return answers.back_to(home(reference), none)
    form = FamilyNoteForm()
    if form.validate_on_submit():
        try:
            note = form.family_note.data
            representations.record_family_note(ctx(), actor(), reference, note)
        except (InvalidError, ConflictError) as error:
            refuse(form, error)
        else:
            return answers.done(f"{home(reference)}#statement", "The note was recorded.")
    elif not form.is_submitted():
        form.family_note.data = view.statement.family_note
    return render_template(
        "officer/representations/family_note.html",
        form=form,
        view=view,
        reference=reference,
        back_href=home(reference),
    )


def withdraw_statement(reference: str) -> ResponseReturnValue:
    """Withdraw the statement, once it was confirmed."""
    view = representations.representations_view(ctx(), actor(), reference)
    form = PortalForm()
    if form.validate_on_submit():
        try:
            representations.withdraw_statement(ctx(), actor(), reference)
        except (InvalidError, ConflictError) as error:
            refuse(form, error)
        else:
            return answers.done(home(reference), "The statement was withdrawn.")
    return render_template(
        "officer/representations/withdraw_statement.html",
        form=form,
        view=view,
        reference=reference,
        back_href=home(reference),
    )
