"""Letting somebody in, which takes two: a new colleague, or one who can't sign in any more."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import accounts
from victim_portal.services.accounts import HowChecked
from victim_portal.services.errors import ConflictError, NotFoundError
from victim_portal.web import answers
from victim_portal.web.administrator.accounts import PROPOSED, link_page
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import Pick, PortalForm, options_of

WAITS = (
    "Kept. A second person must open this account and help them back in within 24 hours. "
    "Only then is there a link."
)
HOW_CHECKED = {
    HowChecked.IN_PERSON: "I know them and they stand before me",
    HowChecked.BY_VIDEO: "I know them and see them in a video call",
    HowChecked.BY_KNOWN_NUMBER: "I rang them on a number that I had before they asked",
}


class RecoverForm(PortalForm):
    """How the helper made sure who asks."""

    how = Pick(
        "How did you make sure that it is them?",
        options_of(HowChecked, HOW_CHECKED, HOW_CHECKED),
        coerce=HowChecked,
        required="Choose how you made sure that it is them",
    )


def invite_account(user_id: UUID) -> ResponseReturnValue:
    """Propose a fresh invitation; with it, the one before opens nothing any more."""
    try:
        accounts.invite(ctx(), actor(), user_id)
    except ConflictError as error:
        return answers.back_to(_home(user_id), error)
    return answers.done(_home(user_id), PROPOSED)


def agree_to_account(user_id: UUID) -> ResponseReturnValue:
    """The second person agrees, and gets the link where there is one to hand over."""
    view = accounts.proposed_account(ctx(), actor(), user_id)
    form = PortalForm()
    if form.validate_on_submit():
        try:
            made = accounts.agree_to_account(ctx(), actor(), user_id)
        except ConflictError as error:
            return answers.back_to(url_for("officer.list_proposals"), error)
        if made is None:
            return answers.done(_home(user_id), f"Done: {view.what}.")
        return link_page(made, user_id)
    return render_template(
        "administrator/accounts/agree.html",
        form=form,
        view=view,
        back_href=url_for("officer.list_proposals"),
    )


def recover_account(user_id: UUID) -> ResponseReturnValue:
    """Help a colleague back in, by a link that is shown once."""
    view = accounts.account_view(ctx(), actor(), user_id)
    if not view.may_recover:
        raise NotFoundError
    form = RecoverForm()
    if form.validate_on_submit():
        try:
            made = accounts.recover(ctx(), actor(), user_id, form.how.data)
        except ConflictError as error:
            return answers.back_to(_home(user_id), error)
        if made is None:
            return answers.done(_home(user_id), WAITS)
        return link_page(made, user_id, recovery=True)
    return render_template(
        "administrator/accounts/recover.html", form=form, view=view, back_href=_home(user_id)
    )


def _home(user_id: UUID) -> str:
    return url_for("administrator.show_account", user_id=user_id)


def add_routes(administrator: Blueprint) -> None:
    """Register the pages of links."""
    one = "/accounts/<uuid:user_id>"
    for path, view, methods in (
        (f"{one}/invitation", invite_account, ["POST"]),
        (f"{one}/agreement", agree_to_account, ["GET", "POST"]),
        (f"{one}/recovery", recover_account, ["GET", "POST"]),
    ):
        administrator.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
