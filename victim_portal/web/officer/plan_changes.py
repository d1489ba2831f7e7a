"""What planning again changed in a case: each change, and all of them taken together."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.key_dates import DATE_NAMES
from victim_portal.domain.stages import Road, Stage
from victim_portal.services import plan_changes
from victim_portal.services.errors import ConflictError
from victim_portal.services.plan_changes import Fact
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx

ROADS = {
    Road.RELEASE: "Release",
    Road.PAROLE: "Parole",
    Road.LICENCE_END: "The end of the licence",
}
WHY = {
    "preference": "how much they want to hear",
    "enrolment": "their answer to the offer",
    "overtaken": "later news overtook it",
}


def show_plan_changes(reference: str) -> ResponseReturnValue:
    """What waits to be looked at, and below it a page of what was."""
    before = request.args.get("before", "")
    number = int(before) if before.isascii() and before.isdecimal() and len(before) < 9 else None
    seen = plan_changes.plan_changes(ctx(), actor(), reference, number)
    here = "officer.show_plan_changes"
    return render_template(
        "officer/plan_changes/show.html",
        seen=seen,
        shown=",".join(one.id.hex for one in seen.waiting),
        why=_why,
        roads=ROADS,
        newest_href=url_for(here, reference=reference) if number is not None else "",
        older_href=url_for(here, reference=reference, before=seen.older) if seen.older else "",
    )


def decide_plan_changes(reference: str) -> ResponseReturnValue:
    """Record that the changes which the page showed were looked at."""
    here = url_for("officer.show_plan_changes", reference=reference)
    shown = _ids(request.form.get("shown", ""))
    try:
        left = plan_changes.decide_plan_changes(ctx(), actor(), reference, shown)
    except ConflictError as error:
        return answers.back_to(here, error)
    if left:
        return answers.done(here, "Recorded. The plan has changed again since you opened the page.")
    case = url_for("officer.show_case", reference=reference)
    return answers.done(case, "Recorded: you have looked at the changes of the plan.")


def _ids(typed: str) -> set[UUID]:
    """The changes that the page carried; what can't be read was not shown."""
    found = set()
    for one in typed.split(","):
        try:
            found.add(UUID(hex=one))
        except ValueError:
            continue
    return found


def _why(fact: Fact) -> str:
    """A fact as an officer would name it in the middle of a sentence."""
    if fact.kind == "key_date":
        return f"{DATE_NAMES.get(fact.what, 'a date')} ({fact.what})"
    if fact.kind == "event":
        return words.STAGE[Stage(fact.what)] if fact.what else "an event that is gone"
    return WHY.get(fact.kind, "something else that changed")


def add_routes(officer: Blueprint) -> None:
    """Register the page of a plan's changes."""
    path = "/cases/<reference>/plan-changes"
    for view, method in ((show_plan_changes, "GET"), (decide_plan_changes, "POST")):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=[method])
