"""Today: the first page of officers and managers, with everything that waits."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.tasks import ENDINGS
from victim_portal.domain.today import Part
from victim_portal.services import today
from victim_portal.services.errors import InvalidError
from victim_portal.services.planning import recall_countdowns
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import DateParts, LongText, PortalForm

PARTS = {
    Part.NOW: "Late, or can’t wait",  # noqa: RUF001 - as it is read
    Part.TODAY: "Today",
    Part.WEEK: "Within a week",
    Part.FORTNIGHT: "Within two weeks",
    Part.LATER: "Later",
}


class PutOffForm(PortalForm):
    """Until when, and why."""

    until = DateParts("Until which day?", required="Enter until which day it is put off")
    why = LongText("Why can it wait?", limit=1000, required="Enter why it can wait")


class AnnualForm(PortalForm):
    """Nothing of its own: the ticks are read from the request."""


def show_today() -> ResponseReturnValue:
    """Everything that waits, what can't wait first; or all of one kind."""
    kind = request.args.get("kind", "")
    if kind in ENDINGS:
        lines = today.today_of_kind(ctx(), actor(), kind)
        home = url_for("officer.show_today")
        return render_template("officer/today/kind.html", lines=lines, kind=kind, back_href=home)
    page = today.today_page(ctx(), actor())
    running = recall_countdowns(ctx(), actor())
    return render_template(
        "officer/today/show.html", page=page, parts=PARTS, running=running, on=ctx().today()
    )


def put_off_task(task_id: UUID) -> ResponseReturnValue:
    """Put a task off until a day, with the reason."""
    line = today.put_off_view(ctx(), actor(), task_id)
    form, home = PutOffForm(), url_for("officer.show_today")
    if form.validate_on_submit() and form.until.data is not None:
        try:
            today.put_off(ctx(), actor(), task_id, form.until.data, form.why.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        else:
            return answers.done(home, "Put off. It comes back by itself.")
    return render_template("officer/today/put_off.html", form=form, line=line, back_href=home)


def take_up_task(task_id: UUID) -> ResponseReturnValue:
    """Have a task back that was put off."""
    today.take_up_again(ctx(), actor(), task_id)
    return answers.done(url_for("officer.show_today"), "It is among what waits again.")


def approve_annual_updates() -> ResponseReturnValue:
    """Read yearly updates that differ in names alone, and approve those that are ticked."""
    form, home = AnnualForm(), url_for("officer.show_today")
    done = None
    if form.validate_on_submit():
        chosen = [pair for one in request.form.getlist("chosen") if (pair := _pair(one))]
        if not chosen:
            form.add_problems({"": "Tick those that are to go."})
        else:
            done = today.approve_annual(ctx(), actor(), chosen)
            if not done.approved and not done.refused:
                form.add_problems({"": "None of these waits any more."})
            elif not done.refused:
                said = (
                    "1 update was approved."
                    if done.approved == 1
                    else (f"{done.approved} updates were approved.")
                )
                return answers.done(home, said)
    drafts = today.annual_drafts(ctx(), actor())
    return render_template(
        "officer/today/annual.html", form=form, drafts=drafts, done=done, back_href=home
    )


def _pair(typed: str) -> tuple[UUID, int] | None:
    """An update and the version that was shown, as a tick brings them; None for anything else."""
    update, _, version = typed.partition(" ")
    try:
        return (UUID(update), int(version)) if version.isdecimal() and len(version) < 9 else None
    except ValueError:
        return None


def add_routes(officer: Blueprint) -> None:
    """Register the pages."""
    for path, view, methods in (
        ("/today", show_today, ["GET"]),
        ("/today/annual", approve_annual_updates, ["GET", "POST"]),
        ("/tasks/<uuid:task_id>/later", put_off_task, ["GET", "POST"]),
        ("/tasks/<uuid:task_id>/now", take_up_task, ["POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
