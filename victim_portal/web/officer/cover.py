"""Who covers while somebody is away."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import cover
from victim_portal.services.errors import InvalidError
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import Option, Pick, PortalForm

NOBODY = "nobody"


class CoverForm(PortalForm):
    """Whose cover, and who it is."""

    officer = Pick("Who is away?", coerce=UUID, required="Choose who is away")
    cover = Pick(
        "Who covers?",
        required="Choose who covers, or that nobody does",
        description="Victims are told their first name and telephone number",
    )


def set_cover() -> ResponseReturnValue:
    """Show who covers for whom in the unit, and name somebody."""
    people = cover.show_covers(ctx(), actor())
    form = CoverForm(data={"officer": actor().user_id})
    form.officer.offer(Option(str(one.id), one.name) for one in people if one.may_set)
    colleagues = [Option(str(one.id), one.name) for one in people if one.may_cover]
    form.cover.offer([*colleagues, Option(NOBODY, "Nobody")])
    if form.validate_on_submit():
        chosen = None if form.cover.data == NOBODY else UUID(form.cover.data)
        try:
            cover.set_cover(ctx(), actor(), form.officer.data, chosen)
        except InvalidError as error:
            form.add_problems(error.problems)
        else:
            return answers.done(url_for("officer.set_cover"), "Saved.")
    return render_template(
        "officer/cover/form.html",
        form=form,
        people=people,
        back_href=url_for("officer.show_queue"),
    )


def add_routes(officer: Blueprint) -> None:
    """Register the page."""
    officer.add_url_rule(
        "/cover", view_func=answers.service_errors(set_cover), methods=["GET", "POST"]
    )
