"""A change of the policy looked at in words, and proposed to a second administrator."""

import json
from hashlib import sha256

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.policy import RowChange, Table, rule_name
from victim_portal.domain.policy.amending import to_json
from victim_portal.services import policy
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.web import answers
from victim_portal.web.administrator.policy import day_of, table_of
from victim_portal.web.administrator.policy_forms import change_from, form_for
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import LongText, PortalForm
from victim_portal.web.fresh_proof import needs_fresh_proof

PROPOSED = "It waits for a second administrator. Until they agree, nothing changes."


class WhyForm(PortalForm):
    """Why a row is taken away."""

    why = LongText("Why is it taken away?", limit=1000, required="Say why the policy changes")


@needs_fresh_proof
def propose_policy_change(table: str, name: str) -> ResponseReturnValue:
    """A new row of a rule: filled in, looked at in words, then proposed."""
    rule = policy.rule_history(ctx(), actor(), table_of(table), name)
    if not rule.rows:
        raise NotFoundError
    start, preview = rule.rows[0].values, None
    form = form_for(rule.table, start, _eligibility_rows())
    if form.validate_on_submit():
        change = change_from(rule.table, start, form)
        asked = request.form.get("then") == "propose" and form.seen.data == _digest(change)
        try:
            preview = policy.preview_change(ctx(), actor(), change)
            if asked:
                policy.propose_change(ctx(), actor(), change, form.why.data)
                return answers.done(_home(rule.table, name), PROPOSED)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        form.seen.data = _digest(change)
    return render_template(
        "administrator/policy/change.html",
        form=form,
        rule=rule,
        preview=preview,
        back_href=_home(rule.table, name),
    )


@needs_fresh_proof
def withdraw_policy_row(table: str, name: str, begins_on: str) -> ResponseReturnValue:
    """Take a row away that has not begun."""
    kind, day = table_of(table), day_of(begins_on)
    if day is None:
        raise NotFoundError
    change = policy.row_to_withdraw(ctx(), actor(), kind, name, day)
    preview = policy.preview_change(ctx(), actor(), change)
    form = WhyForm()
    if form.validate_on_submit():
        try:
            policy.propose_change(ctx(), actor(), change, form.why.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            return answers.done(_home(kind, name), PROPOSED)
    return render_template(
        "administrator/policy/withdraw.html",
        form=form,
        preview=preview,
        day=day,
        back_href=_home(kind, name),
    )


def _eligibility_rows() -> tuple[str, ...]:
    return tuple(rule_name(rule) for rule in ctx().policy.eligibility)


def _digest(change: RowChange) -> str:
    """What was looked at, so that nothing else is proposed."""
    said = json.dumps([to_json(change.row), change.before], sort_keys=True)
    return sha256(said.encode()).hexdigest()


def _home(table: Table, name: str) -> str:
    return url_for("administrator.show_policy_rule", table=table.value, name=name)


def add_routes(administrator: Blueprint) -> None:
    """Register the pages of changes."""
    one = "/policy/<table>/<name>"
    for path, view, methods in (
        (f"{one}/change", propose_policy_change, ["GET", "POST"]),
        (f"{one}/<begins_on>/withdraw", withdraw_policy_row, ["GET", "POST"]),
    ):
        administrator.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
