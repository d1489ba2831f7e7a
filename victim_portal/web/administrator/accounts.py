"""Accounts listed, shown and added."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts
from victim_portal.services.accounts import NewUser
from victim_portal.services.errors import InvalidError
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    EmailText,
    NameText,
    PhoneText,
    Pick,
    PortalForm,
    Text,
    Tick,
    options_of,
)
from victim_portal.web.fresh_proof import needs_fresh_proof

PROPOSED = "Proposed. Nothing changes before a second person agrees."


class DetailsForm(PortalForm):
    """Who they are and what victims are told of them."""

    first_name = NameText(
        "First name", limit=100, required="Enter the first name", description="Victims see it"
    )
    last_name = NameText("Last name", limit=100, required="Enter the last name")
    telephone = PhoneText(
        "Telephone number", limit=30, description="The number that a victim may ring"
    )
    hours = Text(
        "When they can be rung", limit=100, description="Like Monday to Friday, 9am to 5pm"
    )
    hours_welsh = Text("The same in Welsh", limit=100)
    speaks_welsh = Tick("They speak Welsh and may be given cases in Welsh")


class AccountForm(DetailsForm):
    """A new colleague."""

    email = EmailText("Email address", limit=254, required="Enter the email address")
    role = Pick("Role", options_of(Role, words.ROLE), coerce=Role, required="Choose the role")
    unit = NameText(
        "Unit", limit=100, description="For officers and managers. It is made if it is new"
    )


def list_accounts() -> ResponseReturnValue:
    """Everybody's accounts, or those of a manager's unit."""
    after = _page_key()
    page = accounts.list_accounts(ctx(), actor(), after)
    return render_template(
        "administrator/accounts/list.html",
        page=page,
        first=after is None,
        may_add=actor().role is Role.ADMINISTRATOR,
    )


def show_account(user_id: UUID) -> ResponseReturnValue:
    """One account and what may be done about it."""
    view = accounts.account_view(ctx(), actor(), user_id)
    return render_template(
        "administrator/accounts/show.html",
        view=view,
        back_href=url_for("administrator.list_accounts"),
    )


@needs_fresh_proof
def add_account() -> ResponseReturnValue:
    """Make an account that is shut, and propose to let its person in."""
    form = AccountForm()
    if form.validate_on_submit():
        try:
            user_id = accounts.add_user(ctx(), actor(), _new(form))
        except InvalidError as error:
            form.add_problems(error.problems)
        else:
            return answers.done(url_for("administrator.show_account", user_id=user_id), PROPOSED)
    return render_template(
        "administrator/accounts/new.html",
        form=form,
        back_href=url_for("administrator.list_accounts"),
    )


def link_page(made: accounts.MadeLink, user_id: UUID, *, recovery: bool = False) -> str:
    """The page that shows a link, this once; it isn't kept anywhere."""
    return render_template(
        "administrator/accounts/link.html",
        made=made,
        recovery=recovery,
        back_href=url_for("administrator.show_account", user_id=user_id),
    )


def _new(form: AccountForm) -> NewUser:
    return NewUser(
        email=form.email.data,
        first_name=form.first_name.data,
        last_name=form.last_name.data,
        role=form.role.data,
        unit_name=form.unit.data,
        telephone=form.telephone.data,
        hours=form.hours.data,
        hours_welsh=form.hours_welsh.data,
        languages="en cy" if form.speaks_welsh.data else "en",
    )


def _page_key() -> UUID | None:
    try:
        return UUID(request.args.get("after", ""))
    except ValueError:
        return None


def add_routes(administrator: Blueprint) -> None:
    """Register the pages of accounts."""
    for path, view, methods in (
        ("/accounts", list_accounts, ["GET"]),
        ("/accounts/new", add_account, ["GET", "POST"]),
        ("/accounts/<uuid:user_id>", show_account, ["GET"]),
    ):
        administrator.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
