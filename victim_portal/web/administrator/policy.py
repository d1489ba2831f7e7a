"""The policy as it holds on a day, the history of one rule, and every change of it."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.policy import Table
from victim_portal.services import policy
from victim_portal.services.errors import NotFoundError
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import DateParts, PortalForm


class DayForm(PortalForm):
    """On which day to look."""

    on = DateParts("On which day?", what="The day", required="Enter a day")


def show_policy() -> ResponseReturnValue:
    """What holds today, or on another day."""
    day = day_of(request.args.get("on", "")) or ctx().today()
    form = DayForm(data={"on": day})
    if form.validate_on_submit() and form.on.data is not None:
        return redirect(url_for("administrator.show_policy", on=form.on.data.isoformat()))
    return render_template(
        "administrator/policy/show.html",
        form=form,
        view=policy.policy_on(ctx(), actor(), day),
        today=ctx().today(),
        back_href=url_for("officer.show_oversight"),
    )


def show_policy_rule(table: str, name: str) -> ResponseReturnValue:
    """Every row of one rule, and who changed it and why."""
    return render_template(
        "administrator/policy/rule.html",
        rule=policy.rule_history(ctx(), actor(), table_of(table), name),
        back_href=url_for("administrator.show_policy"),
    )


def list_policy_changes() -> ResponseReturnValue:
    """Every change that was proposed, the newest first."""
    return render_template(
        "administrator/policy/changes.html",
        changes=policy.policy_changes(ctx(), actor()),
        back_href=url_for("administrator.show_policy"),
    )


def table_of(name: str) -> Table:
    """The table that an address names; NotFoundError where there is none."""
    try:
        return Table(name)
    except ValueError:
        raise NotFoundError from None


def day_of(text: str) -> date | None:
    """The day that an address names, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def add_routes(administrator: Blueprint) -> None:
    """Register the pages that only show."""
    for path, view, methods in (
        ("/policy", show_policy, ["GET", "POST"]),
        ("/policy/changes", list_policy_changes, ["GET"]),
        ("/policy/<table>/<name>", show_policy_rule, ["GET"]),
    ):
        administrator.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
