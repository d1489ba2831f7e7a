"""An account's details, role and unit changed; the account disabled and enabled."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts
from victim_portal.services.accounts import AccountView, Place
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.staff_details import StaffDetails
from victim_portal.services.staff_details import change_details as change_staff
from victim_portal.web import answers, words
from victim_portal.web.administrator.accounts import PROPOSED, DetailsForm
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import NameText, Pick, PortalForm, options_of


class RoleForm(PortalForm):
    """What somebody is, and where."""

    role = Pick("Role", options_of(Role, words.ROLE), coerce=Role, required="Choose the role")
    unit = NameText(
        "Unit", limit=100, description="For officers and managers. It is made if it is new"
    )


class SureForm(PortalForm):
    """A yes."""


def change_details(user_id: UUID) -> ResponseReturnValue:
    """Put a name, telephone number or hours right; drafts that name them follow."""
    view = accounts.account_view(ctx(), actor(), user_id)
    form = DetailsForm(data={name: getattr(view, name) for name in DETAILS})
    if form.validate_on_submit():
        try:
            _change(form, view)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            return answers.done(_home(user_id), "The details were saved.")
    return _page("details", form, view)


def change_role(user_id: UUID) -> ResponseReturnValue:
    """Propose another role or unit; once it is agreed to, whoever it is signs in anew."""
    view = accounts.account_view(ctx(), actor(), user_id)
    form = RoleForm(data={"role": view.role, "unit": view.unit_name})
    if form.validate_on_submit():
        try:
            place = Place(form.role.data, form.unit.data)
            changed = accounts.change_role(ctx(), actor(), user_id, place)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            return answers.done(_home(user_id), PROPOSED if changed else SAME)
    return _page("role", form, view)


SAME = "Nothing was changed: they have this role and unit already."


def give_unit(user_id: UUID) -> ResponseReturnValue:
    """Make a manager the owner of their unit's queue."""
    try:
        accounts.give_unit(ctx(), actor(), user_id)
    except ConflictError as error:
        return answers.back_to(_home(user_id), error)
    return answers.done(_home(user_id), "They own their unit's queue now.")


def disable_account(user_id: UUID) -> ResponseReturnValue:
    """Shut somebody out at once, after a page that says what that means."""
    form = SureForm()
    if form.validate_on_submit():
        try:
            accounts.disable(ctx(), actor(), user_id)
        except ConflictError as error:
            return answers.back_to(_home(user_id), error)
        return answers.done(_home(user_id), "The account is disabled. They are signed out.")
    return _page("disable", form, accounts.account_view(ctx(), actor(), user_id))


def enable_account(user_id: UUID) -> ResponseReturnValue:
    """Propose to let somebody in."""
    try:
        accounts.enable(ctx(), actor(), user_id)
    except ConflictError as error:
        return answers.back_to(_home(user_id), error)
    return answers.done(_home(user_id), PROPOSED)


DETAILS = ("first_name", "last_name", "telephone", "hours", "hours_welsh", "speaks_welsh")


def _change(form: DetailsForm, view: AccountView) -> None:
    """Only what differs: an old account's empty hours stay until somebody enters some."""
    given = {
        name: form[name].data
        for name in ("telephone", "hours", "hours_welsh", "speaks_welsh")
        if form[name].data != getattr(view, name)
    }
    if given:
        change_staff(ctx(), actor(), view.email, StaffDetails(**given))
    accounts.change_name(ctx(), actor(), view.id, form.first_name.data, form.last_name.data)


def _page(name: str, form: PortalForm, view: AccountView) -> str:
    return render_template(
        f"administrator/accounts/{name}.html", form=form, view=view, back_href=_home(view.id)
    )


def _home(user_id: UUID) -> str:
    return url_for("administrator.show_account", user_id=user_id)


def add_routes(administrator: Blueprint) -> None:
    """Register the pages of changes."""
    one = "/accounts/<uuid:user_id>"
    for path, view, methods in (
        (f"{one}/details", change_details, ["GET", "POST"]),
        (f"{one}/role", change_role, ["GET", "POST"]),
        (f"{one}/unit", give_unit, ["POST"]),
        (f"{one}/disable", disable_account, ["GET", "POST"]),
        (f"{one}/enable", enable_account, ["POST"]),
    ):
        administrator.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
