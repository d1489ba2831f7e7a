"""One listed sentence, worked to an end."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.reconciliation import ListedState, Outcome
from victim_portal.services import reconciliation
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.reconciliation import ListedView
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import PortalForm, options_of
from victim_portal.web.officer.reconciliation.forms import (
    ChaseForm,
    OutcomeForm,
    OwnerForm,
    ReopenForm,
)
from victim_portal.web.words import reconciliation as words


def show_listed(listed_id: UUID) -> ResponseReturnValue:
    """One listed sentence, with whatever may be done about it."""
    return _page(reconciliation.listed_view(ctx(), actor(), listed_id))


def give_listed(listed_id: UUID) -> ResponseReturnValue:
    """Give it to somebody."""
    view = reconciliation.listed_view(ctx(), actor(), listed_id)
    form = _owner_form(view)
    there = url_for("officer.show_listed", listed_id=listed_id)
    if form.validate_on_submit():
        try:
            reconciliation.give_owner(ctx(), actor(), listed_id, form.owner.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(there, error)
        else:
            return answers.done(there, "It has an owner now, with a task and its day.")
    return _page(view, owner=form)


def chase_listed(listed_id: UUID) -> ResponseReturnValue:
    """Keep that somebody was asked."""
    view = reconciliation.listed_view(ctx(), actor(), listed_id)
    form, there = ChaseForm(prefix="chase-"), url_for("officer.show_listed", listed_id=listed_id)
    if form.validate_on_submit():
        try:
            reconciliation.record_chase(
                ctx(), actor(), listed_id, form.chased.data, form.next_on.data, form.token.data
            )
        except InvalidError as error:
            form.add_problems(_renamed(error, words="chased"))
        except ConflictError as error:
            return answers.too_late(form, error, there, "Listed sentence")
        else:
            return answers.done(there, "The chase is recorded, and its day moved.")
    return _page(view, chase=form)


def answer_listed(listed_id: UUID) -> ResponseReturnValue:
    """Record what came of it."""
    view = reconciliation.listed_view(ctx(), actor(), listed_id)
    form, there = _outcome_form(view), url_for("officer.show_listed", listed_id=listed_id)
    if form.validate_on_submit():
        try:
            state = reconciliation.record_outcome(
                ctx(),
                actor(),
                listed_id,
                form.outcome.data,
                form.why.data,
                form.reference.data,
                form.token.data,
            )
        except InvalidError as error:
            form.add_problems(_renamed(error, words="why"))
        except ConflictError as error:
            return answers.too_late(form, error, there, "Listed sentence")
        else:
            over = state is ListedState.SETTLED
            return answers.done(
                there, "Recorded: it is settled." if over else "Recorded. Something is missing yet."
            )
    return _page(view, outcome=form)


def deny_listed_case(listed_id: UUID, case_id: UUID) -> ResponseReturnValue:
    """Say that a case isn't about it."""
    there = url_for("officer.show_listed", listed_id=listed_id)
    try:
        reconciliation.deny_case(ctx(), actor(), listed_id, case_id)
    except ConflictError as error:
        return answers.back_to(there, error)
    return answers.done(there, "Recorded: that case isn't about this sentence.")


def reopen_listed(listed_id: UUID) -> ResponseReturnValue:
    """Take back what was decided."""
    view = reconciliation.listed_view(ctx(), actor(), listed_id)
    form, there = ReopenForm(prefix="reopen-"), url_for("officer.show_listed", listed_id=listed_id)
    if form.validate_on_submit():
        try:
            reconciliation.reopen(ctx(), actor(), listed_id, form.again.data, form.token.data)
        except InvalidError as error:
            form.add_problems(_renamed(error, why="again"))
        except ConflictError as error:
            return answers.too_late(form, error, there, "Listed sentence")
        else:
            return answers.done(there, "What was decided is taken back.")
    return _page(view, reopening=form)


def _owner_form(view: ListedView) -> OwnerForm:
    form = OwnerForm()
    form.owner.offer((str(user_id), name) for user_id, name in view.owners)
    return form


def _outcome_form(view: ListedView) -> OutcomeForm:
    form = OutcomeForm(prefix="outcome-")
    form.outcome.offer(options_of(Outcome, words.OUTCOME, only=view.outcomes))
    return form


def _page(view: ListedView, **forms: PortalForm) -> str:
    used = next(iter(forms.values()), None)
    return render_template(
        "officer/reconciliation/show.html",
        view=view,
        form=used or ReopenForm(formdata=None),
        owner=forms.get("owner") or _owner_form(view),
        chase=forms.get("chase") or ChaseForm(formdata=None, prefix="chase-"),
        outcome=forms.get("outcome") or _outcome_form(view),
        reopening=forms.get("reopening") or ReopenForm(formdata=None, prefix="reopen-"),
    )


def _renamed(error: InvalidError, **names: str) -> dict[str, str]:
    return {names.get(name, name): sentence for name, sentence in error.problems.items()}
