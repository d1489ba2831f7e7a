"""Cases: the lists, one case with everything around it, who has it."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.first_contact import LETTER_OF_STEP
from victim_portal.domain.key_dates import DATE_NAMES
from victim_portal.domain.vocabulary import Role, Route
from victim_portal.services import cases
from victim_portal.services.cases import CaseFilter, CaseView
from victim_portal.services.cases.values import StepView
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.planning import recall_countdowns
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import LongText, Pick, PortalForm, options_of
from victim_portal.web.officer.allocation import AssignForm

LISTS = {
    CaseFilter.MINE: "Your cases",
    CaseFilter.QUEUE: "Cases in the queue",
    CaseFilter.UNIT: "All cases of the unit",
    CaseFilter.NAMED: "Restricted cases open to you",
    CaseFilter.CLOSED: "Closed cases",
}
# What an empty list says: why it is empty, and what to do next.
EMPTY = {
    CaseFilter.MINE: "You have no open cases. Take one from the queue, or",
    CaseFilter.QUEUE: "The queue is empty: each open case of the unit has an officer. You can",
    CaseFilter.UNIT: "Your unit has no open cases yet. You can",
    CaseFilter.NAMED: "No restricted case is open to you. You can",
    CaseFilter.CLOSED: "No case of your unit is closed. You can",
}


@dataclass(frozen=True)
class Happening:
    """One entry of a timeline: its words, its day, who recorded it, and what it shows."""

    title: str
    at: date
    by: str
    seen: StepView


class RouteForm(PortalForm):
    """By which route the case stands, and why."""

    route = Pick(
        "Route",
        options_of(Route, words.ROUTE, only=[one for one in Route if one is not Route.UNDECIDED]),
        required="Choose the route",
    )
    why = LongText("Why this route", limit=1000, required="Give the reason")


def list_cases() -> ResponseReturnValue:
    """A page of one of the lists; what can't be read in the address starts at the first."""
    own = CaseFilter.UNIT if actor().role is Role.MANAGER else CaseFilter.MINE
    asked = request.args.get("list", "")
    lists = {key: text for key, text in LISTS.items() if not _never_mine(key)}
    which = CaseFilter(asked) if asked in tuple(lists) else own
    after = request.args.get("after")
    page = cases.list_cases(ctx(), actor(), which, after)
    return render_template(
        "officer/cases/list.html",
        which=which,
        lists=lists,
        page=page,
        # Above the first page of what is somebody's own; the other lists are looked things up in.
        running=recall_countdowns(ctx(), actor()) if which is own and not after else (),
        empty_text=EMPTY[which],
        newest_href=url_for("officer.list_cases", list=which.value) if after else "",
        older_href=url_for("officer.list_cases", list=which.value, after=page.older)
        if page.older
        else "",
    )


def show_case(reference: str) -> ResponseReturnValue:
    """Everything about one case."""
    case = cases.case_view(ctx(), actor(), reference)
    if not case.may_change:
        return _read_only(case)
    form = AssignForm(data={"seen": case.officer_name})
    form.officer.offer((str(user_id), name) for user_id, name in case.may_assign)
    return render_template(
        "officer/cases/show.html",
        case=case,
        assign=form,
        routing=RouteForm(),
        steps=_steps(case),
        date_names=DATE_NAMES,
        letter_of_step=LETTER_OF_STEP,
        today=ctx().today(),
        sources=words.KEY_DATES_SOURCE,
        verified_how=words.VERIFIED_HOW,
    )


def _read_only(case: CaseView) -> ResponseReturnValue:
    """The page of a case for whoever broke the glass: what they need to know, and no button."""
    return render_template(
        "officer/glass/case.html",
        case=case,
        date_names=DATE_NAMES,
        sources=words.KEY_DATES_SOURCE,
        verified_how=words.VERIFIED_HOW,
    )


def decide_route(reference: str) -> ResponseReturnValue:
    """Record by which route a case stands in the scheme."""
    here = url_for("officer.show_case", reference=reference)
    form = RouteForm()
    named = form.route.data or ""
    route = Route(named) if named in set(Route) else Route.UNDECIDED
    try:
        cases.decide_route(ctx(), actor(), reference, route, form.why.data)
    except ConflictError as error:
        return answers.too_late(form, error, here, "The case")
    except InvalidError as error:
        reason = " ".join(error.problems.values())
        return answers.too_late(form, reason, here, "The case")
    return answers.done(here, "The route was decided.")


LEVEL_CHANGED = "Changed how much they hear"


def _steps(case: CaseView) -> list[Happening]:
    return [
        Happening(
            LEVEL_CHANGED if step.changes_level else words.in_words(step.moved_to),
            step.on,
            words.by_whom(step.recorded_by),
            step,
        )
        for step in reversed(case.steps)
    ]


def _never_mine(which: CaseFilter) -> bool:
    """Managers decide and allocate; a case is never their own."""
    return which is CaseFilter.MINE and actor().role is Role.MANAGER


def add_routes(officer: Blueprint) -> None:
    """Register the pages of cases."""
    for path, view, method in (
        ("/cases", list_cases, "GET"),
        ("/cases/<reference>", show_case, "GET"),
        ("/cases/<reference>/route", decide_route, "POST"),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=[method])
