"""Somebody under 18: who is written to and spoken with, and why."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.minors import SpokenWith
from victim_portal.services import minors
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import Hidden, LongText, OnceToken, Pick, PortalForm, options_of


class SpokenWithForm(PortalForm):
    """Who it is, and why."""

    token = OnceToken()
    seen = Hidden()
    who = Pick(
        "Who is written to and spoken with?",
        options_of(SpokenWith, words.SPOKEN_WITH),
        coerce=SpokenWith,
        required="Choose who is written to and spoken with",
    )
    why = LongText(
        "Why?",
        limit=minors.LONGEST_WHY,
        required="Enter why",
        description="What is best for the young person, how old and mature they are, what they "
        "want, and whether a parent or guardian is safe for them",
    )


def record_spoken_with(reference: str) -> ResponseReturnValue:
    """Record it; what was entered outlives somebody else's change."""
    here = url_for("officer.show_case", reference=reference)
    minor, version = minors.minor_for_form(ctx(), actor(), reference)
    form = SpokenWithForm(data={"who": minor.who, "why": minor.why, "seen": str(version)})
    if form.validate_on_submit():
        try:
            minors.record_spoken_with(
                ctx(),
                actor(),
                reference,
                form.who.data,
                form.why.data,
                form.seen_version(),
                form.token.data,
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.seen.data = str(version)
            form.add_problems({"": str(error)})
        else:
            return answers.done(here, "Saved.")
    return render_template(
        "officer/minors/form.html", form=form, reference=reference, minor=minor, back_href=here
    )


def add_routes(officer: Blueprint) -> None:
    """Register the page."""
    officer.add_url_rule(
        "/cases/<reference>/spoken-with",
        view_func=answers.service_errors(record_spoken_with),
        methods=["GET", "POST"],
    )
