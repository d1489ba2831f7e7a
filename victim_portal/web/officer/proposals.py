"""What waits for a second person."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import Role, TwoPersonAct
from victim_portal.services import two_people
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.two_people import ProposalView
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import LongText, PortalForm


class RefuseForm(PortalForm):
    """Why something is refused, where that is asked."""

    why = LongText("Why do you refuse it?", limit=1000)


def list_proposals() -> ResponseReturnValue:
    """What waits for the decision of the person signed in, and what they proposed."""
    return _page()


def _page(refused_id: UUID | None = None, refused: RefuseForm | None = None) -> str:
    """Each proposal that asks for the reason of a refusal has a form of its own."""
    found = two_people.list_proposals(ctx(), actor())
    asked = [one.id for one in found if one.refusal_says_why]
    forms = {one: RefuseForm(None, prefix=_prefix(one)) for one in asked}
    if refused_id is not None and refused is not None:
        forms[refused_id] = refused
    return render_template(
        "officer/proposals/list.html",
        to_decide=[one for one in found if not one.own],
        own=[one for one in found if one.own],
        forms=forms,
        form=refused,
        places={one.id: _place(one) for one in found if one.on_its_page},
        may_name=actor().role is Role.ADMINISTRATOR,
    )


def _place(one: ProposalView) -> tuple[str, str]:
    """The words and the address of the page on which somebody agrees."""
    if one.act is TwoPersonAct.RELEASE_SENDS and one.concerns.startswith("surge:"):
        return "Look at what is parked to agree", url_for("officer.list_surges")
    if one.act is TwoPersonAct.CORRECT_MANY:
        there = url_for("officer.show_wrong_news", wrong_news_id=one.concerns.partition(":")[2])
        return "Read the correction to agree", there
    if one.act is TwoPersonAct.RELEASE_SENDS:
        return "Read the updates to agree", url_for("officer.show_tranche", tranche_id=one.concerns)
    if one.act is TwoPersonAct.TELL_EXACT_DATE:
        there = url_for("officer.ask_exact_date", reference=one.reference, update_id=one.concerns)
        return "Read the words to agree", there
    if one.act is TwoPersonAct.PUBLISH_TEMPLATE:
        there = url_for("administrator.show_wording", proposal_id=one.id)
        return "Read both languages to agree", there
    if one.act is TwoPersonAct.LET_IN:
        there = url_for("administrator.agree_to_account", user_id=one.concerns)
        return "Look at the account to agree", there
    there = url_for("administrator.recover_account", user_id=one.concerns)
    return "Open the account to agree", there


def decide_proposal(proposal_id: UUID) -> ResponseReturnValue:
    """Agree, and have it done, or refuse: what isn't plainly a yes is a no."""
    there = url_for("officer.list_proposals")
    agree = request.form.get("decision") == "agree"
    form = RefuseForm(prefix=_prefix(proposal_id))
    try:
        what = two_people.decide_proposal(ctx(), actor(), proposal_id, agree, form.why.data)
    except InvalidError as error:
        form.validate()
        form.add_problems(error.problems)
        return _page(proposal_id, form)
    except ConflictError as error:
        return answers.back_to(there, error)
    return answers.done(there, f"{'Done' if agree else 'Refused'}: {what}.")


def _prefix(proposal_id: UUID) -> str:
    """So that no two forms of the page have a field of the same name."""
    return f"refuse-{proposal_id}"


def take_back_proposal(proposal_id: UUID) -> ResponseReturnValue:
    """The one who proposed it takes it back."""
    there = url_for("officer.list_proposals")
    try:
        two_people.take_back_proposal(ctx(), actor(), proposal_id)
    except ConflictError as error:
        return answers.back_to(there, error)
    return answers.done(there, "You took it back.")


def add_routes(officer: Blueprint) -> None:
    """Register the page of what is to be decided."""
    for path, view, methods in (
        ("/to-decide", list_proposals, ["GET"]),
        ("/to-decide/<uuid:proposal_id>", decide_proposal, ["POST"]),
        ("/to-decide/<uuid:proposal_id>/take-back", take_back_proposal, ["POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
