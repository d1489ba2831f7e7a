"""The texts that reach victims: all of them, one with its history, and a wording that waits."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.access import Actor
from victim_portal.domain.templates import GROUPS
from victim_portal.domain.vocabulary import Language
from victim_portal.services import templates, two_people
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import LongText, PortalForm
from victim_portal.web.permissions.roles import OVERSEERS


class RefuseForm(PortalForm):
    """Why a wording is refused."""

    why = LongText("Why do you refuse it?", limit=1000)


def list_templates() -> ResponseReturnValue:
    """The groups and what waits, or the texts of one group."""
    group = request.args.get("group", "")
    return render_template(
        "administrator/templates/list.html",
        view=templates.correspondence(ctx(), actor(), group),
        group=group,
        group_title=GROUPS.get(group, "Every text" if group else ""),
        back=_back(actor()),
    )


def show_template(name: str) -> ResponseReturnValue:
    """One text in both languages, where it stands, and every version of it."""
    return render_template(
        "administrator/templates/show.html",
        view=templates.text_view(ctx(), actor(), name),
        back_href=url_for("administrator.list_templates"),
    )


def show_wording(proposal_id: UUID) -> ResponseReturnValue:
    """A proposed wording beside the words in use; a second administrator decides it here."""
    form = RefuseForm()
    if request.method == "POST":
        try:
            done = _decide(proposal_id, form)
        except InvalidError as error:
            form.validate()
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(_there(proposal_id), error)
        else:
            return answers.done(_there(proposal_id), done)
    return render_template(
        "administrator/templates/wording.html",
        form=form,
        view=templates.proposed_wording(ctx(), actor(), proposal_id),
        languages=(Language.ENGLISH, Language.WELSH),
        back_href=url_for("administrator.list_templates"),
    )


def _decide(proposal_id: UUID, form: RefuseForm) -> str:
    """What isn't plainly a yes is a no."""
    # A proposal of another kind isn't decided from here.
    templates.proposed_wording(ctx(), actor(), proposal_id)
    decision = request.form.get("decision")
    if decision == "agree":
        title = templates.publish_wording(ctx(), actor(), proposal_id)
        return f"In use from now on: {title}. Drafts are written again within minutes."
    if decision == "refuse":
        two_people.decide_proposal(ctx(), actor(), proposal_id, False, form.why.data)
        return "Refused. The words in use stay as they are."
    if decision == "take-back":
        two_people.take_back_proposal(ctx(), actor(), proposal_id)
        return "You took it back."
    raise NotFoundError


def _back(who: Actor) -> tuple[str, str]:
    """Officers come from their cases, everybody else from what they oversee."""
    if who.role in OVERSEERS:
        return url_for("officer.show_oversight"), "Oversight"
    return url_for("officer.list_cases"), "Cases"


def _there(proposal_id: UUID) -> str:
    return url_for("administrator.show_wording", proposal_id=proposal_id)


def add_routes(administrator: Blueprint) -> None:
    """Register the pages that show."""
    for path, view, methods in (
        ("/templates", list_templates, ["GET"]),
        ("/templates/<name>", show_template, ["GET"]),
        ("/templates/wordings/<uuid:proposal_id>", show_wording, ["GET", "POST"]),
    ):
        administrator.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
