"""Restricted cases: who is named, naming more, and lifting it with a second person."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import restrictions
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.restrictions import RestrictionInput, RestrictionView
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import LongText, Pick, PickMany, PortalForm, ReferenceText


class RestrictForm(PortalForm):
    """Why, and who may see it."""

    why = LongText(
        "Why must only named people see it?",
        limit=1000,
        required="Say why only named people may see it",
        description="The people named read this, and nobody else",
    )
    names = PickMany("Who else may see it?", coerce=UUID)


class NameForm(PortalForm):
    """One more person."""

    user = Pick("Name one more person", coerce=UUID, required="Choose somebody")


class LiftForm(PortalForm):
    """Why named people aren't needed any more."""

    why = LongText(
        "Why can the whole unit see it again?",
        limit=1000,
        required="Say why the whole unit can see it again",
        description="The second person reads this, who may be an administrator: say nothing "
        "that identifies the victim",
    )


class NameManagerForm(PortalForm):
    """An administrator's form: the case from the task, and a manager."""

    reference = ReferenceText(
        "Case reference", limit=20, required="Enter the case reference from the task"
    )
    user = Pick("Manager", coerce=UUID, required="Choose a manager")


def show_restriction(reference: str) -> ResponseReturnValue:
    """Who may see a case."""
    view = restrictions.restriction_view(ctx(), actor(), reference)
    return _show(view, _name_form(view))


def restrict_case(reference: str) -> ResponseReturnValue:
    """Open a case to named people only."""
    view = restrictions.restriction_view(ctx(), actor(), reference)
    form = RestrictForm()
    own = actor().user_id
    form.names.offer((str(one), name) for one, name in view.able if one != own)
    there = url_for("officer.show_restriction", reference=reference)
    if form.validate_on_submit():
        given = RestrictionInput(form.why.data, frozenset(form.names.data))
        try:
            restrictions.restrict_case(ctx(), actor(), reference, given)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(there, error)
        else:
            return answers.done(there, "Only the people named here see the case now.")
    back = url_for("officer.show_case", reference=reference)
    return render_template(
        "officer/restrictions/restrict.html", form=form, view=view, back_href=back
    )


def name_reader(reference: str) -> ResponseReturnValue:
    """Name one more person."""
    view = restrictions.restriction_view(ctx(), actor(), reference)
    form = _name_form(view)
    there = url_for("officer.show_restriction", reference=reference)
    if form.validate_on_submit():
        try:
            restrictions.name_reader(ctx(), actor(), reference, form.user.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(there, error)
        else:
            return answers.done(there, "They may see the case now.")
    return _show(view, form)


def end_reader(reference: str, user_id: UUID) -> ResponseReturnValue:
    """Take a name off."""
    there = url_for("officer.show_restriction", reference=reference)
    try:
        restrictions.end_reader(ctx(), actor(), reference, user_id)
    except ConflictError as error:
        return answers.back_to(there, error)
    # Whoever takes their own name off sees the case no more.
    gone = user_id == actor().user_id
    return answers.done(
        url_for("officer.list_cases") if gone else there, "They no longer see the case."
    )


def lift_restriction(reference: str) -> ResponseReturnValue:
    """Propose that the whole unit sees the case again."""
    view = restrictions.restriction_view(ctx(), actor(), reference)
    form = LiftForm()
    there = url_for("officer.show_restriction", reference=reference)
    if form.validate_on_submit():
        try:
            restrictions.propose_lifting(ctx(), actor(), reference, form.why.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(there, error)
        else:
            return answers.done(there, "It is proposed. A second person has to decide.")
    return render_template("officer/restrictions/lift.html", form=form, view=view, back_href=there)


def name_manager() -> ResponseReturnValue:
    """An administrator names a manager on a restricted case that has none left."""
    form = NameManagerForm()
    able = restrictions.restricted_asked(ctx(), actor())
    form.user.offer((str(one), name) for one, name in able)
    if form.validate_on_submit():
        try:
            restrictions.name_manager(ctx(), actor(), form.reference.data, form.user.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            return answers.done(url_for("officer.list_tasks"), "The manager is named.")
    return render_template(
        "officer/restrictions/name_manager.html",
        form=form,
        back_href=url_for("officer.show_oversight"),
    )


def _name_form(view: RestrictionView) -> NameForm:
    form = NameForm()
    form.user.offer((str(one), name) for one, name in view.able)
    return form


def _show(view: RestrictionView, form: NameForm) -> ResponseReturnValue:
    return render_template(
        "officer/restrictions/show.html",
        view=view,
        form=form,
        back_href=url_for("officer.show_case", reference=view.reference),
    )


def add_routes(officer: Blueprint) -> None:
    """Register the pages of restricted cases."""
    case = "/cases/<reference>/restriction"
    for path, view, methods in (
        (case, show_restriction, ["GET"]),
        (f"{case}/new", restrict_case, ["GET", "POST"]),
        (f"{case}/names", name_reader, ["POST"]),
        (f"{case}/names/<uuid:user_id>/end", end_reader, ["POST"]),
        (f"{case}/lift", lift_restriction, ["GET", "POST"]),
        ("/restricted-case", name_manager, ["GET", "POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
